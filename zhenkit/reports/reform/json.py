"""The JSON of what a change of a standard does to towns, one town a line."""

from __future__ import annotations

from typing import Any

from zhenkit.checks.grades import GRADE_WORDS, Span
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.judging.directions import DIRECTIONS
from zhenkit.judging.reform import MovedCriterion, Reform, Reformed
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.json import rule_set_as_json
from zhenkit.reports.layout.json import document


def render(found: Reform, _style: Style) -> str:
    """The report as one JSON document."""
    return document(
        {
            "a": rule_set_as_json(found.a),
            "b": rule_set_as_json(found.b),
            "changed": [{"figure": one.name, "from": one.before, "to": one.after} for one in found.changed],
            "towns_judged": len(found.towns),
            "tally": {one: found.tally.get(one, 0) for one in DIRECTIONS},
            "verdicts": [
                {"a": before, "b": after, "towns": count} for (before, after), count in sorted(found.verdicts.items())
            ],
            "places": [
                {"place": place, **{one: counts.get(one, 0) for one in DIRECTIONS}} for place, counts in found.places
            ],
            "criteria": [
                {
                    "a": None if pair.a is None else pair.a.number,
                    "b": None if pair.b is None else pair.b.number,
                    **{one: counts.get(one, 0) for one in DIRECTIONS[:3]},
                }
                for pair, counts in found.criteria
            ],
            "problems": [problem._asdict() for problem in found.problems],
        },
        {"towns": (_town(found, town) for town in found.towns if town.criteria)},
    )


def _town(found: Reform, town: Reformed) -> dict[str, Any]:
    place = {key: name for key, name in zip(PLACE_FACTS, town.place, strict=True) if name}
    return {
        "name": town.name,
        **place,
        **({"year": town.year} if town.year is not None else {}),
        "file": town.file,
        "line": town.line,
        "change": town.direction,
        "a": _verdict(town.a),
        "b": _verdict(town.b),
        "criteria": [_criterion(found, moved) for moved in town.criteria],
    }


def _verdict(span: Span) -> dict[str, str]:
    return {"verdict": span.verdict, "worst": span.worst.verdict, "best": span.best.verdict}


def _criterion(found: Reform, moved: MovedCriterion) -> dict[str, Any]:
    pair = found.pairs[moved.pair]
    return {
        "change": moved.direction,
        "a": None if moved.a is None or pair.a is None else _grade(pair.a.number, moved.a),
        "b": None if moved.b is None or pair.b is None else _grade(pair.b.number, moved.b),
    }


def _grade(number: int, span: Span) -> dict[str, Any]:
    return {"number": number, "worst": GRADE_WORDS[span.worst], "best": GRADE_WORDS[span.best]}
