"""The body of a document in blocks: numbered paragraphs, headings, lists, pieces of a letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from compendium.diag import Span
from compendium.importers.ids import slug
from compendium.importers.manuscript.headings import shouted
from compendium.importers.manuscript.letters import Pieces, tell
from compendium.importers.manuscript.passages import Passage, where
from compendium.importers.runs import tidy
from compendium.model.text import (
    Block,
    Break,
    Heading,
    Inline,
    Item,
    List,
    Paragraph,
    Rule,
    Text,
    plain,
)

_ITEM = re.compile(r"(?P<number>\d{1,3})(?P<marker>[.)．])\s*")
_BULLET = re.compile(r"[-–—•*·◦‣]\s+")
_ARTICLE = re.compile(
    r"(?:article|art\.|artikel|статья)\s*(?:\d+|[IVXLC]+)\b[.:]?(?P<rest>.*)"
    r"|第\s*[\d一二三四五六七八九十百]+\s*[条條](?P<more>.*)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?i)(?:[(\[]?(?:signed|ratified)\b"
    r"|done (?:at|in)|in witness|in faith|fait à|en foi|geschehen|совершено"
    r"|в удостоверение|以上の証拠)"
)


_BRACKETED = re.compile(r"\[[^\[\]\d][^\[\]]*\]")
_PLACEHOLDER = "write it as [...]{.placeholder}"


@dataclass(slots=True)
class Body:
    """Blocks, and what was guessed to make them: one line each.

    Shape: `anchors` has the id of each passage that links name, by that name.
    """

    blocks: list[Block] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    articles: bool = False
    anchors: dict[str, str] = field(default_factory=dict)

    def anchor(self, passage: Passage) -> str:
        """The id that *passage* is given, because something refers to it; "" if nothing does."""
        if not passage.names:
            return ""
        given = slug(passage.names[0].strip("_"), set(self.anchors.values()))
        given = given if len(given) > 4 else f"passage-{given}"
        self.anchors.update(dict.fromkeys(passage.names, given))
        return given


def compose(passages: Sequence[Passage], span: Span) -> Body:
    """The blocks that *passages* make, each guess named with its lines."""
    pieces = tell(passages)
    done = Body()
    done.blocks += [_piece(name, lines, span, done) for name, lines in pieces.head]
    done.blocks += _blocks(pieces.body, span, done)
    done.blocks += [_piece(name, lines, span, done) for name, lines in pieces.tail]
    for passage in pieces.body:
        if passage.block is None and _BRACKETED.fullmatch(passage.text):
            done.guesses.append(f"{where([passage])} may be the compilers'; if so, {_PLACEHOLDER}")
    _say(pieces, done)
    return done


def _say(pieces: Pieces, done: Body) -> None:
    told = [
        f"{where(lines)} the {name}"
        for name, lines in (*pieces.head, *pieces.tail)
        if not all(line.role == name for line in lines)
    ]
    if told:
        done.guesses.insert(0, f"{', '.join(told)}; move the lines `:::` if they are not")


def _piece(name: str, lines: Sequence[Passage], span: Span, done: Body) -> Block:
    anchors = [done.anchor(line) for line in lines]
    content: list[Inline] = []
    for line in lines:
        content += [Break(False, span), *_numbered(line, span)]
    return Paragraph(tidy(content[1:]), span, next(filter(None, anchors), ""), name)


def _numbered(passage: Passage, span: Span) -> tuple[Inline, ...]:
    """The words of *passage* behind the number that the source sets."""
    number = (Text(f"{passage.number} ", span),) if passage.number else ()
    return (*number, *passage.content)


def _blocks(passages: Sequence[Passage], span: Span, done: Body) -> list[Block]:
    made: list[Block] = []
    items: list[Item] = []
    open_until = _last_number(passages)
    lines: list[Passage] = []
    below: list[Passage] = []
    for at, passage in enumerate(passages):
        found = _item(passage, span)
        if found:
            items.append(replace(found, anchor=done.anchor(passage)))
            lines.append(passage)
            continue
        block = _anchored(_block(passage, span, done), done.anchor(passage))
        if items and _continues(passage, block, at, open_until):
            last = items[-1]
            inner = list(last.blocks)
            _add(inner, block, passage.depth - 1)
            items[-1] = replace(last, blocks=tuple(inner))
            below += [] if passage.depth else [passage]
            continue
        made += _list(items, span)
        items = []
        _add(made, block, passage.depth)
    made += _list(items, span)
    if lines:
        what = "paragraph is" if len(lines) == 1 else "paragraphs are"
        many = f"{len(lines)} {what} numbered by the document itself, from {where(lines[:1])} on"
        done.guesses.append(many)
    if below:
        which = ", ".join(where([passage]) for passage in below)
        done.guesses.append(f"below the number before it: {which}")
    return made


def _anchored(block: Block, anchor: str) -> Block:
    if not anchor or isinstance(block, Rule):
        return block
    if isinstance(block, List):
        first, *others = block.items
        return replace(block, items=(replace(first, anchor=anchor), *others))
    return replace(block, anchor=anchor)


def _nested(above: List, item: Item, depth: int) -> List:
    """*above* with *item* added, *depth* lists deep at most."""
    last = above.items[-1]
    if depth <= 0:
        return replace(above, items=(*above.items, item))
    inner = last.blocks[-1] if isinstance(last.blocks[-1], List) else None
    deeper = _nested(inner, item, depth - 1) if inner else List(False, (item,), above.span)
    kept = last.blocks[:-1] if inner else last.blocks
    return replace(above, items=(*above.items[:-1], replace(last, blocks=(*kept, deeper))))


def _add(made: list[Block], block: Block, depth: int) -> None:
    """Add *block*; one bullet after another is one list."""
    match made[-1:], block:
        case [List(ordered=False) as last], List(ordered=False):
            made[-1] = _nested(last, block.items[0], depth)
        case _:
            made.append(block)


def _list(items: list[Item], span: Span) -> list[Block]:
    return [List(bool(items[0].number), tuple(items), span)] if items else []


def _last_number(passages: Sequence[Passage]) -> int:
    """Up to where a paragraph without a number can belong to the one before it."""
    numbers = [at for at, passage in enumerate(passages) if _ITEM.match(passage.text)]
    return numbers[-1] + 1 if numbers else -1


def _continues(passage: Passage, block: Block, at: int, until: int) -> bool:
    if passage.depth and isinstance(block, Paragraph | List):
        return True  # the source itself sets it below
    if isinstance(block, List):
        return at < until and not passage.number
    return isinstance(block, Paragraph) and not _CLOSING.match(passage.text) and at <= until


def _item(passage: Passage, span: Span) -> Item | None:
    """The numbered paragraph or list item that *passage* is."""
    if passage.block is not None or passage.level or passage.role:
        return None
    found = _ITEM.match(passage.text)
    if found:
        rest = _cut(_numbered(passage, span), found.end())
        if not plain(rest).strip():
            return None
        marker = found["marker"].replace("．", ".")
        body = Paragraph(rest, span)
        return Item((body,), span, found["number"], found["number"] + marker)
    return None


def _block(passage: Passage, span: Span, done: Body) -> Block:
    if passage.block is not None:
        return passage.block
    content = tidy(_numbered(passage, span))
    text = passage.text
    article = _ARTICLE.fullmatch(text)
    if article and len(text) <= 120:
        rest = (article["rest"] or article["more"] or "").strip(" .:")
        if not rest.endswith((".", ";", "。")) and len(rest) <= 80 and "。" not in rest:
            done.articles = True
            return Heading(2, content, span)
    if passage.level:
        return Heading(min(6, max(2, passage.level)), content, span)
    if shouted(text) and len(text) <= 120 and not text.endswith((".", ";", ",")):
        done.guesses.append(f"{where([passage])} is a heading inside the document")
        return Heading(2, content, span)
    bullet = _BULLET.match(text)
    if bullet and plain(words := _cut(content, bullet.end())).strip():
        return List(False, (Item((Paragraph(words, span),), span),), span)
    return Paragraph(content, span)


def _cut(nodes: Iterable[Inline], count: int) -> tuple[Inline, ...]:
    """*nodes* without their first *count* characters, where these are plain."""
    done: list[Inline] = []
    for node in nodes:
        size = len(plain((node,)))
        if count and isinstance(node, Text):
            taken = min(size, count)
            done.append(replace(node, text=node.text[taken:]))
            count -= taken
        else:
            count = 0
            done.append(node)
    return tidy(done)
