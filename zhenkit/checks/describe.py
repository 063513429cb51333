"""A check -> what it asks, in words, in both languages: the rule file's own where it has them, else made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from zhenkit.checks.tree import (
    INCLUDES,
    OF_MEMBERS,
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
from zhenkit.core.i18n import LANGUAGES, Text, _, both, pgettext, speaking
from zhenkit.facts.types.members import Fact


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
        worth = both("{points} points: {what}")
        awards = [
            Text(*(said.format(points=points, what=what) for said, what in zip(worth, part, strict=True)))
            for part, points in zip(parts, check.points, strict=True)
        ]
        return _joined(both("at least {count} points of: {list}"), awards, count=check.count)

    def relaxed(self, check: Relaxed, part: Text) -> Text:
        """The exception."""
        return check.text or _joined(both("as an exception: {list}"), [part])

    def in_principle(self, check: InPrinciple, part: Text) -> Text:
        """The check in principle."""
        return check.text or _joined(both("in principle: {list}"), [part])


def in_both(make: Callable[[], str]) -> Text:
    """What `make` says, in each language."""
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = make()
    return Text(**said)


def _joined(template: Text, parts: Sequence[Text], **values: Any) -> Text:
    divider = both("; ")
    return Text(
        template.zh.format(list=divider.zh.join(part.zh for part in parts), **values),
        template.en.format(list=divider.en.join(part.en for part in parts), **values),
    )


def words(check: Check) -> Text:
    """What a check asks, in both languages."""
    return check.text or check.fold(Describe())


def figure_in_words(fact: Fact, figure: Any) -> str:
    """A figure with its unit, in the language in use: `10 firms`, `20亿元`, `provincial`; what none is, is said."""
    if figure is None:
        return _("no figure is set: for review")
    shown = fact.type.show(figure)
    unit = (fact.unit_of_one if figure == 1 else None) or fact.unit
    return _("{figure} {unit}").format(figure=shown, unit=unit) if unit is not None else shown


def asked_in_words(check: Leaf, asked: Any) -> str:
    """What a leaf asks of its fact, in the language in use; `asked` is a figure, or figures by a choice's values."""
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
    if check.operator in OF_MEMBERS:
        said = (
            pgettext("members of a set", "less than {figure}")
            if check.operator.word == "less_than"
            else pgettext("members of a set", "at least {figure}")
        )
        return said.format(figure=asked)
    return _(check.fact.type.comparisons[check.operator.word]).format(figure=figure_in_words(check.fact, asked))
