"""Random tables of towns for a rule set: cells as people write them or columns with types, some missing, some bad."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from tests.towns.tables.grids import csv_text
from zhenkit.checks.tree import leaves
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import ChoiceType, LevelType, SetType
from zhenkit.facts.types.series import SeriesType
from zhenkit.rulesets.model import RuleSet

MISSING = ("", "未知", "  ")
BAD = ("不详?", "-3", "9~1", "12.5", "1e3", "x")
YEARS = (2020, 2021, 2022, 2023)
YUAN = 100
Cells = Callable[[], dict[str, Any]]
"""Draws what stands in a fact's columns."""


class Register:
    """Draws the columns of a table once, and then as many rows as wanted."""

    def __init__(self, rule_set: RuleSet, seed: int, bad: bool = True) -> None:
        self.rule_set, self.chance, self.bad = rule_set, random.Random(seed), bad
        asked = {fact.id for fact in rule_set.asked} | {base.id for fact in rule_set.derived for base in fact.bases}
        self.facts = [
            fact
            for fact in rule_set.facts.stated
            if fact.id not in ("name", "province", "city", "county")
            and (fact.id in asked or fact.id in ("year", "output_basis") or self._is(0.1))
        ]

    def _is(self, share: float) -> bool:
        return self.chance.random() < share

    def _value(self, fact: Fact) -> Any:
        """A value at or beside the figures that the rule set asks for."""
        kind, pick = fact.type, self.chance.choice
        if fact.id == "year":
            return pick(YEARS)
        if isinstance(kind, ChoiceType):
            return pick(list(kind.by_id))
        if isinstance(kind, LevelType):
            return pick(range(len(kind.members)))
        if isinstance(kind, SetType):
            share = pick((0, 0.5, 0.9, 1))
            return frozenset(member for member in kind.by_id if self._is(share))
        if kind.top is True:
            return self._is(0.8)
        every = [leaf for criterion in self.rule_set.criteria for leaf in leaves(criterion.require)]
        figures = [figure for leaf in every if leaf.fact is fact for figure in leaf.figures if figure is not None]
        step = Fraction(1, 2) if not kind.whole else YUAN if kind.name == "money" else 1
        return max(0, pick(figures or [10]) + pick((-1, 0, 0, 1, 3)) * step)

    def _text(self, fact: Fact, value: Any) -> str:
        written = fact.type.write(value)
        if isinstance(written, list):
            return self.chance.choice((";", "、")).join(written) or "无"
        return {True: "是", False: "no"}.get(written, str(written)) if isinstance(written, bool) else str(written)

    def _cell(self, fact: Fact) -> str:
        if self._is(0.1):
            return self.chance.choice(MISSING)
        if self.bad and self._is(0.004):
            return self.chance.choice(BAD)
        value = self._value(fact)
        if fact.type.name in ("count", "money", "number", "percent") and fact.id != "year" and self._is(0.15):
            low, high = sorted((value, self._value(fact)))
            return f"{self._text(fact, low)}~{self._text(fact, high)}"
        return self._text(fact, value)

    def _as_text(self, fact: Fact) -> Cells:
        """The columns of a fact in a table of texts, laid out in one of the ways there are."""
        kind, titles = fact.type, self.chance.choice
        title = titles((fact.id, fact.label.zh))
        if isinstance(kind, SeriesType):
            return lambda: {f"{fact.id}.{year}": self._figure_of_series(kind) for year in YEARS}
        if isinstance(kind, SetType) and self._is(0.5):
            return lambda: self._members(fact)
        if kind.name in ("count", "money") and fact.id != "year" and self._is(0.3):
            return lambda: self._ends(fact)
        return lambda: {title: self._cell(fact)}

    def _figure_of_series(self, kind: SeriesType) -> str:
        growth = self.chance.choice(("10亿元", "10.3亿元", "10.8亿元", "11.664亿元", "60亿元", "0", "3"))
        return "" if self._is(0.05) else growth if kind.figure.name == "money" else growth.removesuffix("亿元")

    def _members(self, fact: Fact) -> dict[str, Any]:
        held = self._value(fact)
        words = {True: self.chance.choice(("yes", "是")), False: self.chance.choice(("no", "否"))}
        if self._is(0.1):
            words = {True: "", False: ""}
        if self.bad and self._is(0.01):
            words[True] = "√"
        return {f"{fact.id}.{member}": words[member in held] for member in fact.type.by_id}  # type: ignore[attr-defined]

    def _ends(self, fact: Fact) -> dict[str, Any]:
        low, high = sorted((self._value(fact), self._value(fact)))
        cells = ("", "") if self._is(0.1) else (self._text(fact, low), self._text(fact, high))
        if self.bad and self._is(0.01):
            cells = self.chance.choice(((cells[1], ""), ("x", cells[1]), (self._text(fact, high + YUAN), cells[0])))
        return {f"{fact.id}_low": cells[0], f"{fact.id}_high": cells[1]}

    def _as_type(self, fact: Fact) -> Cells:
        """The column of a fact in a table with types."""
        title = f"{fact.id} (元)" if fact.type.name == "money" else fact.id

        def cell() -> dict[str, Any]:
            if self._is(0.1):
                return {title: None}
            value = self._value(fact)
            if fact.type.name == "money":
                return {title: -1 if self.bad and self._is(0.004) else value // YUAN}
            if fact.type.name == "count":
                return {title: -1 if self.bad and self._is(0.004) else value}
            if fact.type.top is True:
                return {title: value}
            return {title: self._text(fact, value)}

        return self._as_text(fact) if isinstance(fact.type, SeriesType) else cell

    def _decisions(self) -> dict[str, Any]:
        found = {}
        for number in (criterion.number for criterion in self.rule_set.criteria[::3]):
            given = ["", "", "", ""] if self._is(0.7) else [self.chance.choice(("yes", "否")), "b", "2023-05-01", "w"]
            if self.bad and self._is(0.01):
                given[2] = ""
            found |= dict(zip((f"decisions.{number}.{part}" for part in PARTS), given, strict=True))
        return found

    def rows(self, count: int, typed: bool) -> list[dict[str, Any]]:
        """The rows, each by the titles of its columns."""
        ways = [self._as_type(fact) if typed else self._as_text(fact) for fact in self.facts]
        shown = [fact.id for fact in self.facts if fact.id in self.rule_set.facts.findings and self._is(0.7)]
        decided, place = self._is(0.6), self.rule_set.place
        found = []
        for number in range(count):
            row: dict[str, Any] = {"name": "A镇" if self._is(0.05) else f"镇{number}", "编号": f"{number:03}"}
            row |= {key: "" if self._is(0.05) else text for key, text in place.items()}
            for way in ways:
                row |= way()
            row |= {f"evidence.{fact_id}": self.chance.choice(("", "批文", "未知")) for fact_id in shown}
            row |= self._decisions() if decided else {}
            found.append(row)
        return found

    def save(self, folder: Path, count: int, typed: bool) -> Path:
        """A table of so many rows: Parquet with types, or CSV."""
        rows = self.rows(count, typed)
        if typed:
            path = folder / "towns.parquet"
            pl.DataFrame(rows, infer_schema_length=None).write_parquet(path, row_group_size=max(1, count // 3))
        else:
            path = folder / "towns.csv"
            path.write_text(csv_text([list(rows[0]), *(row.values() for row in rows)]), "utf-8")
        return path


PARTS = ("granted", "by", "date", "why")
