"""Numbers of notes as an index prints them behind a folio, in an editor's style."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.model.folios import Style, join


def note_numbers(marks: Sequence[str], style: Style) -> list[tuple[str, tuple[str, ...]]]:
    """What follows a folio to name notes on its page: "n3", "nn3–5"; " n. 17", " nn. 17, 19".

    Shape: each item is printed after the folio as a locator of its own, and names the
        *marks* beside it. A note without a mark ("") is "n".
    """
    pointed = style in ("hart", "mhra")
    ordered = sorted(marks, key=lambda m: (not m.isdecimal(), int(m) if m.isdecimal() else 0, m))
    bare = [(" n." if pointed else "n", ("",))] if "" in ordered else []
    numbered = [mark for mark in ordered if mark]
    if not pointed:
        return bare + [_run(run, style) for run in _runs(numbered)]
    return bare + ([_listed(numbered, style)] if numbered else [])


def _run(run: list[str], style: Style) -> tuple[str, tuple[str, ...]]:
    alone = len(run) == 1
    return (f"n{run[0]}" if alone else f"nn{join(run[0], run[-1], style)}"), tuple(run)


def _listed(marks: list[str], style: Style) -> tuple[str, tuple[str, ...]]:
    if len(marks) == 1:
        return f" n. {marks[0]}", tuple(marks)
    final = " & " if style == "mhra" else ", "
    return f" nn. {', '.join(marks[:-1])}{final}{marks[-1]}", tuple(marks)


def _runs(marks: list[str]) -> list[list[str]]:
    """*marks* in runs of consecutive numbers."""
    runs: list[list[str]] = []
    for mark in marks:
        last = runs[-1][-1] if runs else ""
        if mark.isdecimal() and last.isdecimal() and int(mark) == int(last) + 1:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return runs
