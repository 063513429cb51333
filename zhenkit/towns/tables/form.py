"""A sheet that is a form: facts one below another, with a column for each town, or two facts in a row."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.names import tidy
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Merged, is_blank
from zhenkit.towns.tables.form_groups import FormGroups
from zhenkit.towns.tables.form_units import (
    HEADS_OF_UNITS,
    are_units,
    says_another_unit,
    unit_in_remark,
    units_of_rows,
    with_unit,
)
from zhenkit.towns.tables.groups import stated_by
from zhenkit.towns.tables.in_one_cell import Stated, first_of_each, stated_in_cells
from zhenkit.towns.tables.layout import Layout, Row, known, read_titles, title_of, titles_of, titles_without_repeats
from zhenkit.towns.tables.no_towns import STARS, NoTown, is_note, is_of_a_period, is_total, numbers_columns
from zhenkit.towns.tables.units import WrongTitle, is_like_a_unit


class FormTown(NamedTuple):
    """What a form says of one town."""

    number: int
    """What distinguishes it from others, as the number of a row does."""
    cells: tuple[Cell, ...]
    """What is there of each fact."""
    places: tuple[tuple[int, int], ...]
    """The row, and the column (from 0), of each of these cells."""


class Form(NamedTuple):
    """A sheet that stands upright: facts one below another, and of each town a column (or two facts in a row)."""

    titles: tuple[str, ...]
    """Of each fact."""
    labels: tuple[tuple[int, int], ...]
    """The row of each title, and its column (from 0)."""
    towns: tuple[FormTown, ...]
    above: tuple[str, ...] = ()
    """The texts above the first fact."""
    notes: tuple[str, ...] = ()
    """The texts of rows below it that state none."""
    ignored: tuple[tuple[int, int, str], ...] = ()
    """Row and column (from 0) of the heading of each column that is no town's, and that heading."""
    remarks: tuple[tuple[int, int, str], ...] = ()
    """What else is to be said: row, column (from 0), message."""
    faults: tuple[tuple[int, int, str], ...] = ()
    """What is wrong with headings: row, column (from 0), message. No column can be read then."""
    no_towns: Mapping[NoTown, list[int]] = MappingProxyType({})
    """The rows that are no towns, by what they are."""


MOST_LABEL_COLUMNS = 12
FORM_ROWS = 300
"""The most rows of a form."""
_NO_TOWNS = re.compile(
    r"备注|说明|填写说明|填报说明|填表说明|填写要求|代码|序号|编号|指标解释|数据来源|来源|计量单位|单位"
    r"|(?:是否)?达标(?:情况)?|(?:自评|评审|考核)(?:得分|分值?|情况)|全[国省市县]"
)
_EXPLAINS = re.compile(
    r"含义|释义|定义|写法|填[写报](?:要求|方法|方式|规则|示例)|格式(?:要求)?|(?:数据)?类型|是否必填|必填|示例|用于"
    r"|whatitis|howitiswritten|requiredby|meaning|description|format|(?:data)?type|example|required"
)
"""Headings of a sheet that explains what is to be filled in elsewhere: two of them, and none of values."""
OTHER_PERIODS = re.compile(r"计划|目标|预计|预期|预测|规划|季度?|半年|月|当期|累计|自评|核实|初审|复核")
"""What a heading says whose figures are not the year's, or not yet."""
HEADS_OF_LABELS = re.compile(
    r"(?:填报|统计|[一二三]级)?指标|指标名称|指标项|数据项|项目|项目名称|内容|名目|事项|填报项目|填报内容|栏目|facts?|items?"
)
HEADS_OF_VALUES = re.compile(
    r"(?:填报|填写|申报|具体)?(?:内容|数据|数值|数|值|情况|结果)|本(?:年|期|年度)(?:数|实际|完成|累计)?|实际(?:数|值)?|values?"
)
"""Headings of a column of values that name no town."""
YEAR = re.compile(r"((?:19|20)[0-9]{2})年?度?(?:实际|完成|数据|数值|情况|数|值)*")


