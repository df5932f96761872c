"""Stage: a theme's folder in, `Theme` out, with its fonts checked and its tokens filled in."""

from compendium.theme.folder import find, missing, read
from compendium.theme.letters import check, lacking

__all__ = ["check", "find", "lacking", "missing", "read"]
