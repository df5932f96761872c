"""One chunk typeset in this process, by the press of its theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from compendium.diag import Diagnostic, Span
from compendium.layout import fonts, sides, store
from compendium.model.pages import Chunk, Piece, Side
from compendium.model.theme import Theme

if TYPE_CHECKING:
    from compendium.layout.engine.press import Press

_presses: dict[tuple[str, str, tuple[tuple[str, int], ...]], Press] = {}


def typeset(
    chunk: Chunk,
    side: Side,
    theme: Theme,
    images: Mapping[str, bytes] | None = None,
    spans: Mapping[str, Span] | None = None,
) -> tuple[Piece | None, list[Diagnostic]]:
    """Typeset *chunk* so that it opens on *side*.

    Returns the piece, and everything that is wrong with it; no piece where nothing could
    be laid out. `images` are the edition's, by the names the markup gives them; `spans`
    says where an anchor was written, for the problems that name one.

    What is wrong with the theme is said for every chunk in the same words. One process
    typesets one chunk at a time: the engine does not bear threads.
    """
    piece, problems = typeset_anew(chunk, sides.CANONICAL, theme, images, spans)
    if piece is not None and sides.opening_on(piece, side) is None:
        piece, problems = typeset_anew(chunk, side, theme, images, spans)
    if piece is None:
        return None, problems
    return sides.opening_on(store.unpack(store.pack(piece)), side), problems


def typeset_anew(
    chunk: Chunk,
    side: Side,
    theme: Theme,
    images: Mapping[str, bytes] | None = None,
    spans: Mapping[str, Span] | None = None,
    on_cut: Callable[[int], None] = lambda items: None,
) -> tuple[Piece | None, list[Diagnostic]]:
    """Lay *chunk* out for *side*, and not for the other one to turn it.

    If it is a stretch of a list, *on_cut* hears how many items its pages hold, before these
    are drawn.
    """
    if not fonts.printable(theme.fonts):
        hint = "put the .ttf or .otf files of its fonts into its folder `fonts`"
        text = f"theme `{theme.name}` has no fonts to print with"
        return None, [Diagnostic("font-missing", text, Span(theme.name), hint)]
    press = press_of(theme)
    from compendium.layout.setting import set_chunk

    return set_chunk(press, chunk, side, images or {}, spans or {}, on_cut)


def press_of(theme: Theme) -> Press:
    """The press of *theme*, started the first time it is asked for."""
    files = fonts.printable(theme.fonts)
    css = theme.styles.get("print.css", "")
    key = (theme.digest, css, tuple((name, len(data)) for name, data in files.items()))
    if key not in _presses:
        fonts.use(fonts.install(files))
        import compendium.layout.engine.loading  # noqa: F401  # before the engine is
        from compendium.layout.engine.press import start

        _presses[key] = start(theme.name, files, css)
    return _presses[key]
