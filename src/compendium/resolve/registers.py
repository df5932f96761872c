"""Registers: every entry by its key, its cross-references tied, its mentions counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from compendium.diag import Diagnostic, Severity, Span
from compendium.model.edition import Called, Entry, Target
from compendium.model.kept import Again, anew
from compendium.model.text import plain
from compendium.model.volume import Naming, RegisterKind, Volume, Written, WrittenEntry
from compendium.resolve.collation import filing_name, needs_reading
from compendium.resolve.forms import check_forms, forms_in

SCHEMES: Mapping[str, RegisterKind] = {
    "person": "persons",
    "place": "places",
    "body": "bodies",
    "instrument": "instruments",
    "subject": "subjects",
    "abbreviation": "abbreviations",
    "ref": "references",
}
"""How a link names a register: `person:gromyko` is `persons/gromyko`."""

MANY = 6
"""With more places than this under one subject, a reader wants subentries."""


def written_entries(volume: Volume) -> dict[str, WrittenEntry]:
    """Every entry of every register as written, subentries too, by key, in file order."""
    return {
        key: entry
        for register in volume.registers
        for key, entry in _walk(register.kind, register.entries)
    }


Known = tuple[dict[str, WrittenEntry], dict[str, Entry], list[Diagnostic]]
"""Every entry as written, by key, and tied, with no mentions; what is wrong with the registers."""


def known_entries(volume: Volume, again: Again = anew) -> Known:
    """The entries of *volume*, which are those of the last time as long as it says the same."""
    inputs = (
        volume.registers,
        volume.languages,
        [*volume.documents],
        [document.without_forms for document in volume.documents.values()],
    )
    return again(
        f"registers {volume.id}",
        inputs,
        lambda: (written_entries(volume), *tie_registers(volume)),
    )


def tie_registers(volume: Volume) -> tuple[dict[str, Entry], list[Diagnostic]]:
    """Every entry by key, with no mentions yet, and all that is wrong with the registers."""
    written = written_entries(volume)
    bare: dict[str, Entry] = {}
    problems: list[Diagnostic] = []
    for key, entry in written.items():
        see, lost = _follow(entry.see, key, written, "see-unknown")
        see_also, lost_also = _follow(entry.see_also, key, written, "see-also-unknown")
        bare[key] = _entry(key, entry, see, see_also, volume.languages)
        problems += [*lost, *lost_also, *_contradictions(bare[key], entry, volume)]
    problems += [*_rings(bare, written), *check_forms(volume, written, as_written)]
    return with_children(bare), problems


def lookup(target: str, span: Span, entries: Mapping[str, object]) -> str | Diagnostic:
    """The key that a written target means: "subject:islands.area" is "subjects/islands/area"."""
    key = _key(target)
    if key in entries:
        return key
    return Diagnostic("entry-unknown", f"no register has `{target}`", span, _near(target, entries))


def as_written(key: str) -> str:
    """The target that means *key*, as an editor writes it: "subject:islands.area"."""
    kind, *names = key.split("/")
    return f"{_scheme(kind)}:{'.'.join(names)}"


def add_mentions(
    entries: Mapping[str, Entry],
    mentions: Sequence[tuple[str, str]],
    ranges: Sequence[tuple[str, str, str]],
    targets: Mapping[str, Target],
    named: Collection[str] = (),
    again: Again = anew,
) -> tuple[dict[str, Entry], list[Diagnostic]]:
    """*entries* with their mentions (key, anchor) and ranges (key, first anchor, last anchor).

    Entries *named* outside the texts, as a sender is, need no mention.

    Shape: `children` are made anew from the mapping, so that the two agree. The problems
        are those of mentions: where there should be none, where there are none, too many.
    """
    inputs = (entries, mentions, ranges)
    done = again("mentions", inputs, lambda: _with_mentions(entries, mentions, ranges))
    return done, [
        problem
        for entry in done.values()
        for problem in _miscounted(entry, targets)
        if problem.code != "entry-unmentioned" or entry.key not in named
    ]


def _with_mentions(
    entries: Mapping[str, Entry],
    mentions: Sequence[tuple[str, str]],
    ranges: Sequence[tuple[str, str, str]],
) -> dict[str, Entry]:
    points: dict[str, list[str]] = {}
    for key, anchor in mentions:
        points.setdefault(key, []).append(anchor)
    pairs: dict[str, list[tuple[str, str]]] = {}
    for key, first, last in ranges:
        pairs.setdefault(key, []).append((first, last))
    done = {
        key: replace(entry, mentions=tuple(points.get(key, ())), ranges=tuple(pairs.get(key, ())))
        for key, entry in entries.items()
    }
    return with_children(done)


# -- keys ----------------------------------------------------------------------------


def _walk(above: str, entries: Sequence[WrittenEntry]) -> Iterator[tuple[str, WrittenEntry]]:
    for entry in entries:
        key = f"{above}/{entry.id}"
        yield key, entry
        yield from _walk(key, entry.children)


def _key(target: str) -> str:
    scheme, _, names = target.partition(":")
    return f"{SCHEMES.get(scheme, '')}/{names.replace('.', '/')}"


def _scheme(kind: str) -> str:
    return next(scheme for scheme, register in SCHEMES.items() if register == kind)


def _near(target: str, entries: Mapping[str, object]) -> str:
    """What to do about a *target* that no register has."""
    scheme, _, names = target.partition(":")
    if scheme not in SCHEMES:
        return f"begin it with {', '.join(f'`{s}:`' for s in SCHEMES)}"
    kind = SCHEMES[scheme]
    wanted = _key(target)
    same = [key for key in entries if key.startswith(kind + "/")]
    elsewhere = [key for key in entries if key.partition("/")[2] == names.replace(".", "/")]
    if near := get_close_matches(wanted, same, n=1, cutoff=0.75) or elsewhere:
        return f"did you mean `{as_written(near[0])}`?"
    return f"add it to `registers/{kind}.yaml`"


def with_children(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """*entries*, parents before children, with each parent's `children` taken from them."""
    below: dict[str, list[Entry]] = {}
    done: dict[str, Entry] = {}
    for key, entry in reversed(list(entries.items())):
        children = tuple(reversed(below.get(key, ())))
        done[key] = replace(entry, children=children) if children or entry.children else entry
        below.setdefault(key.rpartition("/")[0], []).append(done[key])
    return {key: done[key] for key in entries}


