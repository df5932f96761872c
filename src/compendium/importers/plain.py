"""Plain text: an edition made of a file that was typed or copied, its structure guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from compendium.diag import Code, Diagnostic, Span
from compendium.importers.draft import bind
from compendium.importers.manuscript import Manuscript, Passage, draft
from compendium.importers.plugin import Imported
from compendium.importers.report import Report
from compendium.importers.runs import visible
from compendium.importers.sniffing import head
from compendium.importers.words import words_of
from compendium.model.text import Inline, NoteCall, Paragraph, Text
from compendium.model.volume import WrittenNote

LARGEST = 20_000_000
"""Bytes a source may have."""

LONGEST = 15_000
"""Words a paragraph may have."""

_ENDINGS = (".txt", ".text", ".md", ".markdown")
_OTHERS = (b"PK", b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"\xd0\xcf")
_BAD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ud800-\udfff]|[\u0300-\u036f]{9}")
_MARKED = re.compile(r"(?P<level>#{1,6})\s+(?P<words>.*?)\s*#*")
_UNDER = re.compile(r"(?P<sign>[=\-~*_])(?P=sign){2,}\s*")
_DEFINED = re.compile(r"\[\^?(?P<label>\d{1,4}|\*{1,3})\]:?\s+(?P<words>\S.*)", re.DOTALL)
_CALL = re.compile(r"\[\^?(?P<label>\d{1,4}|\*{1,3})\]")
_STARTS = re.compile(r"\s*(?:\d{1,3}[.)]|[-–—•*]|\(?[a-z]\)|[IVXLC]+\.)\s|\s{2,}\S|\t")


def recognises(path: Path) -> bool:
    """Whether *path* is named or looks like plain text."""
    first = head(path)
    if not path.is_file() or first.startswith(_OTHERS):
        return False
    if path.suffix.lower() in _ENDINGS:
        return True
    if first.lstrip().startswith((b"<", b"{", b"[")):
        return False
    try:
        text = first.decode("utf-8", "strict" if len(first) < 1000 else "ignore")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not _BAD.search(text)


def read(path: Path, languages: tuple[str, ...] = ()) -> Imported:
    """The edition that the text in *path* becomes."""
    report = Report()
    text = _text(path, report)
    if text is None:
        return Imported(report)
    source = manuscript(path.name, text)
    made = bind(draft(source, languages, report), report)
    return made if not report.problems else Imported(report)


def _text(path: Path, report: Report) -> str | None:
    """The characters of the file, None if they cannot be trusted."""
    if path.stat().st_size > LARGEST:
        message = f"`{path.name}` has more than `{LARGEST}` bytes"
        report.problems.append(Diagnostic("file-large", message, Span(path.name), "divide it"))
        return None
    return characters(path.read_bytes(), path.name, report)


def characters(content: bytes, name: str, report: Report) -> str | None:
    """The text in *content*, which stands in the file *name*; None, and why, if it is none."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"`{name}` is not UTF-8: byte `0x{content[error.start]:02x}` in line {line}"
        report.problems.append(_bad(name, message, "save it as UTF-8", line, "encoding-bad"))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x0b", "\n").replace("\x0c", "\n")
    problem = _fault(name, text)
    if problem:
        report.problems.append(problem)
        return None
    return unicodedata.normalize("NFC", text)


def _fault(name: str, text: str) -> Diagnostic | None:
    """Why *text* cannot be the text of an edition."""
    if found := _BAD.search(text):
        line = text.count("\n", 0, found.start()) + 1
        message = f"`U+{ord(found[0][0]):04X}` in line {line} is no character of a text"
        return _bad(name, message, "take it out", line)
    if not words_of(visible(text)):
        return _bad(name, f"`{name}` has no words in it", "name another file", 1)
    for number, long in enumerate(text.split("\n"), 1):
        if long.count(" ") > LONGEST or len(long) > 10 * LONGEST:
            message = f"line {number} has more than `{LONGEST}` words, and is no paragraph"
            return _bad(name, message, "divide it", number)
    return None


def _bad(name: str, message: str, hint: str, line: int, code: Code = "source-bad") -> Diagnostic:
    return Diagnostic(code, message, Span(name, (line, 1), (line, 1)), hint)


def manuscript(name: str, text: str) -> Manuscript:
    """The passages of *text*: its lines, or its lines put together where they were broken."""
    lines = [line if visible(line).strip() else "" for line in text.split("\n")]
    passages = list(_passages(name, lines))
    notes = _notes(name, passages)
    return Manuscript(name, passages, language(text), notes)


