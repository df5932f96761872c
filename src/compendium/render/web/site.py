"""The site: one page a document, contents, registers and indexes, with print pages in words.

Pages are made as chunks are: numbers in slots, links to anchors. Linking then sets the
numbers and finds each anchor's file, as the PDF linker does for the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from compendium.diag import Diagnostic
from compendium.model.edition import Edition
from compendium.model.pages import PageMap
from compendium.model.theme import Theme
from compendium.render.dates import written_out
from compendium.render.setting import Setting, setting
from compendium.render.web.drafts import Draft, Neighbour, drafts
from compendium.render.web.turns import Turn, find_turns, insert_turns

_FONTS = ("SourceSerif4-It.ttf", "SourceSerif4-Regular.ttf", "SourceSerif4-Semibold.ttf")
_SLOT = re.compile(r'<span class="folio" data-slot="(\d+)">[^<]*</span>')
_HREF = re.compile(r'href="#([^"]+)"')
_IMAGE = re.compile(r'<img src="([^"]+)"')
_ID = re.compile(r'\bid="([^"]+)"')
_GENERATED = re.compile(r'<(a|span) class="(call|mark|pointer)"')


@dataclass(frozen=True, slots=True)
class _Made:
    """A page filled, its numbers set, its links still leading to bare anchors."""

    file: str
    markup: str
    ids: frozenset[str]


def site(
    edition: Edition, theme: Theme, pages: PageMap, book: str
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Every file of the site by its name, and what is wrong with the theme's templates.

    *book* is the name of the PDF one folder up, "" if there is none. A link that leads to
    no page of the site is a bug, and a `KeyError`.
    """
    desk = setting(edition, theme, pages)
    opens = {anchor: target.words for anchor, target in edition.targets.items()}
    turns = find_turns(pages, opens)
    made = [_make(desk, draft, turns, book) for draft in _threaded(list(drafts(desk)))]
    files = {page.file: _linked(page, _homes(made)).encode() for page in made}
    files["style.css"] = theme.styles["screen.css"].encode()
    for name in _FONTS:
        if name in theme.fonts:
            files[f"fonts/{name}"] = theme.fonts[name]
    for name, picture in sorted(edition.images.items()):
        files[f"images/{name}"] = picture
    return dict(sorted(files.items())), desk.templates.problems


def _threaded(pages: Sequence[Draft]) -> Iterator[tuple[Draft, Neighbour | None, Neighbour | None]]:
    """Each page with the one before and the one after it, the front page left out."""
    for at, page in enumerate(pages):
        before = pages[at - 1] if at > 1 else None
        after = pages[at + 1] if 0 < at < len(pages) - 1 else None
        yield (
            page,
            Neighbour(before.file, before.title) if before else None,
            Neighbour(after.file, after.title) if after else None,
        )


def _make(
    desk: Setting,
    threaded: tuple[Draft, Neighbour | None, Neighbour | None],
    turns: Mapping[str, tuple[Turn, ...]],
    book: str,
) -> _Made:
    draft, before, after = threaded
    words = desk.words
    filled = desk.templates.fill(
        f"site/{draft.template}.html.j2",
        edition=desk.edition,
        words=words,
        lang=desk.lang,
        title=draft.title,
        date=written_out(desk.edition.date, words),
        places=draft.places,
        before=before,
        after=after,
        pdf=book,
        **draft.values,
    )
    values = draft.slots.values
    numbered = _SLOT.sub(
        lambda slot: f'<span class="folio">{escape(values[int(slot[1])])}</span>', str(filled)
    )
    numbered = _IMAGE.sub(r'<img src="images/\1"', numbered)
    # Only what is the same text in print and on screen turns at a letter of its own.
    marked = _with_turns(numbered, turns, desk) if draft.template == "document" else numbered
    return _Made(
        draft.file,
        _GENERATED.sub(r'<\1 data-generated class="\2"', marked),
        frozenset(_ID.findall(marked)),
    )


def _with_turns(markup: str, turns: Mapping[str, tuple[Turn, ...]], desk: Setting) -> str:
    """*markup* with a mark at each letter where the printed page turns."""
    for anchor in _ID.findall(markup):
        marks = [(turn.letters, _turn(turn, desk)) for turn in turns.get(anchor, ())]
        if marks:
            head, tag, rest = markup.partition(f'id="{anchor}"')
            opened, end, body = rest.partition(">")
            markup = head + tag + opened + end + insert_turns(body, marks)
    return markup


def _turn(turn: Turn, desk: Setting) -> str:
    label = desk.words.say("page-turn", page=turn.folio)
    kind = "page-turn" if turn.letters else "page-turn opening"
    return (
        f'<span class="{kind}" id="page-{escape(turn.folio)}" role="doc-pagebreak"'
        f' aria-label="{escape(label)}" data-generated>{escape(turn.folio)}</span>'
    )


def _homes(made: Sequence[_Made]) -> dict[str, str]:
    """The file that has each anchor; what two pages have belongs to the first."""
    homes: dict[str, str] = {}
    for page in made:
        for anchor in page.ids:
            homes.setdefault(anchor, page.file)
    return homes


def _linked(page: _Made, homes: Mapping[str, str]) -> str:
    """The page's markup with every link led to the file that has its anchor."""

    def lead(link: re.Match[str]) -> str:
        anchor = link[1]
        return link[0] if anchor in page.ids else f'href="{homes[anchor]}#{anchor}"'

    return str(Markup(_HREF.sub(lead, page.markup)))
