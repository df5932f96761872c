"""Pictures without what cameras and programs write beside them: place, time, owner, thumbnails.

The picture itself is not touched: its data are copied byte for byte, and with them what
says how they are to be shown (colour profile, density, the way the camera was held).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_SHOWN = {0xE0, 0xE2, 0xEE}
"""JPEG's segments that say how to show it: JFIF, the colour profile, Adobe's transform."""
_SCAN, _END, _EXIF, _COMMENT = 0xDA, 0xD9, 0xE1, 0xFE
_ALONE = {0x01, *range(0xD0, 0xD9)}
_TALK = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
"""PNG's chunks that say something about it, and nothing of how to show it."""
_ORIENTATION = 0x0112


def bare(content: bytes) -> bytes:
    """The PNG or JPEG *content* without what is told beside the picture; itself if that is nothing.

    A file that is not well-formed comes back as it is, and is reported elsewhere.
    """
    try:
        if content.startswith(b"\xff\xd8"):
            return b"\xff\xd8" + b"".join(_segments(content))
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return content[:8] + b"".join(_chunks(content))
    except (struct.error, IndexError):
        pass
    return content


def _segments(content: bytes) -> Iterator[bytes]:
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            raise IndexError(at)
        mark = content[at + 1]
        if mark == 0xFF:  # padding
            at += 1
            continue
        if mark in _ALONE:
            yield content[at : at + 2]
            at += 2
            continue
        if mark in (_SCAN, _END):
            yield content[at:]
            return
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        segment = content[at:end]
        if mark == _EXIF and (turned := _turned(segment[4:])):
            yield turned
        elif mark in _SHOWN or not (0xE0 <= mark <= 0xEF or mark == _COMMENT):
            yield segment
        at = end


def _turned(exif: bytes) -> bytes:
    """A segment that says no more than how the camera was held, b"" if it was held upright."""
    if not exif.startswith(b"Exif\0\0"):
        return b""
    body = exif[6:]
    order = ">" if body.startswith(b"MM") else "<"
    at = struct.unpack_from(order + "I", body, 4)[0]
    count = struct.unpack_from(order + "H", body, at)[0]
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind, _, value = struct.unpack_from(order + "HHIH", body, entry)
        if tag == _ORIENTATION and kind == 3 and 1 < value <= 8:
            said = struct.pack(">HHIHH", _ORIENTATION, 3, 1, value, 0)
            told = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + said + b"\0\0\0\0"
            return b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told
    return b""


def _chunks(content: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(content):
        size = struct.unpack_from(">I", content, at)[0]
        kind, end = content[at + 4 : at + 8], at + 12 + size
        if end > len(content) or zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(
            content[end - 4 : end], "big"
        ):
            raise IndexError(at)
        if kind not in _TALK:
            yield content[at:end]
        at = end
