"""The `batch` command: reads its options, calls one function, writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from zhenkit.cli.options import (
    ExitZeroOption,
    FormatOf,
    JudgeOption,
    LangOption,
    LevelOption,
    MapOption,
    OnOption,
    OutputOption,
    Require,
    RequireOption,
    SetOption,
    SheetOption,
    StrictColumnsOption,
    StrictOption,
    TemplateOption,
    check_sheet,
    chosen_format,
    chosen_template,
    ends,
    explains_nothing,
    given_facts,
    keep_apart,
    mapped,
    remark_unmet,
)
from zhenkit.cli.output import remark, report_problems, terminal, today, write
from zhenkit.cli.typer_i18n import Misuse, Program, Several
from zhenkit.core.i18n import _
from zhenkit.reports.formats import BATCH, CHECK, Format

if TYPE_CHECKING:
    from zhenkit.judging.batch import Request
    from zhenkit.reports.formats import UserTemplate

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
    format: FormatOf[str | None, BATCH] = None,
    output: OutputOption = None,
    require: RequireOption = "relaxed",
    exit_zero: ExitZeroOption = False,
    strict: StrictOption = False,
    explain: Annotated[bool, typer.Option("--explain", help=_("Show every check (text, json)."))] = False,
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar=_("COLUMN..."), help=_("Carry these columns of the input over.")),
    ] = None,
    rank: Annotated[
        bool, typer.Option("--rank", help=_("In Parquet too, the rank: takes more time and memory."))
    ] = False,
    score: Annotated[bool, typer.Option("--score", help=_("In Parquet too, the score: takes more time."))] = False,
    distance: Annotated[
        bool, typer.Option("--distance", help=_("Count how many changes each town is from a verdict."))
    ] = False,
    to: Annotated[
        Require | None, typer.Option("--to", help=_("With --distance, the verdict to be reached; by default pass."))
    ] = None,
    ids: Annotated[bool, typer.Option("--ids", help=_("In XLSX, ids and the columns of CSV, for programs."))] = False,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    map: MapOption = None,
    set: SetOption = None,
    rejects: Annotated[
        Path | None,
        typer.Option("--rejects", metavar=_("FILE"), help=_("Write rejected rows, with reasons, to this file (CSV).")),
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
        typer.Option("--baseline", metavar=_("FILE"), help=_("Report what changed since this earlier report (JSON).")),
    ] = None,
    fail_on_regression: Annotated[
        bool, typer.Option("--fail-on-regression", help=_("Exit 1 if a town is worse than in the baseline."))
    ] = False,
    template: TemplateOption = None,
    lang: LangOption = None,
) -> None:
    """Judge many towns and rank them."""
    from zhenkit.judging.batch import Request
    from zhenkit.judging.outcome import REQUIRE

    chosen = chosen_format(ctx, BATCH, format, output)
    check_sheet(sheet, inputs, ctx)
    if spark_master is not None and engine != "spark":
        raise Misuse(_("--spark-master goes only with --engine spark"), ctx)
    if ids and chosen.name != "xlsx":
        said = _("--ids is for XLSX, which has the words of your language else; it does not go with {format}")
        raise Misuse(said.format(format=chosen.name), ctx)
    if to is not None and not distance:
        raise Misuse(_("--to names the verdict that --distance counts the changes to: give both"), ctx)
    if distance and strict:
        raise Misuse(_("--distance counts changes of facts, and --strict asks for evidence: give one of them"), ctx)
    if distance and chosen.as_check:
        said = _("--distance is a column of a ranking; {format} has none")
        raise Misuse(said.format(format=chosen.name), ctx)
    if fail_on_regression and baseline is None:
        raise Misuse(_("--fail-on-regression compares with --baseline: give both"), ctx)
    if rejects == Path("-") and output is None:
        raise Misuse(
            _("--rejects -: the report goes to standard output already; give --output FILE, or another name"), ctx
        )
    keep_apart(ctx, inputs, {"--output": output, "--rejects": rejects, "--baseline": baseline, "--template": template})
    template_read = chosen_template(ctx, template, chosen)
    request = Request(
        inputs=tuple(inputs),
        level=level,
        rules=rules,
        on=on,
        strict=strict,
        format=chosen.name,
        needs_judgements=chosen.needs_judgements,
        output=output,
        explain=explain,
        keep=tuple(dict.fromkeys(keep or ())),
        rank=rank,
        score=score,
        sheet=sheet,
        strict_columns=strict_columns,
        mapping=mapped(map, rules, on),
        given=given_facts(ctx, set, rules, on),
        rejects=rejects,
        engine=engine,
        spark_master=spark_master,
        baseline=baseline,
        distance=REQUIRE[to or "pass"] if distance else None,
        ids=ids,
    )
    raise ends(_run(request, chosen, require, fail_on_regression, template_read), exit_zero)


def _run(
    request: Request, format: Format, require: str, fail_on_regression: bool, template: UserTemplate | None
) -> int:
    """Judge, write, and give the exit code."""
    from zhenkit.columnar.batch import batch_by_columns
    from zhenkit.judging.batch import batch_by_rows
    from zhenkit.judging.outcome import FAILED, REQUIRE, TROUBLE
    from zhenkit.reports.formats import Style, limits, pieces_of_ranking
    from zhenkit.reports.ranking.columns import counted
    from zhenkit.reports.ranking.rejects import render as render_rejects

    found = batch_by_columns(request) if request.by_columns else batch_by_rows(request)
    ranking = found.ranking
    report_problems(found.remarks, _("remark"))
    remark_unmet(request.mapping)
    report_problems(ranking.problems)
    if request.rejects is not None:
        write(render_rejects(ranking.rejects), None if request.rejects == Path("-") else request.rejects)
    if request.explain and not format.explains:
        remark([explains_nothing(BATCH, format)])
    if not format.reports_counts and (ranking.counts.rejected or ranking.spans is not None):
        remark([counted(ranking.counts)])
    if ranking.spans is not None:
        if found.parquet is not None:
            write(found.parquet, request.output)
    elif ranking.rows or format.name != "text":
        style = Style(
            request.explain,
            *terminal(request.output),
            template=template,
            day=today(),
            inputs=request.inputs,
            ids=request.ids,
        )
        if format.has_limits:
            remark(limits(CHECK, format, ranking.run(), style))
        write(pieces_of_ranking(format.name, ranking, style), request.output)
    if ranking.changes is not None and not format.reports_changes:
        from zhenkit.reports.ranking.since_baseline import short

        remark(short(ranking.changes))
    code = ranking.exit_code(REQUIRE[require])
    fell = fail_on_regression and ranking.changes is not None and ranking.changes.regressed
    return FAILED if fell and code != TROUBLE else code


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(cls=BatchCommand, help=_("Judge many towns, from files and tables, and rank them."))(batch)
