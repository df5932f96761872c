"""The outline of the book, from the bookmarks of its pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from compendium.assemble.links import destination_name
from compendium.assemble.notation import dictionary, reference, text
from compendium.diag import Diagnostic, Span
from compendium.model.pages import Bookmark, PageMap

_OPEN = 1
"""Down to which level the outline shows what is under an entry when the book is opened."""


@dataclass
class _Entry:
    """An entry, or the outline itself at level 0; `object` is what it is in the file."""

    level: int
    number: int
    object: dict[bytes, bytes]
    kids: list[_Entry] = field(default_factory=list)

    def shown(self) -> int:
        """How many entries are seen under this one when it is open."""
        return sum(1 + (kid.shown() if kid.level <= _OPEN else 0) for kid in self.kids)


def outline(
    marks: Sequence[Bookmark], pages: PageMap, first: int
) -> tuple[list[bytes], list[Diagnostic]]:
    """The outline and its entries as objects from number *first* on, none if it has no entry.

    And the bookmarks that lead nowhere, which it has not.
    """
    root = _Entry(0, first, {b"/Type": b"/Outlines"})
    above, problems = [root], list[Diagnostic]()
    entries = [root]
    for mark in marks:
        if mark.anchor not in pages.first:
            told = f"bookmark `{mark.label}` leads to `{mark.anchor}`, which is on no page"
            problems.append(Diagnostic("link-lost", told, Span("edition.yaml")))
            continue
        while above[-1].level >= mark.level:
            above.pop()
        facts = {
            b"/Title": text(mark.label),
            b"/Parent": reference(above[-1].number),
            b"/Dest": destination_name(mark.anchor),
        }
        entry = _Entry(mark.level, first + len(entries), facts)
        entries.append(entry)
        above[-1].kids.append(entry)
        above.append(entry)
    for entry in entries:
        _tie(entry)
    return [dictionary(entry.object) for entry in entries] if root.kids else [], problems


def _tie(entry: _Entry) -> None:
    """Tell the kids of *entry* their neighbours, and it its first and last kid."""
    kids = entry.kids
    for kid, following in pairwise(kids):
        kid.object[b"/Next"] = reference(following.number)
        following.object[b"/Prev"] = reference(kid.number)
    if kids:
        entry.object[b"/First"] = reference(kids[0].number)
        entry.object[b"/Last"] = reference(kids[-1].number)
        shown = entry.shown()
        entry.object[b"/Count"] = b"%d" % (shown if entry.level <= _OPEN else -shown)
