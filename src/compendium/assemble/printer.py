"""The book for the printer: the same pages with trim and bleed, marks, and one black ink.

What comes out follows PDF/X-1a:2003: no colour but ink, no transparency, no link, every font
embedded, the boxes of a page named, and the condition it is to be printed under. The drawing
of the pages is not touched, save that a colour of the screen becomes black or a tint of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from struct import unpack_from

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf, Stream, String

from compendium.assemble.information import DocumentInfo, info_entries
from compendium.assemble.marks import SLUG, marks, registration
from compendium.assemble.packing import compress
from compendium.assemble.pictures import blacken
from compendium.model.printing import POINTS, PrintPlan

_COLOUR = re.compile(rb"(?<![\d.])([\d.]+) ([\d.]+) ([\d.]+) (rg|RG)\b")
_DARK = 0.5
"""A colour darker than this is printed in solid black: a tint of it would be dots."""

_SCREEN_ONLY = (
    "/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/OutputIntents", "/Metadata",
    "/PageMode", "/PageLayout", "/ViewerPreferences", "/OpenAction", "/AF", "/Lang",
)  # fmt: skip


@dataclass(slots=True)
class Preflight:
    """What a printer would look for: facts in order, and what to look at before printing."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def text(self) -> bytes:
        """The report, a line each."""
        width = max(len(name) for name, _ in self.facts)
        lines = [f"{name + ':':<{width + 1}} {value}" for name, value in self.facts]
        warned = [f"look at: {warning}" for warning in self.warnings] or ["nothing to look at"]
        return ("\n".join([*lines, "", *warned]) + "\n").encode()


def for_printer(screen: bytes, info: DocumentInfo, plan: PrintPlan) -> tuple[bytes, Preflight]:
    """The PDF for the printer made of the *screen* PDF, and its preflight."""
    report = Preflight()
    with Pdf.open(BytesIO(screen)) as pdf:
        own = len(pdf.pages)
        colours: dict[tuple[float, ...], int] = {}
        for number, page in enumerate(pdf.pages, 1):
            _blacken(page, colours)
            report.warnings += blacken(pdf, page, number)
        _fill_up(pdf, plan.pages(own))
        everything = registration(pdf)
        for page in pdf.pages:
            _trim(pdf, page, plan, everything)
        _strip(pdf)
        _name(pdf, info, plan)
        fonts = sorted(_bare_fonts(pdf))
        report.warnings = [*_tints(colours), *report.warnings]
        report.facts += _facts(pdf, own, plan, fonts)
        output = BytesIO()
        pdf.save(
            output, force_version="1.4", object_stream_mode=ObjectStreamMode.disable,
            deterministic_id=True, recompress_flate=False,
        )  # fmt: skip
    return output.getvalue(), report


def trim(pdf: bytes) -> tuple[float, float]:
    """Width and height of the first page of *pdf*, in millimetres."""
    with Pdf.open(BytesIO(pdf)) as book:
        left, low, right, high = (float(edge) for edge in book.pages[0].mediabox)
    return (right - left) / POINTS, (high - low) / POINTS


# -- ink --------------------------------------------------------------------------------


def _blacken(page: Page, colours: dict[tuple[float, ...], int]) -> None:
    """Turn every colour of the drawing of *page* into black ink, and count them."""

    def ink(found: re.Match[bytes]) -> bytes:
        colour = tuple(float(value) for value in found.groups()[:3])
        colours[colour] = colours.get(colour, 0) + 1
        return b"%s %s" % (_grey(colour), b"g" if found[4] == b"rg" else b"G")

    drawn = page.Contents.read_bytes() if "/Contents" in page else b""
    if drawn:
        page.Contents.write(compress(_COLOUR.sub(ink, drawn)), filter=Name.FlateDecode)
    if "/Resources" in page and "/ColorSpace" in page.Resources:
        del page.Resources["/ColorSpace"]


def _grey(colour: tuple[float, ...]) -> bytes:
    light = 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]
    return b"0" if light < _DARK else f"{light:.3f}".rstrip("0").rstrip(".").encode()


def _tints(colours: dict[tuple[float, ...], int]) -> Iterator[str]:
    for colour, count in sorted(colours.items()):
        name = "#" + "".join(f"{round(value * 255):02x}" for value in colour)
        grey = float(_grey(colour))
        if 0 < grey < 1:
            yield f"{name} is printed as a tint of {100 - round(grey * 100)} % ({count} times)"
        elif grey == 0 and any(colour):
            yield f"{name} is printed in solid black ({count} times)"


