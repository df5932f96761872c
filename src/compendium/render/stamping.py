"""Page numbers set anew in a chunk that has been written before, without writing it again."""

from __future__ import annotations

import re
from dataclasses import replace

from compendium.model.pages import Chunk, PageMap
from compendium.render.slots import GUESS, shape

_SINGLE = frozenset({"contents", "cross-reference", "list"})
"""What is printed for a reference of these kinds is the page where it begins, and no more."""
_SLOT = re.compile(r'(data-slot="(\d+)"[^>]*>)([^<]*)(?=<)')


def restamped(chunk: Chunk, pages: PageMap | None) -> Chunk | None:
    """*chunk* with the page numbers of *pages*, as it would be written anew.

    None if it must be, because a number of it is more than the page where something begins.
    """
    told = {reference.slot: reference for reference in chunk.references}
    values = list(chunk.values)
    for slot in range(len(values)):
        reference = told.get(slot)
        if reference is None or reference.kind not in _SINGLE or reference.anchors:
            return None
        if reference.first != reference.last:
            return None
        place = pages.first.get(reference.first) if pages else None
        values[slot] = place.folio if place else GUESS
    if tuple(values) == chunk.values:
        return chunk
    references = tuple(
        one if one.value == values[one.slot] else replace(one, value=values[one.slot])
        for one in chunk.references
    )
    markup, shapes = chunk.markup, [shape(value) for value in values]
    if shapes != [shape(value) for value in chunk.values]:
        markup = _SLOT.sub(lambda slot: slot[1] + shapes[int(slot[2])], markup)
    return replace(chunk, markup=markup, values=tuple(values), references=references)
