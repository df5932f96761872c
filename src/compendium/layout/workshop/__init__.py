"""Where chunks are set, many at a time: workers, what they are given, and what is kept of it."""
