"""A problem that many rows of a table share is reported once, with how many rows and the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from zhenkit.core.errors import Problem
from zhenkit.core.i18n import _, plural
from zhenkit.core.patterns import late

ROWS_SHOWN = 3


class CellProblem(Problem):
    """A problem of a table's cell; its line and column are the row and the column, its message names the cell."""

    table = ""
    """The sheet; empty where the file is one table."""
    said = ""
    """The message without the cell's name."""
    cell = ""
    """The cell's name."""
    title = ""
    """The title of its column."""

    def of(self, table: str, said: str, cell: str, title: str = "") -> CellProblem:
        """The problem, of this cell of this sheet, under this title."""
        self.table, self.said, self.cell, self.title = table, said, cell, title
        return self


_QUOTED = late(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")


def share(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, those alike reported once, at the place of the first.

    Alike are problems of one column of a table that differ in nothing but the value quoted, and of several columns that
    say the very same.
    """
    groups: dict[object, list[Problem]] = {}
    for number, problem in enumerate(problems):
        alike: object = number
        if isinstance(problem, CellProblem):
            alike = (problem.file, problem.table, problem.column, _QUOTED.sub("", problem.said))
        groups.setdefault(alike, []).append(problem)
    across: dict[object, list[Problem]] = {}
    for number, group in enumerate(groups.values()):
        said = {problem.said if isinstance(problem, CellProblem) else number for problem in group}
        first = group[0]
        one = isinstance(first, CellProblem) and len(said) == 1
        alike = (first.file, first.table, first.said) if isinstance(first, CellProblem) and one else number
        across.setdefault(alike, []).extend(group)
    return [_once(group) for group in across.values()]


def _once(problems: list[Problem]) -> Problem:
    first = problems[0]
    rows = list(dict.fromkeys(problem.line for problem in problems))
    if len({problem.column for problem in problems}) > 1:
        return _in_cells(problems)
    if len(rows) == 1:
        return first
    listed = _(", ").join(map(str, rows[:ROWS_SHOWN])) + (_(", ...") if len(rows) > ROWS_SHOWN else "")
    said = _("{problem} (likewise in {count} rows: {rows})")
    return first._replace(message=said.format(problem=first.message, count=len(rows), rows=listed))


def _in_cells(problems: list[Problem]) -> Problem:
    """A problem of cells of several columns."""
    cells = list(dict.fromkeys(problem.cell for problem in problems if isinstance(problem, CellProblem)))
    listed = _(", ").join(cells[:ROWS_SHOWN]) + (_(", ...") if len(cells) > ROWS_SHOWN else "")
    said = _("{problem} (likewise in {count} cells: {cells})")
    return problems[0]._replace(message=said.format(problem=problems[0].message, count=len(cells), cells=listed))


MOST_TOLD = 100


def capped(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems; of more than can be read of one file the first, and at the place of the next how many more."""
    for _file, group in groupby(problems, key=lambda problem: problem.file):
        of_file = list(group)
        yield from of_file[:MOST_TOLD]
        if len(of_file) > MOST_TOLD:
            more = len(of_file) - MOST_TOLD
            file, line, column, _message = of_file[MOST_TOLD]
            said = plural("and {count} more problem in this file", "and {count} more problems in this file", more)
            yield Problem(file, line, column, said.format(count=more))
