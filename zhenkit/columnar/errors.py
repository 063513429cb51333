"""What engines say of what stopped them, as Python would: a disk that is full, an error of our own in their midst."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from zhenkit.core.extras import raised_by_reader

OF_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
"""What befalls who writes: other errors of the system are those of a file that is read, such as a wrong place in it."""


@contextmanager
def as_os_errors() -> Iterator[None]:
    """Raise OSError where Polars cannot write in the block."""
    try:
        yield
    except BaseException as error:
        found = re.search(r"\(os error (\d+)\)", str(error)) if raised_by_reader(error) else None
        if found is None or int(found[1]) not in OF_WRITING:
            raise
        raise OSError(int(found[1]), os.strerror(int(found[1]))) from None


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
