"""Why a criterion has its grade: in one line, line by line for a table, and where in the town file.

Nothing here is made safe for an output: texts may hold whatever the town file says, and each format escapes them.
"""

from __future__ import annotations

from typing import NamedTuple

from zhenkit.checks.describe import figure_in_words, words
from zhenkit.checks.grades import RELAXED, REVIEW, Span
from zhenkit.checks.normal_form import ANY, IN_PRINCIPLE, LEAF, OF, RELAXED_CHECK
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import leaves
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Decision, Town
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.facts.types.yes_no import YesNoType
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.reports.phrases.grades import grade_in_words, in_brackets
from zhenkit.reports.phrases.points import PointsEarned, points_of
from zhenkit.reports.phrases.values import FigureLine, figure_lines, how_far, leaf_of, unproven, value_and_required


def explanation(judged: CriterionJudgement, judgement: Judgement) -> str:
    """A criterion's grade and every reason for it, in one line."""
    listed = _("; ").join(reasons(judged, judgement))
    return _("{grade}: {why}").format(grade=grade_in_words(judged.span), why=listed)


def missing_facts(judged: CriterionJudgement) -> str:
    """The missing facts that can still move a criterion, by their labels; nothing where there are none."""
    return _(", ").join(f"{fact.label}{years_wanted(judged, fact)}" for fact in judged.missing)


def reasons(judged: CriterionJudgement, judgement: Judgement) -> list[str]:
    """The reasons for a grade, a line each: what is missing, values and what is required, what people decided."""
    listed = missing_facts(judged)
    missing = [_("missing: {list}").format(list=listed)] if listed else []
    return [*missing, *other_reasons(judged, judgement)]


def other_reasons(judged: CriterionJudgement, judgement: Judgement) -> list[str]:
    """The reasons for a grade beside what is missing."""
    found = []
    for fact in judged.uncertain:
        value = figure_in_words(fact, judged.case.facts[fact.id]) + years_wanted(judged, fact)
        found.append(_("uncertain: {fact}: {value}").format(fact=fact.label, value=value))
    if (points := points_of(judged.trace)) is not None:
        found.append(_("{value} points of {required} required").format(value=points.value, required=points.required))
    if judged.checked.decided:
        for leaf in _deciding_leaves(judged.trace):
            fact = leaf_of(leaf).fact
            note = in_brackets(unproven(fact)) if fact.id in judged.case.unproven else ""
            found.append(value_and_required(leaf, judgement, str(fact.label), short=True) + note)
    if judged.decision is not None:
        found.append(decision_in_words(judged.decision) + _(": ") + judged.decision.why)
    return found


def years_wanted(judged: CriterionJudgement, fact: Fact) -> str:
    """Which years of a series are wanted, in brackets; empty of what is no series."""
    years = judged.years_wanted(fact)
    return in_brackets(_("wanted: {years}").format(years=_(", ").join(map(str, years)))) if years else ""


def decision_in_words(decision: Decision) -> str:
    """Granted or refused, by whom and when."""
    said = _("granted by {by} on {date}") if decision.granted else _("refused by {by} on {date}")
    return said.format(by=decision.by, date=decision.date)


def place_in_file(judged: CriterionJudgement, town: Town) -> tuple[int, int]:
    """The line and column that decide a criterion's grade; the town's beginning where its file does not state them."""
    if judged.decision is not None and judged.span != judged.checked:
        return town.find_decision(judged.criterion.number)
    if not judged.span.decided:
        return town.find([*judged.uncertain, *judged.missing][0].id)
    required = [leaf_of(leaf).fact for leaf in _deciding_leaves(judged.trace)]
    facts = [stated.id for fact in required for stated in fact.bases or (fact,)]
    return town.find(next((fact for fact in facts if fact in town.facts), facts[0]))


def _deciding_leaves(trace: Trace) -> list[Trace]:
    """The leaves that decide the grade of a decided check: those that give that very grade, down the tree."""
    if not trace.parts:
        return [trace]
    # a cap or a lift changes the grade of its one part, and a missing choice may leave no part alone to blame
    same = [part for part in trace.parts if part.span == trace.span] or trace.parts
    return [leaf for part in same for leaf in _deciding_leaves(part)]


