"""Polars at work on long queries: it can be stopped, and what it says of a disk is an OSError."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

from zhenkit.core.signals import heeding_interrupts_alone


@contextmanager
def polars_at_work() -> Iterator[None]:
    """Run queries of Polars in the block; raises OSError where a file cannot be written."""
    try:
        with heeding_interrupts_alone():
            yield
    except pl.exceptions.PolarsError as error:
        found = re.search(r"\(os error (\d+)\)", str(error))
        if found is None:
            raise
        raise OSError(int(found[1]), os.strerror(int(found[1]))) from None
