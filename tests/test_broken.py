"""Twelve ways to break the first edition, and what a stranger reads then.

Each breaks a copy of it, asks `compendium check`, and has the whole of the answer.
"""

# ruff: noqa: E501  # a problem is one line

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium import cli

SEED = Path(__file__).parent.parent / "corpus" / "joint-compendium"

Break = Callable[[Path], object]


def _put(name: str, old: str, new: str) -> Break:
    """Put *new* where *old* first stands in the file *name*."""

    def act(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), "utf-8")

    return act


def _drop(name: str) -> Break:
    return lambda root: (root / name).unlink()


def _in_windows_letters(name: str) -> Break:
    """Save the file *name* as Windows once did."""
    return lambda root: (root / name).write_bytes(
        (root / name).read_text("utf-8").encode("windows-1252")
    )


MATSUMOTO = "documents/matsumoto-1956.en.md"
GROMYKO = "documents/gromyko-1956.en.md"
DECLARATION = "documents/declaration-1956.en.md"
COMMUNIQUE = "documents/communique-1973.en.md"

TWELVE: dict[str, tuple[list[Break], str]] = {
    "unknown reference": (
        [
            _put(COMMUNIQUE, "doc:declaration-1956#art-9.1", "doc:declaration-1965#art-9.1"),
            _put(MATSUMOTO, "doc:gromyko-1956#p-3", "doc:gromyko-1956#p-33"),
        ],
        """\
documents/matsumoto-1956.en.md:64:41: error[reference-unknown]: document `gromyko-1956` has no passage `p-33` (hint: did you mean `doc:gromyko-1956#p-3`?)
documents/communique-1973.en.md:25:21: error[reference-unknown]: no document has the name `declaration-1965` (hint: did you mean `doc:declaration-1956#art-9.1`?)
en-US: 6 of 6 documents; status not stated
ja: 6 of 6 documents; working translation
ru: 6 of 6 documents; working translation
2 errors
""",
    ),
    "duplicate id": (
        [
            _put("registers/persons.yaml", "id: kadowaki", "id: gromyko"),
            _put(COMMUNIQUE, "1974.[^compare]", "1974.[^compare] {#one}\n\nAgreed. {#one}"),
        ],
        """\
documents/communique-1973.en.md:25:1: error[id-duplicate]: the id `one` stands twice, first at documents/communique-1973.en.md:14:1 (hint: give one of them another id)
registers/persons.yaml:29:7: error[id-duplicate]: `gromyko` is the id of two entries, first at registers/persons.yaml:2:7 (hint: give one of them another id)
documents/communique-1973.en.md:25:1: warning[unit-missing]: nothing in `documents/communique-1973.ja.md` answers to this; its place is after `documents/communique-1973.ja.md:15:1` (hint: translate it there, or say with `{align=...}` what does)
documents/communique-1973.en.md:25:1: warning[unit-missing]: nothing in `documents/communique-1973.ru.md` answers to this; its place is after `documents/communique-1973.ru.md:16:1` (hint: translate it there, or say with `{align=...}` what does)
en-US: 6 of 6 documents; status not stated
ja: 6 of 6 documents; working translation
ru: 6 of 6 documents; working translation
2 errors, 2 warnings
""",
    ),
    "circular see": (
        [
            _put("registers/bodies.yaml", "see: peoples-republic-of-china", "see: soviet-union"),
            _put("registers/bodies.yaml", "Soviet Union\n  see: ussr", "Soviet Union\n  see: china"),
        ],
        """\
registers/bodies.yaml:5:8: error[see-circular]: `see` runs in a ring: `body:china` to `body:soviet-union` to `body:china` (hint: take `see` from the entry that shall have the page numbers)
en-US: 6 of 6 documents; status not stated
ja: 6 of 6 documents; working translation
ru: 6 of 6 documents; working translation
1 error
""",
    ),
    "unknown register entry": (
        [
            _put(MATSUMOTO, "(subject:peace-treaty.basis)", "(subject:peace-treaty.bases)"),
            _put(GROMYKO, "from: person:gromyko", "from: person:gromiko"),
            _put("registers/places.yaml", '"subject:islands"', '"subject:island"'),
        ],
        """\
registers/places.yaml:19:13: error[see-also-unknown]: `place:habomai` leads to `subject:island`, which no register has (hint: did you mean `subject:islands`?)
documents/matsumoto-1956.en.md:33:4: error[entry-unknown]: no register has `subject:peace-treaty.bases` (hint: did you mean `subject:peace-treaty.basis`?)
documents/gromyko-1956.en.md:14:7: error[entry-unknown]: no register has `person:gromiko` (hint: did you mean `person:gromyko`?)
en-US: 6 of 6 documents; status not stated
ja: 6 of 6 documents; working translation
ru: 6 of 6 documents; working translation
3 errors
""",
    ),
    "bad date": (
        [
            _put(DECLARATION, "date: 1956-10-19", "date: 1956-02-30"),
            _put(DECLARATION, "ratified: 1956-12-07", "ratified: December 7, 1956"),
            _put(MATSUMOTO, "value: 1956-09-29", "value: 29.09.1956"),
        ],
        """\
documents/declaration-1956.en.md:5:7: error[date-bad]: `1956-02-30` is a day that does not exist (hint: look it up again)
documents/declaration-1956.en.md:9:11: error[date-bad]: `December 7, 1956` is not a date (hint: write `1956`, `1956-09`, `1956-09-29`, `1956~`, `1956-09-29/1956-10-19`)
documents/matsumoto-1956.en.md:8:10: error[date-bad]: `29.09.1956` is not a date (hint: write `1956`, `1956-09`, `1956-09-29`, `1956~`, `1956-09-29/1956-10-19`)
3 errors
""",
    ),
    "missing file": (
        [
            _drop(GROMYKO),
            _put("edition.yaml", "note-on-the-text, editorial-method", "note-on-text"),
            _put(COMMUNIQUE, "1. []", "![Map](images/map.png)\n\n1. []"),
        ],
        """\
documents/communique-1973.en.md:14:1: error[file-missing]: there is no `images/map.png` (hint: put the picture into `images/`)
edition.yaml:29:9: error[file-missing]: there is no `front/note-on-text.en.md` (hint: did you mean `note-on-the-text`?)
front/editorial-method.en.md:1:1: warning[file-unused]: nothing names `front/editorial-method.en.md` (hint: add `editorial-method` to edition.yaml)
front/note-on-the-text.en.md:1:1: warning[file-unused]: nothing names `front/note-on-the-text.en.md` (hint: add `note-on-the-text` to edition.yaml)
front/note-on-the-text.ja.md:1:1: warning[file-unused]: nothing names `front/note-on-the-text.ja.md` (hint: add `note-on-the-text` to edition.yaml)
front/note-on-the-text.ru.md:1:1: warning[file-unused]: nothing names `front/note-on-the-text.ru.md` (hint: add `note-on-the-text` to edition.yaml)
2 errors, 4 warnings
""",
    ),
    "tab in YAML": (
        [
            _put("registers/persons.yaml", "  name: Hatoyama", "\tname: Hatoyama"),
            _put("edition.yaml", "  - id: part-v", "\t- id: part-v"),
        ],
        """\
edition.yaml:33:1: error[yaml-tab]: a tab cannot indent YAML (hint: put spaces in its place)
registers/persons.yaml:17:1: error[yaml-tab]: a tab cannot indent YAML (hint: put spaces in its place)
2 errors
""",
    ),
    "unclosed div": (
        [_put(GROMYKO, "Excellency,\n:::", "Excellency,")],
        """\
documents/gromyko-1956.en.md:20:1: error[div-unclosed]: the div `::: salutation` is never closed (hint: add a line `:::` where it ends)
en-US: 6 of 6 documents; status not stated
ja: 6 of 6 documents; working translation
ru: 6 of 6 documents; working translation
1 error
""",
    ),
    "form claimed twice": (
        [_put("registers/persons.yaml", "en: [Kadowaki]", "en: [Kadowaki, Gromyko]")],
        """\
registers/persons.yaml:38:20: error[form-claimed-twice]: `person:gromyko` and `person:kadowaki` share the form `Gromyko` (hint: leave it to one of them, and mark the other's mentions by hand)
en-US: 6 of 6 documents; status not stated
ja: 6 of 6 documents; working translation
ru: 6 of 6 documents; working translation
1 error
""",
    ),
    "unused note": (
        [_put(MATSUMOTO, "intention.[^confirmed]", "intention.")],
        """\
documents/matsumoto-1956.en.md:64:1: error[note-unused]: nothing calls the note `confirmed` (hint: put `[^confirmed]` where its mark belongs, or delete the note)
en-US: 6 of 6 documents; status not stated
ja: 6 of 6 documents; working translation
ru: 6 of 6 documents; working translation
1 error
""",
    ),
    "missing glyph": (
        [
            _put(GROMYKO, "Excellency,", "Excellency ༄,"),
            _put(COMMUNIQUE, "Both sides", "Both 𒈬 sides"),
        ],
        """\
documents/gromyko-1956.en.md:21:12: error[glyph-missing]: no font has `༄` (U+0F04, tibetan mark initial yig mgo mdun ma) (hint: write it otherwise, or give the theme a font that has it)
documents/communique-1973.en.md:21:74: error[glyph-missing]: no font has `𒈬` (U+1222C, cuneiform sign mu) (hint: write it otherwise, or give the theme a font that has it)
en-US: 6 of 6 documents; status not stated
ja: 6 of 6 documents; working translation
ru: 6 of 6 documents; working translation
2 errors
""",
    ),
    "not UTF-8": (
        [
            _in_windows_letters(DECLARATION),
            _put("registers/places.yaml", "name: Tokyo", "name: Tōkyō"),
            lambda root: (root / "registers/places.yaml").write_bytes(
                (root / "registers/places.yaml").read_text("utf-8").encode("utf-16")
            ),
        ],
        """\
documents/declaration-1956.en.md:13:50: error[encoding-bad]: the byte `92` is not UTF-8 (hint: save the file as UTF-8)
registers/places.yaml:1:1: error[encoding-bad]: the byte `FF` is not UTF-8 (hint: save the file as UTF-8)
2 errors
""",
    ),
}  # fmt: skip


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the first edition, and the working directory."""
    root = tmp_path / "joint-compendium"
    shutil.copytree(SEED, root)
    monkeypatch.chdir(root)
    return root


def _run(monkeypatch: pytest.MonkeyPatch, *given: str) -> int:
    """The exit code of `compendium` with the arguments *given*."""
    monkeypatch.setattr("sys.argv", ["compendium", *given])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.mark.parametrize("how", TWELVE)
def test_what_a_stranger_reads(
    how: str, edition: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that is wrong is told, by file, line and column, each with what to do about it."""
    breaks, answer = TWELVE[how]
    for act in breaks:
        act(edition)
    code = _run(monkeypatch, "check", ".")

    assert capsys.readouterr() == ("", answer)
    assert code == cli.PROBLEMS


def test_a_broken_edition_is_not_built(
    edition: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`build` says the same, and what was built before is untouched."""
    breaks, answer = TWELVE["missing glyph"]
    for act in breaks:
        act(edition)
    before = edition / "out" / edition.name
    before.mkdir(parents=True)
    (before / "manifest.json").write_text("{}")
    code = _run(monkeypatch, "build", ".", "--to", "out", "--no-cache")

    told = "".join(f"{line}\n" for line in answer.splitlines() if "error[" in line)
    said = f"{told}{edition.name}: 2 errors; the last good build is as it was\n"
    assert capsys.readouterr() == ("", said)
    assert code == cli.PROBLEMS
    assert [p.name for p in before.iterdir()] == ["manifest.json"]
