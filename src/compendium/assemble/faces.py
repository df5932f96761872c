"""The faces of the book: the glyphs used of each, their widths and their text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compendium.assemble.metrics import Metrics
from compendium.diag import Diagnostic, Span
from compendium.model.pages import FontUse
from compendium.model.slots import Figures

Measure = Callable[[str], Metrics]
"""The metrics of a face, by the name of its file."""

_TOLERANCE = 1  # thousandths of an em: both are rounded


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """A face with one text for each glyph: what a font of the PDF is."""

    file: str
    number: int


@dataclass(frozen=True, slots=True)
class Use:
    """The glyphs that a chunk uses of the face in `file`: those with texts, and those `bare`."""

    file: str
    texts: Mapping[int, str]
    bare: tuple[int, ...]


@dataclass
class Cases:
    """The faces used in the book, by the names of their files.

    Shape: `glyphs` are the glyphs used of a file; `texts` says what they stand for, in as
        few readings as there can be: two chunks that read one glyph differently get a
        font each, which share the program and the widths.
    """

    glyphs: dict[str, set[int]] = field(default_factory=dict)
    texts: dict[str, list[dict[int, str]]] = field(default_factory=dict)

    def add(self, use: Use) -> Reading:
        """Take in what a chunk uses of a face."""
        self.glyphs.setdefault(use.file, set()).update(use.texts, use.bare)
        own = use.texts
        readings = self.texts.setdefault(use.file, [])
        for number, known in enumerate(readings):
            if own.items() <= known.items():
                return Reading(use.file, number)
            if all(known.get(glyph, text) == text for glyph, text in own.items()):
                known.update(own)
                return Reading(use.file, number)
        readings.append(dict(own))
        return Reading(use.file, len(readings) - 1)

    def use(self, reading: Reading) -> Use:
        """What is used of the face of *reading*, with its texts."""
        texts = self.texts[reading.file][reading.number]
        return Use(reading.file, texts, tuple(sorted(self.glyphs[reading.file] - texts.keys())))

    def readings(self) -> list[Reading]:
        """All readings of all faces, in order."""
        return [
            Reading(file, number)
            for file in sorted(self.texts)
            for number in range(len(self.texts[file]))
        ]


def uses(fonts: Iterable[FontUse]) -> tuple[Use, ...]:
    """What is used of each face, in the order of *fonts*."""
    found = []
    for font in fonts:
        texts = {glyph: text for glyph, (_, text) in font.glyphs.items() if text}
        glyphs = {*font.glyphs, *(glyph for glyph, _ in font.figures.values())}
        found.append(Use(font.file, texts, tuple(sorted(glyphs - texts.keys()))))
    return tuple(found)


def figures(uses: Iterable[FontUse], metrics: Measure) -> Figures:
    """The figures of each font resource, with the advances that the font itself gives them."""
    said: dict[str, dict[str, tuple[int, int]]] = {}
    for use in uses:
        own = metrics(use.file) if use.figures else None
        said[use.resource] = {
            one: (glyph, own.advance(glyph)) for one, (glyph, _) in use.figures.items() if own
        }
    return said


def check_widths(uses: Iterable[FontUse], metrics: Measure, chunk: str) -> Iterator[Diagnostic]:
    """One error for each face that the pages of *chunk* were laid out with other widths of."""
    for use in uses:
        if use.figures:
            continue  # these were measured in a row, kerning and all
        measured = metrics(use.file)
        for glyph, (advance, _) in use.glyphs.items():
            own = measured.advance(glyph)
            if abs(own - advance) > _TOLERANCE:
                text = f"glyph {glyph} of `{use.file}` is {own} wide, but {advance} in `{chunk}`"
                yield Diagnostic("glyph-width", text, Span("edition.yaml"), "typeset it again")
                break
