"""Files for libraries and the heads of pages, read by readers that are not ours."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from rispy import loads

from compendium import cite
from compendium.cite.exchange import bibtex, csl, metadata, ris
from compendium.cite.names import name
from compendium.cite.records import Record, Work
from compendium.diag import EDITION
from compendium.model.volume import Date
from compendium.render.templates import templates
from finished import trip

with warnings.catch_warnings():  # the processor has regular expressions of an older Python
    warnings.simplefilter("ignore")
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

STYLE = Path(__file__).parent / "data" / "cite" / "everything.csl"
CFF = Path(__file__).parent / "data" / "cite" / "cff.schema.json"


@pytest.fixture(scope="module")
def book() -> cite.Book:
    """The small absurd edition."""
    return cite.Book(trip().edition, trip().pages)


@pytest.fixture(scope="module")
def files(book: cite.Book) -> Mapping[str, bytes]:
    """Its citation files."""
    return cite.citation_files(book)


def made(title: str = "Title", **more: Any) -> Record:
    """A record of a document."""
    date = Date("2026-11-24", EDITION)
    work = Work(
        "e", title, "", "E", "1.0", date, "en", (name("A. Editor"),), title, "", "", "", "", "", ""
    )
    values: dict[str, Any] = {
        "date": Date("1956-09-29", EDITION),
        "authors": (name("Gromyko, A.A."),),
    } | more
    return Record(
        "letter", "letter", "letter", "letter", "2", title, title, "en", work, ("7", "9"), **values
    )


def test_every_document_has_its_files(files: Mapping[str, bytes], book: cite.Book) -> None:
    """There is a file of each kind for the edition and for each document."""
    slugs = [document.anchor for document in book.edition.documents]
    stems = ["trip", *(f"documents/{slug}" for slug in slugs)]

    assert sorted(files) == sorted(
        ["CITATION.cff", *(f"{stem}.{end}" for stem in stems for end in ("json", "bib", "ris"))]
    )


def test_csl_json_is_processed(files: Mapping[str, bytes], book: cite.Book) -> None:
    """A citation processor prints each item with the title, pages and edition that it has."""
    items = json.loads(files["trip.json"])
    with warnings.catch_warnings():  # `part-number` is of CSL 1.0.2, which it does not know yet
        warnings.filterwarnings("ignore", ".*unsupported: part_number")
        source = CiteProcJSON(items)
    style = CitationStylesStyle(str(STYLE), validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))

    printed = [str(entry) for entry in bibliography.bibliography()]
    assert (
        printed[0] == "book: Trip Edition: Everything at Once, A. Editor, B. Editor, 2026, Nobody"
    )
    records = [record for record in book.records.values() if record.slug]
    assert len(printed) == len(records) + 1
    for entry, record in zip(printed[1:], records, strict=True):
        first, last = record.folios
        pages = first if first == last else f"{first}-{last}"
        assert record.title in entry
        assert f"pp. {pages}" in entry.replace("–", "-")
        assert "in Trip Edition: Everything at Once" in entry


def test_bibtex_is_read(files: Mapping[str, bytes], book: cite.Book) -> None:
    """Pybtex reads each entry with its pages, editors and number."""
    entries = parse_string(files["trip.bib"].decode(), "bibtex").entries

    for record in (record for record in book.records.values() if record.slug):
        entry = entries[csl.key(record)]
        first, last = record.folios
        assert entry.type == "incollection"
        assert entry.fields["pages"] == (first if first == last else f"{first}--{last}")
        assert entry.fields["chapter"] == record.number
        assert [str(person) for person in entry.persons["editor"]] == ["Editor, A.", "Editor, B."]
    assert entries["trip"].type == "book"


def test_ris_is_read(files: Mapping[str, bytes], book: cite.Book) -> None:
    """Rispy reads each reference with its pages, authors and number."""
    read = {entry["id"]: entry for entry in loads(files["trip.ris"].decode())}

    for record in (record for record in book.records.values() if record.slug):
        entry = read[csl.key(record)]
        assert (entry["start_page"], entry["end_page"]) == record.folios
        assert entry["title"] == record.title
        assert entry.get("authors", []) == [who.inverted for who in record.authors]
        assert entry["section"] == record.number
    assert read["trip"]["type_of_reference"] == "BOOK"


def test_citation_cff_holds_to_its_schema(files: Mapping[str, bytes]) -> None:
    """CITATION.cff is YAML, names whom the edition names, and has all that the format demands."""
    read = yaml.load(files["CITATION.cff"], yaml.BaseLoader)
    typed = yaml.safe_load(files["CITATION.cff"])

    jsonschema.validate(typed, json.loads(CFF.read_text("utf-8")))
    assert read["title"] == "Trip Edition: Everything at Once"
    assert read["authors"] == [
        {"family-names": "Editor", "given-names": "A."},
        {"family-names": "Editor", "given-names": "B."},
    ]
    assert read["preferred-citation"]["publisher"] == {"name": "Nobody"}


def untexed(field: str) -> str:
    """What TeX prints for a field."""
    signs = {
        "backslash": "\\",
        "asciitilde": "~",
        "asciicircum": "^",
        "braceleft": "<<",
        "braceright": ">>",
    }
    inner = re.sub(r"\\text([a-z]+)\{\}", lambda sign: signs[sign[1]], field)
    plain = re.sub(r"\\([$&%#_])", r"\1", inner)
    return plain.replace("{", "").replace("}", "").replace("<<", "{").replace(">>", "}")


NASTY = '{100%} of $5 & #1_a \\ ~ ^ <b>"x"</b> “é” 択捉 -- ER  - '


def test_nothing_is_lost_in_signs() -> None:
    """Signs that mean something to a format come out of its reader as they went in."""
    record = made(NASTY)
    item = json.loads(csl.to_json([csl.item(record)]))[0]
    entry = parse_string(bibtex.entry(record), "bibtex").entries["e:letter"]

    assert item["title"] == NASTY
    assert loads(ris.reference(record))[0]["title"] == " ".join(NASTY.split())
    assert untexed(entry.fields["title"]).strip() == " ".join(NASTY.split())


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_any_title_is_read_back(title: str) -> None:
    """Whatever a title is made of, every reader takes the file and finds one document in it."""
    record = made(title)

    assert json.loads(csl.to_json([csl.item(record)]))[0]["title"] == title
    assert list(parse_string(bibtex.entry(record), "bibtex").entries) == ["e:letter"]
    assert len(loads(ris.reference(record))) == 1


# -- the heads of pages ---------------------------------------------------------------


class Head(HTMLParser):
    """What an independent reader finds in the head of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[str, list[str]] = {}
        self.linked = ""
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        given_ = {key: value or "" for key, value in attrs}
        if tag == "meta" and "name" in given_:
            self.tags.setdefault(given_["name"], []).append(given_["content"])
        self._script = tag == "script" and given_.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        """Note the data of a script."""
        if self._script:
            self.linked += data


