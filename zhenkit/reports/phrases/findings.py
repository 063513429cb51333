"""What was given against what is asked of one criterion, line by line: findings told together, then each figure."""

from __future__ import annotations

from typing import NamedTuple

from zhenkit.checks.describe import words
from zhenkit.checks.grades import RELAXED, REVIEW, Span
from zhenkit.checks.normal_form import ANY, IN_PRINCIPLE, LEAF, OF, RELAXED_CHECK
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import leaves
from zhenkit.core.i18n import _
from zhenkit.facts.types.members import YesNoType
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.reports.phrases.figures import FigureLine, figure_lines


class FindingsLine(NamedTuple):
    """The yes/no facts of a criterion (or of its relaxation) told together: how many hold, and which do not."""

    relaxation: bool
    held: tuple[str, ...]
    refused: tuple[str, ...]
    argued: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def label(self) -> str:
        """What is told: one fact, the relaxation, or (nothing) the criterion itself."""
        if self.relaxation:
            return _("relaxation")
        names = [name for names in self[1:] for name in names]
        return names[0] if len(names) == 1 else ""

    @property
    def said(self) -> str:
        """How many hold; those that do not by name; those missing or for review by name if it is one, else how many."""
        if self.label and not self.relaxation:
            return self._alone()
        total = sum(len(names) for names in self[1:])
        said = []
        if len(self.missing) < total:
            said.append(_("yes/no: {held} of {total} hold").format(held=len(self.held), total=total))
        if self.refused:
            said.append(_("no: {list}").format(list=_(", ").join(self.refused)))
        for names, named, counted in (
            (self.argued, _("for review: {list}"), _("{count} for review")),
            (self.missing, _("missing: {list}"), _("{count} missing")),
        ):
            if names:
                said.append(counted.format(count=len(names)) if len(names) > 1 else named.format(list=names[0]))
        return _("; ").join(said)

    def _alone(self) -> str:
        if self.held or self.refused:
            return _("yes") if self.held else _("no")
        return _("for review") if self.argued else _("missing")


Line = FindingsLine | FigureLine
"""What is told of one criterion, line by line: each has a `label` and what is `said`."""


def lines(judged: CriterionJudgement, judgement: Judgement) -> list[Line]:
    """What was given against what is asked: findings together, then each figure, then the relaxation's findings."""
    main: list[Trace] = []
    relaxations: list[list[Trace]] = []
    figures: list[Trace] = []
    _gather(judged.trace, main, relaxations, figures, idle=False)
    told: list[Line] = [_findings(main, False)] if main else []
    told += figure_lines(figures, judgement)
    told += [_findings(found, True) for found in relaxations if found]
    return told


def _gather(
    trace: Trace, findings: list[Trace], relaxations: list[list[Trace]], figures: list[Trace], idle: bool
) -> None:
    """Sort what stands under a check. Figures are always told; findings not where the grade does not need them."""
    if _told_as_one(trace):
        if not idle:
            findings.append(trace)
        return
    if trace.kind == LEAF:
        figures.append(trace)
        return
    if trace.kind == RELAXED_CHECK:
        findings = []
        relaxations.append(findings)
    for part in trace.parts:
        _gather(part, findings, relaxations, figures, idle or _is_idle(trace, part))


def _told_as_one(trace: Trace) -> bool:
    """A yes/no fact, or alternatives made of such: one finding to the reader."""
    if trace.kind in (LEAF, ANY, OF, IN_PRINCIPLE):
        return all(isinstance(leaf.fact.type, YesNoType) for leaf in leaves(trace.check))
    return False


def _is_idle(trace: Trace, part: Trace) -> bool:
    """Whether alternatives that hold already do so without this one."""
    worst, best = trace.span
    if trace.kind not in (ANY, OF) or worst < RELAXED or part.span.worst >= worst:
        return False
    return worst == best or part.span.best <= worst


def _findings(found: list[Trace], relaxation: bool) -> FindingsLine:
    labels: dict[str, list[str]] = {"held": [], "refused": [], "argued": [], "missing": []}
    for trace in found:
        labels[_state(trace.span)].append(finding_label(trace))
    return FindingsLine(relaxation, **{state: tuple(names) for state, names in labels.items()})


def _state(span: Span) -> str:
    if span.worst >= RELAXED:
        return "held"
    if not span.decided:
        return "missing"
    return "argued" if span.worst == REVIEW else "refused"


def finding_label(trace: Trace) -> str:
    """A yes/no fact's label where yes is asked; else the words of the check."""
    if trace.kind == IN_PRINCIPLE:
        return finding_label(trace.parts[0])
    if trace.kind == LEAF:
        (leaf,) = leaves(trace.check)
        if leaf.operator.upward:
            return str(leaf.fact.label)
    return str(words(trace.check))
