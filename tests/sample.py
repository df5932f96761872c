"""A small edition built by hand, with one of everything that a page can show."""

from __future__ import annotations

from dataclasses import replace

from compendium.diag import Span
from compendium.model.edition import (
    Document,
    DocumentText,
    Edition,
    Entry,
    Index,
    IndexGroup,
    Matter,
    Note,
    Part,
    Register,
    Target,
    TargetKind,
)
from compendium.model.text import (
    Block,
    Break,
    Editorial,
    Heading,
    Inline,
    Item,
    List,
    Mention,
    NoteMark,
    Paragraph,
    Phrase,
    Pointer,
    Quotation,
    Reference,
    Row,
    Rule,
    Styled,
    Table,
    Text,
)
from compendium.model.volume import Date, Imprint, IndexPlan, RegisterKind

AT = Span("sample.md")


def t(words: str) -> Text:
    """Words."""
    return Text(words, AT)


def p(*content: Inline | str, anchor: str = "", name: str | None = None) -> Paragraph:
    """A paragraph of words and nodes."""
    return Paragraph(run(*content), AT, anchor, name)


def run(*content: Inline | str) -> tuple[Inline, ...]:
    """An inline run of words and nodes; a line end in words is a line end of the source."""
    return tuple(node for part in content for node in _nodes(part))


def _nodes(part: Inline | str) -> tuple[Inline, ...]:
    if not isinstance(part, str):
        return (part,)
    lines = part.split("\n")
    return tuple(
        node
        for at, line in enumerate(lines)
        for node in ((t(line),) if at == len(lines) - 1 else (t(line), Break(False, AT)))
    )


def em(words: str) -> Styled:
    """Words in italics."""
    return Styled("emphasis", run(words), AT)


def foreign(lang: str, words: str) -> Styled:
    """Words in another language."""
    return Styled("plain", run(words), AT, lang=lang)


def call(slug: str, number: str, series: str = "n") -> NoteMark:
    """The call of a note."""
    anchor = f"{slug}.{series}{number}"
    return NoteMark(anchor, "*" if series == "o" else number, f"{anchor}.call", AT)


def named(key: str, words: str, anchor: str) -> Mention:
    """A mention of a register's entry."""
    return Mention(key, run(words), AT, anchor)


def see(target: str, words: str, anchor: str) -> Reference:
    """A reference to another passage."""
    return Reference(target, run(words), AT, anchor)


LETTER: tuple[Block, ...] = (
    p("Excellency,", anchor="letter.salutation", name="salutation"),
    p(
        "I have the honor to refer to the letter of Prime Minister ",
        named("persons/hatoyama", "Hatoyama", "letter.m1"),
        " of September 11, 1956",
        call("letter", "2"),
        " and to ",
        see("declaration.par-9.2", "the promise of the Declaration", "letter.r1"),
        call("letter", "3"),
        ". The island is called ",
        foreign("ja", "択捉島"),
        " or ",
        foreign("ru", "Итуруп"),
        ", and the instrument ",
        em("communiqué"),
        call("letter", "1", "o"),
        ".",
        anchor="letter.p-1",
    ),
    p("[", Editorial("supplied", run("Tokyo"), AT), "] ", *run(
        Editorial("correction", run("over these"), AT, was="over the these"), " islands ",
        Editorial("sic", run("over the these"), AT), " and ",
        Editorial("omission", run("..."), AT), Editorial("placeholder", run("Japanese Note"), AT),
    ), anchor="letter.p-2"),
    Quotation((p("The territorial issue is included.", anchor="letter.q-1.1"),), AT,
              anchor="letter.q-1"),
    p("S. Matsumoto\nPlenipotentiary Representative of\nthe Japanese Government",
      anchor="letter.signature", name="signature"),
    p("His Excellency\nMr. A.A. Gromyko", anchor="letter.addressee", name="addressee"),
)  # fmt: skip

DECLARATION: tuple[Block, ...] = (
    Heading(1, run("Negotiations"), AT, "declaration.h-1"),
    List(
        True,
        (
            Item(
                (
                    p("Japan and the Union of Soviet Socialist Republics agree to continue "
                      "negotiations for the conclusion of a peace treaty.",
                      anchor="declaration.par-9.1"),
                    p(named("bodies/japan", "Japan", "declaration.m1"),
                      " shall be handed over the Habomai Islands and the island of Shikotan.",
                      anchor="declaration.par-9.2"),
                ),
                AT, "9", "9.", "declaration.par-9",
            ),
        ),
        AT, "declaration.l-1",
    ),
    List(False, (Item((p("one", anchor="declaration.p-1"),), AT, marker="-"),), AT),
    Rule(AT),
    Table(
        Row((run("Place"), run("Date")), AT, "declaration.t-1.head"),
        (Row((run("Moscow"), run("1956")), AT, "declaration.t-1.1"),),
        ("left", "right"), AT, run("Signatures"), "declaration.t-1",
    ),
    p("(Signed on October 19, 1956 in Moscow.)", anchor="declaration.p-2"),
)  # fmt: skip

