"""Many pages of parallel texts, looked through: `./dev parallels [DOCUMENTS [NOTES]]`.

A corpus of made-up words is built in columns and on facing pages; of each one line says how
many words were lost, doubled or out of order, printed under notes, how many notes stand on
another page than their call, and how many passages are not level.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from compendium import pipeline
from parallels import judge, save, write

APART = {"columns": 0, "facing": 1}
"""How many pages after the first text the second stands, by form."""


def sweep(folder: Path, documents: int, notes: int) -> Iterator[str]:
    """Build a corpus in each form, and say in lines what is wrong with it."""
    made = write(documents, notes)
    words = sum(map(len, made.words.values()))
    yield f"{documents} documents, {words:,} words, {len(made.calls)} notes"
    for form, apart in APART.items():
        root = save(made, folder / form, form)
        built, problems = pipeline.build(root, folder / "out" / form, frozenset({"pdf"}))
        if not built.settled:
            yield from (form, *map(str, problems))
            continue
        sheets = built.settled.pages.sheets
        body = [sheet.number - 1 for sheet in sheets if sheet.chunk.startswith("d")]
        found = judge(made, built.files[f"{form}.pdf"], body, apart)
        yield f"{form}: {len(body)} pages, {found}"
        yield from (f"  {name}: {value[:9]}" for name, value in vars(found).items() if value)


def main(arguments: Sequence[str]) -> None:
    """Look through as many documents and notes as *arguments* say: 25 and 500."""
    documents, notes = [*map(int, arguments), *(25, 500)[len(arguments) :]]
    with tempfile.TemporaryDirectory() as folder:
        for line in sweep(Path(folder), documents, notes):
            sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
