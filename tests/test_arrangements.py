"""How the texts of a document are arranged: what edition.yaml may say, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from compendium import corpus, others, render, resolve, theme
from compendium.assemble import sides
from compendium.diag import EDITION
from compendium.model.edition import Edition
from compendium.model.theme import Theme
from compendium.model.volume import Arrangement, Volume, Written
from compendium.resolve.icu import language_name
from compendium.resolve.seams import seams
from test_alignment import text

PLAN = """title: Letters
titles: {{ja: 書簡集}}
version: "1"
date: 2026-11-24
languages: [en, ja, ru]
{arrangement}
parts:
  - id: part-a
    title: Part
    documents: [one, two]
"""


def letter(title: str, said: str, *more: str) -> str:
    """The file of a letter in one language."""
    return "\n".join(["---", f"title: {title}", "kind: letter", *more, "---", "", said, ""])


FILES = {
    "documents/one.en.md": letter("One", "Yes.", "place: London", "date: 1956"),
    "documents/one.ja.md": letter("一", "はい。", "place: ロンドン"),
    "documents/one.ru.md": letter("Первый", "Согласен."),
    "documents/two.en.md": letter("Two", "No."),
    "documents/two.ru.md": letter("Второй", "Отказано."),
}


def volume(arrangement: str = "", files: dict[str, str] | None = None) -> Volume:
    """The small edition, arranged so."""
    given = {"edition.yaml": PLAN.format(arrangement=arrangement), **FILES, **(files or {})}
    read, problems = corpus.read_files(dict(given), "letters")
    assert read and not problems
    return read


def edition(arrangement: str = "", files: dict[str, str] | None = None) -> Edition:
    """The small edition resolved; nothing may be wrong with how it is arranged."""
    done, problems = resolve.resolve(volume(arrangement, files))
    assert not [p for p in problems if p.code in ("arrangement-bad", "language-unknown")]
    return done


@cache
def press() -> Theme:
    """The theme."""
    done, problems = theme.read(theme.find("press"))
    assert done and not problems
    return done


def markup(arrangement: str, files: dict[str, str] | None = None) -> str:
    """The markup of the documents."""
    chunks, problems = render.book(edition(arrangement, files), press(), None)
    assert not problems
    return "\n".join(chunk.markup for chunk in chunks if "kind-letter" in chunk.markup)


def test_a_document_overrides_its_part_and_a_part_the_edition() -> None:
    """What is nearest to a document says how it is arranged; what it leaves out is inherited."""
    own = FILES["documents/one.en.md"].replace("date", "arrangement: interleaved\ndate")
    made = edition(
        "arrangement: {form: columns, languages: [ru, en]}", {"documents/one.en.md": own}
    )

    assert [(d.form, d.languages) for d in made.documents] == [
        ("interleaved", ("ru", "en")), ("columns", ("ru", "en")),
    ]  # fmt: skip


def test_only_what_is_printed_is_there() -> None:
    """A language that is not arranged is no language of the edition as printed."""
    made = edition("arrangement: {form: facing, languages: [ja, ru]}")

    assert made.languages == ("ja", "ru") and made.title == "書簡集"
    assert [[text.lang for text in d.texts] for d in made.documents] == [["ja", "ru"], ["ru"]]

    turned = edition("arrangement: {form: facing, languages: [ru, ja]}")

    assert turned.languages == ("ru", "ja")
    assert [[text.lang for text in d.texts] for d in turned.documents] == [["ru", "ja"], ["ru"]]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("arrangement: facing",
         "edition.yaml:6:14: error[arrangement-bad]: `facing` takes two languages, and here are 3"
         " (hint: name them: `arrangement: {form: ..., languages: [...]}`)"),
        ("arrangement: {form: columns, languages: [en, fr, ja]}",
         "edition.yaml:6:46: error[language-unknown]: the edition has no language `fr`"
         " (hint: choose of the edition's `languages`)"),
        ("arrangement: {form: facing, languages: [ru, en]}",
         "edition.yaml:6:14: error[arrangement-bad]: the main language `en` would stand on the"
         " right-hand pages (hint: name it first: documents begin on the left, and are cited from"
         " there)"),
    ],
)  # fmt: skip
def test_what_cannot_be_arranged(said: str, expected: str) -> None:
    """An arrangement that does not fit the languages is reported where it was written."""
    _, problems = resolve.resolve(volume(said))

    assert [str(problem) for problem in problems if str(problem) == expected] == [expected]


def test_changing_the_arrangement_changes_nothing_else() -> None:
    """The same corpus in every form has the same texts under the same anchors."""
    forms = ("sequential", "columns", "interleaved")
    made = [edition(f"arrangement: {form}") for form in forms]

    assert len({tuple(one.targets) for one in made}) == 1
    assert len({tuple(d.texts[0].blocks for d in one.documents) for one in made}) == 1


@pytest.mark.parametrize("form", ["columns", "sequential", "interleaved"])
def test_a_missing_text_is_said_to_be_missing(form: str) -> None:
    """Where a language has no text, a plain word says so, and the others stand as they are."""
    said = markup(f"arrangement: {form}")

    assert said.count("Not available in Japanese.") == 1
    assert "Отказано." in said and "はい。" in said


def test_each_side_has_its_own_place_and_language() -> None:
    """A side is marked with its language, named in it, and dated in its own words."""
    said = markup("arrangement: columns")

    assert said.count('<div class="side side-2" lang="ja" data-text="one.ja"') == 2
    assert '<p class="language">日本語</p>' in said and '<p class="language">Русский</p>' in said
    assert "London, 1956" in said and "ロンドン" in said


def test_one_edition_for_each_language(tmp_path: Path) -> None:
    """An edition that is single is built in its first language, and others beside it."""
    for name, words in {
        "edition.yaml": PLAN.format(arrangement="arrangement: single"),
        **FILES,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(words, "utf-8")
    more = others.in_one_language(tmp_path, "letters")

    assert edition("arrangement: single").languages == ("en",)
    assert [(one.name, [str(lang) for lang in one.arrangement.languages]) for one in more] == [
        ("letters-ja", ["ja"]), ("letters-ru", ["ru"]),
    ]  # fmt: skip


def test_an_edition_in_one_language_has_all_documents() -> None:
    """What has no text in that language is printed in what it has, and says so."""
    other = others.Other("letters-ja", Arrangement("single", (Written("ja", EDITION),)))
    made, _ = resolve.resolve(other.of(volume("arrangement: columns")))

    assert made.id == "letters-ja" and made.title == "書簡集" and made.languages == ("ja",)
    assert [(d.form, d.texts[0].lang, d.languages) for d in made.documents] == [
        ("sequential", "ja", ("ja",)), ("sequential", "en", ("ja",)),
    ]  # fmt: skip


def test_an_opening_begins_on_a_verso() -> None:
    """Documents on facing pages begin on a verso, whatever comes before."""
    made = edition("arrangement: {form: facing, languages: [en, ru]}")
    chunks, _ = render.book(made, press(), None)
    begins = {
        chunk.name: side
        for chunk, side in zip(chunks, sides(chunks, [1] * len(chunks)), strict=False)
    }

    assert (begins["one"], begins["two"]) == ("verso", "verso")


def test_seams() -> None:
    """Paragraphs may be parted where sentences end, not behind an initial or a short word."""
    blocks, _ = text("He saw Mr. Adams. Art. 5 says so. A. Gromyko did not.\n\nOne.", "d")

    assert {k: [s.at for s in v] for k, v in seams(blocks, "en").items()} == {"d.p-1": [18, 34]}


def test_a_long_sentence_has_seams_inside() -> None:
    """A sentence that may not go on a page can be parted at its clauses, else between words."""
    clause = "whereas it is said that " + "so it goes on and on " * 6
    blocks, _ = text(f"{clause.strip()}; {clause.strip()}", "d")
    (found,) = seams(blocks, "en").values()

    assert [seam.sentence for seam in found] == [False]
    assert found[0].at == len(clause.strip()) + 2


def test_languages_have_names() -> None:
    """A language is called what it is called in another, by ICU; an unknown tag stays itself."""
    assert language_name("ja", "en") == "Japanese"
    assert language_name("ru", "ja") == "ロシア語"
    assert language_name("qxx", "en") == "qxx"


def test_copies_of_a_volume_keep_what_they_do_not_say() -> None:
    """Another arrangement leaves parts as they are, unless it is of one language."""
    whole = volume()
    part = replace(whole.parts[0], arrangement=Arrangement("columns"))
    whole = replace(whole, parts=(part,))

    assert others.Other("x", Arrangement("facing")).of(whole).parts == (part,)
    assert others.Other("x", Arrangement("single")).of(whole).parts[0].arrangement.form is None


@pytest.mark.parametrize("numbering", ["document", "edition"])
def test_notes_passage_by_passage_have_one_row_of_numbers(numbering: str) -> None:
    """Interleaved, the notes of all texts are numbered in the order in which they are called."""
    files = {
        "documents/one.en.md": letter("One", "A.[^a]\n\nB.[^b]\n\n[^a]: One.\n\n[^b]: Two."),
        "documents/one.ru.md": letter(
            "Первый", "\n\n".join(["Раз.[^a]", "Второе.", "[^a]: Сноска."])
        ),
        "documents/two.en.md": letter("Two", "C.[^a]\n\n[^a]: Three."),
    }
    said = f"notes: {numbering}\narrangement: {{form: interleaved, languages: [en, ru]}}"
    made = edition(said, files)
    marks = {note.anchor: note.mark for note in made.notes.values()}

    assert {anchor: marks[anchor] for anchor in ("one.n1", "one.ru.n1", "one.n2")} == {
        "one.n1": "1", "one.ru.n1": "2", "one.n2": "3",
    }  # fmt: skip
    assert marks["two.n1"] == ("1" if numbering == "document" else "4")
    assert made.targets["one.n2"].number == "3"
    assert markup(said, files).index(">2</a>") < markup(said, files).index(">3</a>")
