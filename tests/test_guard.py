"""Published addresses: none vanishes or changes its meaning without a word."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from compendium import corpus, resolve
from compendium.diag import Diagnostic, Severity
from compendium.model.edition import Edition
from compendium.model.pages import PageMap
from compendium.release import frozen

BOOK = {
    "edition.yaml": 'title: A Book\nversion: "1.0"\ndate: 2026-11-24\nlanguages: [en]\n'
    "parts:\n  - {id: part-i, title: All, documents: [a]}\n",
    "documents/a.en.md": "---\ntitle: A letter\nkind: letter\n---\n\n"
    "The first paragraph speaks of the sea.\n\nThe second speaks of the ice.[^x]\n\n"
    "The third speaks of the land.\n\n[^x]: A note.\n",
}


def made(files: Mapping[str, str]) -> tuple[Edition, list[Diagnostic]]:
    """The edition of *files*, and the errors in it."""
    volume, problems = corpus.read_files(files, "book")
    assert volume, problems
    edition, found = resolve.resolve(volume)
    wrong = [p for p in [*problems, *found] if p.severity is Severity.ERROR]
    return edition, wrong


def published() -> dict[str, str]:
    """The book after its release, the version raised."""
    edition, problems = made(BOOK)
    assert not problems
    lock = frozen(edition, PageMap((), {}, {}, ())).decode()
    raised = BOOK["edition.yaml"].replace("1.0", "1.1")
    return {**BOOK, "edition.yaml": raised, "ids.lock": lock}


def altered(before: str, after: str, changes: str = "") -> tuple[Edition, list[Diagnostic]]:
    """The book with one piece of its text altered after its release."""
    files = published()
    files["documents/a.en.md"] = files["documents/a.en.md"].replace(before, after)
    return made({**files, "changes.yaml": changes} if changes else files)


def test_what_is_unchanged_is_silent() -> None:
    """A release, its version raised, is as it was."""
    assert made(published())[1] == []


def test_words_that_changed() -> None:
    """A corrected word has to be recorded; the hint is the line to write, and it works."""
    edition, problems = altered("the sea", "the ocean")
    line = '- {anchor: a.p-1, version: "1.1", corrected: "what, and why"}'
    assert [(str(p.span), p.message, p.hint) for p in problems] == [
        (
            "documents/a.en.md:6:1",
            "the words of the published passage `a.p-1` have changed",
            f"if it is meant, write in changes.yaml: {line}",
        )
    ]
    assert altered("the sea", "the ocean", line + "\n")[1] == []
    assert edition.aliases == {}


def test_a_passage_that_moved() -> None:
    """A paragraph put before another moves the addresses; each move is recognised by its words."""
    first = "The first paragraph speaks of the sea.\n\n"
    _, problems = altered(first, f"A new one.\n\n{first}")
    assert [(p.code, p.message, p.hint.partition(": ")[2]) for p in problems] == [
        (
            "address-changed",
            f"`a.p-{at}` is published for “{words}”, which stands at `a.p-{at + 1}` now",
            f'- {{anchor: a.p-{at}, version: "1.1", moved: a.p-{at + 1}}}',
        )
        for at, words in enumerate(
            (
                "The first paragraph speaks of the sea.",
                "The second speaks of the ice.",
                "The third speaks of the land.",
            ),
            1,
        )
    ]
    record = "\n".join(p.hint.partition(": ")[2] for p in reversed(problems))
    edition, problems = altered(first, f"A new one.\n\n{first}", record)
    assert problems == []
    assert edition.history.now("a.p-3", "1.0") == ("a.p-4",)


def test_a_passage_that_is_gone() -> None:
    """A paragraph taken out is an error; withdrawn or merged it may go, and still leads on."""
    gone = "The third speaks of the land.\n\n"
    _, problems = altered(gone, "")
    assert [(p.code, str(p.span), p.message) for p in problems] == [
        (
            "address-vanished",
            "ids.lock:1:1",
            "the published address `a.p-3` (“The third speaks of the land.”) is gone",
        )
    ]
    withdrawn = '- {anchor: a.p-3, version: "1.1", withdrawn: "It was a forgery."}\n'
    edition, problems = altered(gone, "", withdrawn)
    assert problems == [] and edition.aliases == {}
    merged = '- {anchor: a.p-3, version: "1.1", merged: a.p-2}\n'
    edition, problems = altered(gone, "", merged)
    assert problems == [] and edition.aliases == {"a.p-3": "a.p-2"}


def test_a_record_that_is_wrong() -> None:
    """A change that names what is not there, or says nothing, is told with its place."""
    nowhere = '- {anchor: a.p-3, version: "1.1", moved: a.p-9}\n'
    _, problems = altered("The third speaks of the land.\n\n", "", nowhere)
    assert [(p.code, str(p.span), p.message) for p in problems] == [
        (
            "address-vanished",
            "changes.yaml:1:3",
            "`a.p-3` is said to stand at `a.p-9`, which there is not",
        )
    ]
    silent = '- {anchor: a.p-1, version: "1.1"}\n- {anchor: b, version: "1.1", moved: a.p-1}\n'
    _, problems = altered("", "", silent)
    assert [(p.code, p.message) for p in problems] == [
        ("change-bad", "the change of `a.p-1` says none of what became of it"),
        ("change-bad", "`b` was never published"),
    ]


def test_the_version_is_raised_first() -> None:
    """What went out under a version keeps its words; the hint says to raise it."""
    files = published()
    files["edition.yaml"] = BOOK["edition.yaml"]
    files["documents/a.en.md"] = files["documents/a.en.md"].replace("A note", "The note")
    assert [p.hint for p in made(files)[1]] == [
        "raise `version` in edition.yaml; then check says how to record it"
    ]


@pytest.mark.parametrize("lock", ["", "{}", '{"versions": [1]}', '{"versions": [{"version": 1}]}'])
def test_a_lock_that_is_damaged(lock: str) -> None:
    """An `ids.lock` that no release wrote is an error, not a trace."""
    volume, problems = corpus.read_files({**BOOK, "ids.lock": lock}, "book")
    assert [(p.code, p.message) for p in problems] == [
        ("lock-bad", "`ids.lock` is not as a release wrote it")
    ]
    assert volume


def test_versions_are_kept() -> None:
    """A second release keeps what the first froze, and a third finds both."""
    files = published()
    edition, _ = made(files)
    files["ids.lock"] = frozen(edition, PageMap((), {}, {}, ())).decode()
    files["edition.yaml"] = files["edition.yaml"].replace("1.1", "1.2")
    edition, problems = made(files)
    assert problems == []
    assert [one.version for one in edition.history.versions] == ["1.0", "1.1"]


QUOTED = {
    **BOOK,
    "documents/a.en.md": "---\ntitle: A letter\nkind: letter\n---\n\n"
    "The sea is wide.\n\nThey say “[the sea is deep]{.quotation from='doc:a#p-1'}”,[^x] and"
    " “[sea is not wide]{.quotation from='doc:a#p-1'}”.[^y]\n\n[^x]: A note.\n[^y]: Another.\n",
}
NOTED = QUOTED["edition.yaml"] + "quotation-variants: note\n"


def test_notes_of_ours_move_no_note_of_theirs() -> None:
    """A release that begins to print variants keeps every address; only the marks go up."""
    plain, _ = made(QUOTED)
    lock = frozen(plain, PageMap((), {}, {}, ())).decode()
    files = {**QUOTED, "edition.yaml": NOTED.replace("1.0", "1.1"), "ids.lock": lock}
    edition, problems = made(files)
    assert problems == []
    assert [(n.anchor, n.mark) for n in edition.notes.values()] == [
        ("a.v1", "1"), ("a.n1", "2"), ("a.v2", "3"), ("a.n2", "4"),
    ]  # fmt: skip


def test_notes_of_ours_are_known_by_what_is_quoted() -> None:
    """Of two such notes one is dropped: the other is found by its words at its new address."""
    edition, problems = made({**QUOTED, "edition.yaml": NOTED})
    assert problems == []
    lock = frozen(edition, PageMap((), {}, {}, ())).decode()
    text = QUOTED["documents/a.en.md"].replace("sea is deep", "sea is wide")
    raised = NOTED.replace("1.0", "1.1")
    _, problems = made({"edition.yaml": raised, "documents/a.en.md": text, "ids.lock": lock})
    hints = [(p.message, p.hint.partition(": ")[2]) for p in problems if ".v" in p.message]
    assert hints == [
        (
            "`a.v1` is published for “deep”, and has other words now",
            '- {anchor: a.v1, version: "1.1", corrected: "what, and why"}',
        ),
        (
            "the published address `a.v2` (“sea is not wide”) is gone",
            '- {anchor: a.v2, version: "1.1", moved: a.v1}',
        ),
    ]
