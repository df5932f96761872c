"""Fields: what an instruction says, and the index entries that XE fields make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from compendium.importers.draft import DraftEntry
from compendium.importers.ids import slug
from compendium.importers.markdown import escape
from compendium.importers.vocabulary import Element, name
from compendium.importers.word.markup import attribute
from compendium.model.volume import RegisterKind

_WORD = re.compile(r'"(?P<quoted>(?:[^"\\]|\\.)*)"|\\(?P<switch>\S)|(?P<bare>[^\s"\\]+)')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_SEE = re.compile(
    r"(?i)\s*(?P<also>see also|see|siehe auch|siehe|voir aussi|voir|см\. также|см\.)\s+"
)
_SCHEMES: dict[RegisterKind, str] = {
    "persons": "person", "places": "place", "bodies": "body", "instruments": "instrument",
    "subjects": "subject",
}  # fmt: skip


@dataclass(slots=True)
class Instruction:
    """A field's instruction: its kind in capitals, its words, and its switches."""

    kind: str
    words: list[str] = field(default_factory=list)
    switches: dict[str, str] = field(default_factory=dict)


def read_instruction(text: str) -> Instruction:
    r"""What *text* asks for: `XE "treaties:peace" \t "See peace"`."""
    plainly = text if '"' in text else text.translate(_QUOTES)
    parts = list(_WORD.finditer(plainly))
    done = Instruction(parts[0]["bare"].upper() if parts and parts[0]["bare"] else "")
    switch = ""
    for part in parts[1:]:
        if part["switch"]:
            switch = part["switch"].lower()
            done.switches.setdefault(switch, "")
        else:
            words = part["quoted"] if part["quoted"] is not None else part["bare"]
            if switch in ("t", "r", "f", "y", "l", "o"):
                done.switches[switch] = words
            else:
                done.words.append(words)
            switch = ""
    return done


def instructions(root: Element) -> Iterator[str]:
    """The instruction of every field in *root*, in the order of their ends."""
    open_fields: list[list[str]] = []
    for one in root.iter():
        kind = name(one)
        if kind == "fldSimple":
            yield attribute(one, "instr")
        elif kind == "instrText" and open_fields:
            open_fields[-1].append(one.text or "")
        elif kind == "fldChar":
            state = attribute(one, "fldCharType")
            if state == "begin":
                open_fields.append([])
            elif state == "end" and open_fields:
                yield "".join(open_fields.pop())


def balanced(root: Element) -> bool:
    """Whether every field of *root* that begins ends."""
    states = [attribute(one, "fldCharType") for one in root.iter() if name(one) == "fldChar"]
    return states.count("begin") == states.count("end")


# -- the index ------------------------------------------------------------------------------


@dataclass(slots=True)
class Index:
    """The index entries of a file, as registers: every XE field adds to them.

    Shape: `see` holds the cross-references as (register, path, words) until all entries
        are known; `marked` the entries that have locators.
    """

    registers: dict[RegisterKind, dict[str, DraftEntry]] = field(default_factory=dict)
    see: list[tuple[RegisterKind, tuple[str, ...], str]] = field(default_factory=list)
    marked: set[tuple[RegisterKind, tuple[str, ...]]] = field(default_factory=set)

    def mark(self, instruction: Instruction) -> str | None:
        """The link that an XE field becomes; None for one that only refers to another entry."""
        kind = _register(instruction.switches.get("f", ""))
        path = _path(instruction.words[0] if instruction.words else "")
        if not path:
            return None
        entry = self._entry(kind, path)
        if reading := instruction.switches.get("y"):
            entry.reading = entry.reading or reading
        if "t" in instruction.switches:
            self.see.append((kind, path, instruction.switches["t"]))
            return None
        self.marked.add((kind, path))
        return f"{_SCHEMES[kind]}:{self._key(kind, path)}"

    def _entry(self, kind: RegisterKind, path: tuple[str, ...]) -> DraftEntry:
        level = self.registers.setdefault(kind, {})
        entry: DraftEntry | None = None
        for name_of in path:
            found = level.get(name_of)
            if found is None:
                taken = {other.id for other in level.values()}
                found = level[name_of] = DraftEntry(slug(name_of, taken), escape(name_of))
            entry, level = found, found.sub
        assert entry
        return entry

    def _key(self, kind: RegisterKind, path: tuple[str, ...]) -> str:
        level, ids = self.registers[kind], list[str]()
        for name_of in path:
            ids.append(level[name_of].id)
            level = level[name_of].sub
        return ".".join(ids)

    def settle(self) -> list[str]:
        """Tie the cross-references; returns those that lead to no entry, in words."""
        lost: list[str] = []
        for kind, path, words in self.see:
            entry = self._entry(kind, path)
            said = _SEE.match(words)
            also = "also" in words.lower()[:8] or "auch" in words.lower()[:11]
            also = also or (kind, path) in self.marked or bool(entry.sub)
            for target in re.split(r"\s*;\s*", words[said.end() :] if said else words):
                found = self._find(target)
                if found is None or found == (kind, path):
                    lost.append(f"{': '.join(path)}: {words}")
                    continue
                key = self._key(*found)
                key = key if found[0] == kind else f"{_SCHEMES[found[0]]}:{key}"
                held = entry.see_also if also else entry.see
                if key not in held:
                    held.append(key)
        return lost

    def _find(self, words: str) -> tuple[RegisterKind, tuple[str, ...]] | None:
        wanted = [_plain(part) for part in _path(re.sub(r",\s+(?=[^,]*$)|:", ":", words))]
        whole = _plain(words)
        for kind, level in self.registers.items():
            for path in _paths(level):
                if [_plain(part) for part in path] == wanted or _plain(path[-1]) == whole:
                    return kind, path
        return None


def _register(wanted: str) -> RegisterKind:
    return next(
        (kind for kind in _SCHEMES if wanted and kind.startswith(wanted.lower())), "subjects"
    )


def _path(text: str) -> tuple[str, ...]:
    r"""The heading and subheadings of "a:b:c"; `\:` is a colon."""
    parts = re.split(r"(?<!\\):", text)
    clean = (re.sub(r"\\(.)", r"\1", part).strip() for part in parts)
    return tuple(" ".join(part.split()) for part in clean if part)[:6]


def _paths(level: dict[str, DraftEntry], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name_of, entry in level.items():
        yield (*above, name_of)
        yield from _paths(entry.sub, (*above, name_of))


def _plain(words: str) -> str:
    return re.sub(r"[^\w]+", " ", words).strip().casefold()
