"""A table's header -> what each column is: a fact, an end of a range, a member, a year, evidence, a decision."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from zhenkit.core.errors import near, quoted
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import MOST_WITH_WORD, Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.names import tidy
from zhenkit.facts.types.members import SetType
from zhenkit.towns.tables.meanings import Role, meaning
from zhenkit.towns.tables.stems import stems_of
from zhenkit.towns.tables.title_map import NOTHING, TitleMap
from zhenkit.towns.tables.titles import MOST_CHARACTERS, names_a_unit, taken_apart
from zhenkit.towns.tables.units import WrongTitle, is_about_something, said_of, unit_said_of, units_of_line
from zhenkit.towns.town_file import MOST_SUGGESTIONS

__all__ = [
    "Header",
    "HeaderColumn",
    "Role",
    "left_aside",
    "read_header",
    "with_units_of_notes",
    "with_units_said",
    "without_facts",
]


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
    dated: int | None = None
    """The year that the title dates the figure by, where that is no part of a series."""


class Header(NamedTuple):
    """What a header says: its columns, those of no known fact, and what is wrong with it."""

    columns: tuple[HeaderColumn, ...]
    unknown: tuple[tuple[int, str], ...]
    """Index and title of each column that is no fact, and is ignored."""
    problems: tuple[tuple[int, str], ...]
    """Index of the column, and what is wrong: no row can be read by such a header."""
    said: Mapping[int, str] = MappingProxyType({})
    """Of unknown columns by index: what to say where another was chosen; nothing where it is to be ignored."""
    unit_said: str = ""
    """The text above the table that says the units, where columns take theirs from it."""
    above: tuple[tuple[int, int, str], ...] = ()
    """Row, column (from 0) and message of what is above the table and is not read."""
    doubts: tuple[tuple[int, int, str], ...] = ()
    """Row, column (from 0) and message of rows below that may be no towns, or not in this unit."""
    units: frozenset[int] = frozenset()
    """The columns that hold units, by their titles: of the figures beside them. They are among the unknown ones."""

    @property
    def names_a_town(self) -> bool:
        """Whether a column holds the towns' names."""
        return any(
            column.role is Role.FACT and column.fact is not None and column.fact.id == "name" for column in self.columns
        )


def read_header(titles: Sequence[str], facts: Facts, mapping: TitleMap | None = None) -> Header:
    """What the columns with these titles are; what `mapping` says of one wins. A column without a title is nothing."""
    columns: list[HeaderColumn] = []
    mapped: dict[_Stated, HeaderColumn] = {}
    unknown: list[tuple[int, str]] = []
    problems: list[tuple[int, str]] = []
    said: dict[int, str] = {}
    for index, title in enumerate(titles):
        if not title.strip():
            continue
        target = mapping.target(title) if mapping is not None else None
        if target == NOTHING:
            unknown.append((index, title))
            said[index] = ""
            continue
        try:
            found = meaning(title, facts, target, mapping.unit(title) if mapping is not None else None)
        except WrongTitle as error:
            problems.append((index, str(error)))
            continue
        if found is None:
            unknown.append((index, title))
            continue
        column = HeaderColumn(index, title, found.role, found.fact, found.unit, found.part, found.dated)
        columns.append(column)
        if target is not None:
            mapped.setdefault(_stated(column), column)
    for column in [column for column in columns if mapped.get(_stated(column), column) is not column]:
        chosen = mapped[_stated(column)]
        if mapping is not None and mapping.target(column.title) is None:
            columns.remove(column)
            unknown.append((column.index, column.title))
            said[column.index] = _("by --map, {first} is read for it").format(first=quoted(chosen.title))
    problems += _contradictions(columns, titles)
    units = [index for index, title in unknown if said.get(index) != "" and _is_of_units(title)]
    return Header(tuple(columns), tuple(sorted(unknown)), tuple(sorted(problems)), said, units=frozenset(units))


def _is_of_units(title: str) -> bool:
    """Whether a column of this title, or of this below a group, holds units."""
    return any(_UNITS.fullmatch(tidy(each)) for each in (title, title.split()[-1]))


_UNITS = re.compile(r"(?:计量|金额|货币|数量|数值|数据|指标|产值|产值的?)?单位|units?|unitofmeasure")
"""The titles of columns that hold units."""


def with_units_said(header: Header, texts: Iterable[str], within: bool = False) -> Header:
    """The header with the units that these texts above the table say (`单位：万元`), for titles that name none.

    Of a line `within` the table a title of another unit is reported: which of them applies below, nobody can know.
    """
    told = _("{said} is not the unit of {title}; put a header with its unit above these rows")
    return _with_units(header, list(texts), units_of_line, is_held_to=within, told=told)


