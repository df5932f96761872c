"""Glyphs: every character is drawn, where it can be seen, as the theme's face draws it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from compendium.diag import Span
from compendium.proof.faces import Face, FontError, Outline, read_face
from compendium.proof.ink import Ink
from compendium.proof.letters import UNSEEN, shortened
from compendium.proof.lines import ReadLine
from compendium.proof.outcome import Findings
from compendium.proof.reader import PageRead
from compendium.proof.runs import Box, Drawn, FontKey, FontProgram, Glyph, Run, glyph_of
from compendium.proof.verdicts import Verdicts

_NEAR = 1.6
"""Thousandths of an em by which an outline may be off: pdfium rounds."""
_STEPS = (-1, 0, 1)
_SMALLEST = 3.0
"""Points: nobody reads smaller type."""
_THIN, _HAIR = 2.0, 0.3
"""Points: a sign that is narrower than one, and how far beside it its ink may be."""
_BODY = 0.25
"""How high over the baseline nearly every letter has ink, in parts of its size."""
_HYPHENS = dict.fromkeys("-\x02\ufffe", "-\u2010\u00ad\u2011")
_WHERE = Span("edition.yaml")


@dataclass(slots=True)
class Shapes:
    """The fonts of a file against the faces of the *theme*; nothing is looked at twice.

    Shape: `verdicts` are those of another day, if there are any; `homes` has the face that a
        font is a part of, or what is wrong with the font; `right` are the glyphs that were.
    """

    theme: Mapping[str, bytes]
    verdicts: Verdicts | None = None
    homes: dict[FontKey, Face | str] = field(default_factory=dict)
    right: dict[FontKey, set[Glyph]] = field(default_factory=dict)
    drawn: dict[FontKey, dict[str, bool]] = field(default_factory=dict)
    faces: dict[str, Face] = field(default_factory=dict)

    def home(self, key: FontKey, program: FontProgram) -> Face | str:
        """The face of the theme that *program* is a part of, or what is wrong with it."""
        if key not in self.homes:
            self.faces = self.faces or _faces(self.theme)
            self.homes[key] = _home(program, self.faces)
        return self.homes[key]

    def unfit(self, key: FontKey, glyphs: Mapping[Glyph, object], face: Face) -> list[Glyph]:
        """Those of *glyphs* of which *face* does not draw the letters in their shape."""
        right = self.right.setdefault(key, set())
        if right.issuperset(glyphs):
            return []
        right.update(one for one in glyphs if one not in right and _drawn_right(one, face))
        return [one for one in glyphs if one not in right]

    def foreign(self, key: FontKey, program: FontProgram, face: Face) -> Iterator[str]:
        """The characters that pdfium draws with another outline than *face* has for them."""
        known = self.drawn.setdefault(key, {})
        if not known.keys() >= program.outlines.keys():
            for character, points in program.outlines.items():
                if character not in known:
                    meant = (face.outline(glyph) for glyph in _named(character, face))
                    known[character] = not points or any(_alike(points, one) for one in meant)
        if not all(known.values()):
            yield from (character for character, alike in known.items() if not alike)


@dataclass(slots=True)
class Glyphs:
    """Every kind of glyph met so far, and where one is: the page, and the words around it.

    Shape: `seen` are the glyphs of each font; `met` the same as they were reckoned.
    """

    findings: Findings
    spans: Mapping[str, Span]
    seen: dict[FontKey, dict[Glyph, tuple[str, Span]]] = field(default_factory=dict)
    met: dict[FontKey, set[Drawn]] = field(default_factory=dict)

    def page(self, page: PageRead, lines: Sequence[ReadLine]) -> None:
        """Look at the characters of *page*, which are those of *lines* and some more."""
        homes = {id(run): line.line for line in lines for run in line.runs}
        self.findings.count("glyphs", sum(len(run.glyphs) for run in page.runs))
        for run in page.runs:
            home = homes.get(id(run))
            span = self.spans.get(home.anchor, _WHERE) if home else _WHERE
            met = self.met.setdefault(run.font, set())
            if not met.issuperset(run.glyphs):
                seen = self.seen.setdefault(run.font, {})
                for drawn in [one for one in run.glyphs if one not in met]:
                    seen.setdefault(glyph_of(drawn), (page.label, span))
                met.update(run.glyphs)
            why = _unseen(run, page)
            if why or run.unlike:
                words = shortened(home.text if home else run.words)
                part = f"a part of `{words}` on page {page.label}"
                if why:
                    self.findings.add("proof-hidden", f"{part} {why}", span)
                if run.unlike:
                    self.findings.add("proof-glyph", f"{part} is drawn as `{run.text}`", span)

    def kinds(self) -> frozenset[tuple[FontKey, Glyph]]:
        """Every kind of glyph, with its font."""
        return frozenset((key, glyph) for key, seen in self.seen.items() for glyph in seen)

    def check(self, fonts: Mapping[FontKey, FontProgram], shapes: Shapes) -> None:
        """Compare what was met with the faces of the theme."""
        used = dict(self.seen)
        verdicts, before = shapes.verdicts, len(self.findings.problems)
        for key, glyphs in [*used.items()] if verdicts else ():
            if verdicts and verdicts.right(key, fonts[key], glyphs):
                del used[key]
        self._check(used, fonts, shapes)
        if verdicts and len(self.findings.problems) == before:
            for key, glyphs in used.items():
                verdicts.add(key, fonts[key], glyphs)

    def _check(
        self, used: Iterable[FontKey], fonts: Mapping[FontKey, FontProgram], shapes: Shapes
    ) -> None:
        faces: dict[FontKey, Face] = {}
        told: set[tuple[FontKey, str]] = set()
        for key in used:
            home = shapes.home(key, fonts[key])
            if isinstance(home, Face):
                faces[key] = home
            else:
                self.findings.add("proof-font", home, _WHERE)
        for key, face in faces.items():
            for glyph in shapes.unfit(key, self.seen[key], face):
                if (key, glyph[0]) not in told:
                    told.add((key, glyph[0]))
                    label, span = self.seen[key][glyph]
                    said = f"`{glyph[0]}` on page {label} is drawn as another glyph of {face.name}"
                    self.findings.add("proof-glyph", said, span)
        for key, face in faces.items():
            for character in shapes.foreign(key, fonts[key], face):
                if (key, character) not in told:
                    name = fonts[key].name
                    said = f"`{character}` has the outline of something else in `{name}`"
                    self.findings.add("proof-glyph", said, _WHERE)


def _home(program: FontProgram, faces: Mapping[str, Face]) -> Face | str:
    name = program.name.partition("+")[2] or program.name
    try:
        held = read_face(program.data) if program.embedded else None
    except FontError:
        held = None
    if held is None:
        return f"the font `{name}` is not embedded"
    for face in [faces[name]] if name in faces else list(faces.values()):
        if next(_foreign(held, face), None) is None:
            return face
    return f"the font `{name}` has outlines that no face of the theme has"


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
    for index in range(held.count):
        data = held.written(index)
        if data == b"" or (data and held.scale == face.scale and data == face.written(index)):
            continue
        glyph = held.order[index]
        outline = held.outline(glyph)
        if not outline:
            continue
        if index < face.count and face.outline(face.order[index]) == outline:
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
    text, wide, lowest, highest = glyph
    for name in _named(text, face):
        shape = face.shape(name)
        if shape is None:
            continue
        width, low, high = shape
        # pdfium makes the box of a glyph higher by a sixty-fourth.
        tops = (high, high + int(high / 64))
        near = abs(width - wide) < _NEAR and abs(low - lowest) < _NEAR
        if near and any(abs(top - highest) < _NEAR for top in tops):
            return True
    return not text.strip() or all(c in UNSEEN for c in text)


def _alike(one: Outline, other: Outline) -> bool:
    """Whether two outlines go through the same points, but for rounding."""
    if len(one) == len(other) and all(map(_near, one, other)):
        return True
    return _covers(one, other) and _covers(other, one)


def _near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return max(abs(round(one[0]) - round(other[0])), abs(round(one[1]) - round(other[1]))) <= 1


def _covers(one: Outline, other: Outline) -> bool:
    near = {(round(x) + i, round(y) + j) for x, y in other for i in _STEPS for j in _STEPS}
    return all((round(x), round(y)) in near for x, y in one)


def _hair_wider(box: Box) -> Box:
    """*box*, and for a thin sign a hair more: smoothing may draw it all beside its outline."""
    left, top, right, bottom = box
    hair = _HAIR if right - left < _THIN else 0.0
    return left - hair, top, right + hair, bottom


def _faint(run: Run, ink: Ink) -> list[Box]:
    """Where nothing is drawn that *run* should have there."""
    foot = run.boxes.height - run.baseline
    bare = ink.bare(run.boxes, foot + _BODY * run.size)
    return [run.boxes[at] for at in bare if run.text[at] not in UNSEEN]


def _unseen(run: Run, page: PageRead) -> str:
    """Why a reader of the page does not see *run*; "" if he does."""
    if not run.shows:
        return "has a colour or a mode that cannot be seen"
    if run.size < _SMALLEST:
        return f"is set in {run.size:.1f} pt"
    for left, top, right, bottom in () if page.inside else run.boxes:
        if left < -1 or top < -1 or right > page.width + 1 or bottom > page.height + 1:
            return "is not on the page"
    faint = _faint(run, page.ink)
    if faint and page.sharper().any_bare(map(_hair_wider, faint)):
        return "is covered, or cut off"
    return ""
