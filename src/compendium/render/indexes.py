"""Indexes in print: headings, their locators, and where else to look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from compendium.model.edition import Entry, Index
from compendium.model.pages import Chunk
from compendium.render.chunks import compositor, make_chunk
from compendium.render.compositor import Compositor
from compendium.render.entries import see
from compendium.render.locators import Locator, locators
from compendium.render.setting import Setting, index_anchor
from compendium.render.slots import GUESS, Slots


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph of an index: `depth` is 0 for an entry, 1 for a subentry; `anchor` its own."""

    anchor: str
    depth: int
    words: Markup


@dataclass(frozen=True, slots=True)
class Group:
    """The headings under one letter ("" where the index has no letters)."""

    letter: str
    headings: tuple[Heading, ...]


def set_index(setting: Setting, index: Index) -> Chunk:
    """One index in two columns."""
    slots = Slots(setting.pages)
    desk = _Indexer(setting, compositor(setting, slots, claim="index"), index)
    groups = tuple(
        Group(group.letter, tuple(h for entry in group.entries for h in desk.headings(entry, 0)))
        for group in index.groups
    )
    title = index.plan.title
    return make_chunk(
        setting, index.anchor, "index", slots, folios="arabic", verso=title, recto=title,
        anchor=index.anchor, title=title, groups=groups, headnote=index.plan.headnote,
        main=desk.main, form=index.plan.form,
    )  # fmt: skip


@dataclass(slots=True)
class _Indexer:
    """Sets the entries of one index; `main` tells whether a locator was set apart as the main one."""

    setting: Setting
    desk: Compositor
    index: Index
    main: bool = False

    def headings(self, entry: Entry, depth: int) -> Iterator[Heading]:
        """The paragraphs of *entry* and, where subentries have their own, of those below it."""
        words = self._own(entry)
        if self.index.plan.form == "run-in" and entry.children:
            words = self._run_in(words, entry)
        yield Heading(self._anchor(entry), depth, words + self._see_also(entry))
        if self.index.plan.form == "indented":
            for child in entry.children:
                yield from self.headings(child, depth + 1)

    def _own(self, entry: Entry) -> Markup:
        """The heading with its locators, or with the entry it sends the reader to."""
        words = self.desk.words
        name = self._name(entry)
        if entry.see:
            return name + words["see-join"] + see(self.desk, "see", entry.see)
        found = [self._locator(locator) for locator in self._locators(entry)]
        return escape(words["heading-join"]).join([name, *found])

    def _name(self, entry: Entry) -> Markup:
        """The heading's words; they bear the entry's anchor if no register lists it."""
        name = self.desk.inline(entry.name)
        listed = any(entry.key.startswith(f"{r.kind}/") for r in self.setting.registers)
        if listed or self.setting.homes.get(entry.key) != self._anchor(entry):
            return name
        return Markup('<span id="{}">{}</span>').format(entry.anchor, name)

    def _run_in(self, words: Markup, entry: Entry) -> Markup:
        below = [self._named(child, self._own(child)) for child in entry.children]
        for at, child in enumerate(entry.children):
            if child.children:
                below[at] = self._run_in(below[at], child)
        joined = escape(self.desk.words["reference-join"]).join(below)
        return words + self.desk.words["run-in-open"] + joined

    def _see_also(self, entry: Entry) -> Markup:
        if not entry.see_also or entry.see:
            return Markup("")
        join = escape(self.desk.words["see-also-join"])
        return join + see(self.desk, "see-also", entry.see_also)

    def _named(self, entry: Entry, words: Markup) -> Markup:
        return Markup('<span id="{}">{}</span>').format(self._anchor(entry), words)

    def _anchor(self, entry: Entry) -> str:
        return index_anchor(self.index, entry)

    # -- locators -------------------------------------------------------------

    def _locators(self, entry: Entry) -> Sequence[Locator]:
        ground = self.setting.survey
        if ground is None:
            ends = [*((anchor, anchor) for anchor in entry.mentions), *entry.ranges]
            ends += [(entry.document, entry.document)] if entry.document else []
            return [Locator(GUESS, "", first, last, (first, last)) for first, last in ends]
        pattern = self.desk.words["locator-document"]
        return locators(entry, ground, self.index.plan, pattern)

    def _locator(self, locator: Locator) -> Markup:
        self.main = self.main or locator.main
        first, last = locator.first_anchor, locator.last_anchor
        number = self.desk.slots.number(locator.number, "index", first, last, locator.anchors)
        kind = "locator main" if locator.main else "locator"
        return Markup('<a class="{}" href="#{}">{}{}</a>').format(
            kind, first, number, locator.tail
        )
