"""A rule set -> the cases at, just below and just above each of its figures, as a file of cases for a person to read.

Each check is tried where it decides: on the ideal town, or the nearest to it in which the criterion hangs on that
check. What such a case expects is what zhenkit itself answers: it shows what a rule file says, not that it is right.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from zhenkit.analysis.diff.compare import Ground
from zhenkit.analysis.ruletest.expectations import GRADE, MERITS, VERDICT
from zhenkit.analysis.search.grid import scales
from zhenkit.analysis.search.search import Budget, Condition, Grid, OutOfReach, Over, Search
from zhenkit.checks.describe import figure_in_words
from zhenkit.checks.grades import MET, NOT_MET, REVIEW
from zhenkit.checks.rewrite import settled
from zhenkit.checks.tree import COUNTING, INCLUDES, Check, FigureTable, Leaf, leaves
from zhenkit.core.escape import encode, visible
from zhenkit.core.i18n import _
from zhenkit.facts.derived import YEARS_SINCE
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Town
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.dates import DateType
from zhenkit.facts.types.yes_no import YesNoType
from zhenkit.judging.judgement import Judgement, judge
from zhenkit.rulesets.catalog import file_named
from zhenkit.rulesets.model import Criterion, RuleSet

IDEAL = "ideal"
NEXT_VALUE = Fraction(1, 1000)
"""How far beside a figure is tried where there is no next value, in the fact's own unit: a thousandth."""


BOUNDARY_EFFORT = 20_000
"""How many leaves are looked at to find the one nearest to the ideal town: for beauty, not exactness."""


class BoundaryCase(NamedTuple):
    """A town by what sets it apart from the ideal one, and what the rule set says of it."""

    criteria: tuple[Criterion, ...]
    """The criteria in question: one, or of the ideal town all."""
    facts: tuple[Fact, ...]
    """The facts in question."""
    changes: Mapping[str, Value]
    judgement: Judgement


