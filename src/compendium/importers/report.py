"""What an import carried, what it left behind, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from compendium.diag import Diagnostic


@dataclass(slots=True)
class Left:
    """Elements of one name that were not carried as such: how many, and the first one's line."""

    name: str
    line: int
    words: str
    count: int = 1


@dataclass(slots=True)
class Report:
    """The account of one import.

    Shape: `own_numbers` counts the notes that are not numbered as we count, and keep the
        number they have in the source. `left` is by element and reason; `lost` names each
        piece whose words in and out differ, with the words missing and the words too
        many; `broken` references and `unlisted` persons and abbreviations are (line,
        target). `problems` has errors only where nothing was written.
    """

    documents: int = 0
    notes: int = 0
    own_numbers: int = 0
    notes_in_documents: int = 0
    notes_in_place: int = 0
    guesses: int = 0
    persons: int = 0
    terms: int = 0
    resolved: int = 0
    to_pages: int = 0
    to_volumes: int = 0
    words_in: int = 0
    words_out: int = 0
    pages_carried: int = 0
    headings: int = 0
    broken: list[tuple[int, str]] = field(default_factory=list)
    unlisted: list[tuple[int, str]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lost: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    left: dict[str, Left] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def leave(self, name: str, line: int, words: str) -> None:
        """Count an element *name* that is not carried, and say what became of it in *words*."""
        known = self.left.get(f"{name} {words}")
        if known:
            known.count += 1
        else:
            self.left[f"{name} {words}"] = Left(name, line, words)

    def compare(self, piece: str, before: list[str], after: list[str]) -> None:
        """Add the words of *piece* before and after the import to the account."""
        self.words_in += len(before)
        self.words_out += len(after)
        one, two = Counter(before), Counter(after)
        if one != two:
            missing, extra = (one - two).elements(), (two - one).elements()
            self.lost[piece] = (tuple(missing), tuple(extra))

    def lines(self) -> Iterator[str]:
        """The account in lines, for people."""
        yield f"documents   {self.documents}"
        placed = f"; {self.notes_in_place} more stand in the text" if self.notes_in_place else ""
        own = f"; {self.own_numbers} keep another number" if self.own_numbers else ""
        yield f"notes       {self.notes}, counted in each document{own}{placed}"
        yield (
            f"references  {self.resolved} resolved, {len(self.broken)} broken, "
            f"{self.to_volumes} to other volumes, {self.to_pages} to pages of the source edition"
        )
        yield f"persons     {self.persons}, abbreviations {self.terms}"
        yield f"words       {self.words_in} in, {self.words_out} out"
        if self.guesses:
            yield f"guesses     {self.guesses}, each a comment `# guessed: ...` where it was made"
        if self.headings:
            yield f"index       {self.headings} headings"
        if self.pages:
            yield (
                f"page breaks {len(self.pages)}, {self.pages[0]} to {self.pages[-1]}; "
                f"{self.pages_carried} carried"
            )
        for line, target in self.broken:
            yield f"broken      line {line}: `{target}` leads nowhere; its words are kept"
        for line, target in self.unlisted:
            yield f"unlisted    line {line}: `{target}` is in no list; its words are kept"
        for piece, (missing, extra) in sorted(self.lost.items()):
            yield f"words       {piece}: missing {_some(missing)}; too many {_some(extra)}"
        for _, left in sorted(self.left.items()):
            times = "once, in" if left.count == 1 else f"{left.count} times from"
            yield f"element     `{left.name}`, {times} line {left.line}: {left.words}"
        for remark in self.remarks:
            yield f"remark      {remark}"


def _some(words: tuple[str, ...]) -> str:
    shown = " ".join(f"`{word}`" for word in words[:8])
    return f"{shown} and {len(words) - 8} more" if len(words) > 8 else shown or "none"
