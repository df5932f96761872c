"""The seal of a PDF: the digest of the whole file, written into its own metadata.

The digest stands as `urn:sha256:...` in `xmpMM:InstanceID`, and is that of the file with
zeros in its own place. Whoever has the PDF alone can tell whether a byte of it was altered.
"""

from __future__ import annotations

import hashlib
import re

UNSEALED = f"urn:sha256:{'0' * 64}"
"""What stands in the metadata until the file is sealed."""

_SEAL = re.compile(rb"<xmpMM:InstanceID>urn:sha256:([0-9a-f]{64})</xmpMM:InstanceID>")


def sealed(pdf: bytes) -> bytes:
    """*pdf* with its seal set; as it is, if it has no place for one."""
    found = _only(pdf)
    if found is None:
        return pdf
    view, seal = memoryview(pdf), _digest(pdf, found).encode()
    return b"".join((view[: found.start(1)], seal, view[found.end(1) :]))


def unsealed(pdf: bytes) -> bytes:
    """*pdf* as it was before its seal was set."""
    found = _only(pdf)
    if found is None:
        return pdf
    view = memoryview(pdf)
    return b"".join((view[: found.start(1)], b"0" * 64, view[found.end(1) :]))


def unbroken(pdf: bytes) -> bool | None:
    """Whether the seal of *pdf* is that of its bytes; None if it has none."""
    found = _only(pdf)
    return None if found is None else found[1].decode() == _digest(pdf, found)


def _only(pdf: bytes) -> re.Match[bytes] | None:
    """The one seal of *pdf*; where there are two, one of them was put there by somebody else."""
    found = list(_SEAL.finditer(pdf))
    return found[0] if len(found) == 1 else None


def _digest(pdf: bytes, found: re.Match[bytes]) -> str:
    view = memoryview(pdf)  # so that nothing is copied
    whole = hashlib.sha256(view[: found.start(1)])
    whole.update(b"0" * 64)
    whole.update(view[found.end(1) :])
    return whole.hexdigest()