def with_units_of_notes(header: Header, texts: Iterable[str]) -> Header:
    """The header with the units of notes below the table (`注：产值单位为万元`); a title that differs is reported."""
    told = _("{said} below the table is not the unit of {title}; correct one of them")
    return _with_units(header, list(texts), units_of_line, is_held_to=True, told=told)


def _with_units(
    header: Header,
    texts: Sequence[str],
    said_in: Callable[[Iterable[str]], Mapping[str, str]],
    is_held_to: bool,
    told: str,
) -> Header:
    """The header with the units that texts say for its titles; `is_held_to` has another than a title's `told`.

    What is said of all figures is found by `said_in`; what is said of some is said of no others.
    """
    of_all = said_in(text for text in texts if not is_about_something(text))
    columns, problems, used = [], [], header.unit_said
    for column in header.columns:
        unit = None
        has_unit = column.unit is not None or names_a_unit(column.title)
        fact = column.fact if is_figure(column) and (is_held_to or not has_unit) else None
        said = {} if fact is None else {**of_all, **said_of(texts, column.title)}
        try:
            unit = unit_said_of(fact, column.title, said) if fact is not None and said else None
            is_plain = fact is not None and unit is None and any(word in fact.units for word in said)
            if has_unit and ((is_plain and column.unit is not None) or unit not in (None, column.unit)):
                first = quoted(next(filter(None, map(str.strip, texts))))
                raise WrongTitle(told.format(said=first, title=quoted(column.title.strip())))
        except WrongTitle as error:
            problems.append((column.index, str(error)))
            unit = None
        if unit is not None and column.unit is None:
            used = next(text for text in said.values()).strip()
        columns.append(column if unit is None else replace(column, unit=unit))
    every = tuple(sorted([*header.problems, *problems]))
    return header._replace(columns=tuple(columns), unit_said=used, problems=every)


def is_figure(column: HeaderColumn) -> bool:
    """Whether a column holds figures that have a unit: not years."""
    of_figures = column.role in (Role.FACT, Role.LOW, Role.HIGH, Role.YEAR)
    fact = column.fact
    return of_figures and fact is not None and fact.id != "year" and fact.type.figure.is_quantity


def without_facts(header: Header, facts: Collection[str]) -> Header:
    """The header with the columns of these facts (by id), and of their evidence, as such that say nothing."""
    aside = [column for column in header.columns if column.fact is not None and column.fact.id in facts]
    if not aside:
        return header
    columns = tuple(column for column in header.columns if column not in aside)
    unknown = sorted([*header.unknown, *((column.index, column.title) for column in aside)])
    said = {**header.said, **dict.fromkeys((column.index for column in aside), "")}
    return header._replace(columns=columns, unknown=tuple(unknown), said=said)


def left_aside(
    header: Header, facts: Facts, strict_columns: bool = False, in_form: bool = False
) -> list[tuple[int, str]]:
    """Index and message for each column (in a form: row) of no known fact: remarks; problems if `strict_columns`."""
    ignored = _("this row is ignored: {unknown}") if in_form else _("this column is ignored: {unknown}")
    said = "{unknown}" if strict_columns else ignored
    units = header.units if any(map(is_figure, header.columns)) else ()
    return [
        (index, said.format(unknown=header.said.get(index) or _unknown(title, facts, nth < MOST_SUGGESTIONS)))
        for nth, (index, title) in enumerate(header.unknown)
        if header.said.get(index) != "" and index not in units
    ]


def of_different_years(header: Header) -> list[tuple[int, str]]:
    """Index and message where titles date figures of a town by different years, and no column says which is the town's.

    Two figures of one fact are a problem before (`_twice`).
    """
    if any(column.fact is not None and column.fact.id == "year" for column in header.columns):
        return []
    dated = [column for column in header.columns if column.dated is not None and column.role is not Role.YEAR]
    others = [column for column in dated if column.dated != dated[0].dated]
    said = _(
        "{title} is of {year}, {other} of {other_year}; without a column of the year they are judged as figures of one "
        "year: keep those of one, or give the year in a column"
    )
    return [
        (
            column.index,
            said.format(
                title=quoted(dated[0].title.strip()),
                year=dated[0].dated,
                other=quoted(column.title.strip()),
                other_year=column.dated,
            ),
        )
        for column in others[:1]
    ]


