"""A line on the terminal that says how far a long build is, by pages."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from compendium.account import Account

if TYPE_CHECKING:
    from compendium.layout import Done


class Progress:
    """Pages set so far and pages a second, while chunks are typeset; gone when it is done.

    How many pages there will be nobody knows before they are set, so none are promised.
    """

    def __init__(self, account: Account) -> None:
        from rich.console import Console
        from rich.progress import Progress as Bar
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(),
            TextColumn("{task.completed:,.0f} pages set"),
            TextColumn("{task.speed:.0f} a second", style="dim"),
            TimeElapsedColumn(),
        )
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=None)
        account.on_done = self._hear

    def _hear(self, done: Done) -> None:
        if not done.reused:
            self._bar.advance(self._task, done.sheets)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