def find_form(rows: Sequence[Row], layout: Layout | None, facts: Facts, options: Options) -> Form | None:
    """The form that a sheet is, where more facts stand one below another than beside; None where it is no form.

    `layout` is the header that was found among the rows, which says how many facts stand beside one another.
    """
    labels = _labels(rows, facts, options)
    if not labels:
        return _of_cells(rows, layout, facts, options)
    main = max(labels, key=lambda column: (len(labels[column]), -column))
    names = [
        (row, at) for row in rows for at, title in enumerate(titles_without_repeats(row[1])) if tidy(title) in _NAMES
    ]
    beside_name = _labels([names[0][0]], facts, options) if names and names[0][1] == main else {}
    if main + 1 in beside_name:
        beside_name = {}  # a header, with titles next to one another
    # what follows a name and its value and is a title is no other town
    in_pairs = [at for at in sorted(labels) if at != main and (len(labels[at]) > 1 or at in beside_name)]
    stated = {fact for column in (main, *in_pairs) for fact in labels[column] if not fact[0].isdigit()}
    beside = 1 if layout is None else known(layout.header)
    is_over_facts = len(names) == 1 and len(labels.get(names[0][1], ())) > 1  # below a header's name stand none
    if layout is not None and layout.header.names_a_town and beside > 2 and not is_over_facts:
        # a wide header: of levels `province` and `county` may stand below, which elsewhere are titles
        below = _labels([row for row in rows if row[0] > layout.last_row], facts, options)
        stated = {fact for column in (main, *in_pairs) for fact in below.get(column, ())}
    if len(labels[main]) < 2 or len(stated) <= beside:
        return _of_cells(rows, layout, facts, options)
    groups = FormGroups(facts, options)
    several = sorted([main, *in_pairs])
    form = _paired(rows, several, groups) if in_pairs else _upright(rows, main, labels[main], groups)
    first = form.labels[0][0]
    above = tuple(text for number, cells in rows if number <= first for text in titles_of(cells))
    every = list(stated_in_cells(rows, facts, options))
    labelled = {place[0] for place in form.labels if place not in {(each.row, each.column) for each in every}}
    in_cells = [
        each
        for each in every
        if not any(fact.startswith(f"{each.fact.id}.") for fact in stated)
        and (each.row not in labelled or (each.row, each.column) in form.labels)
    ]
    form = _without_headings(_with_stated(form, in_cells), facts, options)
    notes = (cells for number, cells in rows if number > first and not _is_label(cells, main))
    return form._replace(above=above, notes=tuple(text for cells in notes for text in titles_of(cells)))


def _of_cells(rows: Sequence[Row], layout: Layout | None, facts: Facts, options: Options) -> Form | None:
    """The form of one town of which each cell states a fact with its value (`名称：甲镇`); None where it is no form."""
    in_cells = list(stated_in_cells(rows, facts, options)) if layout is None else []
    stated = {each.fact.id for each in in_cells}
    if len(stated) < 2 or "name" not in stated:
        return None
    texts = tuple(text for _number, cells in rows for text in titles_without_repeats(cells))
    return _with_stated(Form((), (), (FormTown(1, (), ()),), above=texts), in_cells)


def _with_stated(form: Form, in_cells: Sequence[Stated]) -> Form:
    """A form with what single cells state, of every town of it."""
    if not in_cells:
        return form
    form = _without_labels(form, [(each.row, each.column) for each in in_cells])
    first, faults = first_of_each(in_cells)
    places = tuple((each.row, each.column) for each in first)
    values = tuple(each.value for each in first)
    return form._replace(
        titles=(*(each.label for each in first), *form.titles),
        labels=(*places, *form.labels),
        towns=tuple(FormTown(at, (*values, *cells), (*places, *old)) for at, cells, old in form.towns),
        faults=(*form.faults, *faults),
    )


