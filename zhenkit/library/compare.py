"""Two rule sets compared by meaning, from Python: how they compare, and the towns that prove it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from os import PathLike, fspath
from typing import Any, cast

from zhenkit.analysis.diff.result import Compared
from zhenkit.analysis.diff.run import Diff
from zhenkit.analysis.diff.run import diff as compare
from zhenkit.core.i18n import _
from zhenkit.library.rules import Day, written_day
from zhenkit.library.shown import Shown, heading, table
from zhenkit.library.words import Relation
from zhenkit.reports.diff import phrases
from zhenkit.reports.diff.json import render
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html, joined
from zhenkit.reports.phrases.grades import SYMBOLS
from zhenkit.rulesets.model import RuleSet


class ComparedCriterion(Shown):
    """One criterion of two rule sets compared."""

    def __init__(self, diff: Diff, compared: Compared) -> None:
        self._diff, self._compared = diff, compared

    @property
    def number(self) -> str:
        """Its number; where the sides number it differently, both (`3→4`)."""
        return self._compared.key

    @property
    def name(self) -> str:
        """Its name, in the language in use."""
        return phrases.title(self._compared)

    @property
    def relation(self) -> Relation:
        """How B's criterion compares with A's, over all complete towns."""
        return cast(Relation, self._compared.relation)

    @property
    def changes(self) -> tuple[str, ...]:
        """What is required differently, a line each: by A, then by B, in the language in use."""
        return tuple(map(phrases.changed, self._diff.changes[self._compared.key]))

    def _line(self) -> str:
        return f"{self.number}: {self.relation}"

    def _parts(self) -> Iterable[Html]:
        yield heading(f"{self.number} {self.name}", phrases.relation_word(self.relation))
        yield joined(self.changes, "; ")


class RuleComparison(Shown):
    """Two rule sets compared, A and B.

    >>> diff("shanxi", "jincheng")
    <RuleComparison shanxi and jincheng: incomparable; equal in 1, 2, 7, 8, incomparable in 3, looser in 4, 5, 6>
    """

    def __init__(self, diff: Diff) -> None:
        self._diff = diff

    @property
    def relation(self) -> Relation:
        """How B compares with A over all complete towns: `stricter` where some fare worse and none better."""
        return cast(Relation, self._diff.comparison.relation)

    @property
    def complete(self) -> bool:
        """Whether everything is decided."""
        return self._diff.complete

    @cached_property
    def criteria(self) -> tuple[ComparedCriterion, ...]:
        """Each criterion compared."""
        return tuple(ComparedCriterion(self._diff, compared) for compared in self._diff.comparison.criteria)

    @property
    def higher_under_a(self) -> dict[str, Any] | None:
        """A whole town, as a town file has it, with a better verdict under A; None where there is none."""
        return self._proof("a")

    @property
    def higher_under_b(self) -> dict[str, Any] | None:
        """A whole town with a better verdict under B; None where there is none."""
        return self._proof("b")

    def _proof(self, side: str) -> dict[str, Any] | None:
        found = self._diff.proofs.get((None, side))
        return found and found.facts

    def to_dict(self) -> dict[str, Any]:
        """The JSON that `zhenkit diff --format json` writes."""
        return cast(dict[str, Any], json.loads(render(self._diff, Style())))

    def _line(self) -> str:
        a, b = self._diff.labels
        of_each: dict[str, list[str]] = {}
        for one in self.criteria:
            of_each.setdefault(one.relation, []).append(one.number)
        criteria = [f"{relation} in {', '.join(numbers)}" for relation, numbers in of_each.items()]
        return f"{a} and {b}: {self.relation}; " + ", ".join(criteria)

    def _parts(self) -> Iterable[Html]:
        yield heading(phrases.finding(self._diff.comparison, *self._diff.labels))
        rows = [
            (
                one.number,
                one.name,
                f"{SYMBOLS[one.relation]} {phrases.relation_word(one.relation)}",
                _("; ").join(one.changes),
            )
            for one in self.criteria
        ]
        yield table(["#", _("Criterion"), _("Relation"), _("Changes")], rows)


Side = RuleSet | str | PathLike[str]


def diff(a: Side, b: Side, *, on: Day | None = None) -> RuleComparison:
    """Compare two rule sets by what they mean: loaded, or by id or file (the newest, or that in force `on` a day).

    Raises what `load_rules` raises.

    >>> found = diff("shanxi", "jincheng")
    >>> found.relation, found.criteria[3].relation, found.higher_under_a["exports"]
    ('incomparable', 'looser', False)
    """
    sides = [side if isinstance(side, RuleSet) else fspath(side) for side in (a, b)]
    return RuleComparison(compare(sides, on=written_day(on)))
