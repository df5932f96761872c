"""Streams made smaller, and values as bytes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any


def compress(data: bytes, level: int = 9) -> bytes:
    """*data* made smaller, always in the same way."""
    return zlib.compress(padded(data), level)


def padded(data: bytes) -> bytes:
    """*data* with blanks at its end, if it would be packed into what ends a line."""
    while ends_like_a_line(zlib.adler32(data)):
        data += b"\n"
    return data


def ends_like_a_line(check: int) -> bool:
    """Whether what is packed ends as lines do, *check* being the checksum at its end.

    A stream whose last byte is a carriage return seems a byte shorter than it says: the end
    of a line follows it. A checksum ends in that byte once in 256 times.
    """
    return check & 0xFF == 0x0D


def bundle(facts: Mapping[str, Any], parts: Sequence[bytes]) -> bytes:
    """*facts*, plain data, and *parts* as bytes that `unbundle` reads."""
    said = json.dumps([facts, [len(part) for part in parts]], separators=(",", ":"))
    return b"".join((said.encode(), b"\n", *parts))


def unbundle(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The facts and the parts that `bundle` made *data* of."""
    end = data.index(b"\n")
    facts, lengths = json.loads(data[:end])
    ends = list(accumulate(lengths, initial=end + 1))
    return facts, [data[at:to] for at, to in pairwise(ends)]
