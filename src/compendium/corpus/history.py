"""What was published before: ids.lock, which releases write, and changes.yaml, by the editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast, get_args

from compendium.diag import Span
from compendium.model.published import Change, Fate, Frozen, History, Published
from compendium.source.node import Node
from compendium.source.problems import Problems
from compendium.source.text import SourceFile

if TYPE_CHECKING:
    from compendium.corpus.schema import ChangeShape


def read_history(
    lock: SourceFile | None, changes: SourceFile | None, problems: Problems
) -> History:
    """The versions that went out and what was recorded since; empty where there are none."""
    versions = _versions(lock, problems) if lock else ()
    return History(versions, _changes(changes, problems) if changes else ())


def _versions(file: SourceFile, problems: Problems) -> tuple[Published, ...]:
    try:
        return tuple(
            Published(
                one["version"],
                one["date"],
                {
                    anchor: Frozen(kind, digest, words, (first, last))
                    for anchor, (kind, digest, first, last, words) in one["passages"].items()
                },
            )
            for one in json.loads(file.text)["versions"]
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        message = f"`{file.path}` is not as a release wrote it"
        hint = "take it from the last release, or from version control"
        problems.error("lock-bad", message, Span(file.path), hint)
        return ()


def _changes(file: SourceFile, problems: Problems) -> tuple[Change, ...]:
    # Most editions have no changes: they need neither the schema nor YAML for them.
    from compendium.corpus.schema import ChangesShape
    from compendium.corpus.shape import fit
    from compendium.source.yaml import read_yaml

    node, found = read_yaml(file)
    problems.found += found
    if node is None:
        return ()
    shape = fit(node, ChangesShape, problems, above=("changes",))
    if shape is None:
        return ()
    made = (
        _change(one, below, problems) for one, below in zip(shape.changes, node.items, strict=True)
    )
    return tuple(change for change in made if change)


def _change(shape: ChangeShape, node: Node, problems: Problems) -> Change | None:
    said = [fate for fate in get_args(Fate) if getattr(shape, fate)]
    if len(said) != 1:
        message = f"the change of `{shape.anchor}` says {len(said) or 'none'} of what became of it"
        hint = f"say one of {', '.join(f'`{fate}`' for fate in get_args(Fate))}"
        problems.error("change-bad", message, node.span, hint)
        return None
    fate = cast(Fate, said[0])
    value = getattr(shape, fate)
    now = {
        "moved": (value,), "merged": (value,), "split": tuple(value) if fate == "split" else (),
        "withdrawn": (), "corrected": (shape.anchor,),
    }[fate]  # fmt: skip
    note = value if fate in ("withdrawn", "corrected") else ""
    return Change(shape.anchor, shape.version, fate, now, note, node.span)