def _without_headings(form: Form, facts: Facts, options: Options) -> Form:
    """A form without what it took for labels, and heads a part of it: beside it stands nothing, and the fact's own
    label stands elsewhere (`三、公共服务`), or it is no fact's.
    """
    header = read_titles(form.titles, facts, options)
    empty = {nth for nth in range(len(form.titles)) if all(is_blank(town.cells[nth]) for town in form.towns)}
    stated = {(each.fact, each.role, each.part) for each in header.columns if each.index not in empty}
    heads = [index for index, _title in header.unknown]
    heads += [each.index for each in header.columns if (each.fact, each.role, each.part) in stated]
    places = [form.labels[nth] for nth in empty.intersection(heads)]
    return _without_labels(form, places) if len(places) < len(form.labels) else form


def _without_labels(form: Form, places: Collection[tuple[int, int]]) -> Form:
    """A form without what it took for labels in these places."""
    kept = [nth for nth, place in enumerate(form.labels) if place not in places]
    return form._replace(
        titles=tuple(form.titles[nth] for nth in kept),
        labels=tuple(form.labels[nth] for nth in kept),
        towns=tuple(
            FormTown(at, tuple(cells[nth] for nth in kept), tuple(old[nth] for nth in kept))
            for at, cells, old in form.towns
        ),
    )


def _labels(rows: Sequence[Row], facts: Facts, options: Options) -> Mapping[int, set[str]]:
    """By column (from 0): the different facts of which the titles stand in it."""
    found: dict[int, set[str]] = {}
    for number, cells in rows:
        for column, title in enumerate(titles_without_repeats(cells[:MOST_LABEL_COLUMNS])):
            try:
                meant = stated_by(title, facts, options) if title.strip() else None
            except WrongTitle:
                continue
            if meant is not None and meant.fact is not None:
                found.setdefault(column, set()).add(f"{meant.fact.id}.{meant.part}")
            elif (
                column
                and HEADS_OF_UNITS.fullmatch(tidy(title))
                and is_like_a_unit(tidy(title_of(_at(cells, column + 1))))
            ):
                found.setdefault(column, set()).add(f"{number}.")  # the unit of a figure, with its label before it
    return found


