"""Glyphs: every character is drawn, where it can be seen, as the theme's face draws it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from compendium.diag import Span
from compendium.proof.faces import Face, FontError, Outline
from compendium.proof.letters import UNSEEN, shortened
from compendium.proof.outcome import Findings
from compendium.proof.reader import PageRead
from compendium.proof.runs import FontKey, FontProgram, Glyph, Run

_NEAR = 1.6
"""Thousandths of an em by which an outline may be off: pdfium rounds."""
_SMALLEST = 3.0
"""Points: nobody reads smaller type."""
_PAPER = 240
_HYPHENS = {"\x02": "-\u2010\u00ad\u2011", "\ufffe": "-\u2010\u00ad\u2011"}
_WHERE = Span("edition.yaml")


@dataclass(slots=True)
class Glyphs:
    """Every kind of glyph met so far, and a page on which it is."""

    findings: Findings
    seen: dict[tuple[FontKey, Glyph], str] = field(default_factory=dict)

    def page(self, page: PageRead) -> None:
        """Look at the characters of *page*."""
        for run in page.runs:
            self.findings.count("glyphs", len(run.glyphs))
            for glyph in run.glyphs:
                self.seen.setdefault((run.font, glyph), page.label)
            said = _unseen(run, page)
            if said:
                words = shortened(run.words)
                self.findings.add("proof-hidden", f"`{words}` on page {page.label} {said}", _WHERE)
            if run.unlike:
                words = shortened(run.said or run.text)
                told = f"`{run.text}` on page {page.label} says that it is `{words}`"
                self.findings.add("proof-glyph", told, _WHERE)

    def check(self, fonts: Mapping[FontKey, FontProgram], theme: Mapping[str, bytes]) -> None:
        """Compare what was met with the faces of the *theme*."""
        faces = _faces(theme)
        homes = {key: self._home(program, faces) for key, program in fonts.items()}
        self.findings.count("fonts", len(fonts))
        self.findings.count("glyph shapes", len(self.seen))
        wrong: set[tuple[FontKey, str]] = set()
        for (key, glyph), label in self.seen.items():
            face = homes[key]
            if face is None or (key, glyph.text) in wrong:
                continue
            if not _drawn_right(glyph, face):
                wrong.add((key, glyph.text))
                said = f"`{glyph.text}` on page {label} is drawn as another glyph of {face.name}"
                self.findings.add("proof-glyph", said, _WHERE)
        for key, program in fonts.items():
            self._characters(program, homes[key])

    def _home(self, program: FontProgram, faces: Mapping[str, Face]) -> Face | None:
        """The face of the theme that *program* is a part of, None if it is of none."""
        name = program.name.partition("+")[2] or program.name
        try:
            held = Face(program.data) if program.embedded else None
        except FontError:
            held = None
        if held is None:
            self.findings.add("proof-font", f"the font `{name}` is not embedded", _WHERE)
            return None
        tried = [faces[name]] if name in faces else list(faces.values())
        for face in tried:
            foreign = next(_foreign(held, face), None)
            if foreign is None:
                return face
        said = f"the font `{name}` has outlines that no face of the theme has"
        self.findings.add("proof-font", said, _WHERE)
        return None

    def _characters(self, program: FontProgram, face: Face | None) -> None:
        """What pdfium draws for each character against the face's own outlines for it."""
        for character, points in program.outlines.items() if face else ():
            glyphs = _named(character, face) if face else set()
            if face and points and not any(_alike(points, face.outline(g)) for g in glyphs):
                said = f"`{character}` has the outline of something else in `{program.name}`"
                self.findings.add("proof-glyph", said, _WHERE)


def _faces(theme: Mapping[str, bytes]) -> dict[str, Face]:
    found = {}
    for _, data in sorted(theme.items()):
        try:
            face = Face(data)
        except FontError:
            continue  # a file of the theme that is no font, or one for screens only
        found[face.name] = face
    return found


def _foreign(held: Face, face: Face) -> Iterator[str]:
    """The glyphs of *held* that are none of *face*."""
    every: set[Outline] | None = None
    for index, glyph in enumerate(held.order):
        outline = held.outline(glyph)
        if not outline:
            continue
        if index < len(face.order) and face.outline(face.order[index]) == outline:
            continue
        if every is None:
            every = {face.outline(name) for name in face.order}
        if outline not in every:
            yield glyph


def _named(text: str, face: Face) -> set[str]:
    """The glyphs of *face* that may stand for *text*."""
    return {g for choice in _HYPHENS.get(text, [text]) for g in face.glyphs(choice)}


def _drawn_right(glyph: Glyph, face: Face) -> bool:
    """Whether *face* draws the letters of *glyph* in its shape."""
    for name in _named(glyph.text, face):
        shape = face.shape(name)
        if shape is None:
            continue
        width, low, high = shape
        # pdfium makes the box of a glyph higher by a sixty-fourth.
        tops = (high, high + int(high / 64))
        near = abs(width - glyph.width) < _NEAR and abs(low - glyph.low) < _NEAR
        if near and any(abs(top - glyph.high) < _NEAR for top in tops):
            return True
    return not glyph.text.strip() or all(c in UNSEEN for c in glyph.text)


def _alike(one: Outline, other: Outline) -> bool:
    return _covers(one, other) and _covers(other, one)


def _covers(one: Outline, other: Outline) -> bool:
    """Whether every point of *one* is one of *other*."""
    return all(any(abs(x - u) < _NEAR and abs(y - v) < _NEAR for u, v in other) for x, y in one)


def _unseen(run: Run, page: PageRead) -> str:
    """Why a reader of the page does not see *run*, "" if he does."""
    if not run.shows:
        return "has a colour or a mode that cannot be seen"
    if run.size < _SMALLEST:
        return f"is set in {run.size:.1f} pt"
    for character, box in zip(run.text, run.boxes, strict=False):
        left, top, right, bottom = box
        if left < -1 or top < -1 or right > page.width + 1 or bottom > page.height + 1:
            return "is not on the page"
        if character not in UNSEEN and page.ink.darkest(box) > _PAPER:
            return "is covered, or cut off"
    return ""
