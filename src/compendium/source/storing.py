"""A text that was read without a fault as bytes, and back: reading takes longer.

The bytes are JSON: a value is itself, or a list whose first item is the number of its kind.
Places are kept without the path, which is that of the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from compendium.diag import Span
from compendium.model import text
from compendium.model.text import Block
from compendium.model.volume import WrittenNote

Written = tuple[tuple[Block, ...], tuple[WrittenNote, ...]]

_TUPLE, _MAPPING, _SPAN, _SET = range(4)
_KINDS: tuple[type[Any], ...] = (
    *(
        kind
        for _, kind in sorted(vars(text).items())
        if isinstance(kind, type) and is_dataclass(kind)
    ),
    WrittenNote,
)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS, _SET + 1)}


def _getter(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(kind)]
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda value: (read(value),)


_FIELDS = {kind: _getter(kind) for kind in _KINDS}


def pack(written: Written, path: str) -> bytes:
    """*written*, all of it in the file *path*, as bytes that `unpack` reads."""

    def plain(value: Any) -> Any:
        kind = type(value)
        if kind is tuple:
            return [_TUPLE, *map(plain, value)]
        if kind is Span:
            if value.path != path:
                raise ValueError(f"a place in {value.path!r} is none in {path!r}")
            return [_SPAN, *value.start, *value.end]
        if kind in _NUMBERS:
            return [_NUMBERS[kind], *map(plain, _FIELDS[kind](value))]
        if kind is frozenset:
            return [_SET, *map(plain, sorted(value))]
        if isinstance(value, Mapping):
            return [_MAPPING, *([key, plain(value[key])] for key in value)]
        return value

    return json.dumps(plain(written), ensure_ascii=False, separators=(",", ":")).encode()


def unpack(data: bytes, path: str) -> Written:
    """What `pack` made *data* of."""

    def value(plain: Any) -> Any:
        if type(plain) is not list:
            return plain
        number = plain[0]
        if number == _SPAN:
            _, line, column, last, end = plain
            return Span(path, (line, column), (last, end))
        if number == _TUPLE:
            return tuple(map(value, plain[1:]))
        if number == _SET:
            return frozenset(map(value, plain[1:]))
        if number == _MAPPING:
            return {key: value(held) for key, held in plain[1:]}
        return _KINDS[number - _SET - 1](*map(value, plain[1:]))

    written: Written = value(json.loads(data))
    return written
