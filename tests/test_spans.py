"""Spans: where something stands in a file of the corpus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.diag import Span

PLACES = st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))


@given(PLACES, PLACES)
def test_a_span_tells_what_it_was_told(one: tuple[int, int], other: tuple[int, int]) -> None:
    """Its four numbers are in one, and none of them is lost there."""
    start, end = sorted((one, other))
    span = Span("a.md", start, end)
    assert (span.path, span.start, span.end) == ("a.md", start, end)
    if start < end:
        with pytest.raises(ValueError, match="before it starts"):
            Span("a.md", end, start)


@given(st.lists(st.tuples(st.sampled_from("ab"), PLACES, PLACES)))
def test_spans_sort_by_file_and_place(
    told: list[tuple[str, tuple[int, int], tuple[int, int]]],
) -> None:
    """By file, then by where they begin, then by where they end."""
    known = [(path, min(one, other), max(one, other)) for path, one, other in told]
    spans = sorted(Span(path, start, end) for path, start, end in known)
    assert [(span.path, span.start, span.end) for span in spans] == sorted(known)
    assert len({*spans}) == len({*known})
