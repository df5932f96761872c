"""What the list of problem codes as a whole promises."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from compendium.diag import Code

TESTS = Path(__file__).parent
SOURCE = TESTS.parent / "src" / "compendium"


def test_every_problem_is_shown() -> None:
    """No problem can be reported without a test that shows its wording."""
    pages = [*TESTS.glob("suite/**/*.md"), *TESTS.glob("test_*.py")]
    shown = "\n".join(page.read_text("utf-8") for page in pages)

    assert [c for c in get_args(Code) if f"[{c}]" not in shown and f'"{c}"' not in shown] == []


def test_every_code_is_used() -> None:
    """A code that nothing reports any more is not kept in the list."""
    code = "\n".join(p.read_text("utf-8") for p in SOURCE.rglob("*.py") if p.name != "diag.py")

    assert [c for c in get_args(Code) if f'"{c}"' not in code] == []


def test_codes_are_in_order() -> None:
    """The list is sorted, so that a code is found and added in one place."""
    assert list(get_args(Code)) == sorted(get_args(Code))
