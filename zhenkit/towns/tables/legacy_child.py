"""The program that reads a workbook by calamine, in a process of its own: `legacy` starts it, for one file at a time.

A damaged file may make the library ask for more memory than there is, which ends the process it is in. It writes JSON
lines: of each sheet its name, whether it is hidden and its merged cells; then its rows, each with its number.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from typing import Any, TextIO

from zhenkit.core.apart import bound_memory, end_after
from zhenkit.towns.tables.cells import number_text

MEMORY = 4 * 1024**3
"""The most memory, in bytes, that reading a workbook may take."""
MOST_CELLS = 50_000_000
TOO_MANY = 3
"""The exit code where there are more cells than are read."""


def write_sheets(content: bytes, out: TextIO) -> int:
    """Write the sheets of a workbook; the exit code."""
    import python_calamine as calamine

    book = calamine.load_workbook(io.BytesIO(content))
    for listed in book.sheets_metadata:
        if listed.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(listed.name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            return TOO_MANY
        top, left = sheet.start or (0, 0)
        merged = [
            [*(at + 1 for at in first), *(at + 1 for at in last)] for first, last in sheet.merged_cell_ranges or ()
        ]
        hidden = listed.visible != calamine.SheetVisibleEnum.Visible
        print(
            json.dumps(
                {"name": listed.name, "hidden": hidden, "merged": None if sheet.merged_cell_ranges is None else merged}
            ),
            file=out,
        )
        for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
            cells = [as_json(value) for value in row]
            if any(cell is not None for cell in cells):
                print(json.dumps([number, [*([None] * left), *cells]]), file=out)
    return 0


def as_json(value: Any) -> Any:
    """A value as JSON holds it: numbers as texts, days and times as `{"day": ...}` and `{"time": ...}`."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return {"time": str(value)}
    if isinstance(value, datetime.date):
        return {"day": value.isoformat()[:10]}
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return {"time": str(value)}
    return None if value == "" else value


if __name__ == "__main__":
    bound_memory(MEMORY)
    end_after(lambda: write_sheets(sys.stdin.buffer.read(), sys.stdout))
