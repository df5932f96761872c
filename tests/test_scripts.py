"""Japanese, Russian and English, set as each asks for, and no letter of them changed."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium import corpus, pipeline, theme
from compendium.model.text import Styled
from compendium.render.scripts import dotted, lettered, ruby
from compendium.resolve import resolve

BOOK = Path(__file__).parent / "books" / "scripts"
SHORT = re.compile(r"(?:^|[\s«„(])(?:[АаВвИиКкОоСсУуЯя]|на|не|по|за|из|от|до|об|со|во|но)$")


@pytest.fixture(scope="module")
def built() -> pipeline.Built:
    """The book of scripts, which its proof has passed."""
    edition, problems = pipeline.check(BOOK)
    assert edition and not problems
    made, problems = pipeline.make(edition, frozenset({"pdf"}))
    assert [str(problem) for problem in problems] == []
    return made


@pytest.fixture(scope="module")
def book(built: pipeline.Built) -> bytes:
    """Its PDF."""
    return built.files["scripts.pdf"]


@pytest.fixture(scope="module")
def pages(book: bytes) -> list[str]:
    """The words of its pages."""
    document = pypdfium2.PdfDocument(book)
    said = [page.get_textpage().get_text_range().replace("\r", "") for page in document]
    document.close()
    return said


def test_furigana_are_read_after_their_letters(book: bytes, pages: list[str]) -> None:
    """They stand above, and are read after their letters; tags say which is which."""
    with pikepdf.open(BytesIO(book)) as pdf:
        kinds = [str(o.S) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]

    assert any("択捉島えとろふとうに関する" in "".join(page.split()) for page in pages)
    assert (kinds.count("/Ruby"), kinds.count("/RB"), kinds.count("/RT")) == (4, 4, 4)


def test_variants_keep_their_selectors(pages: list[str]) -> None:
    """A letter with a selector is drawn in its form, which the proof sees, and copied with it."""
    found = re.findall("葛[\U000e0100-\U000e01ef]", "".join(pages))

    assert "葛\U000e0100" in found


def test_marks_of_emphasis_are_no_letters(pages: list[str]) -> None:
    """They are drawn over the words, and nothing of them is copied."""
    words = "".join(pages).replace("\n", "")

    assert "いて署名された" in words
    assert "強く言う" in words


def test_no_line_begins_with_what_may_not_begin_one(pages: list[str]) -> None:
    """Closing marks, small kana and the sign of length never open a line of Japanese."""
    lines = "\n".join(pages).splitlines()

    assert [line for line in lines if line and line[0] in "、。」』）ーッャュョっゃゅょ々・"] == []


def test_lines_of_japanese_are_filled(built: pipeline.Built) -> None:
    """What a line lacks is put between its letters; one that lacks too much is left short."""
    assert built.settled
    lines = [line for line in built.settled.pages.lines if line.anchor == "sample.ja.p-2"]
    right = [round(line.box[2], 1) for line in lines]

    assert len(set(right[:-1])) == 1
    assert right[-1] < right[0]


def test_no_russian_line_ends_in_a_short_word(pages: list[str]) -> None:
    """Nor between an initial and a name, nor does it begin with a dash."""
    lines = [line.strip() for line in "\n".join(pages).splitlines() if " " in line.strip()]

    assert [line for line in lines if SHORT.search(line) or re.search(r" [А-Я]\.$", line)] == []
    assert [line for line in lines if line.startswith("—")] == []


def test_what_prevails_is_said(pages: list[str]) -> None:
    """Each text says what it is worth, and which decides."""
    words = " ".join(" ".join(pages).split())

    assert "Authentic text; the Japanese text prevails" in words
    assert "正文、日本語の本文による" in words
    assert "Working translation; not the authentic text" in words


def test_yo_is_filed_with_ye(pages: list[str]) -> None:
    """Ежово stands before Ёлкино: the letters are one in the order of an index."""
    index = next(page for page in pages if page.startswith("Географический указатель"))

    assert index.index("Ежово") < index.index("Ёлкино") < index.index("Итуруп")
    assert "Эторофу см. Итуруп" in " ".join(index.split())


@given(st.sampled_from(["ja", "ru", "en"]), st.text("аваи «—»г. 1A。、）（「」択<&"))
def test_no_letter_is_changed(lang: str, text: str) -> None:
    """What markup is put around letters, they are the same as before."""
    assert lettered(text, lang).striptags() == " ".join(text.split()) or (
        re.sub(r"<[^>]*>", "", str(lettered(text, lang))) == str(lettered(text, "en"))
    )
    assert re.sub(r"<[^>]*>", "", str(dotted(text))) == str(lettered(text, "en"))


@pytest.mark.parametrize(
    ("text", "lang", "markup"),
    [
        ("（「読」）。", "ja", '（<span class="tight">「</span>読<span class="tight">」</span>'
         '<span class="tight">）</span>。'),
        ("и в этом", "ru", '<span class="short">и в этом</span>'),
        ("А. А. Громыко", "ru", '<span class="bound">А. А. Громыко</span>'),
        ("в 1905 г. и", "ru", '<span class="short">в 1905 г.</span> и'),
        ("из правительства", "ru", "из правительства"),
        ("and in it", "en", "and in it"),
    ],
)  # fmt: skip
def test_bonds(text: str, lang: str, markup: str) -> None:
    """Which marks share a space, and which words hold together; long ones may be parted."""
    assert str(lettered(text, lang)) == markup


def test_a_long_reading_widens_its_letters() -> None:
    """Letters and reading have one width, so that neither runs into its neighbours."""
    markup = str(ruby(lettered("志", "ja"), "こころざし"))

    assert 'rb data-set="width:2.25em"' in markup
    assert 'rt data-set="width:5em;margin-left:-5em"' in markup


def _read(text: str) -> tuple[list[str], object]:
    files: dict[str, str | bytes] = {
        "edition.yaml": "title: S\nversion: '1'\ndate: 2026\nlanguages: [ja]\n"
        "parts: [{id: part, title: P, documents: [one]}]\n",
        "documents/one.ja.md": f"---\ntitle: 一\nkind: letter\n---\n{text}\n",
    }
    volume, problems = corpus.read_files(files)
    assert volume
    edition, more = resolve(volume)
    found = [str(problem) for problem in (*problems, *more, *theme.check(edition))]
    return found, edition.documents[0].texts[0].blocks[0]


def test_ruby_is_written_with_its_reading() -> None:
    """Furigana without a reading, and a reading without furigana, are reported."""
    found, block = _read('[漢]{.ruby} [字]{.ruby reading="じ"}')
    lone, _ = _read('[字]{reading="じ"}')

    assert found == [
        "documents/one.ja.md:5:5: error[attribute-missing]: `.ruby` does not say `reading` "
        '(hint: add `reading="..."`)'
    ]
    assert [n.reading for n in block.content if isinstance(n, Styled)] == ["", "じ"]  # type: ignore[attr-defined]
    assert lone == [
        "documents/one.ja.md:5:5: error[attribute-unknown]: `reading` belongs to `.ruby` "
        "(hint: add `.ruby`)"
    ]


def test_a_form_that_no_font_has_is_missed() -> None:
    """A selector is no letter; it is missed where no font has the form it selects."""
    assert _read("葛\U000e0100城")[0] == []
    assert [problem.partition(" (hint")[0] for problem in _read("葛\U000e01e0城")[0]] == [
        "documents/one.ja.md:5:2: error[glyph-missing]: no font has `\U000e01e0` "
        "(U+E01E0, variation selector-241)"
    ]
