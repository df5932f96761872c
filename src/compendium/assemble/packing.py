"""Streams made smaller."""

from __future__ import annotations

import zlib


def compress(data: bytes, level: int = 9) -> bytes:
    """*data* made smaller, always in the same way."""
    return zlib.compress(padded(data), level)


def padded(data: bytes) -> bytes:
    """*data* with blanks at its end, if it would be packed into what ends a line.

    A stream whose last byte is a carriage return seems a byte shorter than it says: the end
    of a line follows it. The checksum that packing ends with has the byte once in 256 times.
    """
    while zlib.adler32(data) & 0xFF == 0x0D:
        data += b"\n"
    return data
