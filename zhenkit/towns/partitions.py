"""What the names of folders say of the tables in them: `市=虚构市/part-0.parquet`, as Hive and Spark divide tables."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

MISSING = "__HIVE_DEFAULT_PARTITION__"
"""What is in a folder's name for no value."""

Partition = tuple[str, str]
"""A title and the value of its column in all rows."""


def partitions(file: Path, inputs: Iterable[str]) -> tuple[Partition, ...]:
    """What the folders say that a file was found in, from the folder named as an input downwards."""
    for name in inputs:
        if os.path.isdir(name) and file.is_relative_to(name):  # noqa: PTH112 - Path.is_dir raises on a name too long
            folders = (Path(os.path.abspath(name)).name, *file.relative_to(name).parts[:-1])  # noqa: PTH100
            pairs = [folder.partition("=") for folder in folders]
            return tuple((unquote(key), unquote(value)) for key, sign, value in pairs if sign and key)
    return ()
