"""Every file of the EPUB: the pages one reads on a screen, in the order of the book.

The texts, notes and turns are those of the site; page numbers lead to where the printed
page begins, and the list of pages is that of the printed book.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from compendium.diag import Diagnostic
from compendium.model.edition import Edition
from compendium.model.pages import PageMap
from compendium.model.theme import Theme
from compendium.render.dates import written_out
from compendium.render.epub.package import Item, package
from compendium.render.epub.xhtml import xhtml
from compendium.render.setting import Setting, setting
from compendium.render.web.draft import Draft
from compendium.render.web.marks import Marker
from compendium.render.web.pages import drafts
from compendium.render.web.turns import find_turns, noted

_KINDS = frozenset({"document", "errata", "index", "list", "register"})
_SLOT = re.compile(r'<span class="folio" data-slot="(\d+)">[^<]*</span>')
_HREF = re.compile(r'href="#([^"]+)"')
_PAGE = re.compile(r'href="([^"#:/]+)\.html(#[^"]*)?"')
_IMAGE = re.compile(r'<img src="([^"]+)"')
_ID = re.compile(r'\bid="([^"]+)"')
_GENERATED = re.compile(r'<(a|span) class="(call|mark|pointer)"')
_FACE = re.compile(r'@font-face \{[^}]*url\("fonts/([^"]+)"\)[^}]*\}\n')
_DOCTYPE = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page made, its links still leading to bare anchors."""

    file: str
    title: str
    lang: str
    markup: str
    ids: frozenset[str]
    pages: tuple[str, ...]


Faces = Callable[[Iterable[str]], Mapping[str, bytes]]
"""Makes the fonts that pages need, by the names of their files."""


def epub(
    edition: Edition, theme: Theme, pages: PageMap, identifier: str, faces: Faces
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files of the EPUB by their paths in its container.

    *identifier* names this version of the edition for good.
    """
    desk = setting(edition, theme, pages)
    opens = {anchor: target.words for anchor, target in edition.targets.items()}
    turns = find_turns(pages, opens, noted(edition))
    leaves = [_title(desk)]
    marked: set[str] = set()
    for draft in drafts(desk):
        if draft.template in _KINDS:
            marker = Marker(turns, desk.words, dict.fromkeys(marked, 0))
            leaves.append(_leaf(desk, draft, marker, marked))
            marked |= set(marker.marked)
    homes = {anchor: leaf.file for leaf in reversed(leaves) for anchor in leaf.ids}
    files = {leaf.file: _linked(leaf, homes) for leaf in leaves}
    files["nav.xhtml"] = _navigation(desk, leaves)
    done = {name: (_DOCTYPE + xhtml(text).strip() + "\n").encode() for name, text in files.items()}
    fonts = faces(data.decode() for data in list(done.values()))
    done |= {f"fonts/{name}": data for name, data in fonts.items()}
    done["style.css"] = _style(theme.styles["epub.css"], fonts).encode()
    for name, picture in sorted(edition.images.items()):
        done[f"images/{name}"] = picture
    order = [leaves[0].file, "nav.xhtml", *(leaf.file for leaf in leaves[1:])]
    items = [Item(file, file.removesuffix(".xhtml")) for file in order]
    done["package.opf"] = package(edition, items, sorted(done), identifier, any(marked))
    return {f"EPUB/{name}": data for name, data in sorted(done.items())}, desk.templates.problems


def _style(style: str, fonts: Iterable[str]) -> str:
    """The style sheet without the faces that no page needs."""
    there = set(fonts)
    return _FACE.sub(lambda face: face[0] if face[1] in there else "", style)


def _title(desk: Setting) -> _Leaf:
    """The title page, with the imprint on it."""
    edition = desk.edition
    filled = desk.templates.fill(
        "epub/title.xhtml.j2", edition=edition, words=desk.words, lang=desk.lang,
        title=edition.title, date=written_out(edition.date, desk.words),
    )  # fmt: skip
    return _Leaf("title.xhtml", edition.title, desk.lang, str(filled), frozenset(), ())


def _leaf(desk: Setting, draft: Draft, marker: Marker, marked: set[str]) -> _Leaf:
    filled = desk.templates.fill(
        f"epub/{draft.template}.xhtml.j2",
        edition=desk.edition,
        words=desk.words,
        lang=desk.lang,
        title=draft.title,
        **draft.values,
    )
    values = draft.slots.values
    markup = _SLOT.sub(
        lambda slot: f'<span class="folio">{escape(values[int(slot[1])])}</span>', str(filled)
    )
    markup = _IMAGE.sub(r'<img src="images/\1"', markup)
    if draft.template == "document":
        markup = _GENERATED.sub(r'<\1 data-generated class="\2"', marker.mark(markup))
    ids = frozenset(_ID.findall(markup))
    folios = tuple(f for f in marker.marked if f not in marked and f"page-{f}" in ids)
    file = draft.file.removesuffix(".html") + ".xhtml"
    return _Leaf(file, draft.title, desk.lang, markup, ids, folios)


def _linked(leaf: _Leaf, homes: Mapping[str, str]) -> str:
    """The markup with every link led to the file that has its anchor, or to nowhere."""

    def lead(link: re.Match[str]) -> str:
        anchor = link[1]
        return link[0] if anchor in leaf.ids else f'href="{homes[anchor]}#{anchor}"'

    return _HREF.sub(lead, _PAGE.sub(r'href="\1.xhtml\2"', leaf.markup))


def _navigation(desk: Setting, leaves: Sequence[_Leaf]) -> str:
    """Contents, the list of printed pages, and the landmarks."""
    edition = desk.edition
    files = {leaf.file.removesuffix(".xhtml"): leaf for leaf in leaves}
    parts = [
        (desk.words.say("part", number=part.number) if part.number else "", part,
         [files[document.anchor] for document in part.documents])
        for part in edition.parts
    ]  # fmt: skip
    own = {document.anchor for document in edition.documents}
    front = {matter.anchor for matter in edition.front} | {"title"}
    return str(
        desk.templates.fill(
            "epub/nav.xhtml.j2",
            edition=edition,
            words=desk.words,
            lang=desk.lang,
            title=desk.words["contents"],
            front=[leaf for name, leaf in files.items() if name in front],
            parts=parts,
            back=[leaf for name, leaf in files.items() if name not in own | front],
            pages=list(_pages(leaves)),
            first=files[edition.documents[0].anchor].file if edition.documents else "",
        )
    )


def _pages(leaves: Sequence[_Leaf]) -> Iterator[tuple[str, str]]:
    for leaf in leaves:
        for folio in leaf.pages:
            yield f"{leaf.file}#page-{folio}", folio