_NOTES = (
    Note("letter.s1", "source", "", "", "letter", (p("The two ministries, 1992."),), AT, "source"),
    Note("letter.n1", "editorial", "1", "letter.n1.call", "letter",
         (p("Dated by Document 2."),), AT, "date"),
    Note("letter.n2", "editorial", "2", "letter.n2.call", "letter",
         (p("Letter of September 11, 1956; ", Phrase("not-printed", AT), "."),), AT,
         "cross-reference"),
    Note("letter.n3", "editorial", "3", "letter.n3.call", "letter",
         (p(Pointer("declaration.par-9.2", "below", AT)),), AT, "cross-reference"),
    Note("letter.o1", "original", "*", "letter.o1.call", "letter",
         (p("A word of the original."), Quotation((p("It goes on here."),), AT)), AT),
)  # fmt: skip


def _text(
    lang: str, title: str, short: str, blocks: tuple[Block, ...], *notes: str
) -> DocumentText:
    return DocumentText(lang, run(title), short, "authentic", blocks, notes, "sample.md")


def _document(slug: str, number: str, text: DocumentText, date: Date, place: str = "") -> Document:
    return Document(
        slug, number, "letter", (text,), date, place, (), (), (), None, None, None,
        "whole", "paragraph", "part-v", AT,
    )  # fmt: skip


_LETTER_TEXT = replace(
    _text("en", "Letter from S. Matsumoto to A.A. Gromyko (1956)", "Matsumoto to Gromyko", LETTER,
          "letter.s1", "letter.n1", "letter.n2", "letter.n3", "letter.o1"),
    date_mark=call("letter", "1"),
)  # fmt: skip

DOCUMENTS = (
    _document("letter", "1", _LETTER_TEXT, Date("1956-09-29", AT, inferred=True), "Moscow"),
    _document("declaration", "2",
              _text("en", "Paragraph 9 of the Joint Declaration (1956)", "Joint Declaration",
                    DECLARATION),
              Date("1956-10-19", AT)),
)  # fmt: skip


def _entry(
    key: str, name: str, *mentions: str, description: str = "", see: tuple[str, ...] = ()
) -> Entry:
    return Entry(
        key, key.replace("/", "."), run(name), run(description) if description else (), name,
        mentions, (), see, (), (), AT,
    )  # fmt: skip


HATOYAMA = _entry(
    "persons/hatoyama", "Hatoyama", "letter.m1", description="Prime Minister of Japan."
)
NIPPON = _entry("bodies/nippon", "Nippon", see=("bodies/japan",))
JAPAN = _entry("bodies/japan", "Japan", "declaration.m1")


def _index(anchor: str, title: str, kind: RegisterKind, groups: tuple[IndexGroup, ...]) -> Index:
    return Index(anchor, IndexPlan(anchor, title, (kind,), AT), groups)


def _target(anchor: str, kind: TargetKind, document: str, number: str = "") -> Target:
    return Target(anchor, kind, AT, document, number)


_TARGETS = (
    _target("part-v", "part", "", "V"),
    _target("note-on-the-text", "front", ""),
    _target("letter", "document", "letter", "1"),
    _target("declaration", "document", "declaration", "2"),
    _target("declaration.par-9", "paragraph", "declaration", "9"),
    _target("declaration.par-9.2", "paragraph", "declaration", "9.2"),
    _target("declaration.t-1", "table", "declaration", "1"),
    _target("letter.m1", "mention", "letter", "1"),
    _target("letter.r1", "reference", "letter"),
    _target("declaration.m1", "mention", "declaration", "9.2"),
    *(_target(n.anchor, "note", n.document, n.mark or "source") for n in _NOTES),
)


SAMPLE = Edition(
    id="sample",
    title="Joint Compendium of <Documents> & Papers",
    subtitle="",
    short_title="Joint Compendium",
    version="1.0",
    date=Date("2026-11-24", AT),
    languages=("en",),
    imprint=Imprint("The Press", "Geneva", ("A. Editor", "B. Editor"), "All rights reserved."),
    theme="press",
    note_numbering="document",
    front=(
        Matter("note-on-the-text",
               _text("en", "Note on the Text", "Note on the Text", (p("Nothing is changed."),))),
    ),
    parts=(Part("part-v", "V", "Period after Negotiations", DOCUMENTS, False, AT),),
    back=(),
    registers=(Register("persons", (HATOYAMA,)), Register("bodies", (JAPAN, NIPPON))),
    indexes=(
        _index("index-persons", "Index of Persons", "persons", (IndexGroup("H", (HATOYAMA,)),)),
        _index("index-bodies", "Index of Bodies", "bodies",
               (IndexGroup("J", (JAPAN,)), IndexGroup("N", (NIPPON,)))),
    ),
    by_date=("letter", "declaration"),
    notes={note.anchor: note for note in _NOTES},
    targets={target.anchor: target for target in _TARGETS},
    entries={entry.key: entry for entry in (HATOYAMA, JAPAN, NIPPON)},
    images={},
)  # fmt: skip
"""Two documents, notes of every series, references, a table, a list, two indexes."""
