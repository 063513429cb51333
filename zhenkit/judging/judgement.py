"""A town and a rule set -> a judgement: the readings put together, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zhenkit.checks.describe import words
from zhenkit.checks.evaluate import NOTHING, KnownFacts, span
from zhenkit.checks.grades import NOT_MET, RELAXED, REVIEW, Grade, granted, lowest, refused
from zhenkit.checks.relevance import Decisive, decisive, is_open
from zhenkit.checks.score import Share, progress, score
from zhenkit.checks.trace import Trace, trace
from zhenkit.core.errors import Problem
from zhenkit.core.i18n import Text, _
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import OrUndefined, Range
from zhenkit.facts.town import Decision, Town
from zhenkit.facts.types.base import Value
from zhenkit.rulesets.model import Criterion, RuleSet


@dataclass(frozen=True, slots=True)
class Score:
    """zhenkit's own index for ranking, 0 to 100: with missing facts at their worst, and at their best."""

    low: float
    high: float


@dataclass(frozen=True)
class Merit:
    """A preference (优先评定): held (`True`), or not decided yet (`None`)."""

    criterion: int
    label: Text
    facts: tuple[Fact, ...]
    held: bool | None


class CriterionJudgement:
    """One criterion of one town: the span of its grade, and why. A value: nothing of it changes once it is made."""

    def __init__(self, criterion: Criterion, case: KnownFacts, decision: Decision | None) -> None:
        self.criterion, self.case, self.decision = criterion, case, decision
        self.checked = span(criterion.require, case, criterion.choices)
        """The span that the checks give, before any decision."""
        self.span = self.checked.map(self.decided) if decision else self.checked
        """The worst and the best grade of the criterion."""

    def decided(self, grade: Grade) -> Grade:
        """A grade of the checks -> the criterion's grade, by the decision on it."""
        if self.decision is None:
            return grade
        return granted(grade) if self.decision.granted else refused(grade)

    @cached_property
    def progress(self) -> tuple[Share, Share]:
        """How far the criterion is on the way, 0 to 1: at the worst and at the best of what is missing."""
        return progress(self.criterion.require, self.case, self.criterion.choices)

    @cached_property
    def merits(self) -> tuple[Merit, ...]:
        """The preferences held, and those not decided yet."""
        return tuple(self._merits())

    def _merits(self) -> Iterator[Merit]:
        for preference in self.criterion.preferences:
            found = span(preference.check, self.case, preference.choices)
            if found.best > NOT_MET:
                held = True if found.worst >= RELAXED else None
                yield Merit(self.criterion.number, words(preference.check), preference.asked, held)

    @cached_property
    def trace(self) -> Trace:
        """Every check with its span: its value and what is required."""
        return trace(self.criterion.require, self.case, self.criterion.choices)

    @cached_property
    def _decisive(self) -> Decisive:
        if self.span.decided:
            return Decisive((), complete=True)
        criterion, facts = self.criterion, self.case.facts
        if any(type(facts.get(fact.id)) in (Range, OrUndefined) for fact in criterion.asked):
            return self._find_decisive()
        # what the answer depends on: the choices known, which facts are missing, and what each leaf gives
        completions = tuple(self.case.completions(criterion.choices))
        key = (
            self.decision and self.decision.granted,
            tuple([facts.get(choice.id) for choice in criterion.choices]),
            tuple([fact.id in facts for fact in criterion.asked]),
            tuple([completion.span(leaf) for leaf in criterion.leaves for completion in completions]),
        )
        memo = criterion.memo
        if key not in memo:
            if len(memo) > MEMO_SIZE:
                memo.clear()
            memo[key] = self._find_decisive()
        return memo[key]

    def _find_decisive(self) -> Decisive:
        criterion = self.criterion
        shared = None if self.case.unproven else criterion.outcomes  # which facts are unproven differs by town
        if shared is not None and len(shared) > MEMO_SIZE:
            shared.clear()
        return decisive(criterion.require, criterion.asked, self.case, self.decided, shared=shared)

    @property
    def complete(self) -> bool:
        """Whether each fact in `missing` and `uncertain` is known to move the criterion.

        False where there are too many combinations: then they have every fact that is not known to be without effect.
        """
        return self._decisive.complete

    @cached_property
    def _open(self) -> tuple[Fact, ...]:
        """`_decisive`, with the facts that a town file states in place of those derived from them."""
        found: dict[Fact, None] = {}
        for fact in self._decisive.facts:
            # of two facts that make a ratio perhaps one is known; a series that is too short is open all the same
            several = [base for base in fact.bases if is_open(self.case.facts.get(base.id))] or fact.bases
            found.update(dict.fromkeys(several or [fact]))
        return tuple(found)

    @property
    def missing(self) -> tuple[Fact, ...]:
        """The missing facts that can still move this criterion."""
        return tuple(fact for fact in self._open if fact.id not in self.case.facts)

    def years_wanted(self, series: Fact) -> tuple[int, ...]:
        """The years of a series that can still move this criterion and have no figure; empty where no year is known."""
        every = [each for fact in self._decisive.facts for each in fact.of_series()]
        computed = [way for fact, way in every if fact is series]
        facts, value = self.case.facts, self.case.facts.get(series.id)
        wanted: set[int] = set()
        for way in computed:
            if (last := way.last_year(facts)) is not None:
                known = {year for year, figure in value.years if figure is not None} if value is not None else set()
                wanted |= way.years_read(last) - known
        return tuple(sorted(wanted))

    @property
    def uncertain(self) -> tuple[Fact, ...]:
        """The facts given as a range, or by year with a year missing, that can still move this criterion."""
        return tuple(fact for fact in self._open if fact.id in self.case.facts)


