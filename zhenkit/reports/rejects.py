"""What kept towns from being judged, as CSV: a line each problem, for those who are to put it right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from zhenkit.documents import Document
from zhenkit.errors import Problem
from zhenkit.reports.safe import cell


class Reject(NamedTuple):
    """A problem of a row; of YAML and JSON, of a line."""

    file: str
    row: int
    column: int
    title: str
    """The column's, empty where the file is no table."""
    reason: str


def rejects(problems: Iterable[Problem], documents: Sequence[Document]) -> list[Reject]:
    """Every problem, with the title of its column."""
    titles: dict[str, Mapping[int, str]] = {document.file: document.titles for document in documents}
    return [
        Reject(
            problem.file,
            problem.line,
            problem.column,
            titles.get(problem.file, {}).get(problem.column, ""),
            problem.message,
        )
        for problem in problems
    ]


def render(found: Iterable[Reject]) -> str:
    """The lines below a header, which is there even where nothing was rejected."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(Reject._fields)
    safe = lru_cache(maxsize=1024)(cell)  # files, columns and most reasons come again and again
    writer.writerows([value if isinstance(value, int) else safe(value) for value in reject] for reject in found)
    return table.getvalue()
