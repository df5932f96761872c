"""Running words put in order: spaces collapsed, and set outside the mark-up they touch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from compendium.model.text import (
    Break,
    Editorial,
    Inline,
    Link,
    NoteCall,
    SourcePage,
    Styled,
    Text,
    plain,
)

_SPACE = re.compile(r"[ \t\r\n]+")
_UNSEEN = re.compile(
    "[\u00ad\u180e\u200b\u2060\ufeff\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069"
    "\ufdd0-\ufdef\ufff9-\ufffb"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")

Wrapped = Styled | Editorial | Link


def visible(text: str) -> str:
    """*text* with every run of blanks one space, and without characters nobody sees."""
    return _SPACE.sub(" ", _UNSEEN.sub("", _LINE_ENDS.sub(" ", text)))


def unbroken(nodes: Iterable[Inline]) -> list[Inline]:
    """*nodes* with a blank for every line end."""
    done: list[Inline] = []
    for node in nodes:
        if isinstance(node, Break):
            done.append(Text(" ", node.span))
        elif isinstance(node, Wrapped):
            done.append(replace(node, content=tuple(unbroken(node.content))))
        else:
            done.append(node)
    return done


def paged(nodes: Iterable[Inline]) -> tuple[list[Inline], list[SourcePage]]:
    """*nodes* without the pages of the source that begin in them, and these pages."""
    done: list[Inline] = []
    pages: list[SourcePage] = []
    for node in nodes:
        if isinstance(node, SourcePage):
            pages.append(node)
        elif isinstance(node, Wrapped):
            inner, more = paged(node.content)
            done.append(replace(node, content=tuple(inner)))
            pages += more
        else:
            done.append(node)
    return done, pages


def wordless(nodes: Iterable[Inline]) -> bool:
    """Whether *nodes* do nothing but mark where pages of the source begin."""
    return all(isinstance(node, SourcePage | Break) or _blank(node) for node in nodes)


def _blank(node: Inline) -> bool:
    return isinstance(node, Text) and not node.text.strip()


def tidy(nodes: Iterable[Inline]) -> tuple[Inline, ...]:
    """*nodes* as a paragraph has them: no blank at either end, none twice, none beside a break."""
    joined = _spaced(_hoisted(nodes))
    while joined and isinstance(joined[-1], Break):
        joined.pop()
    while joined and isinstance(joined[0], Break):
        joined.pop(0)
    return tuple(_trimmed(joined))


def _hoisted(nodes: Iterable[Inline]) -> list[Inline]:
    """*nodes* with the blanks and calls at the edges of marked words moved out of them."""
    done: list[Inline] = []
    for node in nodes:
        if isinstance(node, Wrapped):
            before, inside, after = _parted(_merged(_hoisted(node.content)))
            kept = [replace(node, content=tuple(inside))] if inside else []
            # A link without words marks a point; a style without words is nothing.
            if not inside and isinstance(node, Link) and node.target.partition(":")[0] != "doc":
                kept = [replace(node, content=())]
            done += [*before, *kept, *after]
        else:
            done.append(node)
    return _merged(done)


def _parted(nodes: list[Inline]) -> tuple[list[Inline], list[Inline], list[Inline]]:
    before: list[Inline] = []
    after: list[Inline] = []
    while nodes and (cut := _edge(nodes[0], front=True)):
        before.append(cut[0])
        nodes = [*cut[1], *nodes[1:]]
    while nodes and (cut := _edge(nodes[-1], front=False)):
        after.insert(0, cut[0])
        nodes = [*nodes[:-1], *cut[1]]
    return before, nodes, after


def _edge(node: Inline, front: bool) -> tuple[Inline, list[Inline]] | None:
    """What has to leave the edge of marked words, and what is left of the node."""
    if isinstance(node, Break | NoteCall | SourcePage):
        return node, []
    if isinstance(node, Text):
        bare = node.text.lstrip(" ") if front else node.text.rstrip(" ")
        if bare != node.text:
            return Text(" ", node.span), [replace(node, text=bare)] if bare else []
    return None


def _merged(nodes: Iterable[Inline]) -> list[Inline]:
    """*nodes* with neighbours of one kind made one."""
    done: list[Inline] = []
    for node in nodes:
        last = done[-1] if done else None
        if isinstance(node, Text) and not node.text:
            continue
        if isinstance(node, Text) and isinstance(last, Text):
            done[-1] = replace(last, text=_SPACE.sub(" ", last.text + node.text))
        elif isinstance(node, Styled) and isinstance(last, Styled) and _alike(node, last):
            done[-1] = replace(last, content=tuple(_merged((*last.content, *node.content))))
        else:
            done.append(node)
    return done


def _alike(one: Styled, other: Styled) -> bool:
    return (one.style, one.lang, one.anchor) == (other.style, other.lang, other.anchor)


def _spaced(nodes: Sequence[Inline]) -> list[Inline]:
    """*nodes* without a blank after a blank, or beside a break."""
    done: list[Inline] = []
    blank = True
    for node in nodes:
        if isinstance(node, Text):
            text = node.text.lstrip(" ") if blank else node.text
            if text:
                done.append(replace(node, text=text))
                blank = text.endswith(" ")
        elif isinstance(node, Break):
            if done and isinstance(done[-1], Break):
                continue
            if done and isinstance(done[-1], Text):
                done[-1] = replace(done[-1], text=done[-1].text.rstrip(" "))
            done.append(node)
            blank = True
        else:
            done.append(node)
            blank = blank and not plain((node,))
    return [node for node in done if not isinstance(node, Text) or node.text]


def _trimmed(nodes: list[Inline]) -> list[Inline]:
    """*nodes* without the blank at the end, calls of notes after it or not."""
    at = len(nodes)
    while at and not isinstance(nodes[at - 1], Text) and not plain((nodes[at - 1],)):
        at -= 1
    if at and isinstance(last := nodes[at - 1], Text):
        bare = last.text.rstrip(" ")
        nodes[at - 1 : at] = [replace(last, text=bare)] if bare else []
    return nodes
