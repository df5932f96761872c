"""Ids, each of which may stand once where others must tell it apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from compendium.corpus.edition import Plan
from compendium.diag import Span
from compendium.model.text import Rule, Styled, blocks, inlines, runs
from compendium.model.volume import WrittenDocument, WrittenText
from compendium.source.problems import Problems

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def check_ids(
    plan: Plan,
    documents: Mapping[str, WrittenDocument],
    matter: Iterable[WrittenText],
    problems: Problems,
) -> None:
    """Report ids that stand twice: parts, indexes and slugs in the edition, ids in each text."""
    _once([(part.id, part.span) for part in plan.parts], "part", problems)
    _once([(index.id, index.span) for index in plan.indexes], "index", problems)
    slugs = [slug for part in plan.parts for slug in part.documents]
    _once([(s.value, s.span) for s in slugs], "document", problems)
    _once([(s.value, s.span) for s in (*plan.front, *plan.back)], "piece", problems)
    for document in documents.values():
        for text in document.texts:
            _check_text(text, problems)
    for text in matter:
        _check_text(text, problems)


def _once(ids: Iterable[tuple[str, Span]], what: str, problems: Problems) -> None:
    seen: dict[str, Span] = {}
    for name, span in ids:
        if (first := seen.setdefault(name, span)) is not span:
            message = f"the {what} `{name}` stands twice, first at {first}"
            problems.error("id-duplicate", message, span, "take one of them out, or rename it")


def _check_text(text: WrittenText, problems: Problems) -> None:
    ids: list[tuple[str, Span]] = []
    for content in (text.blocks, *(note.blocks for note in text.notes)):
        for block in blocks(content):
            if not isinstance(block, Rule) and block.anchor:
                ids.append((block.anchor, block.span))
            for run in runs(block):
                ids += [
                    (n.anchor, n.span) for n in inlines(run) if isinstance(n, Styled) and n.anchor
                ]
    for name, span in ids:
        if not _ID.fullmatch(name):
            hint = "use a to z, figures and hyphens only"
            problems.error("id-bad", f"`{name}` cannot be an id", span, hint)
    seen: dict[str, Span] = {}
    for name, span in ids:
        if (first := seen.setdefault(name, span)) is not span:
            message = f"the id `{name}` stands twice, first at {first}"
            problems.error("id-duplicate", message, span, "give one of them another id")
