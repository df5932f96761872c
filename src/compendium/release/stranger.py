"""The README of a release, for somebody who finds it in ten years and has nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill

from compendium import __version__
from compendium.release.record import Record

_WIDTH = 78

_TEXT = """\
{title}
{rule}

Version {version}{published}.
{terms}
This folder is the whole of the edition, as it was published, in the BagIt form
(RFC 8493). It needs no network and no special program to be read.

What is what
------------
{files}

To read it
----------
Open the PDF with any PDF reader, or data/edition/html/index.html with any web
browser. The page numbers of all forms are those of the PDF.

To cite it
----------
Give the number of the document first, then the page. data/edition/citations/
and data/CITATION.cff have each document for reference managers.

To make sure that nothing was changed
-------------------------------------
manifest-sha256.txt lists every file below data/ with its SHA-256, and
tagmanifest-sha256.txt the lists themselves. On most systems:

    sha256sum -c tagmanifest-sha256.txt && sha256sum -c manifest-sha256.txt

With the program that made it: compendium verify FOLDER. The PDF also carries
the digest of its own bytes, and prints that of the words in its colophon;
data/digests.json has the digest of the words of each document.

To build it again
-----------------
data/source/ has the texts (YAML and Markdown), the design, and the exact
versions of all that was used. compendium {program} with the Python and libraries
that data/source/environment.json names gives the same bytes:

    compendium release --rebuild FOLDER

The words themselves are in data/source/corpus/, for any text editor.
"""

_FILES = (
    ("edition/{id}.pdf", "the edition as a book"),
    ("edition/{id}-print.pdf", "the same pages for a printer"),
    ("edition/{id}.epub", "the edition for reading devices"),
    ("edition/html/", "the edition as a web site; opens without a server"),
    ("edition/tei/", "the edition as TEI P5"),
    ("edition/citations/", "citations for reference managers"),
    ("edition/pages.json", "where every passage and line stands"),
    ("edition/proof.json", "what was checked against the finished files"),
    ("source/corpus/", "the texts as the editors wrote them"),
    ("source/templates/", "the design: templates, style sheets, fonts"),
    ("source/environment.json", "the versions of everything used"),
    ("metadata/", "the record for archives and the book trade"),
    ("licences/", "the terms of the fonts"),
    ("digests.json", "digests of the words of each document"),
    ("ids.lock", "the addresses that were published"),
)


def readme(record: Record, files: Iterable[str]) -> str:
    """The README of the release of *record*, which has *files*."""
    present = list(files)
    rows = [(path.format(id=record.id), said) for path, said in _FILES]
    listed = [
        f"data/{path:<32}{said}"
        for path, said in rows
        if any(name == path or name.startswith(path) for name in present)
    ]
    published = ", ".join(filter(None, (record.publisher, record.place, record.date)))
    terms = " ".join(filter(None, (record.rights, record.licence, record.licence_url)))
    return _TEXT.format(
        title=fill(record.full_title, _WIDTH),
        rule="=" * min(len(record.full_title), _WIDTH),
        version=record.version,
        published=f", {published}" if published else "",
        terms=f"{fill(terms, _WIDTH)}\n" if terms else "",
        files="\n".join(listed),
        program=__version__,
    )