def _passages(name: str, lines: Sequence[str]) -> Iterator[Passage]:
    filled = [line for line in lines if line.strip()]
    width = sorted(len(line) for line in filled)[len(filled) * 9 // 10]
    wrapped = width <= 100 and _is_wrapped(lines, width)
    number = 0
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        held = list(group)
        if not blank:
            for first, block in _blocks(held, wrapped, width):
                yield _passage(name, block, number + first + 1, first == 0)
        number += len(held)


def _is_wrapped(lines: Sequence[str], width: int) -> bool:
    """Whether lines end where the page did: many are full, and the next one goes on."""
    pairs = [(one, two.lstrip()) for one, two in pairwise(lines) if one.strip() and two.strip()]
    going = [
        one
        for one, two in pairs
        if len(one) > 0.7 * width
        and (two[0].islower() or (one[-1] > "\u3000" and len(one) >= width))
    ]
    return len(going) > 2 and len(going) * 4 > len(pairs)


def _blocks(lines: list[str], wrapped: bool, width: int) -> Iterator[tuple[int, list[str]]]:
    """The paragraphs among lines without an empty one between them, with their places."""
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or not wrapped or _begins(lines, at, width):
            under = at < len(lines) and _UNDER.fullmatch(lines[at]) and at == start + 1
            if under:
                continue
            yield start, lines[start:at]
            start = at


def _begins(lines: Sequence[str], at: int, width: int) -> bool:
    """Whether line *at* begins a paragraph: the one above is short, or it is set in or numbered."""
    above, line = lines[at - 1], lines[at]
    if len(above) < 0.7 * width or _UNDER.fullmatch(above):
        return True
    indent = len(line) - len(line.lstrip()) > len(above) - len(above.lstrip())
    ended = above.endswith((".", "。", ":", ";", '"', "”", ")", ","))
    return indent or (ended and bool(_STARTS.match(line)))


def _passage(name: str, lines: list[str], number: int, apart: bool) -> Passage:
    level = 0
    words = "\n".join(lines)
    if len(lines) > 1 and (under := _UNDER.fullmatch(lines[-1])):
        lines, level = lines[:-1], 1 if under["sign"] == "=" else 2
    elif found := _MARKED.fullmatch(lines[0]) if len(lines) == 1 else None:
        lines, level = [found["words"]], len(found["level"])
    span = Span(name, (number, 1), (number, 1))
    joined = _joined(lines)
    content: tuple[Inline, ...] = (Text(visible(joined).strip(), span),)
    return Passage(content, number, words_of(visible(words)), level, apart=apart)


def _joined(lines: Sequence[str]) -> str:
    """Lines as one; a hyphen at the end of a line stays, without a blank after it."""
    done = ""
    for line in lines:
        bare = line.strip()
        hyphen = done.endswith("-") and done[-2:-1].isalpha()
        done += bare if not done or hyphen else f" {bare}"
    return done


def _notes(name: str, passages: list[Passage]) -> dict[str, WrittenNote]:
    """Notes written `[1] ...` below a text that calls them `[1]`, taken out of *passages*."""
    defined: dict[str, Passage] = {}
    calls: dict[str, int] = {}
    for passage in passages:
        found = _DEFINED.fullmatch(passage.text)
        if found and found["label"] not in defined:
            defined[found["label"]] = passage
        elif found:  # said twice, so that nobody can tell which is meant
            calls[found["label"]] = 2
        else:
            for call in _CALL.finditer(passage.text):
                calls[call["label"]] = calls.get(call["label"], 0) + 1
    known = {label for label in defined if calls.get(label) == 1}
    notes: dict[str, WrittenNote] = {}
    for passage in passages:
        if any(defined.get(label) is passage for label in known):
            continue
        content = _called(passage, known)
        for node in content:
            if isinstance(node, NoteCall):
                label = node.label.removeprefix("fn-")
                words = _DEFINED.fullmatch(defined[label].text)
                assert words
                span = Span(name, (defined[label].line, 1), (defined[label].line, 1))
                body = Paragraph((Text(words["words"], span),), span)
                notes[node.label] = WrittenNote(node.label, (body,), span)
                passage.words.remove(label) if label in passage.words else None
                passage.words += words_of(words["words"])
        passage.content = content
    passages[:] = [p for p in passages if not any(defined.get(label) is p for label in known)]
    return notes


def _called(passage: Passage, known: set[str]) -> tuple[Inline, ...]:
    done: list[Inline] = []
    for node in passage.content:
        if not isinstance(node, Text):
            done.append(node)
            continue
        at = 0
        for call in _CALL.finditer(node.text):
            if call["label"] in known:
                done.append(Text(node.text[at : call.start()], node.span))
                done.append(NoteCall(f"fn-{call['label'].replace('*', 's')}", node.span))
                at = call.end()
        done.append(Text(node.text[at:], node.span))
    return tuple(n for n in done if not isinstance(n, Text) or n.text)


_STOPS = {
    "en": {"the", "of", "and", "to", "in", "that", "is", "for", "with", "by"},
    "fr": {"le", "la", "les", "des", "et", "du", "une", "dans", "que", "pour"},
    "de": {"der", "die", "das", "und", "den", "von", "zu", "mit", "dem", "nicht"},
}


def language(text: str) -> str:
    """The language *text* seems to be in: by its letters, or by its commonest words."""
    letters = [c for c in text[:20_000] if c.isalpha()]
    if not letters:
        return "en"
    share = {
        "ja": sum("\u3040" <= c <= "\u30ff" for c in letters),
        "zh": sum("\u4e00" <= c <= "\u9fff" for c in letters),
        "ru": sum("\u0400" <= c <= "\u04ff" for c in letters),
    }
    if share["ja"] * 10 > len(letters):
        return "ja"
    best = max(("zh", "ru"), key=lambda lang: share[lang])
    if share[best] * 2 > len(letters):
        return best
    words = [word.lower() for word in words_of(text[:50_000])]
    counts = {lang: sum(word in stops for word in words) for lang, stops in _STOPS.items()}
    return max(("en", "fr", "de"), key=lambda lang: counts[lang])
