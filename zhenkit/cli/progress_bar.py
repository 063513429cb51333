"""How far long work is, as a bar on standard error."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn


class ProgressBar:
    """A bar, drawn until it is stopped; without a count where nobody counts the steps."""

    def __init__(self, said: str, total: int | None, counted: bool) -> None:
        columns: list[ProgressColumn] = [TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()]
        if counted:
            count = "{task.completed:,}" if total is None else "{task.completed:,}/{task.total:,}"
            columns.insert(2, TextColumn(count))
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task(said, total=total)
        self._progress.start()

    def update(self, steps: int) -> None:
        """So many steps are done."""
        self._progress.update(self._task, completed=steps)

    def stop(self) -> None:
        """Take the bar away."""
        self._progress.stop()
