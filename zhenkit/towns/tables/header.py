"""A table's header -> what each column is: a fact, an end of a range, a member, a year, evidence, a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.names import tidy, unambiguous
from zhenkit.facts.types.members import SetType
from zhenkit.towns.tables.units import WrongTitle, bare, split_unit, unit_of
from zhenkit.towns.town_file import DECISION_FIELDS, DECISION_KEYS, EVIDENCE_KEYS, MOST_SUGGESTIONS


class Role(Enum):
    """What a column is to its fact."""

    FACT = "fact"
    LOW = "low"
    HIGH = "high"
    MEMBER = "member"
    YEAR = "year"
    EVIDENCE = "evidence"
    DECISION = "decision"


@dataclass(frozen=True)
class HeaderColumn:
    """One column of a table, from its title."""

    index: int
    """From 0."""
    title: str
    """As the table has it."""
    role: Role
    fact: Fact | None
    """None for a decision."""
    unit: str | None
    """The unit that the title names for bare figures: `亿元`, `万元`, `元` of money, `%` of a percentage."""
    part: str
    """The member of a set, the year of a series, `4.granted` of a decision; else empty."""


class Header(NamedTuple):
    """What a header says: its columns, those of no known fact, and what is wrong with it."""

    columns: tuple[HeaderColumn, ...]
    unknown: tuple[tuple[int, str], ...]
    """Index and title of each column that is no fact, and is ignored."""
    problems: tuple[tuple[int, str], ...]
    """Index of the column, and what is wrong: no row can be read by such a header."""

    @property
    def names_a_town(self) -> bool:
        """Whether a column holds the towns' names."""
        return any(
            column.role is Role.FACT and column.fact is not None and column.fact.id == "name" for column in self.columns
        )


def read_header(titles: Sequence[str], facts: Facts) -> Header:
    """What the columns with these titles are. A column without a title is nothing."""
    columns: list[HeaderColumn] = []
    unknown: list[tuple[int, str]] = []
    problems: list[tuple[int, str]] = []
    for index, title in enumerate(titles):
        if not title.strip():
            continue
        try:
            column = _column(index, title, facts)
        except WrongTitle as error:
            problems.append((index, str(error)))
            continue
        if column is None:
            unknown.append((index, title))
        else:
            columns.append(column)
    problems += _contradictions(columns, titles)
    return Header(tuple(columns), tuple(unknown), tuple(sorted(problems)))


def left_aside(header: Header, facts: Facts, strict_columns: bool = False) -> list[tuple[int, str]]:
    """Index and message for each column of no known fact: remarks, or with `strict_columns` problems."""
    said = "{unknown}" if strict_columns else _("this column is ignored: {unknown}")
    return [
        (index, said.format(unknown=facts.unknown(bare(title), suggest=nth < MOST_SUGGESTIONS)))
        for nth, (index, title) in enumerate(header.unknown)
    ]


@lru_cache(maxsize=8)
def _named(facts: Facts) -> Mapping[str, Fact]:
    """The facts by each of their names, tidied; a name that two share so is left to its exact writing."""
    return unambiguous((name, fact) for fact in facts.by_id.values() for name in fact.names)


_DIVIDER = re.compile("[.·・•]")
_ENDS = {"low": Role.LOW, "下限": Role.LOW, "high": Role.HIGH, "上限": Role.HIGH}
_EVIDENCE = {tidy(key) for key in EVIDENCE_KEYS}
_DECISIONS = {tidy(key) for key in DECISION_KEYS}
_NUMBER = re.compile("[1-9][0-9]?")

_Meant = tuple[Role, Fact | None, str]
"""What a title means but for its unit: role, fact, part."""


