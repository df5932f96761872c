"""Registers and indexes in order: sorted, grouped by letter, with only what leads somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from compendium.diag import Diagnostic, Severity
from compendium.model.edition import Entry, Index, IndexGroup, Register
from compendium.model.text import plain
from compendium.model.volume import IndexPlan, Volume
from compendium.resolve.collation import Key, Sort, letter, sort_key
from compendium.resolve.registers import as_written


def build_registers(volume: Volume, entries: Mapping[str, Entry]) -> tuple[Register, ...]:
    """Every register of *volume* with all its entries, sorted for the edition's language."""
    lang = volume.languages[0]
    return tuple(
        Register(register.kind, _sorted(_heads(entries, [register.kind]), lang, "word-by-word"))
        for register in volume.registers
    )


def build_indexes(
    volume: Volume, entries: Mapping[str, Entry]
) -> tuple[tuple[Index, ...], list[Diagnostic]]:
    """The indexes *volume* plans, from *entries* that have their mentions (`add_mentions`).

    An entry is in an index if it has locators, if something below it has, or if it sends
    readers to an entry that is in some index of the edition.
    """
    indexed = {kind for plan in volume.indexes for kind in plan.registers}
    known = {key: e for key, e in entries.items() if key.partition("/")[0] in indexed}
    leading = _leading(known)
    problems = [problem for key in known for problem in _blind(known, key, leading)]
    indexes: list[Index] = []
    for plan in volume.indexes:
        heads = _kept(_heads(entries, plan.registers), leading)
        filed = _sorted(heads, volume.languages[0], plan.sort)
        indexes.append(Index(plan.id, plan, _grouped(filed, plan, volume.languages[0])))
        problems += _poor(plan, filed)
    return tuple(indexes), problems


# -- what leads somewhere ------------------------------------------------------------


def _leading(entries: Mapping[str, Entry]) -> frozenset[str]:
    """The keys of *entries* that lead a reader to a page, be it by way of another entry."""
    leading: set[str] = set()
    for key, entry in entries.items():
        if entry.mentions or entry.ranges or entry.document:
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


def _blind(entries: Mapping[str, Entry], key: str, leading: frozenset[str]) -> Iterator[Diagnostic]:
    """A problem for each cross-reference of the entry *key* to one that no index prints.

    Where a chain of *see* is blind, or runs in a ring, only its end is told.
    """
    entry = entries[key]
    for target in _onward(entry):
        if target not in leading and not (target in entries and entries[target].see):
            yield Diagnostic(
                "see-blind",
                f"`{as_written(entry.key)}` leads to `{as_written(target)}`, "
                "which has no page in any index",
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
        for entry in entries
        if entry.key in leading
    ]


# -- order ---------------------------------------------------------------------------


def _heads(entries: Mapping[str, Entry], kinds: Sequence[str]) -> list[Entry]:
    """The entries of these registers that stand below no other."""
    heads = (key.partition("/")[::2] for key in entries)
    return [entries[f"{k}/{name}"] for k, name in heads if k in kinds and "/" not in name]


def _sorted(entries: Iterable[Entry], lang: str, sort: Sort) -> tuple[Entry, ...]:
    """*entries* in order, and in each of them its subentries."""

    def place(entry: Entry) -> tuple[Key, str, str]:
        return sort_key(entry.sort_name, lang, sort), plain(entry.name), entry.key

    return tuple(
        replace(entry, children=_sorted(entry.children, lang, sort))
        for entry in sorted(entries, key=place)
    )


def _grouped(entries: Sequence[Entry], plan: IndexPlan, lang: str) -> tuple[IndexGroup, ...]:
    label: Callable[[Entry], str] = (
        (lambda entry: letter(entry.sort_name, lang)) if plan.letters else (lambda entry: "")
    )
    return tuple(IndexGroup(name, tuple(same)) for name, same in groupby(entries, label))


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
