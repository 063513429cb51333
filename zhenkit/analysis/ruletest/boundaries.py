"""A rule set -> the cases at, just below and just above each of its figures, as a file of cases for a person to read.

Each check is tried where it decides: on the ideal town, or the nearest to it in which the criterion hangs on that
check. What such a case expects is what zhenkit itself answers: it shows what a rule file says, not that it is right.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from zhenkit.analysis.diff.compare import Ground
from zhenkit.analysis.ruletest.expectations import GRADE, MERITS, VERDICT
from zhenkit.analysis.search.grid import scales
from zhenkit.analysis.search.search import Budget, Condition, Grid, OutOfReach, Over, Search
from zhenkit.analysis.search.witness import Same, in_base_facts
from zhenkit.checks.describe import figure_in_words
from zhenkit.checks.grades import MET, NOT_MET, REVIEW, Grade
from zhenkit.checks.partial import hinging
from zhenkit.checks.relevance import is_open
from zhenkit.checks.rewrite import settled
from zhenkit.checks.tree import COUNTING, INCLUDES, Check, FigureTable, Leaf, leaves
from zhenkit.core.escape import encode, visible
from zhenkit.core.i18n import _
from zhenkit.facts.derived import YEARS_SINCE, exactly
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, Undefined
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


SEARCH_EFFORT, BEAUTY_EFFORT, MOST_BEAUTY = 1_000_000, 600_000, 20_000
"""How many leaves are looked at, for all figures together: to find towns in which they decide, and to find such towns
nearer to the ideal one, for which no figure gets more than the last: for beauty, not exactness."""
NEAR = 10
"""How many times as far beside a figure a computed fact may lie, where the facts that it comes from are whole."""
MOST_WAYS = 500
"""In how many ways the facts are tried from which a case's computed facts come."""


class BoundaryCase(NamedTuple):
    """A town by what sets it apart from the ideal one, and what the rule set says of it."""

    criteria: tuple[Criterion, ...]
    """The criteria in question: one, or of the ideal town all."""
    facts: tuple[Fact, ...]
    """The facts in question."""
    changes: Mapping[str, Value]
    shown: Mapping[str, Value]
    """These changes by the facts that checks ask for: a growth, and not the series that it comes from."""
    judgement: Judgement


