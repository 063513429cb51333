"""A fact and its value in one cell, as forms have them: `专业镇名称：甲镇`, `县：虚构县　年份：2024`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Merged, is_blank
from zhenkit.towns.tables.layout import Row, stated_by, title_of, titles_without_repeats
from zhenkit.towns.tables.meanings import Role
from zhenkit.towns.tables.units import WrongTitle

_PAIR = re.compile(
    r"(?P<label>[^\s:：]{1,30})\s*[:：]\s*(?P<value>[^\s:：]+(?:[ ][^\s:：]+)*?)(?=\s+[^\s:：]{1,30}\s*[:：]|\s*$)"
)
_LINE_TO_FILL_IN = re.compile(r"[_＿\s/—-]*")
MOST_CHARACTERS = 200


class Stated(NamedTuple):
    """What a cell says of a fact."""

    row: int
    column: int
    """From 0."""
    label: str
    value: str
    fact: Fact


def stated_in_cells(rows: Iterable[Row], facts: Facts, options: Options) -> Iterator[Stated]:
    """What the cells of these rows say, each with its label in it; of each fact the first."""
    found: set[str] = set()
    for number, cells in rows:
        for column, text in enumerate(titles_without_repeats(cells)):
            if len(text) > MOST_CHARACTERS or not (":" in text or "：" in text):
                continue
            for pair in _PAIR.finditer(text):
                fact = _fact(pair["label"], facts, options)
                if fact is not None and fact.id not in found and not _LINE_TO_FILL_IN.fullmatch(pair["value"]):
                    found.add(fact.id)
                    yield Stated(number, column, pair["label"], pair["value"], fact)


def not_read_above(
    rows: Iterable[Row], stated: Collection[str], facts: Facts, options: Options
) -> Iterator[tuple[int, int, str]]:
    """What to say of facts above a table that has no column of them (`stated` are those it has): row, column, message.

    Whether they are of every town, the table does not say.
    """
    rows = list(rows)
    for each in (*stated_in_cells(rows, facts, options), *_beside(rows, facts, options)):
        if each.fact.id in stated or each.fact.id == "name":
            continue
        said = _("{label} above the table is not read; if it is of every town, say so with --set {fact}={value}")
        shown = quoted(f"{each.label}：{each.value}")
        yield each.row, each.column, said.format(label=shown, fact=each.fact.id, value=each.value)


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