def _column(index: int, title: str, facts: Facts) -> HeaderColumn | None:
    fact = facts.named(title)
    meant = (Role.FACT, fact, "") if fact is not None else _meant(tidy(title), facts)
    unit = None
    if meant is None:
        meant, unit = _with_unit(title, facts)
    if meant is None:
        return None
    role, fact, part = meant
    if fact is not None and role is not Role.EVIDENCE:
        if fact.bases:
            bases = _(", ").join(base.id for base in fact.bases)
            raise WrongTitle(_("{key} is computed from {bases}; state those").format(key=quoted(title), bases=bases))
        if role is Role.FACT and fact.type.parted == Role.YEAR.value:
            example = f"{fact.id}.2021, {fact.id}.2022"
            raise WrongTitle(_("{fact} has a column a year, like {example}").format(fact=fact.id, example=example))
    if unit is None:
        return HeaderColumn(index, title, role, fact, None, part)
    measured = None if role is Role.EVIDENCE else fact
    return HeaderColumn(index, title, role, fact, unit_of(unit, title, measured, role is Role.MEMBER), part)


def _with_unit(title: str, facts: Facts) -> tuple[_Meant | None, str | None]:
    """What a title means that names its unit, and the unit."""
    parts = split_unit(title)
    return (None, None) if parts is None else (_meant(parts[0], facts), parts[1])


def _meant(text: str, facts: Facts) -> _Meant | None:
    names = _named(facts)
    if text in names:
        return Role.FACT, names[text], ""
    first, *parts = _DIVIDER.split(text)
    if first in _DECISIONS:
        return _decision(parts)
    if first in _EVIDENCE:
        return _evidence(".".join(parts), names)
    for key in _EVIDENCE:
        if text.endswith(key) and (found := _evidence(text.removesuffix(key), names)):
            return found
    for end, role in _ENDS.items():
        fact = names.get(text.removesuffix(end)) if text.endswith(end) else None
        if fact is not None and fact.type.has_ranges:
            return role, fact, ""
    return _part(names.get(first), ".".join(parts))


def _decision(parts: list[str]) -> _Meant | None:
    if len(parts) != 2 or not _NUMBER.fullmatch(parts[0]) or parts[1] not in DECISION_FIELDS:
        return None
    return Role.DECISION, None, f"{parts[0]}.{DECISION_FIELDS[parts[1]]}"


def _evidence(name: str, names: Mapping[str, Fact]) -> _Meant | None:
    return (Role.EVIDENCE, names[name], "") if name in names else None


def _part(fact: Fact | None, part: str) -> _Meant | None:
    """A member of a set, a year of a series."""
    if fact is None:
        return None
    named = fact.type.part_of(part)
    return (Role(fact.type.parted), fact, named) if named is not None else None


def _contradictions(columns: Iterable[HeaderColumn], titles: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Facts stated by two columns, and columns that need others beside them."""
    stated: dict[tuple[object, ...], HeaderColumn] = {}
    by_fact: dict[str, list[HeaderColumn]] = {}
    for column in columns:
        key = (column.role, column.fact.id if column.fact else None, column.part)
        if (first := stated.setdefault(key, column)) is not column:
            yield column.index, _twice(column, first)
        elif column.fact is not None and column.role is not Role.EVIDENCE:
            by_fact.setdefault(column.fact.id, []).append(column)
    for several in by_fact.values():
        yield from _at_odds(several)


def _at_odds(columns: list[HeaderColumn]) -> Iterator[tuple[int, str]]:
    """What is wrong with the columns that state one fact."""
    first, fact = columns[0], columns[0].fact
    assert fact is not None  # they state it
    roles = {column.role for column in columns}
    other = next((column for column in columns if (column.role is Role.FACT) != (first.role is Role.FACT)), None)
    if other is not None:
        yield other.index, _twice(other, first)
    elif roles == {Role.LOW} or roles == {Role.HIGH}:
        missing = f"{fact.id}_high" if Role.LOW in roles else f"{fact.id}_low"
        yield first.index, _("{title} has no {missing} beside it").format(title=quoted(first.title), missing=missing)
    elif Role.MEMBER in roles:
        assert isinstance(fact.type, SetType)  # no other has members
        given = {column.part for column in columns}
        absent = [f"{fact.id}.{member.id}" for member in fact.type.members if member.id not in given]
        if absent:
            said = _("{fact} has a column a member; these are not there: {absent}")
            yield first.index, said.format(fact=fact.id, absent=_(", ").join(absent))


def _twice(column: HeaderColumn, first: HeaderColumn) -> str:
    """That two columns say the same."""
    said = _("{title} states again what {first} does; keep one")
    return said.format(title=quoted(column.title), first=quoted(first.title))
