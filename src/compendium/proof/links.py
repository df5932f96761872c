"""Links, outline and everything in the file that is no page.

A link leads where the words under it say, on the page where these really stand.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import unquote

from compendium.diag import Span
from compendium.model.edition import Edition
from compendium.model.pages import Chunk
from compendium.proof.holding import holds
from compendium.proof.letters import letters, shortened
from compendium.proof.lines import ReadLine
from compendium.proof.outcome import Findings
from compendium.proof.reader import Bookmark, PageLink, PageRead, Reader
from compendium.proof.script import ScriptLink
from compendium.proof.trace import Edges, Trace

SCHEMES = ("https:", "http:", "mailto:")
_NOWHERE = (0, None)
_FLAT = 3.0
"""Points: an area lower or narrower than this cannot be hit."""
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Laid:
    """A link area and the words under it: a line, and the place of a letter on it."""

    link: PageLink
    sheet: int
    line: ReadLine | None
    letter: int


class Aim(NamedTuple):
    """A link within the book: what it is in the markup, on which sheet, and where it leads.

    Shape: `name` is what the file calls the place it leads to; if that is "", `to` and `top`
        are the sheet and the height.
    """

    link: ScriptLink
    sheet: int
    name: str
    to: int = 0
    top: float | None = None


def lay(page: PageRead, lines: Sequence[ReadLine]) -> Iterator[Laid]:
    """Every link of *page* with the words under it."""
    rows = rows_of(lines)
    for link in page.links:
        left, _, right, _ = link.box
        found = None
        for line in level_with(link, rows):
            under = line.under(left, right)
            if under:
                found = Laid(link, page.number, line, under[0])
                break
        yield found or Laid(link, page.number, None, 0)


Rows = Sequence[tuple[float, float, ReadLine]]
"""Lines with their upper and lower edges."""


def rows_of(lines: Sequence[ReadLine]) -> Rows:
    """*lines* with their edges."""
    return [(line.line.box[1], line.line.box[3], line) for line in lines]


def level_with(link: PageLink, rows: Rows) -> list[ReadLine]:
    """The lines that are as high on the page as *link*."""
    _, top, _, bottom = link.box
    middle = (top + bottom) / 2
    return [
        line
        for high, low, line in rows
        if high - 1 <= middle <= low + 1 or (top <= high + 1 and low - 1 <= bottom)
    ]


def check_links(trace: Trace, laid: Sequence[Laid], findings: Findings) -> tuple[Aim, ...]:
    """Every link of the file against the markup, and every link of the markup against the file.

    Returns those that lead to places in the book, for `check_aims`.
    """
    work = _Links(trace, findings)
    for stream, track in trace.tracks.items():
        for start, line in zip(track.starts, track.lines, strict=True):
            work.starts[id(line)] = (stream, start)
    for one in laid:
        findings.count("links")
        work.link(one)
    work.unmade()
    if work.flat:
        more = f", and {len(work.flat) - 1} more" if len(work.flat) > 1 else ""
        said = f"the link {work.flat[0]} is too small to hit{more}"
        findings.add("proof-link", said, Span("edition.yaml"))
    return tuple(work.aims)


Place = tuple[int, float | None]
Finder = Callable[[str], Place | None]
"""Where the file says that a name is: a sheet, and a height."""


def check_aims(
    trace: Trace,
    aims: Iterable[Aim],
    find: Finder,
    findings: Findings,
    elsewhere: Mapping[str, tuple[int, int]] | None = None,
) -> None:
    """Every link within the book must lead to the place of its anchor.

    Where names are in the file, *find* says. Of passages *elsewhere*, on pages that are not in
    *trace*, it is known on which sheets they begin and end.
    """
    work = _Links(trace, findings)
    work.places |= {one: (at[:1], None) for one, at in (elsewhere or {}).items()}
    for track in trace.tracks.values():
        for sheet, top, bottom in track.edges:
            work.sheets.setdefault(sheet, array("d")).extend((bottom, top))
    for aim in aims:
        place: Place = (find(aim.name) or _NOWHERE) if aim.name else (aim.to, aim.top)
        work.aim(aim, *place)


@dataclass(slots=True)
class _Links:
    trace: Trace
    findings: Findings
    starts: dict[int, tuple[str, int]] = field(default_factory=dict)
    sheets: dict[int, array[float]] = field(default_factory=dict)
    foremost: dict[int, tuple[array[float], array[float]]] = field(default_factory=dict)
    places: dict[str, tuple[tuple[int, ...], Edges | None]] = field(default_factory=dict)
    made: set[int] = field(default_factory=set)
    flat: list[str] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    ordered: dict[str, tuple[list[int], list[ScriptLink]]] = field(default_factory=dict)

    def link(self, laid: Laid) -> None:
        link, page = laid.link, self.trace.label(laid.sheet)
        left, top, right, bottom = link.box
        if link.kind not in ("page", "address"):
            self._add(f"a link on page {page} is neither to a page nor to an address", None)
            return
        meant = self._meant(laid)
        if meant is None:
            self._add(f"a link on page {page} lies on no words that are a link", None)
            return
        self.made.add(id(meant))
        if bottom - top < _FLAT or right - left < 1:
            self.flat.append(f"{self._said(meant)} on page {page}")
        if meant.href.startswith("#"):
            self.aims.append(Aim(meant, laid.sheet, link.name, link.sheet, link.top))
        elif unquote(link.address) != unquote(meant.href):
            self._add(f"the link {self._said(meant)} leads to `{link.address}`", meant)
        elif not link.address.startswith(SCHEMES):
            self._add(f"the link {self._said(meant)} has no scheme for the web", meant)

    def aim(self, aim: Aim, to: int, top: float | None) -> None:
        anchor, page = aim.link.href.removeprefix("#"), self.trace.label(aim.sheet)
        if anchor not in self.places:
            self.places[anchor] = self._stands(anchor)
        sheets, edges = self.places[anchor]
        if to not in sheets:
            really = self.trace.label(sheets[0]) if sheets else "none"
            leads = self.trace.label(to) or "none"
            said = f"leads to page {leads}; `{anchor}` is on page {really}"
            self._add(f"the link {self._said(aim.link)} on page {page} {said}", aim.link)
            return
        if edges and edges[0] == to and self._parted(top, edges):
            leads = self.trace.label(to)
            said = f"leads to another height of page {leads}"
            self._add(f"the link {self._said(aim.link)} on page {page} {said}", aim.link)

    def _stands(self, anchor: str) -> tuple[tuple[int, ...], Edges | None]:
        """The sheets on which *anchor* may begin, and the edges of its first line."""
        where = self.trace.ranges.get(anchor)
        if where is None:
            return (), None
        return self.trace.begin(where), self.trace.edges(where.stream, where.start)

    def _parted(self, top: float | None, line: Edges) -> bool:
        """Whether a reader led to *top* sees other lines before *line*, or not even this."""
        if top is None:
            return False
        sheet, high, low = line
        if sheet not in self.foremost:
            edges = self.sheets[sheet]
            lines = sorted(zip(edges[::2], edges[1::2], strict=True))
            tops = accumulate((top for _, top in lines), max)
            ends = (bottom for bottom, _ in lines)
            self.foremost[sheet] = array("d", ends), array("d", tops)
        bottoms, foremost = self.foremost[sheet]
        above = bisect_left(bottoms, high + 1)  # lines that end over the top of this one
        return top > low or (above > 0 and top < foremost[above - 1] + 1)

    def _meant(self, laid: Laid) -> ScriptLink | None:
        """The link of the markup at the words under *laid*."""
        if laid.line is None or id(laid.line) not in self.starts:
            return None
        stream, start = self.starts[id(laid.line)]
        at = _place(self.trace.streams[stream].text, start, laid.line.letters, laid.letter)
        starts, links = self.made_of(stream)
        found = bisect_right(starts, at) - 1
        meant = links[found] if found >= 0 else None
        return meant if meant and at < meant.range.end else None

    def made_of(self, stream: str) -> tuple[list[int], list[ScriptLink]]:
        """The links of *stream* in order, and where they start; none lies in another."""
        if stream not in self.ordered:
            owner = self.trace.owners[stream]
            links = [one for one in owner.links if one.range.stream == stream]
            links = [one for one in links if one.range.start < one.range.end]
            links.sort(key=lambda one: one.range.start)
            self.ordered[stream] = ([one.range.start for one in links], links)
        return self.ordered[stream]

    def unmade(self) -> None:
        """Links of the markup that the file does not have."""
        for script in self.trace.scripts:
            for link in script.links:
                text = self.trace.streams[link.range.stream].text
                words = text[link.range.start : link.range.end]
                if id(link) not in self.made and words:
                    self._add(f"{self._said(link)} is no link in the PDF", link)

    def _said(self, link: ScriptLink) -> str:
        stream = self.trace.streams[link.range.stream]
        return f"`{shortened(stream.words(link.range.start, link.range.end), 40)}`"

    def _add(self, message: str, link: ScriptLink | None) -> None:
        span = Span("edition.yaml")
        if link:
            span = self.trace.span(link.range.stream, link.range.start)
        self.findings.add("proof-link", message, span)


def _place(text: str, start: int, line: str, letter: int) -> int:
    """The letter of *text* that is letter *letter* of *line*, which was set from *start* on."""
    if letter >= len(line):  # the file says fewer letters than it shows
        return start
    wanted = sum(c.isalnum() for c in line[:letter])
    decorated = not line[letter].isalnum()
    for at in range(start, len(text)):
        if text[at].isalnum() or decorated:
            if wanted == 0 and (text[at] == line[letter] or not decorated):
                return at
            wanted -= text[at].isalnum()
    return start


# -- outline and file -----------------------------------------------------------------


def check_outline(trace: Trace, found: Sequence[Bookmark], findings: Findings) -> None:
    """The outline, as it was *found*, has every title that the markup marks, in order, in place."""
    meant = [mark for script in trace.scripts for mark in script.outline]
    findings.count("outline entries", len(found))
    titles = [letters(mark.title) for mark in found]
    waiting = list(zip(titles, found, strict=True))
    for level, title, anchor in meant:
        span = trace.spans.get(anchor, Span("edition.yaml"))
        entry = next((one for one in waiting if one[0] == letters(title)), None)
        if entry is None:
            findings.add("proof-outline", f"the outline has no `{shortened(title)}`", span)
            continue
        waiting.remove(entry)  # two may bear one title
        mark = entry[1]
        sheets = trace.begin(trace.ranges[anchor]) if anchor in trace.ranges else ()
        if mark.sheet not in sheets or mark.level != level:
            leads = trace.label(mark.sheet) or "none"
            said = f"the outline leads for `{shortened(title)}` to page {leads}, level {mark.level}"
            findings.add("proof-outline", said, span)
    known = [letters(title) for _, title, _ in meant]
    every = set(known)
    if titles != known and set(titles) == every:
        said = "the outline is not in the order of the book"
        findings.add("proof-outline", said, Span("edition.yaml"))
    for mark in found:
        if letters(mark.title) not in every:
            said = f"the outline has `{shortened(mark.title)}`, which is no title"
            findings.add("proof-outline", said, Span("edition.yaml"))


def check_file(
    reader: Reader, data: bytes, edition: Edition, findings: Findings,
    chunks: Sequence[Chunk] = (), quiet: bool = False,
) -> None:  # fmt: skip
    """What the file says of itself, and that it holds nothing but pages.

    It is not searched for what it might hold if that is known already, and it is *quiet*.

    An address of this machine may stand there only as words of the text of *chunks*, which
    titles and links repeat.
    """

    def wrong(said: str) -> None:
        findings.add("proof-object", said, Span("edition.yaml"))

    if reader.information("Title") != edition.title:
        wrong(f"the PDF has the title `{shortened(reader.information('Title'))}`")
    if reader.language() != edition.languages[0]:
        wrong(f"the PDF says it is in the language `{reader.language()}`")
    if not reader.tagged():
        wrong("the PDF has no tags for those who listen to it")
    for kind, count in reader.active().items():
        if count:
            wrong(f"the PDF has {kind}s")
    held, told = (set[str](), set[str]()) if quiet else holds(data)
    printed = _text(chunks) if told else ""
    for one in sorted(held | {place for place in told if letters(place) not in printed}):
        wrong(f"the PDF holds `{one}`")


def _text(chunks: Sequence[Chunk]) -> str:
    return "\0".join(letters(unescape(_TAG.sub("", chunk.markup))) for chunk in chunks)