MEMO_SIZE = 10_000


class Judgement:
    """A town judged by a rule set. Grades are computed at once; score, merits and traces when wanted."""

    def __init__(
        self,
        town: Town,
        rule_set: RuleSet,
        criteria: tuple[CriterionJudgement, ...],
        strict: bool,
        facts: Mapping[str, Value],
    ) -> None:
        self.town, self.rule_set, self.criteria, self.strict = town, rule_set, criteria, strict
        self.facts = facts
        """By what it was judged: the town's facts and those computed from them. A criterion's case may be that of
        another town, which states the same as far as that criterion asks."""
        self.span = lowest([judged.span for judged in criteria])
        """The town's ends: the lowest of its criteria's ends."""

    @property
    def verdict(self) -> str:
        """`pass`, `relaxed`, `review`, `fail`, or `incomplete` where the ends differ."""
        return self.span.verdict

    @cached_property
    def score(self) -> Score:
        """The score's two ends."""
        given = self.rule_set.weights
        weights = [given.get(judged.criterion.number, 1) for judged in self.criteria]
        lows, highs = zip(*[judged.progress for judged in self.criteria], strict=True)
        low = score(lows, weights)
        return Score(low, low if lows == highs else score(highs, weights))

    @cached_property
    def merits(self) -> tuple[Merit, ...]:
        """The preferences held, and those not decided yet."""
        return tuple([merit for judged in self.criteria for merit in judged.merits])

    @cached_property
    def remarks(self) -> tuple[Problem, ...]:
        """What is worth saying and changes nothing: a decision on a criterion that is not open to one."""
        return tuple(self._remarks())

    def _remarks(self) -> Iterator[Problem]:
        spans = {judged.criterion.number: judged.checked for judged in self.criteria}
        for number in self.town.decisions:
            found = spans.get(number)
            if found is None:
                said = _("the decision on criterion {number}: {rules} has no such criterion")
            elif not found.worst <= REVIEW <= found.best:
                said = _("the decision on criterion {number} changes nothing: it does not need review")
            else:
                continue
            line, column = self.town.find_decision(number)
            yield Problem(self.town.file, line, column, said.format(number=number, rules=self.rule_set.id))


Memo = dict[tuple[Any, ...], CriterionJudgement]
"""Criteria judged, by all that their judgement depends on: share one between the towns of a run."""


def judge(
    town: Town,
    rule_set: RuleSet,
    *,
    strict: bool = False,
    memo: Memo | None = None,
    instead: Mapping[str, Value] | None = None,
) -> Judgement:
    """Judge a town by a rule set.

    `strict`: a finding that is *yes* without evidence counts as *review*, and so does a figure whose basis is given
    and is not the plain one. `memo`: towns judged with the same one share what their facts have in common.
    `instead`: facts, computed ones too, in the place of the town's. Nothing is read, written or printed.
    """
    facts, rule_set = town.facts, rule_set.to_judge_by
    if instead:
        facts = {**facts, **instead}
    if rule_set.derived:
        facts = {**facts, **{fact.id: fact.value_of(facts) for fact in rule_set.derived}, **(instead or {})}
    case = KnownFacts(facts, _unproven(town, rule_set) if strict else NOTHING)
    decisions = town.decisions
    judged = [
        _judge_criterion(criterion, case, decisions.get(criterion.number) if decisions else None, memo)
        for criterion in rule_set.criteria
    ]
    return Judgement(town, rule_set, tuple(judged), strict, facts)


def _judge_criterion(
    criterion: Criterion, case: KnownFacts, decision: Decision | None, memo: Memo | None
) -> CriterionJudgement:
    if memo is None:
        return CriterionJudgement(criterion, case, decision)
    facts, unproven = case.facts, case.unproven
    given = [facts.get(fact_id) for fact_id in criterion.fact_ids]
    doubted = [fact_id in unproven for fact_id in criterion.fact_ids] if unproven else ()
    key = (criterion, decision, *given, *doubted)
    found = memo.get(key)
    if found is None:
        if len(memo) >= MEMO_SIZE:
            memo.clear()
        found = memo[key] = _judge_criterion(criterion, case, decision, None)
    return found


def _unproven(town: Town, rule_set: RuleSet) -> frozenset[str]:
    """Facts that count as review at best under `--strict`."""
    facts, dictionary = town.facts, rule_set.facts
    findings = {
        fact_id for fact_id in dictionary.findings if facts.get(fact_id) is True and not town.evidence.get(fact_id)
    }
    figures = {
        figure
        for figure, basis, plain in dictionary.figures_with_basis
        if figure in facts and facts.get(basis, plain) != plain
    }
    computed = {fact.id for fact in rule_set.derived if any(base.id in figures for base in fact.bases)}
    return frozenset(findings | figures | computed)


def facts_as_json(judgement: Judgement) -> dict[str, Any]:
    """A town's facts by id, as a town file would have them."""
    facts = judgement.rule_set.facts.by_id
    return {fact_id: facts[fact_id].type.write(value) for fact_id, value in judgement.town.facts.items()}
