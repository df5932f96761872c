"""What was found of a sheaf in which nothing was wrong, as bytes that may be kept.

The key of a sheaf has everything that the finding depends on: what its pages hold, as read
from the finished file (see `objects`), their labels, its script, the lines that the page map
has there, the faces of the theme and the libraries that read; whoever keeps it knows which
code it was. Nothing is kept of a sheaf with a fault, and nothing of where it lies in the
book, which is looked up anew.
"""

from __future__ import annotations

import json
import marshal
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from importlib.metadata import version
from operator import attrgetter
from typing import Any

from compendium.model.kept import key_of
from compendium.model.pages import SetLine
from compendium.proof.lines import ReadLine
from compendium.proof.links import Aim
from compendium.proof.script import Range, Script, ScriptLink, Stream
from compendium.proof.sheaves import Found, Kind, Sheaf
from compendium.proof.trace import Edges, Trace, Track

_READERS = ("pypdfium2", "fonttools")
_OF_LINE = attrgetter(*(f.name for f in fields(SetLine) if f.name != "sheet"))


def faces_key(fonts: Mapping[str, bytes]) -> str:
    """A key for the faces of the theme, and for what reads."""
    readers = (f"{name} {version(name)}" for name in _READERS)
    return key_of("faces", (*readers, *(part for font in sorted(fonts.items()) for part in font)))


def sheaf_key(sheaf: Sheaf, faces: str, digests: Sequence[str], folios: Sequence[str]) -> str:
    """What is kept of *sheaf* goes under this; *digests* and *folios* are of all pages."""
    chunk = sheaf.chunk
    pages = [(digests[sheet - 1], folios[sheet - 1]) for sheet in sheaf.sheets]
    lines = sheaf.said or _lines(sheaf)
    # Its second form has no references in it, so that equal values are equal bytes.
    said = marshal.dumps((faces, chunk.name, chunk.markup, chunk.values, pages, lines), 2)
    return sha256(b"compendium sheaf 2\0" + said).hexdigest()


def chunk_key(sheaf: Sheaf, faces: str) -> str:
    """Under this goes the key of what was last found of the chunk of *sheaf*."""
    chunk = sheaf.chunk
    return key_of("sheaf of a chunk", (faces, chunk.name, chunk.markup))


def _lines(sheaf: Sheaf) -> list[tuple[object, ...]]:
    place = {sheet: at for at, sheet in enumerate(sheaf.sheets)}
    return [(place.get(line.sheet, -1), *_OF_LINE(line)) for line in sheaf.lines]


def pack(found: Found, sheaf: Sheaf, likeness: Mapping[str, Any] | None = None) -> bytes:
    """*found* as bytes that `unpack` reads; none if it has a link that leads to no name.

    With it goes its *likeness*: what of it holds for sheaves that are like this one.
    """
    if any(not aim.name for aim in found.aims):
        return b""
    trace, script = found.trace, found.trace.scripts[0]
    keys = {key: at for at, key in enumerate(script.streams)}
    lines = {id(line): at for at, line in enumerate(sheaf.lines)}
    sheets = {sheet: at for at, sheet in enumerate(sheaf.sheets)}

    def ranged(where: Range) -> list[int]:
        return [keys[where.stream], where.start, where.end]

    def followed(track: Track) -> list[list[float]]:
        on, tops, bottoms = zip(*track.edges, strict=True) if track.edges else ((), (), ())
        numbers = [lines[id(line.line)] for line in track.lines]
        return [[*track.starts], numbers, [sheets[sheet] for sheet in on], [*tops], [*bottoms]]

    facts = {
        "streams": [[s.key, s.note, s.text] for s in script.streams.values()],
        "anchors": [[anchor, *ranged(where)] for anchor, where in script.anchors.items()],
        "slots": [[slot, *ranged(where)] for slot, where in script.slots.items()],
        "images": [ranged(where) for where in script.images],
        "outline": script.outline,
        "tracks": [followed(trace.tracks[key]) for key in script.streams],
        "aims": [[a.link.href, *ranged(a.link.range), sheets[a.sheet], a.name] for a in found.aims],
        "glyphs": [[*font, *glyph] for font, glyph in sorted(found.glyphs)],
        "counts": found.counts,
        "heights": found.heights,
    }
    return written(facts, likeness)


