"""Cases run: as text with a line a failure, as JUnit XML with a test case a case, as JSON; and what no case reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from xml.etree import ElementTree as ET

from zhenkit import __version__
from zhenkit.analysis.ruletest.coverage import (
    GOAL_KINDS,
    OF_CHECK,
    OF_EXCEPTION,
    OF_GRADE,
    OF_LIFT,
    OF_ROW,
    Coverage,
    Goal,
)
from zhenkit.analysis.ruletest.expectations import GRADE, INCOMPLETE_WORDS, MERITS, MISSING, UNCERTAIN, VERDICT
from zhenkit.analysis.ruletest.run import Casework, Failure, Ran
from zhenkit.checks.grades import Span
from zhenkit.core.escape import encode, plain
from zhenkit.core.i18n import _, current, plural
from zhenkit.reports.judgement.json import SCHEMA
from zhenkit.reports.judgement.junit import NO_TIME, document, element, lines, problems_suite, suite_of
from zhenkit.reports.phrases.grades import grade_word, verdict_word


def render(format: str, casework: Casework, fail_under: float) -> str:
    """The report; `fail_under` is the percentage that each rule set's cases are to reach."""
    return _RENDER[format](casework, fail_under)


def _answer(answer: Span | tuple[str, ...] | None, ran: Ran, what: str) -> str:
    """What was expected or got, in words."""
    if isinstance(answer, tuple) and not isinstance(answer, Span):
        facts = ran.case.rule_set.facts
        return _(", ").join(facts[name].label.zh if current() == "zh" else name for name in answer) or _("none")
    name = verdict_word if what == VERDICT else grade_word
    if answer is None:
        return name(INCOMPLETE_WORDS[0])
    ends = [name(end.verdict if what == VERDICT else end.word) for end in answer]
    return ends[0] if answer.decided else _("{worst} … {best}").format(worst=ends[0], best=ends[1])


def _said(failure: Failure, ran: Ran) -> str:
    """One failure in words."""
    what, number, wanted, _at = failure.expectation
    subject = {
        VERDICT: _("verdict"),
        GRADE: _("criterion {number}"),
        MISSING: _("what is missing for criterion {number}"),
        UNCERTAIN: _("what is uncertain for criterion {number}"),
        MERITS: _("the merits of criterion {number}"),
    }[what].format(number=number)
    return _("{subject}: expected {wanted}, got {got}").format(
        subject=subject, wanted=_answer(wanted, ran, what), got=_answer(failure.got, ran, what)
    )


def _title(ran: Ran) -> str:
    return _("{case} ({rules})").format(case=ran.case.name, rules=ran.case.rule_set.id)


def _where(ran: Ran, failure: Failure) -> str:
    line, column = ran.case.find(failure.expectation.at)
    return f"{ran.case.file}:{line}:{column}"


def _failure_line(ran: Ran, failure: Failure) -> str:
    return _("{where}: {case}: {failure}").format(
        where=_where(ran, failure), case=_title(ran), failure=_said(failure, ran)
    )


def _criterion_title(goal: Goal) -> str:
    criterion = goal.criterion
    return _("{number} {name}, {clause}").format(number=criterion.number, name=criterion.name, clause=criterion.clause)


def _goal_line(goal: Goal) -> str:
    return _("{criterion}: {lacking}").format(criterion=_criterion_title(goal), lacking=goal.lacking)


def _share(kind: str, reached: int, total: int) -> str:
    said = {
        OF_CHECK: _("checks {reached}/{total}"),
        OF_ROW: _("rows of tables {reached}/{total}"),
        OF_EXCEPTION: _("exceptions {reached}/{total}"),
        OF_LIFT: _("checks in principle {reached}/{total}"),
        OF_GRADE: _("grades {reached}/{total}"),
    }[kind]
    return said.format(reached=reached, total=total)


def _coverage_line(coverage: Coverage, fail_under: float) -> str:
    reached, total = coverage.count()
    said = _("{rules}: {percent} % reached ({reached} of {total})").format(
        rules=coverage.rule_set.id, percent=coverage.percent, reached=reached, total=total
    )
    if coverage.is_below(fail_under):
        said = _("{said}, less than the {percent} % asked for").format(said=said, percent=f"{fail_under:g}")
    return said


def _kinds(coverage: Coverage) -> Iterator[tuple[str, int, int]]:
    """How much of each kind of goal is reached, of those that the rule set has."""
    for kind in GOAL_KINDS:
        reached, total = coverage.count(kind)
        if total:
            yield kind, reached, total


