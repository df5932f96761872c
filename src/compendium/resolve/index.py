"""Registers and indexes in order: sorted, grouped by letter, with only what leads somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from compendium.diag import Diagnostic, Severity
from compendium.model.edition import Entry, Index, IndexGroup, Register
from compendium.model.text import plain
from compendium.model.volume import IndexPlan, Volume, WrittenEntry
from compendium.resolve.collation import Key, Sort, letter, needs_reading, sort_key
from compendium.resolve.namings import VARIANT, Tongues, entries_in, is_named
from compendium.resolve.registers import as_written, written_entries


def build_registers(volume: Volume, entries: Mapping[str, Entry]) -> tuple[Register, ...]:
    """Every register of *volume* with all its entries, sorted for the edition's language."""
    lang = volume.languages[0]
    return tuple(
        Register(register.kind, _sorted(_heads(entries, [register.kind]), lang, "word-by-word"))
        for register in volume.registers
    )


def build_indexes(
    volume: Volume, entries: Mapping[str, Entry], texts: Mapping[str, str] | None = None
) -> tuple[tuple[Index, ...], list[Diagnostic]]:
    """The indexes *volume* plans, from *entries* that have their mentions (`add_mentions`).

    An entry is in an index if it has locators, if something below it has, or if it sends
    readers to an entry that is in some index of the edition in the same language.

    Shape: *texts* has the language of each text by the prefix of its anchors. The indexes
        in the main language come first, then those in each other.
    """
    tongues = Tongues(texts or {}, [*_served(volume)])
    indexes: list[Index] = []
    problems: list[Diagnostic] = []
    home, written = volume.tongue or volume.languages[0], written_entries(volume)
    for lang in tongues.served:
        plans = [plan for plan in volume.indexes if _set_in(plan, lang, volume.languages[0])]
        named = entries_in(entries, written, lang, tongues, home)
        made, found = _in_language(volume, plans, named, lang)
        if lang != home:
            read = lang != volume.languages[0]
            found += dict.fromkeys(_unnamed(made, written, lang, read))
        indexes += made
        problems += found
    return tuple(indexes), problems


def _served(volume: Volume) -> Iterator[str]:
    """The languages that have an index of their own, and the main one."""
    main, *others = volume.languages
    yield main
    yield from (lang for lang in others if any(_set_in(p, lang, main) for p in volume.indexes))


def _set_in(plan: IndexPlan, lang: str, main: str) -> bool:
    """Whether there is an index in *lang* made by *plan*."""
    if plan.language:
        return lang in (plan.language, _same(plan.language, [lang]))
    return lang == main or _same(lang, plan.titles) is not None


def _same(lang: str, names: Iterable[str]) -> str | None:
    """The one of *names* that means *lang*: itself, or its language without a region."""
    return next((name for name in (lang, lang.partition("-")[0]) if name in names), None)


def _in_language(
    volume: Volume, plans: Sequence[IndexPlan], entries: Mapping[str, Entry], lang: str
) -> tuple[list[Index], list[Diagnostic]]:
    main = lang == volume.languages[0]
    indexed = {kind for plan in plans for kind in plan.registers}
    known = {key: e for key, e in entries.items() if key.partition("/")[0] in indexed}
    listed = {kind for p in plans if p.sort == "as-listed" for kind in p.registers}
    leading = _leading(known, listed)
    where = "" if main else f" in `{lang}`"
    problems = [
        p for key in known if VARIANT not in key for p in _blind(known, key, leading, where)
    ]
    indexes: list[Index] = []
    for written in plans:
        plan = _worded(written, lang, main)
        if isinstance(plan.letters, tuple):
            plan = replace(plan, letters=_same(lang, plan.letters) is not None)
        filed = _filed(_kept(_heads(entries, plan.registers), leading), lang, plan)
        indexes.append(Index(plan.id, plan, _grouped(filed, plan, lang), lang))
        problems += _poor(plan, filed)
    return indexes, problems


def _worded(plan: IndexPlan, lang: str, main: bool) -> IndexPlan:
    """*plan* as an index in *lang* has it: its title and headnote, and an address of its own."""
    title, said = _same(lang, plan.titles), _same(lang, plan.headnotes)
    if main and not title:
        return plan
    return replace(
        plan,
        id=plan.id if main or plan.language else f"{plan.id}-{lang}",
        title=plan.titles[title] if title else plan.title,
        headnote=plan.headnotes[said] if said else plan.headnote if plan.language else (),
    )


def _unnamed(
    indexes: Iterable[Index], written: Mapping[str, WrittenEntry], lang: str, read: bool
) -> Iterator[Diagnostic]:
    """What keeps the headings in *lang* from being right: no name, or no reading to sort by.

    Where they are to be *read*; the readings of the main language are looked at elsewhere.
    """
    for entry in _walk(e for index in indexes for group in index.groups for e in group.entries):
        named = VARIANT in entry.key or is_named(written[entry.key], lang)
        if not named:
            yield Diagnostic(
                "name-missing",
                f"`{as_written(entry.key)}` has no name in `{lang}`",
                entry.span,
                f"add `names: {{{lang}: ...}}`",
                Severity.WARNING,
            )
        elif read and needs_reading(entry.sort_name, lang):
            yield Diagnostic(
                "reading-missing",
                f"`{plain(entry.name)}` has no reading to sort it by in `{lang}`",
                entry.span,
                f"add a reading for `{lang}` in kana",
            )


