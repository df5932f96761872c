"""The shape of edition.yaml, of a document's front matter and of a register.

Every value arrives as the string that was written. The same models make the JSON Schema
by which an editor completes and checks as one types.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from compendium.corpus.edtf import EXAMPLES, date_fault
from compendium.model.text import Variants
from compendium.model.volume import Status

_LONGEST = 80
"""Letters of an id: it is part of the names of files."""


def _slug(text: str) -> str:
    if (
        not text
        or not all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in text)
        or text[0] == "-"
        or len(text) > _LONGEST
    ):
        raise PydanticCustomError("id_bad", "{value}", {"value": text})
    return text


def _isbn(text: str) -> str:
    """*text*, if its last figure is what the others ask for (ISO 2108)."""
    figures = text.replace("-", "").replace(" ", "")
    if not text:
        return text
    if figures.isdecimal() and len(figures) == 13:
        total = sum(int(figure) * (3 if at % 2 else 1) for at, figure in enumerate(figures))
        good = total % 10 == 0
    else:
        weights = range(10, 0, -1)
        values = [10 if sign == "X" else int(sign) for sign in figures if sign in "0123456789X"]
        total = sum(value * weight for value, weight in zip(values, weights, strict=False))
        good = len(figures) == len(values) == 10 and total % 11 == 0
    if not good:
        raise PydanticCustomError("isbn_bad", "{value}", {"value": text})
    return text


def _edtf(text: str) -> str:
    if fault := date_fault(text):
        raise PydanticCustomError("date_bad", "{fault}", {"fault": fault})
    return text


def _language(text: str) -> str:
    parts = text.split("-")
    if not (2 <= len(parts[0]) <= 3 and parts[0].islower() and all(p.isalnum() for p in parts)):
        raise PydanticCustomError("language_bad", "{value}", {"value": text})
    return text


def _flag(value: object) -> object:
    if isinstance(value, str) and value not in ("true", "false"):
        raise PydanticCustomError("flag_bad", "{value}", {"value": value})
    return value == "true"


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _tongued(value: object) -> object:
    return value if isinstance(value, dict) else {"": _listed(value)}


def _tongue(text: str) -> str:
    return text and _language(text)


def _called(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


def _dated(value: object) -> object:
    return {"value": value} if isinstance(value, str) else value


_WORDS_OR_FIGURES = {"type": ["string", "number"]}
_DATE_SCHEMA = {"type": ["string", "integer"], "description": f"EDTF: {EXAMPLES}"}

Slug = Annotated[
    str, AfterValidator(_slug), Field(json_schema_extra={"pattern": "^[a-z0-9][a-z0-9-]{0,79}$"})
]
Words = Annotated[str, WithJsonSchema(_WORDS_OR_FIGURES)]
Edtf = Annotated[str, AfterValidator(_edtf), WithJsonSchema(_DATE_SCHEMA)]
Language = Annotated[str, AfterValidator(_language)]
Flag = Annotated[bool, BeforeValidator(_flag)]
"""`true` or `false`, and no other word."""

_STRINGS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
OneOrMore = Annotated[list[str], BeforeValidator(_listed), WithJsonSchema(_STRINGS)]
"""One value, or a list of them."""

InLanguages = dict[Language, Words]
"""Words by language: `{ja: 択捉島, ru: Итуруп}`."""
_BY_LANGUAGE = {"anyOf": [*_STRINGS["anyOf"], {"type": "object", "additionalProperties": _STRINGS}]}
Tongues = Annotated[
    dict[Annotated[str, AfterValidator(_tongue)], OneOrMore],
    BeforeValidator(_tongued),
    WithJsonSchema(_BY_LANGUAGE),
]
"""One value or a list of them for all languages (""), or a mapping of such by language."""


class _Shape(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
    )


class DateShape(_Shape):
    """A date, and on what ground it is believed where the text does not give it."""

    value: Edtf
    inferred: Flag = False
    ground: str = ""
    given: str = ""


DateField = Annotated[
    DateShape,
    BeforeValidator(_dated, json_schema_input_type=Edtf | DateShape),
]
"""An EDTF string, or a mapping that says more."""


class ImprintShape(_Shape):
    """Who publishes the edition, and the words that go with it."""

    publisher: str = ""
    place: str = ""
    editors: OneOrMore = []
    rights: str = ""
    licence: str = ""
    isbn: Annotated[Words, AfterValidator(_isbn)] = ""
    doi: Words = ""
    url: str = ""
    statement: OneOrMore = []


_Millimetres = Annotated[str, Field(pattern=r"^\d{1,3}(\.\d{1,3})?$")]


class PrintShape(_Shape):
    """What the printer asks for; lengths are in millimetres."""

    bleed: _Millimetres = "3"
    sheet: Literal["1", "2", "4", "8", "16", "32"] = "4"
    leaf: _Millimetres = "0"
    board: _Millimetres = "0.3"
    condition: Annotated[str, Field(pattern=r"^[A-Za-z0-9 ._-]+$")] = "FOGRA52"


class ArrangementShape(_Shape):
    """How the texts of a document stand to each other in print, and which of them."""

    form: Literal["sequential", "columns", "facing", "interleaved", "single"] | None = None
    languages: list[Language] = []


ArrangementField = Annotated[
    ArrangementShape,
    BeforeValidator(
        lambda value: {"form": value} if isinstance(value, str) else value,
        json_schema_input_type=ArrangementShape
        | Literal["sequential", "columns", "facing", "interleaved", "single"],
    ),
]
"""A form, or a mapping that says more."""


_STEPS = ("1", "2", "3", "4", "5", "10", "20")


class LineNumbersShape(_Shape):
    """Numbers beside the lines of documents, from 1 on each page or in each document."""

    by: Literal["none", "page", "document"] = "none"
    every: Annotated[
        Literal["1", "2", "3", "4", "5", "10", "20"],
        WithJsonSchema({"enum": [*_STEPS, *map(int, _STEPS)]}),
    ] = "5"


LineNumbersField = Annotated[
    LineNumbersShape,
    BeforeValidator(
        lambda value: {"by": value} if isinstance(value, str) else value,
        json_schema_input_type=LineNumbersShape | Literal["none", "page", "document"],
    ),
]
"""What the numbers count by, or a mapping that says more."""


class PartShape(_Shape):
    """A division of the edition and the slugs of its documents, in order."""

    id: Slug
    title: str
    titles: InLanguages = {}
    short_titles: InLanguages = {}
    short_title: str = ""
    number: Words = ""
    documents: list[Slug] = []
    follow_on: Flag = False
    arrangement: ArrangementField = ArrangementShape()


Kind = Literal[
    "persons", "places", "bodies", "instruments", "subjects", "abbreviations", "references"
]


def _letters(value: object) -> object:
    return [_language(str(tag)) for tag in value] if isinstance(value, list) else _flag(value)


_FLAG_OR_TAGS = {"anyOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "string"}}]}
Letters = Annotated[Any, BeforeValidator(_letters), WithJsonSchema(_FLAG_OR_TAGS)]
"""Whether an index has the letters of its headings; or the languages in which it has."""


class IndexShape(_Shape):
    """An index: the registers it draws on, and how it is set."""

    id: Slug
    title: str
    titles: InLanguages = {}
    language: Language | None = None
    registers: list[Kind] = Field(min_length=1)
    numbers: Literal["full", "chicago", "chicago15", "hart", "mhra"] = "chicago"
    join: Literal["explicit", "consecutive"] = "explicit"
    sort: Literal["word-by-word", "letter-by-letter", "as-listed"] = "word-by-word"
    form: Literal["indented", "run-in"] = "indented"
    letters: Letters = True
    headnote: str = ""
    headnotes: InLanguages = {}


class EditionShape(_Shape):
    """The file edition.yaml."""

    title: str
    titles: InLanguages = {}
    subtitles: InLanguages = {}
    short_titles: InLanguages = {}
    version: Words
    date: DateField
    languages: list[Language] = Field(min_length=1)
    subtitle: str = ""
    short_title: str = ""
    theme: Slug = "press"
    notes: Literal["document", "edition"] = "document"
    imprint: ImprintShape = ImprintShape()
    front: list[Slug] = []
    back: list[Slug] = []
    list_by_date: Flag = True
    page_pictures: Flag | None = None
    line_numbers: LineNumbersField = LineNumbersShape()
    arrangement: ArrangementField = ArrangementShape()
    print: PrintShape = PrintShape()
    carries: list[Literal["errata", "concordance"]] = []
    quotation_variants: Variants = "report"
    parts: list[PartShape] = []
    indexes: list[IndexShape] = []


class ChangeShape(_Shape):
    """What became of a passage that was published; one of the last five says it."""

    anchor: str
    version: Words
    moved: str = ""
    split: list[str] = []
    merged: str = ""
    withdrawn: str = ""
    corrected: str = ""


class ChangesShape(BaseModel):
    """The file changes.yaml."""

    changes: list[ChangeShape]


class MatterShape(_Shape):
    """The front matter of a file in front/ or back/."""

    title: str
    short_title: str = ""
    status: Status = "not-stated"
    source: str = ""


class DocumentShape(MatterShape):
    """The front matter of a document."""

    kind: Slug
    date: DateField | None = None
    place: str = ""
    from_: OneOrMore = []
    to: OneOrMore = []
    parties: OneOrMore = []
    signed: DateField | None = None
    ratified: DateField | None = None
    in_force: DateField | None = None
    extent: Literal["whole", "excerpt"] = "whole"
    units: Literal["paragraph", "article"] = "paragraph"
    replies_to: Slug | None = None
    encloses: OneOrMore = []
    without_forms: OneOrMore = []
    prevails: Language | None = None
    arrangement: ArrangementField = ArrangementShape()


class VariantShape(_Shape):
    """Another name of an entry, and how it is filed."""

    name: Words
    sort: Words | None = None
    reading: str | None = None


_Variant = Annotated[
    VariantShape, BeforeValidator(_called, json_schema_input_type=Words | VariantShape)
]
_Variants = Annotated[
    list[_Variant],
    BeforeValidator(lambda value: value if isinstance(value, list) else [value]),
]


class EntryShape(_Shape):
    """An entry of a register, and its subentries; what is not by language holds in every one."""

    id: Slug
    name: Words
    names: InLanguages = {}
    sort: Words | None = None
    sorts: InLanguages = {}
    reading: str | None = None
    readings: InLanguages = {}
    description: str = ""
    descriptions: InLanguages = {}
    variants: dict[Language, _Variants] = {}
    forms: Tongues = {}
    except_: Tongues = {}
    see: OneOrMore = []
    see_also: OneOrMore = []
    at: OneOrMore = []
    printed: Slug | None = None
    sub: list[EntryShape] = []


class RegisterShape(_Shape):
    """A file of registers/: the list of its entries."""

    entries: list[EntryShape]


class _EntriesShape(RootModel[list[EntryShape]]):
    """A file of registers/: a list of entries."""


SchemaKind = Literal["edition", "document", "matter", "register"]

_SHAPES: dict[SchemaKind, type[BaseModel]] = {
    "edition": EditionShape,
    "document": DocumentShape,
    "matter": MatterShape,
    "register": _EntriesShape,
}


def json_schema(kind: SchemaKind) -> dict[str, Any]:
    """The JSON Schema of edition.yaml, of a front matter, or of a register, for editors."""
    return _SHAPES[kind].model_json_schema(by_alias=True)
