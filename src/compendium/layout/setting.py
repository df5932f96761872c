"""One chunk through the engine: laid out, mended where a note is lost, checked, drawn."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import compendium.layout.engine.loading  # noqa: F401  # before the engine is
from compendium.diag import Diagnostic, Span
from compendium.layout import checks, fonts, messages
from compendium.layout.engine import (
    abreast,
    boxes,
    continued,
    drawing,
    levels,
    longnotes,
    margins,
    spread,
    stretches,
    turning,
)
from compendium.layout.engine import press as engine
from compendium.layout.engine.facing import Facing
from compendium.layout.engine.fixes import LAYOUT
from compendium.layout.engine.leaves import is_facing
from compendium.layout.engine.marks import Mark
from compendium.layout.places import Places
from compendium.layout.styles import check_style
from compendium.model.pages import Chunk, Loose, Piece, Side

_ROUNDS = 9
_LARGE = 100_000  # characters of markup: an index, whose boxes are a hundred megabytes
_FIXES = (*LAYOUT, *turning.LAYOUT, *abreast.LAYOUT, *spread.LAYOUT)


@dataclass(frozen=True)
class _Set:
    """A chunk laid out, and what can be read from its markup and its pages.

    Shape: `items` is how many items of a list are on the pages, 0 if all are.
    """

    rendering: engine.Rendering
    markup: boxes.Markup
    reading: boxes.Reading
    items: int

    @property
    def lost(self) -> frozenset[str]:
        """The notes that are on no page."""
        return frozenset(note for note in self.markup.notes if not self.reading.notes.get(note))


def set_chunk(
    press: engine.Press,
    chunk: Chunk,
    side: Side,
    images: Mapping[str, bytes],
    spans: Mapping[str, Span],
    on_cut: Callable[[int], None] = lambda items: None,
) -> tuple[Piece | None, list[Diagnostic]]:
    """See `compendium.layout.typesetting`."""
    source = engine.Images(images)
    with engine.listening() as heard:
        try:
            done = _lay_out(press, chunk, side, source)
            if done.items:
                on_cut(done.items)
            margins.set_margins(done.rendering.document, press, done.reading, done.rendering.root)
            drawn = drawing.draw(done.rendering.document, done.markup, press)
        except engine.FAILURES as failure:
            return None, [*_of_press(press), _failed(chunk, source, failure)]
    places = Places(chunk.name, done.reading.lines, spans)
    problems = [
        *_of_press(press),
        *messages.fixes_off((*done.rendering.off, *drawn.off), engine.VERSION),
        *messages.of_chunk(heard, places),
        *_check(done, drawn, chunk, places),
    ]
    return _piece(done, drawn), problems


def _lay_out(press: engine.Press, chunk: Chunk, side: Side, source: engine.Images) -> _Set:
    """The chunk laid out, and again where a page would be better for it.

    Paragraphs that lost a note are let break anywhere; long notes are cut in pieces; rows
    of columns that are not level are kept whole.
    """
    loose: frozenset[str] = frozenset()
    kept: frozenset[int] = frozenset()
    cuts: tuple[longnotes.Cut, ...] = ()
    names, stretch = continued.Names(), stretches.Stretch()
    fixes = (*_FIXES, *names.fixes(), *stretch.fixes())
    facing = Facing(press, chunk.markup, side, source) if is_facing(chunk.markup) else None
    for turn in range(_ROUNDS):
        if turn and len(chunk.markup) > _LARGE:
            gc.collect()  # a worker looks for garbage between chunks only
        amend = partial(_amend, cuts, (names, stretch))
        if facing:
            rendering = facing.render(loose, fixes, amend)
        else:
            arrange = partial(levels.keep_whole, rows=kept)
            rendering = engine.render(
                press, chunk.markup, side, source, loose, fixes, amend, arrange
            )
        stretch.let_go(rendering.root)
        markup = boxes.study(rendering.root, rendering.marks)
        done = _Set(rendering, markup, boxes.read(rendering.document, markup), stretch.ended)
        uneven = levels.find_uneven(rendering.document, rendering.root)
        if not uneven <= kept:
            kept |= uneven
            continue
        if not cuts:
            planned = facing is not None
            cuts = longnotes.find_cuts(rendering.document, rendering.root, done.reading, planned)
            if cuts:
                continue
        if done.lost <= loose:
            break
        loose |= done.lost
    return done


def _amend(
    cuts: tuple[longnotes.Cut, ...],
    others: tuple[continued.Names | stretches.Stretch, ...],
    root: Any,
    marks: tuple[Mark, ...],
) -> tuple[Mark, ...]:
    done = longnotes.cut_notes(cuts, root, marks)
    for other in others:
        other.amend(root)
    return done


def _of_press(press: engine.Press) -> list[Diagnostic]:
    return [
        *fonts.collisions(press.faces, Span(press.theme)),
        *messages.of_theme(press.messages, f"{press.theme}/print.css"),
        *check_style(press.css, f"{press.theme}/print.css"),
    ]


def _failed(chunk: Chunk, source: engine.Images, failure: BaseException) -> Diagnostic:
    if source.missing:
        text = f"the image `{source.missing[-1]}` is not in the edition"
        return Diagnostic("image-missing", text, Span(chunk.name), "put it into `images`")
    text = f"the engine gave up on `{chunk.name}`: {type(failure).__name__}"
    return Diagnostic("layout-failed", text, Span(chunk.name))


def _check(
    done: _Set, drawn: drawing.Drawing, chunk: Chunk, places: Places
) -> Iterator[Diagnostic]:
    markup, reading = done.markup, done.reading
    yield from checks.check_anchors(markup.anchors, markup.notes, reading.first, places)
    yield from checks.check_notes(markup.notes, markup.calls, reading.first, reading.notes, places)
    yield from checks.check_repeats(reading.repeated, places)
    yield from checks.check_tables(reading.wide, places)
    yield from checks.check_lines(reading.lines, reading.sheets, places, reading.wide)
    yield from checks.check_slots(_slots(done, chunk), drawn.shown, places)
    yield from checks.check_figures(drawn.fonts, places)
    yield from checks.check_margins(drawn.mixed, places)
    yield from checks.check_links(drawn.external, places)


def _slots(done: _Set, chunk: Chunk) -> int:
    """How many slots the pages must show."""
    return len(set(done.markup.slots.values()) - {""}) if done.items else len(chunk.values)


def _piece(done: _Set, drawn: drawing.Drawing) -> Piece:
    reading, calls = done.reading, done.markup.calls
    return Piece(
        Loose(drawn.pdf, tuple(reading.lines), drawn.fonts, drawn.turn),
        sheets=tuple(reading.sheets),
        first=reading.first,
        last=reading.last,
        marks={n: reading.first[call].sheet for n, call in calls.items() if call in reading.first},
        notes={note: tuple(pages) for note, pages in reading.notes.items()},
        outline=tuple(reading.outline),
        turns=drawn.turn is not None,
        items=done.items,
    )
