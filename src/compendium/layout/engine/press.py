"""One theme made ready to print: its fonts, its style sheets, and the engine started."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import weasyprint
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import (
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

from compendium.model.pages import Side

WRITTEN_FOR = "70.0"
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

    Shape: `faces` maps a font file to its family, weight and slope; `files` the hash of a
        font's bytes to the name of its file.
    """

    font_config: Any
    sheet: Any
    sides: Mapping[Side, Any]
    faces: Mapping[str, tuple[str, int, bool]]
    files: Mapping[str, str]
    messages: tuple[logging.LogRecord, ...]


def start(fonts: Mapping[str, bytes], css: str) -> Press:
    """A press with *fonts*, which fontconfig has been given, and the style sheet *css*."""
    with listening() as messages:
        config = FontConfiguration()
        fetcher = Images({})

        def parse(text: str) -> Any:
            return weasyprint.CSS(
                string=text, font_config=config, url_fetcher=fetcher, base_url=BASE
            )

        return Press(
            font_config=config,
            sheet=parse(css),
            sides={side: parse(rule) for side, rule in _SIDES.items()},
            faces={name: _face(data) for name, data in fonts.items()},
            files={sha256(data).hexdigest(): name for name, data in fonts.items()},
            messages=tuple(messages),
        )


def render(press: Press, markup: str, side: Side, images: Images) -> tuple[Any, Any]:
    """The laid-out document, and the root element of its markup.

    Errors: `FatalURLFetchingError` if it needs something that `images` does not have.
    """
    html = weasyprint.HTML(string=markup, base_url=BASE, url_fetcher=images)
    sheets = [press.sheet, press.sides[side]]
    document = html.render(
        stylesheets=sheets, font_config=press.font_config, uncompressed_pdf=True, pdf_tags=True
    )
    return document, html.etree_element


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


__all__ = ["BASE", "WRITTEN_FOR", "FatalURLFetchingError", "Images", "Press", "listening", "render"]
