"""A judgement in words, and the place in the town file it hangs on: what several reports share.

Nothing here is made safe for an output: texts may hold whatever the town file says, and each format escapes them.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.checks.describe import asked_in_words, figure_in_words
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import INCLUDES, Leaf
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import IDENTITY
from zhenkit.facts.quantities import write_count
from zhenkit.facts.town import Decision, Town
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import Fact, YesNoType
from zhenkit.judging.judgement import CriterionJudgement, Judgement


def grade_name(word: str) -> str:
    """What a criterion's grade (`met` ... `not_met`, `incomplete`) is called, in the language in use."""
    return {
        "met": _("met"),
        "relaxed": _("relaxed"),
        "review": _("for review"),
        "incomplete": _("incomplete"),
        "not_met": _("not met"),
    }[word]


def verdict_name(word: str) -> str:
    """What a town's verdict (`pass` ... `fail`, `incomplete`) is called, in the language in use."""
    return {
        "pass": _("pass"),
        "relaxed": _("pass by relaxation"),
        "review": _("for review"),
        "incomplete": _("incomplete"),
        "fail": _("fail"),
    }[word]


def town_title(town: Town) -> str:
    """What a town is known by, in one line: province, city, county, name and year, as far as the file says."""
    known = {**town.facts, "year": write_count(town.facts["year"])} if "year" in town.facts else town.facts
    return " ".join(str(known[key]) for key in IDENTITY if key in known)


def verdict_line(judgement: Judgement) -> str:
    """The verdict of a town in one line, with its ends where they differ."""
    span = judgement.span
    said = _("{town} ({rules}): {verdict}").format(
        town=town_title(judgement.town), verdict=verdict_name(span.verdict), rules=judgement.rule_set.edition
    )
    if span.decided:
        return said
    worst, best = verdict_name(span.worst.verdict), verdict_name(span.best.verdict)
    return _("{said} ({worst} … {best})").format(said=said, worst=worst, best=best)


def criterion_title(judged: CriterionJudgement) -> str:
    """A criterion's number, name and clause."""
    criterion = judged.criterion
    return _("{number} {name}, {clause}").format(number=criterion.number, name=criterion.name, clause=criterion.clause)


def grade_line(judged: CriterionJudgement) -> str:
    """A criterion's grade, with its ends where they differ."""
    span = judged.span
    said, worst, best = grade_name(span.word), grade_name(span.worst.word), grade_name(span.best.word)
    return said if span.decided else _("{said} ({worst} … {best})").format(said=said, worst=worst, best=best)


def explanation(judged: CriterionJudgement) -> str:
    """A criterion's grade and everything it hangs on, in one line."""
    divider = _("; ")
    return _("{grade}: {why}").format(grade=grade_line(judged), why=divider.join(reasons(judged)))


def reasons(judged: CriterionJudgement) -> list[str]:
    """What the grade hangs on, a line each: what was given and what is asked, what is missing, what people decided."""
    found = list(_open_facts(judged))
    if judged.checked.decided:
        found += [_given_and_asked(leaf, judged) for leaf in _deciding_leaves(judged.trace)]
    if judged.decision is not None:
        found.append(decision_line(judged.decision))
    return found


def decision_line(decision: Decision) -> str:
    """What people decided, who, when and why."""
    said = _("granted by {by} on {date}: {why}") if decision.granted else _("refused by {by} on {date}: {why}")
    return said.format(by=decision.by, date=decision.date, why=decision.why)


def place_of(judged: CriterionJudgement, town: Town) -> tuple[int, int]:
    """The line and column that a criterion's grade hangs on; the town's beginning where its file does not say it."""
    if judged.decision is not None and judged.span != judged.checked:
        return town.find_decision(judged.criterion.number)
    if not judged.span.decided:
        return town.find([*judged.uncertain, *judged.missing][0].id)
    asked = [_fact(leaf) for leaf in _deciding_leaves(judged.trace)]
    facts = [stated.id for fact in asked for stated in fact.bases or (fact,)]
    return town.find(next((fact for fact in facts if fact in town.facts), facts[0]))


def value_in_words(fact: Fact, value: Value | None) -> str:
    """What a town gives for a fact, with its unit; of a set how many; that it gives nothing, where it does not."""
    if value is None:
        return _("not given")
    return str(len(value)) if isinstance(value, frozenset) else figure_in_words(fact, value)


def _open_facts(judged: CriterionJudgement) -> Iterator[str]:
    facts = judged.case.facts
    if judged.missing:
        yield _("missing: {list}").format(list=_(", ").join(str(fact.label) for fact in judged.missing))
    for fact in judged.uncertain:
        yield _("uncertain: {fact}: {given}").format(fact=fact.label, given=value_in_words(fact, facts[fact.id]))


def _given_and_asked(leaf: Trace, judged: CriterionJudgement) -> str:
    check = leaf.check
    assert isinstance(check, Leaf)
    if check.operator is INCLUDES and leaf.value is not None:
        said = _members_given(check, leaf.value)
    else:
        said = _("{fact}: {given} (asked: {asked})").format(
            fact=check.fact.label,
            given=value_in_words(check.fact, leaf.value),
            asked=asked_in_words(check, leaf.asked),
        )
    if check.fact.id not in judged.case.unproven:
        return said
    if not isinstance(check.fact.type, YesNoType):
        return _("{said} (the figure measures something else)").format(said=said)
    return _("{said} (no evidence)").format(said=said)


def _members_given(check: Leaf, value: frozenset[str]) -> str:
    """How many of the members asked for a set has, and which it lacks."""
    lacking = check.figure - value
    count = len(check.figure)
    said = _("{fact}: {has} of {count}").format(fact=check.fact.label, has=count - len(lacking), count=count)
    if not lacking:
        return said
    return _("{said} (lacks: {list})").format(said=said, list=check.fact.type.show(lacking))


def _fact(leaf: Trace) -> Fact:
    assert isinstance(leaf.check, Leaf)
    return leaf.check.fact


def _deciding_leaves(trace: Trace) -> list[Trace]:
    """The leaves that a decided check's grade hangs on: those that give that very grade, down the tree."""
    if not trace.parts:
        return [trace]
    # a cap or a lift changes the grade of its one part, and a missing choice may leave no part alone to blame
    same = [part for part in trace.parts if part.span == trace.span] or trace.parts
    return [leaf for part in same for leaf in _deciding_leaves(part)]