class Boundaries:
    """The boundary cases of a rule set."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.ground = Ground(rule_set, rule_set)
        self.scales = scales((*self.ground.asking, *self.ground.merits))
        self.ideal = self._as_stated(
            {fact_id: self.ground.ideal[fact_id] for fact_id in rule_set.facts.by_id if fact_id in self.ground.ideal}
        )
        # without the year, nothing is known of the years since a date, and every verdict is a span
        dated = [fact for fact in rule_set.asked if fact.derived is not None and fact.derived.kind == YEARS_SINCE]
        for base in (base for fact in dated for base in fact.bases):
            self.ideal.setdefault(base.id, base.type.ordinary)

    def _as_stated(self, town: Mapping[str, Value]) -> dict[str, Value]:
        """What a town file can state of a town: no fact that is computed, no figure without a lower end."""
        return {
            fact_id: _plausible(self.rule_set.facts[fact_id], value, self.scales[fact_id])
            for fact_id, value in town.items()
            if self._is_stated(fact_id)
        }

    def _is_stated(self, fact_id: str) -> bool:
        return self.rule_set.facts[fact_id].derived is None

    @cached_property
    def computed(self) -> tuple[Fact, ...]:
        """The facts used that no town file states, and so no case is made of."""
        return tuple(fact for fact in self.rule_set.asked if not self._is_stated(fact.id))

    @cached_property
    def cases(self) -> tuple[BoundaryCase, ...]:
        """The cases, each town once, in the order of the checks."""
        ideal = BoundaryCase(self.rule_set.criteria, self.rule_set.asked, {}, self._judged({}))
        found: dict[tuple[tuple[str, Value], ...], BoundaryCase] = {(): ideal}
        for criterion in self.rule_set.criteria:
            for root in (criterion.require, *criterion.prefer):
                for leaf in leaves(root):
                    if not self._is_stated(leaf.fact.id):
                        continue
                    for changes in self._around(root, leaf):
                        key = tuple(sorted(changes.items(), key=lambda change: change[0]))
                        if key not in found:
                            found[key] = BoundaryCase((criterion,), (leaf.fact,), changes, self._judged(changes))
        return tuple(found.values())

    def _judged(self, changes: Mapping[str, Value]) -> Judgement:
        return judge(Town({"name": IDEAL, **self.ideal, **changes}), self.rule_set)

    def _around(self, root: Check, leaf: Leaf) -> Iterator[Mapping[str, Value]]:
        """What to change of the ideal town, to try a leaf on either side of each figure."""
        figure = leaf.figure
        rows = figure.figures.items() if isinstance(figure, FigureTable) else [(None, figure)]
        for choice, asked in rows:
            given = {figure.by.id: choice} if isinstance(figure, FigureTable) else {}
            # a row without a figure is for review: it decides where that is better than not met
            best = REVIEW if asked is None else MET
            town = self._deciding(Over(settled(root, leaf, best), settled(root, leaf, NOT_MET)), given)
            for value in [town.get(leaf.fact.id)] if asked is None else _beside(leaf, asked):
                changed = {**town, **given, leaf.fact.id: value}
                yield {fact_id: each for fact_id, each in changed.items() if self.ideal.get(fact_id) != each}

    def _deciding(self, decides: Condition, given: Mapping[str, Value]) -> Mapping[str, Value]:
        """The town nearest to the ideal in which a leaf decides; the ideal one where none is found."""
        open_scales = {fact_id: scale for fact_id, scale in self.scales.items() if fact_id not in given}
        search = Search(Grid(open_scales, self.ground.ideal), [decides], Budget(), given)
        try:
            found = search.any()
        except OutOfReach:
            found = None
        return self.ideal if found is None else self._as_stated(search.nearest(found, BOUNDARY_EFFORT))


def _plausible(fact: Fact, value: Value, scale: Sequence[Value]) -> Value:
    """A value as a town may have it: not a figure without a lower end, not a date of the year 1."""
    if isinstance(fact.type, DateType) and value == scale[0]:
        return min([fact.type.ordinary, *(step - 1 for step in scale[1:])])
    return _finite(fact, scale) if value == -math.inf else value


def _finite(fact: Fact, scale: Sequence[Value]) -> Value:
    """A figure below every step of a scale without a lower end: nothing, or one below the first step."""
    first = next((step for step in scale if step != -math.inf), 1)
    return Fraction(0) if first > 0 else first - Fraction(1, fact.type.scale)  # type: ignore[attr-defined]


def _beside(leaf: Leaf, figure: Any) -> Iterable[Value]:
    """The values at a figure and on either side of it."""
    kind = leaf.fact.type
    if isinstance(kind, YesNoType):
        return (True, False)
    if leaf.operator is INCLUDES:
        return (figure, *(figure - {member} for member in kind.by_id if member in figure))  # type: ignore[attr-defined]
    if leaf.operator in COUNTING:
        members = tuple(kind.by_id)  # type: ignore[attr-defined]
        return tuple(
            frozenset(members[:size]) for size in (figure - 1, figure, figure + 1) if 0 <= size <= len(members)
        )
    step: Any = 1 if kind.whole else NEXT_VALUE / kind.scale  # type: ignore[attr-defined]
    return tuple(value for value in (figure - step, figure, figure + step) if kind.bottom <= value <= kind.top)


def boundary_cases(rule_set: RuleSet, name: str, file: Path | None = None) -> str:
    """The boundary cases as YAML; `name` is the id or the file of the rule set, `file` where they will be written."""
    boundaries = Boundaries(rule_set)
    rules = file_named(name)
    if rules is not None:
        name = os.path.relpath(rules, file.parent) if file is not None else str(rules)
    written = _writer(rule_set)
    lines = [f"# {line}" for line in _remarks(boundaries)]
    lines += [f"rules: {encode(name)}", "bases:", f"  {IDEAL}:"]
    lines += [f"    {fact_id}: {written(fact_id, value)}" for fact_id, value in boundaries.ideal.items()]
    lines += [f"like: {IDEAL}", "cases:"]
    for case in boundaries.cases:
        lines += [f"  - name: {encode(_name(case, rule_set))}"]
        if case.changes:
            changes = ", ".join(f"{fact_id}: {written(fact_id, value)}" for fact_id, value in case.changes.items())
            lines += [f"    town: {{{changes}}}"]
        lines += [f"    {key}: {said}" for key, said in _expected(case)]
    return "".join(f"{visible(line)}\n" for line in lines)


def _remarks(boundaries: Boundaries) -> Iterator[str]:
    rule_set = boundaries.rule_set
    yield _(
        "{rules}: cases at, just below and just above each figure, made by `zhenkit rules test --boundaries`."
    ).format(rules=rule_set.id)
    yield _("The expected results are zhenkit's own answers by today's rule file, and prove nothing by themselves:")
    yield _("check each against the document, and keep those that are right.")
    if boundaries.computed:
        listed = _(", ").join(fact.called for fact in boundaries.computed)
        yield _("No case is made of facts that are computed from others: {list}").format(list=listed)


def _writer(rule_set: RuleSet) -> Callable[[str, Value], str]:
    """Values as a town file has them, on one line."""

    def written(fact_id: str, value: Value) -> str:
        raw = rule_set.facts[fact_id].type.write(value)
        if isinstance(raw, bool):
            return "yes" if raw else "no"
        if isinstance(raw, list):
            return f"[{', '.join(raw)}]" if raw else "none"
        return str(raw)

    return written


def _name(case: BoundaryCase, rule_set: RuleSet) -> str:
    """What sets the town apart, the fact in question first."""
    if not case.changes:
        return _("everything at its best")
    facts, fact = rule_set.facts, case.facts[0]
    shown = {fact.id: case.judgement.town.facts[fact.id], **case.changes}
    said = [
        _("{fact}: {figure}").format(fact=facts[fact_id].label, figure=figure_in_words(facts[fact_id], value))
        for fact_id, value in shown.items()
    ]
    return _("{number} {said}").format(number=case.criteria[0].number, said=_("; ").join(said))


def _expected(case: BoundaryCase) -> Iterator[tuple[str, str]]:
    """The verdict, the grades of the criteria that ask for the facts in question, the merits that do."""
    judgement, asked = case.judgement, set(case.facts)
    yield VERDICT, _ends(judgement.span.worst.verdict, judgement.span.best.verdict)
    grades = [
        f"{judged.criterion.number}: {_ends(judged.span.worst.word, judged.span.best.word)}"
        for judged in judgement.criteria
        if asked.intersection(judged.criterion.asked)
    ]
    if grades:
        yield GRADE, f"{{{', '.join(grades)}}}"
    merits = []
    for criterion in case.criteria:
        if any(asked.intersection(preference.asked) for preference in criterion.preferences):
            found = [merit for merit in judgement.merits if merit.criterion == criterion.number and merit.held]
            merits.append(f"{criterion.number}: [{', '.join(fact.id for merit in found for fact in merit.facts)}]")
    if merits:
        yield MERITS, f"{{{', '.join(merits)}}}"


def _ends(worst: str, best: str) -> str:
    return worst if worst == best else f"[{worst}, {best}]"
