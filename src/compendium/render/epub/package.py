"""The package file: what the EPUB is, what is in it, and whom it suits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from compendium.model.edition import Edition

_KINDS = {
    "css": "text/css",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "otf": "font/otf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xhtml": "application/xhtml+xml",
}
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_FEATURES = (
    "displayTransformability", "index", "readingOrder", "structuralNavigation", "tableOfContents",
)  # fmt: skip
_PAGED = ("pageBreakMarkers", "pageNavigation")


@dataclass(frozen=True, slots=True)
class Item:
    """A page in the order of reading: its file and its id in the package."""

    file: str
    id: str


def package(
    edition: Edition, spine: Sequence[Item], files: Iterable[str], identifier: str, paged: bool
) -> bytes:
    """The file `package.opf`; *paged* says that printed pages are marked."""
    ids = {item.file: f"x-{item.id}" for item in spine}
    listed = "\n".join(_item(file, ids.get(file, "")) for file in [*files])
    order = "\n".join(f"<itemref idref={quoteattr(ids[item.file])}/>" for item in spine)
    said = "\n".join(_metadata(edition, identifier, paged))
    lang = edition.languages[0]
    return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="edition"
  xml:lang="{lang}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{said}
</metadata>
<manifest>
{listed}
</manifest>
<spine>
{order}
</spine>
</package>
""".encode()


def _item(file: str, known: str) -> str:
    name = known or "f-" + re.sub(r"[^\w.-]", "-", file)
    kind = _KINDS[file.rpartition(".")[2].lower()]
    nav = ' properties="nav"' if file == "nav.xhtml" else ""
    return f'<item id={quoteattr(name)} href={quoteattr(file)} media-type="{kind}"{nav}/>'


def _metadata(edition: Edition, identifier: str, paged: bool) -> Iterator[str]:
    imprint = edition.imprint
    day = _DAY.match(edition.date.edtf)
    date = day[0] if day else "1970"
    yield f'<dc:identifier id="edition">{escape(identifier)}</dc:identifier>'
    yield f'<dc:title id="title">{escape(edition.title)}</dc:title>'
    yield '<meta refines="#title" property="title-type">main</meta>'
    if edition.subtitle:
        yield f'<dc:title id="subtitle">{escape(edition.subtitle)}</dc:title>'
        yield '<meta refines="#subtitle" property="title-type">subtitle</meta>'
    for lang in edition.languages:
        yield f"<dc:language>{lang}</dc:language>"
    for at, editor in enumerate(imprint.editors, 1):
        yield f'<dc:creator id="editor-{at}">{escape(editor)}</dc:creator>'
        yield f'<meta refines="#editor-{at}" property="role" scheme="marc:relators">edt</meta>'
    if imprint.publisher:
        yield f"<dc:publisher>{escape(imprint.publisher)}</dc:publisher>"
    if imprint.rights:
        yield f"<dc:rights>{escape(imprint.rights)}</dc:rights>"
    yield f"<dc:date>{date}</dc:date>"
    yield f'<meta property="dcterms:modified">{date:-<10}T00:00:00Z</meta>'.replace(
        f"{date:-<10}", (date + "-01-01")[:10]
    )
    yield from _access(edition, paged)


def _access(edition: Edition, paged: bool) -> Iterator[str]:
    """What EPUB Accessibility 1.1 asks for."""
    pictures = bool(edition.images)
    for mode in ("textual", *(("visual",) if pictures else ())):
        yield f'<meta property="schema:accessMode">{mode}</meta>'
    yield '<meta property="schema:accessModeSufficient">textual</meta>'
    described = ("alternativeText",) if pictures else ()
    for feature in sorted((*_FEATURES, *described, *(_PAGED if paged else ()))):
        yield f'<meta property="schema:accessibilityFeature">{feature}</meta>'
    yield '<meta property="schema:accessibilityHazard">none</meta>'
    yield (
        '<meta property="schema:accessibilitySummary">All words are text in reading order, with '
        "headings, notes, language and printed pages marked.</meta>"
    )
    yield ('<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.1 Level AA</meta>')
    if paged:
        imprint = edition.imprint
        source = f"urn:isbn:{imprint.isbn}" if imprint.isbn else f"{edition.title}, print edition"
        yield f'<meta property="pageBreakSource">{escape(source)}</meta>'