class Boundaries:
    """The boundary cases of a rule set."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.ground = Ground(rule_set, rule_set)
        self.scales = scales((*self.ground.asking, *self.ground.merits))
        self.free = self._plausible(
            {fact_id: self.ground.ideal[fact_id] for fact_id in rule_set.facts.by_id if fact_id in self.ground.ideal}
        )
        """The ideal town, its computed facts among the others."""
        grades = self._grades(self.free)
        made = self._in_base_facts(self.free, lambda town: self._grades(town) == grades)
        self.ideal = made or {fact_id: value for fact_id, value in self.free.items() if self._is_stated(fact_id)}
        # without the year, nothing is known of the years since a date, and every verdict is a span
        dated = [fact for fact in rule_set.asked if fact.derived is not None and fact.derived.kind == YEARS_SINCE]
        for base in (base for fact in dated for base in fact.bases):
            self.ideal.setdefault(base.id, base.type.ordinary)
        self.computed = self.ground.with_derived(self.ideal)
        self.rows_left = (
            sum(
                len(leaf.figure.figures) if isinstance(leaf.figure, FigureTable) else 1
                for leaf in (*self.ground.asking, *self.ground.merits)
            )
            // 2
        )  # both sides of the ground are this rule set
        self.beauty = min(MOST_BEAUTY, BEAUTY_EFFORT // max(1, self.rows_left))
        self.effort = SEARCH_EFFORT
        self._untried: dict[Fact, None] = {}
        self._unsure: dict[Fact, None] = {}

    def _plausible(self, town: Mapping[str, Value]) -> dict[str, Value]:
        """What a town may have: no figure without a lower end."""
        return {
            fact_id: _plausible(self.rule_set.facts[fact_id], value, self.scales[fact_id])
            for fact_id, value in town.items()
        }

    def _is_stated(self, fact_id: str) -> bool:
        return self.rule_set.facts[fact_id].derived is None

    def _grades(self, town: Mapping[str, Value]) -> list[Grade]:
        return [hinging(check)(town).span.worst for check in self.ground.required]

    def _in_base_facts(self, town: Mapping[str, Value], same: Same) -> dict[str, Value] | None:
        """The town as a file states it, in the dictionary's order; None where no town has its computed facts."""
        found = in_base_facts(dict(town), self.ground.derived, self.scales, same, MOST_WAYS)
        return found and {fact_id: found[fact_id] for fact_id in self.rule_set.facts.by_id if fact_id in found}

    @property
    def untried(self) -> tuple[Fact, ...]:
        """The computed facts of which a case is left out: no town was found that comes to a figure, or near it."""
        return tuple(self._untried)

    @property
    def unsure(self) -> tuple[Fact, ...]:
        """The facts for which the search was given up: they may be tried where they do not decide."""
        return tuple(self._unsure)

    @cached_property
    def cases(self) -> tuple[BoundaryCase, ...]:
        """The cases, each town once, in the order of the checks."""
        ideal = BoundaryCase(self.rule_set.criteria, self.rule_set.asked, {}, {}, self._judged({}))
        found: dict[str, BoundaryCase] = {"": ideal}
        for criterion in self.rule_set.criteria:
            for root in (criterion.require, *criterion.prefer):
                for leaf in leaves(root):
                    for changes in self._around(root, leaf):
                        key = repr(sorted(changes.items())) if changes else ""
                        if key not in found:
                            shown = self._shown(changes)
                            found[key] = BoundaryCase((criterion,), (leaf.fact,), changes, shown, self._judged(changes))
        return tuple(found.values())

    def _judged(self, changes: Mapping[str, Value]) -> Judgement:
        return judge(Town({"name": IDEAL, **self.ideal, **changes}), self.rule_set)

    def _shown(self, changes: Mapping[str, Value]) -> dict[str, Value]:
        """The facts asked for that are other than in the ideal town."""
        town = self.ground.with_derived({**self.ideal, **changes})
        return {fact_id: town[fact_id] for fact_id in self.ground.asked if town[fact_id] != self.computed[fact_id]}

    def _around(self, root: Check, leaf: Leaf) -> Iterator[Mapping[str, Value]]:
        """What to change of the ideal town, to try a leaf on either side of each figure."""
        figure = leaf.figure
        rows = figure.figures.items() if isinstance(figure, FigureTable) else [(None, figure)]
        for choice, asked in rows:
            given = {figure.by.id: choice} if isinstance(figure, FigureTable) else {}
            # a row without a figure is for review: it decides where that is better than not met
            best = REVIEW if asked is None else MET
            town = self._deciding(leaf, Over(settled(root, leaf, best), settled(root, leaf, NOT_MET)), given)
            for value in [town[leaf.fact.id]] if asked is None else _beside(leaf, asked):
                stated = self._stated({**town, **given, leaf.fact.id: value}, root, leaf, asked)
                if stated is None:
                    self._untried[leaf.fact] = None
                else:
                    yield {fact_id: each for fact_id, each in stated.items() if self.ideal.get(fact_id) != each}

    def _stated(self, town: dict[str, Value], root: Check, leaf: Leaf, figure: Any) -> dict[str, Value] | None:
        """The town as a file states it: its grade, and on which side of the figure it lies, is what it is to be."""
        fact_id = leaf.fact.id
        grade, side = hinging(root)(town).span.worst, _side(town[fact_id], figure)

        def same(other: Mapping[str, Value]) -> bool:
            if any(is_open(other[fact.id]) for fact in self.ground.derived):
                return False  # it does not state all that they are computed from
            return _side(other[fact_id], figure) == side and hinging(root)(other).span.worst == grade

        def close(other: Mapping[str, Value]) -> bool:
            if other[fact_id] == math.inf or other[fact_id] is UNDEFINED:
                return False
            there, here, asked = map(exactly, (other[fact_id], town[fact_id], figure))
            return abs(there - asked) <= NEAR * abs(here - asked) and same(other)

        stated = {each: value for each, value in town.items() if self._is_stated(each)}
        as_before = {**self.ideal, **stated}
        if same(self.ground.with_derived(as_before)):
            return as_before
        nearby = self._in_base_facts(town, close) if isinstance(side, int) else None
        return nearby or self._in_base_facts(town, same)

    def _deciding(self, leaf: Leaf, decides: Condition, given: Mapping[str, Value]) -> dict[str, Value]:
        """The town nearest to the ideal in which a leaf decides; the ideal one where none is found."""
        open_scales = {fact_id: scale for fact_id, scale in self.scales.items() if fact_id not in given}
        budget = Budget(share := self.effort // max(1, self.rows_left))  # what one does not need is for those after it
        ideal = {fact_id: _cell(scale, self.ground.ideal[fact_id]) for fact_id, scale in open_scales.items()}
        search = Search(Grid(open_scales, ideal), [decides], budget, given)
        try:
            found = search.any()
        except OutOfReach:
            found = None
            self._unsure[leaf.fact] = None
        self.rows_left -= 1
        self.effort -= share - max(0, budget.left)
        return self.free if found is None else self._plausible(search.nearest(found, self.beauty))


def _cell(scale: Sequence[Value], value: Value) -> Value:
    """The cell of a scale that a value lies in: the scale has other figures than that of which the value is."""
    return value if value in scale else next((cell for cell in reversed(scale) if cell <= value), scale[0])


def _side(value: Value, figure: Any) -> int | Undefined | None:
    """Below a figure, at it, or above it, or UNDEFINED; None where neither can be said."""
    if isinstance(value, Undefined):
        return value
    if figure is None or isinstance(figure, (bool, frozenset)) or isinstance(value, frozenset):
        return None
    side: int = int(value > figure) - int(value < figure)
    return side


def _plausible(fact: Fact, value: Value, scale: Sequence[Value]) -> Value:
    """A value as a town may have it: not a figure without a lower end, not a date of the year 1."""
    if isinstance(fact.type, DateType) and value == scale[0]:
        return min([fact.type.ordinary, *(step - 1 for step in scale[1:])])
    return _finite(fact, scale) if value == -math.inf else value


def _finite(fact: Fact, scale: Sequence[Value]) -> Value:
    """A figure below every step of a scale without a lower end: nothing, or one below the first step."""
    first = next((step for step in scale if step != -math.inf), 1)
    if fact.type.whole:
        return 0 if first > 0 else first - 1
    return Fraction(0) if first > 0 else first - Fraction(1, fact.type.scale)  # type: ignore[attr-defined]


def _beside(leaf: Leaf, figure: Any) -> Iterable[Value]:
    """The values at a figure and on either side of it; UNDEFINED beside, where it can be."""
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
    step: Any = 1 if leaf.fact.whole else NEXT_VALUE / kind.scale  # type: ignore[attr-defined]
    least, most = leaf.fact.least, leaf.fact.most
    low, high = kind.bottom if least is None else least, kind.top if most is None else most
    values = [value for value in (figure - step, figure, figure + step) if low <= value <= high]
    return (*values, UNDEFINED) if leaf.fact.may_be_undefined else tuple(values)


def boundary_cases(rule_set: RuleSet, name: str, file: Path | None = None) -> str:
    """The boundary cases as YAML; `name` is the id or the file of the rule set, `file` where they will be written."""
    boundaries = Boundaries(rule_set)
    rules = file_named(name)
    if rules is not None:
        # redirected, the cases end up in a folder that is not known here
        name = os.path.relpath(rules, file.parent) if file is not None else str(rules.absolute())
    written = _writer(rule_set)
    lines = [f"# {line}" for line in _remarks(boundaries)]
    lines += [f"rules: {encode(name)}", "bases:", f"  {IDEAL}:"]
    lines += [f"    {fact_id}: {written(fact_id, value)}" for fact_id, value in boundaries.ideal.items()]
    lines += [f"like: {IDEAL}", "cases:"]
    for case_name, case in _named(boundaries.cases, boundaries):
        lines += [f"  - name: {encode(case_name)}"]
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
    boundaries.cases  # noqa: B018 - what is left out is known when they are made
    for said, facts in (
        (
            _("Cases at figures that no town was found to come to are left out, of these computed facts: {list}"),
            "untried",
        ),
        (
            _(
                "The checks allow too many combinations to find where each figure decides; "
                "these facts may be tried where they do not: {list}"
            ),
            "unsure",
        ),
    ):
        if listed := getattr(boundaries, facts):
            yield said.format(list=_(", ").join(fact.called for fact in listed))


def _writer(rule_set: RuleSet) -> Callable[[str, Value], str]:
    """Values as a town file has them, on one line."""

    def written(fact_id: str, value: Value) -> str:
        raw = rule_set.facts[fact_id].type.write(value)
        if isinstance(raw, bool):
            return "yes" if raw else "no"
        if isinstance(raw, list):
            return f"[{', '.join(raw)}]" if raw else "none"
        if isinstance(raw, dict):
            return f"{{{', '.join(f'{year}: {figure}' for year, figure in raw.items())}}}"
        return str(raw)

    return written


def _named(cases: Iterable[BoundaryCase], boundaries: Boundaries) -> Iterator[tuple[str, BoundaryCase]]:
    """The cases, each with a name of its own."""
    taken: Counter[str] = Counter()
    for case in cases:
        name = _name(case, boundaries)
        taken[name] += 1
        yield (name if taken[name] == 1 else _("{name} ({number})").format(name=name, number=taken[name])), case


def _name(case: BoundaryCase, boundaries: Boundaries) -> str:
    """What sets the town apart, the fact in question first."""
    if not case.changes:
        return _("everything at its best")
    facts, fact = boundaries.rule_set.facts, case.facts[0]
    shown = {fact.id: boundaries.computed.get(fact.id), **case.shown}
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
