"""From a folder to a `Volume`: golden pages of what is wrong, and what a good folder gives."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cases import Case, cases
from compendium import corpus
from compendium.corpus.edtf import date_fault
from compendium.corpus.schema import SchemaKind
from compendium.model.text import plain
from compendium.model.volume import Volume, Written
from outline import words

SMALL: dict[str, str | bytes] = {
    "edition.yaml": "title: Small\nversion: 1.10\ndate: 2026-11-24\nlanguages: [en]\n"
    "parts:\n  - {id: one, number: I, title: One, documents: [letter]}\n",
    "documents/letter.en.md": "---\ntitle: Letter\nkind: letter\n---\nText.\n",
}
"""The smallest edition that is whole."""


def _volume(files: dict[str, str | bytes]) -> Volume:
    volume, problems = corpus.read_files(SMALL | files)
    assert [str(problem) for problem in problems] == []
    assert volume is not None
    return volume


@pytest.mark.parametrize("case", cases("corpus"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """The small edition with the case's files in it has exactly the problems the case lists."""
    files = case.files if "edition.yml" in case.files else SMALL | case.files
    _, problems = corpus.read_files(files)

    case.check({"problems": [str(problem) for problem in problems]})


def test_scalars_stay_as_written() -> None:
    """No number, date or word of YAML is turned into something else."""
    volume = _volume({})

    assert (volume.version, volume.date.edtf, volume.title) == ("1.10", "2026-11-24", "Small")
    assert [part.documents[0].value for part in volume.parts] == ["letter"]
    assert volume.documents["letter"].kind == "letter"


def test_front_matter_is_running_text() -> None:
    """Titles, sources and grounds are inline Markdown, each node at its place in the YAML."""
    letter = (
        "---\n"
        "title: 'Reply of *Gromyko*''s'\n"
        "kind: letter\n"
        "from: person:gromyko\n"
        "to: [person:matsumoto, 'body:japan']\n"
        'date: {value: 1956-09, inferred: true, ground: "from the \\"[reply](doc:letter)\\""}\n'
        "source: >\n"
        "  Gaiko Shiryokan,\n"
        "  [file](ref:b1) 5.\n"
        "---\n"
        "Text.\n"
    )
    document = _volume({"documents/letter.en.md": letter}).documents["letter"]
    (text,) = document.texts

    assert words(text.title) == "Reply of {emphasis: Gromyko}'s"
    assert [str(node.span) for node in text.title] == [
        f"documents/letter.en.md:2:{column}" for column in (9, 18, 27)
    ]
    assert words(text.source_note) == "Gaiko Shiryokan, {link ref:b1: file} 5."
    assert str(text.source_note[1].span) == "documents/letter.en.md:9:3"
    assert document.date is not None and document.date.inferred
    assert words(document.date.ground) == 'from the "{link doc:letter: reply}"'
    assert str(document.date.ground[1].span) == "documents/letter.en.md:6:60"
    assert document.sender == (Written("person:gromyko", document.sender[0].span),)
    assert [str(w.span) for w in document.recipient] == [
        "documents/letter.en.md:5:6",
        "documents/letter.en.md:5:24",
    ]


def test_registers() -> None:
    """Entries keep their order, their subentries, and the places of their ids and forms."""
    persons = (
        "- id: gromyko\n  name: Gromyko, *A.A.*\n  forms: [Gromyko, A.A. Gromyko]\n"
        "  except: Gromyko Institute\n  see-also: body:ministry\n"
        "  sub: [{id: letters, name: letters of, see: matsumoto}]\n"
    )
    (register,) = _volume({"registers/persons.yaml": persons}).registers
    (entry,) = register.entries

    assert (register.kind, entry.id, plain(entry.name)) == ("persons", "gromyko", "Gromyko, A.A.")
    assert [(w.value, str(w.span)) for w in entry.forms] == [
        ("Gromyko", "registers/persons.yaml:3:11"),
        ("A.A. Gromyko", "registers/persons.yaml:3:20"),
    ]
    assert [w.value for w in (*entry.excepted, *entry.see_also)] == [
        "Gromyko Institute",
        "body:ministry",
    ]
    assert [w.value for w in entry.children[0].see] == ["matsumoto"]


def test_languages() -> None:
    """A document has a text for each language that has a file, the main one first."""
    edition = SMALL["edition.yaml"]
    assert isinstance(edition, str)
    russian = "---\ntitle: Письмо\nkind: letter\nstatus: working-translation\n---\nText.\n"
    volume = _volume(
        {
            "edition.yaml": edition.replace("[en]", "[en, ja, ru]"),
            "documents/letter.ru.md": russian,
        }
    )

    texts = volume.documents["letter"].texts
    assert [(t.lang, t.status) for t in texts] == [
        ("en", "not-stated"),
        ("ru", "working-translation"),
    ]