def _upright(rows: Sequence[Row], labels: int, stated: set[str], groups: FormGroups) -> Form:
    """A form of one column of labels; every column to its right that has no units and no notes is a town's.

    Headings that are years date the towns below them: `2023年`, `2024年` are one town in two years.
    """
    width = max(len(cells) for _number, cells in rows)
    columns = {column: [_at(cells, column) for _number, cells in rows] for column in range(labels, width)}
    head = next(
        (at for at, cell in enumerate(columns[labels]) if HEADS_OF_LABELS.fullmatch(tidy(title_of(cell)))), None
    )
    names = next((at for at, cell in enumerate(columns[labels]) if tidy(title_of(cell)) in _NAMES), head)
    headings = {column: _heading(columns[column], head, names) for column in range(labels + 1, width)}
    of_units: list[int] = []
    towns: list[int] = []
    ignored: list[tuple[int, int, str]] = []
    for column in range(labels + 1, width):
        filled = [
            title_of(cell).strip() or cell
            for at, cell in enumerate(columns[column])
            if not is_blank(cell) and at != head and _is_label(rows[at][1], labels)
        ]
        if not filled:
            continue
        if are_units(filled) or any(HEADS_OF_UNITS.fullmatch(tidy(text)) for text in headings[column]):
            of_units.append(column)
        elif (heading := next((text for text in headings[column] if _is_no_town(text)), None)) is not None:
            at = head if head is not None else names
            ignored.append((rows[at or 0][0], column, heading))
        else:
            towns.append(column)
    used = [at for at, (_n, cells) in enumerate(rows) if _is_label(cells, labels) and at != head]
    used = [at for at in used if not numbers_columns(rows[at][1], width)]
    units, differing = units_of_rows(columns, of_units)
    below = -1 if head is None else head  # of what is above the headings no unit is said
    own = {at: units[at] if at > below else None for at in used}
    titles_by_row = _under_groups(rows, labels, own, groups)
    used = [at for at in used if at in titles_by_row]
    titles = [titles_by_row[at] for at in used]
    years = _row_of_years(columns, towns, labels, head)
    if head is not None and years != head and not any(fact.startswith("name.") for fact in stated):
        texts = [tidy(title_of(columns[column][head])) for column in towns]
        if not any(HEADS_OF_VALUES.fullmatch(text) for text in texts):
            used, titles = [head, *used], ["name", *titles]
    if years is not None and not any(fact.startswith("year.") for fact in stated):
        used, titles = [years, *used], ["year", *titles]
    heads = {at for at in (head, years) if at is not None}
    lower = None if head is None else _second_row_of_headings(columns, towns, labels, head, years)
    faults = [] if lower is None else [(rows[lower][0], labels, _two_rows_of_headings())]
    faults += [
        (rows[at][0], column, unit_in_remark(title_of(columns[column][at]), title_of(columns[labels][at])))
        for _row, column, _heading in ignored
        for at in used
        if at > below
        and at not in heads
        and says_another_unit(title_of(columns[column][at]), title_of(units[at]), title_of(columns[labels][at]))
    ]
    faults += [
        (rows[at][0], of_units[1], unit_in_remark(differing[at], title_of(columns[labels][at])))
        for at in used
        if at > below and at in differing
    ]
    for column in towns:
        for at in sorted(heads):
            if OTHER_PERIODS.search(text := tidy(title_of(columns[column][at]))) and "镇" not in text:
                faults.append((rows[at][0], column, of_another_period(title_of(columns[column][at]))))
    return Form(
        tuple(titles),
        tuple((rows[at][0], labels) for at in used),
        tuple(_town(rows, columns, column, used, above=years if years is not None else head) for column in towns),
        ignored=tuple(ignored),
        faults=tuple(faults),
    )


def _under_groups(rows: Sequence[Row], labels: int, units: Mapping[int, Cell], groups: FormGroups) -> Mapping[int, str]:
    """The titles of rows, by their place: with their units, under the groups beside and above, which are left out."""
    found: dict[int, str] = {}
    for at, (_number, cells) in enumerate(rows):
        if groups.begins(cells, labels, _next_text(rows[at + 1 :], labels)):
            continue
        if at in units:
            first = cells[labels].first_column - 1 if isinstance(cells[labels], Merged) else labels
            groups.note(cells, range(first))
            label = with_unit(title_of(_at(cells, labels)).strip(), units[at])  # it wins over a group's
            found[at] = groups.title(label, range(first))
    return found


def _next_text(below: Sequence[Row], column: int) -> str:
    return next(filter(None, (title_of(_at(cells, column)).strip() for _number, cells in below)), "")


def _second_row_of_headings(
    columns: Mapping[int, Sequence[Cell]], towns: Sequence[int], labels: int, head: int, years: int | None
) -> int | None:
    """A row below that of the headings that has none of its own label, but a text over every town; not the years'."""
    for at in range(head + 1, min(head + 3, len(columns[labels]))):
        label = columns[labels][at]
        if at == years or not (is_blank(label) or isinstance(label, Merged)):
            continue
        texts = [title_of(columns[column][at]).strip() for column in towns]
        if towns and all(text and not text[0].isdigit() for text in texts):
            return at
    return None


def _two_rows_of_headings() -> str:
    return _("the headings of this form are in two rows; write in this cell what the lower one says (名称, 县)")


def of_another_period(heading: str) -> str:
    """What to say of figures under a heading that is not that of a year."""
    said = _("{heading} does not say the year's figures; remove this column, or head it with the town or the year")
    return said.format(heading=quoted(heading.strip()))


