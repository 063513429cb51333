"""The rows and towns that were not judged, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from zhenkit.core.errors import Problem
from zhenkit.towns.problem_groups import CellProblem


class Reject(NamedTuple):
    """A problem of a row; of YAML and JSON, of a line."""

    file: str
    row: int
    column: int
    title: str
    """The column's, empty where the file is not a table."""
    reason: str


def rejects(problems: Iterable[Problem]) -> list[Reject]:
    """Every problem; of a table's cell with the title of its column."""
    return [Reject(*each[:3], each.title if isinstance(each, CellProblem) else "", each.message) for each in problems]
