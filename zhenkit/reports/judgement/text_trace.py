"""The whole trace of a criterion as a tree for people: `check --explain`."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from rich.tree import Tree

from zhenkit.checks.describe import asked_in_words, words
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import Leaf
from zhenkit.core.i18n import _
from zhenkit.facts.types.members import Fact
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.reports.layout.styles import graded, text
from zhenkit.reports.phrases.figures import given_in_words
from zhenkit.reports.phrases.summary import grade_in_words, why

DECIDES = " *"
"""Marks a check that the grade above it hangs on."""


def trace_tree(judged: CriterionJudgement, judgement: Judgement) -> Tree:
    """A criterion with its clause, and below it every check: its words, its grade, what it was judged by."""
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
    """What a derived fact is computed from, with what the town gives of it."""
    given = judgement.town.facts
    said = [
        _("{fact}: {figure}").format(
            fact=base.label, figure=base.type.show(given[base.id]) if base.id in given else _("missing")
        )
        for base in bases
    ]
    return _("computed from {list}").format(list=_("; ").join(said))


def _label(trace: Trace, judged: CriterionJudgement, judgement: Judgement, decides: bool) -> Text:
    check, span = trace.check, trace.span
    label = text(str(words(check)), "" if decides else "dim")
    label.append("  ").append_text(graded(span.word, grade_in_words(span) + (DECIDES if decides else "")))
    if isinstance(check, Leaf):
        label.append("\n").append_text(
            text(
                _("{fact}: given {given}; asked {asked}").format(
                    fact=check.fact.called,
                    given=given_in_words(trace, judgement),
                    asked=asked_in_words(check, trace.asked),
                ),
                "dim",
            )
        )
        if check.fact.bases:
            label.append("\n").append_text(text(_computed(check.fact.bases, judgement), "dim"))
        if span.word == "review":
            label.append("\n").append_text(text(_("for review: {why}").format(why=why(trace, judged)), "dim"))
        for said in judgement.town.evidence_of(check.fact):
            label.append("\n").append_text(text(_("evidence: {text}").format(text=said), "dim"))
    if check.reading is not None:
        label.append("\n").append_text(text(_("reading: {text}").format(text=check.reading), "dim italic"))
    return label
