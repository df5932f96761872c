"""Pages drawn as a PDF of plain objects: no font programs, no page numbers, no outline.

The engine draws; where a page number stands, its operators are put between the marks of
`model.slots`, under a font name of the slot's own: the same face with the figures it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

import pydyf
import weasyprint.draw.text as engine_text
import weasyprint.pdf as engine_pdf
from weasyprint import DEFAULT_OPTIONS
from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.fonts import font_features
from weasyprint.text.line_break import create_layout

from compendium.layout.engine import glyphs, speed
from compendium.layout.engine.boxes import Markup, areas, inside, is_text
from compendium.layout.engine.fixes import DRAWING, Fix, applied
from compendium.layout.engine.press import Press
from compendium.layout.engine.tags import TagTree
from compendium.layout.engine.turning import Turning
from compendium.model import slots
from compendium.model.pages import FontUse, Turn

_FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip
_SHAPING = (
    *_FEATURES, "font_family", "font_style", "font_weight", "font_stretch", "font_size",
    "font_variation_settings", "font_language_override", "lang", "direction",
)  # fmt: skip


@dataclass
class Drawing:
    """A drawn document: its PDF, the fonts it uses, and what the slots came to.

    Shape: `shown` counts the runs of characters that show each slot; `mixed` names the
        margin boxes in which the folio stands among other words; `external` is where
        links lead out of the edition; `off` names the fixes that did not fit; `turn` says
        what to change for the other side.
    """

    pdf: bytes = b""
    turn: Turn | None = None
    fonts: tuple[FontUse, ...] = ()
    shown: dict[str, int] = field(default_factory=dict)
    mixed: list[str] = field(default_factory=list)
    external: list[str] = field(default_factory=list)
    off: tuple[str, ...] = ()


def draw(document: Any, markup: Markup, press: Press) -> Drawing:
    """Draw every page of *document*."""
    drawing = Drawing()
    for page in document.pages:
        _mark_text(page._page_box, markup, drawing)
        page.links = [_reachable(*link) for link in page.links]
    options = {**DEFAULT_OPTIONS, "uncompressed_pdf": True, "pdf_tags": True}
    document.make_bookmark_tree = lambda *_, **__: []  # the outline is the linker's
    turning, tags = Turning(document), TagTree(document, markup)
    ours = (*glyphs.fixes(press.characters), *_OURS, *turning.fixes(), *tags.fixes())
    with applied(speed.DRAWING):
        with applied((*ours, *DRAWING)) as off:
            pdf = engine_pdf.generate_pdf(document, None, 1, **options)
        for page in document.pages:
            drawing.external.extend(_describe_links(page))
        pdf.info = pydyf.Dictionary()
        output = BytesIO()
        pdf.write(output, b"1.7", identifier=False, compress=False)
        drawing.pdf, drawing.off = output.getvalue(), off
        drawing.turn = turning.turn(pdf, drawing.pdf)
    drawing.fonts = tuple(_uses(document.fonts.values(), press))
    return drawing


def _draw_slots(stock: Any) -> Any:
    """Text that shows a slot is drawn between its marks, under font names of its own."""
    known: dict[tuple[str, ...], list[tuple[Any, str]]] = {}

    def draw_first_line(stream: Any, box: Any, *rest: Any) -> Any:
        if not hasattr(box, "slot"):
            return stock(stream, box, *rest)
        start = len(stream.stream)
        stream.stream.append(box.slot)
        stream._current_font = None  # the slot must name its font itself
        drawn = stock(stream, box, *rest)
        key = tuple(repr(box.style[name]) for name in _SHAPING)
        if key not in known:
            known[key] = _figures(stream, box.style)
        _rename(stream.stream, start, known[key])
        stream.stream.append(slots.CLOSING)
        stream._current_font = None  # and so must what follows it
        return drawn

    return draw_first_line


def _keep_links(_: Any) -> Any:
    """Every link stays, also one to an anchor of another chunk; no anchor is named here."""

    def resolve_links(pages: Any) -> Iterator[tuple[Any, Any]]:
        for page in pages:
            page.links = [link for link in page.links if link[3].link]  # once, not once a word
            yield page.links, []

    return resolve_links


def _reachable(kind: str, target: str, area: Any, box: Any) -> tuple[str, str, Any, Any]:
    """A link whose area is as tall as its words, also where their line height is none."""
    texts = [below for below in box.descendants() if is_text(below)] if area[1] == area[3] else []
    if not texts:
        return kind, target, area, box
    lines = [(t.position_y + t.baseline, t.style["font_size"]) for t in texts]
    top = min(baseline - 0.8 * size for baseline, size in lines)
    bottom = max(baseline + 0.25 * size for baseline, size in lines)
    return kind, target, (area[0], top, area[2], bottom), box


def _describe_links(page: Any) -> Iterator[str]:
    """Let each link say its title, or its words; yields where those lead that lead out."""
    for kind, target, _, box in page.links:
        if kind != "internal":
            yield target
        if box.link_annotation is None:
            continue
        words = box.element.get("title") or " ".join("".join(box.element.itertext()).split())
        box.link_annotation["Contents"] = pydyf.String(words)


def _name_fonts(_: Any) -> Any:
    """No font is embedded here."""
    return _font_names


def _font_names(pdf: Any, fonts: Mapping[Any, Any], *_: Any) -> Any:
    """A font dictionary that says which names the pages use; the linker puts real fonts there."""
    named = pydyf.Dictionary()
    for font in fonts.values():
        for resource in (font.hash, *getattr(font, "slot_figures", {})):
            named[resource] = pydyf.Dictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/Type0",
                    "BaseFont": font.name,
                    "Encoding": "/Identity-H",
                }
            )
    return named


def _mark_text(page: Any, markup: Markup, drawing: Drawing) -> None:
    """Tell each run of characters on *page* which slot it shows."""
    other = page.other_side.furniture if getattr(page, "other_side", None) else ()
    for area, part in (*areas(page), *((None, margin) for margin in other)):
        if area is None:
            for box in inside(part):
                box.margin_box = part.at_keyword
            _mark_folio(part, drawing)
            continue
        for run in inside(part):
            if run.is_leader:
                for dot in inside(run):
                    dot.ornament = True
            name = markup.slots.get(run.element, "") if is_text(run) else ""
            if name:
                run.slot = slots.opening(int(name))
                drawing.shown[name] = drawing.shown.get(name, 0) + 1


def _mark_folio(margin: Any, drawing: Drawing) -> None:
    content = margin.style["content"]
    if content in ("normal", "none", "inhibit") or not _counts_pages(content):
        return
    runs = [box for box in inside(margin) if is_text(box)]
    if len(content) != 1 or len(runs) != 1:
        drawing.mixed.append(margin.at_keyword)
        return
    (run,) = runs
    spacing = run.style["letter_spacing"]
    run.slot = slots.folio_opening(
        _alignment(margin.style),
        run.style["font_size"],
        run.width,
        0.0 if spacing == "normal" else spacing,
    )


def _counts_pages(content: Any) -> bool:
    return any(
        kind in ("counter()", "counters()") and value[0] == "page" for kind, value in content
    )


def _alignment(style: Any) -> slots.Align:
    aligns: dict[str, slots.Align] = {
        "left": "left", "start": "left", "justify": "left",
        "center": "center", "right": "right", "end": "right",
    }  # fmt: skip
    return aligns[style["text_align_all"]]


def _rename(items: list[Any], start: int, fonts: list[tuple[Any, str]]) -> None:
    """Give the *fonts* named in *items* from *start* on the names of their figures."""
    for at in range(start, len(items)):
        item = items[at]
        if isinstance(item, bytes) and item.endswith(b" Tf"):
            name = item[1:].partition(b" ")[0].decode()
            new = next((resource for font, resource in fonts if font.hash == name), name)
            items[at] = b"/%b%b" % (new.encode(), item[1 + len(name) :])


def _figures(stream: Any, style: Any) -> list[tuple[Any, str]]:
    """The fonts that set figures in *style*, each with the resource name of these figures."""
    features = repr(font_features(*(style[name] for name in _FEATURES)))
    suffix = sha256(features.encode()).hexdigest()[:6]
    found: list[tuple[Any, str]] = []
    for font, character, glyph, advance in _shape(stream, slots.CHARACTERS, style):
        resource = f"{font.hash}-{suffix}"
        figures = font.__dict__.setdefault("slot_figures", {}).setdefault(resource, {})
        figures[character] = (glyph, advance)
        if (font, resource) not in found:
            found.append((font, resource))
    return found


def _shape(stream: Any, text: str, style: Any) -> Iterator[tuple[Any, str, int, int]]:
    """Each character of *text* that *style* has a glyph for: its font, glyph and advance."""
    layout = create_layout(text, style, None, None, 0)
    line, _ = layout.get_first_line()
    raw = text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        font, size = stream.add_font(item.item.analysis.font)
        for at in range(item.glyphs.num_glyphs):
            glyph = item.glyphs.glyphs[at]
            start = item.item.offset + item.glyphs.log_clusters[at]
            character = raw[start : start + 4].decode(errors="ignore")[:1]
            if glyph.glyph < 1 << 16:
                advance = glyph.geometry.width * FROM_UNITS / size * 1000
                yield font, character, glyph.glyph, round(advance)


def _uses(fonts: Any, press: Press) -> Iterator[FontUse]:
    for font in sorted(fonts, key=lambda font: str(font.hash)):
        file = press.file(font)
        used = {glyph: (font.widths[glyph], text) for glyph, text in font.to_unicode.items()}
        yield FontUse(font.hash, file, dict(sorted(used.items())), {})
        for resource, figures in sorted(getattr(font, "slot_figures", {}).items()):
            own = {glyph: (advance, text) for text, (glyph, advance) in figures.items()}
            yield FontUse(resource, file, dict(sorted(own.items())), figures)


_OURS = (
    Fix(engine_text, "draw_first_line", _draw_slots),
    Fix(engine_pdf, "resolve_links", _keep_links),
    Fix(engine_pdf, "build_fonts_dictionary", _name_fonts),
)
