"""What the PDF says of itself: its title, who made it, in which language, under what terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import compendium
from compendium.model.seals import UNSEALED

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
  xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">
{}
</rdf:Description>
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of PDF/UA that is kept</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """The facts of the edition that go into the file, "" or () for those it does not have.

    Shape: `date` is the edition's own in EDTF, never today's; `lang` is the tag of the main
        language, `languages` those of all;
        `identifier` is a DOI, an ISBN or an address; `version` is the edition's.
    """

    title: str
    lang: str
    languages: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    date: str = ""
    rights: str = ""
    identifier: str = ""
    version: str = ""


def producer() -> str:
    """The name and version of this program."""
    return f"compendium {compendium.__version__}"


def info_entries(info: DocumentInfo) -> dict[str, str]:
    """The entries of the information dictionary; they say the same as the XMP packet."""
    day = _DAY.match(info.date)
    date = "D:" + "".join(part for part in day.groups() if part) if day else ""
    entries = {
        "Title": info.title,
        "Author": "; ".join(info.authors),
        "Subject": info.subject,
        "Keywords": ", ".join(info.keywords),
        "Creator": producer(),
        "Producer": producer(),
        "CreationDate": date,
        "ModDate": date,
    }
    return {key: value for key, value in entries.items() if value}


def xmp(info: DocumentInfo) -> bytes:
    """The XMP packet."""
    lines = [f"<{name}>{value}</{name}>" for name, value in _properties(info) if value]
    return _PACKET.format("\n".join(lines)).encode()


def _properties(info: DocumentInfo) -> Iterator[tuple[str, str]]:
    day = _DAY.match(info.date)
    date = day[0] if day else ""
    yield "dc:title", _alternative(info.title)
    yield "dc:creator", _list("Seq", info.authors)
    yield "dc:language", _list("Bag", info.languages or (info.lang,))
    yield "dc:description", _alternative(info.subject)
    yield "dc:subject", _list("Bag", info.keywords)
    yield "dc:rights", _alternative(info.rights)
    yield "dc:identifier", escape(info.identifier, quote=False)
    yield "dc:date", _list("Seq", (date,) if date else ())
    yield "pdf:Keywords", escape(", ".join(info.keywords), quote=False)
    yield "pdf:Producer", escape(producer(), quote=False)
    yield "xmp:CreatorTool", escape(producer(), quote=False)
    yield "xmp:CreateDate", date
    yield "xmp:ModifyDate", date
    yield "xmp:MetadataDate", date
    yield "xmpMM:VersionID", escape(info.version, quote=False)
    yield "xmpMM:InstanceID", UNSEALED
    yield "xmpRights:Marked", "True" if info.rights else ""
    yield "pdfaid:part", "2"
    yield "pdfaid:conformance", "A"
    yield "pdfuaid:part", "1"


def _alternative(text: str) -> str:
    if not text:
        return ""
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text, quote=False)}</rdf:li></rdf:Alt>'


def _list(kind: str, texts: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{escape(text, quote=False)}</rdf:li>" for text in texts)
    return f"<rdf:{kind}>{items}</rdf:{kind}>" if items else ""
