"""Stage: encode. The edition as one TEI P5 file that holds all of it, and reads back as it."""

from compendium.encode.edition import encode

__all__ = ["encode"]
