"""SARIF 2.1.0 for code-scanning tools: one rule a criterion, one result a criterion of each town, at its line.

A result's kind follows from its grade: *met* and *relaxed* `pass`, *not met* `fail` (an error), *review* `review` (a
person has to look), *incomplete* `open` (too little is known). The specification gives a level to failures alone; all
others have `none`. Some viewers show every result, whatever its kind, as an alert: so what passes is left out unless
all is asked for. A problem of a file is no result but a
notification of the run, which has then not succeeded. Paths begin at the root of the repository.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from zhenkit import __version__
from zhenkit.checks.describe import words
from zhenkit.core.errors import Problem
from zhenkit.core.escape import encode, visible
from zhenkit.core.i18n import _, current
from zhenkit.core.repository import PROJECT, from_root
from zhenkit.facts.dictionary import IDENTITY
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.phrases.criteria import explanation, place_in_file
from zhenkit.reports.phrases.titles import town_title
from zhenkit.rulesets.model import Criterion, RuleSet, digest
from zhenkit.towns.inputs import STDIN

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
KINDS = {"met": "pass", "relaxed": "pass", "review": "review", "incomplete": "open", "not_met": "fail"}
"""The kind of result that each grade of a criterion is."""
MOST_RESULTS, MOST_SHOWN = 25_000, 5_000
"""So many results GitHub's code scanning takes of one run, and so many of them it shows."""
FINGERPRINT = "townAndCriterion/v1"
"""What identifies a result from run to run: the town's identity and the rule, wherever in the file it is."""


def render(run: Run, style: Style) -> str:
    """The report as one SARIF log, one rule and one result a line."""
    rules = _Rules()
    results = [
        rules.result(judged, judgement, rank) for judgement, rank in run.ranked() for judged in judgement.criteria
    ]
    if not style.every:
        results = [result for result in results if result["kind"] != "pass"]
    return log(rules.descriptors, results, run.problems)


def limits(run: Run, style: Style) -> Iterator[str]:
    """A remark where GitHub takes no log of so many results."""
    grades = (judged.span.word for judgement in run.judgements for judged in judgement.criteria)
    yield from beyond(sum(style.every or KINDS[grade] != "pass" for grade in grades))


def beyond(results: int) -> Iterator[str]:
    """A remark where there are more results than GitHub takes of a run."""
    if results > MOST_RESULTS:
        said = _(
            "the report has {count} results; GitHub refuses more than {most} in one file and shows {shown}: "
            "divide the towns among several reports"
        )
        yield said.format(count=results, most=MOST_RESULTS, shown=MOST_SHOWN)


def log(
    rules: list[dict[str, Any]],
    results: list[dict[str, Any]],
    problems: Sequence[Problem],
    notes: Sequence[Problem] = (),
) -> str:
    """A log of one run: its rules, its results, the problems that kept it from success, and notes."""
    driver = encode({"name": "zhenkit", "informationUri": PROJECT, "version": __version__, "language": current()})
    notifications = [notification(problem) for problem in problems]
    notifications += [{**notification(note), "level": "note"} for note in notes]
    invocation = {"executionSuccessful": not problems, "toolExecutionNotifications": notifications}
    return (
        f'{{"version": "{VERSION}", "$schema": "{SCHEMA}", "runs": [{{\n'
        f' "tool": {{"driver": {driver[:-1]}, "rules": [{_lines(rules)}]}}}},\n'
        f' "columnKind": "unicodeCodePoints",\n "invocations": [{encode(invocation)}],\n'
        f' "results": [{_lines(results)}]}}]}}\n'
    )


def _lines(entries: list[dict[str, Any]]) -> str:
    return ",".join(f"\n  {encode(entry)}" for entry in entries)


