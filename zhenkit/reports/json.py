"""The JSON of the contract: every judgement with its whole trace, one town a line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from zhenkit import __version__
from zhenkit.checks import Leaf, Table
from zhenkit.facts import Town
from zhenkit.grades import GRADE_WORDS
from zhenkit.judging import CriterionJudgement, Judgement
from zhenkit.language import Text
from zhenkit.outcome import Run
from zhenkit.readings.span import Trace
from zhenkit.readings.words import words
from zhenkit.reports import Style
from zhenkit.ruleset import NO_FIGURE, RuleSet, digest
from zhenkit.values import Fact, Value

SCHEMA = 1
_ESCAPE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def encode(value: Any) -> str:
    """JSON on one line, with nothing in it that a terminal would act on."""
    return _ESCAPE.sub(lambda match: json.dumps(match[0])[1:-1], _encode(value))


def render(run: Run, _style: Style) -> str:
    """The report as one JSON document."""
    problems = [problem._asdict() for problem in run.problems]
    rule_sets: dict[int, dict[str, Any]] = {}
    lines = []
    for judgement in run.judgements:
        key = id(judgement.rule_set)
        if key not in rule_sets:
            rule_sets[key] = rule_set_as_json(judgement.rule_set)
        lines.append("\n  " + encode(town_as_json(judgement, rule_sets[key])))
    return (
        f'{{"zhenkit": {encode(__version__)}, "schema": {SCHEMA},\n'
        f' "problems": {encode(problems)},\n "towns": [{",".join(lines)}]}}\n'
    )


def facts_as_json(town: Town, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """A town's facts by id, as a town file would have them."""
    return {fact_id: facts[fact_id].type.write(value) for fact_id, value in town.facts.items()}


def rule_set_as_json(rule_set: RuleSet) -> dict[str, Any]:
    """What a report says of the rule set."""
    return {
        "id": rule_set.id,
        "level": rule_set.level,
        "title": _text(rule_set.title),
        "document": rule_set.document.name,
        "effective": rule_set.effective,
        "digest": rule_set.digest,
    }


def town_as_json(judgement: Judgement, rule_set: dict[str, Any]) -> dict[str, Any]:
    """One town's judgement."""
    town, span = judgement.town, judgement.span
    facts = facts_as_json(town, judgement.rule_set.facts.by_id)
    return {
        "name": town.name,
        "file": town.file,
        "line": town.line,
        "facts": facts,
        "digest": digest(facts),
        "rule_set": rule_set,
        "verdict": span.verdict,
        "worst": span.worst.verdict,
        "best": span.best.verdict,
        "score": {"low": judgement.score.low, "high": judgement.score.high},
        "merits": [
            {
                "criterion": merit.criterion,
                "label": _text(merit.label),
                "facts": [fact.id for fact in merit.facts],
                "held": merit.held,
            }
            for merit in judgement.merits
        ],
        "criteria": [_criterion(judged, town, facts) for judged in judgement.criteria],
    }


def _criterion(judged: CriterionJudgement, town: Town, facts: Mapping[str, Any]) -> dict[str, Any]:
    criterion, span = judged.criterion, judged.span
    found: dict[str, Any] = {
        "number": criterion.number,
        "id": criterion.id,
        "name": _text(criterion.name),
        "clause": criterion.clause,
        "grade": span.word,
        "worst": GRADE_WORDS[span.worst],
        "best": GRADE_WORDS[span.best],
        "missing": [fact.id for fact in judged.missing],
        "uncertain": [fact.id for fact in judged.uncertain],
    }
    if judged.decision is not None:
        found["decision"] = judged.decision._asdict()
    found["check"] = _check(judged.trace, town, facts, True)
    return found


def _check(trace: Trace, town: Town, facts: Mapping[str, Any], decides: bool) -> dict[str, Any]:
    check, span = trace.check, trace.span
    found: dict[str, Any] = {
        "text": _text(words(check)),
        "worst": GRADE_WORDS[span.worst],
        "best": GRADE_WORDS[span.best],
        "decides": decides,
    }
    if isinstance(check, Leaf):
        fact = check.fact
        found["fact"] = fact.id
        found["value"] = facts.get(fact.id)
        found["required"] = _required(check, trace.asked)
        found["evidence"] = list(town.evidence.get(fact.id, ()))
    if check.reading is not None:
        found["reading"] = _text(check.reading)
    if trace.parts:
        deciding = trace.deciding() if decides else ()
        found["checks"] = [_check(part, town, facts, part in deciding) for part in trace.parts]
    return found


def _required(check: Leaf, asked: Value) -> Any:
    if asked is None:
        return NO_FIGURE
    if isinstance(asked, dict) and isinstance(check.figure, Table):
        return {choice: _required(check, figure) for choice, figure in asked.items()}
    return asked if isinstance(asked, int) and check.fact.type.name == "set" else check.fact.type.write(asked)


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
