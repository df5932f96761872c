"""What a piece is made of, as a key: two chunks with one key have one piece.

The key of a piece is the SHA-256 of everything that goes into it: its markup, which has only
the shapes of its page numbers, the side, the style sheet and fonts of the theme, the pictures
it may show, and the versions of all that does the work. What is typeset does not depend
on anything else, so that the key need not know how a cache is used.
"""

from __future__ import annotations

import ctypes
import hashlib
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from html import unescape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import unquote

from compendium.layout import fonts
from compendium.model import pages, slots
from compendium.model.pages import Chunk, Side
from compendium.model.theme import Theme

_PACKAGES = (
    "cssselect2", "fonttools", "pillow", "pydyf", "pyphen", "tinycss2", "tinyhtml5",
    "uharfbuzz", "weasyprint",
)  # fmt: skip
_LIBRARIES = {
    "pango": ("pango-1.0", 0, "pango_version_string"),
    "harfbuzz": ("harfbuzz", 0, "hb_version_string"),
    "fontconfig": ("fontconfig", 1, "FcGetVersion"),
}
_NAMING_OTHERS = (".svg", ".svgz")


@cache
def versions() -> Mapping[str, str]:
    """The version of everything that takes part in typesetting, ourselves included."""
    return {
        "code": digest(_own_code()),
        "python": sys.version.split()[0],
        "machine": f"{sys.platform} {platform.machine()}",
        **{name: _package(name) for name in _PACKAGES},
        **{name: _library(*found) for name, found in _LIBRARIES.items()},
    }


def theme_key(theme: Theme) -> str:
    """A key for all that *theme* gives to any piece, and all that takes part."""
    files = fonts.printable(theme.fonts)
    return digest(
        (
            *(f"{name} {number}" for name, number in versions().items()),
            theme.name,
            theme.styles.get("print.css", ""),
            *(part for name, data in files.items() for part in (name, data)),
        )
    )


def piece_key(chunk: Chunk, side: Side, theme: Theme, key: str, images: Mapping[str, bytes]) -> str:
    """The key of the piece of *chunk* for *side*, *key* being the `theme_key` of *theme*."""
    shown = _shown(chunk.markup, theme.styles.get("print.css", ""), images)
    pictures = (part for name in shown for part in (name, hashlib.sha256(images[name]).digest()))
    return digest((key, side, str(len(chunk.values)), chunk.markup, *pictures))


def _shown(markup: str, css: str, images: Mapping[str, bytes]) -> list[str]:
    """Those of *images* that *markup* may show; rather too many than too few.

    A name is looked for without its folders, which may be written in many ways. A style
    sheet, and a drawing, can show pictures that the markup does not name.
    """
    if not images:
        return []
    text = unquote(unescape(markup))
    named = [name for name in sorted(images) if Path(name).name in text]
    drawings = any(name.lower().endswith(_NAMING_OTHERS) for name in named)
    if drawings or "\\" in text or "url(" in css.lower():
        return sorted(images)
    return named


def digest(parts: Iterable[str | bytes]) -> str:
    """SHA-256 over *parts*, each with its length, so that none can pass for two."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data) + data)
    return whole.hexdigest()


def _own_code() -> Iterator[str | bytes]:
    folder = Path(__file__).parents[1]  # the whole stage
    modules = [*folder.rglob("*.py"), *(Path(module.__file__ or "") for module in (pages, slots))]
    for path in sorted(modules):
        yield path.name
        yield path.read_bytes()


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _library(name: str, major: int, function: str) -> str:
    """The version a system library says it has, asked without loading the engine."""
    for file in (f"lib{name}.so.{major}", f"lib{name}.{major}.dylib", f"lib{name}-{major}.dll"):
        with suppress(OSError, AttributeError):
            ask = getattr(ctypes.CDLL(file), function)
            if function == "FcGetVersion":
                return str(ask())
            ask.restype = ctypes.c_char_p
            return str(ask().decode())
    return "unknown"
