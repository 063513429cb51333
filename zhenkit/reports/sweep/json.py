"""The JSON of towns along the values of a fact, or of two."""

from __future__ import annotations

import math
from typing import Any

from zhenkit.checks.grades import GRADE_WORDS
from zhenkit.judging.axes import Axis, Cut, Piece, boxes
from zhenkit.judging.sweep import Sweep, Sweeps, Swept
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.json import rule_set_as_json
from zhenkit.reports.layout.json import document
from zhenkit.reports.phrases.sweep import is_undefined


def render(found: Sweeps, _style: Style) -> str:
    """The report as one JSON document, a town a line."""
    problems = [problem._asdict() for problem in found.problems]
    return document({"problems": problems}, {"towns": map(sweep_as_json, found.sweeps)})


def sweep_as_json(sweep: Sweep) -> dict[str, Any]:
    """A town along its axes: of one fact its pieces, points and shares; of two its regions."""
    town, span = sweep.judgement.town, sweep.judgement.span
    found: dict[str, Any] = {
        "name": town.name,
        "file": town.file,
        "line": town.line,
        "rule_set": rule_set_as_json(sweep.judgement.rule_set),
        "worst": span.worst.verdict,
        "best": span.best.verdict,
        "axes": [_axis(sweep, axis) for axis in sweep.axes],
    }
    if len(sweep.axes) > 1:
        found["regions"] = [
            {"first": list(one.first), "last": list(one.last), **_outcome(sweep, one.outcome)} for one in sweep.regions
        ]
        return found
    found["pieces"] = [_outcome(sweep, outcome) for outcome in sweep.outcomes.values()]
    found["points"] = [
        {"at": _written(sweep.axes[0], turn.at), "side": "above" if turn.at.behind else "from"} for turn in sweep.turns
    ]
    found["shares"] = [
        {
            "verdict": "impossible" if one.span is None else one.span.verdict,
            "worst": None if one.span is None else one.span.worst.verdict,
            "best": None if one.span is None else one.span.best.verdict,
            "share": float(one.share),
            "exact": f"{one.share.numerator}/{one.share.denominator}",
        }
        for one in sweep.shares
    ]
    return found


def _axis(sweep: Sweep, axis: Axis) -> dict[str, Any]:
    value, kind = sweep.value(axis), axis.fact.type
    return {
        "fact": axis.fact.id,
        "value": None if value is None else kind.write(value),
        "hangs": sweep.hangs(axis.fact),
        "pieces": [_piece(axis, piece) for piece in axis.pieces if not piece.is_any],
    }


def _piece(axis: Axis, piece: Piece) -> dict[str, Any]:
    if is_undefined(piece):
        return {"undefined": True}
    if piece.low is None or piece.high is None:
        if not axis.alike:
            return {"values": [axis.fact.type.write(value) for value in piece.values]}
        sets = [
            [
                {"of": list(group), "least": low, "most": high}
                for group, (low, high) in zip(axis.alike, box, strict=True)
            ]
            for box in boxes(axis, piece.values)
        ]
        return {"sets": sets}
    return {
        "from": _written(axis, piece.low),
        "from_included": not piece.low.behind,
        "to": _written(axis, piece.high),
        "to_included": piece.high.behind,
    }


def _written(axis: Axis, cut: Cut) -> Any:
    return None if cut.value in (math.inf, -math.inf) else axis.fact.type.write(cut.value)


def _outcome(sweep: Sweep, outcome: Swept) -> dict[str, Any]:
    if outcome.span is None:
        return {"verdict": "impossible", "worst": None, "best": None, "criteria": []}
    criteria = sweep.judgement.rule_set.criteria
    return {
        "verdict": outcome.span.verdict,
        "worst": outcome.span.worst.verdict,
        "best": outcome.span.best.verdict,
        "criteria": [
            {"number": criterion.number, "worst": GRADE_WORDS[span.worst], "best": GRADE_WORDS[span.best]}
            for criterion, span in zip(criteria, outcome.criteria, strict=True)
        ],
    }
