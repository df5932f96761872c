"""A release holds everything, can be verified to the byte, and can be built again."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium import pipeline, publish, release, releasing
from compendium.diag import Diagnostic
from compendium.release.bag import listed
from compendium.source.files import contents
from finished import TRIP, trip

NAME = "trip-0.9"


@cache
def files() -> dict[str, bytes]:
    """The files of the release of the small edition."""
    book = trip()
    corpus, _ = contents(TRIP)
    built = {"trip.pdf": book.pdf, "pages.json": publish.page_map(book.pages, book.edition)}
    theme = {"theme.yaml": b"name: press\n", "fonts/LICENSE-X.md": b"Free.\n"}
    made = release.Release(book.edition, built, corpus, theme, {}, {"python": "3"})
    return release.bagged(made)


def written(folder: Path) -> Path:
    """The release written below *folder*, with its archive and checksums."""
    archive = release.pack(files(), NAME)
    for path, data in files().items():
        (folder / NAME / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / NAME / path).write_bytes(data)
    (folder / f"{NAME}.zip").write_bytes(archive)
    (folder / f"{NAME}.sha256").write_bytes(release.checksums(files(), archive, NAME))
    return folder / NAME


def said(problems: list[Diagnostic]) -> list[str]:
    """The problems in lines."""
    return [f"[{p.code}] {p.message}" for p in problems]


def test_the_folder_is_a_bag() -> None:
    """What a reader of BagIt needs is there, and what it says is true."""
    made = files()
    assert made["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = {path: data for path, data in made.items() if path.startswith("data/")}
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    assert f"Payload-Oxum: {oxum}\n" in made["bag-info.txt"].decode()
    assert made["manifest-sha256.txt"] == listed(payload)


def test_the_system_can_verify_it(tmp_path: Path) -> None:
    """What the README tells a stranger to type says that all is well."""
    folder = written(tmp_path)
    for name in ("tagmanifest-sha256.txt", "manifest-sha256.txt"):
        subprocess.run(["sha256sum", "--quiet", "-c", name], cwd=folder, check=True)
    subprocess.run(["sha256sum", "--quiet", "-c", f"{NAME}.sha256"], cwd=tmp_path, check=True)


def test_the_corpus_is_in_it() -> None:
    """The sources that a release holds are the corpus, file by file."""
    edition, corpus = release.Opened(NAME, files()).corpus
    assert edition == "trip"
    assert corpus == contents(TRIP)[0]


def test_the_records_agree() -> None:
    """Every form of the record says the same title, version and publisher."""
    made = files()
    datacite = json.loads(made["data/metadata/datacite.json"])
    zenodo = json.loads(made["data/metadata/zenodo.json"])
    crate = json.loads(made["data/ro-crate-metadata.json"])["@graph"]
    onix = ET.fromstring(made["data/metadata/onix.xml"])
    names = {"o": "http://ns.editeur.org/onix/3.0/reference"}
    assert datacite["titles"][0]["title"] == "Trip Edition"
    assert zenodo["title"] == crate[1]["name"] == "Trip Edition: Everything at Once"
    assert datacite["version"] == zenodo["version"] == crate[1]["version"] == "0.9"
    assert (
        datacite["publisher"]["name"] == onix.findtext(".//o:PublisherName", "", names) == "Nobody"
    )
    parts = {part["@id"] for part in crate[1]["hasPart"]}
    assert {f"data/{path}" for path in parts} == {
        path for path in made if path.startswith("data/") and "ro-crate" not in path
    }


def test_the_same_files_make_the_same_archive(tmp_path: Path) -> None:
    """An archive unpacks to the folder, and packing that gives the archive again."""
    written(tmp_path)
    found = release.opened(tmp_path / f"{NAME}.zip")
    assert (found.name, found.files) == (NAME, files())
    assert release.pack(found.files, NAME) == (tmp_path / f"{NAME}.zip").read_bytes()


def test_what_is_whole_is_verified(tmp_path: Path) -> None:
    """A release, its archive and its PDF are found to be as they were made."""
    folder = written(tmp_path)
    for path in (folder, tmp_path / f"{NAME}.zip", folder / "data/edition/trip.pdf"):
        assert said(release.verify(path).problems) == []


@settings(max_examples=25)
@given(data=st.data())
def test_any_altered_byte_is_named(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One byte altered anywhere in the folder is found, and the file it is in is named."""
    base = tmp_path_factory.getbasetemp() / "altered"
    folder = base / NAME if base.exists() else written(base)
    path = data.draw(st.sampled_from([p for p in sorted(files()) if files()[p]]))
    at = data.draw(st.integers(0, len(files()[path]) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != files()[path][at]))
    spoiled = bytearray(files()[path])
    spoiled[at] = byte
    (folder / path).write_bytes(spoiled)
    problems = release.verify(folder).problems
    (folder / path).write_bytes(files()[path])
    assert any(problem.span.path == path for problem in problems), said(problems)


