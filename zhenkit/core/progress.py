"""How far long work is, on standard error: only where that is a terminal, and only once the work has proved long."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds; shorter work shows nothing."""
EVERY = 100
"""Between so many steps nothing is drawn, and no clock looked at."""


@contextmanager
def counting(said: str, total: int | None = None) -> Iterator[Callable[[], object]]:
    """What to call at each step of the work that `said` names; how far it is shows until the block ends."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _nothing
        return
    bar = _Bar(said, total)
    try:
        yield bar.step
    finally:
        bar.stop()


@contextmanager
def working(said: str) -> Iterator[None]:
    """Show that the work that `said` names goes on, where nobody counts its steps, until the block ends."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    bar = _Bar(said, None)
    late = threading.Timer(PATIENCE, bar.show_at_work)
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()
        late.join()
        bar.stop()


def _nothing() -> None:
    pass


class _Bar:
    """A bar that comes late."""

    def __init__(self, said: str, total: int | None) -> None:
        self.said, self.total = said, total
        self.begun = time.monotonic()
        self.steps = 0
        self.shown: Progress | None = None

    def step(self) -> None:
        self.steps += 1
        if self.steps % EVERY:
            return
        if self.shown is None and time.monotonic() - self.begun > PATIENCE:
            self.shown = self.show()
        if self.shown is not None:
            self.shown.update(self.shown.task_ids[0], completed=self.steps)

    def show_at_work(self) -> None:
        """The bar without a count."""
        self.shown = self.show(counted=False)

    def show(self, counted: bool = True) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn

        count = "{task.completed:,}" if self.total is None else "{task.completed:,}/{task.total:,}"
        columns: list[ProgressColumn] = [TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()]
        if counted:
            columns.insert(2, TextColumn(count))
        shown = Progress(*columns, console=Console(stderr=True), transient=True)
        shown.add_task(self.said, total=self.total)
        shown.start()
        return shown

    def stop(self) -> None:
        if self.shown is not None:
            self.shown.stop()
