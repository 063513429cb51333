"""What Polars says of a disk, as Python would."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl


@contextmanager
def as_os_errors() -> Iterator[None]:
    """Raise OSError where Polars cannot write in the block. To be inside of `heeding_interrupts_alone`.

    After Polars, Python may raise a second KeyboardInterrupt at once: this block's end is where that does no harm.
    """
    try:
        yield
    except pl.exceptions.PolarsError as error:
        found = re.search(r"\(os error (\d+)\)", str(error))
        if found is None:
            raise
        raise OSError(int(found[1]), os.strerror(int(found[1]))) from None
