"""Glyphs: every character is drawn, where it can be seen, as the theme's face draws it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from compendium.diag import Span
from compendium.proof.faces import Face, FontError, Outline, read_face
from compendium.proof.letters import UNSEEN, shortened
from compendium.proof.lines import ReadLine
from compendium.proof.outcome import Findings
from compendium.proof.reader import PageRead
from compendium.proof.runs import Box, FontKey, FontProgram, Glyph, Run

_NEAR = 1.6
"""Thousandths of an em by which an outline may be off: pdfium rounds."""
_STEPS = (-1, 0, 1)
_SMALLEST = 3.0
"""Points: nobody reads smaller type."""
_THIN, _HAIR = 2.0, 0.3
"""Points: a sign that is narrower than one, and how far beside it its ink may be."""
_PAPER = 240
"""Grey: lighter than this is nothing."""
_HYPHENS = dict.fromkeys("-\x02\ufffe", "-\u2010\u00ad\u2011")
_WHERE = Span("edition.yaml")


@dataclass(slots=True)
class Glyphs:
    """Every kind of glyph met so far, and where one is: the page, and the words around it."""

    findings: Findings
    spans: Mapping[str, Span]
    seen: dict[tuple[FontKey, Glyph], tuple[str, Span]] = field(default_factory=dict)

    def page(self, page: PageRead, lines: Sequence[ReadLine]) -> None:
        """Look at the characters of *page*, which are those of *lines* and some more."""
        homes = {id(run): line.line for line in lines for run in line.runs}
        for run in page.runs:
            home = homes.get(id(run))
            span = self.spans.get(home.anchor, _WHERE) if home else _WHERE
            self.findings.count("glyphs", len(run.glyphs))
            for glyph in run.glyphs:
                self.seen.setdefault((run.font, glyph), (page.label, span))
            words = shortened(home.text if home else run.words)
            why = _unseen(run, page)
            if why:
                said = f"a part of `{words}` on page {page.label} {why}"
                self.findings.add("proof-hidden", said, span)
            if run.unlike:
                said = f"a part of `{words}` on page {page.label} is drawn as `{run.text}`"
                self.findings.add("proof-glyph", said, span)

    def check(self, fonts: Mapping[FontKey, FontProgram], theme: Mapping[str, bytes]) -> None:
        """Compare what was met with the faces of the *theme*."""
        faces = _faces(theme)
        homes = {key: self._home(program, faces) for key, program in fonts.items()}
        self.findings.count("fonts", len(fonts))
        self.findings.count("glyph shapes", len(self.seen))
        wrong: set[tuple[FontKey, str]] = set()
        for (key, glyph), (label, span) in self.seen.items():
            face = homes[key]
            if face is None or (key, glyph.text) in wrong:
                continue
            if not _drawn_right(glyph, face):
                wrong.add((key, glyph.text))
                said = f"`{glyph.text}` on page {label} is drawn as another glyph of {face.name}"
                self.findings.add("proof-glyph", said, span)
        for key, program in fonts.items():
            told = {letters for font, letters in wrong if font == key}
            self._characters(program, homes[key], told)

    def _home(self, program: FontProgram, faces: Mapping[str, Face]) -> Face | None:
        """The face of the theme that *program* is a part of, None if it is of none."""
        name = program.name.partition("+")[2] or program.name
        try:
            held = read_face(program.data) if program.embedded else None
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

    def _characters(self, program: FontProgram, face: Face | None, told: set[str]) -> None:
        """What pdfium draws for each character against the face's own outlines for it."""
        if face is None:
            return
        for character, points in program.outlines.items():
            meant = (face.outline(glyph) for glyph in _named(character, face))
            if points and character not in told and not any(_alike(points, m) for m in meant):
                said = f"`{character}` has the outline of something else in `{program.name}`"
                self.findings.add("proof-glyph", said, _WHERE)


def _faces(theme: Mapping[str, bytes]) -> dict[str, Face]:
    found = {}
    for _, data in sorted(theme.items()):
        try:
            face = read_face(data)
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
    choices = (*_HYPHENS.get(text, (text,)), normalize("NFC", text))
    return {glyph for choice in choices for glyph in face.glyphs(choice)}


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
    """Whether two outlines go through the same points, but for rounding."""
    return _covers(one, other) and _covers(other, one)


def _covers(one: Outline, other: Outline) -> bool:
    near = {(round(x) + i, round(y) + j) for x, y in other for i in _STEPS for j in _STEPS}
    return all((round(x), round(y)) in near for x, y in one)


def _hair_wider(box: Box) -> Box:
    """*box*, and for a thin sign a hair more: smoothing may draw it all beside its outline."""
    left, top, right, bottom = box
    hair = _HAIR if right - left < _THIN else 0.0
    return left - hair, top, right + hair, bottom


def _unseen(run: Run, page: PageRead) -> str:
    """Why a reader of the page does not see *run*, "" if he does."""
    if not run.shows:
        return "has a colour or a mode that cannot be seen"
    if run.size < _SMALLEST:
        return f"is set in {run.size:.1f} pt"
    for box in run.boxes:
        left, top, right, bottom = box
        if left < -1 or top < -1 or right > page.width + 1 or bottom > page.height + 1:
            return "is not on the page"
    drawn = zip(run.text, run.boxes, strict=False)
    faint = [b for c, b in drawn if c not in UNSEEN and not page.ink.marked(b, _PAPER)]
    if faint:
        sharper = page.sharper()
        if not all(sharper.marked(_hair_wider(box), _PAPER) for box in faint):
            return "is covered, or cut off"
    return ""