def _text(casework: Casework, fail_under: float) -> str:
    told = [_failure_line(ran, failure) for ran in casework.ran for failure in ran.failures]
    if told:
        told.append("")
    count, failed = len(casework.ran), len(casework.failed)
    said = plural("{count} case run", "{count} cases run", count).format(count=count)
    told.append(
        _("no case was run")
        if not count
        else _("{said}, {failed} failed").format(said=said, failed=failed)
        if failed
        else _("{said}, all as expected").format(said=said)
    )
    for coverage in casework.coverage.values():
        told.append(_coverage_line(coverage, fail_under))
        if coverage.not_reached:
            told.append("  " + _(", ").join(_share(*share) for share in _kinds(coverage)))
            for title, goals in groupby(coverage.not_reached, key=_criterion_title):
                told += [f"  {title}", *(f"    - {goal.lacking}" for goal in goals)]
    return "".join(f"{plain(line)}\n" for line in told)


def _span_as_json(answer: Span | tuple[str, ...] | None, what: str) -> object:
    if answer is None:
        return INCOMPLETE_WORDS[0]
    if not isinstance(answer, Span):
        return list(answer)
    worst, best = [end.verdict if what == VERDICT else end.word for end in answer]
    return worst if worst == best else [worst, best]


def _json(casework: Casework, _fail_under: float) -> str:
    cases = ",".join("\n  " + encode(_case_as_json(ran)) for ran in casework.ran)
    coverage = ",".join("\n  " + encode(_coverage_as_json(each)) for each in casework.coverage.values())
    problems = encode([problem._asdict() for problem in casework.problems])
    return (
        f'{{"zhenkit": {encode(__version__)}, "schema": {SCHEMA},\n "problems": {problems},\n'
        f' "cases": [{cases}],\n "coverage": [{coverage}]}}\n'
    )


def _case_as_json(ran: Ran) -> dict[str, object]:
    line, column = ran.case.find(())
    failures = []
    for failure in ran.failures:
        what, number, wanted, at = failure.expectation
        at_line, at_column = ran.case.find(at)
        failures.append(
            {
                "what": what,
                "criterion": number,
                "expected": _span_as_json(wanted, what),
                "got": _span_as_json(failure.got, what),
                "line": at_line,
                "column": at_column,
            }
        )
    return {
        "name": ran.case.name,
        "file": ran.case.file,
        "line": line,
        "column": column,
        "rule_set": ran.case.rule_set.id,
        "passed": not failures,
        "failures": failures,
    }


def _coverage_as_json(coverage: Coverage) -> dict[str, object]:
    reached, total = coverage.count()
    return {
        "rule_set": coverage.rule_set.id,
        "percent": coverage.percent,
        "reached": reached,
        "total": total,
        "kinds": {kind: {"reached": reached, "total": total} for kind, reached, total in _kinds(coverage)},
        "not_reached": [
            {
                "kind": goal.kind,
                "criterion": goal.criterion.number,
                "clause": goal.criterion.clause,
                "text": goal.lacking._asdict(),
            }
            for goal in coverage.not_reached
        ],
    }


def _junit(casework: Casework, fail_under: float) -> str:
    """A suite a file, a test case a case and rule set; a suite more for what is reached, one for problems."""
    by_file: dict[str, list[ET.Element]] = {}
    for ran in casework.ran:
        by_file.setdefault(ran.case.file, []).append(_junit_case(ran))
    suites = [suite_of(file, file, cases) for file, cases in by_file.items()]
    if casework.coverage:
        reached = [_junit_reached(coverage, fail_under) for coverage in casework.coverage.values()]
        suites.append(suite_of(_("reached"), None, reached))
    if casework.problems:
        suites.append(problems_suite(casework.problems))
    return document("zhenkit rules test", suites)


def _junit_case(ran: Ran) -> ET.Element:
    case = element("testcase", name=ran.case.name, classname=ran.case.rule_set.id, time=NO_TIME)
    if ran.failures:
        told = lines([_failure_line(ran, failure) for failure in ran.failures])
        message = _("; ").join(_said(failure, ran) for failure in ran.failures)
        case.append(element("failure", told, type="failure", message=message))
    return case


def _junit_reached(coverage: Coverage, fail_under: float) -> ET.Element:
    said, told = _coverage_line(coverage, fail_under), lines([_goal_line(goal) for goal in coverage.not_reached])
    case = element("testcase", name=said, classname=coverage.rule_set.id, time=NO_TIME)
    if coverage.is_below(fail_under):
        case.append(element("failure", told, type="failure", message=said))
    elif told:
        case.append(element("system-out", told))
    return case


_RENDER: Mapping[str, Callable[[Casework, float], str]] = {"text": _text, "json": _json, "junit": _junit}
