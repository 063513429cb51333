"""One entry of the dictionary: an id, a type, labels, other names; it reads values and remembers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import Text, _, current
from zhenkit.core.patterns import late
from zhenkit.facts.derived import YEAR, Derivation, FactValues, Pulls, bounds
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Series, Unreadable
from zhenkit.facts.types.base import FactType, Value, is_missing
from zhenkit.facts.types.counts import counting_the_same

MEMO_SIZE, MEMO_CHARACTERS = 1000, 20
"""How many texts a fact remembers the reading of, and how long they may be."""
UNREAD: Value = object()
"""Stands for what has not been read."""


@dataclass(frozen=True, eq=False)
class Fact:
    """One entry of the dictionary: an id, a type, labels, other names.

    `basis` names the choice fact that says what a figure measures; its first value is the plain one.
    """

    id: str
    type: FactType
    label: Text
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    """Words that the title of a table's column may have for it, beside its names: no file states it by them."""
    phrases: tuple[str, ...] = ()
    """Words that official documents have for it, beside its names; … stands for a few words between."""
    unit: Text | None = None
    unit_of_one: Text | None = None
    """The unit behind 1, where English has another word for it."""
    note: Text | None = None
    basis: str | None = None
    least: Any = None
    """The least that a figure of it can plausibly be; None where any is."""
    most: Any = None
    """The most that a figure of it can plausibly be: 100 % of a share."""
    changeable: bool = True
    """Whether anything can be done about it: not about a place of origin."""
    derived: Derivation | None = None
    parts: tuple[Fact, ...] = ()
    """Of a derived fact: the facts it is computed from, which may be derived themselves."""
    bases: tuple[Fact, ...] = field(init=False)
    """Of a derived fact: the facts that it comes from in the end, which a town file states."""
    may_be_undefined: bool = field(init=False)
    """Whether it is computed by a division that may be by 0, which is for people to review."""
    names: tuple[str, ...] = field(init=False)
    _unit_behind: re.Pattern[str] | None = field(init=False, repr=False)
    _other_unit_behind: re.Pattern[str] | None = field(init=False, repr=False)
    """A measure word behind a figure by which other things are counted."""
    _read: dict[str, Value | None] = field(init=False, repr=False, default_factory=dict)
    """What short texts were read as: a run reads the same words over and over."""

    @property
    def called(self) -> str:
        """What a message calls it: its id, which is English; in Chinese its label and its id."""
        return f"{self.label.zh}（{self.id}）" if current() == "zh" else self.id

    @property
    def whole(self) -> bool:
        """Whether its scale has a next value: an average of whole figures need not be whole, years since a date are."""
        if self.derived is None:
            return self.type.whole
        return self.derived.is_whole or (self.type.whole and self.derived.keeps_whole)

    @property
    def is_nameless(self) -> bool:
        """Whether it is what a ratio computes for itself, and no entry of the dictionary."""
        return "." in self.id

    def value_of(self, facts: FactValues) -> Any:
        """Of a derived fact: what it comes to in a town that states these facts."""
        assert self.derived is not None  # asked of derived facts alone
        computed = {part.id: part.value_of(facts) for part in self.parts if part.derived is not None}
        return self.derived.value({**facts, **computed} if computed else facts)

    def contradiction(self, facts: FactValues) -> str | None:
        """What to say where the figures that a town states make a derived fact more or less than it can be."""
        value = self.value_of(facts) if self.is_bounded else UNDEFINED
        if value is UNDEFINED or isinstance(value, OrUndefined):
            return None
        low, high = bounds(value)
        if self.most is not None and low > self.most:
            said = _("{fact} comes to {value} ({figures}), above {end}, the most that it can be; correct these figures")
            end = self.most
        elif self.least is not None and high < self.least:
            said = _(
                "{fact} comes to {value} ({figures}), below {end}, the least that it can be; correct these figures"
            )
            end = self.least
        else:
            return None
        stated = [
            _("{fact}: {figure}").format(fact=base.called, figure=base.type.show(facts[base.id]))
            for base in self.bases
            if base.id in facts
        ]
        show = self.type.show
        return said.format(fact=self.called, value=show(value), end=show(end), figures=_("; ").join(stated))

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Of a derived fact: the ids of the stated facts that its value depends on, the town's year among them."""
        if self.derived is None:
            return (self.id,)
        anchored = (YEAR,) if self.derived.is_anchored else ()
        return tuple(dict.fromkeys((*(fact_id for part in self.parts for fact_id in part.reads), *anchored)))

    def of_series(self) -> Iterator[tuple[Fact, Derivation]]:
        """The series that it comes from, each with what is computed of it: of a ratio of two sums, two."""
        for part in self.parts:
            if part.derived is not None:
                yield from part.of_series()
            elif self.derived is not None and self.derived.years:
                yield part, self.derived

    @cached_property
    def pulls(self) -> Pulls:
        """Which way each stated figure that it depends on moves it."""
        if self.derived is None:
            return {(self.id, 0): True}
        parts = {part.id: part for part in self.parts}
        found: dict[tuple[str, int], bool | None] = {}
        for (part_id, back), way in self.derived.pulls.items():
            part = parts[part_id]
            inner = part.pulls if part.derived is not None else {(part_id, back): True}
            for at, pull in inner.items():
                whole = None if way is None or pull is None else way == pull
                found[at] = whole if found.get(at, whole) is whole else None
        return found

    def read(self, raw: object) -> Value | None:
        """The value of what a file says, None where that means missing; raises Unreadable."""
        if type(raw) is not str or len(raw) > MEMO_CHARACTERS:
            return None if is_missing(raw) else self._plausible(raw)
        found = self._read.get(raw, UNREAD)
        if found is UNREAD:
            if len(self._read) >= MEMO_SIZE:
                self._read.clear()
            found = self._read[raw] = None if is_missing(raw) else self._plausible(raw)
        return found

    @property
    def is_bounded(self) -> bool:
        """Whether not every figure that its type has is plausible."""
        return self.least is not None or self.most is not None

    def _plausible(self, raw: object) -> Value:
        """What a file says, read; raises Unreadable where it is beyond what the dictionary says it can be."""
        if type(raw) is str and (other := self._counts_others(raw)) is not None:
            said = _("{value} counts {measure}, but {fact} is counted in {unit}; correct the figure, or the title")
            raise Unreadable(said.format(value=quoted(raw), measure=other[1], fact=self.called, unit=self._own_unit))
        value = self.type.read(self._without_unit(raw))
        if self.is_bounded:
            figures = [figure for _year, figure in value.years] if isinstance(value, Series) else [value]
            for low, high in (bounds(figure) for figure in figures if figure is not None):
                self._hold(low, high)
        return value

    def _without_unit(self, raw: object) -> object:
        """What a file says, each figure without the unit behind it: a series has several."""
        if type(raw) is str:
            return self.bare(raw)
        if self.type.parted and self._unit_behind is not None and isinstance(raw, dict):
            return {year: self.bare(figure) if type(figure) is str else figure for year, figure in raw.items()}
        return raw

    @property
    def units(self) -> tuple[str, ...]:
        """What may follow a figure of it and is left out: the measure words of counts, the dictionary's unit."""
        own = self._own_unit
        return tuple(dict.fromkeys((*((own,) if own else ()), *counting_the_same(self.type.figure.measures, own))))

    @property
    def _own_unit(self) -> str:
        """The unit of the dictionary that may follow a figure; empty where there is none."""
        return self.unit.zh if self.unit is not None and self.type.figure.takes_units else ""

    def bare(self, text: str) -> str:
        """A figure as a file has it, without the measure word or the unit behind it: `12户`, `60平方公里`, `2024年`."""
        return text if self._unit_behind is None or text.isdecimal() else self._unit_behind.sub("", text)

    def _counts_others(self, text: str) -> re.Match[str] | None:
        """The measure word of other things behind a figure."""
        return None if self._other_unit_behind is None or text.isdecimal() else self._other_unit_behind.search(text)

    def _hold(self, low: Value, high: Value) -> None:
        show = self.type.figure.show
        if self.most is not None and high > self.most:
            said = _("{value} is above {most}, the most that {fact} can be; correct it")
            raise Unreadable(said.format(value=show(high), most=show(self.most), fact=self.called))
        if self.least is not None and low < self.least:
            said = _("{value} is below {least}, the least that {fact} can be; correct it")
            raise Unreadable(said.format(value=show(low), least=show(self.least), fact=self.called))

    def __post_init__(self) -> None:
        every = [base for part in self.parts for base in part.bases or (part,)]
        object.__setattr__(self, "bases", tuple(dict.fromkeys(every)))
        undefined = any(each is not None and each.may_be_undefined for each in (self.derived, *self.parts))
        object.__setattr__(self, "may_be_undefined", undefined)
        object.__setattr__(self, "_unit_behind", _behind_a_figure(self.units) if self.units else None)
        others = [word for word in self.type.figure.measures if self._own_unit and word not in self.units]
        other = _behind_a_figure(others, "亿万千百") if others else None
        object.__setattr__(self, "_other_unit_behind", other)
        object.__setattr__(self, "names", tuple(dict.fromkeys((self.id, self.label.zh, *self.aliases))))


DIGITS = "0123456789０１２３４５６７８９"
"""The digits that a figure may end in."""


def _behind_a_figure(words: Sequence[str], behind: str = "") -> re.Pattern[str]:
    """Words where they are behind a figure (or one of these signs), at its end or before the other end of a range."""
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return late(rf"(?<=[{DIGITS}{behind}])\s*({listed})(?=\s*(?:[~～至–—-]|$))")
