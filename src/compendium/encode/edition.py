"""The whole edition as one TEI document: header, registers, and every text.

The words are encoded as what they are. What a build needs besides (the settings in
edition.yaml, the front matter of each text, the registers' forms and sorting) goes along
as it was written, in `xenoData`, so that an import gives the same corpus back.
"""

from __future__ import annotations

from collections.abc import Mapping

from compendium.encode.blocks import encode_text, title
from compendium.encode.elements import Element, add, make, to_bytes
from compendium.encode.header import header
from compendium.encode.registers import registers
from compendium.model.edition import Document, DocumentText, Edition, Note
from compendium.model.volume import Volume, WrittenText


def encode(edition: Edition, volume: Volume, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The TEI of *edition* and its pictures, by path.

    Shape: *volume* is the edition as written and *files* its corpus, by path in its folder.
    """
    root = make("TEI", lang=edition.languages[0])
    root.append(header(edition, files))
    if (standoff := registers(edition)) is not None:
        root.append(standoff)
    text = add(root, "text")
    notes = dict(edition.notes)
    _matter(text, "front", edition, volume, notes)
    body = add(text, "body")
    for part in edition.parts:
        division = add(body, "div", type="part", anchor=part.anchor, n=part.number)
        add(division, "head", part.title)
        for document in part.documents:
            _document(division, document, volume, notes)
    if not edition.parts:
        add(body, "p")
    _matter(text, "back", edition, volume, notes)
    pictures = {f"images/{name}": data for name, data in sorted(edition.images.items())}
    return {f"{edition.id}.xml": to_bytes(root), **pictures}


def _matter(
    text: Element, tag: str, edition: Edition, volume: Volume, notes: dict[str, Note]
) -> None:
    pieces = edition.front if tag == "front" else edition.back
    written = {source.path: source for source in (*volume.front, *volume.back)}
    if not pieces:
        return
    around = add(text, tag)
    for piece in pieces:
        source = written[piece.text.path]
        division = add(around, "div", type="matter", anchor=piece.anchor, lang=source.lang)
        _text(division, source, piece.text, piece.anchor, notes)


def _document(parent: Element, document: Document, volume: Volume, notes: dict[str, Note]) -> None:
    """A numbered document; a division for each of its languages where there are several."""
    written = {text.lang: text for text in volume.documents[document.anchor].texts}
    around = add(
        parent, "div", type="document", subtype=document.kind, anchor=document.anchor,
        n=document.number, lang=document.texts[0].lang,
    )  # fmt: skip
    if len(document.texts) == 1:
        _text(around, written[document.texts[0].lang], document.texts[0], document.anchor, notes)
        return
    for at, text in enumerate(document.texts):
        prefix = f"{document.anchor}.{text.lang}" if at else document.anchor
        division = add(around, "div", type="text", lang=text.lang, anchor=prefix if at else "")
        _text(division, written[text.lang], text, prefix, notes)


def _text(
    division: Element,
    written: WrittenText,
    text: DocumentText,
    prefix: str,
    notes: dict[str, Note],
) -> None:
    """The heading and blocks of *text*; `corresp` names the file they are from."""
    division.set("corresp", f"file:{written.path}")
    division.append(title(text.title, written.path, notes))
    encode_text(division, written, text, prefix, notes)