# -- the sheet --------------------------------------------------------------------------


def _fill_up(pdf: Pdf, count: int) -> None:
    """Add empty pages until there are *count*."""
    box = pdf.pages[-1].mediabox
    while len(pdf.pages) < count:
        pdf.pages.append(Page(Dictionary(Type=Name.Page, MediaBox=box, Resources=Dictionary())))


def _trim(pdf: Pdf, page: Page, plan: PrintPlan, everything: Object) -> None:
    """Put the sheet around the page, which stays where it is, and the marks on the sheet."""
    left, low, right, high = (float(edge) for edge in page.mediabox)
    bleed, slug = plan.bleed * POINTS, (plan.bleed + SLUG) * POINTS
    page.obj.TrimBox = Array([left, low, right, high])
    page.obj.BleedBox = Array([left - bleed, low - bleed, right + bleed, high + bleed])
    page.obj.MediaBox = Array([left - slug, low - slug, right + slug, high + slug])
    for name in ("/CropBox", "/ArtBox", "/Annots", "/StructParents", "/Tabs", "/Group"):
        if name in page.obj:
            del page.obj[name]
    page.obj.Resources = Dictionary(dict(page.Resources.items()))
    page.obj.Resources.ColorSpace = Dictionary(All=everything)
    drawing = Stream(pdf, compress(marks((left, low, right, high), bleed)), Filter=Name.FlateDecode)
    own = [page.obj.Contents] if "/Contents" in page.obj else []
    page.obj.Contents = Array([pdf.make_indirect(drawing), *own])


# -- the file ---------------------------------------------------------------------------


def _strip(pdf: Pdf) -> None:
    for name in _SCREEN_ONLY:
        if name in pdf.Root:
            del pdf.Root[name]


def _name(pdf: Pdf, info: DocumentInfo, plan: PrintPlan) -> None:
    for key, value in info_entries(info).items():
        pdf.docinfo[f"/{key}"] = String(value)
    pdf.docinfo["/Trapped"] = Name("/False")
    pdf.docinfo["/GTS_PDFXVersion"] = String("PDF/X-1a:2003")
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputCondition=String(plan.condition),
        OutputConditionIdentifier=String(plan.condition),
        RegistryName=String("http://www.color.org"),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _bare_fonts(pdf: Pdf) -> Iterator[str]:
    """The names of the fonts; a program in a wrapper that PDF 1.4 does not know is unwrapped."""
    done: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for font in page.Resources.get("/Font", Dictionary()).values():
            if font.objgen in done:
                continue
            done.add(font.objgen)
            descriptor = font.DescendantFonts[0].FontDescriptor
            program = descriptor.get("/FontFile3")
            if program is not None and program.get("/Subtype") == Name.OpenType:
                bare = Stream(pdf, compress(_cff(program.read_bytes())), Filter=Name.FlateDecode)
                bare.Subtype = Name.CIDFontType0C
                descriptor.FontFile3 = pdf.make_indirect(bare)
            yield str(descriptor.FontName).lstrip("/")


def _cff(program: bytes) -> bytes:
    """The table `CFF ` of an OpenType font."""
    for at in range(unpack_from(">H", program, 4)[0]):
        tag, _, start, length = unpack_from(">4sIII", program, 12 + 16 * at)
        if tag == b"CFF ":
            return program[start : start + length]
    return program


def _facts(pdf: Pdf, own: int, plan: PrintPlan, fonts: list[str]) -> Iterator[tuple[str, str]]:
    left, low, right, high = (float(edge) for edge in pdf.pages[0].obj.TrimBox)
    spine = plan.spine(own)
    yield "Standard", "PDF/X-1a:2003"
    yield "Trim", f"{(right - left) / POINTS:.1f} x {(high - low) / POINTS:.1f} mm"
    yield "Bleed", f"{plan.bleed:g} mm; nothing runs into it"
    yield "Pages", f"{own}, with {len(pdf.pages) - own} empty ones {len(pdf.pages)}"
    yield "Sheets", f"{len(pdf.pages) // plan.sheet} of {plan.sheet} pages"
    yield "Ink", "black only; the marks in all"
    yield "Condition", plan.condition
    yield "Spine", f"{spine:.1f} mm" if spine else "unknown: give `leaf` in edition.yaml"
    yield "Fonts", f"{len(fonts)}, all embedded: {', '.join(fonts)}"
