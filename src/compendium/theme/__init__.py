"""Stage: a theme's folder in, `Theme` out, with its fonts checked and its tokens filled in."""

from compendium.theme.folder import find, read

__all__ = ["find", "read"]
