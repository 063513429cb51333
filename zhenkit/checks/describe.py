"""A check -> what it requires, in words, in both languages: the rule file's own where it has them, else made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from zhenkit.checks.tree import (
    COUNTING,
    INCLUDES,
    All,
    AnyOf,
    Check,
    FigureTable,
    Fold,
    InPrinciple,
    Leaf,
    Of,
    Relaxed,
)
from zhenkit.core.i18n import LANGUAGES, Text, _, both, pgettext, plural, speaking
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, OrUndefined


class Describe(Fold[Text]):
    """The words of a check."""

    def leaf(self, check: Leaf) -> Text:
        """`label: at least figure`."""
        return check.text or in_both(
            lambda: _("{fact}: {figure}").format(fact=check.fact.label, figure=asked_in_words(check, check.figure))
        )

    def all(self, check: All, parts: Sequence[Text]) -> Text:
        """All of the parts."""
        return check.text or _joined(both("all of: {list}"), parts)

    def any(self, check: AnyOf, parts: Sequence[Text]) -> Text:
        """One of the parts."""
        return check.text or _joined(both("one of: {list}"), parts)

    def of(self, check: Of, parts: Sequence[Text]) -> Text:
        """So many of the parts."""
        if check.text:
            return check.text
        if not check.weighed:
            return _joined(both("at least {count} of: {list}"), parts, count=check.count)
        awards = [_award(part, points) for part, points in zip(parts, check.points, strict=True)]
        said = in_both(
            lambda: plural("at least {count} point of: {list}", "at least {count} points of: {list}", check.count)
        )
        return _joined(said, awards, count=check.count)

    def relaxed(self, check: Relaxed, part: Text) -> Text:
        """The exception."""
        return check.text or _joined(both("as an exception: {list}"), [part])

    def in_principle(self, check: InPrinciple, part: Text) -> Text:
        """The check in principle."""
        return check.text or _joined(both("in principle: {list}"), [part])


def in_both(make: Callable[[], str]) -> Text:
    """What `make` says, in each language.

    >>> in_both(lambda: str(firms.label))
    Text(zh='企业户数', en='firms')
    """
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = make()
    return Text(**said)


def _award(part: Text, points: int) -> Text:
    worth = in_both(lambda: plural("{points} point: {what}", "{points} points: {what}", points))
    return Text(*(said.format(points=points, what=what) for said, what in zip(worth, part, strict=True)))


def _joined(template: Text, parts: Sequence[Text], **values: Any) -> Text:
    divider = both("; ")
    return Text(
        template.zh.format(list=divider.zh.join(part.zh for part in parts), **values),
        template.en.format(list=divider.en.join(part.en for part in parts), **values),
    )


def words(check: Check) -> Text:
    """What a check requires, in both languages.

    >>> words(either).en
    'one of: firms: at least 10; as an exception: exports: yes'
    """
    return check.text or check.fold(Describe())


def figure_in_words(fact: Fact, figure: Any) -> str:
    """A figure with its unit, in the language in use: `10 firms`, `20亿元`, `provincial`.

    >>> figure_in_words(exports, True)
    'yes'
    >>> figure_in_words(firms, None)
    'no figure is set: needs review'
    """
    if figure is None:
        return _("no figure is set: needs review")
    shown = fact.type.show(figure)
    if figure is UNDEFINED or isinstance(figure, OrUndefined):
        return shown
    unit = (fact.unit_of_one if figure == 1 else None) or fact.unit
    return _("{figure} {unit}").format(figure=shown, unit=unit) if unit is not None else shown


def asked_in_words(check: Leaf, asked: Any) -> str:
    """What a leaf requires of its fact, in the language in use: of a figure, or of figures by a choice's values.

    >>> asked_in_words(ten_firms, 10)
    'at least 10'
    >>> asked_in_words(by_kind, by_kind.figure)
    'farm at least 5; trade no figure is set: needs review'
    """
    if isinstance(asked, FigureTable):
        asked = asked.figures
    if isinstance(asked, dict) and isinstance(check.figure, FigureTable):
        by = check.figure.by.type
        rows = [f"{by.show(choice)} {asked_in_words(check, figure)}" for choice, figure in asked.items()]
        return _("; ").join(rows)
    if asked is None or check.operator.word == "is":
        return figure_in_words(check.fact, asked)
    if check.operator is INCLUDES:
        return _("includes {list}").format(list=check.fact.type.show(asked))
    if check.operator in COUNTING:
        said = (
            pgettext("members of a set", "less than {figure}")
            if check.operator.word == "less_than"
            else pgettext("members of a set", "at least {figure}")
        )
        return said.format(figure=asked)
    return _(check.fact.type.comparisons[check.operator.word]).format(figure=figure_in_words(check.fact, asked))
