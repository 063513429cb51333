"""The `batch` command: reads its options, calls one function, writes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

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
from zhenkit.cli.output import is_terminal, remark, tell, terminal, write
from zhenkit.cli.typer_i18n import Misuse, Program, Several
from zhenkit.core.i18n import _

Format = Literal["text", "json", "csv", "markdown", "junit", "sarif", "github", "xlsx", "parquet", "html"]
ENDINGS: dict[str, Format] = {
    ".txt": "text",
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".xml": "junit",
    ".sarif": "sarif",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".html": "html",
}
"""The format that the ending of `--output` asks for."""
BINARY = ("xlsx", "parquet")
TELL_CHANGES = ("text", "json", "markdown", "html", "xlsx")
"""The formats whose report tells what changed since the baseline; of others it is told on standard error."""
TELL_COUNTS = ("text", "markdown", "html", "xlsx")
"""The formats whose report tells how many towns were judged and how many rejected."""
EngineName = Literal["polars", "duckdb", "spark"]


class BatchCommand(Several):
    """`batch`, whose `--keep` takes several words."""

    option, arguments = "--keep", 1


def batch(
    ctx: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(metavar=_("INPUT"), help=_("Town files and tables, folders of them, or - for YAML.")),
    ],
    level: LevelOption = None,
    rules: JudgeOption = None,
    on: OnOption = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help=_("The report's format; by default by the ending of --output, or text.")),
    ] = None,
    output: OutputOption = None,
    require: RequireOption = "relaxed",
    strict: StrictOption = False,
    explain: Annotated[bool, typer.Option("--explain", help=_("Show every check (text, json)."))] = False,
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar=_("COLUMN..."), help=_("Carry these columns of the input over.")),
    ] = None,
    rank: Annotated[bool, typer.Option("--rank", help=_("In Parquet too, the rank: it costs a pass."))] = False,
    score: Annotated[bool, typer.Option("--score", help=_("In Parquet too, the score: it costs a pass."))] = False,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    rejects: Annotated[
        Path | None,
        typer.Option("--rejects", metavar=_("FILE"), help=_("Write what was not judged, and why, to this file (CSV).")),
    ] = None,
    engine: Annotated[
        EngineName | None, typer.Option("--engine", help=_("Judge tables by columns, in this engine."))
    ] = None,
    spark_master: Annotated[
        str | None,
        typer.Option("--spark-master", metavar=_("URL"), help=_("Where Spark runs; by default on this machine.")),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar=_("FILE"), help=_("Tell what changed since this earlier report (JSON).")),
    ] = None,
    fail_on_regression: Annotated[
        bool, typer.Option("--fail-on-regression", help=_("Exit 1 where a town fell since the baseline."))
    ] = False,
    lang: LangOption = None,
) -> None:
    """Judge many towns and rank them."""
    from zhenkit.judging.batch import Request

    chosen = _format(ctx, format, output)
    check_sheet(sheet, inputs, ctx)
    if spark_master is not None and engine != "spark":
        raise Misuse(_("--spark-master is of --engine spark"), ctx)
    if fail_on_regression and baseline is None:
        raise Misuse(_("--fail-on-regression compares with --baseline: give both"), ctx)
    keep_apart(ctx, inputs, {"--output": output, "--rejects": rejects, "--baseline": baseline})
    request = Request(
        inputs=tuple(inputs),
        level=level,
        rules=rules,
        on=on,
        strict=strict,
        format=chosen,
        output=output,
        explain=explain,
        keep=tuple(dict.fromkeys(keep or ())),
        rank=rank,
        score=score,
        sheet=sheet,
        strict_columns=strict_columns,
        rejects=rejects,
        engine=engine,
        spark_master=spark_master,
        baseline=baseline,
    )
    raise typer.Exit(_run(request, require, fail_on_regression))


def _run(request: Any, require: str, fail_on_regression: bool) -> int:
    """Judge, write, and give the exit code."""
    from zhenkit.columnar.batch import batch_by_columns
    from zhenkit.judging.batch import batch_by_rows
    from zhenkit.judging.outcome import FAILED, REQUIRE, TROUBLE
    from zhenkit.reports.formats import Style, render_ranking
    from zhenkit.reports.ranking.columns import counted
    from zhenkit.reports.ranking.rejects import render as render_rejects

    found = batch_by_columns(request) if request.by_columns else batch_by_rows(request)
    ranking = found.ranking
    tell(found.remarks, _("remark"))
    tell(ranking.problems)
    if request.rejects is not None:
        write(render_rejects(found.rejects), request.rejects)
    if request.format not in TELL_COUNTS and (ranking.counts.rejected or ranking.spans is not None):
        remark([counted(ranking.counts)])
    if ranking.spans is not None:
        if found.parquet is not None:
            write(found.parquet, request.output)
    elif ranking.rows or request.format != "text":
        style = Style(request.explain, *terminal(request.output))
        write(render_ranking(request.format, ranking, style), request.output)
    if ranking.changes is not None and request.format not in TELL_CHANGES:
        from zhenkit.reports.ranking.since_baseline import short

        remark(short(ranking.changes))
    code = ranking.exit_code(REQUIRE[require])
    fell = fail_on_regression and ranking.changes is not None and ranking.changes.regressed
    return FAILED if fell and code != TROUBLE else code


def _format(ctx: typer.Context, format: Format | None, output: Path | None) -> Format:
    """The format asked for; what a terminal cannot show is not written to one."""
    if format is None and output is not None:
        format = ENDINGS.get(output.suffix.lower())
        if format is None:
            said = _("--output {file}: its ending names no format; give --format, or one of {endings}")
            raise Misuse(said.format(file=output, endings=" ".join(ENDINGS)), ctx)
    format = format or "text"
    if format in BINARY and is_terminal(output):
        raise Misuse(_("{format} is not for a terminal: give --output FILE").format(format=format), ctx)
    return format


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(cls=BatchCommand, help=_("Judge many towns, from files and tables, and rank them."))(batch)
