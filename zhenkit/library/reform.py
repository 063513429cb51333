"""What a change of a standard does to towns, from Python."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from typing import Any, cast

from zhenkit.core.errors import FileProblems
from zhenkit.judging.directions import DIRECTIONS
from zhenkit.judging.reform import Reform
from zhenkit.judging.reform import reform as reform_of
from zhenkit.library.rules import Day, written_day
from zhenkit.library.shown import Shown, heading, listed
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html
from zhenkit.reports.phrases.reform import cells, changes, headline, summary, town_lines
from zhenkit.reports.reform.json import render


class RuleReform(Shown):
    """Towns under two rule sets."""

    def __init__(self, found: Reform) -> None:
        self._reform = found

    @property
    def tally(self) -> Mapping[str, int]:
        """How many towns' verdicts `gains`, `loses`, `moves` (otherwise, where something is open), `stays`."""
        return {one: self._reform.tally.get(one, 0) for one in DIRECTIONS}

    @property
    def gaining(self) -> tuple[str, ...]:
        """The names of the towns that gain."""
        return tuple(town.name for town in self._reform.towns if town.direction == "gains")

    @property
    def losing(self) -> tuple[str, ...]:
        """The names of the towns that lose."""
        return tuple(town.name for town in self._reform.towns if town.direction == "loses")

    def to_dict(self) -> dict[str, Any]:
        """The JSON that `zhenkit reform --format json` writes."""
        return cast(dict[str, Any], json.loads(render(self._reform, Style())))

    def _line(self) -> str:
        return f"{self._reform.a.id} to {self._reform.b.id}: " + ", ".join(f"{k} {n}" for k, n in self.tally.items())

    def _parts(self) -> Iterable[Html]:
        yield heading(headline(self._reform), summary(self._reform))
        yield listed([*changes(self._reform), *(" ".join(cells(line)) for line in town_lines(self._reform))])


Name = str | PathLike[str]


def reform(
    a: Name,
    b: Name | None = None,
    *,
    towns: Name | Iterable[Name],
    change: Mapping[str, Any] | None = None,
    on: Day | None = None,
    strict: bool = False,
) -> RuleReform:
    """Which towns (files, folders) gain and lose when a standard changes from A to B, by id or file.

    `change` are figures of B (of A, where B is left out), such as `{"4.annual_output.manufacturing": "15亿元"}`.
    Raises FileProblems where a town has problems, and what `load_rules` raises.

    >>> reform("shanxi", change={"4.annual_output.manufacturing": "15亿元"}, towns="nowhere.yaml")
    Traceback (most recent call last):
    zhenkit.core.errors.FileProblems: nowhere.yaml:1:1: cannot read it: ...
    """
    inputs = [towns] if isinstance(towns, (str, PathLike)) else list(towns)
    names = [fspath(one) for one in (a, b) if one is not None]
    said = [f"{figure}={_written(value)}" for figure, value in (change or {}).items()]
    found = reform_of(names, [fspath(one) for one in inputs], said, written_day(on), strict)
    if found.problems:
        raise FileProblems(found.problems)
    return RuleReform(found)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"[{', '.join(map(str, value))}]" if isinstance(value, (list, tuple, set, frozenset)) else str(value)
