"""Where an entry says itself that it is spoken of: documents, passages, pages of the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compendium.model.volume import Written, WrittenEntry
from compendium.resolve.ties import Ties

BETWEEN = ".."
"""What stands between the first passage and the last: "doc:d7..doc:d9"."""

_SOURCE_PAGE = ".src-"


def locate(written: Mapping[str, WrittenEntry], ties: Ties) -> Iterator[tuple[str, str, str]]:
    """The passages that entries name in `at`: key, first anchor, last anchor.

    A page of the source ends where the next one begins, be that some documents later. A
    passage that the edition does not have is reported in *ties*, and left out.
    """
    pages = _Pages(ties)
    for key, entry in written.items():
        for named in () if entry.see else entry.at:
            ends = [_passage(ties, name, named) for name in named.value.split(BETWEEN, 1)]
            first, last = ends[0], ends[-1]
            if first and last:
                yield key, first, pages.end(last) if _SOURCE_PAGE in last else last


def _passage(ties: Ties, name: str, named: Written) -> str | None:
    return ties.passage(name.strip(), "", named.span)


@dataclass(slots=True)
class _Pages:
    """The pages of the source in the order of the edition, and what each of them ends with."""

    ties: Ties
    ends: dict[str, str] | None = None

    def end(self, anchor: str) -> str:
        """The anchor that the page *anchor* of the source reaches."""
        if self.ends is None:
            self.ends = dict(self._ends())
        return self.ends[anchor]

    def _ends(self) -> Iterator[tuple[str, str]]:
        """Each page with its end: the next page's mark, or the last text before that page's."""
        open_pages: dict[str, str] = {}
        before, text, fresh = "", "", False
        for anchor in self.ties.order:
            if self.ties.targets[anchor].kind in ("document", "front"):
                before, text = text, anchor
                fresh = True
                continue
            if _SOURCE_PAGE in anchor:
                tongue = anchor.rpartition(_SOURCE_PAGE)[0].partition(".")[2]
                if earlier := open_pages.get(tongue):
                    yield earlier, before if fresh and before else anchor
                open_pages[tongue] = anchor
            fresh = False
        yield from ((page, text) for page in open_pages.values())
