"""What a file holds that is no page: programs, attachments, places on the machine it is from."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

from compendium.proof.objects import Objects

_STREAM = re.compile(rb"stream\r?\n")
_STREAM_END = b"\nendstream"
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|AcroForm)\b")
_HOST = re.compile(rb"file:/|\((?:/(?:home|tmp|root|Users|var|opt|usr|mnt)/|[A-Z]:\\)")
_HINTS = (b"file:/", b"(/", b":\\")
"""One of these is in all that `_HOST` finds."""
_DIGEST = 32


def holds(data: bytes) -> tuple[set[str], set[str]]:
    """What is active in *data*, and what is told of the machine where it was made."""
    parts = list(_parts(data))
    active = {found for part in parts for found in _active(part)}
    return active, {found for part in parts for found in _places(part)}


def quiet(objects: Objects, part: Callable[[int], bytes], before: bytes | None) -> bytes | None:
    """The digests of all parts of a file, if none holds anything; None if one does.

    What was quiet *before* is not read again. A *part* is told by its digest.
    """
    digests = {part(number): number for number in objects.alone}
    known = {*_cut(before or b"")}
    new = [objects.part(number) for one, number in digests.items() if one not in known]
    pieces = [(0, objects.starts[0]), *new]
    for start, end in pieces:
        if any(holds(objects.data[start:end])):
            return None
    return b"".join(sorted(digests))


def _cut(joined: bytes) -> Iterator[bytes]:
    for at in range(0, len(joined), _DIGEST):
        yield joined[at : at + _DIGEST]


def _parts(data: bytes) -> Iterator[bytes]:
    """The file, and every stream of it that opens."""
    around, at = list[bytes](), 0
    for start, end in _streams(data):
        around.append(data[at:start])
        at = end
        try:
            yield zlib.decompress(data[start:end])
        except zlib.error:
            continue  # no deflated stream; a picture, or bytes that only look like one
    yield b"".join((*around, data[at:]))


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """From where to where each stream lies."""
    found = _STREAM.search(data)
    while found and (end := data.find(_STREAM_END, found.end())) >= 0:
        start = found.end()
        yield start, end - (end > start and data[end - 1 : end] == b"\r")
        found = _STREAM.search(data, end + len(_STREAM_END))


def _active(part: bytes) -> Iterator[str]:
    if _ACTIVE.search(part):  # what is in a string is no more than that
        for found in _ACTIVE.finditer(_STRING.sub(b"()", part)):
            yield found[0].decode("latin-1")


def _places(part: bytes) -> Iterator[str]:
    """Addresses on the machine where it was made."""
    for found in _HOST.finditer(part) if any(hint in part for hint in _HINTS) else ():
        yield re.split(rb"[()<>\s]", part[found.start() :].lstrip(b"("))[0].decode("latin-1")
