"""Where in a sheet the table is: its header, of one row or of several.

Rows above the header (the title, who fills it in) are no part of it, nor is a row below that numbers the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, takewhile
from typing import NamedTuple

from zhenkit.core.errors import FileProblems, near, quoted
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.names import tidy
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import MAX_CELL, Cell, Merged, continues, is_blank
from zhenkit.towns.tables.groups import is_generic, is_neutral, is_of_others, joined_title, names_a_fact
from zhenkit.towns.tables.header import Header, read_header, with_units_of_notes, with_units_said
from zhenkit.towns.tables.no_towns import is_note, numbers_columns
from zhenkit.towns.tables.units import is_like_a_unit, units_of_line

MAX_COLUMNS = 10_000
TITLE_ROWS = 50
"""Among how many rows the header is looked for."""
HEADER_ROWS = 3
"""The most rows of a header."""
MOST_TITLES = 5_000
"""Among how many filled cells the header is looked for: a row more is tried while there are fewer above it."""
TITLES_SHOWN = 5

Row = tuple[int, Sequence[Cell]]
"""A row's number, and its cells."""


class Layout(NamedTuple):
    """A header, the rows it takes, and the rows of a table that are below it."""

    header: Header
    first_row: int
    """The number of its first row."""
    last_row: int
    """The number of its last row, or of the one below that numbers the columns."""
    units: tuple[str, ...] = ()
    """The texts above the table that name units."""
    bare: Header | None = None
    """The header without what these say; None where that is the header itself."""

    def with_units(self, texts: Iterable[str]) -> Layout:
        """With the units that texts above the table name, for figures whose titles name none."""
        naming = []
        for text in texts:
            if units_of_line([text]):
                naming.append(text)
            elif is_like_a_unit(tidy(text)):
                naming.append(f"（{text.strip()}）")
        bare = self.bare or self.header
        return self._replace(header=with_units_said(bare, naming), units=tuple(naming), bare=bare)

    def with_units_of_notes(self, texts: Iterable[str]) -> Layout:
        """With the units that notes below the table name, for the rows above them."""
        naming = tuple(text for text in texts if text.strip())
        return self._replace(header=with_units_of_notes(self.header, naming)) if naming else self

    def with_units_of_line(self, number: int, texts: Iterable[str]) -> Layout:
        """With the units that a line within the table names, for the rows below it."""
        naming = tuple(text for text in texts if text.strip())
        bare = self.bare or self.header
        return self._replace(
            header=with_units_said(bare, naming, within=True), units=naming, last_row=number, bare=bare
        )


def read_titles(titles: Sequence[str], facts: Facts, options: Options) -> Header:
    """What columns with these titles are."""
    return read_header(titles, facts, options.mapping)


def known(header: Header) -> int:
    """How many facts a header names."""
    return len({(column.fact and column.fact.id, column.part, column.dated) for column in header.columns})


def titles_of(cells: Sequence[Cell]) -> list[str]:
    """The cells of a row as titles."""
    return [title_of(cell) for cell in cells[: MAX_COLUMNS + 1]]


def title_of(cell: Cell) -> str:
    """A cell as a title; empty where it is none."""
    cell = cell.value if isinstance(cell, Merged) else cell
    return cell if isinstance(cell, str) and len(cell) <= MAX_CELL else ""


def find_layout(rows: Sequence[Row], facts: Facts, options: Options) -> Layout | None:
    """The header among the first rows of a sheet: the first that names the town and a fact, in one row or in several.

    Where none does, the first that names the town's name, or two facts; None where there is none of these either.
    Figures are in the unit that a line above says (`单位：万元`), where their titles name none.
    """
    found = _find_layout(rows, facts, options)
    if found is None:
        return None
    lines = [titles_of(cells) for number, cells in rows if number < found.first_row]
    above = [text for titles in lines for text in (*titles, "".join(titles))]
    return found.with_units(above)


