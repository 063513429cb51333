"""What each title of a table means, as a file that `--map` reads: to be corrected by hand, and kept."""

from __future__ import annotations

import json
from collections.abc import Iterator

from zhenkit.core.i18n import _
from zhenkit.towns.tables.header import HeaderColumn, Role
from zhenkit.towns.tables.preview import Preview, PreviewColumn


def render(found: Preview) -> str:
    """The titles of the sheets that are read; those that are ignored are `-`, with the reason."""
    columns = [column for sheet in found.sheets if sheet.is_read for column in sheet.columns]
    comment = _("What the titles of a table mean, for --map: a fact, or - to ignore the column.")
    return "\n".join([f"# {comment}", "titles:", *dict.fromkeys(_lines(columns))]) + "\n"


def _lines(columns: list[PreviewColumn]) -> Iterator[str]:
    for column in columns:
        title = json.dumps(column.title, ensure_ascii=False)
        if column.column is None:
            yield f'  {title}: "-"   # {" ".join(column.ignored.split())}'
        else:
            yield f"  {title}: {_target(column.column)}"


def _target(column: HeaderColumn) -> str:
    """The word for a column: `annual_output`, `services.testing`, `evidence.exports`, `decisions.4.granted`."""
    if column.fact is None:
        return f"decisions.{column.part}"
    named = {Role.LOW: "{}_low", Role.HIGH: "{}_high", Role.EVIDENCE: "evidence.{}"}
    if column.role in named:
        return named[column.role].format(column.fact.id)
    return f"{column.fact.id}.{column.part}" if column.part else column.fact.id
