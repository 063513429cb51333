"""What would be read of a file, for a person: sheet by sheet, column by column."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.core.escape import plain
from zhenkit.core.i18n import _, plural
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.table import TextCell, TextColumn, lay_out
from zhenkit.towns.tables.cells import cell_name
from zhenkit.towns.tables.header import HeaderColumn, Role
from zhenkit.towns.tables.no_towns import remark_on
from zhenkit.towns.tables.preview import Preview, PreviewColumn, PreviewSheet

LONGEST = 24
"""The longest value that is shown whole, in characters."""


def render(found: Preview, style: Style) -> str:
    """The file's sheets: what each column is read as, and which rows are not towns."""
    lines = [plain(found.file)]
    for sheet in found.sheets:
        lines += ["", *_sheet(sheet, style)]
    if found.problems:
        lines += [
            "",
            plural("{count} problem: see above", "{count} problems: see above", len(found.problems)).format(
                count=len(found.problems)
            ),
        ]
    return "\n".join(lines) + "\n"


def _sheet(sheet: PreviewSheet, style: Style) -> Iterator[str]:
    yield plain(" · ".join(_head(sheet)))
    if sheet.columns:
        yield ""
        columns = [
            TextColumn(""),
            TextColumn(_("Title"), folds=True),
            TextColumn(_("Read as"), folds=True),
            TextColumn(_("First values"), folds=True),
        ]
        yield from lay_out(
            columns, [_row(column, sheet.is_form) for column in sheet.columns], style.width, style.colour
        )
    facts = [remark_on(kind, rows) for kind, rows in sheet.no_towns.items()]
    if sheet.merged:
        facts.append(
            plural("{count} group of merged cells", "{count} groups of merged cells", sheet.merged).format(
                count=sheet.merged
            )
        )
    if facts:
        yield ""
        yield from (plain(fact) for fact in facts)


def _head(sheet: PreviewSheet) -> Iterator[str]:
    if sheet.name:
        yield _("sheet {sheet}").format(sheet=sheet.name)
    elif sheet.read_as:
        yield sheet.read_as
    if sheet.hidden:
        yield _("hidden")
    if sheet.is_form:
        yield _("a form: one fact below another")
    elif sheet.header_rows is None:
        yield _("no header of towns")
    else:
        first, last = sheet.header_rows
        yield (
            _("header in row {row}").format(row=first)
            if first == last
            else _("header in rows {first} to {last}").format(first=first, last=last)
        )
    if not sheet.is_read:
        yield _("not read")
        return
    yield plural("{count} town", "{count} towns", sheet.towns).format(count=sheet.towns)
    if sheet.rejected:
        yield plural("{count} with a problem", "{count} with problems", sheet.rejected).format(count=sheet.rejected)


def _row(column: PreviewColumn, in_form: bool) -> tuple[TextCell, ...]:
    place = "" if in_form else cell_name(0, column.place + 1)
    values = " | ".join(value if len(value) <= LONGEST else value[: LONGEST - 1] + "…" for value in column.values)
    if column.column is None:
        return TextCell(place), TextCell(column.title), TextCell(column.ignored, "yellow"), TextCell(values, "dim")
    return TextCell(place), TextCell(column.title), TextCell(meaning(column.column)), TextCell(values)


def meaning(column: HeaderColumn) -> str:
    """What a column is read as, in words: the fact, its part, its unit."""
    if column.fact is None:
        return _("decision {part}").format(part=column.part)
    said = column.fact.called
    kinds = {
        Role.LOW: _("{fact}, lower end"),
        Role.HIGH: _("{fact}, upper end"),
        Role.EVIDENCE: _("evidence of {fact}"),
    }
    if column.role in kinds:
        said = kinds[column.role].format(fact=said)
    elif column.part:
        said = _("{fact}, {part}").format(fact=said, part=column.part)
    if column.dated:
        said = _("{fact}, of {year}").format(fact=said, year=column.dated)
    return _("{fact}, in {unit}").format(fact=said, unit=column.unit) if column.unit else said
