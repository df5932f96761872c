"""The edition resolved: every name tied, everything numbered, sorted and addressed.

No output is known here. HTML, PDF, EPUB and TEI are readings of one `Edition`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from compendium.diag import EDITION, Span
from compendium.model.printing import PrintPlan
from compendium.model.published import History
from compendium.model.text import Block, Inline, NoteMark
from compendium.model.volume import (
    Date,
    Extent,
    Form,
    Imprint,
    IndexPlan,
    LineNumbers,
    RegisterKind,
    Status,
)

TargetKind = Literal[
    "part", "document", "paragraph", "article", "heading", "quotation", "table", "figure",
    "list", "note", "mention", "reference", "entry", "front", "span", "source-page",
]  # fmt: skip

NoteKind = Literal["written", "cross-reference", "source", "date", "variants", "apparatus"]
GENERATED = frozenset({"cross-reference", "variants", "apparatus"})


@dataclass(frozen=True, slots=True)
class Target:
    """Anything with an anchor.

    Shape: `document` is the slug of the document it lies in ("" outside one); `number` is
        how a reader names it there ("9.2" for a paragraph, "12" for a note), "" for none;
        `words` are the letters it begins with, which the proof looks for on its page.
    """

    anchor: str
    kind: TargetKind
    span: Span
    document: str = ""
    number: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note, numbered.

    Shape: `mark` is printed at the call and before the note ("12", "*"; "" for a source
        note, which has no call); `call` is the anchor of its call ("" for a source note).
        `kind` tells what we made, a cross-reference or the variants of a quotation, from
        what somebody wrote.
    """

    anchor: str
    series: Literal["source", "original", "editorial"]
    mark: str
    call: str
    document: str
    blocks: tuple[Block, ...]
    span: Span
    kind: NoteKind = "written"

    @property
    def generated(self) -> bool:
        """Whether we have made all of it."""
        return self.kind in GENERATED


@dataclass(frozen=True, slots=True)
class Seam:
    """Where a paragraph may be parted: after `at` characters of `plain`.

    Shape: a `sentence` begins there; else a clause, in a sentence too long for a page.
    """

    at: int
    sentence: bool


