"""Being stopped from outside: SIGTERM and Ctrl-C end the program at once, with a line, and with its temporaries gone.

A thread of our own waits for both signals, and all other threads have them blocked. So nothing is raised in the midst
of whatever was at work, be it an import or a library in Rust, C++ or Java with a handler of its own: the work is left
where it is, what it has made so far is cleared away, and the process ends.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from functools import partial
from typing import TypeVar

from zhenkit.core.i18n import _, noted

INTERRUPTED = 128 + signal.SIGINT
SAID = {signal.SIGINT: noted("interrupted"), signal.SIGTERM: noted("terminated")}
"""The signals, and what is said of them."""
CLEAR_LINE = b"\r\x1b[2K\x1b[?25h"
"""On a terminal: what is left of a progress bar and of ^C goes, the cursor comes back."""

unstopped = threading.RLock()
"""What is done with this held is done whole or, where the program is being stopped, not begun."""
_clearing: list[Callable[[], object]] = []

Made = TypeVar("Made")


def heed() -> None:
    """End the program when one of the signals arrives or did, and say so in the language in use now.

    They are to be blocked by now. What whoever started us has ignored stays so. On systems where no thread can wait for
    signals (Windows), Ctrl-C is the KeyboardInterrupt of Python.
    """
    heeded = [number for number in SAID if signal.getsignal(number) != signal.SIG_IGN]
    if heeded and hasattr(signal, "sigwait"):
        threading.Thread(target=copy_context().run, args=(_wait, heeded), daemon=True).start()


def finish() -> None:
    """The program ends by itself, and signals come too late now. Where one came before, this never returns."""
    unstopped.acquire()


@contextmanager
def cleared(make: Callable[[], Made], clear: Callable[[Made], object]) -> Iterator[Made]:
    """What `make` makes, for the block; if the program is stopped meanwhile, `clear` does away with it."""
    with unstopped:
        made = make()
        clearing = partial(clear, made)
        _clearing.append(clearing)
    try:
        yield made
    finally:
        _clearing.remove(clearing)


def _wait(heeded: list[signal.Signals]) -> None:
    number = signal.sigwait(heeded)
    unstopped.acquire()  # for good
    try:
        shown = _hush()
        for clear in reversed(
            tuple(_clearing)
        ):  # what is cleared away may end another thread's work, which then leaves
            with suppress(OSError):  # we end anyway, and have nothing to say of it that would help
                clear()
        if shown is not None:
            line = _(SAID[signal.Signals(number)]) + "\n"
            with suppress(OSError):  # there may be nobody to write to
                os.write(shown, (CLEAR_LINE if os.isatty(shown) else b"") + line.encode("utf-8", "backslashreplace"))
    finally:
        os._exit(128 + number)


def _hush() -> int | None:
    """Send what other threads still write nowhere; gives what standard error was, for our line."""
    shown = None if sys.stderr is None else os.dup(sys.stderr.fileno())
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    return shown
