"""What `rules test` reports: the words that its formats share."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.analysis.ruletest.coverage import (
    OF_CHECK,
    OF_EXCEPTION,
    OF_GRADE,
    OF_LIFT,
    OF_ROW,
    TARGET_KINDS,
    Coverage,
    Target,
)
from zhenkit.analysis.ruletest.expectations import GRADE, INCOMPLETE_WORDS, MERITS, MISSING, UNCERTAIN, VERDICT
from zhenkit.analysis.ruletest.run import Casework, Failure, Ran
from zhenkit.checks.grades import Span
from zhenkit.core.i18n import _, current
from zhenkit.reports.phrases.grades import grade_word, verdict_word


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


def failure_in_words(failure: Failure, ran: Ran) -> str:
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


def _title(ran: Ran, casework: Casework) -> str:
    return _("{case} ({rules})").format(case=ran.case.name, rules=casework.called(ran.case.rule_set))


def _where(ran: Ran, failure: Failure) -> str:
    line, column = ran.case.find(failure.expectation.at)
    return f"{ran.case.file}:{line}:{column}"


def failure_line(ran: Ran, failure: Failure, casework: Casework) -> str:
    """One failure in a line, with its place."""
    return _("{where}: {case}: {failure}").format(
        where=_where(ran, failure), case=_title(ran, casework), failure=failure_in_words(failure, ran)
    )


def criterion_title(target: Target) -> str:
    """The criterion that a target is of."""
    criterion = target.criterion
    return _("{number} {name}, {clause}").format(number=criterion.number, name=criterion.name, clause=criterion.clause)


def target_line(target: Target) -> str:
    """What no case reaches, in a line."""
    return _("{criterion}: {lacking}").format(criterion=criterion_title(target), lacking=target.lacking)


def share(kind: str, reached: int, total: int) -> str:
    """How many of one kind of target are reached."""
    said = {
        OF_CHECK: _("checks {reached}/{total}"),
        OF_ROW: _("rows of tables {reached}/{total}"),
        OF_EXCEPTION: _("exceptions {reached}/{total}"),
        OF_LIFT: _("checks in principle {reached}/{total}"),
        OF_GRADE: _("grades {reached}/{total}"),
    }[kind]
    return said.format(reached=reached, total=total)


def coverage_line(coverage: Coverage, fail_under: float, casework: Casework) -> str:
    """How much the cases of a rule set reach, and whether it is less than `fail_under` percent."""
    reached, total = coverage.count()
    said = _("{rules}: {percent} % reached ({reached} of {total})").format(
        rules=casework.called(coverage.rule_set), percent=coverage.percent, reached=reached, total=total
    )
    if coverage.is_below(fail_under):
        said = _("{said}, less than the required {percent} %").format(said=said, percent=f"{fail_under:g}")
    return said


def kinds(coverage: Coverage) -> Iterator[tuple[str, int, int]]:
    """How much of each kind of target is reached, of those that the rule set has."""
    for kind in TARGET_KINDS:
        reached, total = coverage.count(kind)
        if total:
            yield kind, reached, total
