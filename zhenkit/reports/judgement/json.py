"""The JSON of the contract: every judgement with its whole trace, one town a line.

A run may hold thousands of towns that share most of what is said of them, so what a rule file says is encoded once,
and a criterion that several towns meet in the same way is written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from zhenkit import __version__
from zhenkit.checks.describe import words
from zhenkit.checks.grades import GRADE_WORDS, Span
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import Check, FigureTable, Leaf
from zhenkit.core.escape import encode
from zhenkit.core.i18n import Text
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Town
from zhenkit.facts.types.base import Value
from zhenkit.judging.judgement import MEMO_SIZE, CriterionJudgement, Judgement, facts_as_json
from zhenkit.judging.outcome import SCHEMA, Distance, Run
from zhenkit.reports.formats import Style
from zhenkit.reports.phrases.points import points_of
from zhenkit.rulesets.model import NO_FIGURE, Criterion, RuleSet, digest

_DECIDES = {True: '"decides": true', False: '"decides": false'}


def render(run: Run, _style: Style) -> str:
    """The report as one JSON document."""
    return "".join(document(run, explain=True))


def document(run: Run, explain: bool, more: Mapping[str, Any] | None = None) -> Iterator[str]:
    """A run as one JSON document, town by town: with `explain` the tree of checks; `more` are keys before the towns."""
    writer = _Writer(explain)
    head = {"zhenkit": __version__, "schema": SCHEMA}
    before = {"problems": [problem._asdict() for problem in run.problems], **(more or {})}
    yield encode(head)[:-1]
    yield from (f",\n {encode(key)}: {encode(value)}" for key, value in before.items())
    yield ',\n "towns": ['
    for number, (judgement, rank) in enumerate(run.ranked()):
        yield ",\n  " if number else "\n  "
        yield writer.town(judgement, rank, run.distances[number] if run.distances else None)
    yield "]}\n"


@cache
def rule_set_as_json(rule_set: RuleSet) -> dict[str, Any]:
    """What a report says of the rule set."""
    return {
        "id": rule_set.id,
        "level": rule_set.level,
        "title": rule_set.title._asdict(),
        "document": rule_set.document.name,
        "effective": rule_set.effective,
        "digest": rule_set.digest,
    }


class _Writer:
    """Writes the towns of one run; remembers the criteria it wrote."""

    def __init__(self, explain: bool) -> None:
        self.explain = explain
        self.written: dict[CriterionJudgement, str] = {}

    def town(self, judgement: Judgement, rank: int | None, distance: Distance | None) -> str:
        """A town's JSON."""
        town, span, score = judgement.town, judgement.span, judgement.score
        facts = facts_as_json(judgement)
        head = encode(
            {
                "name": town.name,
                "file": town.file,
                "line": town.line,
                "facts": facts,
                "digest": digest(facts),
                "rule_set": rule_set_as_json(judgement.rule_set),
                "verdict": span.verdict,
                "worst": span.worst.verdict,
                "best": span.best.verdict,
                "score": {"low": score.low, "high": score.high},
                **({} if rank is None else {"rank": rank}),
                **({} if distance is None else {"distance": distance._asdict()}),
            }
        )
        merits = ", ".join(
            [_merit(merit.criterion, merit.label, merit.facts, merit.held) for merit in judgement.merits]
        )
        pieces = [f'{head[:-1]}, "merits": [{merits}],\n   "criteria": [\n    ']
        for judged in judgement.criteria:
            pieces += (self.criterion(judged, town), ",\n    ")
        pieces[-1] = "]}"
        return "".join(pieces)

    def criterion(self, judged: CriterionJudgement, town: Town) -> str:
        if self.explain and town.evidence and any(one in town.evidence for one in judged.criterion.fact_ids):
            return _criterion(judged, town, True)
        if judged not in self.written:
            if len(self.written) >= MEMO_SIZE:
                self.written.clear()
            self.written[judged] = _criterion(judged, town, self.explain)
        return self.written[judged]


