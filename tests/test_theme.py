"""The theme `press` is whole, and a theme that is not says what is wrong."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium import theme
from compendium.diag import Span

PRESS = theme.find("press")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A theme with one of everything, in a folder of its own."""
    folder = tmp_path / "plain"
    files = {
        "theme.yaml": 'name: plain\ntokens:\n  ink: "#222"\n',
        "print/page.html.j2": "<p>{{ words.contents }}</p>",
        "css/print.css": "p { color: token(ink) }\n",
        "strings/en.yaml": "contents: Contents\n",
        "strings/ru.yaml": "contents: Содержание\n",
        "fonts/A.ttf": "letters",
        "fonts/SHA256SUMS": f"{hashlib.sha256(b'letters').hexdigest()}  A.ttf\n",
        "fonts/LICENSE": "free",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_press() -> None:
    """The default theme has nothing wrong with it, and what a book needs."""
    press, problems = theme.read(PRESS)

    assert problems == []
    assert press is not None
    assert press.name == "press"
    assert {"print/document.html.j2", "print/page.html.j2"} <= press.templates.keys()
    assert "token(" not in press.styles["print.css"]
    assert {"SourceSerif4-Regular.ttf", "CompendiumMincho-Regular.otf"} <= press.fonts.keys()
    assert {"en", "ja", "ru"} <= press.wording.keys()


def test_gaps() -> None:
    """A string has the same gaps in every language, but for dates that may leave one out."""
    press, _ = theme.read(PRESS)
    assert press

    def gaps(text: str) -> list[str]:
        return sorted(re.findall(r"\{[a-z]*\}", text))

    for lang, strings in press.wording.items():
        for key, said in strings.items():
            if key != "date-span-year":
                assert gaps(said) == gaps(press.wording["en"][key]), (lang, key)


def test_read(small: Path) -> None:
    """A theme is its files in memory: tokens filled in, licences left out."""
    read, problems = theme.read(small)

    assert problems == []
    assert read is not None
    assert read.styles == {"print.css": "p { color: #222 }\n"}
    assert read.templates == {"print/page.html.j2": "<p>{{ words.contents }}</p>"}
    assert read.fonts == {"A.ttf": b"letters"}
    assert read.wording["ru"] == {"contents": "Содержание"}
    assert read.tokens == {"ink": "#222"}


def test_digest(small: Path) -> None:
    """A theme with another letter anywhere is another theme."""
    before, _ = theme.read(small)
    again, _ = theme.read(small)
    (small / "fonts/LICENSE").write_text("freed", encoding="utf-8")
    after, _ = theme.read(small)

    assert before and again and after
    assert before.digest == again.digest != after.digest


def change(name: str, text: str) -> Callable[[Path], object]:
    """What writes *text* to the file *name* of a theme."""
    return lambda folder: (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (
            shutil.rmtree,
            "plain/theme.yaml:1:1: error[theme-missing]: there is no theme `plain` "
            "(hint: name a folder of `templates/` that has a theme.yaml)",
        ),
        (
            change("theme.yaml", "name: plain\ntokens:\n  ink: red\ninks: 2\n"),
            "plain/theme.yaml:4:1: error[theme-key]: `inks` is no key of a theme "
            "(hint: use `name` and `tokens`)",
        ),
        (
            change("theme.yaml", "tokens:\n  ink: red\n"),
            "plain/theme.yaml:1:1: error[theme-key]: `name` is missing or empty "
            "(hint: write it in theme.yaml)",
        ),
        (
            change("css/print.css", "p { color: \udcff }"),
            "plain/css/print.css:1:1: error[theme-file]: `css/print.css` is not UTF-8 "
            "(hint: save it as UTF-8)",
        ),
        (
            change("css/print.css", "p {\n  color: token(inkk) }"),
            "plain/css/print.css:2:10: error[token-unknown]: no token is called `inkk` "
            "(hint: add it to `tokens` in theme.yaml)",
        ),
        (
            lambda folder: (folder / "fonts/A.ttf").unlink(),
            "plain/fonts/A.ttf:1:1: error[font-missing]: the font `A.ttf` is missing "
            "(hint: put the file back, or take it out of SHA256SUMS)",
        ),
        (
            change("fonts/B.otf", "more"),
            "plain/fonts/B.otf:1:1: error[font-unlisted]: the font `B.otf` has no checksum "
            "(hint: run `sha256sum` in `fonts/` and add its line to SHA256SUMS)",
        ),
        (
            change("fonts/A.ttf", "others"),
            "plain/fonts/A.ttf:1:1: error[font-changed]: the font `A.ttf` is not the one listed "
            "(hint: restore the file, or list its new checksum in SHA256SUMS)",
        ),
        (
            change("strings/ru.yaml", "see: см.\n"),
            "plain/strings/ru.yaml:1:1: error[wording-missing]: `ru.yaml` has no words for "
            "`contents` (hint: add the key to ru.yaml)\n"
            "plain/strings/ru.yaml:1:1: error[wording-unknown]: `ru.yaml` has words for `see` "
            "(hint: add the key to en.yaml too)",
        ),
    ],
)
def test_problems(small: Path, spoil: Callable[[Path], object], expected: str) -> None:
    """Whatever is wrong with a theme is said where it is, and the theme is not used."""
    spoil(small)

    read, problems = theme.read(small)

    assert read is None
    assert "\n".join(map(str, problems)) == expected


def test_a_theme_that_is_not_there() -> None:
    """A theme that does not exist is told where the edition names it, with the ones there are."""
    at = Span("edition.yaml", (8, 8), (8, 12))

    assert theme.missing("press", at) == []
    assert [str(problem) for problem in theme.missing("pres", at)] == [
        "edition.yaml:8:8: error[theme-missing]: there is no theme `pres` "
        "(hint: did you mean `press`?)"
    ]
