"""What rests in a file while nobody asks for it."""

from __future__ import annotations

import errno
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.model import kept, resting
from compendium.model.pages import Chunk, aside
from compendium.model.resting import Resting

LEAVES = pytest.mark.parametrize("leaves", [False, True])


@LEAVES
@given(st.lists(st.binary(), max_size=4), st.integers(0, 9), st.integers(0, 9))
def test_what_rests_is_what_was_laid_down(
    leaves: bool, told: list[bytes], start: int, end: int
) -> None:
    """All of it or a part, here and in another process, in a process that leaves or stays."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "_leaving", leaves)
        laid = [Resting(data) for data in told]
        for data, one in zip(told, laid, strict=True):
            low, high = min(start, len(data)), min(max(start, end), len(data))
            assert bytes(one.read()) == data
            assert bytes(one.read(low, high)) == data[low:high]
            assert pickle.loads(pickle.dumps(one)) == one  # our own bytes
            assert len({one, Resting(data)}) == 1


def test_a_full_disk_keeps_nothing_from_being_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the disk does not take stays at hand."""

    def full() -> None:
        raise OSError(errno.ENOSPC, "the disk is full")

    monkeypatch.setattr(kept, "_leaving", True)
    monkeypatch.setattr(resting, "_file", full)
    assert bytes(Resting(b"all of it").read()) == b"all of it"


@LEAVES
def test_a_chunk_laid_aside_is_that_chunk(leaves: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells the same, is sent as it was, and may be changed."""
    monkeypatch.setattr(kept, "_leaving", leaves)
    chunk = Chunk("letter", "<p>«ö» \ud800</p>", ("7",), (), "any", "arabic", goes_on=True)
    laid = aside(chunk)
    assert pickle.loads(pickle.dumps(laid)) == chunk  # our own bytes
    assert (laid.markup, laid.values, laid.goes_on) == (chunk.markup, ("7",), True)
    assert laid == aside(chunk)
    assert replace(laid, markup="<p>other</p>").markup == "<p>other</p>"
