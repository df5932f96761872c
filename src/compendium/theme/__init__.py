"""Stage: theme."""
