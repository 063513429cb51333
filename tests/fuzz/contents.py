"""What stands in a file of a case: how it is written, and what smaller file may fail as it does."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

import polars as pl
import xlsxwriter
import yaml


class Content(Protocol):
    """A file's content."""

    def written(self) -> bytes:
        """The bytes of the file."""
        ...

    def smaller(self) -> Iterator[Content]:
        """Contents with less in them: those with much less first."""
        ...


def without_some(items: list[Any], least: int = 0) -> Iterator[list[Any]]:
    """Lists with one part of this left out: halves, quarters and so on to single items."""
    size = len(items) // 2
    while size:
        for start in range(0, len(items), size):
            rest = items[:start] + items[start + size :]
            if least <= len(rest) < len(items):
                yield rest
        size //= 2
    if len(items) == 1 and least == 0:
        yield []


@dataclass(frozen=True)
class Raw:
    """Bytes as they are."""

    data: bytes

    def written(self) -> bytes:
        return self.data

    def smaller(self) -> Iterator[Raw]:
        for lines in without_some(self.data.splitlines(keepends=True)):
            yield Raw(b"".join(lines))
        if len(self.data) < 4000:
            yield from (Raw(bytes(rest)) for rest in without_some(list(self.data)))


@dataclass(frozen=True)
class Tree:
    """Values within values, as YAML (a document for each part) or JSON (a list of the parts, or the only one)."""

    parts: list[Any]
    form: str

    def written(self) -> bytes:
        if self.form == "yaml":
            return yaml.safe_dump_all(self.parts, allow_unicode=True, sort_keys=False, width=100).encode("utf-8")
        value = self.parts[0] if len(self.parts) == 1 else self.parts
        return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8")

    def smaller(self) -> Iterator[Tree]:
        for rest in _less(self.parts):
            if rest:
                yield replace(self, parts=rest)


def _less(value: Any) -> Iterator[Any]:
    """A value with one thing left out, at any depth."""
    if isinstance(value, list):
        yield from without_some(value)
        for index, each in enumerate(value):
            for less in _less(each):
                yield [*value[:index], less, *value[index + 1 :]]
    elif isinstance(value, dict):
        for keys in without_some(list(value)):
            yield {key: value[key] for key in keys}
        for key, each in value.items():
            for less in _less(each):
                yield {**value, key: less}
    elif isinstance(value, str) and len(value) > 20:
        yield from (value[: len(value) // 2], value[len(value) // 2 :])


@dataclass(frozen=True)
class Grid:
    """A table: its rows of cells, the header among them, and how it is written."""

    rows: list[list[Any]]
    form: str
    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\n"
    types: str = "text"
    """In Parquet and workbooks: whether cells keep their kind (`typed`) or are all texts."""

    def written(self) -> bytes:
        return getattr(self, f"_{self.form}")()  # type: ignore[no-any-return]

    def smaller(self) -> Iterator[Grid]:
        for rows in without_some(self.rows, 1):
            yield replace(self, rows=rows)
        width = max(map(len, self.rows), default=0)
        for columns in without_some(list(range(width)), 1):
            yield replace(self, rows=[[row[at] for at in columns if at < len(row)] for row in self.rows])
        for number, row in enumerate(self.rows):
            for at, cell in enumerate(row):
                for less in ("", cell[: len(cell) // 2] if isinstance(cell, str) else ""):
                    if cell not in ("", None) and cell != less:
                        rows = [list(each) for each in self.rows]
                        rows[number][at] = less
                        yield replace(self, rows=rows)
        if (self.delimiter, self.encoding, self.line_end) != (",", "utf-8", "\n"):
            yield replace(self, delimiter=",", encoding="utf-8", line_end="\n")

    def _csv(self) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self.delimiter, lineterminator=self.line_end).writerows(
            [["" if cell is None else cell for cell in row] for row in self.rows]
        )
        return text.getvalue().encode(self.encoding, "replace")

    def _xlsx(self) -> bytes:
        file = io.BytesIO()
        with xlsxwriter.Workbook(
            file, {"in_memory": True, "strings_to_formulas": False, "nan_inf_to_errors": True}
        ) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(self.rows):
                for at, cell in enumerate(row):
                    if self.types == "text" or isinstance(cell, str):
                        sheet.write_string(number, at, "" if cell is None else str(cell)[:32_767])
                    elif isinstance(cell, bool | int | float):
                        sheet.write(number, at, cell)
        return file.getvalue()

    def _records(self) -> list[dict[str, Any]]:
        return [dict(zip(map(str, self.rows[0]), row, strict=False)) for row in self.rows[1:]]

    def _jsonl(self) -> bytes:
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self._records()).encode("utf-8")

    def _parquet(self) -> bytes:
        """A Parquet column has one kind: texts, unless all its cells are whole numbers, numbers or yes/no."""
        records, file = self._records(), io.BytesIO()
        titles = list(dict.fromkeys(map(str, self.rows[0])))
        columns = {title: self._column([record.get(title) for record in records]) for title in titles}
        pl.DataFrame(columns).write_parquet(file, row_group_size=max(1, len(records) // 2))
        return file.getvalue()

    def _column(self, cells: list[Any]) -> pl.Series:
        known = [cell for cell in cells if cell is not None]
        for kind in (bool, int, float, list) if self.types == "typed" and known else ():
            if all(type(cell) is kind for cell in known) and not (kind is int and max(map(abs, known)) >= 2**63):
                return pl.Series(cells)
        return pl.Series([None if cell is None else str(cell) for cell in cells], dtype=pl.String)
