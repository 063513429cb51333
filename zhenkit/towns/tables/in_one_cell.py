"""A fact and its value in one cell, as forms have them: `专业镇名称：甲镇`, `县：虚构县　年份：2024`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.names import tidy
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Merged, is_blank
from zhenkit.towns.tables.groups import stated_by
from zhenkit.towns.tables.layout import Row, title_of, titles_without_repeats
from zhenkit.towns.tables.meanings import Role
from zhenkit.towns.tables.no_towns import is_note
from zhenkit.towns.tables.units import WrongTitle

_PAIR = re.compile(
    r"(?P<label>[^\s:：]{1,30})\s*[:：]\s*(?P<value>[^\s:：]+(?:[ ][^\s:：]+)*?)(?=\s+[^\s:：]{1,30}\s*[:：]|\s*$)"
)
_LABEL = re.compile(r"(?:^|(?<=\s))(?P<label>[^\s:：]{1,30})\s*[:：]\s*(?P<next>[^\s:：]*)\s*(?P<colon>[:：]?)")
_LINE_TO_FILL_IN = re.compile(r"[_＿\s/—-]*")
MOST_CHARACTERS = 200


class Stated(NamedTuple):
    """What a cell says of a fact."""

    row: int
    column: int
    """From 0."""
    label: str
    value: str
    """Empty where it cannot be taken from the cell."""
    fact: Fact


def stated_in_cells(rows: Iterable[Row], facts: Facts, options: Options) -> Iterator[Stated]:
    """What the cells of these rows say, each with its label in it."""
    for number, cells in rows:
        for column, text in enumerate(titles_without_repeats(cells)):
            if len(text) > MOST_CHARACTERS or not (":" in text or "：" in text):
                continue
            pairs = list(_PAIR.finditer(text))
            for pair in pairs:
                fact = _fact(pair["label"], facts, options)
                if fact is not None and not _LINE_TO_FILL_IN.fullmatch(pair["value"]):
                    yield Stated(number, column, pair["label"], pair["value"], fact)
            taken = {pair.start() for pair in pairs}
            for found in _LABEL.finditer(text):
                fact = None if found.start() in taken else _fact(found["label"], facts, options)
                is_filled = not _LINE_TO_FILL_IN.fullmatch(found["next"])
                if fact is not None and is_filled and not (found["colon"] and _fact(found["next"], facts, options)):
                    yield Stated(number, column, found["label"], "", fact)


def first_of_each(stated: Iterable[Stated]) -> tuple[Sequence[Stated], Sequence[tuple[int, int, str]]]:
    """Of each fact what is said first; and row, column (from 0) and message of what contradicts it or is not read."""
    first: dict[str, Stated] = {}
    faults = []
    for each in stated:
        if not each.value:
            said = _("what follows {label} in this cell is not read; write the value alone after one colon")
            faults.append((each.row, each.column, said.format(label=quoted(each.label))))
        elif tidy((kept := first.setdefault(each.fact.id, each)).value) != tidy(each.value):
            said = _("{title} of this town is in row {row} already; keep one")
            faults.append((each.row, each.column, said.format(title=quoted(each.label), row=kept.row)))
    return tuple(first.values()), tuple(faults)


def not_read_above(
    rows: Iterable[Row], stated: Collection[str], facts: Facts, options: Options
) -> Iterator[tuple[int, int, str]]:
    """What to say of facts above a table that has no column of them (`stated` are those it has): row, column, message.

    Whether they are of every town, the table does not say.
    """
    rows = list(rows)
    in_cells, _faults = first_of_each(stated_in_cells(rows, facts, options))
    for each in (*in_cells, *_beside(rows, facts, options)):
        if each.fact.id in stated or each.fact.id == "name":
            continue
        said = _("{label} above the table is not read; if it is of every town, say so with --set {fact}={value}")
        shown = quoted(f"{each.label}：{each.value}")
        yield each.row, each.column, said.format(label=shown, fact=each.fact.id, value=each.value)


_OF_OTHER_FIGURES = re.compile(
    r"上年|去年|计划|目标|预计|预测|季度|上半年|下半年|[0-9]{1,2}\s*[-~～—–至]\s*[0-9]{1,2}\s*月|月报|快报|规上|规模以上"
)
LONGEST_HEADING = 60


def of_other_figures(rows: Iterable[Row]) -> Iterator[tuple[int, int, str]]:
    """What to say of lines above a table that name another time or other firms (`2024年1-6月运行情况`)."""
    for number, cells in rows:
        for column, text in enumerate(titles_without_repeats(cells)):
            text = text.strip()
            if text and len(text) <= LONGEST_HEADING and not is_note(text) and _OF_OTHER_FIGURES.search(text):
                said = _(
                    "{title} above the figures may say that they are not a whole year's, or of some firms alone; "
                    "they are read as the towns' own of a year"
                )
                yield number, column, said.format(title=quoted(text))


def _beside(rows: Iterable[Row], facts: Facts, options: Options) -> Iterator[Stated]:
    """What rows of two cells say: a label, and its value beside it."""
    for number, cells in rows:
        filled = [
            (at, _value(cell)) for at, cell in enumerate(cells) if not is_blank(_value(cell)) and not _repeats(cell, at)
        ]
        if len(filled) == 2:
            (column, label), (_at, value) = filled
            fact = _fact(title_of(label).strip().rstrip(":："), facts, options)
            if fact is not None and _fact(title_of(value).strip(), facts, options) is None:
                yield Stated(number, column, str(label).strip().rstrip(":："), str(value).strip(), fact)


def _value(cell: Cell) -> Cell:
    return cell.value if isinstance(cell, Merged) else cell


def _repeats(cell: Cell, at: int) -> bool:
    return isinstance(cell, Merged) and at + 1 != cell.first_column


def _fact(label: str, facts: Facts, options: Options) -> Fact | None:
    try:
        meant = stated_by(label, facts, options) if label else None
    except WrongTitle:
        return None
    return (
        meant.fact if meant is not None and meant.role is Role.FACT and not (meant.fact and meant.fact.bases) else None
    )
