"""The header of the TEI: what the edition is, who made it, and what its addresses mean."""

from __future__ import annotations

from collections.abc import Mapping

from compendium import __version__
from compendium.encode.elements import Element, add, identity, make
from compendium.model.edition import Document, Edition
from compendium.model.text import plain
from compendium.model.volume import Date

_PREFIXES = {
    "doc": (r"([^#]+)#(.+)", "#$1.$2", "a passage of a document of this edition"),
    "person": ("(.+)", "#persons.$1", "an entry of the register of persons"),
    "place": ("(.+)", "#places.$1", "an entry of the register of places"),
    "body": ("(.+)", "#bodies.$1", "an entry of the register of bodies"),
    "instrument": ("(.+)", "#instruments.$1", "an entry of the register of instruments"),
    "subject": ("(.+)", "#subjects.$1", "an entry of the register of subjects"),
    "abbreviation": ("(.+)", "#abbreviations.$1", "an entry of the list of abbreviations"),
    "ref": ("(.+)", "#references.$1", "a text that this edition does not print"),
    "name": ("(.+)", "#$1", "a name that an editor gave a passage, within its text"),
    "file": ("(.+)", "$1", "a file of the corpus"),
}


def header(edition: Edition, files: Mapping[str, bytes]) -> Element:
    """The `teiHeader` of *edition*; *files* are its corpus."""
    around = make("teiHeader")
    _file(add(around, "fileDesc"), edition)
    _encoding(add(around, "encodingDesc"))
    _profile(add(around, "profileDesc"), edition)
    for path, data in sorted(files.items()):
        if written := _written(path, data):
            add(around, "xenoData", written, type="file", n=path)
    return around


def _written(path: str, data: bytes) -> str:
    """What of a file is no running text: all of a YAML file, the front matter of a text."""
    if path.startswith("images/") or not path.endswith((".yaml", ".md")):
        return ""
    text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    if not path.endswith(".md"):
        return text
    _, _, rest = text.partition("---\n")
    return rest.partition("\n---")[0] + "\n"


def _file(around: Element, edition: Edition) -> None:
    titles = add(around, "titleStmt")
    add(titles, "title", edition.title, type="main")
    if edition.subtitle:
        add(titles, "title", edition.subtitle, type="sub")
    imprint = edition.imprint
    for editor in imprint.editors:
        add(titles, "editor", editor)
    stated = add(add(around, "editionStmt"), "edition", f"Version {edition.version}, ")
    add(stated, "date", edition.date.edtf, **_when(edition.date))
    published = add(around, "publicationStmt")
    add(published, "publisher", imprint.publisher or edition.title)
    if imprint.place:
        add(published, "pubPlace", imprint.place)
    add(published, "date", edition.date.edtf, **_when(edition.date))
    for kind, identifier in (("ISBN", imprint.isbn), ("DOI", imprint.doi), ("URI", imprint.url)):
        if identifier:
            add(published, "idno", identifier, type=kind)
    if imprint.rights or imprint.licence:
        available = add(published, "availability")
        if imprint.rights:
            add(available, "p", imprint.rights)
        if imprint.licence:
            add(available, "licence", imprint.licence)
    source = add(around, "sourceDesc")
    for paragraph in imprint.statement or ("The source of each document is given with it.",):
        add(source, "p", paragraph)


def _encoding(around: Element) -> None:
    listed = add(around, "listPrefixDef")
    for scheme, (pattern, replacement, said) in sorted(_PREFIXES.items()):
        prefix = add(
            listed, "prefixDef", ident=scheme, matchPattern=pattern, replacementPattern=replacement
        )
        add(prefix, "p", f"{said[0].upper()}{said[1:]}.")
    application = add(
        add(around, "appInfo"), "application", ident="compendium", version=__version__
    )
    add(application, "label", "compendium")


def _profile(around: Element, edition: Edition) -> None:
    languages = add(around, "langUsage")
    for lang in edition.languages:
        add(languages, "language", lang, ident=lang)
    for document in edition.documents:
        if document.sender or document.recipient:
            _correspondence(around, document, edition)


def _correspondence(around: Element, document: Document, edition: Edition) -> None:
    described = add(around, "correspDesc", corresp=f"#{identity(document.anchor)}")
    sent = add(described, "correspAction", type="sent")
    _parties(sent, document.sender, edition)
    if document.place:
        add(sent, "placeName", document.place)
    if document.date:
        add(sent, "date", document.date.edtf, **_when(document.date))
    if document.recipient:
        _parties(add(described, "correspAction", type="received"), document.recipient, edition)
    if document.replies_to:
        context = add(described, "correspContext")
        add(context, "ref", type="prev", target=f"#{identity(document.replies_to)}")


def _parties(action: Element, keys: tuple[str, ...], edition: Edition) -> None:
    for key in keys:
        entry = edition.entries.get(key)
        if entry is None:
            add(action, "name", key)
            continue
        tag = "orgName" if key.startswith("bodies/") else "persName"
        add(action, tag, plain(entry.name), ref=f"#{identity(entry.anchor)}")


def _when(date: Date) -> dict[str, str]:
    """The date for machines, where it is one day, month or year."""
    plain_date = date.edtf.rstrip("~?%")
    certain = {} if plain_date == date.edtf else {"cert": "medium"}
    if plain_date.replace("-", "").isdecimal() and len(plain_date) in (4, 7, 10):
        return {"when": plain_date, **certain}
    return {}