class _Rules:
    """The rules that results refer to, in the order they are first referred to."""

    def __init__(self) -> None:
        self.descriptors: list[dict[str, Any]] = []
        self.indices: dict[str, int] = {}

    def result(self, judged: CriterionJudgement, judgement: Judgement, rank: int | None) -> dict[str, Any]:
        town, span = judgement.town, judged.span
        rule_id = f"{judgement.rule_set.id}-{judged.criterion.number}"
        if rule_id not in self.indices:
            self.indices[rule_id] = len(self.descriptors)
            self.descriptors.append(_descriptor(rule_id, judged.criterion, judgement.rule_set))
        kind, why = KINDS[span.word], explanation(judged, judgement)
        properties: dict[str, Any] = {
            "town": visible(town_title(town)),
            "effective": judgement.rule_set.effective,
            "verdict": judgement.span.verdict,
            "grade": span.word,
            "worst": span.worst.word,
            "best": span.best.word,
            "missing": [fact.id for fact in judged.missing],
            "uncertain": [fact.id for fact in judged.uncertain],
        }
        if rank is not None:
            properties["rankOfTown"] = rank  # `rank` is SARIF's own word for another thing
        if judged.decision is not None:
            properties["decision"] = {key: _shown(value) for key, value in judged.decision._asdict().items()}
        return {
            "ruleId": rule_id,
            "ruleIndex": self.indices[rule_id],
            "kind": kind,
            "level": "error" if kind == "fail" else "none",
            "message": {"text": message(f"{town_title(town)}{_(': ')}{judged.criterion.name}{_(': ')}{why}")},
            "locations": [location(town.file, *place_in_file(judged, town))],
            "partialFingerprints": {FINGERPRINT: digest([[str(town.facts.get(key, "")) for key in IDENTITY], rule_id])},
            "properties": properties,
        }


def _shown(value: bool | str) -> bool | str:
    return value if isinstance(value, bool) else visible(value)


def _descriptor(rule_id: str, criterion: Criterion, rule_set: RuleSet) -> dict[str, Any]:
    required = visible(str(words(criterion.require)))
    return {
        "id": rule_id,
        "name": "".join(part.capitalize() for part in criterion.id.split("_")),
        "shortDescription": {"text": visible(str(criterion.name))},
        "fullDescription": {"text": required},
        "help": {"text": visible(f"{rule_set.document.name} {criterion.clause}{_(': ')}{required}")},
        "properties": {
            "clause": visible(criterion.clause),
            "document": visible(rule_set.document.name),
            "effective": rule_set.effective,
        },
    }


def descriptor(code: str, why: str, level: str) -> dict[str, Any]:
    """A rule that files are held to: its code, why it matters, how serious it is."""
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in code.split("-")),
        "shortDescription": {"text": why},
        "defaultConfiguration": {"level": level},
    }


FINDING = "findingAndFile/v1"
"""Names what a finding is known by from run to run: its rule, its file and what it says, whatever its line."""


def finding(found: Problem, code: str, index: int, level: str) -> dict[str, Any]:
    """A result of such a rule, which is the one at this index."""
    return {
        "ruleId": code,
        "ruleIndex": index,
        "level": level,
        "message": {"text": message(found.message)},
        "locations": [location(found.file, found.line, found.column)],
        "partialFingerprints": {FINDING: digest([code, found.file, found.message])},
    }


def notification(problem: Problem) -> dict[str, Any]:
    """A problem of a file, which is not a result but keeps the run from success."""
    return {
        "level": "error",
        "message": {"text": message(problem.message)},
        "locations": [location(problem.file, problem.line, problem.column)],
    }


def message(text: str) -> str:
    """A plain text message: braces doubled, since single ones are placeholders; no embedded link; no controls."""
    return visible(text).replace("{", "{{").replace("}", "}}").replace("](", "]（")


def location(file: str, line: int, column: int) -> dict[str, Any]:
    """A place in a file."""
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(file)},
            "region": {"startLine": line, "startColumn": column},
        }
    }


def uri(file: str) -> str:
    """The URI reference of a path, percent-encoded; relative within the repository, or where the path is."""
    path = PurePath(file if file == STDIN else from_root(file))
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()), safe="/")