def written(facts: Mapping[str, Any], likeness: Mapping[str, Any] | None) -> bytes:
    """What was found, in a line, and its likeness in another."""
    lines = (
        json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (facts, likeness)
    )
    return "\n".join(lines).encode()


def place_key(sheaf: Sheaf, key: str) -> str:
    """A key for what is unpacked of *sheaf*, kept as *key*: where it lies, and its references."""
    rows = [(r.slot, r.value, r.first, r.last, r.kind, r.anchors) for r in sheaf.chunk.references]
    return key_of("unpacked", (key, marshal.dumps((sheaf.sheets, sheaf.chunk.begins, rows), 2)))


@dataclass(frozen=True, slots=True)
class _Lines(Sequence[ReadLine]):
    """Lines of *sheaf* by their numbers there, read for whoever asks."""

    sheaf: Sheaf
    numbers: Sequence[int]

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: Any) -> Any:
        return ReadLine(self.sheaf.lines[self.numbers[at]])


@dataclass(frozen=True, slots=True)
class _Edges(Sequence[Edges]):
    """The edges of lines, in columns: of a large book there are millions."""

    sheets: Sequence[int]
    tops: Sequence[float]
    bottoms: Sequence[float]

    def __len__(self) -> int:
        return len(self.sheets)

    def __getitem__(self, at: Any) -> Any:
        return self.sheets[at], self.tops[at], self.bottoms[at]

    def __iter__(self) -> Iterator[Edges]:
        return zip(self.sheets, self.tops, self.bottoms, strict=True)


@dataclass(frozen=True, slots=True)
class _Aims(Sequence[Aim]):
    """The links of a sheaf as `marshal` has them, made aims for whoever asks."""

    rows: bytes
    keys: Sequence[str]
    sheets: Sequence[int]

    def __len__(self) -> int:
        return len(marshal.loads(self.rows))

    def __getitem__(self, at: Any) -> Any:
        return tuple(self)[at]

    def __iter__(self) -> Iterator[Aim]:
        for href, stream, start, end, at, name in marshal.loads(self.rows):
            link = ScriptLink(href, Range(self.keys[stream], start, end))
            yield Aim(link, self.sheets[at], name)


def unpack(data: bytes, sheaf: Sheaf, kinds: dict[Kind, Kind] | None = None) -> Found:
    """What `pack` made *data* of, with one value for each of the *kinds* of glyphs of a book."""
    facts = json.loads(data.partition(b"\n")[0])
    kinds = {} if kinds is None else kinds
    script = _script(facts, sheaf)
    trace = Trace((script,), (), {}, dict(script.anchors), dict(script.streams))
    keys = [*script.streams]
    for key, (starts, numbers, on, tops, bottoms) in zip(keys, facts["tracks"], strict=True):
        sheets = array("i", map(sheaf.sheets.__getitem__, on))
        edges = _Edges(sheets, array("d", tops), array("d", bottoms))
        lines = _Lines(sheaf, array("i", numbers))
        trace.tracks[key] = Track(array("i", starts), lines, edges)
        trace.owners[key] = script
    glyphs = [((font, size), tuple(rest)) for font, size, *rest in facts["glyphs"]]
    return Found(
        trace,
        _Aims(marshal.dumps(facts["aims"]), keys, sheaf.sheets),
        frozenset([kinds.setdefault(kind, kind) for kind in glyphs]),
        facts["counts"],
        tuple(facts["heights"]),
    )


def _script(facts: Any, sheaf: Sheaf) -> Script:
    """The script as far as other sheaves may ask for it."""
    chunk = sheaf.chunk
    streams = [
        Stream(key, chunk.name, note, length=len(text), text=text)
        for key, note, text in facts["streams"]
    ]
    keys = [stream.key for stream in streams]

    return Script(
        chunk,
        {stream.key: stream for stream in streams},
        {anchor: Range(keys[on], start, end) for anchor, on, start, end in facts["anchors"]},
        {slot: Range(keys[on], start, end) for slot, on, start, end in facts["slots"]},
        outline=[(level, title, anchor) for level, title, anchor in facts["outline"]],
        images=[Range(keys[on], start, end) for on, start, end in facts["images"]],
    )
