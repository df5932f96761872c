"""Registers and indexes in order: sorted, grouped by letter, with only what leads somewhere."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.diag import Diagnostic
from compendium.model.edition import Entry, Index, Register
from compendium.model.volume import Volume


def build_registers(volume: Volume, entries: Mapping[str, Entry]) -> tuple[Register, ...]:
    """Every register of *volume* with all its entries, sorted for the edition's language."""
    raise NotImplementedError


def build_indexes(
    volume: Volume, entries: Mapping[str, Entry]
) -> tuple[tuple[Index, ...], list[Diagnostic]]:
    """The indexes *volume* plans, from *entries* that have their mentions (`add_mentions`)."""
    raise NotImplementedError
