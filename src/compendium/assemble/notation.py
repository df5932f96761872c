r"""The values of a PDF as they are written, and read where we wrote them.

What is written here reads the same for everybody: a string has no bare parenthesis, and a
reference is the number of an object, "0" and "R", one blank between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

STRING = rb"\((?:[^()\\]|\\.)*\)"
_TOKEN = re.compile(STRING + rb"|<<|>>|<[0-9A-Fa-f\s]*>|[\[\]]|/?[^\s()<>\[\]{}/%]+|/", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}
_PLAIN = re.compile(rb"[ -'*-\[\]-~]*")
_PRINTED = re.compile(rb"[ -~]*")
_BARE = re.compile(rb"[()\\]")
_WIDE = b"\xfe\xff"


def entries(body: bytes) -> dict[bytes, bytes]:
    """The entries of the dictionary *body*, their values as they are written; {} of all else."""
    found: dict[bytes, bytes] = {}
    key, value, depth = b"", list[bytes](), 0
    for token in _TOKEN.findall(body):
        if depth == 1 and (token == b">>" or (token[0] == 47 and (value or not key))):
            found[key] = b" ".join(value)
            key, value = token, []
        elif depth:
            value.append(token)
        depth += (token in (b"<<", b"[")) - (token in (b">>", b"]"))
    found.pop(b"", None)
    return found


def dictionary(entries: Mapping[bytes, bytes]) -> bytes:
    """*entries* as a dictionary."""
    return b"<<%b>>" % b"".join(key + b" " + value for key, value in entries.items())


def array(values: Iterable[bytes]) -> bytes:
    """*values* as an array."""
    return b"[%b]" % b" ".join(values)


def reference(number: int) -> bytes:
    """Object *number*, referred to."""
    return b"%d 0 R" % number


def references(numbers: Iterable[int]) -> bytes:
    """References to the objects with these *numbers*, as an array."""
    return array(map(reference, numbers))


def string(data: bytes) -> bytes:
    """*data* as a string."""
    if _PLAIN.fullmatch(data):
        return b"(" + data + b")"
    if _PRINTED.fullmatch(data):
        return b"(%b)" % _BARE.sub(rb"\\\g<0>", data)
    return b"<%b>" % data.hex().encode()


def text(words: str) -> bytes:
    """*words* as a string."""
    return string(words.encode() if words.isascii() else _WIDE + words.encode("utf-16-be"))


def read_string(written: bytes) -> bytes:
    """What the string *written* says."""
    if written.startswith(b"<"):
        return bytes.fromhex(written[1:-1].decode())
    return _ESCAPED.sub(_unescaped, written[1:-1]) if b"\\" in written else written[1:-1]


def read_text(written: bytes) -> str:
    """The words that the string *written* says."""
    data = read_string(written)
    return data[2:].decode("utf-16-be") if data.startswith(_WIDE) else data.decode("latin-1")


def _unescaped(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    if escaped.isdigit():
        return bytes([int(escaped, 8) & 255])
    return _LETTERS.get(escaped, b"" if escaped == b"\r\n" else escaped)
