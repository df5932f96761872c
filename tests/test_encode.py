"""The TEI of an edition: valid, complete, and the way back to the corpus."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from compendium import corpus, resolve
from compendium.diag import Span
from compendium.encode import encode
from compendium.importers import own
from compendium.importers.markdown import Writer
from compendium.importers.ownblocks import Reader
from compendium.model.edition import Edition
from compendium.model.text import Item, Text
from compendium.model.volume import Volume

ROOT = Path(__file__).parents[1]
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

RICH = {
    "edition.yaml": b"""title: All of It
version: "1.0"
date: 2026-11-24
languages: [en, ru]
parts:
  - {id: part-i, title: Everything, documents: [1-letter, treaty]}
""",
    "registers/persons.yaml": b'- {id: adams, name: "Adams, *A.*", forms: [Adams]}\n',
    "registers/subjects.yaml": b"- {id: sea, name: sea, sub: [{id: ice, name: ice}]}\n",
    "registers/references.yaml": b"- {id: lost, name: A lost letter, description: of 1904}\n",
    "documents/1-letter.en.md": """---
title: A *letter*
kind: letter
date: 1905-02~
from: person:adams
replies-to: treaty
source: "Box 7, [Adams](person:adams)."
# a comment stays
---

::: dateline
St. Petersburg,
1 May
:::

::: salutation
Dear Sir,[^1]
:::

