"""The JSON of what separates towns from a grade, one town a line.

A run may hold thousands of towns: what criteria of several towns need in the same way is written once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from zhenkit import __version__
from zhenkit.checks.grades import GRADE_WORDS
from zhenkit.core.escape import encode
from zhenkit.judging.changes import Alternative, GapChange
from zhenkit.judging.gap import CriterionGap, Gap
from zhenkit.judging.gaps import Gaps, Wanted
from zhenkit.judging.outcome import SCHEMA
from zhenkit.judging.questions import Question
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.json import rule_set_as_json


def render(found: Gaps, _style: Style) -> str:
    """The report as one JSON document."""
    written: dict[Any, str] = {}
    towns = ",".join(f"\n  {_town(gap, found.wanted, written)}" for gap in found.gaps)
    head = encode({"zhenkit": __version__, "schema": SCHEMA})[:-1]
    problems = encode([problem._asdict() for problem in found.problems])
    return f'{head},\n "problems": {problems},\n "towns": [{towns}]}}\n'


def _town(gap: Gap, wanted: Wanted, written: dict[Any, str]) -> str:
    head = {
        "name": gap.town.name,
        "file": gap.town.file,
        "line": gap.town.line,
        "rule_set": rule_set_as_json(gap.rule_set),
        "worst": gap.span.worst.verdict,
        "best": gap.span.best.verdict,
        "to": gap.asked.grade.verdict,
        "complete": gap.complete,
    }
    tail: dict[str, Any] = {
        "reachable": gap.best_reachable.verdict,
        "blockers": [[fact.id for fact in one] for one in gap.blockers],
    }
    if wanted.ask:
        tail["questions"] = [_question(one) for one in gap.questions[: wanted.most]]
    criteria = ",".join(f"\n    {_criterion(one, written)}" for one in gap.criteria)
    return (
        f'{encode(head)[:-1]}, "alternatives": {_alternatives(gap.first(wanted.most), written)}, "ways": {gap.ways}, '
        f'"common": {_changes(gap.common, written)}, {encode(tail)[1:-1]},\n   "criteria": [{criteria}]}}'
    )


def _question(question: Question) -> dict[str, Any]:
    """A question; each answer is for the values from one on, up to that of the next."""
    write = question.fact.type.write
    answers = [
        {
            "from": write(one.value),
            "reached": one.outlook.reached,
            "left": [fact.id for fact in one.outlook.left],
            "complete": one.outlook.complete,
        }
        for one in question.answers
        if one.value != -math.inf
    ]
    return {"fact": question.fact.id, "answers": answers}


def _criterion(gap: CriterionGap, written: dict[Any, str]) -> str:
    key = (gap.judged.criterion, gap.judged.span, gap.complete, gap.alternatives)
    if key not in written:
        span = gap.judged.span
        written[key] = (
            f'{{"number": {gap.judged.criterion.number}, "worst": "{GRADE_WORDS[span.worst]}", '
            f'"best": "{GRADE_WORDS[span.best]}", "complete": {encode(gap.complete)}, '
            f'"ways": {len(gap.alternatives)}, "common": {_changes(gap.common, written)}, '
            f'"alternatives": {_alternatives(gap.alternatives, written)}}}'
        )
    return written[key]


def _alternatives(alternatives: Iterable[Alternative], written: dict[Any, str]) -> str:
    return "[" + ", ".join([f'{{"changes": {_changes(one.changes, written)}}}' for one in alternatives]) + "]"


def _changes(changes: Sequence[GapChange], written: dict[Any, str]) -> str:
    said = []
    for change in changes:
        if change not in written:
            written[change] = encode(change_as_json(change))
        said.append(written[change])
    return f"[{', '.join(said)}]"


def change_as_json(change: GapChange) -> dict[str, Any]:
    """A change; its values as a town file would have them."""
    fact = change.fact
    if fact is None:
        decided = {str(change.criterion): {"granted": True}}
        return {"fact": "decisions", "from": None, "to": decided, "kind": change.kind, "criterion": change.criterion}
    return {
        "fact": fact.id,
        "from": None if change.before is None else fact.type.write(change.before),
        "to": fact.type.write(change.after),
        "kind": change.kind,
        "criterion": change.criterion,
    }
