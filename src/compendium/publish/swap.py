"""Two folders that change places in one step, so that no reader sees neither of them."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_EXCHANGE = 2
_HERE = -100
_UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM})


def swap(new: Path, old: Path, aside: Path) -> Path:
    """Put *new* where *old* is. Returns where the old folder is now: at *new*, or at *aside*.

    Where the system cannot exchange two names, *old* first steps aside, and back again if
    *new* cannot take its place; a kill between the two is for the next build to mend.
    """
    if exchange(new, old):
        return new
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    return aside


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names *one* and *other* in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNABLE:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))
