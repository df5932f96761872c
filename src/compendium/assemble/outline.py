"""The outline of the book, from the bookmarks of its pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pikepdf import Dictionary, Name, Object, Pdf, String

from compendium.assemble.links import destination_name
from compendium.diag import Diagnostic, Span
from compendium.model.pages import Bookmark, PageMap

_OPEN = 1
"""Down to which level the outline shows what is under an entry when the book is opened."""


@dataclass
class _Entry:
    level: int
    node: Object
    kids: list[_Entry] = field(default_factory=list)

    def shown(self) -> int:
        """How many entries are seen under this one when it is open."""
        return sum(1 + (kid.shown() if kid.level <= _OPEN else 0) for kid in self.kids)


def add(pdf: Pdf, marks: Sequence[Bookmark], pages: PageMap) -> Iterator[Diagnostic]:
    """Give *pdf* its outline; yields the bookmarks that lead nowhere, which it has not."""
    root = _Entry(0, pdf.make_indirect(Dictionary(Type=Name.Outlines)))
    above = [root]
    for mark in marks:
        if mark.anchor not in pages.first:
            text = f"bookmark `{mark.label}` leads to `{mark.anchor}`, which is on no page"
            yield Diagnostic("link-lost", text, Span("edition.yaml"))
            continue
        while above[-1].level >= mark.level:
            above.pop()
        node = Dictionary(
            Title=String(mark.label),
            Parent=above[-1].node,
            Dest=String(destination_name(mark.anchor)),
        )
        entry = _Entry(mark.level, pdf.make_indirect(node))
        above[-1].kids.append(entry)
        above.append(entry)
    if root.kids:
        _tie(root)
        pdf.Root.Outlines = root.node
        pdf.Root.PageMode = Name.UseOutlines


def _tie(entry: _Entry) -> None:
    """Tell each entry its neighbours, and its first and last kid."""
    for kid, following in zip(entry.kids, entry.kids[1:], strict=False):
        kid.node.Next, following.node.Prev = following.node, kid.node
    if entry.kids:
        entry.node.First, entry.node.Last = entry.kids[0].node, entry.kids[-1].node
        entry.node.Count = entry.shown() if entry.level <= _OPEN else -entry.shown()
    for kid in entry.kids:
        _tie(kid)
