"""An edition of which some was read before is the edition read anew, with the same problems.

Nothing that is kept, for a process to come or in this one, may change a value, a place or
what is told, whatever an editor does between two builds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from compendium import pipeline, theme
from compendium.cache import Cache
from compendium.corpus import read_files
from compendium.model.kept import last, turn
from compendium.resolve import resolve
from compendium.source.files import contents

ROOT = Path(__file__).parent.parent
TRIP = ROOT / "tests" / "books" / "trip"
FILES = {
    path: data.decode() if path.endswith((".md", ".yaml")) else data
    for path, data in contents(TRIP)[0].items()
}
Files = dict[str, str | bytes]


class Shelf(dict[str, bytes]):
    """Keeps everything."""

    def put(self, key: str, data: bytes) -> None:
        """Keep *data*."""
        self[key] = data


_WORDS = (
    "word",
    "Gromyko",
    "document 1",
    "January 26 (February 9), 1855",
    "[it](doc:letter#par-1)",
    "[nothing](doc:letter#par-99)",
    "[](subject:islands){.start}",
    "[](subject:islands){.end}",
    "[one](person:gromyko)",
    "[none](person:nobody)",
    "[x]{#an-id}",
    "[^1]",
    "<b>",
    "\u202e",
    "key: value",
    "{.note}",
    ":::",
    "",
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, str, str]:
    """An edit: of which file, at which of its lines, what is done there, and with what words."""
    path = draw(st.sampled_from(sorted(p for p in FILES if p.endswith((".md", ".yaml")))))
    kind = draw(st.sampled_from(("put", "put", "into", "drop", "twice", "away")))
    return path, draw(st.integers(0, 60)), kind, draw(st.sampled_from(_WORDS))


def edited(files: Files, edit: tuple[str, int, str, str]) -> Files:
    """*files* after an *edit*."""
    path, at, kind, words = edit
    text = files.get(path)
    if not isinstance(text, str):
        return files
    if kind == "away":
        return {name: held for name, held in files.items() if name != path}
    lines = text.split("\n")
    at %= len(lines)
    if kind == "put":
        lines.insert(at, words)
    elif kind == "into":
        lines[at] += f" {words}"
    elif kind == "twice":
        lines.insert(at, lines[at])
    else:
        del lines[at]
    return {**files, path: "\n".join(lines)}


SHELF = Shelf()


@given(st.lists(edits(), min_size=1, max_size=4))
def test_what_is_kept_changes_nothing(changes: list[tuple[str, int, str, str]]) -> None:
    """Whatever was changed, the edition and all that is wrong with it are those made anew."""
    files: Files = dict(FILES)
    for change in changes:
        turn()
        files = edited(files, change)
        volume, problems = read_files(files, "trip", keep=SHELF)
        assert (volume, problems) == read_files(files, "trip")
        if volume:
            edition, found = resolve(volume, last)
            assert (edition, found) == resolve(volume)
            assert [*edition.targets] == [*resolve(volume)[0].targets]


def test_a_file_by_another_name_is_read_for_its_own_places() -> None:
    """Every place in a file that was renamed is in the file as it is called now."""
    shelf = Shelf()
    read_files(dict(FILES), "trip", keep=shelf)
    plan = str(FILES["edition.yaml"]).replace("first-note", "other-note")
    files = {path.replace("first-note", "other-note"): held for path, held in FILES.items()}
    files["edition.yaml"] = plan
    assert read_files(files, "trip", keep=shelf) == read_files(files, "trip")


def test_what_is_kept_needs_neither_schema_nor_parser(tmp_path: Path) -> None:
    """An edition of which everything is kept is read without any of the engines for it."""
    turn()
    turn()  # what this process holds already would not be kept
    pipeline.read(TRIP, keep=Cache(tmp_path))
    code = f"""
import sys
from pathlib import Path
from compendium import pipeline, theme
from compendium.cache import Cache
volume, edition, problems = pipeline.read(Path({str(TRIP)!r}), keep=Cache(Path({str(tmp_path)!r})))
assert edition is not None
engines = ("pydantic", "yaml", "markdown_it")
print([name for name in engines if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_letters_are_looked_up_in_the_theme_once() -> None:
    """What a font lacks is told each time; that nothing is lacking is known the next time."""
    shelf = Shelf()
    lacking: Files = {
        **FILES,
        "back/appendix.en.md": str(FILES["back/appendix.en.md"]) + "\n\U00012000\n",
    }
    for files, good in ((lacking, False), (FILES, True), (lacking, False), (FILES, True)):
        turn()
        volume, _ = read_files(files, "trip", keep=shelf)
        assert volume
        edition, _ = resolve(volume, last)
        assert theme.check(edition, keep=shelf) == theme.check(edition)
        assert (not theme.check(edition)) is good
