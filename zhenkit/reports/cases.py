"""Cases run: as text with a line a failure, as JUnit XML with a test case a case, as JSON; and what no case reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from zhenkit import __version__
from zhenkit.casework import Failure, Ran, Tested
from zhenkit.coverage import CHECK, EXCEPTION, GRADED, KINDS, LIFT, ROW, Coverage, Goal
from zhenkit.grades import Span
from zhenkit.intake.expectations import GRADE, MERITS, MISSING, OPEN, UNCERTAIN, VERDICT
from zhenkit.language import _, current, plural
from zhenkit.reports.json import SCHEMA, encode
from zhenkit.reports.safe import plain, visible
from zhenkit.reports.wording import grade_name, verdict_name
from zhenkit.ruleset import RuleSet


def render(format: str, tested: Tested, fail_under: float) -> str:
    """The report; `fail_under` is the percentage that each rule set's cases are to reach."""
    return _RENDER[format](tested, fail_under)


def _answer(answer: Span | tuple[str, ...] | None, ran: Ran, what: str) -> str:
    """What was expected or got, in words."""
    if isinstance(answer, tuple) and not isinstance(answer, Span):
        facts = ran.case.rule_set.facts
        return _(", ").join(facts[name].label.zh if current() == "zh" else name for name in answer) or _("none")
    name = verdict_name if what == VERDICT else grade_name
    if answer is None:
        return name(OPEN[0])
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
        CHECK: _("checks {reached}/{total}"),
        ROW: _("rows of tables {reached}/{total}"),
        EXCEPTION: _("exceptions {reached}/{total}"),
        LIFT: _("checks in principle {reached}/{total}"),
        GRADED: _("grades {reached}/{total}"),
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
    for kind in KINDS:
        reached, total = coverage.count(kind)
        if total:
            yield kind, reached, total


def _text(tested: Tested, fail_under: float) -> str:
    lines = [_failure_line(ran, failure) for ran in tested.ran for failure in ran.failures]
    if lines:
        lines.append("")
    count, failed = len(tested.ran), len(tested.failed)
    said = plural("{count} case run", "{count} cases run", count).format(count=count)
    lines.append(
        _("no case was run")
        if not count
        else _("{said}, {failed} failed").format(said=said, failed=failed)
        if failed
        else _("{said}, all as expected").format(said=said)
    )
    for coverage in tested.coverage.values():
        lines.append(_coverage_line(coverage, fail_under))
        if coverage.not_reached:
            lines.append("  " + _(", ").join(_share(*share) for share in _kinds(coverage)))
            for title, goals in groupby(coverage.not_reached, key=_criterion_title):
                lines += [f"  {title}", *(f"    - {goal.lacking}" for goal in goals)]
    return "".join(f"{plain(line)}\n" for line in lines)


def _span_as_json(answer: Span | tuple[str, ...] | None, what: str) -> object:
    if answer is None:
        return OPEN[0]
    if not isinstance(answer, Span):
        return list(answer)
    worst, best = [end.verdict if what == VERDICT else end.word for end in answer]
    return worst if worst == best else [worst, best]


def _json(tested: Tested, _fail_under: float) -> str:
    cases = ",".join("\n  " + encode(_case_as_json(ran)) for ran in tested.ran)
    coverage = ",".join("\n  " + encode(_coverage_as_json(each)) for each in tested.coverage.values())
    problems = encode([problem._asdict() for problem in tested.problems])
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


def _junit(tested: Tested, fail_under: float) -> str:
    """A suite a file, a test case a case and rule set; a suite more for what is reached, one for problems."""
    by_file: dict[str, list[Ran]] = {}
    for ran in tested.ran:
        by_file.setdefault(ran.case.file, []).append(ran)
    suites = [_suite(file, [_junit_case(ran) for ran in ran_here]) for file, ran_here in by_file.items()]
    if tested.coverage:
        suites.append(_suite(_("reached"), [_junit_reached(one, fail_under) for one in tested.coverage.values()]))
    if tested.problems:
        problems = [
            _case(f"{problem.file}:{problem.line}:{problem.column}", problem.file, ("error", problem.message, ()))
            for problem in tested.problems
        ]
        suites.append(_suite(_("problems"), problems))
    root = ET.Element("testsuites", {"name": "zhenkit rules test", "time": _NO_TIME})
    for counted in ("tests", "failures", "errors"):
        root.set(counted, str(sum(int(suite.get(counted, "0")) for suite in suites)))
    root.extend(suites)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


_NO_TIME = "0"


def _suite(name: str, cases: Sequence[ET.Element]) -> ET.Element:
    counts = {
        counted: str(sum(case.find(tag) is not None for case in cases))
        for counted, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    suite = ET.Element("testsuite", {"name": visible(name), "tests": str(len(cases)), "time": _NO_TIME, **counts})
    suite.extend(cases)
    return suite


def _case(name: str, group: str, found: tuple[str, str, Sequence[str]] | None = None) -> ET.Element:
    """A test case, and what is wrong with it: how bad it is, in one line, line by line."""
    case = ET.Element("testcase", {"name": visible(name), "classname": visible(group), "time": _NO_TIME})
    if found is not None:
        tag, message, lines = found
        wrong = ET.SubElement(case, tag, {"message": visible(message), "type": tag})
        wrong.text = "\n".join(map(visible, lines)) or visible(message)
    return case


def _junit_case(ran: Ran) -> ET.Element:
    if not ran.failures:
        return _case(ran.case.name, ran.case.rule_set.id)
    message = _("; ").join(_said(failure, ran) for failure in ran.failures)
    lines = [_failure_line(ran, failure) for failure in ran.failures]
    return _case(ran.case.name, ran.case.rule_set.id, ("failure", message, lines))


def _junit_reached(coverage: Coverage, fail_under: float) -> ET.Element:
    said = _coverage_line(coverage, fail_under)
    lines = [_goal_line(goal) for goal in coverage.not_reached]
    rules: RuleSet = coverage.rule_set
    if coverage.is_below(fail_under):
        return _case(said, rules.id, ("failure", said, lines))
    case = _case(said, rules.id)
    if lines:
        ET.SubElement(case, "system-out").text = "\n".join(map(visible, lines))
    return case


_RENDER: Mapping[str, Callable[[Tested, float], str]] = {"text": _text, "json": _json, "junit": _junit}
