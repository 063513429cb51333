"""How many problems of one file are told each: nobody reads a hundred thousand, and telling them takes its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from zhenkit.errors import Problem
from zhenkit.language import plural

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
