"""JUnit XML for CI servers: one test suite a town, one test case a criterion, a suite more for problems of files.

*Met* and *relaxed* are passes (a relaxed one says so in its output), *not met* is a failure. *Review* and *incomplete*
are skipped, each with its reason: discretion and missing data are neither a pass nor a failure, and that is how CI
shows a case that could not be decided. A problem of a file is an error. The document keeps to the schema that Jenkins'
xUnit plugin publishes; times are 0, since judging is not timed.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from zhenkit.errors import Problem
from zhenkit.judging import CriterionJudgement, Judgement
from zhenkit.language import _
from zhenkit.outcome import Run
from zhenkit.reports import Style
from zhenkit.reports.safe import visible
from zhenkit.reports.wording import criterion_title, explanation, grade_line, place, reasons, town_title, verdict_line

NO_TIME = "0"


def render(run: Run, _style: Style) -> str:
    """The report as one XML document."""
    suites = [_town(judgement) for judgement in run.judgements]
    if run.problems:
        suites.append(_problems(run.problems))
    root = _element("testsuites", name="zhenkit", time=NO_TIME, **_totals(suites, ("tests", "failures", "errors")))
    root.extend(suites)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _element(tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    """An element whose attributes and lines of text hold no character that XML forbids or a terminal acts on."""
    element = ET.Element(tag, {name: visible(value) for name, value in attributes.items()})
    if text is not None:
        element.text = text
    return element


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(map(visible, texts))


def _suite(name: str, file: str | None, cases: list[ET.Element]) -> ET.Element:
    counts = {
        counted: str(sum(case.find(tag) is not None for case in cases))
        for counted, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    where = {} if file is None else {"file": file}
    suite = _element("testsuite", name=name, tests=str(len(cases)), time=NO_TIME, **counts, **where)
    suite.extend(cases)
    return suite


def _totals(suites: Sequence[ET.Element], counted: Sequence[str]) -> dict[str, str]:
    return {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in counted}


def _town(judgement: Judgement) -> ET.Element:
    town, span, score = judgement.town, judgement.span, judgement.score
    told = {
        "rule_set": judgement.rule_set.id,
        "verdict": span.verdict,
        "worst": span.worst.verdict,
        "best": span.best.verdict,
        "score_low": str(score.low),
        "score_high": str(score.high),
        "line": str(town.line),
    }
    properties = _element("properties")
    properties.extend(_element("property", name=name, value=value) for name, value in told.items())
    suite = _suite(town_title(town), town.file, [_case(judged, judgement) for judged in judgement.criteria])
    suite.insert(0, properties)
    suite.append(_element("system-out", visible(verdict_line(judgement))))
    return suite


def _case(judged: CriterionJudgement, judgement: Judgement) -> ET.Element:
    town, word = judgement.town, judged.span.word
    line, column = place(judged, town)
    told = _lines([grade_line(judged), *reasons(judged), f"{town.file}:{line}:{column}"])
    case = _element("testcase", name=criterion_title(judged), classname=town_title(town), time=NO_TIME)
    if word == "not_met":
        case.append(_element("failure", told, type=word, message=explanation(judged)))
    elif word in ("review", "incomplete"):
        case.append(_element("skipped", told, type=word, message=explanation(judged)))
    else:
        case.append(_element("system-out", told))
    return case


def _problems(problems: Sequence[Problem]) -> ET.Element:
    cases = []
    for problem in problems:
        where = f"{problem.file}:{problem.line}:{problem.column}"
        case = _element("testcase", name=where, classname=problem.file, time=NO_TIME)
        case.append(_element("error", visible(str(problem)), type="problem", message=problem.message))
        cases.append(case)
    return _suite(_("problems"), None, cases)
