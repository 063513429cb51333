"""What a difference is about, and what a side requires there, in words."""

from __future__ import annotations

from fractions import Fraction

from zhenkit.analysis.diff.describe import (
    CHECK,
    COUNT,
    CRITERION,
    EXCEPTION,
    FLOOR,
    ONE_WAY,
    PREFERRED,
    PRINCIPLE,
    REQUIRED,
    WEIGHT,
    Requirement,
    Subject,
    is_yes_no,
)
from zhenkit.checks.describe import asked_in_words, figure_in_words, words
from zhenkit.checks.tree import Check, FigureTable, Leaf, leaves
from zhenkit.core.i18n import _, plural


def subject_in_words(subject: Subject) -> str:
    """What a change, or a row of a matrix, is about."""
    if subject.kind == WEIGHT:
        return _("weight in the score")
    if subject.kind == CRITERION:
        return _("the whole criterion: {name}").format(name=subject.name)
    return _checks_in_words(subject) + {
        EXCEPTION: _(" (in the exception)"),
        PRINCIPLE: _(" (in principle)"),
        ONE_WAY: _(" (in one of the ways)"),
    }.get(subject.path, "")


def _checks_in_words(subject: Subject) -> str:
    checks = subject.checks
    if subject.kind == COUNT:
        listed = _("; ").join(map(_called, checks))
        return str(subject.name) if subject.name else _("how many of: {list}").format(list=listed)
    if len(checks) > 1:  # one took the other's place
        one, other = (list(dict.fromkeys(leaf.fact for leaf in leaves(check))) for check in checks)
        return _("; ").join(str(fact.label) for fact in one if fact in other) or str(words(checks[0]))
    if not isinstance(leaf := checks[0], Leaf):
        return _called(leaf)
    if subject.by is not None:
        choices = _(", ").join(subject.by.type.show(choice) for choice in subject.choices)
        return _("{fact}, threshold ({choices})").format(fact=leaf.fact.label, choices=choices)
    if subject.kind == FLOOR:
        return _("{fact}, floor").format(fact=leaf.fact.label)
    return _called(leaf) if subject.kind == CHECK else str(leaf.fact.label)


def _called(check: Check) -> str:
    """What a check is called: by its fact, where it compares a figure."""
    return str(check.fact.label if isinstance(check, Leaf) and not is_yes_no(check) else words(check))


def requirement_in_words(required: Requirement) -> str:
    """What a side requires: how the part counts, and the figure where it has one."""
    if required.check is not None:
        return str(words(required.check))
    if required.count is not None:
        return _count_in_words(required, required.count)
    leaf, role = required.leaf, required.role
    if role is not None and (leaf is None or is_yes_no(leaf) or _is_one(leaf)):
        return _role_in_words(role)
    assert leaf is not None  # what has neither a role nor a count has a figure
    said = _figure_in_words(leaf, required)
    return said if role is None else _("{how}: {asked}").format(how=_role_in_words(role), asked=said)


def _count_in_words(required: Requirement, count: int | Fraction) -> str:
    if required.total is not None:
        said = _("{count} of {all} points") if required.points else _("{count} of {all}")
        return said.format(count=count, all=required.total)
    return plural("{count} point", "{count} points", int(count)).format(count=count) if required.points else str(count)


def _role_in_words(role: str) -> str:
    return {
        REQUIRED: _("required"),
        ONE_WAY: _("one way"),
        EXCEPTION: _("as an exception"),
        PRINCIPLE: _("in principle"),
        PREFERRED: _("preferred"),
    }[role]


def _is_one(leaf: Leaf) -> bool:
    """Whether a leaf requires at least one: that there is any."""
    return leaf.fact.type.name == "count" and leaf.operator.word == "at_least" and leaf.figure == 1


def _figure_in_words(leaf: Leaf, required: Requirement) -> str:
    """The figure that a leaf requires: alone where it is a least, else with how it compares."""
    figure = required.figure
    if figure is None:
        return _("needs review")
    if required.with_operator or isinstance(figure, FigureTable):
        return asked_in_words(leaf, figure)
    if isinstance(figure, frozenset) and figure == leaf.fact.type.top:
        return _("all {count}").format(count=len(figure))
    if leaf.operator.word == "at_least" and leaf.fact.type.name != "set":
        return figure_in_words(leaf.fact, figure)
    return asked_in_words(leaf, figure)
