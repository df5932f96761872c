"""Styles that are worked out for every element, though a hundred others have the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Never

from weasyprint import css
from weasyprint.css.functions import check_math

from compendium.layout.engine.fixes import Fix, Stock

_OWN = frozenset(("anchor", "content"))
"""What a style does not share: the name of its element, and what the engine may complain of."""

_MANY = 5000  # styles; those written at an element never come again


class _OwnError(Exception):
    """A value depends on more than the style sheets say."""


class _NoPage:
    """The size of the first page, which a shared style must not ask for."""

    def __getitem__(self, which: object) -> Never:
        raise _OwnError


def compute_once(stock: Stock) -> Stock:
    """An element that has an id shares its style with no other; nor do all that is inside it.

    Every paragraph, note, call and mention works out eighty values of its own, and the same
    again in each chunk. Here they take them from a model: a style of no element, made of
    the same declarations in the same surroundings, that stays as long as the press.
    """

    def missing(style: Any, key: str) -> Any:
        if key in _OWN or (model := model_of(style)) is None:
            return stock(style, key)
        try:
            value = model[key]
        except _OwnError:
            return stock(style, key)
        _take(style, model, key)
        style.specified = model.specified
        return value

    return missing


def compute_unnamed_once(stock: Stock) -> Stock:
    """The same for boxes that stand for no element: they inherit all that can be inherited."""

    def missing(style: Any, key: str) -> Any:
        parent = style.parent_style
        if not isinstance(parent, css.ComputedStyle) or (model := model_of(parent)) is None:
            return stock(style, key)
        try:
            value = model.anonymous_style[key]
        except _OwnError:
            return stock(style, key)
        _take(style, model.anonymous_style, key)
        return value

    return missing


def copy_alone(stock: Stock) -> Stock:
    """A copy of a style is made to be changed, so it has no model."""

    def copy(style: Any) -> Any:
        made = stock(style)
        made._model = None
        return made

    return copy


def of_kind(style: Any, name: str, make: Callable[[Any], Any]) -> Any:
    """What *make* finds of *style*: found once for all styles that have its values.

    It is kept under *name*, and is never None.
    """
    known = style.__dict__.get(name)
    if known is None:
        known = style.__dict__[name] = _of_model(style, name, make)
    return known


def _of_model(style: Any, name: str, make: Callable[[Any], Any]) -> Any:
    model = _shared(style)
    if model is None or any(part.startswith("table") for part in style["display"]):
        return make(style)  # the engine changes the styles of tables where they are
    if name not in model.__dict__:
        try:
            model.__dict__[name] = make(model)
        except _OwnError:
            model.__dict__[name] = None
    known = model.__dict__[name]
    return make(style) if known is None else known


def _shared(style: Any) -> Any:
    """The style that has the values of *style* for good, if there is one."""
    if isinstance(style, css.ComputedStyle):
        return model_of(style)
    parent = style.parent_style if isinstance(style, css.AnonymousStyle) else None
    if (
        not isinstance(parent, css.ComputedStyle)
        or parent.__dict__.get("anonymous_style") is not style
    ):
        return None
    model = model_of(parent)
    return None if model is None else model.anonymous_style


def _take(style: Any, model: Any, key: str) -> None:
    """Give *style* the value of *key* that *model* has, and at first all that it has."""
    if style.__dict__.get("_full"):
        style[key] = model[key]
    else:
        style.update({**model, **style})
        style.__dict__["_full"] = True


def share(style: Any, twin: Any) -> None:
    """Let *style* take its values from where its *twin* does, which differs in no value kept.

    What is in boxes without an element is the same for both.
    """
    style._model = model_of(twin)
    style.__dict__["anonymous_style"] = twin.anonymous_style


def model_of(style: Any) -> Any:
    """The style that *style* takes its values from, if there is one."""
    if "_model" not in style.__dict__:
        style._model = _find(style)
    return style._model


def _find(style: Any) -> Any:
    """The model of *style*, made if there is none yet; None if its values may not be final.

    The values of a style sheet are told apart by identity, for nobody makes them twice; a
    model holds those it is made of, so that no other can come to have the same.
    """
    parent, root = style.parent_style, style.root_style
    around = None if parent is None else model_of(parent)
    if parent is not None and around is None:
        return None
    declared = {name: cascaded for name, cascaded in style.cascaded.items() if name not in _OWN}
    if any(isinstance(value, css.Pending) or check_math(value) for value, _ in declared.values()):
        return None
    base = None if parent is None else model_of(root)
    models = style.font_config.__dict__.setdefault("_styles", {})
    key = (
        id(around), id(base), style.pseudo_type,
        frozenset(
            (name, value if name == "lang" else id(value), *weight[:2], *weight[2])
            for name, (value, weight) in declared.items()
        ),
    )  # fmt: skip
    if key not in models:
        if len(models) > _MANY:
            models.clear()
        root = css.InitialStyle(style.font_config) if base is None else base
        made = css.ComputedStyle(
            around, declared, style.pseudo_type, root, style.base_url, style.font_config, _NoPage()
        )
        made._model = None
        models[key] = made
    return models[key]


FIXES = (
    Fix(css.ComputedStyle, "copy", copy_alone),
    Fix(css.ComputedStyle, "__missing__", compute_once),
    Fix(css.AnonymousStyle, "__missing__", compute_unnamed_once),
)
