"""Treaties in JSON, article by article in several languages, as open-treaties has them.

A treaty is an object with `treaty_xx`, `preamble_xx` and a list of `articles`, each with
`article`, `title_xx` and `content_xx`, where `xx` is a language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from compendium.diag import Diagnostic, Span, failed
from compendium.importers import parallel
from compendium.importers.draft import (
    DraftDocument,
    DraftPart,
    DraftText,
    bind,
    called,
    page_name,
)
from compendium.importers.plugin import Imported
from compendium.importers.report import Report
from compendium.importers.runs import visible
from compendium.importers.sniffing import head
from compendium.importers.words import words_of
from compendium.model.text import Block, Heading, Item, List, Paragraph, Text

_LANGUAGES = {"zh": "zh-Hant"}
"""The source's names of languages that say less than it means."""

_KEY = re.compile(r"treaty_(?P<lang>[a-z]{2,3})")
_NUMBERED = re.compile(r"(?P<number>\d{1,3})(?P<mark>[.)])\s+(?=\S)")
_COUNTED = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})[、 \u3000]")
_DIGITS = "〇一二三四五六七八九"
_ARTICLES = {"en": "Article {}", "fr": "Article {}", "es": "Artículo {}", "ru": "Статья {}",
             "de": "Artikel {}"}  # fmt: skip


def recognises(path: Path) -> bool:
    """Whether *path* is a treaty in JSON, or a folder of them."""
    if path.is_dir():
        return any(_treaty(file) for file in sorted(path.glob("*.json")))
    return _treaty(path)


def _treaty(path: Path) -> bool:
    first = head(path).lstrip()
    return first.startswith(b"{") and b'"treaty_' in first


def read(path: Path, languages: tuple[str, ...] = ()) -> Imported:
    """The edition of the treaty, or of all treaties, in *path*."""
    report = Report()
    files = sorted(f for f in path.glob("*.json") if _treaty(f)) if path.is_dir() else [path]
    treaties = [treaty for file in files if (treaty := _parsed(file, report))]
    found = {lang for treaty in treaties for lang in treaty.titles}
    names = parallel.chosen((_LANGUAGES.get(lang, lang) for lang in found), languages)
    if treaties and not names and not failed(report.problems):
        report.problems.append(parallel.none_of(languages, found, path.name))
    if failed(report.problems):
        return Imported(report)
    taken: set[str] = set()
    part = DraftPart("treaties", called("treaties", names[0]))
    for treaty in treaties:
        part.documents.append(_document(treaty, names, taken))
    title = treaties[0].titles.get(_source(names[0]), "") if len(treaties) == 1 else ""
    report.remarks.append("headings such as `Article 1` are made of the numbers of the articles")
    return bind(parallel.edition(title or part.title, names, [part]), report)


@dataclass(frozen=True, slots=True)
class _Treaty:
    """A treaty: titles and preambles by language; articles by number, each by language."""

    name: str
    titles: Mapping[str, str]
    preambles: Mapping[str, str]
    articles: tuple[tuple[str, Mapping[str, tuple[str, str]]], ...]


def _source(lang: str) -> str:
    """What the source calls the language *lang*."""
    return lang.partition("-")[0]


