"""What is said of one check of a trace: its value and what is required, what that is computed from, its points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhenkit.checks.describe import figure_in_words
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import Leaf
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.reports.phrases.points import points_of
from zhenkit.reports.phrases.sections import why
from zhenkit.reports.phrases.values import value_and_required


def about_check(trace: Trace, judged: CriterionJudgement, judgement: Judgement, *, ids: bool) -> Iterator[str]:
    """The lines below a check; `ids` to call a fact by what a town file calls it."""
    if isinstance(trace.check, Leaf):
        fact = trace.check.fact
        yield value_and_required(trace, judgement, fact.called if ids else str(fact.label))
        if fact.bases:
            yield _computed(fact.bases, judgement)
        if trace.span.word == "review":
            yield _("needs review: {list}").format(list=why(trace, judged))
    elif (points := points_of(trace)) is not None:
        yield _("points: {value} (required: {required})").format(value=points.value, required=points.required)
        if points.missed:
            yield points.missed


def _computed(bases: Iterable[Fact], judgement: Judgement) -> str:
    """What a derived fact is computed from, with the town's values."""
    values = judgement.town.facts
    listed = [
        _("{fact}: {figure}").format(
            fact=base.label, figure=figure_in_words(base, values[base.id]) if base.id in values else _("missing")
        )
        for base in bases
    ]
    return _("computed from {list}").format(list=_("; ").join(listed))
