"""What the pages of a piece draw as they are bound: numbers set, compressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compendium.assemble.packing import compress
from compendium.diag import Diagnostic, Span
from compendium.model import slots
from compendium.model.pages import Chunk

_LEVEL = 6  # of 9, which takes twice as long for a fortieth
_OPENS, _CLOSES = b"%slot ", b"\n" + slots.CLOSING + b"\n"


def set_page(
    drawn: bytes, chunk: Chunk, folio: str, figures: slots.Figures
) -> tuple[bytes, list[Diagnostic]]:
    """The page *folio* of *chunk* with its numbers set, compressed; or as *drawn*, and why."""

    def value(name: str) -> str:
        return folio if name == slots.FOLIO else chunk.values[int(name)]

    try:
        return compress(b"".join(_filled(drawn, value, figures)), _LEVEL), []
    except slots.SlotError as error:
        text = f"a page number in `{chunk.name}` does not fit on page `{folio}`"
        problem = Diagnostic("slot-misfit", text, Span("edition.yaml"), str(error))
        return compress(drawn, _LEVEL), [problem]


def _filled(drawn: bytes, value: Callable[[str], str], figures: slots.Figures) -> Iterator[bytes]:
    """*drawn* with its slots filled; what stands between them need not be looked through."""
    parts = drawn.split(b"\n" + _OPENS)
    last = len(parts) - 1
    for at, part in enumerate(parts):
        ended = part if at == last else part + b"\n"
        if at == 0:
            yield ended
            continue
        body, closing, after = (_OPENS + ended).partition(_CLOSES)
        yield slots.fill(body + closing, value, figures)
        yield after
