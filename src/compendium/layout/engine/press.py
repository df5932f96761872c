"""One theme made ready to print: its fonts, its style sheets, and the engine started."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import weasyprint
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from compendium.layout.engine import speed
from compendium.layout.engine.elements import call_of, is_inline
from compendium.layout.engine.fixes import LAYOUT, Fix, applied
from compendium.layout.engine.glyphs import characters
from compendium.layout.engine.marks import Mark, take_out
from compendium.model.pages import Side

VERSION: str = weasyprint.VERSION
FAILURES = (FatalURLFetchingError, RecursionError, ArithmeticError, AssertionError)
"""How the engine gives up on markup: nothing of ours raises these while it works."""

BASE = "https://corpus.invalid/"

_SIDES: dict[Side, str] = {"recto": "html{break-before:right}", "verso": "html{break-before:left}"}


class Images(URLFetcher):  # type: ignore[misc]  # its base class has no types
    """All the engine may read: a dictionary. Anything else stops the layout.

    `missing` is what it asked for in vain.
    """

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._images = images
        self.missing: list[str] = []

    def fetch(self, url: str, headers: object = None) -> Any:
        """The bytes of the image that *url* names; never a path, which would be read again."""
        del headers
        name = url.removeprefix(BASE)
        if not url.startswith(BASE) or name not in self._images:
            self.missing.append(name)
            raise ValueError(url)
        return URLFetcherResponse(url, self._images[name])


@dataclass(frozen=True)
class Press:
    """The fonts and style sheets of a theme, parsed once.

    Shape: `faces` maps a font file to its family, weight and slope; `messages` is what
        the engine said of the style sheet; `labels` are those set beside lines so far.
    """

    theme: str
    css: str
    font_config: Any
    sheet: Any
    sides: Mapping[Side, Any]
    faces: Mapping[str, tuple[str, int, bool]]
    fonts: Mapping[str, bytes]
    messages: tuple[logging.LogRecord, ...]
    labels: dict[Any, Any] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)
    _characters: dict[str, dict[int, str]] = field(default_factory=dict)

    def file(self, font: Any) -> str:
        """The name of the file that *font*, one of the engine's, was read from."""
        if font.hash not in self._files:
            content = font.file_content
            self._files[font.hash] = next(n for n, data in self.fonts.items() if data == content)
        return self._files[font.hash]

    def characters(self, font: Any) -> dict[int, str]:
        """The character of each glyph of *font* that its character map names."""
        name = self.file(font)
        if name not in self._characters:
            self._characters[name] = characters(self.fonts[name])
        return self._characters[name]


def start(theme: str, fonts: Mapping[str, bytes], css: str) -> Press:
    """A press with *fonts*, which fontconfig has been given, and the style sheet *css*."""
    with listening() as messages:
        config = FontConfiguration()
        fetcher = Images({})

        def parse(text: str) -> Any:
            return weasyprint.CSS(
                string=text, font_config=config, url_fetcher=fetcher, base_url=BASE
            )

        return Press(
            theme=theme,
            css=css,
            font_config=config,
            sheet=parse(css),
            sides={side: parse(rule) for side, rule in _SIDES.items()},
            faces={name: _face(data) for name, data in fonts.items()},
            fonts=fonts,
            messages=tuple(messages),
        )


Amend = Callable[[Any, tuple[Mark, ...]], tuple[Mark, ...]]


def _as_they_are(root: Any, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    del root
    return marks


@dataclass(frozen=True)
class Rendering:
    """A laid-out document, the root element of its markup, and the fixes that did not fit.

    Shape: `marks` were in the markup, and are not in the document.
    """

    document: Any
    root: Any
    off: tuple[str, ...]
    marks: tuple[Mark, ...]


def render(
    press: Press,
    markup: str,
    side: Side,
    images: Images,
    loose: frozenset[str] = frozenset(),
    fixes: tuple[Fix, ...] = LAYOUT,
    amend: Amend = _as_they_are,
    arrange: Callable[[Any], None] = lambda _: None,
) -> Rendering:
    """The laid-out document; paragraphs that call a note of *loose* may break anywhere.

    First of all *arrange* may give its tree another order. Before it is laid out *amend*
    may change it, and says where the marks are then.

    Errors: `FatalURLFetchingError` if it needs something that `images` does not have.
    """
    sheets = [press.sheet, press.sides[side]]
    with applied(speed.LAYOUT), applied(fixes) as off:
        html = weasyprint.HTML(string=markup, base_url=BASE, url_fetcher=images)
        arrange(html.etree_element)
        _loosen(html.etree_element, loose)
        marks = amend(html.etree_element, take_out(html.etree_element))
        document = html.render(stylesheets=sheets, font_config=press.font_config)
    return Rendering(document, html.etree_element, off, marks)


def _loosen(root: Any, notes: frozenset[str]) -> None:
    """Let the element around the call of each of *notes* break after any line."""
    around = {child: element for element in root.iter() for child in element}
    for element in root.iter():
        if isinstance(element.tag, str) and call_of(element) in notes:
            while is_inline(element):
                element = around[element]
            element.set("style", f"{element.get('style', '')};orphans:1;widows:1")


@contextmanager
def listening() -> Iterator[list[logging.LogRecord]]:
    """What the engine says from WARNING up while this lasts, and nobody else hears."""
    heard: list[logging.LogRecord] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record)

    logger = logging.getLogger("weasyprint")
    ear, was = Ear(logging.WARNING), (logger.propagate, logger.level)
    logger.addHandler(ear)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)
        logger.propagate, level = was
        logger.setLevel(level)


def _face(data: bytes) -> tuple[str, int, bool]:
    font = TTFont(BytesIO(data), lazy=True)
    family = font["name"].getBestFamilyName() or ""
    return family, font["OS/2"].usWeightClass, bool(font["head"].macStyle & 2)
