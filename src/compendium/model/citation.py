"""How the passages of an edition are cited, for those who show it: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

GAP = "\ue000"
"""What stands in a record for a passage that is not known yet; no text has this letter."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a page says to machines.

    Shape: `tags` are names and contents of `<meta>` elements in order (Highwire's
        `citation_title`, Dublin Core's `DC.title`); `linked` is schema.org as JSON-LD, safe
        to stand inside a `<script>` element as it is.
    """

    tags: tuple[tuple[str, str], ...]
    linked: str


@dataclass(frozen=True, slots=True)
class Citations:
    """What a reader of the site needs to cite any passage of it in any style.

    Shape: `patterns[anchor][style]` is a citation as an HTML fragment (its only tag is
        `<i>`) of the text `anchor` ("gromyko-1956", "gromyko-1956.ru", a piece of front
        matter; "" for the edition). It has the gaps `{pinpoint}`, `{page}`, `{line}` and
        `{address}`; `{{` and `}}` stand for braces. A gap is filled with "" or with a form:
        `forms[lang][style][name]`, where *name* is what is cited: article, article-below,
        paragraph, paragraph-below, note, table, figure (gaps `{number}`, `{below}`); page,
        pages, line, lines (gaps `{first}`, `{last}`). Forms begin with their own comma.
        `{address}` takes "#" and the anchor of the passage, or "".
        `forms[lang][style]["range"]` says how the last number of a range is shortened:
        full, chicago, mhra or mla (`model.folios`).
        `exports[anchor]` is the record of a text for programs: csl-json, bibtex, ris; in
        it the letter `GAP` stands for the passage that is meant, in words.
    """

    patterns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    metadata: Mapping[str, Metadata] = field(default_factory=dict)
    exports: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