def _parsed(file: Path, report: Report) -> _Treaty | None:
    content, problems = parallel.content(file)
    report.problems += problems
    if problems:
        return None
    try:
        held = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
        return _read(file, held)
    except (UnicodeDecodeError, ValueError, TypeError, KeyError, RecursionError) as error:
        said = str(error).partition("\n")[0] if not isinstance(error, RecursionError) else "deep"
        message = f"`{file.name}` is no treaty in JSON: {said[:1].lower()}{said[1:80]}"
        hint = "see docs/importing.md for what it has to have"
        report.problems.append(Diagnostic("source-bad", message, Span(file.name), hint))
        return None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys each stand once: a second value would hide the first."""
    held = dict(pairs)
    if len(held) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return held


def _read(file: Path, held: object) -> _Treaty:
    treaty = _object(held)
    langs = [found["lang"] for key in treaty if (found := _KEY.fullmatch(key))]
    listed = treaty["articles"]
    if not isinstance(listed, list) or not langs:
        raise ValueError("it has no list of articles, or no language")
    articles: list[tuple[str, Mapping[str, tuple[str, str]]]] = []
    for one in listed:
        article = _object(one)
        articles.append(
            (
                _string(article, "article"),
                {
                    lang: (_string(article, f"title_{lang}"), _string(article, f"content_{lang}"))
                    for lang in langs
                },
            )
        )
    return _Treaty(
        file.stem,
        {lang: _string(treaty, f"treaty_{lang}") for lang in langs},
        {lang: _string(treaty, f"preamble_{lang}") for lang in langs},
        tuple(articles),
    )


def _object(held: object) -> dict[str, object]:
    if not isinstance(held, dict):
        raise TypeError("something in it is no object")
    return held


def _string(held: Mapping[str, object], key: str) -> str:
    value = held.get(key) or ""
    if not isinstance(value, str):
        raise TypeError(f"`{key}` is no string")
    return "\n".join(visible(line).strip() for line in value.split("\n"))


def _document(treaty: _Treaty, names: list[str], taken: set[str]) -> DraftDocument:
    document = DraftDocument(page_name(treaty.name, taken))
    titles = {lang: title for lang, title in treaty.titles.items() if title}
    span = Span(f"{treaty.name}.json")
    for name in names:
        lang = _source(name)
        if lang not in titles:
            continue
        blocks: list[Block] = [*_paragraphs(treaty.preambles[lang], "preamble", span)]
        words = words_of(f"{titles[lang]}\n{treaty.preambles[lang]}")
        given: set[str] = set()
        for number, texts in treaty.articles:
            title, text = texts[lang]
            counted = _figure(number)
            line = _article(lang, number, counted)
            words += words_of(f"{line}\n{title}\n{text}")
            said = f"{line} {title}" if lang in ("zh", "ja") else f"{line}. {title}"
            head_line = said if title else line
            anchor = f"art-{counted}" if counted else ""
            anchor = "" if anchor in given else anchor  # an article that stands twice
            given.add(anchor)
            blocks.append(Heading(2, (Text(head_line, span),), span, anchor))
            blocks += _paragraphs(text, anchor, span)
        fields = parallel.facts(titles, _source(names[0]))
        title_line = (Text(titles[lang], span),)
        document.texts.append(DraftText(lang, title_line, blocks, words, fields=fields))
    return document


def _article(lang: str, number: str, counted: int) -> str:
    if lang in ("zh", "ja"):
        return f"第{number}{'條' if lang == 'zh' else '条'}"
    return _ARTICLES.get(lang, "{}").format(counted or number)


def _figure(number: str) -> int:
    """The number of an article in figures, 0 if it is none: 二十一 is 21."""
    if number.isascii() and number.isdigit():
        return int(number)
    total, digit = 0, 0
    for sign in number:
        if sign in "十百":
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
        elif sign in _DIGITS:
            digit = _DIGITS.index(sign)
        else:
            return 0
    return total + digit


def _paragraphs(text: str, within: str, span: Span) -> Iterator[Block]:
    """The lines of *text*; a number at the beginning tells which face each other."""
    taken: set[str] = set()
    items: list[Item] = []
    for line in filter(None, text.split("\n")):
        arabic, counted = _NUMBERED.match(line), _COUNTED.match(line)
        number = arabic["number"] if arabic else str(_figure(counted["number"])) if counted else ""
        anchor = f"{within}-{number}" if number and within else ""
        anchor = "" if anchor in taken else anchor
        taken.add(anchor)
        if arabic:
            body = Paragraph((Text(line[arabic.end() :], span),), span)
            marker = arabic["number"] + arabic["mark"]
            items.append(Item((body,), span, arabic["number"], marker, anchor))
            continue
        if items:
            yield List(True, tuple(items), span)
            items = []
        yield Paragraph((Text(line, span),), span, anchor)
    if items:
        yield List(True, tuple(items), span)
