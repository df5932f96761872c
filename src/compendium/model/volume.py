"""The edition as written: what the corpus folder says, checked for shape, not yet tied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from compendium.diag import EDITION, Span
from compendium.model.printing import PrintPlan
from compendium.model.published import History
from compendium.model.text import Block, Inline, Variants

Status = Literal["authentic", "official-translation", "working-translation", "not-stated"]
Extent = Literal["whole", "excerpt"]
Form = Literal["sequential", "columns", "facing", "interleaved", "single"]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the texts of a document stand to each other in print.

    Shape: `languages` are those that are printed, in the order in which they stand. As
        written, None and () take what holds around: the part's, the edition's.
    """

    form: Form | None = None
    languages: tuple[Written, ...] = ()
    span: Span = EDITION


@dataclass(frozen=True, slots=True)
class Written:
    """A value of the corpus and where it stands."""

    value: str
    span: Span

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Date:
    """A date in EDTF ("1956-09-29", "1956", "1956-09~").

    Shape: `inferred` is true where the text itself does not give it; `ground` then says
        why it is believed, as running text. `given` is another calendar's form, if any.
    """

    edtf: str
    span: Span
    inferred: bool = False
    ground: tuple[Inline, ...] = ()
    given: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A footnote as written: `series` is `editorial` unless its label or class says `original`.

    Shape: an original note keeps the mark it had (`mark`, "*" or "1"); ours have None.
    """

    label: str
    blocks: tuple[Block, ...]
    span: Span
    series: Literal["original", "editorial"] = "editorial"
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenText:
    """One document, or one piece of front or back matter, in one language.

    Shape: `path` is the file; `blocks` and `notes` have every word of its Markdown, which
        `source` has made sure of. `ground` is why the document's date is believed, in the
        words of this language, () if its file does not say so.
    """

    lang: str
    path: str
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    notes: tuple[WrittenNote, ...]
    span: Span
    short_title: str = ""
    status: Status = "not-stated"
    source_note: tuple[Inline, ...] = ()
    place: str = ""
    extent: Extent = "whole"
    ground: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenDocument:
    """A numbered item of the edition, in all its languages (`texts`, the first is the main one).

    Shape: `prevails` is the language whose text decides where they diverge, "" if none is said to.
    """

    slug: str
    kind: str
    texts: tuple[WrittenText, ...]
    span: Span
    date: Date | None = None
    place: str = ""
    sender: tuple[Written, ...] = ()
    recipient: tuple[Written, ...] = ()
    parties: tuple[Written, ...] = ()
    signed: Date | None = None
    ratified: Date | None = None
    in_force: Date | None = None
    extent: Extent = "whole"
    units: Literal["paragraph", "article"] = "paragraph"
    replies_to: Written | None = None
    encloses: tuple[Written, ...] = ()
    without_forms: tuple[Written, ...] = ()
    prevails: str = ""
    arrangement: Arrangement = Arrangement()


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A division of the edition with a heading, and the slugs of its documents in order.

    Shape: `follow_on` lets each document begin on the page where the one before it ends;
        `in_languages`: see `Volume`.
    """

    id: str
    number: str
    title: str
    documents: tuple[Written, ...]
    span: Span
    follow_on: bool = False
    short_title: str = ""
    arrangement: Arrangement = Arrangement()
    in_languages: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another name of an entry ("Etorofu" of Iturup): an index sends readers from it."""

    name: str
    span: Span
    sort: str | None = None
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """What an entry is called in one language, how it is filed there, and what finds it."""

    name: tuple[Inline, ...] = ()
    sort: str | None = None
    reading: str | None = None
    description: tuple[Inline, ...] = ()
    variants: tuple[Variant, ...] = ()
    forms: tuple[Written, ...] = ()
    excepted: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry of a register as written; `children` are its subentries.

    Shape: `id` is unique among its siblings. `see` and `see_also` are keys as written
        ("soviet-union" in the same register, "body:soviet-union" in another); an entry
        with `see` has no locators of its own. `forms` are found in the text without
        mark-up, except inside the phrases of `excepted`. `at` are passages that speak of
        the entry, beside those marked in the texts: "doc:d7" a whole document,
        "doc:d7#src-225" the page 225 of the source, "doc:d7#par-2..doc:d9" all between.
        All this holds in every language; `namings` has what is said for one alone.
    """

    id: str
    name: tuple[Inline, ...]
    span: Span
    sort: str | None = None
    reading: str | None = None
    description: tuple[Inline, ...] = ()
    forms: tuple[Written, ...] = ()
    excepted: tuple[Written, ...] = ()
    see: tuple[Written, ...] = ()
    see_also: tuple[Written, ...] = ()
    at: tuple[Written, ...] = ()
    printed: Written | None = None
    children: tuple[WrittenEntry, ...] = ()
    namings: Mapping[str, Naming] = field(default_factory=dict, hash=False)

    def naming(self, lang: str) -> Naming | None:
        """What is said of the entry for *lang* alone; for "en-US" also what is for "en"."""
        return self.namings.get(lang) or self.namings.get(lang.partition("-")[0])


