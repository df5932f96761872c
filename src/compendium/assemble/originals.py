"""The objects of a piece as they lie in its PDF.

A piece is written by our own layout: one table of objects, nothing compressed, nothing
encrypted. That is read as it lies, which takes a tenth of the time of an engine for PDF.
What is of any other form is first brought into this one by such an engine.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import NamedTuple

from compendium.assemble.notation import entries

_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\n0 (\d+)\n")
_HEAD = re.compile(rb"(\d+) 0 obj\s")
_LENGTH = re.compile(rb"/Length (\d+)(?!\d| \d)")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_ROW = 20  # bytes of a row of the table
_NUL = b"\0"
_CLOSING = b"\nendobj\n"


Edits = Sequence[tuple[int, int, bytes]]
"""From where to where bytes are replaced, and by which, in order."""


class OtherFormError(ValueError):
    """The file is not of the form that is read here."""


class Turned(NamedTuple):
    """An object on the other side: its body, and the edits of its stream, if it has one.

    Shape: places in `edits` are those in the stream on this side.
    """

    body: bytes
    edits: Edits


@dataclass(slots=True)
class Original:
    """The objects of a piece by number.

    Shape: `bodies` are all objects, the dictionaries of streams among them; `streams` are
        the streams, not unpacked. None has a NUL in its body. `spent` are objects that
        nobody will need. `turned` is what changes in it on the other side, by object.
    """

    bodies: dict[int, bytes]
    streams: dict[int, bytes]
    root: dict[bytes, bytes]
    spent: set[int]
    turned: dict[int, Turned]

    def resolved(self, value: bytes) -> bytes:
        """*value*, or the object it refers to."""
        found = _REFERENCE.fullmatch(value)
        return self.bodies[int(found[1])] if found else value

    def add(self, body: bytes) -> int:
        """The number of a new object, *body*."""
        number = max(self.bodies) + 1
        self.bodies[number] = body
        return number

    def pages(self) -> tuple[int, list[int]]:
        """The numbers of the node of the pages, and of the pages in order."""
        (node,) = numbers(self.root[b"/Pages"])
        return node, numbers(entries(self.bodies[node])[b"/Kids"])


def numbers(value: bytes) -> list[int]:
    """The numbers of the objects that *value* refers to, in order."""
    return [int(number) for number in _REFERENCE.findall(value)]


def read(pdf: bytes, edits: Edits = ()) -> Original:
    """The objects of *pdf*, and what its *edits* make of them on the other side.

    Errors: `pikepdf.PdfError` if it is no PDF; `OtherFormError` if it has edits, and is of
    another form.
    """
    try:
        return _read(pdf, edits)
    except OtherFormError:
        if edits:
            raise
        return _read(_rewritten(pdf), ())


def edited(data: bytes, edits: Edits, start: int = 0) -> bytes:
    """*data* as its *edits* make it, whose places are counted so that it begins at *start*."""
    parts, at = list[bytes](), 0
    for begin, end, new in edits:
        parts += (data[at : begin - start], new)
        at = end - start
    return b"".join((*parts, data[at:]))


def _read(pdf: bytes, edits: Edits) -> Original:
    end = _END.search(pdf, max(len(pdf) - 64, 0))
    table = _TABLE.match(pdf, int(end[1])) if end else None
    if end is None or table is None:
        raise OtherFormError
    bodies: dict[int, bytes] = {}
    streams: dict[int, bytes] = {}
    spans = list(_spans(pdf, table))
    for number, start, stop in spans:
        body = _body(pdf[start:stop], number)
        if body.endswith(b"endstream"):
            body, streams[number] = _parted(body)
        bodies[number] = body.replace(_NUL, rb"\000") if _NUL in body else body
    trailer = entries(pdf[table.end() + _ROW * int(table[1]) : end.start()])
    turned = dict(_turned(pdf, spans, edits))
    original = Original(bodies, streams, {}, set(numbers(trailer[b"/Root"])), turned)
    original.root = entries(original.resolved(trailer[b"/Root"]))
    return original


def _turned(
    pdf: bytes, spans: Sequence[tuple[int, int, int]], edits: Edits
) -> Iterator[tuple[int, Turned]]:
    """What the *edits* of *pdf* make of its objects; they change the table of these as well."""
    starts = [start for _, start, _ in spans]

    def home(edit: tuple[int, int, bytes]) -> int:
        return bisect_right(starts, edit[0]) - 1

    for at, group in groupby(edits, home):
        number, start, stop = spans[at]
        own = [edit for edit in group if edit[1] <= stop]
        if not own:
            continue
        written = pdf[start:stop]
        body = _body(edited(written, own, start), number)
        if body.endswith(b"endstream"):
            begin = start + written.index(b"stream\n") + len(b"stream\n")
            inner = tuple((s - begin, e - begin, new) for s, e, new in own if s >= begin)
            yield number, Turned(_parted(body)[0], inner)
        else:
            yield number, Turned(body, ())


def _spans(pdf: bytes, table: re.Match[bytes]) -> Iterator[tuple[int, int, int]]:
    """The number of each object, where it starts, and where what follows it starts."""
    words = pdf[table.end() : table.end() + _ROW * int(table[1])].split()
    rows = [
        (int(start), number)
        for number, (start, used) in enumerate(zip(words[::3], words[2::3], strict=True))
        if used == b"n"
    ]
    rows.sort()
    stops = [start for start, _ in rows[1:]] + [table.start()]
    for (start, number), stop in zip(rows, stops, strict=True):
        yield number, start, stop


def _body(written: bytes, number: int) -> bytes:
    """What object *number* is, from what is *written* of it and up to the next."""
    head = b"%d 0 obj\n" % number
    if written.startswith(head) and written.endswith(_CLOSING):
        return written[len(head) : -len(_CLOSING)]
    found = _HEAD.match(written)
    body = written.rstrip()
    if found is None or int(found[1]) != number or not body.endswith(b"endobj"):
        raise OtherFormError
    return body[found.end() : -6].rstrip()


def _parted(body: bytes) -> tuple[bytes, bytes]:
    """The dictionary and the data of a stream."""
    head, _, rest = body.partition(b"stream\n")
    length = _LENGTH.search(head)
    if length is None or len(rest) - int(length[1]) not in (9, 10):  # an end of line, "endstream"
        raise OtherFormError
    return head.rstrip(), rest[: int(length[1])]


def _rewritten(pdf: bytes) -> bytes:
    from pikepdf import ObjectStreamMode, Pdf, StreamDecodeLevel

    output = BytesIO()
    with Pdf.open(BytesIO(pdf)) as document:
        document.save(
            output, object_stream_mode=ObjectStreamMode.disable, compress_streams=False,
            stream_decode_level=StreamDecodeLevel.generalized, static_id=True,
        )  # fmt: skip
    return output.getvalue()
