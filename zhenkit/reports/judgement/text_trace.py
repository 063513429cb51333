"""The whole trace of a criterion as a tree for people: `check --explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text
from rich.tree import Tree

from zhenkit.checks.describe import figure_in_words, words
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import Leaf
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.reports.layout.styles import graded, text
from zhenkit.reports.phrases.grades import grade_in_words
from zhenkit.reports.phrases.points import points_of
from zhenkit.reports.phrases.sections import why
from zhenkit.reports.phrases.values import value_and_required

DECIDES = " *"
"""Marks a check that decides the grade above it."""


def trace_tree(judged: CriterionJudgement, judgement: Judgement) -> Tree:
    """A criterion with its clause, and below it every check: its words, its grade, its values."""
    criterion = judged.criterion
    head = text(f"{criterion.number}  {criterion.name}", "bold")
    head.append_text(text(f"  {criterion.clause}  ", "dim"))
    head.append_text(graded(judged.span.word, grade_in_words(judged.span)))
    tree = Tree(head, guide_style="dim")
    _grow(tree, judged.trace, judged, judgement, True)
    return tree


def _grow(tree: Tree, trace: Trace, judged: CriterionJudgement, judgement: Judgement, decides: bool) -> None:
    branch = tree.add(_label(trace, judged, judgement, decides))
    deciding = trace.deciding() if decides else ()
    for part in trace.parts:
        _grow(branch, part, judged, judgement, part in deciding)


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


def _label(trace: Trace, judged: CriterionJudgement, judgement: Judgement, decides: bool) -> Text:
    check, span = trace.check, trace.span
    label = text(str(words(check)), "" if decides else "dim")
    label.append("  ").append_text(graded(span.word, grade_in_words(span) + (DECIDES if decides else "")))
    for line in _leaf_lines(trace, judged, judgement):
        label.append("\n").append_text(text(line, "dim"))
    if (points := points_of(trace)) is not None:
        said = _("points: {value} (required: {required})").format(value=points.value, required=points.required)
        label.append("\n").append_text(text(said, "dim"))
        if points.missed:
            label.append("\n").append_text(text(points.missed, "dim"))
    if check.reading is not None:
        label.append("\n").append_text(text(_("reading: {text}").format(text=check.reading), "dim italic"))
    return label


def _leaf_lines(trace: Trace, judged: CriterionJudgement, judgement: Judgement) -> Iterator[str]:
    """Below a leaf: the value and what is required, what it is computed from, why it needs review, the evidence."""
    if not isinstance(trace.check, Leaf):
        return
    fact = trace.check.fact
    yield value_and_required(trace, judgement, fact.called)
    if fact.bases:
        yield _computed(fact.bases, judgement)
    if trace.span.word == "review":
        yield _("needs review: {list}").format(list=why(trace, judged))
    for evidence in judgement.town.evidence_of(fact):
        yield _("evidence: {text}").format(text=evidence)