RegisterKind = Literal[
    "persons", "places", "bodies", "instruments", "subjects", "abbreviations", "references"
]


@dataclass(frozen=True, slots=True)
class WrittenRegister:
    """All entries of one kind, in the order of the file; `references` are texts not printed."""

    kind: RegisterKind
    entries: tuple[WrittenEntry, ...]
    path: str


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """How one index is made.

    Shape: `registers` names the registers it draws on; `numbers` is a number style of
        `editors`: full, chicago, chicago15, hart or mhra. Entries sorted `as-listed`
        keep the order they have in their files, as a printed index had them. The index is
        set in `language` alone if that is given, else in the main language and in each
        that has a title in `titles`; `headnotes` are by language too, and `letters` may
        be the languages in which its entries are parted by letter.
    """

    id: str
    title: str
    registers: tuple[RegisterKind, ...]
    span: Span
    numbers: Literal["full", "chicago", "chicago15", "hart", "mhra"] = "chicago"
    join: Literal["explicit", "consecutive"] = "explicit"
    sort: Literal["word-by-word", "letter-by-letter", "as-listed"] = "word-by-word"
    form: Literal["indented", "run-in"] = "indented"
    letters: bool | tuple[str, ...] = True
    headnote: tuple[Inline, ...] = ()
    language: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    headnotes: Mapping[str, tuple[Inline, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who publishes the edition, and the words that go with it, as plain strings ("" if absent)."""

    publisher: str = ""
    place: str = ""
    editors: tuple[str, ...] = ()
    rights: str = ""
    licence: str = ""
    isbn: str = ""
    doi: str = ""
    url: str = ""
    statement: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """Numbers beside the lines of documents: every so many, from 1 on each page or in each."""

    by: Literal["page", "document"]
    every: int


@dataclass(frozen=True, slots=True)
class Volume:
    """One edition as written, every file read and every shape checked.

    Shape: `page_pictures` says whether the site has a picture of each printed page; None
        leaves that to the number of pages. `tongue` is the language of what is written for
        none in particular, the main one if that is printed (""). `in_languages` has the titles
        it bears where another language is the main one, by field and language.
    """

    id: str
    title: str
    version: str
    date: Date
    languages: tuple[str, ...]
    span: Span
    subtitle: str = ""
    short_title: str = ""
    imprint: Imprint = field(default_factory=Imprint)
    theme: str = "press"
    theme_span: Span = EDITION
    note_numbering: Literal["document", "edition"] = "document"
    parts: tuple[WrittenPart, ...] = ()
    documents: Mapping[str, WrittenDocument] = field(default_factory=dict)
    front: tuple[WrittenText, ...] = ()
    back: tuple[WrittenText, ...] = ()
    registers: tuple[WrittenRegister, ...] = ()
    indexes: tuple[IndexPlan, ...] = ()
    list_by_date: bool = True
    page_pictures: bool | None = None
    images: Mapping[str, bytes] = field(default_factory=dict)
    arrangement: Arrangement = Arrangement()
    in_languages: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    tongue: str = ""
    line_numbers: LineNumbers | None = None
    printing: PrintPlan = field(default_factory=PrintPlan)
    history: History = field(default_factory=History)
    carries: frozenset[str] = frozenset()
    quotation_variants: Variants = "report"
