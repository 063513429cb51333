"""What would be read of a file, as JSON."""

from __future__ import annotations

from typing import Any

from zhenkit.reports.formats import Style
from zhenkit.reports.layout.json import document
from zhenkit.towns.tables.cells import cell_name
from zhenkit.towns.tables.preview import Preview, PreviewColumn, PreviewSheet


def render(found: Preview, _style: Style) -> str:
    """The file's sheets, and what is wrong with it."""
    problems = [problem._asdict() for problem in found.problems]
    remarks = [remark._asdict() for remark in found.remarks]
    sheets = [_sheet(sheet) for sheet in found.sheets]
    return document({"file": found.file}, {"problems": problems, "remarks": remarks, "sheets": sheets})


def _sheet(sheet: PreviewSheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "read": sheet.is_read,
        "form": sheet.is_form,
        "header_rows": None if sheet.header_rows is None else list(sheet.header_rows),
        "towns": sheet.towns,
        "rejected": sheet.rejected,
        "no_towns": {kind.value: rows for kind, rows in sheet.no_towns.items()},
        "merged": sheet.merged,
        "columns": [_column(column, sheet.is_form) for column in sheet.columns],
    }


def _column(column: PreviewColumn, in_form: bool) -> dict[str, Any]:
    meant = column.column
    return {
        "column": None if in_form else cell_name(0, column.place + 1),
        "title": column.title,
        "fact": None if meant is None or meant.fact is None else meant.fact.id,
        "role": None if meant is None else meant.role.value,
        "part": None if meant is None else meant.part or None,
        "unit": None if meant is None else meant.unit,
        "ignored": meant is None,
        "message": column.ignored or None,
        "values": list(column.values),
    }
