"""The `preview` command: shows what would be read of a table, before anything is judged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhenkit.cli.options import (
    FormatOf,
    LangOption,
    OutputOption,
    RulesOption,
    SheetOption,
    chosen_format,
    named_rule_set,
)
from zhenkit.cli.output import report_problems, terminal, write
from zhenkit.cli.typer_i18n import Misuse, Program
from zhenkit.core.i18n import _
from zhenkit.reports.formats import PREVIEW


def preview(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar=_("FILE"), help=_("A table: a workbook, CSV or Parquet."))],
    rules: RulesOption = None,
    sheet: SheetOption = None,
    format: FormatOf[str | None, PREVIEW] = None,
    output: OutputOption = None,
    write_map: Annotated[
        Path | None,
        typer.Option("--write-map", metavar=_("FILE"), help=_("Write what each title means to this file (YAML).")),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Show what would be read of a table."""
    from zhenkit.reports.formats import Style, report
    from zhenkit.rulesets.catalog import shipped
    from zhenkit.towns.inputs import TABLES
    from zhenkit.towns.options import Options
    from zhenkit.towns.tables.preview import preview as looked_at

    chosen = chosen_format(ctx, PREVIEW, format, output)
    if file.suffix.lower() not in TABLES:
        said = _("{file}: preview shows tables ({endings}); `zhenkit check` reads town files")
        raise Misuse(said.format(file=file, endings=" ".join(TABLES)), ctx)
    facts = (named_rule_set(rules) if rules else shipped()).facts
    found = looked_at(file, facts, Options(sheet=sheet))
    report_problems(found.remarks, _("remark"))
    report_problems(found.problems)
    if write_map is not None:
        from zhenkit.reports.preview.title_map import render as render_map

        write(render_map(found), write_map)
    write(report(PREVIEW, chosen.name, found, Style(False, *terminal(output))), output)
    raise typer.Exit(2 if found.problems else 0)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        help=_(
            "Show what would be read of a table: its header, what each column is read as, what is ignored and why. "
            "Exits 0: all can be read; 2: some cannot."
        )
    )(preview)
