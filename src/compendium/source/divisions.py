"""Fenced divs: what their opening line says, and what block that makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from compendium.diag import Span
from compendium.model.text import Block, Division, Quotation, Variants
from compendium.source.attributes import Attributes, read_attributes, variants
from compendium.source.problems import Problems, suggest
from compendium.source.text import Run

PIECES = frozenset({"addressee", "close", "dateline", "salutation", "signature"})
"""The named pieces of a document; every line end in them is kept."""

NAMES = PIECES | {"plain", "quotation", "range"}

_PAIRS = {"from": "quotation", "variants": "quotation", "of": "range", "lang": ""}
_OPENING = re.compile(r":{3,}[ \t]*(?:(?P<name>[\w-]+)|(?P<braces>\{.*\}))[ \t]*:*[ \t]*")
_CLOSING = re.compile(r":{3,}[ \t]*")


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening line of a div as `written`: `name` is what it makes, "" a plain division.

    Shape: `broken` tells a line that cannot be read, which makes nothing.
    """

    name: str
    attributes: Attributes
    span: Span
    written: str
    broken: bool = False
    variants: Variants | Literal[""] = ""


def closes(line: str) -> bool:
    """Whether a line of colons is the end of a div."""
    return _CLOSING.fullmatch(line) is not None


def read_opening(run: Run, problems: Problems) -> Opening:
    """What the line *run* opens."""
    span = run.span(0, len(run.text))
    found = _OPENING.fullmatch(run.text)
    attributes = None
    if found and found["name"]:
        name = found["name"]
        attributes = Attributes(0, 0, classes=(name,), places={"." + name: found.span("name")})
    elif found:
        attributes = read_attributes(run.text, found.start("braces"))
    if attributes is None:
        message = f"`{run.text}` is not read as the opening of a div"
        hint = 'write `::: name`, or `::: {.name key="value"}`'
        problems.error("div-unknown", message, span, hint)
        return Opening("", Attributes(0, 0), span, run.text, broken=True)
    _check(attributes, run, problems)
    name = next((name for name in attributes.classes if name in NAMES), "")
    wish = variants(attributes, run, problems)
    return Opening(name, attributes, span, run.text, variants=wish)


def _check(attributes: Attributes, run: Run, problems: Problems) -> None:
    for name in attributes.classes:
        if name not in NAMES:
            place = run.span(*attributes.places["." + name])
            problems.error("div-unknown", f"no div is called `{name}`", place, suggest(name, NAMES))
    for key in attributes.pairs:
        owner = _PAIRS.get(key)
        place = run.span(*attributes.places[key])
        if owner is None:
            hint = suggest(key, _PAIRS)
            problems.error("attribute-unknown", f"a div has no attribute `{key}`", place, hint)
        elif owner and owner not in attributes.classes:
            problems.error(
                "attribute-unknown", f"`{key}` belongs to `.{owner}`", place, f"add `.{owner}`"
            )
    if "range" in attributes.classes and "of" not in attributes.pairs:
        place = run.span(*attributes.places[".range"])
        hint = 'add `of="subject:..."`'
        problems.error("attribute-missing", "`.range` does not say `of`", place, hint)


def make_division(opening: Opening, blocks: tuple[Block, ...], span: Span) -> Block:
    """The block that *opening* makes of *blocks*."""
    attributes = opening.attributes
    if opening.name == "quotation":
        source = attributes.pairs.get("from")
        if len(blocks) == 1 and isinstance(blocks[0], Quotation) and not blocks[0].source:
            blocks = blocks[0].blocks
        return Quotation(blocks, span, source, attributes.id, variants=opening.variants)
    return Division(blocks, span, frozenset(attributes.classes), attributes.pairs, attributes.id)
