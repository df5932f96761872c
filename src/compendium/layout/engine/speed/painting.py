"""What is done around every run of characters that is drawn, and for every object written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pydyf
from weasyprint.pdf import stream as engine_stream

from compendium.layout.engine.fixes import Fix, Stock


@dataclass(slots=True)
class _Marked:
    """Content of a stream that is marked until this ends, if the document is tagged."""

    stream: Any

    def __enter__(self) -> None:
        """It is marked already."""

    def __exit__(self, *_: object) -> None:
        if self.stream._tags is not None:
            pydyf.Stream.end_marked_content(self.stream)


@dataclass(slots=True)
class _Stacked:
    """The state of a stream, which is as it was when this ends."""

    stream: Any

    def __enter__(self) -> None:
        """It is saved already."""

    def __exit__(self, *_: object) -> None:
        self.stream.pop_state()


def mark_lightly(stock: Stock) -> Stock:
    """A generator is made to mark each run of characters."""
    del stock

    def marked(stream: Any, box: Any, tag: str) -> _Marked:
        if stream._tags is not None:
            assert box not in stream._tags
            number = len(stream._tags)
            stream._tags[box] = {"tag": tag, "mcid": number}
            properties = pydyf.Dictionary({"MCID": number})
            pydyf.Stream.begin_marked_content(stream, tag, properties)
        return _Marked(stream)

    return marked


def stack_lightly(stock: Stock) -> Stock:
    """And two for each block."""
    del stock

    def stacked(stream: Any) -> _Stacked:
        stream.push_state()
        return _Stacked(stream)

    return stacked


def write_keys_once(stock: property) -> property:
    """Every element of the structure tree has five keys, which are encoded anew.

    And whatever their values are, they are asked for it one kind after the other.
    """
    del stock
    known: dict[Any, bytes] = {}

    def data(self: Any) -> bytes:
        parts = [b"<<"]
        for key, value in self.items():
            name = known.get(key)
            if name is None:
                name = known[key] = b"/" + pydyf._to_bytes(key) + b" "
            if type(value) is not bytes:
                value = value.encode("ascii") if type(value) is str else pydyf._to_bytes(value)
            parts += name, value
        return b"".join((*parts, b">>"))

    return property(data)


def write_by_type(stock: Stock) -> Stock:
    """Every number, name and operator is asked whether it is one kind after the other."""

    def _to_bytes(item: Any) -> Any:
        kind = type(item)
        if kind is bytes:
            return item
        if kind is str:
            return item.encode("ascii")
        if kind is float:
            if item.is_integer():
                return b"%d" % int(item)
            return f"{item:f}".rstrip("0").encode("ascii")
        return b"%d" % item if kind is int else stock(item)

    return _to_bytes


DRAWING = (
    Fix(engine_stream.Stream, "marked", mark_lightly),
    Fix(engine_stream.Stream, "stacked", stack_lightly),
    Fix(pydyf, "_to_bytes", write_by_type),
    Fix(pydyf.Dictionary, "data", cast(Any, write_keys_once)),
)