class FindingsLine(NamedTuple):
    """The yes/no facts of a criterion (or of its relaxation) in one line: how many are met, and which are not."""

    relaxation: bool
    met: tuple[str, ...]
    not_met: tuple[str, ...]
    review: tuple[str, ...]
    missing: tuple[str, ...]
    asks_for_no: bool = False
    """Of one finding alone: whether *no* is what is required."""

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The findings by their state."""
        return self.met, self.not_met, self.review, self.missing

    @property
    def label(self) -> str:
        """What the line is about: one fact, the relaxation, or (nothing) the criterion itself."""
        if self.relaxation:
            return _("relaxation")
        names = [name for names in self.names for name in names]
        return names[0] if len(names) == 1 else ""

    @property
    def text(self) -> str:
        """How many are met; those that are not by name; of those open the name if it is one, else how many."""
        if self.label and not self.relaxation:
            return self._alone()
        total = sum(map(len, self.names))
        parts = []
        if len(self.missing) < total:
            parts.append(_("yes/no: {met} of {total} met").format(met=len(self.met), total=total))
        if self.not_met:
            parts.append(_("not met: {list}").format(list=_(", ").join(self.not_met)))
        for names, named, counted in (
            (self.review, _("needs review: {list}"), _("{count} need review")),
            (self.missing, _("missing: {list}"), _("{count} missing")),
        ):
            if names:
                parts.append(counted.format(count=len(names)) if len(names) > 1 else named.format(list=names[0]))
        return _("; ").join(parts)

    def _alone(self) -> str:
        if self.met or self.not_met:
            return _("no") if bool(self.met) == self.asks_for_no else _("yes")
        return _("needs review") if self.review else _("missing")


Line = FindingsLine | FigureLine
"""A line on a criterion: each has a `label` and a `text`."""


def lines(judged: CriterionJudgement, judgement: Judgement) -> list[Line]:
    """Values and what is required, line by line: findings together, each figure, the relaxation's findings."""
    main: list[Trace] = []
    relaxations: list[list[Trace]] = []
    figures: list[Trace] = []
    weighed: list[PointsEarned] = []
    _gather(judged.trace, main, relaxations, figures, weighed, idle=False)
    found: list[Line] = list(map(_points_line, weighed))
    found += [_findings(main, False)] if main else []
    found += figure_lines(figures, judgement)
    found += [_findings(traces, True) for traces in relaxations if traces]
    return found


def _points_line(found: PointsEarned) -> FigureLine:
    """Points like a figure: those earned, those required."""
    count = PLAIN_TYPES["count"]
    met = True if found.earned >= found.required else False if found.possible < found.required else None
    least = count.comparisons["at_least"]
    required = _(least).format(figure=found.required)
    margin = [how_far(end - found.required, count) for end in dict.fromkeys((found.earned, found.possible))]
    return FigureLine(_("points"), found.value, required, tuple(margin), found.missed, met)


def _gather(
    trace: Trace,
    findings: list[Trace],
    relaxations: list[list[Trace]],
    figures: list[Trace],
    weighed: list[PointsEarned],
    idle: bool,
) -> None:
    """Sort the parts of a check. Figures are always listed; findings not where the grade does not need them."""
    if _is_finding(trace):
        if not idle:
            findings.append(trace)
        return
    if trace.kind == LEAF:
        figures.append(trace)
        return
    if trace.kind == RELAXED_CHECK:
        findings = []
        relaxations.append(findings)
    if (points := points_of(trace)) is not None:
        weighed.append(points)
    for part in trace.parts:
        _gather(part, findings, relaxations, figures, weighed, idle or _is_idle(trace, part))


def _is_finding(trace: Trace) -> bool:
    """A yes/no fact, or alternatives made of such, but none that are weighed: one finding to the reader."""
    if trace.kind in (LEAF, ANY, OF, IN_PRINCIPLE) and points_of(trace) is None:
        return all(isinstance(leaf.fact.type, YesNoType) for leaf in leaves(trace.check))
    return False


def _is_idle(trace: Trace, part: Trace) -> bool:
    """Whether alternatives that are met are so without this one."""
    worst, best = trace.span
    if trace.kind not in (ANY, OF) or worst < RELAXED or part.span.worst >= worst:
        return False
    return worst == best or part.span.best <= worst


def _findings(found: list[Trace], relaxation: bool) -> FindingsLine:
    labels: dict[str, list[str]] = {"met": [], "not_met": [], "review": [], "missing": []}
    for trace in found:
        labels[_state(trace.span)].append(_finding_label(trace))
    states = {state: tuple(names) for state, names in labels.items()}
    return FindingsLine(relaxation, **states, asks_for_no=len(found) == 1 and _asks_for_no(found[0]))


def _asks_for_no(trace: Trace) -> bool:
    while trace.kind == IN_PRINCIPLE:
        trace = trace.parts[0]
    return trace.kind == LEAF and not leaf_of(trace).operator.upward


def _state(span: Span) -> str:
    if span.worst >= RELAXED:
        return "met"
    if not span.decided:
        return "missing"
    return "review" if span.worst == REVIEW else "not_met"


def _finding_label(trace: Trace) -> str:
    """A yes/no fact's label, with what is required where that is *no*; of others the words of the check."""
    if trace.kind == IN_PRINCIPLE:
        return _finding_label(trace.parts[0])
    if trace.kind == LEAF:
        label = str(leaf_of(trace).fact.label)
        return label if not _asks_for_no(trace) else label + in_brackets(_("required: {figure}").format(figure=_("no")))
    return str(words(trace.check))
