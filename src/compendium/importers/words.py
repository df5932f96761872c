"""The words of a source and of the corpus made of it, counted by the same measure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compendium.importers.runs import visible
from compendium.importers.vocabulary import BLOCK, Element, dropped, inline_note, is_block, name
from compendium.model.text import Block, Editorial, Inline, Item, blocks, inlines, plain, runs
from compendium.source.inline import Context, read_inline
from compendium.source.markdown import read_markdown
from compendium.source.text import Run, SourceFile
from compendium.source.yaml import read_yaml

_WORD = re.compile(r"[^\W_]+")
_FRONT = re.compile(r"---\n((?:.*\n)*?)---\n")
_CARRIED = frozenset({"title", "source", "name", "description"})
"""The fields of a file that hold words of the text; the others say something about it."""


def words_of(text: str) -> list[str]:
    """The words of *text*: runs of letters and figures."""
    return _WORD.findall(text)


def source_words(element: Element) -> list[str]:
    """The words of *element* that an import has to carry: its text, then its notes."""
    notes: list[Element] = []
    texts = ["".join(_texts(element, notes))]
    while notes:
        note = notes.pop(0)
        texts.append("".join(_inside(note, None)))
    return [word for text in texts for word in words_of(visible(text))]


def _texts(element: Element, notes: list[Element] | None) -> Iterator[str]:
    """The characters of *element*; the notes called in it go to *notes*, if it is given."""
    if dropped(element):
        return
    if notes is not None and name(element) == "note" and not inline_note(element):
        notes.append(element)
        return
    apart = "\n" if _apart(element) else ""
    yield apart
    yield from _inside(element, notes)
    yield apart


def _inside(element: Element, notes: list[Element] | None) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _texts(child, notes)
        yield child.tail or ""


def _apart(element: Element) -> bool:
    """Whether *element* is apart from the words beside it."""
    kind = name(element)
    if kind in ("label", "sic", "corr", "orig", "reg", "abbr", "expan"):
        above = element.getparent()
        return above is not None and name(above) in ("list", "choice")
    if kind == "gap":  # which is printed as points, unless it has words
        return not "".join(element.itertext())
    return kind in BLOCK or kind in ("note", "lb", "space") or is_block(element)


def file_words(path: str, text: str) -> list[str]:
    """The words of a written file, read back as the corpus will be read."""
    if path.endswith(".yaml"):
        return _yaml_words(SourceFile(path, text))
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    found = _yaml_words(SourceFile(path, front[1])) if front else []
    return found + _markdown_words(body)


def _yaml_words(file: SourceFile) -> list[str]:
    node, _ = read_yaml(file)
    done: list[str] = []
    stack = [("", node)] if node else []
    while stack:
        key, node = stack.pop()
        if node.kind == "scalar" and key in _CARRIED:
            line = Run(SourceFile("words.md", node.text), node.text, ((0, 0),))
            done += _run_words(read_inline(line, Context(noted=False)))
        stack += [(key, below) for below in reversed(node.items)]
        stack += [(k, below) for k, below in reversed(node.fields.items())]
    return done


def _markdown_words(text: str) -> list[str]:
    held, notes, _ = read_markdown(SourceFile("words.md", text))
    done = list(_block_words(held))
    for note in notes:
        done += _block_words(note.blocks)
    return done


def _block_words(held: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks(held):
        if isinstance(block, Item) and block.number:
            yield from words_of(block.number)
        for run in runs(block):
            yield from _run_words(run)


def _run_words(run: tuple[Inline, ...]) -> Iterator[str]:
    yield from words_of(plain(run))
    for node in inlines(run):
        if isinstance(node, Editorial) and node.was:
            yield from words_of(node.was)
