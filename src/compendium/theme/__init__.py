"""Stage: a theme's folder in, `Theme` out, with its fonts checked and its tokens filled in."""

from compendium.theme.folder import find, missing, read

__all__ = ["find", "missing", "read"]
