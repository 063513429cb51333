"""The shape of a check -> the check, its facts known and its figures read; what is wrong is reported with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from zhenkit.checks.tree import (
    AT_LEAST,
    AT_MOST,
    COUNTING,
    INCLUDES,
    IS_NO,
    IS_YES,
    LESS_THAN,
    MORE_THAN,
    OPPOSITES,
    All,
    AnyOf,
    Check,
    FigureTable,
    InPrinciple,
    Leaf,
    Of,
    Operator,
    Relaxed,
)
from zhenkit.core.errors import near, quoted
from zhenkit.core.i18n import Text, _, both
from zhenkit.documents.yaml import Path
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range, Unreadable
from zhenkit.facts.types.members import ChoiceType, MemberType, SetType
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.rulesets import schema
from zhenkit.rulesets.model import NO_FIGURE

Texts = tuple[Text | None, Text | None]
UNKNOWN_FACT, WRONG_TYPE = "unknown-fact", "wrong-type"
"""Codes of lints."""
FIGURE_OPERATORS = {operator.word: operator for operator in (AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN)}
COUNT_OPERATORS = {operator.word: operator for operator in COUNTING}


class CheckBuilder:
    """Builds checks by a dictionary of facts; `report(path, message, key, code)` is called with what is wrong."""

    def __init__(self, facts: Facts, report: Callable[..., None], declared: Collection[str] = ()) -> None:
        self.facts, self.report = facts, report
        self.declared = declared
        """The facts that the file defines: one that is wrong is reported as that, and not again as unknown."""
        self.places: dict[Check, Path] = {}
        """Where in the file each check is, for messages about it."""

    def check(self, path: Path, shape: schema.CheckShape) -> Check:
        """The check of this shape, which is at this path; an empty one where it is wrong."""
        text, reading = (said.text() if said else None for said in (shape.text, shape.reading))
        check = self._built(path, shape, (text, reading))
        self.places[check] = path
        return check

    def _built(self, path: Path, shape: schema.CheckShape, words: Texts) -> Check:
        match shape:
            case schema.LeafShape():
                return self._leaf(path, shape, words)
            case schema.AllShape():
                return All(*words, self._several(path, "all", shape.all))
            case schema.AnyShape():
                return AnyOf(*words, self._several(path, "any", shape.any))
            case schema.OfShape():
                return self._of(path, shape, words)
            case schema.PointsShape():
                return self._points(path, shape, words)
            case schema.NoneShape():
                return self._none(path, shape, words)
            case schema.RelaxedShape():
                return Relaxed(*words, self.check((*path, "relaxed"), shape.relaxed))
            case schema.InPrincipleShape():
                return InPrinciple(*words, self.check((*path, "in_principle"), shape.in_principle))
        return All(*words, ())  # a broken one, whose problems are known

    def _leaf(self, path: Path, shape: schema.LeafShape, words: Texts) -> Check:
        stated = [
            (word, figure)
            for word in ("at_least", "more_than", "at_most", "less_than", "is", "includes")
            if (figure := getattr(shape, "is_" if word == "is" else word)) is not None
        ]
        fact = self.facts.by_id.get(shape.fact)
        if fact is None and shape.fact in self.declared:
            return All(*words, ())
        if fact is None:
            self.report((*path, "fact"), self._unknown_fact(shape.fact), code=UNKNOWN_FACT)
        elif len(stated) > 1:
            self.report(
                path, _("a check of a fact has exactly one of at_least, more_than, at_most, less_than, is, includes")
            )
        elif not stated:
            self.report(
                path,
                _("it does not say what is required of {fact}, a {type}; {how}").format(
                    fact=fact.called, type=_(fact.type.name), how=fact.type.how_to_ask()
                ),
            )
        else:
            word, figure = stated[0]
            try:
                operator, asked = self._operator((*path, word), fact, word, figure)
                return Leaf(*words, fact, operator, asked)
            except Unreadable as error:
                self.report((*path, word), f"{fact.id}: {error.exact}", code=WRONG_TYPE)
        return All(*words, ())

    def _operator(self, path: Path, fact: Fact, word: str, figure: Any) -> tuple[Operator, Any]:
        kind = fact.type
        if isinstance(figure, list) and word != "includes":
            raise Unreadable(_("one figure is expected here, not a list; {how}").format(how=fact.type.how_to_ask()))
        if word in kind.operators:
            if word == "is":
                return (IS_YES if (value := kind.read(figure)) else IS_NO), value
            if word == "includes":
                members = kind.read(list(figure))
                if not members:
                    raise Unreadable(_("the list is empty"))
                return INCLUDES, members
            if isinstance(kind, SetType):
                return COUNT_OPERATORS[word], self._figure(path, figure, lambda raw: _members_asked(kind, raw))
            return FIGURE_OPERATORS[word], self._figure(path, figure, lambda raw: _exact(kind.read(raw)))
        raise Unreadable(
            _("a {type} cannot be compared with `{word}:`; {how}").format(
                type=_(kind.name), word=word, how=fact.type.how_to_ask()
            )
        )

    def _unknown_fact(self, name: str) -> str:
        fact = self.facts.named(name)
        if fact is not None:
            return _("a rule file names facts by id: write {fact} for {name}").format(fact=fact.id, name=quoted(name))
        if close := near(name, self.facts.by_id):
            return _("unknown fact {name}; did you mean {near}?").format(name=quoted(name), near=close)
        return _("unknown fact {name}; use one of the dictionary, or define it under `facts:`").format(
            name=quoted(name)
        )

    def _figure(self, path: Path, raw: Any, read: Callable[[Any], Any]) -> Any:
        if not isinstance(raw, dict):
            return read(raw)
        by = self.facts.by_id.get(str(raw.get("by")))
        if by is None or not isinstance(by.type, ChoiceType):
            raise Unreadable(self._no_choice(str(raw.get("by"))))
        figures: dict[str, Any] = {}
        for key, value in raw.items():
            if key == "by":
                continue
            if key not in by.type.by_id:
                self.report((*path, key), _unknown_row(by.type, key), key=True)
                continue
            try:
                figures[key] = None if value == NO_FIGURE else read(value)
            except Unreadable as error:
                said = f"{key}: {error.exact}"
                if close := near(str(value), [NO_FIGURE]):
                    said += _("; did you mean {near}?").format(near=close)
                self.report((*path, key), said, code=WRONG_TYPE)
        absent = [member for member in by.type.by_id if member not in raw]
        if absent and raw.keys() <= {"by", *by.type.by_id}:  # else a row is misspelt, which is reported
            raise Unreadable(
                _("the table has no row for {absent}; give a figure, or `review` where the document sets none").format(
                    absent=", ".join(absent)
                )
            )
        return FigureTable(by, figures)

    def _no_choice(self, name: str) -> str:
        """What to say of a name by which a table of figures cannot be."""
        said = _("a table of figures names a choice fact: `by: category`")
        choices = [fact.id for fact in self.facts.by_id.values() if isinstance(fact.type, ChoiceType)]
        fact = self.facts.named(name)
        close = fact.id if fact is not None and fact.id in choices else near(name, choices)
        return said + (_("; did you mean {near}?").format(near=close) if close else "")

    def _several(self, path: Path, key: str, checks: Iterable[schema.CheckShape]) -> tuple[Check, ...]:
        return tuple(self.check((*path, key, index), check) for index, check in enumerate(checks))

    def _of(self, path: Path, shape: schema.OfShape, words: Texts) -> Check:
        if shape.at_least > len(shape.of):
            said = _("{asked} is more than the {count} checks it lists")
            self.report((*path, "at_least"), said.format(asked=shape.at_least, count=len(shape.of)))
        return Of(*words, self._several(path, "of", shape.of), shape.at_least)

    def _points(self, path: Path, shape: schema.PointsShape, words: Texts) -> Check:
        points = tuple(award.points for award in shape.points)
        if shape.at_least > sum(points):
            said = _("{asked} is more than the {count} points there are")
            self.report((*path, "at_least"), said.format(asked=shape.at_least, count=sum(points)))
        places = [(*path, "points", index, "check") for index in range(len(points))]
        checks = tuple(self.check(place, award.check) for place, award in zip(places, shape.points, strict=True))
        return Of(*words, checks, shape.at_least, points)

    def _none(self, path: Path, shape: schema.NoneShape, words: Texts) -> Check:
        """A veto: each of its checks is turned into the one that is met where it is not."""
        checks = self._several(path, "none", shape.none)
        return All(*words, tuple(self._opposite((*path, "none", index), check) for index, check in enumerate(checks)))

    def _opposite(self, path: Path, check: Check) -> Check:
        if not isinstance(check, Leaf):
            if not isinstance(check, All) or check.checks:  # else it was wrong, which is reported
                self.report(path, _("a veto applies to facts only, not to a group, an exception or another veto"))
            return check
        if check.operator not in OPPOSITES:
            self.report(path, _("a veto cannot be made of `{word}:`").format(word=check.operator.word))
            return check
        text = check.text and Text(
            *(said.format(what=what) for said, what in zip(both("not: {what}"), check.text, strict=True))
        )
        figure = not check.figure if check.operator.word == "is" else check.figure
        opposite = Leaf(text, check.reading, check.fact, OPPOSITES[check.operator], figure)
        self.places[opposite] = path
        return opposite


def _unknown_row(kind: ChoiceType, key: str) -> str:
    """What to say of a row of a table that is for no value of the choice."""
    member = kind.by_name.get(key)
    if member is None:
        return kind.unknown(key)
    return _("a rule file names values by id: write {id} for {name}").format(id=member.id, name=quoted(key))


def _exact(value: Any) -> Any:
    if isinstance(value, Range):
        raise Unreadable(_("a threshold is one figure, not a range"))
    return value


def _members_asked(kind: MemberType, raw: Any) -> int:
    count = _exact(PLAIN_TYPES["count"].read(raw))
    if count > len(kind.members):
        raise Unreadable(
            _("{value} is more than its {count} members").format(value=quoted(raw), count=len(kind.members))
        )
    return int(count)


def repeated(values: Iterable[object]) -> Iterator[tuple[int, int, object]]:
    """The values that come before: where each is, where it first is, and the value."""
    first: dict[str, int] = {}
    for index, value in enumerate(values):
        if value is not None and (before := first.setdefault(str(value), index)) != index:
            yield index, before, value
