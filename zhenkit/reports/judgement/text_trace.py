"""The whole trace of a criterion as a tree for people: `check --explain`."""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from zhenkit.checks.describe import words
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import Leaf
from zhenkit.core.i18n import _
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.reports.layout.styles import graded, text
from zhenkit.reports.phrases.checks import about_check
from zhenkit.reports.phrases.grades import grade_in_words

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


def _label(trace: Trace, judged: CriterionJudgement, judgement: Judgement, decides: bool) -> Text:
    check, span = trace.check, trace.span
    label = text(str(words(check)), "" if decides else "dim")
    label.append("  ").append_text(graded(span.word, grade_in_words(span) + (DECIDES if decides else "")))
    lines = list(about_check(trace, judged, judgement, ids=True))
    if isinstance(check, Leaf):
        lines += [_("evidence: {text}").format(text=said) for said in judgement.town.evidence_of(check.fact)]
    for line in lines:
        label.append("\n").append_text(text(line, "dim"))
    if check.reading is not None:
        label.append("\n").append_text(text(_("reading: {text}").format(text=check.reading), "dim italic"))
    return label