def _picture(kind: str, size: tuple[int, int] = (60, 40)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(buffer, kind)
    return buffer.getvalue()


def _with_picture(name: str, content: bytes) -> list[str]:
    letter = f"---\ntitle: Letter\nkind: letter\n---\n![Map](images/{name})\n"
    files: dict[str, str | bytes] = {"documents/letter.en.md": letter, f"images/{name}": content}
    return [str(problem) for problem in corpus.read_files(SMALL | files)[1]]


def test_pictures() -> None:
    """Whole PNG and JPEG files pass; cut, mislabelled and enormous ones are refused."""
    png, jpeg = _picture("PNG"), _picture("JPEG")
    huge = _picture("PNG", (6400, 6400))

    assert _with_picture("a.png", png) == _with_picture("a.jpg", jpeg) == []
    assert _with_picture("a.png", png[:-30])[0].startswith(
        "images/a.png:1:1: error[image-bad]: `images/a.png` is damaged: "
    )
    assert _with_picture("a.jpg", jpeg[:-200])[0].startswith(
        "images/a.jpg:1:1: error[image-bad]: `images/a.jpg` is damaged: "
    )
    assert _with_picture("a.png", jpeg) == [
        "images/a.png:1:1: error[image-bad]: `images/a.png` is no PNG file (hint: export it again)"
    ]
    assert _with_picture("a.png", huge) == [
        "images/a.png:1:1: error[image-bad]: `images/a.png` has more than 40 million pixels "
        "(hint: make it smaller)"
    ]


def test_folder(tmp_path: Path) -> None:
    """A folder is read as its files are, under the folder's name, and its order is the same."""
    for path, content in SMALL.items():
        assert isinstance(content, str)
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("\ufeff" + content.replace("\n", "\r\n"), "utf-8")

    volume, problems = corpus.read(tmp_path)

    assert problems == []
    assert volume is not None and volume.id == tmp_path.name
    assert volume.documents == corpus.read_files(SMALL)[0].documents  # type: ignore[union-attr]


def test_no_edition(tmp_path: Path) -> None:
    """A folder that is not there, or has no edition in it, is one clear problem."""
    hint = "(hint: name the folder of an edition, or begin one with `compendium init`)"
    assert [str(p) for p in corpus.read(tmp_path)[1]] == [
        f"edition.yaml:1:1: error[file-missing]: the folder has no `edition.yaml` {hint}"
    ]
    assert [str(p) for p in corpus.read(tmp_path / "none")[1]] == [
        f"edition.yaml:1:1: error[file-missing]: there is no folder `{tmp_path / 'none'}` "
        "(hint: name the folder of an edition)"
    ]


GOOD = [
    *("1956", "1956-09", "1956-09-29", "1956~", "1956-09?", "1956-09-29%", "195X", "1956-XX"),
    *("1956-09-XX", "-0044-03-15", "1904-02-29", "1956-21"),
    *("1956-09-29/1956-10-19", "1956/..", "1956-09-29/", "/1956", "../1956-10"),
    *("[1956-09,1956-10]", "[1956..1960]", "{1956,1957}"),
]
BAD = [
    *("", "56", "1956-9", "29.9.1956", "1900-02-29", "1956-04-31", "1956-00-01", "1956-13"),
    *("../..", "/", "1957/1956", "1956-09-29/1956-09-31", "[1956", "[]", "{1956]"),
    "\uff11\uff19\uff15\uff16",
]


@pytest.mark.parametrize("text", GOOD)
def test_dates_that_are(text: str) -> None:
    """EDTF level 0 and the common forms of level 1 are dates."""
    assert date_fault(text) is None


@pytest.mark.parametrize("text", BAD)
def test_dates_that_are_not(text: str) -> None:
    """Other forms, and days the calendar does not have, are refused."""
    assert date_fault(text) is not None


@given(st.dates())
def test_every_day_is_a_date(day: object) -> None:
    """Every day of the calendar is accepted as ISO writes it."""
    assert date_fault(str(day)) is None


@given(st.text("0123456789-/.~?[]{},X", max_size=24))
def test_no_date_breaks(text: str) -> None:
    """Whatever stands for a date is accepted or refused, and a refusal names it."""
    assert (date_fault(text) or "``").count("`") == 2


@pytest.mark.parametrize("kind", get_args(SchemaKind))
def test_schema(kind: SchemaKind) -> None:
    """The JSON Schemas are valid, and forbid unknown keys as reading does."""
    schema = corpus.json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)

    assert schema.get("additionalProperties", schema["type"] == "array" or None) is not None


def test_schema_accepts_what_we_read() -> None:
    """An editor that checks by the schema agrees with us about a good edition and a bad one."""
    edition = SMALL["edition.yaml"]
    assert isinstance(edition, str)
    value = yaml.safe_load(edition.replace("2026-11-24", "'2026-11-24'"))
    schema = corpus.json_schema("edition")

    jsonschema.validate(value, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**value, "titel": "x"}, schema)


def test_reading_needs_no_decoder() -> None:
    """An edition without pictures is read without loading the picture library."""
    code = (
        "import sys; from compendium import corpus; "
        f"corpus.read_files({SMALL!r}); sys.exit('PIL' in sys.modules)"
    )
    python = [sys.executable, "-c", code]
    assert subprocess.run(python, env={"PYTHONPATH": os.pathsep.join(sys.path)}).returncode == 0


def test_a_file_serves_every_kind_of_its_language() -> None:
    """`one.en.md` is the text of an edition in American English, and keeps that language."""
    files = {
        "edition.yaml": (
            'title: E\nversion: "1"\ndate: 2026\nlanguages: [en-US]\n'
            "parts:\n  - {id: p, title: P, documents: [one]}\n"
        ),
        "documents/one.en.md": "---\ntitle: One\nkind: letter\n---\nWords.\n",
    }
    volume, problems = corpus.read_files(files)

    assert volume and not problems
    assert [text.lang for text in volume.documents["one"].texts] == ["en-US"]
