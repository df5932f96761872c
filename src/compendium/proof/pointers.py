"""Pointers worked out anew: what "Document 3, para. 9, p. 4 below" must say, and in what words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from compendium.model.edition import Edition, Target
from compendium.model.text import Pointer, plain

_GAP = re.compile(r"\{([a-z]*)\}")

Wording = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says what an edition says of itself.

    Shape: `wording` is the theme's, by language; `folio` gives the number of the page on
        which a passage begins, as the finished book has it.
    """

    edition: Edition
    wording: Wording
    folio: Callable[[str], str]
    numbers: Mapping[str, str]
    articles: frozenset[str]
    titles: Mapping[str, str]

    def say(self, lang: str, key: str, **values: str) -> str:
        """The words of *key* in *lang*, with *values* in their gaps; "" if there are none."""
        pieces = self.pieces(lang, key)
        return "".join(values.get(p, "") if at % 2 else p for at, p in enumerate(pieces))

    def pieces(self, lang: str, key: str) -> Sequence[str]:
        """The words of *key* in *lang*, cut at the gaps: each second piece is the name of one."""
        main = self.edition.languages[0]
        for tag in (lang, lang.partition("-")[0], main, main.partition("-")[0], "en"):
            if tag in self.wording:
                return _GAP.split(self.wording[tag].get(key, ""))
        return ()

    def pointer(self, node: Pointer, home: str, lang: str) -> str:
        """The words of *node* for a reader of the document *home*."""
        page = self.say(lang, "page", page=self.folio(node.target))
        if node.direction != "none":  # "{page} below" has the words of `page` in its gap
            page = self.say(lang, f"page-{node.direction}", page=page)
        steps = self._steps(self.edition.targets[node.target], home, lang)
        return self.say(lang, "pointer-join").join([*filter(None, steps), page])

    def _steps(self, target: Target, home: str, lang: str) -> Iterator[str]:
        if target.document in self.numbers and target.document != home:
            yield self.say(lang, "pointer-document", number=self.numbers[target.document])
        if target.kind == "part":
            yield self.say(lang, "pointer-part", number=target.number)
        elif target.anchor in self.titles:
            yield self.titles[target.anchor]
        elif target.kind == "entry":
            yield target.words
        elif target.kind in ("paragraph", "article") and target.number:
            yield self._paragraph(target, lang)
        elif target.kind in ("note", "table", "figure", "source-page") and target.number:
            yield self.say(lang, f"pointer-{target.kind}", number=target.number)

    def _paragraph(self, target: Target, lang: str) -> str:
        number, deeper, below = target.number.partition(".")
        article = target.kind == "article" or target.document in self.articles
        above = "article" if article else "paragraph"
        under = "article-paragraph" if article else "subparagraph"
        key = f"pointer-{under if deeper else above}"
        return self.say(lang, key, number=number, below=below)


def speaker(edition: Edition, wording: Wording, folio: Callable[[str], str]) -> Speaker:
    """The speaker of *edition* in the *wording* of its theme."""
    return Speaker(
        edition,
        wording,
        folio,
        {document.anchor: document.number for document in edition.documents},
        frozenset(d.anchor for d in edition.documents if d.units == "article"),
        {m.anchor: plain(m.text.title) for m in (*edition.front, *edition.back)},
    )
