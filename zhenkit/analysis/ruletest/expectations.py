"""What a case expects of a town: a verdict, grades, missing facts and merits, read from a case file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from zhenkit.checks.grades import GRADE_WORDS, VERDICT_WORDS, Grade, Span
from zhenkit.core.errors import near, quoted
from zhenkit.core.i18n import _
from zhenkit.facts.quantities import Unreadable
from zhenkit.rulesets.model import RuleSet

INCOMPLETE_WORDS = ("incomplete", "资料不全")
"""The words for a grade or a verdict whose ends differ."""
GRADE_NAMES = dict(zip((*GRADE_WORDS, "不达标", "待评审", "放宽达标", "达标"), (*Grade, *Grade), strict=True))
VERDICT_NAMES = dict(zip((*VERDICT_WORDS, "不符合", "待评审", "放宽符合", "符合"), (*Grade, *Grade), strict=True))

VERDICT, GRADE, MISSING, UNCERTAIN, MERITS = "verdict", "grades", "missing", "uncertain", "merits"
EXPECTATIONS = (VERDICT, GRADE, MISSING, UNCERTAIN, MERITS)
WRITTEN_LIKE = {
    GRADE: "{4: relaxed}",
    MISSING: "{4: [annual_output]}",
    UNCERTAIN: "{4: [annual_output]}",
    MERITS: "{5: [technology_centre]}",
}

Steps = tuple[str | int, ...]
Report = Callable[..., None]
"""`report(steps, message, key)` is called with what is wrong, at steps below the case."""


class Expectation(NamedTuple):
    """One thing a case expects, of the town (`verdict`) or of a criterion, and where the case says so."""

    what: str
    criterion: int | None
    wanted: Span | tuple[str, ...] | None
    """A span, None where its ends are to differ whatever they are; or the ids of facts."""
    at: Steps


def read_expectations(case: Mapping[str, Any], rule_set: RuleSet, report: Report) -> Iterator[Expectation]:
    """What a case expects, by the criteria and the dictionary of a rule set; what is wrong is reported and ignored."""
    if VERDICT in case:
        try:
            yield Expectation(VERDICT, None, _ends(case[VERDICT], VERDICT_NAMES), (VERDICT,))
        except Unreadable as error:
            report((VERDICT,), str(error))
    for key, example in WRITTEN_LIKE.items():
        said = case.get(key)
        if said is None:
            continue
        if not isinstance(said, dict):
            message = _("`{key}:` is a mapping from criteria's numbers, like {example}")
            report((key,), message.format(key=key, example=example))
            continue
        for number, raw in said.items():
            if not (number.isascii() and number.isdecimal() and rule_set.criterion(int(number))):
                report((key, number), _no_criterion(number, rule_set), True)
                continue
            try:
                wanted = _ends(raw, GRADE_NAMES) if key == GRADE else _facts(raw, rule_set)
                yield Expectation(key, int(number), wanted, (key, number))
            except Unreadable as error:
                report((key, number), str(error))


def _no_criterion(number: str, rule_set: RuleSet) -> str:
    there_is = ", ".join(str(criterion.number) for criterion in rule_set.criteria)
    said = _("{rules} has no criterion {number}; there are: {there_is}")
    return said.format(rules=rule_set.id, number=quoted(number), there_is=there_is)


def _ends(raw: Any, words: Mapping[str, Grade]) -> Span | None:
    if isinstance(raw, str) and raw in INCOMPLETE_WORDS:
        return None
    given = raw if isinstance(raw, list) else [raw]
    grades = [words[word] for word in given if isinstance(word, str) and word in words]
    if len(grades) == len(given) in (1, 2) and grades == sorted(grades):
        return Span(grades[0], grades[-1])
    worst, *others = list(words)[: len(Grade)]
    said = _("{value} is not an answer; write {words} or {open}, or two ends like [{worst}, {best}]").format(
        value=quoted(raw), words=", ".join((worst, *others)), open=INCOMPLETE_WORDS[0], worst=worst, best=others[1]
    )
    close = near(raw, (*words, *INCOMPLETE_WORDS)) if isinstance(raw, str) else None
    raise Unreadable(said + (_("; did you mean {near}?").format(near=close) if close else ""))


def _facts(raw: Any, rule_set: RuleSet) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise Unreadable(_("a list of facts is expected here, like [annual_output], or [] for none"))
    found = []
    for name in raw:
        fact = rule_set.facts.named(name) if isinstance(name, str) else None
        if fact is None:
            raise Unreadable(rule_set.facts.unknown(str(name)))
        found.append(fact.id)
    return tuple(found)
