"""Runs: short lists that share a page instead of standing on nearly empty ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def runs(lists: Iterable[T], length: Callable[[T], int], room: int) -> Iterator[tuple[T, ...]]:
    """*lists* in runs whose lengths together keep within *room*; a longer list stands alone."""
    run: list[T] = []
    for one in lists:
        if run and sum(map(length, run)) + length(one) > room:
            yield tuple(run)
            run = []
        run.append(one)
    if run:
        yield tuple(run)
