"""Cases that were run, as JUnit XML: a test case for each case and rule set."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from zhenkit.analysis.ruletest.coverage import Coverage
from zhenkit.analysis.ruletest.run import Casework, Ran
from zhenkit.core.i18n import _
from zhenkit.reports.judgement.junit import NO_TIME, document, element, lines, problems_suite, suite_of
from zhenkit.reports.ruletest.phrases import coverage_line, failure_in_words, failure_line, target_line


def render(casework: Casework, fail_under: float) -> str:
    """A suite a file, a test case a case and rule set; a suite more for what is reached, one for problems."""
    by_file: dict[str, list[ET.Element]] = {}
    for ran in casework.ran:
        by_file.setdefault(ran.case.file, []).append(_junit_case(ran, casework))
    suites = [suite_of(file, file, cases) for file, cases in by_file.items()]
    if casework.coverage:
        reached = [_junit_reached(coverage, fail_under, casework) for coverage in casework.coverage.values()]
        suites.append(suite_of(_("reached"), None, reached))
    if casework.problems:
        suites.append(problems_suite(casework.problems))
    return document("zhenkit rules test", suites)


def _junit_case(ran: Ran, casework: Casework) -> ET.Element:
    case = element("testcase", name=ran.case.name, classname=casework.called(ran.case.rule_set), time=NO_TIME)
    if ran.failures:
        listed = lines([failure_line(ran, failure, casework) for failure in ran.failures])
        message = _("; ").join(failure_in_words(failure, ran) for failure in ran.failures)
        case.append(element("failure", listed, type="failure", message=message))
    return case


def _junit_reached(coverage: Coverage, fail_under: float, casework: Casework) -> ET.Element:
    said = coverage_line(coverage, fail_under, casework)
    listed = lines([target_line(target) for target in coverage.not_reached])
    case = element("testcase", name=said, classname=casework.called(coverage.rule_set), time=NO_TIME)
    if coverage.is_below(fail_under):
        case.append(element("failure", listed, type="failure", message=said))
    elif listed:
        case.append(element("system-out", listed))
    return case
