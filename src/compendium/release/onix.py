"""ONIX for Books 3.0, the record that the book trade takes; its codes are from EDItEUR's lists."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from compendium.release.record import Record

_NAMESPACE = "http://ns.editeur.org/onix/3.0/reference"
_LANGUAGES = {
    "ar": "ara", "de": "ger", "en": "eng", "es": "spa", "fr": "fre", "it": "ita", "ja": "jpn",
    "ko": "kor", "la": "lat", "nl": "dut", "pl": "pol", "pt": "por", "ru": "rus", "zh": "chi",
}  # fmt: skip
"""Codes of list 74 (ISO 639-2/B) by the tags of BCP 47."""


def onix(record: Record, built: Mapping[str, bytes]) -> bytes:
    """A message with one product for each form of *record* that was *built*."""
    message = ET.Element("ONIXMessage", {"release": "3.0", "xmlns": _NAMESPACE})
    header = ET.SubElement(message, "Header")
    sender = ET.SubElement(header, "Sender")
    _say(sender, "SenderName", record.publisher or record.title)
    _say(header, "SentDateTime", (record.day or record.year or "1970").replace("-", ""))
    forms = [("print", "BB", "")] + [
        (form, "EA", detail)
        for form, ending, detail in (("pdf", ".pdf", "E107"), ("epub", ".epub", "E101"))
        if any(path.endswith(ending) and not path.endswith("-print.pdf") for path in built)
    ]
    for form, code, detail in forms:
        _product(message, record, form, (code, detail))
    ET.indent(message, " ")
    written: bytes = ET.tostring(message, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _product(message: ET.Element, record: Record, form: str, codes: tuple[str, str]) -> None:
    product = ET.SubElement(message, "Product")
    _say(product, "RecordReference", f"{record.id}-{record.version}-{form}")
    _say(product, "NotificationType", "03")
    _identifiers(product, record, form)
    detail = ET.SubElement(product, "DescriptiveDetail")
    _say(detail, "ProductComposition", "00")
    _say(detail, "ProductForm", codes[0])
    if codes[1]:
        _say(detail, "ProductFormDetail", codes[1])
    _title(detail, record)
    for at, name in enumerate(record.editors, 1):
        _contributor(detail, at, name)
    _say(detail, "EditionStatement", f"Version {record.version}")
    for lang in record.languages:
        language = ET.SubElement(detail, "Language")
        _say(language, "LanguageRole", "01")
        _say(language, "LanguageCode", _LANGUAGES.get(lang.partition("-")[0], "und"))
    _published(product, record)


def _identifiers(product: ET.Element, record: Record, form: str) -> None:
    """The ISBN belongs to the printed book; the DOI to what can be had by it."""
    own = f"{record.id}-{record.version}-{form}"
    found = [("01", own, "compendium")]
    if record.isbn and form == "print":
        found = [("15", record.isbn.replace("-", ""), "")]
    elif record.doi and form != "print":
        found = [("06", record.doi, "")]
    for kind, value, owner in found:
        identifier = ET.SubElement(product, "ProductIdentifier")
        _say(identifier, "ProductIDType", kind)
        if owner:
            _say(identifier, "IDTypeName", owner)
        _say(identifier, "IDValue", value)


def _title(detail: ET.Element, record: Record) -> None:
    titles = ET.SubElement(detail, "TitleDetail")
    _say(titles, "TitleType", "01")
    title = ET.SubElement(titles, "TitleElement")
    _say(title, "TitleElementLevel", "01")
    _say(title, "TitleText", record.title)
    if record.subtitle:
        _say(title, "Subtitle", record.subtitle)


def _contributor(detail: ET.Element, at: int, name: str) -> None:
    contributor = ET.SubElement(detail, "Contributor")
    _say(contributor, "SequenceNumber", str(at))
    _say(contributor, "ContributorRole", "B01")
    if ", " in name:
        family, _, given = name.partition(", ")
        _say(contributor, "NamesBeforeKey", given)
        _say(contributor, "KeyNames", family)
    else:
        _say(contributor, "CorporateName", name)


def _published(product: ET.Element, record: Record) -> None:
    published = ET.SubElement(product, "PublishingDetail")
    if record.publisher:
        publisher = ET.SubElement(published, "Publisher")
        _say(publisher, "PublishingRole", "01")
        _say(publisher, "PublisherName", record.publisher)
    if record.place:
        _say(published, "CityOfPublication", record.place)
    _say(published, "PublishingStatus", "04")
    if record.date:
        date = ET.SubElement(published, "PublishingDate")
        _say(date, "PublishingDateRole", "01")
        compact = record.date.replace("-", "")
        form = {4: "05", 6: "01", 8: "00"}.get(len(compact), "05")
        ET.SubElement(date, "Date", {"dateformat": form}).text = compact


def _say(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = words
