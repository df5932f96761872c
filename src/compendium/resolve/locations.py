"""Where an entry says itself that it is spoken of: documents, passages, pages of the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compendium.model.edition import Target
from compendium.model.volume import WrittenEntry
from compendium.resolve.ties import Ties

BETWEEN = ".."
"""What stands between the first passage and the last: "doc:d7..doc:d9"."""


def locate(written: Mapping[str, WrittenEntry], ties: Ties) -> Iterator[tuple[str, str, str]]:
    """The passages that entries name in `at`: key, first anchor, last anchor.

    A page of the source ends where the next one begins, be that some documents later. A
    passage that the edition does not have is reported in *ties*, and left out.
    """
    pages = _Pages(ties)
    for key, entry in written.items():
        for named in () if entry.see else entry.at:
            names = named.value.split(BETWEEN, 1)
            ends = [ties.passage(name.strip(), "", named.span) for name in names]
            first, last = ends[0], ends[-1]
            if not first or not last:
                continue
            if _rank(ties, first) > _rank(ties, last):
                message = f"`{named.value}` runs back to front"
                ties.report("range-backward", message, named.span, "change its ends")
                continue
            yield key, first, pages.end(last)


def _rank(ties: Ties, anchor: str) -> tuple[int, int]:
    """The place of *anchor* among all texts, and among the pages of the source there."""
    page = ties.targets[anchor].kind == "source-page"
    return ties.order[anchor.partition(".")[0]], ties.order[anchor] if page else 0


@dataclass(slots=True)
class _Pages:
    """The pages of the source in the order of the edition, and what each of them ends with."""

    ties: Ties
    ends: dict[str, str] | None = None

    def end(self, anchor: str) -> str:
        """The anchor that the page *anchor* of the source reaches; that of a passage is its own."""
        if self.ends is None:
            self.ends = dict(self._ends())
        return self.ends.get(anchor, anchor)

    def _ends(self) -> Iterator[tuple[str, str]]:
        """Each page with its end: the next page's mark, or the last text before that page's."""
        targets, open_pages = self.ties.targets, {"": ("", "")}
        before, main, text = "", "", ""
        for anchor in self.ties.order:
            target = targets[anchor]
            if target.kind in ("document", "front"):
                text = anchor
                if "." not in anchor:
                    before, main = main, anchor
            elif target.kind == "source-page":
                tongue = text.partition(".")[2]
                earlier, there = open_pages.get(tongue, ("", ""))
                if earlier:
                    opens = text == main != there and before and self._opens(target, text)
                    yield earlier, before if opens else anchor
                open_pages[tongue] = anchor, text
        yield from ((page, main) for page, _ in open_pages.values())

    def _opens(self, page: Target, text: str) -> bool:
        """Whether the first words of *text* are those of *page*."""
        said = " ".join(self.ties.words(text).split())
        return bool(page.words) and said.startswith(page.words)