def _find_layout(rows: Sequence[Row], facts: Facts, options: Options) -> Layout | None:
    best: Layout | None = None
    for at in range(_tried(rows[:TITLE_ROWS])):
        below = rows[at + 1][1] if at + 1 < len(rows) else ()
        found = None if _is_above(rows[at][1], below, facts, options) else header_at(rows[at:], facts, options)
        if found is None:
            continue
        if found.header.names_a_town and known(found.header) >= 2:
            # a row that seems to be of groups may be one of titles above the header
            others = [
                layout
                for nth in range(at + 1, min(at + HEADER_ROWS, len(rows)))
                if rows[nth][0] <= found.last_row and (layout := header_at(rows[nth:], facts, options))
            ]
            return max([found, *others], key=lambda layout: _well_named(layout, rows, facts))
        best = best or found
    return best


def _tried(rows: Sequence[Row]) -> int:
    """How many of these rows are tried for titles: a table wide beyond measure is not looked through for hours."""
    filled = accumulate(sum(map(bool, map(str.strip, titles_without_repeats(cells)))) for _number, cells in rows)
    return len(list(takewhile(lambda above: above < MOST_TITLES, islice(chain([0], filled), len(rows)))))


def _is_above(cells: Sequence[Cell], below: Sequence[Cell], facts: Facts, options: Options) -> bool:
    """Whether a row is above the header and none of it: one text that is no fact's title, or such as notes are."""
    texts = list(dict.fromkeys(title.strip() for title in titles_of(cells) if title.strip()))
    if len(texts) == 1:
        return not names_a_fact(texts[0], facts, options) and not _is_lone_group(texts[0], cells, below)
    if any(map(is_note, texts)) and not any(names_a_fact(text, facts, options) for text in texts):
        return True
    return all(is_note(text) for text in texts)


_TITLES = re.compile(
    r"(?!其中).*[:：].*|.*(?:[表册单账页密章]|台账|汇总|统计|一览|资料|数据|附件|名录)\s*\S{0,4}|(?:附|表|续|第|共).{0,6}"
    r"|.*(?:专业镇|必填|选填|填写|填报).*|.*(?:[局委厅办]|政府|中心)|.{0,4}[0-9〇一二]{4}\s*[年./-]\s*[0-9一二三四五六七八九十]{1,3}\s*(?:[月./-].{0,4})?"
)


