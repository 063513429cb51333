"""A ranking as the JSON of `check`, with ranks; the tree of checks where it is asked for, and what changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhenkit.checks.grades import Span
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.facts.town import Decision
from zhenkit.judging.baseline import Changes, CriterionChange, DecisionChange, TownChange
from zhenkit.judging.ranking import Ranking
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.json import document


def render(ranking: Ranking, style: Style) -> str:
    """The report as one JSON document."""
    return "".join(pieces(ranking, style))


def pieces(ranking: Ranking, style: Style) -> Iterator[str]:
    """The pieces of the document, as they are rendered."""
    more = {} if ranking.changes is None else {"changes": changes_as_json(ranking.changes)}
    return document(ranking.run(), style.explain, more)


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
