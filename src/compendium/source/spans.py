"""What the attributes of bracketed words make of them: a style, an intervention, a link."""

from __future__ import annotations

import re
from typing import get_args

from compendium.model.text import (
    Editorial,
    Inline,
    Intervention,
    Link,
    Quoted,
    SourcePage,
    Style,
    Styled,
)
from compendium.source.attributes import Attributes, variants
from compendium.source.brackets import Tail
from compendium.source.problems import Problems, suggest
from compendium.source.text import Run

LINK_CLASSES = frozenset({"end", "inline", "note", "start"})
STYLES: dict[str, Style] = {
    "emphasis-marks": "emphasis-marks",
    "ruby": "ruby",
    "small-caps": "small-caps",
    "subscript": "subscript",
    "superscript": "superscript",
    "underline": "underline",
}
INTERVENTIONS: dict[str, Intervention] = {name: name for name in get_args(Intervention)}
CLASSES = frozenset({"page", "quotation", *STYLES, *INTERVENTIONS})

_PAIRS = {
    "was": "correction",
    "from": "quotation",
    "variants": "quotation",
    "lang": "",
    "n": "page",
    "reading": "ruby",
}
"""The keys a span may have, and the class each belongs to."""
_NEEDED = {"correction": "was", "quotation": "from", "page": "n", "ruby": "reading"}
_UNNAMED = re.compile(r"[^0-9a-z]+")
_PRINTED = re.compile(r"\S{1,16}")


def make_link(
    tail: Tail, content: tuple[Inline, ...], run: Run, start: int, problems: Problems
) -> Inline:
    """The link with *tail*, inside whatever else its classes ask for."""
    attributes = tail.attributes
    classes = frozenset(attributes.classes if attributes else ()) & LINK_CLASSES
    link = Link(tail.target or "", content, run.span(start, tail.end), classes)
    if not attributes or not (
        set(attributes.classes) - classes or attributes.pairs or attributes.id
    ):
        return link
    return make_span(attributes, (link,), run, start, problems, LINK_CLASSES)


def make_span(
    attributes: Attributes,
    content: tuple[Inline, ...],
    run: Run,
    start: int,
    problems: Problems,
    known: frozenset[str] = frozenset(),
) -> Inline:
    """*content* in the style, language or hands of the editors that *attributes* name."""
    _check(attributes, run, problems, known)
    span = run.span(start, attributes.end)
    classes, lang, anchor = attributes.classes, attributes.pairs.get("lang"), attributes.id or None
    styles = [STYLES[name] for name in classes if name in STYLES]
    if styles or lang or anchor:
        reading = {"ruby": attributes.pairs.get("reading", "")}
        for style in reversed(styles[1:]):
            content = (Styled(style, content, span, reading=reading.get(style, "")),)
        outer = styles[0] if styles else "plain"
        content = (Styled(outer, content, span, lang, anchor, reading.get(outer, "")),)
    for name in classes:
        if name in INTERVENTIONS:
            was = attributes.pairs.get("was") if name == "correction" else None
            content = (Editorial(INTERVENTIONS[name], content, span, was),)
    if "quotation" in classes and "from" in attributes.pairs:
        wish = variants(attributes, run, problems)
        content = (Quoted(attributes.pairs["from"], content, span, variants=wish),)
    return content[0] if len(content) == 1 else Styled("plain", content, span)


def make_page(
    attributes: Attributes, content: tuple[Inline, ...], run: Run, start: int, problems: Problems
) -> SourcePage | None:
    """The page of the source that begins here, None if it has no number that can be used."""
    _check(attributes, run, problems, frozenset())
    span, number = run.span(start, attributes.end), attributes.pairs.get("n", "")
    if content:
        message = "`.page` marks where a page begins, and holds no words"
        problems.error("page-bad", message, span, "take the words out of its brackets")
    name = _UNNAMED.sub("-", number.lower()).strip("-")
    if "n" in attributes.pairs and not (name and _PRINTED.fullmatch(number)):
        message = f"`{number}` cannot be the number of a page"
        hint = "write it as the page bears it, in sixteen letters or fewer"
        problems.error("page-bad", message, span, hint)
        return None
    return SourcePage(number, span, f"src-{name}") if name else None


def _check(attributes: Attributes, run: Run, problems: Problems, known: frozenset[str]) -> None:
    for name in attributes.classes:
        if name not in CLASSES and name not in known:
            place = run.span(*attributes.places["." + name])
            problems.error(
                "span-unknown", f"no words can be `.{name}`", place, suggest(name, CLASSES | known)
            )
    for key in attributes.pairs:
        place = run.span(*attributes.places[key])
        owner = _PAIRS.get(key)
        if owner is None:
            hint = suggest(key, _PAIRS)
            problems.error("attribute-unknown", f"words have no attribute `{key}`", place, hint)
        elif owner and owner not in attributes.classes:
            problems.error(
                "attribute-unknown", f"`{key}` belongs to `.{owner}`", place, f"add `.{owner}`"
            )
    for name, key in _NEEDED.items():
        if name in attributes.classes and key not in attributes.pairs:
            place = run.span(*attributes.places["." + name])
            problems.error(
                "attribute-missing", f"`.{name}` does not say `{key}`", place, f'add `{key}="..."`'
            )


def check_picture(attributes: Attributes, run: Run, problems: Problems) -> None:
    """Report what a picture cannot have; its size and place are the theme's."""
    for name, place in attributes.places.items():
        if name != "alt" and not name.startswith("#"):
            message = f"a picture cannot have `{name}`"
            hint = "leave size and place to the theme"
            problems.error("attribute-unknown", message, run.span(*place), hint)
