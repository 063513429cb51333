"""What changed since an earlier run, for the JSON of `batch`: its key `changes`."""

from __future__ import annotations

from typing import Any

from zhenkit.baseline import Changes, CriterionChange, DecisionChange, TownChange
from zhenkit.facts import PLACE_FACTS, Decision
from zhenkit.grades import Span


def changes_as_json(changes: Changes) -> dict[str, Any]:
    """The changes, town by town: the worse first."""
    return {
        "baseline": changes.file,
        "regressed": changes.regressed,
        "rule_sets": [{"before": before._asdict(), "after": after._asdict()} for before, after in changes.rules],
        "towns": [_town(town) for town in changes.towns],
    }


def _town(town: TownChange) -> dict[str, Any]:
    return {
        "change": town.kind,
        "name": town.name,
        **dict(zip(PLACE_FACTS, town.place, strict=True)),
        "year": town.year,
        "before": _verdict(town.before),
        "after": _verdict(town.after),
        "criteria": [_criterion(criterion) for criterion in town.criteria],
        "facts": [fact._asdict() for fact in town.facts],
        "decisions": [_decision(decision) for decision in town.decisions],
    }


def _verdict(span: Span | None) -> dict[str, str] | None:
    if span is None:
        return None
    return {"verdict": span.verdict, "worst": span.worst.verdict, "best": span.best.verdict}


def _criterion(change: CriterionChange) -> dict[str, Any]:
    return {"number": change.number, "before": _grade(change.before), "after": _grade(change.after)}


def _grade(span: Span | None) -> dict[str, str] | None:
    return None if span is None else {"grade": span.word, "worst": span.worst.word, "best": span.best.word}


def _decision(change: DecisionChange) -> dict[str, Any]:
    return {"number": change.number, "before": _said(change.before), "after": _said(change.after)}


def _said(decision: Decision | None) -> dict[str, Any] | None:
    return None if decision is None else decision._asdict()
