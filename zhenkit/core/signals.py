"""Being stopped from outside: SIGTERM ends the work as Ctrl-C does, with what is half done cleared away."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM


class Terminated(BaseException):
    """SIGTERM arrived. Not an error of the program: nothing but its end is to catch it."""


@contextmanager
def terminable() -> Iterator[None]:
    """Raise Terminated in the block when SIGTERM arrives; where that is ignored, let it be."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) == signal.SIG_IGN:
        yield
        return
    before = signal.signal(signal.SIGTERM, _raise)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _raise(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: let it clear away
    raise Terminated


@contextmanager
def heeding_interrupts_alone() -> Iterator[None]:
    """Where a library in the block handles Ctrl-C but not SIGTERM, pass SIGTERM on as Ctrl-C; it stays Terminated.

    Python itself handles signals between its own instructions, of which none runs while such a library is at work.
    """
    before = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or before != _raise:
        yield
        return
    watch = _Watch()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: None)  # the watch learns of it
    try:
        try:
            with watch:
                yield
        finally:
            signal.signal(signal.SIGTERM, before)
    except KeyboardInterrupt:
        if watch.terminated:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            raise Terminated from None
        raise


class _Watch:
    """A thread that is woken by signals, whatever the others are at."""

    def __init__(self) -> None:
        self.terminated = False

    def __enter__(self) -> None:
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.writer, False)
        self.woken_before = signal.set_wakeup_fd(self.writer)
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def __exit__(self, *_raised: object) -> None:
        signal.set_wakeup_fd(self.woken_before)
        os.close(self.writer)
        self.thread.join()
        os.close(self.reader)

    def _watch(self) -> None:
        while arrived := os.read(self.reader, 1):
            if arrived[0] == signal.SIGTERM:
                self.terminated = True
                signal.raise_signal(signal.SIGINT)
