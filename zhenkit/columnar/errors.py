"""What engines say of what stopped them, as Python would: a disk that is full, an error of our own in their midst."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhenkit.core.extras import raised_by_reader

OF_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
"""What befalls who writes: other errors of the system are those of a file that is read, such as a wrong place in it."""


@contextmanager
def as_os_errors(folder: Path) -> Iterator[None]:
    """Raise OSError where Polars cannot write into a folder in the block: it may say that in words of its own."""
    try:
        yield
    except BaseException as error:
        if not raised_by_reader(error):
            raise
        found = re.search(r"\(os error (\d+)\)", str(error))
        wrong = int(found[1]) if found is not None and int(found[1]) in OF_WRITING else what_stops_writing(folder)
        if wrong is None:
            raise
        raise OSError(wrong, os.strerror(wrong)) from None


def what_stops_writing(folder: Path) -> int | None:
    """The number of the system's error that stops a file from being written in a folder; None where nothing does."""
    probe = folder / "probe"
    try:
        with probe.open("wb", buffering=0) as stream:
            for _time in range(PROBED // len(MEBIBYTE)):
                written = 0
                while written < len(MEBIBYTE):  # what there is room for is written, and only what follows is refused
                    written += stream.write(MEBIBYTE[written:])
    except OSError as error:
        return error.errno or errno.EIO
    finally:
        probe.unlink(missing_ok=True)
    return None


MEBIBYTE = bytes(2**20)
PROBED = 16 * 2**20
"""As much as an engine writes at once, at least: where there is room for it, that was not the trouble."""


@contextmanager
def remembering(errors: list[BaseException]) -> Iterator[None]:
    """Note what is raised in the block, which an engine reads from: it would pass on its text alone."""
    try:
        yield
    except GeneratorExit:  # the engine itself has stopped
        raise
    except BaseException as error:
        errors.append(error)
        raise


@contextmanager
def original(errors: list[BaseException]) -> Iterator[None]:
    """Raise what was noted instead of what the engine made of it."""
    try:
        yield
    except BaseException as error:
        if errors and raised_by_reader(error):
            raise errors[0] from None
        raise
