"""Ids, each of which may stand once where others must tell it apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import get_args

from compendium.diag import Diagnostic, Span
from compendium.model.kept import Again, anew
from compendium.model.text import Block, Rule, Styled, blocks, inlines, runs
from compendium.model.volume import RegisterKind, Volume, Written, WrittenText
from compendium.source.problems import Problems

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_OURS = re.compile(r"[a-z][0-9]+")
"""What numbers notes, mentions and references inside a text: "n3", "m12"."""

_KINDS = get_args(RegisterKind)
_RESERVED = frozenset(_KINDS) | {f"register-{kind}" for kind in _KINDS} | {
    "colophon", "contents", "half-title", "imprint", "index", "list-by-date", "matter", "register",
    "title", "title-page",
}  # fmt: skip
"""What the pages are called that every edition has; "persons.gromyko" is an entry's address."""

_Named = tuple[str, str, Span]
"""What a thing is, its id, and where that stands."""


def check_ids(
    volume: Volume,
    pieces: Iterable[Written],
    naming: Iterable[WrittenText],
    problems: Problems,
    again: Again = anew,
) -> None:
    """Report ids that cannot be told apart: in the edition, and in each of its texts.

    Shape: *pieces* are the slugs of its front and back matter, *naming* the texts with ids.
    """
    named: list[_Named] = [("part", part.id, part.span) for part in volume.parts]
    named += [("document", s.value, s.span) for part in volume.parts for s in part.documents]
    named += [("piece", s.value, s.span) for s in pieces]
    named += [("index", index.id, index.span) for index in volume.indexes]
    _check_names(named, problems)
    for text in naming:
        inputs = (text, frozenset(volume.languages))
        problems.found += again(f"ids {text.path}", inputs, partial(_in_text, *inputs))


def _check_names(named: Iterable[_Named], problems: Problems) -> None:
    """Parts, documents, pieces and indexes have addresses side by side."""
    seen: dict[str, tuple[str, Span]] = {}
    for what, name, span in named:
        if name in _RESERVED or name.startswith("page-"):
            message = f"`{name}` is the name of a page that every edition has"
            problems.error("id-bad", message, span, "give it another")
        first, place = seen.setdefault(name, (what, span))
        if place is span:
            continue
        if first == what:
            message = f"the {what} `{name}` stands twice, first at {place}"
            problems.error("id-duplicate", message, span, "take one of them out, or rename it")
        else:
            message = f"the {what} `{name}` has the id of the {first} at {place}"
            problems.error("id-duplicate", message, span, "give one of them another id")


def _in_text(text: WrittenText, languages: frozenset[str]) -> list[Diagnostic]:
    problems = Problems()
    seen: dict[str, Span] = {}
    for name, span in _ids(text.blocks):
        if not _ID.fullmatch(name):
            hint = "use a to z, figures and hyphens only"
            problems.error("id-bad", f"`{name}` cannot be an id", span, hint)
        elif _OURS.fullmatch(name) or name in languages or name.startswith("src-"):
            message = f"`{name}` is an id that compendium gives itself"
            problems.error("id-bad", message, span, "give it a longer name")
        if (first := seen.setdefault(name, span)) is not span:
            message = f"the id `{name}` stands twice, first at {first}"
            problems.error("id-duplicate", message, span, "give one of them another id")
    for note in text.notes:
        for name, span in _ids(note.blocks):
            message = f"the id `{name}` stands in a note, where nothing can be referred to"
            problems.error("id-bad", message, span, "take it out, or move it into the text")
    return problems.found


def _ids(content: Iterable[Block]) -> Iterator[tuple[str, Span]]:
    """Every id written in *content*, of blocks and of words."""
    for block in blocks(content):
        if not isinstance(block, Rule) and block.anchor:
            yield block.anchor, block.span
        for run in runs(block):
            for node in inlines(run):
                if isinstance(node, Styled) and node.anchor:
                    yield node.anchor, node.span