# -- one entry -----------------------------------------------------------------------


def _entry(
    key: str,
    entry: WrittenEntry,
    see: tuple[str, ...],
    see_also: tuple[str, ...],
    languages: Sequence[str],
) -> Entry:
    main, *others = (_called(key, entry, lang) for lang in languages)
    return Entry(
        key=key,
        anchor=key.replace("/", "."),
        name=main.name,
        description=main.description,
        sort_name=main.sort_name,
        mentions=(),
        ranges=(),
        see=see,
        see_also=see_also,
        children=(),
        span=entry.span,
        document=entry.printed.value if entry.printed else None,
        called={
            lang: called
            for lang, called in zip(languages[1:], others, strict=True)
            if entry.naming(lang)
        },
    )


def _called(key: str, entry: WrittenEntry, lang: str) -> Called:
    """What *entry* is called in *lang*, and how it is filed there."""
    naming = entry.naming(lang) or Naming()
    name = naming.name or entry.name
    reading = (naming.reading or entry.reading) if lang.partition("-")[0] == "ja" else None
    own = naming.sort or (None if naming.name else entry.sort)
    heading = filing_name(plain(name), lang, sub=key.count("/") > 1)
    return Called(name, naming.description or entry.description, own or reading or heading)


def _follow(
    names: Sequence[Written],
    key: str,
    written: Mapping[str, WrittenEntry],
    code: Literal["see-unknown", "see-also-unknown"],
) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The keys that *names* of the entry *key* lead to, and a problem for each that is lost."""
    found: list[str] = []
    lost: list[Diagnostic] = []
    for name in names:
        full = _full(name, key)
        if _key(full) in written:
            found.append(_key(full))
        else:
            message = f"`{as_written(key)}` leads to `{full}`, which no register has"
            lost.append(Diagnostic(code, message, name.span, _near(full, written)))
    return tuple(found), lost


def _full(name: Written, key: str) -> str:
    """*name* with the scheme that the entry *key* lends it where it has none."""
    return name.value if ":" in name.value else f"{_scheme(key.partition('/')[0])}:{name.value}"


def _contradictions(entry: Entry, written: WrittenEntry, volume: Volume) -> Iterator[Diagnostic]:
    """What one entry says that cannot all be so."""
    name, lang = as_written(entry.key), volume.languages[0]
    own = [
        word
        for word, has in (
            ("forms", [form for each in volume.languages for form in forms_in(written, each)]),
            ("subentries", written.children),
            ("places", written.at),
        )
        if has
    ]
    if written.see and own:
        yield Diagnostic(
            "see-with-locators",
            f"`{name}` sends readers elsewhere, but has {' and '.join(own)} of its own",
            entry.span,
            f"move them to the entry that `{name}` names in `see`",
        )
    if written.printed and written.printed.value not in volume.documents:
        near = get_close_matches(written.printed.value, volume.documents, n=1)
        yield Diagnostic(
            "reference-unknown",
            f"no document has the name `{written.printed.value}`",
            written.printed.span,
            f"did you mean `{near[0]}`?" if near else "name a document of this edition",
        )
    if needs_reading(entry.sort_name, lang):
        yield Diagnostic(
            "reading-missing",
            f"`{name}` has no reading to sort it by",
            entry.span,
            "add `reading:` in kana",
        )


def _rings(
    entries: Mapping[str, Entry], written: Mapping[str, WrittenEntry]
) -> Iterator[Diagnostic]:
    """A problem for each ring of entries that send readers only to one another."""
    leads = {key: entry.see for key, entry in entries.items() if entry.see}
    while ring := _ring(leads):
        leads = {key: see for key, see in leads.items() if key not in ring}
        names = [f"`{as_written(key)}`" for key in (*ring, ring[0])]
        yield Diagnostic(
            "see-circular",
            f"`see` runs in a ring: {' to '.join(names)}",
            next(
                name.span
                for name in written[ring[0]].see
                if _key(_full(name, ring[0])) == (*ring, ring[0])[1]
            ),
            "take `see` from the entry that shall have the page numbers",
        )


def _ring(leads: Mapping[str, Sequence[str]]) -> list[str]:
    """One ring of *leads* in the order it is read, the first written first; [] if none."""
    try:
        TopologicalSorter(leads).prepare()
    except CycleError as found:
        ring: list[str] = found.args[1][
            :0:-1
        ]  # it names what comes first last, and closes the ring
        first = min(ring, key=list(leads).index)
        return ring[ring.index(first) :] + ring[: ring.index(first)]
    return []


# -- mentions ------------------------------------------------------------------------


def _miscounted(entry: Entry, targets: Mapping[str, Target]) -> Iterator[Diagnostic]:
    """What is wrong with the number of mentions that *entry* has."""
    name = as_written(entry.key)
    marks = (*entry.mentions, *(first for first, _ in entry.ranges))
    if entry.see:
        there = as_written(entry.see[0])
        for anchor in marks:
            yield Diagnostic(
                "see-with-locators",
                f"`{name}` is named here, but sends readers to `{there}`",
                targets[anchor].span,
                f"name `{there}` instead",
            )
    elif not (marks or entry.see_also or entry.children or entry.document):
        yield Diagnostic(
            "entry-unmentioned",
            f"nothing in the edition names `{name}`",
            entry.span,
            "mark a passage that does, or take the entry out",
            Severity.WARNING,
        )
    places = {(targets[m].document, targets[m].number) for m in entry.mentions}
    if entry.key.startswith("subjects/") and len(places) > MANY:
        yield Diagnostic(
            "entry-many-locators",
            f"`{name}` has {len(places)} places that nothing tells apart",
            entry.span,
            "divide it into subentries, or mark ranges",
            Severity.WARNING,
        )
