"""Stage: release. The folder and archive an edition is deposited as, and whether they are whole."""

from compendium.release.archive import ArchiveError, pack
from compendium.release.contents import Release, bagged
from compendium.release.freezing import frozen
from compendium.release.opening import Opened, opened
from compendium.release.signing import SigningError, sign
from compendium.release.sums import checksums
from compendium.release.tools import flattened, tools
from compendium.release.verifying import Verified, verify

__all__ = [
    "ArchiveError",
    "Opened",
    "Release",
    "SigningError",
    "Verified",
    "bagged",
    "checksums",
    "flattened",
    "frozen",
    "opened",
    "pack",
    "sign",
    "tools",
    "verify",
]
