"""A line on the terminal that says how far a long build is, by pages."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from compendium.account import Account

if TYPE_CHECKING:
    from compendium.layout import Done


class Progress:
    """Pages set, of how many there may be, and the time that is left; gone when it is done.

    How many pages there will be nobody knows before they are set. What is promised is the
    guess that the build itself starts from (see `layout.estimates`), put right by each chunk
    that is done, and more where page numbers make some chunks be set again. What was at hand
    is not counted as work.
    """

    def __init__(self, account: Account) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            SpinnerColumn(),
            BarColumn(bar_width=24),
            TextColumn("{task.completed:,.0f} of about {task.total:,.0f} pages"),
            TimeRemainingColumn(),
        )
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=0)
        self._waiting = 0  # pages of the chunks that are asked for
        self._set = 0
        account.on_expected, account.on_done = self._expect, self._hear

    def _expect(self, pages: int) -> None:
        self._waiting = pages
        self._show()

    def _hear(self, done: Done) -> None:
        self._waiting = max(0, self._waiting - done.sheets)
        if not done.reused:
            self._set += done.sheets
            self._bar.advance(self._task, done.sheets)
        self._show()

    def _show(self) -> None:
        self._bar.update(self._task, total=self._set + self._waiting)

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
