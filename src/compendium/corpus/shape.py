"""A YAML value checked against its shape, every fault of it said where it was written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from compendium.corpus.edtf import EXAMPLES
from compendium.diag import Code, Span
from compendium.source.node import Loc, Node
from compendium.source.problems import Problems, alternatives, suggest

Shape = TypeVar("Shape", bound=BaseModel)


def fit(node: Node, shape: type[Shape], problems: Problems, above: Loc = ()) -> Shape | None:
    """*node* as a *shape*, or None and all that keeps it from being one.

    Where YAML itself was at fault nothing is added.

    Shape: *above* is the way to the part of the shape that *node* is, where it is not the whole.
    """
    data: Any = node.data()
    for step in reversed(above):
        data = {step: data}
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        found = Problems()
        for fault in error.errors(include_url=False):
            _report(fault, node, shape, found, len(above))
        known = {
            problem.span.start for problem in problems.found if problem.span.path == node.file.path
        }
        problems.found += [problem for problem in found.found if problem.span.start not in known]
    return None


def _report(
    fault: ErrorDetails, node: Node, shape: type[BaseModel], problems: Problems, skip: int
) -> None:
    loc: Loc = fault["loc"][skip:]
    kind = fault["type"]
    name = str(loc[-1]) if loc else ""
    span = _span(node, loc)
    code: Code = "value-bad"
    hint = ""
    value = str(fault["ctx"].get("value", "")) if "ctx" in fault else ""
    match kind:
        case "extra_forbidden":
            code, message = "key-unknown", f"no key is called `{name}` here"
            span = node.key(loc) or span
            hint = suggest(name, _keys(shape, fault["loc"][:-1]))
        case "missing":
            code, message, hint = "key-missing", f"`{name}` is missing", f"add `{name}: ...`"
            if written := node.key(loc):
                message, hint = f"`{name}` has no value", "write one after the colon"
            span = written or _head(node.find(loc[:-1]))
        case "literal_error":
            wanted = str(fault["ctx"]["expected"]).replace(" or ", ", ").split(", ")
            names = [word.strip("'") for word in wanted]
            code, message = "choice-unknown", f"`{fault['input']}` is not one of the choices"
            hint = _choice(str(fault["input"]), names)
        case "date_bad":
            code, message = "date-bad", str(fault["ctx"]["fault"])
            hint = f"write {EXAMPLES}" if message.endswith("not a date") else "look it up again"
        case _ if kind in _FAULTS:
            code, said, hint = _FAULTS[kind]
            message = said.format(value)
        case "too_short":
            message, hint = f"`{name}` is empty", "name at least one"
        case _:
            message = f"{_named(node, loc)} must be {_WANTED.get(kind, 'something else')}"
            hint = _HINTS.get(kind, fault["msg"].lower())
    problems.error(code, message, span, hint)


_FAULTS: dict[str, tuple[Code, str, str]] = {
    "flag_bad": ("choice-unknown", "`{}` is not one of the choices", "choose `true` or `false`"),
    "id_bad": (
        "id-bad",
        "`{}` cannot be an id",
        "use a to z, figures and hyphens only, 80 at most",
    ),
    "isbn_bad": ("value-bad", "`{}` is no ISBN", "copy it again: its last figure proves it"),
    "language_bad": ("value-bad", "`{}` is not a language tag", "write `en`, `ja`, `ru` ..."),
}
"""What our own checks of a value say of it."""

_WANTED = {
    "string_type": "words",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
_HINTS = {
    "string_type": "put the value in quotes if it has a colon, bracket or brace",
    "list_type": "write `- ` before each value, or `[a, b]`",
    "dict_type": "indent `key: value` lines below it",
    "model_type": "indent `key: value` lines below it",
    "model_attributes_type": "indent `key: value` lines below it",
}


def _named(node: Node, loc: Loc) -> str:
    """What to call the value at *loc*: the word itself in a list, else the key before it."""
    found = node.find(loc)
    if loc and isinstance(loc[-1], int) and found.kind == "scalar":
        return f"`{found.text}`"
    key = next((step for step in reversed(loc) if isinstance(step, str)), None)
    return f"`{key}`" if key else "the file" if not loc else "this entry"


def _choice(word: str, names: Iterable[str]) -> str:
    near = suggest(word, names)
    listed = "choose " + alternatives(names)
    return (
        listed
        if near.startswith("choose")
        else f"{near} or {listed}".replace("? or choose", "? choose")
    )


def _span(node: Node, loc: Loc) -> Span:
    """The value at *loc*: for a list or mapping, where it begins."""
    found = node.find(loc)
    return found.span if found.kind == "scalar" else _head(found)


def _head(node: Node) -> Span:
    return node.file.span(node.start, node.start)


def _keys(shape: type[BaseModel], loc: Iterable[int | str]) -> list[str]:
    """The keys that may stand at *loc* of *shape*."""
    model: type[BaseModel] = shape
    for step in loc:
        found = next((f for f in model.model_fields.values() if f.alias == step), None)
        if found and (below := _model(found.annotation)):
            model = below
    return [field.alias or name for name, field in model.model_fields.items()]


def _model(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation: `list[PartShape]`, `DateShape | None`."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    return next((m for a in get_args(annotation) if (m := _model(a))), None)
