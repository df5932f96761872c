"""What was read before is not read again: neither in this process nor in one to come.

Without something that keeps, everything is read. What is wrong with a text is told each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from compendium.diag import Diagnostic
from compendium.model.kept import Keep, held, key_of
from compendium.source.problems import Problems
from compendium.source.storing import pack, unpack
from compendium.source.text import SourceFile

T = TypeVar("T")

Found = tuple[T, Sequence[Diagnostic]]
"""What was read, and what is wrong with it."""


def told(problems: Problems, read: Callable[[Problems], T]) -> Found[T]:
    """What *read* makes of a text, and what it adds to the *problems* that there are already."""
    known = len(problems.found)
    value = read(problems)
    return value, problems.found[known:]


def reading(
    keep: Keep | None, what: str, parts: Sequence[str], path: str, line: int,
    read: Callable[[], Found[T]],
) -> Found[T]:  # fmt: skip
    """What *read* makes of *parts*, which stand in the file *path* from *line* on.

    It is kept if nothing is wrong with it, and serves the same words in another place too.
    """
    key = key_of(what, parts)
    if keep is not None and (data := keep.get(key)):
        return cast("T", unpack(data, path, line)), ()
    value, found = read()
    if keep is not None and not found:
        keep.put(key, pack(value, path, line))
    return value, found


def reread(
    keep: Keep | None, what: str, file: SourceFile, problems: Problems,
    read: Callable[[Problems], T],
) -> T:  # fmt: skip
    """What *read* makes of *file*; in a process that stays, the same value as the last time.

    What is wrong with it is added to *problems*; *read* is given those that the file has already.
    """

    def make() -> Found[T]:
        return told(problems.of(file.path), read)

    key = key_of(what, (file.path, file.text))
    value, found = held(key, make) if keep is not None else make()
    problems.found += found
    return value
