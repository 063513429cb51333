"""The `check` command: judges towns and reports criterion by criterion."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from zhenkit.cli.options import (
    JudgeOption,
    LangOption,
    LevelOption,
    OnOption,
    OutputOption,
    RequireOption,
    SheetOption,
    StrictColumnsOption,
    StrictOption,
    check_sheet,
    keep_apart,
)
from zhenkit.cli.output import remark, tell, terminal, write
from zhenkit.cli.typer_i18n import Program
from zhenkit.core.i18n import _

Format = Literal["text", "json", "csv", "markdown", "junit", "sarif", "github"]


def check(
    ctx: typer.Context,
    towns: Annotated[
        list[str],
        typer.Argument(
            metavar=_("TOWN"), help=_("Town files (YAML, JSON, CSV, XLSX, Parquet), folders of them, or - for YAML.")
        ),
    ],
    level: LevelOption = None,
    rules: JudgeOption = None,
    on: OnOption = None,
    format: Annotated[Format, typer.Option("--format", "-f", help=_("The report's format."))] = "text",
    output: OutputOption = None,
    require: RequireOption = "relaxed",
    strict: StrictOption = False,
    explain: Annotated[bool, typer.Option("--explain", help=_("Show every check (text)."))] = False,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    lang: LangOption = None,
) -> None:
    """Judge towns."""
    from zhenkit.judging.outcome import REQUIRE
    from zhenkit.judging.run import check_towns
    from zhenkit.reports.formats import Style, render
    from zhenkit.towns.options import Options

    check_sheet(sheet, towns, ctx)
    keep_apart(ctx, towns, {"--output": output})
    found = check_towns(towns, level, rules, strict, on, Options(sheet, strict_columns))
    style = Style(explain, *terminal(output))
    tell(found.remarks, _("remark"))
    tell(found.run.problems)
    if explain and format not in ("text", "json"):  # JSON has every check anyway
        remark([_("--explain changes nothing here: only text and json show every check")])
    if found.run.judgements or format != "text":
        write(render(format, found.run, style), output)
    raise typer.Exit(found.run.exit_code(REQUIRE[require]))


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(help=_("Judge towns and print a graded report, clause by clause."))(check)
