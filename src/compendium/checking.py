"""What is wrong with an edition, told at once where nothing has changed since it was told."""

from __future__ import annotations

from pathlib import Path

from compendium import standing
from compendium.diag import Diagnostic
from compendium.model.kept import Keep
from compendium.source.files import contents
from compendium.theme.folder import find

Told = tuple[tuple[str, ...], list[Diagnostic]]
"""Which texts the edition has, in lines, and what is wrong with it."""


def check(root: Path, store: Keep | None = None) -> Told:
    """What is told of the edition in *root*; what *store* has of it is not found out again."""
    inputs, refused = contents(root)
    if store is None or refused:
        return _found(root)
    program = standing.program(*standing.versions().items())
    asked = {**inputs, "name": root.resolve().name.encode()}
    key = standing.build_key(asked, program, ("check",), find("press").parent)
    known = standing.told(store, key)
    if known is None:
        known = _found(root, store)
        standing.note(store, key, *known)
    return known


def _found(root: Path, store: Keep | None = None) -> Told:
    # Where nothing has changed none of this is needed, and it takes long to load.
    from compendium import pipeline
    from compendium.texts import texts_by_language

    volume, _, problems = pipeline.read(root, keep=pipeline.Means(cache=store).keep)
    return tuple(texts_by_language(volume) if volume else ()), problems
