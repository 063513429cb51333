"""Reports of zhenkit's own that lie among files of towns, since an earlier run wrote them there: they are no towns."""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

HEAD = 4096
"""So many bytes of a text are looked at."""
OF_EVERY_RESULT = frozenset({"verdict", "worst", "best"})
"""The columns that each table of results has, beside facts."""
OF_LEDGERS = (frozenset({"本次核对", "需取得的佐证"}), frozenset({"this run", "evidence to obtain"}))
"""Titles of a ledger, in either language."""
HEADERS = (
    OF_EVERY_RESULT,
    frozenset({"file", "row", "column", "title", "reason"}),  # rejected rows
    *OF_LEDGERS,
)
"""Titles that are together in one kind of our reports alone."""


def is_report(path: Path) -> bool:
    """Whether zhenkit wrote this file as a report, as far as its head says."""
    looks_so = LOOKS.get(path.suffix.lower())
    try:
        return looks_so is not None and looks_so(path)
    except (OSError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, csv.Error, NotImplementedError, RuntimeError):
        return False  # whoever reads it will report what is wrong


def is_ledger(text: str) -> bool:
    """Whether the text of a YAML file is that of a ledger, as far as its head says."""
    head = text[:HEAD]
    return any(all(f"\n{title}:" in head for title in titles) for titles in OF_LEDGERS)


def _json(path: Path) -> bool:
    return _head(path).startswith(b'{"zhenkit": "')


def _csv(path: Path) -> bool:
    titles = next(csv.reader(_head(path).decode("utf-8-sig", "replace").splitlines()), [])
    return any(set(titles) >= header for header in HEADERS)


def _xlsx(path: Path) -> bool:
    # who saves it again may write the same element in another way
    with zipfile.ZipFile(path) as parts, parts.open("docProps/core.xml") as stream:
        return re.search(rb"description[^>]*>zhenkit ", stream.read(HEAD)) is not None


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)


LOOKS: Mapping[str, Callable[[Path], bool]] = {".json": _json, ".csv": _csv, ".xlsx": _xlsx}
