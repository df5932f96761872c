"""Values a process keeps from one build to the next."""

from __future__ import annotations

import pytest

from compendium.cache import NullCache
from compendium.model import kept
from compendium.model.kept import again, anew, held, hold_nothing, last, turn


def test_what_was_asked_for_in_the_last_build_is_not_made_again() -> None:
    """A value lasts as long as every build asks for it, and no longer."""
    made: list[str] = []

    def note(name: str) -> str:
        made.append(name)
        return name

    def make(name: str) -> str:
        return held(f"test-held {name}", lambda: note(name))

    turn()
    assert [make("a"), make("a"), make("b")] == ["a", "a", "b"]
    turn()
    make("a")
    assert made == ["a", "b"]
    turn()
    make("a")
    make("b")
    assert made == ["a", "b", "b"]


def test_what_was_made_of_equal_things_is_made_once() -> None:
    """It is made again where what it is made of is another, or where it is not good any more."""
    made: list[int] = []

    def make(of: list[int], good: bool = True) -> int:
        def note() -> int:
            made.append(sum(of))
            return sum(of)

        return last("test-last", (of,), note, lambda _: good)

    turn()
    assert [make([1, 2]), make([1, 2]), make([2, 2])] == [3, 3, 4]
    turn()
    assert [make([2, 2]), make([2, 2], good=False)] == [4, 4]
    assert made == [3, 4, 4]


def test_what_is_made_anew_is_made_each_time() -> None:
    """`anew` gives nothing again."""
    made: list[str] = []
    for _ in range(2):
        anew("test-anew", (), lambda: made.append("once more"))
    assert made == ["once more"] * 2


def test_a_process_that_leaves_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody will ask for again takes no room: each value is made when it is asked for."""
    monkeypatch.setattr(kept, "_leaving", False)
    forgetful = NullCache()
    assert (again(None), again(forgetful)) == (anew, last)
    hold_nothing()
    assert again(forgetful) is anew
    turn()
    made: list[str] = []
    for _ in range(2):
        held("test-leaving", lambda: made.append("once more"))
    assert made == ["once more"] * 2
