"""What the elements of each notation are to us; names are local, without a namespace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compendium.model.text import Style


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A notation for laws.

    Shape: a provision's `numbers` and `headings` are children of it; `headed` provisions
        have a heading though it be a number alone. `inline` elements stand in a line of
        words; what is in no list is a block if it holds one. `left` never passes, `anew`
        is made by every build. `identity` is the attribute that names an element.
    """

    numbers: frozenset[str]
    headings: frozenset[str]
    headed: frozenset[str]
    blocks: frozenset[str]
    inline: frozenset[str]
    styles: Mapping[str, Style]
    notes: frozenset[str]
    calls: frozenset[str]
    breaks: frozenset[str]
    links: frozenset[str]
    tables: Mapping[str, str]
    left: frozenset[str]
    anew: frozenset[str]
    identity: str


AKOMA_NTOSO = Vocabulary(
    numbers=frozenset({"num"}),
    headings=frozenset({"heading", "subheading"}),
    headed=frozenset(
        {
            "part", "title", "chapter", "section", "article", "subchapter", "subpart", "book",
            "tome", "division", "rule", "order", "subtitle", "subsection-with-heading", "tblock",
        }
    ),
    blocks=frozenset(
        {
            "akomaNtoso", "act", "bill", "doc", "judgment", "judgement", "statement", "portion",
            "debate", "amendment", "officialGazette", "documentCollection", "body", "mainBody",
            "judgmentBody", "judgementBody", "portionBody", "collectionBody", "debateBody",
            "coverPage", "preface", "preamble", "conclusions", "header", "container", "longTitle",
            "formula", "citations", "citation", "recitals", "recital", "p", "block", "content",
            "intro", "wrapUp", "wrap", "alinea", "subparagraph", "paragraph", "subsection",
            "clause", "subclause", "point", "indent", "list", "sublist", "blockList", "item",
            "listIntroduction", "listWrapUp", "hcontainer", "crossHeading", "introduction",
            "background", "arguments", "motivation", "decision", "remedies", "transitional",
            "level", "proviso", "blockContainer", "component", "components", "attachments",
            "attachment", "tblock", "ul", "ol", "li", "quotedStructure", "embeddedStructure",
            "speech", "speechGroup", "question", "answer", "scene", "narrative", "foreign",
            "caption", "interstitial", "documentRef", "table", "tr", "th", "td",
        }
    ),
    inline=frozenset(
        {
            "span", "term", "def", "date", "time", "person", "organization", "concept", "object",
            "event", "location", "process", "role", "quantity", "entity", "docTitle", "docNumber",
            "docDate", "docProponent", "docType", "docStage", "docStatus", "docCommittee",
            "docIntroducer", "docJurisdiction", "docketNumber", "docPurpose", "judge", "lawyer",
            "party", "witness", "legislature", "session", "shortTitle", "courtType",
            "neutralCitation", "outcome", "opinion", "argument", "signature", "vote", "inline",
            "mod", "mmod", "rmod", "omissis", "placeholder", "fillIn", "remark", "recordedTime",
            "quotedText", "embeddedText", "extractText", "abbr", "decoration", "ins",
            "affectedDocument", "relatedDocument", "change", "marker",
        }
    ),
    styles={"i": "emphasis", "b": "strong", "u": "underline", "sup": "superscript",
            "sub": "subscript"},
    notes=frozenset({"authorialNote"}),
    calls=frozenset({"noteRef"}),
    breaks=frozenset({"eol", "br"}),
    links=frozenset({"ref", "a", "mref", "rref"}),
    tables={"table": "table", "tr": "row", "th": "cell", "td": "cell", "caption": "caption"},
    left=frozenset({"meta", "img", "script", "object", "eop", "del", "popup", "documentRef"}),
    anew=frozenset({"toc"}),
    identity="eId",
)  # fmt: skip

JUSTICE = Vocabulary(
    numbers=frozenset({"Label"}),
    headings=frozenset({"TitleText", "MarginalNote"}),
    headed=frozenset({"Section", "Heading", "GroupHeading", "ScheduleFormHeading"}),
    blocks=frozenset(
        {
            "Statute", "Regulation", "Identification", "Introduction", "Enacts", "Preamble",
            "Order", "Body", "Heading", "Section", "Subsection", "Paragraph", "Subparagraph",
            "Clause", "Subclause", "Subsubclause", "Provision", "Text", "Definition", "Group",
            "GroupHeading", "Schedule", "ScheduleFormHeading", "OriginatingRef",
            "DocumentInternal", "ContinuedSectionSubsection", "ContinuedParagraph",
            "ContinuedSubparagraph", "ContinuedClause", "ContinuedSubclause",
            "ContinuedDefinition", "HistoricalNote", "HistoricalNoteSubItem", "List", "Item",
            "BilingualGroup", "BilingualItemEn", "BilingualItemFr", "LongTitle", "ShortTitle",
            "QuotedText", "ReaderNote", "Note", "SignatureBlock", "SignatureLine", "TitleText",
            "RelatedOrNotInForce", "RecentAmendments", "Amendment", "Oath",
        }
    ),
    inline=frozenset(
        {
            "XRefExternal", "XRefInternal", "Language",
            "DefinitionRef", "Repealed", "Fraction", "Numerator", "Denominator", "Leader",
            "Separator", "Ins", "AmendmentCitation", "AmendmentDate", "NonBreakingSpace",
        }
    ),
    styles={"Sup": "superscript", "Sub": "subscript", "DefinedTermEn": "emphasis",
            "DefinedTermFr": "emphasis"},
    notes=frozenset(),
    calls=frozenset({"FootnoteRef"}),
    breaks=frozenset({"LineBreak"}),
    links=frozenset(),
    tables={"table": "table", "row": "row", "entry": "cell", "TableGroup": "group"},
    left=frozenset(
        {
            "Footnote", "RunningHead", "BillHistory", "Chapter", "ImageGroup", "FormulaGroup",
            "ConsolidatedNumber", "LastModifiedDate", "tgroup-spec", "colspec",
        }
    ),
    anew=frozenset({"TableOfProvisions"}),
    identity="given",
)  # fmt: skip
