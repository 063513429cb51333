"""The rows and towns that were not judged, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from zhenkit.core.errors import Problem
from zhenkit.documents.yaml import Document


class Reject(NamedTuple):
    """A problem of a row; of YAML and JSON, of a line."""

    file: str
    row: int
    column: int
    title: str
    """The column's, empty where the file is not a table."""
    reason: str


def rejects(problems: Iterable[Problem], documents: Sequence[Document]) -> list[Reject]:
    """Every problem, with the title of its column."""
    return with_titles(problems, {document.file: document.titles for document in documents})


def with_titles(problems: Iterable[Problem], titles: Mapping[str, Mapping[int, str]]) -> list[Reject]:
    """Every problem, with the title of its column; `titles` are those of each file, by their numbers from 1."""
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
