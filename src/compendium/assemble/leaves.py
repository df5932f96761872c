"""The pages of a piece as they are bound: numbers set, streams compressed, fonts in place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import accumulate

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from compendium.assemble.faces import compress
from compendium.diag import Diagnostic, Span
from compendium.model import slots
from compendium.model.kept import Keep, key_of
from compendium.model.pages import Chunk, PieceSheet

_PLAIN = frozenset({"/ColorSpace", "/Font", "/ProcSet"})
"""Resources that have no streams of their own."""


def set_pages(
    source: Pdf,
    chunk: Chunk,
    folios: Sequence[str],
    figures: slots.Figures,
    keep: Keep | None = None,
) -> tuple[list[bytes], list[Diagnostic]]:
    """What the pages of *source* draw, their numbers set, compressed; and which do not fit.

    Pages that *keep* has, drawn and numbered alike, are taken from there.
    """
    drawn = [page.Contents.read_bytes() for page in source.pages]
    fixed = json.dumps([chunk.values, list(folios), figures], sort_keys=True)
    key = key_of("leaves", (fixed, *drawn))
    found = keep.get(key) if keep is not None else None
    done, problems = (_parted(found), []) if found else _filled(drawn, chunk, folios, figures)
    if keep is not None and not found and not problems:
        keep.put(key, _joined(done))
    return done, problems


def _filled(
    drawn: Sequence[bytes], chunk: Chunk, folios: Sequence[str], figures: slots.Figures
) -> tuple[list[bytes], list[Diagnostic]]:
    """The pages *drawn* with their numbers, compressed, and which numbers do not fit."""
    done: list[bytes] = []
    problems: list[Diagnostic] = []
    for page, folio in zip(drawn, folios, strict=False):

        def value(name: str, folio: str = folio) -> str:
            return folio if name == slots.FOLIO else chunk.values[int(name)]

        try:
            done.append(compress(slots.fill(page, value, figures)))
        except slots.SlotError as error:
            text = f"a page number in `{chunk.name}` does not fit on page `{folio}`"
            problems.append(Diagnostic("slot-misfit", text, Span("edition.yaml"), str(error)))
            done.append(compress(page))
    return done, problems


def _joined(parts: Sequence[bytes]) -> bytes:
    return json.dumps([len(part) for part in parts]).encode() + b"\n" + b"".join(parts)


def _parted(data: bytes) -> list[bytes]:
    head, _, rest = data.partition(b"\n")
    ends = list(accumulate(json.loads(head)))
    return [rest[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def bind(
    pdf: Pdf, source: Pdf, drawn: Sequence[bytes], fonts: Mapping[str, Object]
) -> list[Object]:
    """Add the pages of *source*, which draw what *drawn* has, to *pdf*; as they are there."""
    before = len(pdf.pages)
    for page in source.pages:
        del page.obj["/Contents"]  # so that nothing is held for it that is not printed
        pdf.pages.append(page)
    pages: list[Object] = [pdf.pages[at].obj for at in range(before, len(pdf.pages))]
    done: set[tuple[int, int]] = set()
    for bound, data in zip(pages, drawn, strict=True):
        bound.Contents = pdf.make_indirect(Stream(pdf, data, Filter=Name.FlateDecode))
        _clean(bound.Resources, fonts, done)
    return pages


def shows_more(source: Pdf) -> bool:
    """Whether pages of *source* show what is not on them: pictures, above all."""
    return any(
        any(kind not in _PLAIN and len(held) for kind, held in page.obj.Resources.items())
        for page in source.pages
    )


def add_blank(pdf: Pdf, like: PieceSheet) -> None:
    """Add an empty page of the size of *like*."""
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, like.width, like.height]),
        Resources=Dictionary(),
        Tabs=Name.S,
    )
    pdf.pages.append(Page(page))


def _clean(resources: Object, fonts: Mapping[str, Object], done: set[tuple[int, int]]) -> None:
    """Put the book's fonts in the place of names, and take out what is empty."""
    if resources.objgen in done:
        return
    done.add(resources.objgen)
    for form in resources.get("/XObject", Dictionary()).values():
        if "/Resources" in form:
            _clean(form.Resources, fonts, done)
        if "/Interpolate" in form:  # no archive may have a picture smoothed by its reader
            del form["/Interpolate"]
    named = resources.get("/Font", Dictionary())
    if named.objgen not in done:
        done.add(named.objgen)
        for name in list(named.keys()):
            if name[1:] in fonts:
                named[name] = fonts[name[1:]]
            else:
                del named[name]
    for kind in list(resources.keys()):
        if not len(resources[kind]):
            del resources[kind]
