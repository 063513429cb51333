"""Units that stand beside the figures of a form: in columns of units, or in a remark."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.names import tidy
from zhenkit.towns.tables.cells import Cell, is_blank
from zhenkit.towns.tables.layout import title_of
from zhenkit.towns.tables.titles import names_a_unit
from zhenkit.towns.tables.units import names_units, said_of

_UNIT = re.compile(r"亿元|亿|万元|万|元|千元|家|户|个|人|项|件|种|名|%|％|级|年|万人|是/否|有/无|/|—|-")
_DASHES = re.compile(r"[/—-]")
HEADS_OF_UNITS = re.compile(r"(?:计量)?单位")


def are_units(filled: Sequence[Cell]) -> bool:
    """Whether a column of a form holds units and nothing else."""
    texts = [text for text in filled if isinstance(text, str) and _UNIT.fullmatch(text)]
    return len(texts) == len(filled) and not all(map(_DASHES.fullmatch, texts))


def units_of_rows(
    columns: Mapping[int, Sequence[Cell]], of_units: Sequence[int]
) -> tuple[Sequence[Cell], Mapping[int, str]]:
    """The unit that each row of a form has, and of rows whose columns of units differ what they say.

    A unit that is blank beside a figure is another than one beside the next.
    """
    units: list[Cell] = []
    differing: dict[int, str] = {}
    for at in range(len(next(iter(columns.values())))):
        asked = [c for c in of_units if not is_blank(columns[c][at]) or not is_blank(columns[c - 1][at])]
        texts = [title_of(columns[column][at]).strip() for column in asked]
        units.append(next(filter(None, texts), None))
        if len(set(map(tidy, texts))) > 1:
            differing[at] = _(", ").join(filter(None, texts))
    return units, differing


def with_unit(label: str, unit: Cell) -> str:
    """A label with the unit that stands beside it."""
    text = title_of(unit).strip()
    is_said = text in label and names_a_unit(label)
    return label if not text or text in "/—-" or is_said else f"{label}（{text}）"


def says_another_unit(remark: str, unit: str, title: str) -> bool:
    """Whether a remark beside a figure says a unit, and not that of the column of units."""
    return names_units([remark]) and tidy(unit.strip(" ()（）")) not in said_of([remark], title)


def unit_in_remark(remark: str, title: str) -> str:
    """What to say of a remark that says the unit of a figure in its row."""
    said = _("{said} in this row does not say the unit of {title}; write the unit behind that figure")
    return said.format(said=quoted(remark.strip()), title=quoted(title.strip()))