@dataclass(frozen=True, slots=True)
class DocumentText:
    """One document in one language, its blocks addressed and its notes in order of their calls.

    Shape: `notes` are anchors of `Edition.notes`; `date_mark` calls the note that gives
        the ground of an inferred date, and stands after the date in the dateline. `place`
        is the document's place in this language, "" if its file gives none. `seams` has
        for a paragraph, by its anchor, where facing pages may part it, in order.
    """

    lang: str
    title: tuple[Inline, ...]
    short_title: str
    status: Status
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    path: str
    date_mark: NoteMark | None = None
    place: str = ""
    seams: Mapping[str, tuple[Seam, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks that say the same in each text of a document: what stands level in print.

    Shape: `cells` has for each of `Document.texts`, in their order, the blocks of that text;
        () where it has none. Blocks come in the order of their text, each once. A list,
        quotation or division may be cut: the first part keeps its anchor, the others have
        it as `part_of`.
    """

    cells: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A numbered document. `number` is its number as printed ("3"); `anchor` is its slug.

    Shape: `form` is how its texts are arranged in print, `languages` those arranged, in
        their order; a language of which there is no text is among them. `prevails` is the
        language whose text decides where they diverge, "" if none is said to. `rows` are what
        stands level, and are there for every document with more than one text.
    """

    anchor: str
    number: str
    kind: str
    texts: tuple[DocumentText, ...]
    date: Date | None
    place: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    parties: tuple[str, ...]
    signed: Date | None
    ratified: Date | None
    in_force: Date | None
    extent: Extent
    units: Literal["paragraph", "article"]
    part: str
    span: Span
    replies_to: str | None = None
    replied_by: tuple[str, ...] = ()
    encloses: tuple[str, ...] = ()
    form: Form = "sequential"
    languages: tuple[str, ...] = ()
    prevails: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A division with a heading ("V", "Period after negotiations ...") and its documents.

    Shape: `short_title` is for running heads, "" if the title will do.
    """

    anchor: str
    number: str
    title: str
    documents: tuple[Document, ...]
    follow_on: bool
    span: Span
    short_title: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """A piece of front or back matter: preface, note on the text, appendix."""

    anchor: str
    text: DocumentText


@dataclass(frozen=True, slots=True)
class Called:
    """What an entry is called in a language that is not the edition's main one."""

    name: tuple[Inline, ...]
    description: tuple[Inline, ...]
    sort_name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a register, tied.

    Shape: `key` is "persons/gromyko", or "subjects/islands/handing-over" for a subentry;
        `anchor` addresses it in the register's own list. `see` and `see_also` are keys.
        `mentions` are the anchors of its mentions in reading order; `ranges` are pairs
        (first anchor, last anchor) of marked ranges. `document` is the anchor of the
        document that prints an instrument. `called` has its names in other languages.
    """

    key: str
    anchor: str
    name: tuple[Inline, ...]
    description: tuple[Inline, ...]
    sort_name: str
    mentions: tuple[str, ...]
    ranges: tuple[tuple[str, str], ...]
    see: tuple[str, ...]
    see_also: tuple[str, ...]
    children: tuple[Entry, ...]
    span: Span
    document: str | None = None
    called: Mapping[str, Called] = field(default_factory=dict, hash=False)

    def name_in(self, lang: str) -> tuple[Inline, ...]:
        """Its name in *lang*; its main name where it has no other."""
        called = self.called.get(lang)
        return called.name if called else self.name


@dataclass(frozen=True, slots=True)
class Register:
    """A register, its entries sorted for the edition's language."""

    kind: RegisterKind
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """The entries filed under one letter ("" where the index has no letter headings)."""

    letter: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """One index, sorted and grouped; only entries that lead somewhere are in it.

    Shape: `lang` is the language of its headings, and of the texts whose pages it gives.
        Its entries have the names and the mentions of that language. An entry whose key
        ends in "~1" is made of another name of the entry it stands for.
    """

    anchor: str
    plan: IndexPlan
    groups: tuple[IndexGroup, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole edition, ready to be read into any output.

    Shape: `targets` has every anchor of the edition; `notes` every note by its anchor;
        `entries` every register entry by its key, subentries too; `by_date` the anchors
        of the documents in order of date; `aliases` leads from an anchor that was
        published and is no more to where its words stand now. `tongues` has what each
        language in print is called in each: `tongues["ja"]["en"]` is "Japanese".
    """

    id: str
    title: str
    subtitle: str
    short_title: str
    version: str
    date: Date
    languages: tuple[str, ...]
    imprint: Imprint
    theme: str
    note_numbering: Literal["document", "edition"]
    front: tuple[Matter, ...]
    parts: tuple[Part, ...]
    back: tuple[Matter, ...]
    registers: tuple[Register, ...]
    indexes: tuple[Index, ...]
    by_date: tuple[str, ...]
    notes: Mapping[str, Note]
    targets: Mapping[str, Target]
    entries: Mapping[str, Entry]
    images: Mapping[str, bytes]
    theme_span: Span = EDITION
    line_numbers: LineNumbers | None = None
    page_pictures: bool | None = None
    printing: PrintPlan = field(default_factory=PrintPlan)
    history: History = field(default_factory=History)
    carries: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    tongues: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _by_anchor: Mapping[str, Document] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the documents by their anchors, for a library has thousands."""
        found = {document.anchor: document for document in self.documents}
        object.__setattr__(self, "_by_anchor", found)

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents in the order they are printed."""
        return tuple(document for part in self.parts for document in part.documents)

    def document(self, anchor: str) -> Document:
        """The document with *anchor*; a `KeyError` is a bug, `resolve` let it through."""
        return self._by_anchor[anchor]
