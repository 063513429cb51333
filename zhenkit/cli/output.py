"""What the command line prints and writes: results to standard output or a file, everything else to standard error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TextIO

import typer

from zhenkit.core.errors import Problem, ZhenkitError
from zhenkit.core.i18n import _
from zhenkit.core.progress import show_by


def is_terminal(output: Path | None) -> bool:
    """Whether what is written to the file, or else to standard output, comes up on a screen."""
    return output is None and sys.stdout is not None and sys.stdout.isatty()


_colour: ContextVar[str] = ContextVar("zhenkit_colour", default="auto")
_quiet: ContextVar[bool] = ContextVar("zhenkit_quiet", default=False)


def colour_by(wanted: str) -> None:
    """Print in colour `always` or `never`, or where that makes sense (`auto`), until `as_by_default` ends."""
    _colour.set(wanted)


def be_quiet(wanted: bool) -> None:
    """Print no remarks and no progress where that is wanted, until `as_by_default` ends."""
    _quiet.set(wanted)
    if wanted:
        show_by(None)


@contextmanager
def as_by_default() -> Iterator[None]:
    """What is said of colours and remarks in this block is said for this block alone."""
    colour, quiet = _colour.set("auto"), _quiet.set(False)
    try:
        yield
    finally:
        _colour.reset(colour)
        _quiet.reset(quiet)


def terminal(output: Path | None) -> tuple[int, bool]:
    """The width to write for (COLUMNS, where it is set), and whether in colour."""
    import shutil

    if not is_terminal(output):
        columns = os.environ.get("COLUMNS", "")
        return int(columns) if columns.isascii() and columns.isdigit() and int(columns) else 80, in_colour(output)
    return shutil.get_terminal_size().columns, in_colour(output)


def in_colour(output: Path | None) -> bool:
    """Whether to print in colour: as `--color` says; else NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    if (wanted := _colour.get()) != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if output is None and os.environ.get("FORCE_COLOR", "0") not in ("", "0", "false"):
        return True
    return is_terminal(output) and os.environ.get("TERM") != "dumb"


def today() -> str:
    """The day on which a report is made, as reports have it."""
    import datetime

    return datetime.date.today().isoformat()


def report_problems(problems: Iterable[Problem], kind: str = "") -> None:
    """Report problems (or, with a `kind`, remarks) on standard error, each with its place."""
    from zhenkit.core.escape import plain

    if kind and _quiet.get():
        return
    for problem in problems:
        message = _("{name}: {said}").format(name=kind, said=problem.message) if kind else problem.message
        say(f"{plain(problem.file)}:{problem.line}:{problem.column}: {plain(message)}")


class ReaderGone(Exception):
    """Nobody reads our output any more. Typer makes exit 1 of a BrokenPipeError, which would say that a town failed."""


def say(line: str) -> None:
    """Write a line to standard error."""
    try:
        typer.echo(line, err=True)
    except BrokenPipeError:
        raise ReaderGone from None


def remark(said: Iterable[str]) -> None:
    """Report what is worth knowing, on standard error."""
    from zhenkit.core.escape import plain

    if _quiet.get():
        return
    for line in said:
        say(plain(_("remark: {said}").format(said=line)))


def write(result: str | bytes | Iterable[str], output: Path | None) -> None:
    """Write a result, or its pieces as they come, to the file, or to standard output; a text as UTF-8."""
    pieces = [result] if isinstance(result, (str, bytes)) else result
    content = (piece.encode("utf-8", "backslashreplace") if isinstance(piece, str) else piece for piece in pieces)
    if output is None:
        _write_out(content)
        return
    from zhenkit.core.files import cannot_write, write_whole

    try:
        write_whole(output, content)
    except OSError as error:
        raise cannot_write(output, error) from None


@contextmanager
def written_after(result: str | bytes, output: Path) -> Iterator[None]:
    """Write a result to a file, which has it only when the block has gone well: where either fails, neither is done."""
    from zhenkit.core.files import cannot_write, whole

    if output.exists() and not output.is_file():  # a pipe or a device
        yield
        write(result, output)
        return
    try:
        with whole(output) as temporary:
            temporary.write_bytes(result if isinstance(result, bytes) else result.encode("utf-8", "backslashreplace"))
            yield
    except OSError as error:
        raise cannot_write(output, error) from None


def _write_out(pieces: Iterable[bytes]) -> None:
    if sys.stdout is None:  # closed by whoever started us
        raise ZhenkitError(cannot_write_out(OSError(errno.EBADF, "")))
    try:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        discard(sys.stdout)
        raise ZhenkitError(cannot_write_out(error)) from None


def flush() -> None:
    """Write out what others wrote to standard output now, while a failure can still be reported."""
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            raise ReaderGone from None


def is_of_writing(error: OSError) -> bool:
    """Whether it is writing that failed."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EROFS)


def cannot_write_out(error: OSError) -> str:
    """What to say where standard output takes nothing."""
    from zhenkit.core.files import reason

    return _("cannot write the output: {why}").format(why=reason(error))


def discard(*streams: TextIO | None) -> None:
    """Send what is still buffered nowhere: Python would complain of it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