def head(record: Record) -> Head:
    """The head of the page of *record*, as the theme's template writes it."""
    from compendium import theme

    design, _ = theme.read(theme.find("press"))
    assert design
    said = metadata({"letter": record})["letter"]
    read = Head()
    read.feed(str(templates(design).fill("site/metadata.html.j2", metadata=said)))
    return read


def test_zotero_finds_a_document_with_its_pages() -> None:
    """Highwire's tags name the document, the book it is in, its editors and its pages."""
    tags = head(made("On the islands", recipients=(name("Matsumoto, S."),))).tags

    assert tags["citation_title"] == ["On the islands"]
    assert tags["citation_author"] == ["Gromyko, A. A."]
    assert tags["citation_inbook_title"] == ["On the islands"]
    assert tags["citation_editor"] == ["Editor, A."]
    assert tags["citation_publication_date"] == ["2026/11/24"]
    assert (tags["citation_firstpage"], tags["citation_lastpage"]) == (["7"], ["9"])


def test_libraries_find_dublin_core() -> None:
    """Dublin Core has the document's own date, and a citation in words."""
    read = head(made("On the islands"))

    assert read.tags["DCTERMS.created"] == ["1956-09-29"]
    assert read.tags["DCTERMS.bibliographicCitation"][0].endswith("doc. 2, pp. 7–9.")


def test_search_engines_find_a_chapter() -> None:
    """JSON-LD has a chapter of a book with first and last page, whatever its title is made of."""
    for title in ("On the islands", NASTY, "</script><script>alert(1)</script>"):
        linked = json.loads(head(made(title)).linked)
        assert (linked["@type"], linked["name"]) == ("Chapter", title)
        assert (linked["pageStart"], linked["pageEnd"]) == ("7", "9")
        assert linked["isPartOf"]["@type"] == "Book"
        assert linked["author"][0]["familyName"] == "Gromyko"


def test_an_inferred_date_is_not_told_to_machines() -> None:
    """What the editors infer is no date for programs that know no brackets."""
    record = made(date=Date("1956-09-29", EDITION, inferred=True))

    assert "DCTERMS.created" not in head(record).tags
    assert "dateCreated" not in json.loads(head(record).linked)
    assert csl.item(record)["original-date"] == {"date-parts": [[1956, 9, 29]], "circa": True}


def test_the_site_has_them(book: cite.Book) -> None:
    """Each page of the site names itself, and a document its pages in the book."""
    read = Head()
    read.feed(trip().site["letter.html"].decode())
    front = Head()
    front.feed(trip().site["index.html"].decode())

    letter = book.records["letter"]
    assert read.tags["citation_title"] == [letter.title]
    assert (*read.tags["citation_firstpage"], *read.tags["citation_lastpage"]) == letter.folios
    assert json.loads(read.linked)["isPartOf"]["name"] == "Trip Edition: Everything at Once"
    assert front.tags["citation_title"] == ["Trip Edition: Everything at Once"]
    assert "citation_firstpage" not in front.tags