def _is_lone_group(text: str, cells: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether the only text of a row is the group of some columns below: it stands over them, not over the first.

    A title of the sheet may stand anywhere; so may the number of the table, or a unit with its word.
    """
    titles = [index for index, title in enumerate(titles_without_repeats(below)) if title.strip()]
    begins = next(index for index, title in enumerate(titles_of(cells)) if title.strip())
    if len(titles) < 2 or begins <= titles[0] or begins > titles[-1] or _TITLES.fullmatch(text):
        return False
    if is_like_a_unit(tidy(text).strip(_BRACKETS)):
        return begins < titles[-1]  # in the corner it is that of all figures
    return not is_neutral(text) or bool(units_of_line([text]))


def _well_named(layout: Layout, rows: Sequence[Row], facts: Facts) -> int:
    """How many facts a header names, without titles that would mean another thing below the groups above them."""
    above = next((cells for number, cells in reversed(rows) if number < layout.first_row), None)
    first = next(cells for number, cells in rows if number == layout.first_row)
    columns = layout.header.columns
    if above is None or _is_above(above, first, facts, Options()):
        return len(columns)
    groups = _spread(above, len(first), [first])
    return sum(
        1
        for column in columns
        if not (group := groups[column.index] if column.index < len(groups) else "").strip()
        or not (is_generic(column.title) or is_of_others(group))
        or is_neutral(group)
    )


def header_at(rows: Sequence[Row], facts: Facts, options: Options) -> Layout | None:
    """The header that begins with the first of these rows: of so many rows as name the most facts."""
    rows = rows[: HEADER_ROWS + 1]
    best: Layout | None = None
    for count in range(1, _tried(rows[:HEADER_ROWS]) + 1):
        if count > 1 and not _may_belong(rows[count - 1][1]):
            break
        titles = _joined([cells for _number, cells in rows[:count]], facts, options)
        header = read_titles(titles, facts, options)
        keeps_name = best is None or header.names_a_town or not best.header.names_a_town
        if best is None or (keeps_name and known(header) > known(best.header)):
            best = Layout(header, rows[0][0], rows[count - 1][0])
    if best is None or not (best.header.names_a_town or known(best.header) >= 2):
        return None
    below = next((row for row in rows if row[0] > best.last_row), None)
    if below is not None and (titles := with_units_below(best.header, below[1])):
        best = Layout(read_titles(titles, facts, options), best.first_row, below[0])
        below = next((row for row in rows if row[0] > best.last_row), None)
    if below is not None and _is_below_groups(best, rows):
        count = next(nth for nth, row in enumerate(rows) if row[0] == below[0]) + 1
        titles = _joined([cells for _number, cells in rows[:count]], facts, options)
        best = Layout(read_titles(titles, facts, options), best.first_row, below[0])
        below = next((row for row in rows if row[0] > best.last_row), None)
    if below is not None and (continues(*below) or _says_again(best.header, below[1], facts, options)):
        best = best._replace(last_row=below[0])
        below = next((row for row in rows if row[0] > best.last_row), None)
    count = len(best.header.columns) + len(best.header.unknown)
    numbered = below is not None and numbers_columns(below[1], count)
    return best._replace(last_row=below[0]) if below is not None and numbered else best


def _says_again(header: Header, cells: Sequence[Cell], facts: Facts, options: Options) -> bool:
    """Whether a row below a header has its titles again, in another language: of what it names, each names the same."""
    again = read_titles(titles_without_repeats(cells), facts, options)
    if not again.names_a_town or not 2 <= known(again) < known(header):
        return False
    stated = {(column.index, column.fact, column.role, column.part) for column in header.columns}
    return all((column.index, column.fact, column.role, column.part) in stated for column in again.columns)


def _is_below_groups(layout: Layout, rows: Sequence[Row]) -> bool:
    """Whether the row below a header belongs to it: texts below groups, none where the towns' names stand.

    Else it would be a row without a name, with cells under no title.
    """
    at = next(nth for nth, row in enumerate(rows) if row[0] > layout.last_row)
    number, cells = rows[at]
    upper = titles_without_repeats(rows[at - 1][1]) if at else []
    lower = titles_of(cells)
    names = [column.index for column in layout.header.columns if column.fact is not None and column.fact.id == "name"]
    texts = [nth for nth, cell in enumerate(cells) if not is_blank(cell) and not _is_from_above(cell, number)]
    if at >= HEADER_ROWS or not names or len(texts) < 2 or not _may_belong(cells) or any(i in texts for i in names):
        return False
    return any(lower[nth].strip() and not (nth < len(upper) and upper[nth].strip()) for nth in texts)


def _is_from_above(cell: Cell, number: int) -> bool:
    return isinstance(cell, Merged) and cell.first_row < number


def with_units_below(header: Header, cells: Sequence[Cell]) -> list[str]:
    """The titles, each with the unit that stands below it, where a row has units and nothing else; else none."""
    units = {index: text.strip(_BRACKETS) for index, title in enumerate(titles_of(cells)) if (text := title.strip())}
    filled = sum(not is_blank(cell) for cell in cells)
    plain = {index: unit for index, unit in units.items() if not _DASHES.fullmatch(unit)}
    if not plain or len(units) != filled or not all(is_like_a_unit(tidy(unit)) for unit in plain.values()):
        return []
    titles = dict([*((column.index, column.title) for column in header.columns), *header.unknown])
    return [
        f"{titles.get(index, '')}（{plain[index]}）" if index in titles and index in plain else titles.get(index, "")
        for index in range(max(titles) + 1)
    ]


_BRACKETS = " ()（）"
_DASHES = re.compile("[/—－-]*")
_FIGURE = re.compile(r"[0-9.,]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _may_belong(cells: Sequence[Cell]) -> bool:
    """Whether a row may be the lower part of a header: it has texts alone, and no figures but years."""
    texts = [cell.value if isinstance(cell, Merged) else cell for cell in cells if not is_blank(cell)]
    return all(
        isinstance(text, str) and (_YEAR.fullmatch(text.strip()) or not _FIGURE.fullmatch(text.strip()))
        for text in texts
    )


def _joined(rows: Sequence[Sequence[Cell]], facts: Facts, options: Options) -> list[str]:
    """The titles of columns whose header has several rows: groups over titles over years."""
    if len(rows) == 1:
        return titles_without_repeats(rows[0])
    width = min(max(map(len, rows)), MAX_COLUMNS + 1)
    parts = [_spread(cells, width, rows[nth + 1 :]) for nth, cells in enumerate(rows)]
    return [joined_title([row[column] for row in parts], facts, options) for column in range(width)]


def titles_without_repeats(cells: Sequence[Cell]) -> list[str]:
    """The titles of a row; one that is merged over columns is the first one's."""
    titles = titles_of(cells)
    for index, cell in enumerate(cells[: MAX_COLUMNS + 1]):
        if isinstance(cell, Merged) and index + 1 != cell.first_column:
            titles[index] = ""
    return titles


def _spread(cells: Sequence[Cell], width: int, below: Sequence[Sequence[Cell]]) -> list[str]:
    """The titles of a row of groups, each spread over the columns to its right that have titles of their own below."""
    titles = [*titles_of(cells), *[""] * (width - len(cells))][:width]
    if not below:
        return titles_without_repeats([*cells, *[None] * (width - len(cells))])
    group, ends = "", width
    for column, title in enumerate(titles):
        merged = column < len(cells) and isinstance(cells[column], Merged)
        lower = any(column < len(row) and not is_blank(row[column]) for row in below)
        if title.strip():
            group, ends = title, cells[column].last_column if merged else width
            if merged and column + 1 != cells[column].first_column and not lower:
                titles[column] = ""
        elif lower and not merged and column < ends:
            titles[column] = group
        else:
            group = ""
    return titles


def no_header(rows: Iterable[Row], read_as: str, facts: Facts) -> str:
    """What to say of a table in which no header was found among its first rows; `read_as` is its encoding, or sheet."""
    rows = list(rows)
    titles = next((found for _number, cells in rows if (found := [t for t in titles_of(cells) if t.strip()])), None)
    if titles is None:
        return _("there is no town in this file")
    said = _(
        "its header names no known fact (read as {how}; the first titles: {titles}); "
        "`zhenkit preview FILE` shows what is read, `zhenkit init` writes a table to fill in"
    )
    said = said.format(how=read_as, titles=_(", ").join(_with_near(title, facts) for title in titles[:TITLES_SHOWN]))
    if len(rows) <= TITLE_ROWS:
        return said
    further = _("; a header is looked for down to row {row}: remove rows above it")
    return said + further.format(row=rows[TITLE_ROWS - 1][0])


def _with_near(title: str, facts: Facts) -> str:
    """A title, with the name of a fact that it is near to."""
    close = near(title.strip(), facts.by_name)
    return (
        _("{title} (near: {near})").format(title=quoted(title.strip()), near=close) if close else quoted(title.strip())
    )


def head_of(rows: Iterable[Row], count: int = TITLE_ROWS) -> Iterator[Row]:
    """The first rows of a sheet, as far as they can be read: what is wrong is reported when all are read."""
    try:
        yield from islice(iter(rows), count)
    except FileProblems:
        return
