"""How far long work is, on standard error: only where that is a terminal, and only once the work has proved long."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

PATIENCE = 1.0
"""Seconds; shorter work shows nothing."""
EVERY = 100
"""Between so many steps nothing is drawn, and no clock looked at."""


class Bar(Protocol):
    """What shows how far the work is, from when it is made until it is stopped."""

    def update(self, steps: int) -> object:
        """So many steps are done."""

    def stop(self) -> object:
        """Take the bar away."""


_make: Callable[[str, int | None, bool], Bar] | None = None


def show_by(make: Callable[[str, int | None, bool], Bar] | None) -> None:
    """Have progress shown by what `make` gives for a description, a total and whether steps are counted.

    How a bar looks is not the core's concern; without this call, or with None, none is shown.
    """
    global _make
    _make = make


@contextmanager
def counting(said: str, total: int | None = None) -> Iterator[Callable[[], object]]:
    """What to call at each step of the work that `said` names; how far it is shows until the block ends."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    bar = _LateBar(said, total)
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
    bar = _LateBar(said, None)
    late = threading.Timer(PATIENCE, bar.show, [False])
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()
        late.join()
        bar.stop()


class _LateBar:
    """A bar that comes late."""

    def __init__(self, said: str, total: int | None) -> None:
        self.said, self.total = said, total
        self.begun = time.monotonic()
        self.steps = 0
        self.shown: Bar | None = None

    def step(self) -> None:
        self.steps += 1
        if self.steps % EVERY:
            return
        if self.shown is None and time.monotonic() - self.begun > PATIENCE:
            self.show()
        if self.shown is not None:
            self.shown.update(self.steps)

    def show(self, counted: bool = True) -> None:
        if _make is not None:
            self.shown = _make(self.said, self.total, counted)

    def stop(self) -> None:
        if self.shown is not None:
            self.shown.stop()
