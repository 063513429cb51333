"""Work on a hostile file in a process of its own, with bounds on its time and memory: no file ends the program."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from typing import IO, NoReturn

from zhenkit.core.signals import cleared

UNWRITTEN = 74
"""What the program ends with where what it made cannot be written (EX_IOERR)."""


def run_apart(module: str, content: bytes, out: IO[bytes] | IO[str], seconds: float) -> int | None:
    """Have a module of ours, run as a program, read the content and write to a file; its exit code, None if too slow.

    What it says on standard error goes nowhere: the exit code says how it went. Raises OSError where the disk is full.
    """
    command = [sys.executable, "-P", "-m", module]
    environment = {**os.environ, "PYTHONUTF8": "1"}

    def started() -> subprocess.Popen[bytes]:
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        return subprocess.Popen(command, stdin=pipe, stdout=out, stderr=nowhere, env=environment)  # noqa: S603 - us

    with cleared(started, subprocess.Popen.kill) as child, child:
        try:
            child.communicate(content, timeout=seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            child.kill()  # which does nothing to one that has ended
    if child.returncode == UNWRITTEN:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return child.returncode


def end_after(work: Callable[[], int | None]) -> NoReturn:
    """Work, as such a program, and end it."""
    try:
        code = work()
        sys.stdout.flush()
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        os._exit(UNWRITTEN)  # else Python would write again what is left, and end otherwise
    sys.exit(code)


def bound_memory(most: int) -> None:
    """Limit the memory of this process to so many bytes, where the system knows such a limit."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