@settings(max_examples=25)
@given(data=st.data())
def test_any_altered_byte_of_the_archive_is_found(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One byte altered anywhere in the archive is found, even where no file is."""
    path = tmp_path_factory.getbasetemp() / f"{NAME}.zip"
    whole = release.pack(files(), NAME)
    near = st.one_of(st.integers(0, len(whole) - 1), st.integers(len(whole) - 4000, len(whole) - 1))
    at = data.draw(near)
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[at]))
    path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    assert release.verify(path).problems


def test_each_fault_is_told(tmp_path: Path) -> None:
    """A file altered, missing or added, an unreadable archive, a PDF with no seal: in words."""
    folder = written(tmp_path)
    (folder / "data/edition/trip.pdf").write_bytes(b"%PDF-1.7 other")
    (folder / "data/edition/pages.json").unlink()
    (folder / "data/more.txt").write_bytes(b"more")
    assert said(release.verify(folder).problems) == [
        "[release-missing] `data/edition/pages.json` is missing",
        "[release-altered] `data/edition/trip.pdf` does not agree with its digest in "
        "`manifest-sha256.txt`",
        "[release-extra] `data/more.txt` is no file of the release",
    ]
    pdf = folder / "data/edition/trip.pdf"
    assert said(release.verify(pdf).problems) == [
        "[seal-missing] `trip.pdf` has no seal, or more than one"
    ]
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"PK")
    assert said(release.verify(bad).problems) == [
        "[release-unreadable] `bad.zip`: it is no archive that can be read: File is not a zip file"
    ]
    shutil.copy(TRIP / "edition.yaml", folder / "data/source")
    (tmp_path / f"{NAME}.sha256").unlink()
    assert release.verify(folder).told[-1].startswith(f"no `{NAME}.sha256` stands beside it")


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is missing")
def test_who_signed(tmp_path: Path) -> None:
    """A signature tells who signed; one made by another key, or of other sums, is bad."""
    folder = written(tmp_path)
    for name in ("ours", "theirs"):
        call = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)]
        subprocess.run(call, check=True)
    sums = tmp_path / f"{NAME}.sha256"
    signature = tmp_path / f"{NAME}.sha256.sig"
    signature.write_bytes(release.sign(sums.read_bytes(), tmp_path / "ours"))
    known = tmp_path / "signers"
    known.write_text(f"editor@example.org {(tmp_path / 'ours.pub').read_text()}")
    assert (
        release.verify(folder, known).told[-1].startswith("signed by editor@example.org, ED25519")
    )
    assert release.verify(folder).told[-1].startswith("signed by ED25519 key SHA256:")
    signature.write_bytes(release.sign(sums.read_bytes(), tmp_path / "theirs"))
    assert said(release.verify(folder, known).problems) == [
        f"[signature-bad] `{NAME}.sha256.sig` was made by nobody whom the list of signers knows"
    ]
    with pytest.raises(release.SigningError, match="cannot sign"):
        release.sign(b"", tmp_path / "none")


@pytest.mark.parametrize("outputs", [frozenset({"pdf", "tei"})])
def test_there_and_back(
    outputs: frozenset[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release is built again from its own contents, to the byte; a difference is named.

    Its version cannot go out again with other content.
    """
    monkeypatch.setattr(pipeline, "OUTPUTS", outputs)
    root = tmp_path / "book"
    for path, data in SMALL.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(data, "utf-8")
    made, problems = releasing.make_release(root, tmp_path / "out", pipeline.Means())
    assert made and not problems
    folder = tmp_path / "out" / made.name
    assert said(release.verify(folder).problems) == []
    told, problems = releasing.rebuild(tmp_path / "out" / f"{made.name}.zip", pipeline.Means())
    assert told and not problems
    (root / "documents/a.en.md").write_text(SMALL["documents/a.en.md"] + "\nMore.\n", "utf-8")
    _, problems = releasing.make_release(root, tmp_path / "out", pipeline.Means())
    assert said(problems) == ["[release-taken] `book-1.0` was released before, with other content"]
    recorded = folder / "data/source/environment.json"
    recorded.write_text(recorded.read_text().replace('"weasyprint": "70', '"weasyprint": "69'))
    (folder / "data/edition/book.pdf").write_bytes(b"other")
    _, problems = releasing.rebuild(folder, pipeline.Means())
    assert said(problems) == [
        "[release-differs] `weasyprint` was `69.0` and is `70.0`",
        "[release-differs] `book.pdf` comes out otherwise than it was released",
    ]


SMALL = {
    "edition.yaml": """title: A Book
version: "1.0"
date: 2026-11-24
languages: [en]
parts:
  - {id: part-i, title: All, documents: [a]}
""",
    "documents/a.en.md": "---\ntitle: A letter\nkind: letter\n---\n\nWords.\n",
}
