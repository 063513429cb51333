"""The yearly assessment as JSON: each group with its towns, in the order of their ranks, and what moved."""

from __future__ import annotations

from typing import Any

from zhenkit.checks.grades import Span
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.facts.fact import Fact
from zhenkit.judging.assessment import AssessedGroup, AssessedTown, Assessment, Movement, Reason
from zhenkit.judging.judgement import Judgement, Score
from zhenkit.judging.ranking import Ranked
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.json import rule_set_as_json
from zhenkit.reports.layout.json import document
from zhenkit.reports.ranking.json import changes_as_json
from zhenkit.rulesets.model import RuleSet

Json = dict[str, Any]


def render(found: Assessment, _style: Style) -> str:
    """The report, a town's changes a line."""
    rules = found.rules
    head: Json = {
        "problems": [problem._asdict() for problem in found.problems],
        "rules": {"file": rules.file, "note": None if rules.note is None else rules.note._asdict()},
    }
    lists: Json = {"groups": [_group(group) for group in found.groups]}
    if found.changes is not None:
        changes = changes_as_json(found.changes)
        head["last"] = {"file": changes["baseline"], "rule_sets": changes["rule_sets"]}
        lists["criteria"] = [_criterion(one, rule_set) for rule_set, moved in found.criteria for one in moved]
        lists["facts"] = [_fact(one) for one in found.facts]
        lists["changes"] = changes["towns"]
    return document(head, lists)


def _group(group: AssessedGroup) -> Json:
    return {
        "rule_set": rule_set_as_json(group.rule_set),
        "category": group.category,
        "towns": [_town(town) for town in group.towns],
    }


def _town(town: AssessedTown) -> Json:
    row, before = town.row, town.before
    said: Json = {
        "name": row.name,
        **dict(zip(PLACE_FACTS, (row.province, row.city, row.county), strict=True)),
        "year": row.year,
        "file": row.file,
        "line": row.line,
        "standing": town.standing,
        "stands_by": _stands_by(town.stand.judgement),
        "now": _row(row),
        "last": None if before is None else _row(before),
        "commended": [_reason(reason) for reason in town.commended],
        "slow": [_reason(reason) for reason in town.slow],
    }
    return said


def _stands_by(judgement: Judgement) -> Json:
    by = judgement.rule_set
    return {"id": by.id, "effective": by.effective, "digest": by.digest, **_verdict(judgement.span)}


def _row(row: Ranked) -> Json:
    return {"rank": row.rank, **_verdict(row.span), "score": _score(row.score)}


def _verdict(span: Span) -> Json:
    return {"verdict": span.verdict, "worst": span.worst.verdict, "best": span.best.verdict}


def _score(score: Score | None) -> Json | None:
    return None if score is None else {"low": score.low, "high": score.high}


def _reason(reason: Reason) -> Json:
    if reason.rule in ("first", "last"):
        rank, towns, places = reason.figures
        return {"rule": reason.rule, "rank": rank, "towns": towns, "places": places}
    if reason.rule in ("score_rose_by", "score_fell_by"):
        _then, _now, points, least = reason.figures
        return {"rule": reason.rule, "points": float(points), "least": float(least)}
    return {"rule": reason.rule}


def _criterion(one: Movement, rule_set: RuleSet) -> Json:
    assert not isinstance(one.of, Fact)
    return {"rule_set": rule_set.id, "number": one.of.number, **_counts(one)}


def _fact(one: Movement) -> Json:
    assert isinstance(one.of, Fact)
    return {"fact": one.of.id, **_counts(one)}


def _counts(one: Movement) -> Json:
    return {"up": one.up, "down": one.down, "otherwise": one.otherwise}
