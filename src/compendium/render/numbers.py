"""Folios as they are printed: inclusive numbers in an editor's style, and roman numerals."""

from __future__ import annotations

from typing import Literal

Style = Literal["full", "chicago", "chicago15", "hart", "mhra"]


def join(first: str, last: str, style: Style) -> str:
    """The pages from *first* to *last* as *style* prints them: "321–25"; one page is itself."""
    raise NotImplementedError


def expand(printed: str) -> tuple[str, str]:
    """The two folios that a printed "321–25" means: ("321", "325")."""
    raise NotImplementedError


def roman(number: int) -> str:
    """*number* in small roman numerals, from 1 to 3999."""
    raise NotImplementedError


def value(folio: str) -> int:
    """The number that a folio, roman or arabic, stands for."""
    raise NotImplementedError


def rank(folio: str) -> tuple[bool, int]:
    """What puts folios in order: roman ones first."""
    raise NotImplementedError
