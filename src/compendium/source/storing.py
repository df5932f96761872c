"""What was read of a file without a fault as bytes, and back: reading takes longer.

The bytes are JSON: a value is itself, or a list whose first item is the number of its kind.
Places are kept without the path, which is that of the file, and with their lines as they
are counted from where the value begins: words that have moved are the same words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from compendium.diag import EDITION, Span
from compendium.model import printing, published, text, volume
from compendium.model.text import Text

_TUPLE, _MAPPING, _SPAN, _SET, _EDITION = range(5)
_KINDS: tuple[type[Any], ...] = tuple(
    kind
    for module in (printing, published, text, volume)
    for _, kind in sorted(vars(module).items())
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS, _EDITION + 1)}


def _getter(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(kind)]
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda value: (read(value),)


_FIELDS = {kind: _getter(kind) for kind in _KINDS}


def pack(value: object, path: str, line: int = 1) -> bytes:
    """*value*, all of it in the file *path* from *line* on, as bytes that `unpack` reads."""
    above = line - 1

    def plain(value: Any) -> Any:
        kind = type(value)
        if kind is tuple:
            return [_TUPLE, *map(plain, value)]
        if value is EDITION:
            return [_EDITION]
        if kind is Span:
            if value.path != path:
                raise ValueError(f"a place in {value.path!r} is none in {path!r}")
            (line, column), (last, end) = value.start, value.end
            return [_SPAN, line - above, column, last - above, end]
        if kind in _NUMBERS:
            return [_NUMBERS[kind], *map(plain, _FIELDS[kind](value))]
        if kind is frozenset:
            return [_SET, *map(plain, sorted(value))]
        if isinstance(value, Mapping):
            return [_MAPPING, *value, *map(plain, value.values())]
        return value

    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def unpack(data: bytes, path: str, line: int = 1) -> Any:
    """What `pack` made *data* of, in the file *path* from *line* on."""
    plain = json.loads(data)
    return _MAKE[plain[0]](plain, (path, line - 1)) if type(plain) is list else plain


_Here = tuple[str, int]
"""The file a value is in, and how many of its lines are above it."""


def _values(plain: list[Any], here: _Here) -> list[Any]:
    return [_MAKE[x[0]](x, here) if type(x) is list else x for x in plain[1:]]


def _span(plain: list[Any], here: _Here) -> Span:
    _, line, column, last, end = plain
    path, above = here
    return Span(path, (line + above, column), (last + above, end))


def _words(plain: list[Any], here: _Here) -> Text:
    return Text(plain[1], _span(plain[2], here))


def _mapping(plain: list[Any], here: _Here) -> dict[str, Any]:
    held = _values(plain, here)
    count = len(held) // 2
    return dict(zip(held[:count], held[count:], strict=True))


def _maker(kind: type[Any]) -> Callable[[list[Any], _Here], Any]:
    return lambda plain, here: kind(*_values(plain, here))


_MAKE: list[Callable[[list[Any], _Here], Any]] = [
    lambda plain, here: tuple(_values(plain, here)),
    _mapping,
    _span,
    lambda plain, here: frozenset(_values(plain, here)),
    lambda plain, here: EDITION,
    *(_words if kind is Text else _maker(kind) for kind in _KINDS),
]
