"""Values a process keeps from one build to the next."""

from __future__ import annotations

from compendium.model.kept import held, turn


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
