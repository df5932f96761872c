// Citing: see below.