def _town(
    rows: Sequence[Row], columns: Mapping[int, Sequence[Cell]], column: int, used: Sequence[int], above: int | None
) -> FormTown:
    """A town of a form: what is in its column; what a row above the headings says once is said of every town."""
    places = []
    for at in used:
        filled = [other for other in columns if not is_blank(columns[other][at])][1:]
        is_of_all = above is not None and at < above and len(filled) == 1
        places.append(filled[0] if is_of_all else column)
    cells = tuple(columns[place][at] for place, at in zip(places, used, strict=True))
    return FormTown(column + 1, cells, tuple((rows[at][0], place) for place, at in zip(places, used, strict=True)))


_NAMES = frozenset({"名称", "专业镇名称", "专业镇", "name"})


def _heading(cells: Sequence[Cell], *rows: int | None) -> list[str]:
    """What stands over a column of a form: in the row of headings, and where the towns are named."""
    return [title_of(cells[at]).strip() for at in dict.fromkeys(rows) if at is not None and at < len(cells)]


def explains_columns(rows: Sequence[Row]) -> bool:
    """Whether the headings of a sheet say that it explains what is to be filled in elsewhere."""
    headings = [tidy(title) for title in titles_of(rows[0][1])] if rows else []
    explaining = sum(_EXPLAINS.fullmatch(heading) is not None for heading in headings)
    # a table of towns may have columns of such titles, and has their names
    return explaining > 1 and not any(HEADS_OF_VALUES.fullmatch(each) or each in _NAMES for each in headings)


def _is_no_town(heading: str) -> bool:
    """Whether a column of a form with this heading is no town's: remarks, sums, comparisons."""
    if YEAR.fullmatch(tidy(heading)):
        return False
    return _NO_TOWNS.fullmatch(tidy(heading)) is not None or (is_total(heading) and not is_of_a_period(heading))


def _row_of_years(
    columns: Mapping[int, Sequence[Cell]], towns: Sequence[int], labels: int, head: int | None
) -> int | None:
    """The row of headings in which a year stands over every town: that of the headings, or one with no label below."""
    for at in range(len(columns[labels])):
        may_be = at == head or is_blank(columns[labels][at]) or isinstance(columns[labels][at], Merged)
        if may_be and towns and all(YEAR.fullmatch(tidy(title_of(columns[column][at]))) for column in towns):
            return at
    return None


def _paired(rows: Sequence[Row], labels: Sequence[int], groups: FormGroups) -> Form:
    """A form of one town with several facts in a row, each label with its value to the right."""
    titles: list[str] = []
    places_of_titles: list[tuple[int, int]] = []
    cells_of_town: list[Cell] = []
    places: list[tuple[int, int]] = []
    for at, (number, cells) in enumerate(rows):
        if groups.begins(cells, labels[0], _next_text(rows[at + 1 :], labels[0])):
            continue
        of_row = list(groups.labels_in(number, cells, labels))
        ends = [*(column for column, _title in of_row[1:]), len(cells)] if of_row else []
        for (label, title), nxt in zip(of_row, ends, strict=True):
            if not _is_label(cells, label):
                continue
            value = next((c for c in range(label + 1, min(nxt, len(cells))) if not _continues(cells, c, label)), None)
            titles.append(title)
            places_of_titles.append((number, label))
            cells_of_town.append(None if value is None else _at(cells, value))
            places.append((number, label + 1 if value is None else value))
    town = FormTown(labels[0] + 2, tuple(cells_of_town), tuple(places))
    return Form(tuple(titles), tuple(places_of_titles), (town,))


def _is_label(cells: Sequence[Cell], column: int) -> bool:
    """Whether a cell says what is beside it: it is no title of the whole form, and no note."""
    label = title_of(_at(cells, column)).strip()
    alone = len({title.strip() for title in titles_of(cells) if title.strip()}) == 1
    return bool(label) and not is_note(label.lstrip(STARS)) and not (alone and isinstance(_at(cells, column), Merged))


def _continues(cells: Sequence[Cell], column: int, label: int) -> bool:
    """Whether a cell is blank, or one with the label."""
    cell = cells[column]
    return is_blank(cell) or (isinstance(cell, Merged) and cell.first_column == label + 1)


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else None
