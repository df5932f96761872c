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
from collections.abc import Mapping, Sequence
from dataclasses import fields
from hashlib import sha256
from importlib.metadata import version
from operator import attrgetter
from typing import Any

from compendium.diag import Span
from compendium.model.kept import key_of
from compendium.model.pages import SetLine
from compendium.proof.lines import ReadLine
from compendium.proof.links import Aim
from compendium.proof.script import Range, Script, ScriptLink, Stream
from compendium.proof.sheaves import Found, Sheaf
from compendium.proof.trace import Trace, Track

_READERS = ("pypdfium2", "fonttools")
_OF_LINE = attrgetter(*(f.name for f in fields(SetLine) if f.name != "sheet"))


def faces_key(fonts: Mapping[str, bytes]) -> str:
    """A key for the faces of the theme, and for what reads."""
    readers = (f"{name} {version(name)}" for name in _READERS)
    return key_of("faces", (*readers, *(part for font in sorted(fonts.items()) for part in font)))


def sheaf_key(sheaf: Sheaf, faces: str, digests: Sequence[str], folios: Sequence[str]) -> str:
    """What is kept of *sheaf* goes under this; *digests* and *folios* are of all pages."""
    chunk, place = sheaf.chunk, {sheet: at for at, sheet in enumerate(sheaf.sheets)}
    pages = [(digests[sheet - 1], folios[sheet - 1]) for sheet in sheaf.sheets]
    lines = [(place[line.sheet], *_OF_LINE(line)) for line in sheaf.lines]
    # Its second form has no references in it, so that equal values are equal bytes.
    said = marshal.dumps((faces, chunk.name, chunk.markup, chunk.values, pages, lines), 2)
    return sha256(b"compendium sheaf 1\0" + said).hexdigest()


def pack(found: Found, sheaf: Sheaf) -> bytes:
    """*found* as bytes that `unpack` reads; none if it has a link that leads to no name."""
    if any(not aim.name for aim in found.aims):
        return b""
    trace, script = found.trace, found.trace.scripts[0]
    keys = {key: at for at, key in enumerate(script.streams)}
    lines = {id(line): at for at, line in enumerate(sheaf.lines)}
    links = {id(link): at for at, link in enumerate(script.links)}

    def ranged(where: Range) -> list[int]:
        return [keys[where.stream], where.start, where.end]

    facts = {
        "streams": [[s.key, s.note, s.text] for s in script.streams.values()],
        "anchors": [[anchor, *ranged(where)] for anchor, where in script.anchors.items()],
        "slots": [[slot, *ranged(where)] for slot, where in script.slots.items()],
        "links": [[link.href, *ranged(link.range)] for link in script.links],
        "images": [ranged(where) for where in script.images],
        "outline": script.outline,
        "tracks": [
            [track.starts, [lines[id(line.line)] for line in track.lines]]
            for track in (trace.tracks[key] for key in script.streams)
        ],
        "aims": [[links[id(a.link)], sheaf.sheets.index(a.sheet), a.name] for a in found.aims],
        "glyphs": [[*font, *glyph] for font, glyph in sorted(found.glyphs)],
        "counts": found.counts,
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(data: bytes, sheaf: Sheaf, folios: Sequence[str], spans: Mapping[str, Span]) -> Found:
    """What `pack` made *data* of."""
    facts = json.loads(data)
    script = _script(facts, sheaf)
    trace = Trace((script,), folios, spans, dict(script.anchors), dict(script.streams))
    for key, (starts, lines) in zip(script.streams, facts["tracks"], strict=True):
        trace.tracks[key] = Track(starts, [ReadLine(sheaf.lines[at]) for at in lines])
        trace.owners[key] = script
    return Found(
        trace,
        tuple(Aim(script.links[link], sheaf.sheets[at], name) for link, at, name in facts["aims"]),
        frozenset(((font, size), tuple(rest)) for font, size, *rest in facts["glyphs"]),
        facts["counts"],
    )


def _script(facts: Any, sheaf: Sheaf) -> Script:
    """The script as far as other sheaves may ask for it."""
    chunk = sheaf.chunk
    streams = [
        Stream(key, chunk.name, note, length=len(text), text=text)
        for key, note, text in facts["streams"]
    ]
    keys = [stream.key for stream in streams]

    def ranged(stream: int, start: int, end: int) -> Range:
        return Range(keys[stream], start, end)

    return Script(
        chunk,
        {stream.key: stream for stream in streams},
        {anchor: ranged(*where) for anchor, *where in facts["anchors"]},
        {slot: ranged(*where) for slot, *where in facts["slots"]},
        [ScriptLink(href, ranged(*where)) for href, *where in facts["links"]],
        outline=[(level, title, anchor) for level, title, anchor in facts["outline"]],
        images=[ranged(*where) for where in facts["images"]],
    )