_PERIOD = re.compile(r"(?:统计|报告|数据|所属|填报)*(?:期间|时期|时段|报告期|季度?|月[份度]?)|period|quarter|month")
"""The titles of columns that may say that figures are of a part of a year."""
_VERSION = re.compile(
    r"(?:数据|统计|报表|资料|指标|填报|上报)*(?:版本号?|版次|状态|性质|(?:快报|年报|初报|初步|核定|审定|最终|正式)[数值]?"
    r"(?:或|[、/和])(?:快报|年报|核定|审定|最终|正式|终报)[数值]?)|(?:数据|报表|统计)(?:类型|类别|种类)|快年报|(?:data)?version|datastatus"
)
"""The titles of columns that may distinguish preliminary figures from final ones."""
_PLACES = re.compile(
    r"(?:专业镇)?(?:所[在属处]|归属|坐落)?(?:(?:[省市县区旗州][份域]?[、/,;()和及-]*){2,}(?:名称?)?|地区?|属地|行政区划?(?:名称)?|位置)"
    r"|(?:地区|区域|属地|行政区划)(?:名称)?|location|region|place"
)
"""The titles of columns that may hold places of several kinds in one cell."""


def what_it_may_tell(title: str) -> str:
    """What to say of a column that is ignored, and may say what the figures beside it are; else nothing."""
    said = ""
    if _PERIOD.fullmatch(tidy(title)):
        said = _("{title} may say that figures are of a part of a year, and all are judged as those of a whole one")
    elif _VERSION.fullmatch(tidy(title)):
        said = _(
            "{title} may distinguish preliminary figures from final ones, and all rows are judged alike: of a town "
            "that is in several versions, what follows its first is a problem; keep the rows of one version"
        )
    elif _PLACES.fullmatch(tidy(title)):
        said = _("{title} may say where the towns lie; give province, city and county (省, 市, 县) a title each")
    return said.format(title=quoted(title.strip()))


def _unknown(title: str, facts: Facts, suggest: bool) -> str:
    """What to say of a title that is no fact's: the fact whose words are in it, which it is not; or the near name."""
    bare = next((way.text for way in reversed(list(taken_apart(title))) if way.text), title)
    if said := what_it_may_tell(title):
        return said
    others = stems_of(facts).within(tidy(bare)) if suggest and len(title) <= MOST_CHARACTERS else []
    if not others:
        return _word_of_facts(bare, title, facts) if suggest else facts.unknown(bare, suggest)
    said = _(
        '{title} is not {facts}; if that is meant, say so with --map "{bare}=FACT"'
        " (`zhenkit preview FILE` shows how each column is read)"
    )
    listed = _(" or ").join(f"{fact.label.zh} ({fact.id})" for fact in others)
    return said.format(title=quoted(bare), facts=listed, bare=" ".join(title.split()))


def _word_of_facts(bare: str, title: str, facts: Facts) -> str:
    """What to say of a title that is like none: the facts in whose words it stands, where it says too little."""
    found = stems_of(facts).with_word(tidy(bare))[:MOST_WITH_WORD] if len(title) <= MOST_CHARACTERS else []
    close = near(bare, facts.by_name)
    if not found or (close is not None and close not in bare):
        return facts.unknown(bare)
    said = _('{title} says too little; it could be {facts}: if so, say which with --map "{bare}=FACT"')
    listed = _(" or ").join(f"{fact.label.zh} ({fact.id})" for fact in found)
    return said.format(title=quoted(bare), facts=listed, bare=" ".join(title.split()))


_Stated = tuple[Role, str | None, str]


def _stated(column: HeaderColumn) -> _Stated:
    """What a column states."""
    return column.role, column.fact.id if column.fact is not None else None, column.part


def _contradictions(columns: Iterable[HeaderColumn], titles: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Facts stated by two columns, and columns that need others beside them."""
    stated: dict[_Stated, HeaderColumn] = {}
    by_fact: dict[str, list[HeaderColumn]] = {}
    columns = list(columns)
    has_years = any(column.fact is not None and column.fact.id == "year" for column in columns)
    for column in columns:
        if (first := stated.setdefault(_stated(column), column)) is not column:
            if not (has_years and column.dated and first.dated and column.dated != first.dated):
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
    """That two columns say the same; of two years, the question which is meant."""
    if column.dated != first.dated:
        said = _('{title} and {first} are figures of different years; say which to read: --map "{bare}={fact}"')
        assert column.fact is not None  # what is dated is a fact's
        bare = " ".join(column.title.split())
        return said.format(title=quoted(column.title), first=quoted(first.title), bare=bare, fact=column.fact.id)
    said = _("{title} repeats {first}; keep one")
    if column.fact is not None and column.fact.id == "name" and column.role is Role.FACT:
        said = _("{title} repeats {first}; keep one, or put tables below one another, and forms on sheets of their own")
    return said.format(title=quoted(column.title), first=quoted(first.title))