Words of Adams, and of [A. Adams](person:adams); a *[word]{lang=ru}* over
two lines\\
and three, [Kuril]{.small-caps #kuril} 100 % \\* safe.[^orig-a] See [it](doc:treaty#art-2) and
[again](doc:treaty){.inline}, [a text](ref:lost), [the web](https://example.org/a%20b?c=d).

[]{.page n="225"}

::: signature
In the midst
:::

A run[](subject:sea.ice){.start} of [sea]{.supplied}, [..]{.omission}, [teh]{.sic},
[the]{.correction was="teh"}, [x?]{.unclear}, [A Note]{.placeholder}, ends[](subject:sea.ice){.end}.
As said: [the sea is wide]{.quotation from="doc:treaty#art-1"}.[^b]
And [the sea is "too" wide]{.quotation from="doc:treaty#art-1" variants=note}; see[^d].

::: {.quotation from="doc:treaty#art-2" variants=apparatus}
The ice is thick.
:::

::: {.range of="subject:sea"}

Above the sea.

:::

::: {lang=ru}

Слова.

:::

***

## First {#one}

### Below, aligned {align=center}

> A quotation
> in lines
>
> - with a list

## Second

::: close
Yours,
:::

::: {.signature #hand}
Adams \\
Minister
:::

::: addressee
To B.
:::

[^1]: A note with *words*.

    - and a list

    | a | b |
    | --- | ---: |
    | 1 | 2[^c] |

[^orig-a]: {mark="*"} Theirs.
[^b]: {.original mark="†"} Theirs too.
[^d]: Not [the ice is thick]{.quotation from="doc:treaty#art-2" variants=note}.
""".replace("2[^c]", "2").encode(),
    "documents/treaty.en.md": b"""---
title: A treaty
kind: treaty
units: article
---

1. The sea is wide.

   It is deep.

2. The ice is thin. {#art-2}

   (a) A list in it.

| left | mid | |
| :--- | :---: | --- |
| a | b \\| c | |

: A caption of it {#the-table}

![A map of *it*](../images/map.png){#map alt="a map"}
""",
    "documents/treaty.ru.md": """---
title: Договор
kind: treaty
units: article
---

1. Залив глубок.
""".encode(),
    "images/map.png": bytes.fromhex(  # a grey pixel
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b"
        "550000000a49444154789c636000000002000148afa4710000000049454e44ae"
        "426082"
    ),
}


def books() -> dict[str, dict[str, bytes]]:
    """The editions that are sent there and back."""
    found = {"rich": RICH}
    for root in (ROOT / "tests" / "books" / "trip", ROOT / "corpus" / "joint-compendium"):
        files = (path for path in sorted(root.rglob("*")) if path.is_file())
        found[root.name] = {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
    return found


@cache
def schema() -> Any:
    """The grammar of all of TEI P5."""
    packed = ROOT / "tests" / "data" / "tei" / "tei_all.rng.gz"
    return etree.RelaxNG(etree.fromstring(gzip.decompress(packed.read_bytes())))


def made(files: Mapping[str, bytes]) -> tuple[Volume, Edition, bytes]:
    """The edition of *files* as written, as resolved, and as TEI."""
    volume, _ = corpus.read_files(files, "book")
    assert volume
    edition, _ = resolve.resolve(volume)
    return volume, edition, encode(edition, volume, files)["book.xml"]


def bare(value: Any) -> Any:
    """*value* without places and signs of bullets in its files; words side by side are one."""
    if isinstance(value, Span):
        return None
    if isinstance(value, Item) and not value.number and value.marker:
        return bare(replace(value, marker=""))
    if is_dataclass(value):
        return (type(value), *((f.name, bare(getattr(value, f.name))) for f in fields(value)))
    if isinstance(value, Mapping):
        return {key: bare(below) for key, below in value.items()}
    if not isinstance(value, tuple):
        return value
    done: list[Any] = []
    for one in value:
        if isinstance(one, Text) and done and isinstance(done[-1], str):
            done[-1] += one.text
        else:
            done.append(one.text if isinstance(one, Text) else bare(one))
    return tuple(done)


def again(tei: bytes, folder: Path) -> dict[str, bytes]:
    """The corpus that the *tei* is imported as."""
    path = folder / "book.xml"
    path.write_bytes(tei)
    assert own.recognises(path)
    imported = own.read(path)
    assert not imported.report.problems
    return {name: text.encode() for name, text in imported.files.items()}


@pytest.mark.parametrize("name", books())
def test_it_is_valid(name: str) -> None:
    """The TEI of every edition obeys the grammar of TEI, and no id stands twice in it."""
    _, _, tei = made(books()[name])
    root = etree.fromstring(tei)
    assert schema().validate(root), schema().error_log
    ids = [element.get(XML_ID) for element in root.iter() if element.get(XML_ID)]
    assert len(ids) == len(set(ids))
    local = {
        value.removeprefix("#")
        for element in root.iter()
        for key in ("ref", "target", "corresp", "source")
        if (value := element.get(key, "")).startswith("#")
    }
    assert local <= set(ids)


@pytest.mark.parametrize("name", books())
def test_it_reads_back(name: str, tmp_path: Path) -> None:
    """Importing what was exported gives the corpus again: every file, every mark, every word."""
    files = books()[name]
    volume, _, tei = made(files)
    back = again(tei, tmp_path)
    pictures = {path: data for path, data in files.items() if path.startswith("images/")}
    assert set(back) == set(files) - set(pictures)
    reread, problems = corpus.read_files({**back, **pictures}, "book")
    assert reread
    assert bare(reread) == bare(volume), problems


def test_variants_are_an_apparatus() -> None:
    """What our note on a quotation tells stands in the TEI, with the address of the source."""
    root = etree.fromstring(made(RICH)[2])
    notes = [note for note in root.iter(f"{TEI}note") if note.get("type") == "variants"]
    told = [
        (note.get("n"), app[0].text, app[1].text, app[1].get("source"))
        for note in notes
        for app in note
    ]
    assert told == [
        ("4", 'sea is "too" wide', "sea is wide", "#treaty.art-1"),
        ("6", "thick", "thin", "#treaty.art-2"),
    ]


def test_names_are_tagged() -> None:
    """A name found by its form is tagged for whoever reads the TEI, and told from a mark."""
    root = etree.fromstring(made(RICH)[2])
    names = [(e.get("ref"), e.get("type"), e.text) for e in root.iter(f"{TEI}persName")]
    assert ("#persons.adams", "found", "Adams") in names
    assert ("person:adams", None, "A. Adams") in names


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), max_size=20
)


@settings(max_examples=60)
@given(st.lists(words, max_size=5))
@example(["+"])
def test_any_words_read_back(lines: list[str]) -> None:
    """Whatever characters a text has, it goes to TEI and back unchanged."""
    text = "\n\n".join(lines)
    files = {
        "edition.yaml": RICH["edition.yaml"].replace(b"[1-letter, treaty]", b"[a]"),
        "documents/a.en.md": f"---\ntitle: A\nkind: letter\n---\n\nFirst.\n\n{text}\n".encode(),
    }
    volume, problems = corpus.read_files(files, "book")
    if volume is None or any(p.severity.value == "error" for p in problems):
        return
    edition, _ = resolve.resolve(volume)
    root = etree.fromstring(encode(edition, volume, files)["book.xml"])
    assert schema().validate(root)
    division = next(e for e in root.iter(f"{TEI}div") if e.get("type") == "document")
    reader = Reader()
    body = Writer().text(reader.text(division), reader.notes)
    files["documents/a.en.md"] = f"---\ntitle: A\nkind: letter\n---\n\n{body}".encode()
    reread, _ = corpus.read_files(files, "book")
    assert bare(reread) == bare(volume)
