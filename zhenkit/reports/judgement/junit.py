"""JUnit XML for CI servers: one test suite a town, one test case a criterion, a suite more for problems of files.

*Met* and *relaxed* are passes (a relaxed one says so in its output), *not met* is a failure. *Review* and *incomplete*
are skipped, each with its reason: discretion and missing data are neither a pass nor a failure, and that is how CI
shows a case that could not be decided. A problem of a file is an error. The document keeps to the schema that Jenkins'
xUnit plugin publishes; times are 0, since judging is not timed.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from zhenkit.core.errors import Problem
from zhenkit.core.escape import visible
from zhenkit.core.i18n import _
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.phrases.criteria import explanation, place_in_file, reasons
from zhenkit.reports.phrases.grades import grade_in_words
from zhenkit.reports.phrases.titles import criterion_title, town_title, verdict_line

NO_TIME = "0"


def render(run: Run, _style: Style) -> str:
    """The report as one XML document."""
    suites = [_town(judgement, rank) for judgement, rank in run.ranked()]
    if run.problems:
        suites.append(problems_suite(run.problems))
    return document("zhenkit", suites)


def document(name: str, suites: Sequence[ET.Element]) -> str:
    """Test suites as one XML document."""
    root = element("testsuites", name=name, time=NO_TIME, **_totals(suites, ("tests", "failures", "errors")))
    root.extend(suites)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def element(tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    """An element whose attributes and lines of text hold no character that XML forbids or a terminal acts on."""
    element = ET.Element(tag, {name: visible(value) for name, value in attributes.items()})
    if text is not None:
        element.text = text
    return element


def lines(texts: Sequence[str]) -> str:
    """Several lines of text, each made harmless by itself."""
    return "\n".join(map(visible, texts))


def suite_of(name: str, file: str | None, cases: list[ET.Element]) -> ET.Element:
    """A suite of test cases, counted."""
    counts = {
        counted: str(sum(case.find(tag) is not None for case in cases))
        for counted, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    where = {} if file is None else {"file": file}
    suite = element("testsuite", name=name, tests=str(len(cases)), time=NO_TIME, **counts, **where)
    suite.extend(cases)
    return suite


def _totals(suites: Sequence[ET.Element], counted: Sequence[str]) -> dict[str, str]:
    return {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in counted}


def _town(judgement: Judgement, rank: int | None) -> ET.Element:
    town, span, score = judgement.town, judgement.span, judgement.score
    stated = {
        "rule_set": judgement.rule_set.id,
        "effective": judgement.rule_set.effective,
        "verdict": span.verdict,
        "worst": span.worst.verdict,
        "best": span.best.verdict,
        "score_low": str(score.low),
        "score_high": str(score.high),
        **({} if rank is None else {"rank": str(rank)}),
        "line": str(town.line),
    }
    properties = element("properties")
    properties.extend(element("property", name=name, value=value) for name, value in stated.items())
    suite = suite_of(town_title(town), town.file, [_case(judged, judgement) for judged in judgement.criteria])
    suite.insert(0, properties)
    suite.append(element("system-out", visible(verdict_line(judgement))))
    return suite


def _case(judged: CriterionJudgement, judgement: Judgement) -> ET.Element:
    town, word = judgement.town, judged.span.word
    line, column = place_in_file(judged, town)
    text = lines([grade_in_words(judged.span), *reasons(judged, judgement), f"{town.file}:{line}:{column}"])
    case = element("testcase", name=criterion_title(judged.criterion), classname=town_title(town), time=NO_TIME)
    if word == "not_met":
        case.append(element("failure", text, type=word, message=explanation(judged, judgement)))
    elif word in ("review", "incomplete"):
        case.append(element("skipped", text, type=word, message=explanation(judged, judgement)))
    else:
        case.append(element("system-out", text))
    return case


def problems_suite(problems: Sequence[Problem]) -> ET.Element:
    """A suite of what is wrong with files, an error each."""
    cases = []
    for problem in problems:
        where = f"{problem.file}:{problem.line}:{problem.column}"
        case = element("testcase", name=where, classname=problem.file, time=NO_TIME)
        case.append(element("error", visible(str(problem)), type="problem", message=problem.message))
        cases.append(case)
    return suite_of(_("problems"), None, cases)