@cache
def _merit(criterion: int, label: Text, facts: tuple[Any, ...], held: bool | None) -> str:
    return encode(
        {"criterion": criterion, "label": label._asdict(), "facts": [fact.id for fact in facts], "held": held}
    )


@cache
def _criterion_head(criterion: Criterion) -> str:
    head = {
        "number": criterion.number,
        "id": criterion.id,
        "name": criterion.name._asdict(),
        "clause": criterion.clause,
    }
    return encode(head)[:-1]


def _criterion(judged: CriterionJudgement, town: Town, explain: bool) -> str:
    decision = f', "decision": {encode(judged.decision._asdict())}' if judged.decision is not None else ""
    complete = "" if judged.complete else ', "complete": false'
    check = f', "check": {_check(judged.trace, town, True)}' if explain else ""
    return (
        f'{_criterion_head(judged.criterion)}, "grade": "{judged.span.word}", {_ends(judged.span)}, '
        f'"missing": [{_ids(judged.missing)}], "uncertain": [{_ids(judged.uncertain)}]{complete}{decision}{check}}}'
    )


def _ids(facts: Iterable[Fact]) -> str:
    return ", ".join([f'"{fact.id}"' for fact in facts])


@cache
def _ends(span: Span) -> str:
    return f'"worst": "{GRADE_WORDS[span.worst]}", "best": "{GRADE_WORDS[span.best]}"'


def _check(trace: Trace, town: Town, decides: bool) -> str:
    check = trace.check
    if isinstance(check, Leaf):
        evidence = town.evidence_of(check.fact) if town.evidence else ()
        if not evidence and type(trace.asked) is not dict:
            return _leaf(check, trace.span, decides, trace.value, trace.asked)
        return _leaf_said(check, trace.span, decides, trace.value, trace.asked, encode(evidence))
    deciding = trace.deciding() if decides else ()
    parts = ", ".join([_check(part, town, part in deciding) for part in trace.parts])
    head, tail = _static(check)
    points = "" if (found := points_of(trace)) is None else f', "points": {encode(found.to_json())}'
    return f'{head}, {_ends(trace.span)}, {_DECIDES[decides]}{points}{tail}, "checks": [{parts}]}}'


def _leaf_said(check: Leaf, span: Span, decides: bool, value: Value | None, asked: Any, evidence: str) -> str:
    given = "null" if value is None else encode(check.fact.type.write(value))
    head, tail = _static(check)
    return (
        f'{head}, {_ends(span)}, {_DECIDES[decides]}, "fact": "{check.fact.id}", "value": {given}, '
        f'"required": {_required(check, asked)}, "evidence": {evidence}{tail}}}'
    )


@lru_cache(maxsize=10_000)
def _leaf(check: Leaf, span: Span, decides: bool, value: Value | None, asked: Any) -> str:
    """A leaf without evidence: many towns say the same."""
    return _leaf_said(check, span, decides, value, asked, "[]")


@cache
def _static(check: Check) -> tuple[str, str]:
    """What of a check is the same for every town: how its JSON begins, and its reading."""
    reading = f', "reading": {encode(check.reading._asdict())}' if check.reading is not None else ""
    return f'{{"text": {encode(words(check)._asdict())}', reading


def _required(check: Leaf, asked: Any) -> str:
    """What is asked, as a town file would have it; `review` where no figure is set; by choice where that is missing."""
    if asked is None:
        return f'"{NO_FIGURE}"'
    if isinstance(check.figure, FigureTable) and isinstance(asked, dict):
        return "{" + ", ".join(f'"{choice}": {_required(check, figure)}' for choice, figure in asked.items()) + "}"
    return _figure(check, asked)


@cache
def _figure(check: Leaf, asked: Any) -> str:
    of_members = check.fact.type.name == "set" and isinstance(asked, int)
    return encode(asked if of_members else check.fact.type.write(asked))