def _walk(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _walk(entry.children)


# -- what leads somewhere ------------------------------------------------------------


def _leading(entries: Mapping[str, Entry], listed: Collection[str] = ()) -> frozenset[str]:
    """The keys of *entries* that lead a reader to a page, be it by way of another entry.

    Those of the registers *listed* stand as they are: a printed index has them so.
    """
    leading: set[str] = set()
    for key, entry in entries.items():
        whole = key.partition("/")[0] in listed
        if whole or entry.mentions or entry.ranges or entry.document:
            leading.update(_ancestry(key))
    waiting = [key for key in entries if key not in leading]
    while arrived := [k for k in waiting if leading.intersection(_onward(entries[k]))]:
        for key in arrived:
            leading.update(_ancestry(key))
        waiting = [key for key in waiting if key not in leading]
    return frozenset(leading)


def _onward(entry: Entry) -> tuple[str, ...]:
    return (*entry.see, *entry.see_also)


def _ancestry(key: str) -> Iterator[str]:
    """*key* and the keys it stands below."""
    while "/" in key:
        yield key
        key = key.rpartition("/")[0]


def _blind(
    entries: Mapping[str, Entry], key: str, leading: frozenset[str], where: str
) -> Iterator[Diagnostic]:
    """A problem for each cross-reference of the entry *key* to one that no index prints.

    Where a chain of *see* is blind, or runs in a ring, only its end is told.
    """
    entry = entries[key]
    for target in _onward(entry):
        if target not in leading and not (target in entries and entries[target].see):
            yield Diagnostic(
                "see-blind",
                f"`{as_written(entry.key)}` leads to `{as_written(target)}`, "
                f"which has no page in any index{where}",
                entry.span,
                f"mark a mention of `{as_written(target)}`, or lead elsewhere",
                Severity.WARNING,
            )


def _kept(entries: Iterable[Entry], leading: frozenset[str]) -> list[Entry]:
    """Those of *entries* that lead somewhere, with no blind cross-reference left in them."""
    return [
        replace(
            entry,
            see=tuple(key for key in entry.see if key in leading),
            see_also=tuple(key for key in entry.see_also if key in leading),
            children=tuple(_kept(entry.children, leading)),
        )
        if entry.see or entry.see_also or entry.children
        else entry
        for entry in entries
        if entry.key in leading
    ]


# -- order ---------------------------------------------------------------------------


def _heads(entries: Mapping[str, Entry], kinds: Sequence[str]) -> list[Entry]:
    """The entries of these registers that stand below no other."""
    heads = (key.partition("/")[::2] for key in entries)
    return [entries[f"{k}/{name}"] for k, name in heads if k in kinds and "/" not in name]


def _filed(entries: Sequence[Entry], lang: str, plan: IndexPlan) -> tuple[Entry, ...]:
    """*entries* in the order of the index: as their files have them, or sorted."""
    return tuple(entries) if plan.sort == "as-listed" else _sorted(entries, lang, plan.sort)


def _sorted(entries: Iterable[Entry], lang: str, sort: Sort) -> tuple[Entry, ...]:
    """*entries* in order, and in each of them its subentries."""

    def place(entry: Entry) -> tuple[Key, str, str]:
        return sort_key(entry.sort_name, lang, sort), plain(entry.name), entry.key

    return tuple(
        replace(entry, children=_sorted(entry.children, lang, sort)) if entry.children else entry
        for entry in sorted(entries, key=place)
    )


def _grouped(entries: Sequence[Entry], plan: IndexPlan, lang: str) -> tuple[IndexGroup, ...]:
    """*entries* by letter; one filed among others of a letter gone by stays with its neighbours."""
    held: dict[str, list[Entry]] = {}
    for entry in entries:
        name = letter(entry.sort_name, lang) if plan.letters else ""
        at = next(reversed(held)) if name in held else name
        held.setdefault(at, []).append(entry)
    return tuple(IndexGroup(name, tuple(same)) for name, same in held.items())


def _poor(plan: IndexPlan, entries: Sequence[Entry]) -> Iterator[Diagnostic]:
    """What is wrong with an index as a whole: nothing in it, or one heading twice."""
    if not entries:
        yield Diagnostic(
            "index-empty",
            f"index `{plan.id}` has no entries",
            plan.span,
            "mark mentions, or take the index out",
            Severity.WARNING,
        )
    for one, other in pairwise(entries):
        if plain(one.name) == plain(other.name):
            yield Diagnostic(
                "index-heading-twice",
                f"`{as_written(one.key)}` and `{as_written(other.key)}` "
                f"have one heading in index `{plan.id}`",
                other.span,
                "tell the names apart",
                Severity.WARNING,
            )
