"""The `check` command: judges towns and reports criterion by criterion."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

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
from zhenkit.cli.typer_i18n import Misuse, Program
from zhenkit.core.i18n import _
from zhenkit.reports.formats import CHECK, Format, formats_of


class Verdict(StrEnum):
    """A verdict to show; Typer takes a list of these, not of literals."""

    FAIL = "fail"
    RELAXED = "relaxed"
    REVIEW = "review"
    INCOMPLETE = "incomplete"
    PASS = "pass"  # noqa: S105 - no password


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
    format: FormatOf[str | None, CHECK] = None,
    output: OutputOption = None,
    require: RequireOption = "relaxed",
    exit_zero: ExitZeroOption = False,
    strict: StrictOption = False,
    explain: Annotated[bool, typer.Option("--explain", help=_("Show every check (text; JSON always does)."))] = False,
    every: Annotated[
        bool, typer.Option("--all", help=_("Report what passes too (SARIF; the other formats always do)."))
    ] = False,
    only: Annotated[
        list[Verdict] | None, typer.Option("--only", help=_("Show only the towns of this verdict; may be repeated."))
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary", help=_("A line a town, and totals by place and criterion (text, markdown)."))
    ] = False,
    with_gap: Annotated[
        bool, typer.Option("--with-gap", help=_("Report what separates each town from pass as well (as `gap` does)."))
    ] = False,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    map: MapOption = None,
    set: SetOption = None,
    template: TemplateOption = None,
    lang: LangOption = None,
) -> None:
    """Judge towns."""
    from zhenkit.judging.outcome import REQUIRE
    from zhenkit.judging.run import check_towns
    from zhenkit.reports.formats import Style, limits, render
    from zhenkit.towns.options import Options

    chosen = chosen_format(ctx, CHECK, format, output)
    if summary and not chosen.summarises:
        able = [each.name for each in formats_of(CHECK).values() if each.summarises]
        said = _("--summary does not go with {format}: the formats that have it are {list}")
        raise Misuse(said.format(format=chosen.name, list=_(", ").join(able)), ctx)
    if summary and explain:
        raise Misuse(_("--summary is a line a town, --explain shows every check: give one of them"), ctx)
    if with_gap:
        _check_gap(ctx, chosen, strict, summary)
    check_sheet(sheet, towns, ctx)
    keep_apart(ctx, towns, {"--output": output, "--template": template})
    template_read = chosen_template(ctx, template, chosen)
    mapping = mapped(map, rules, on)
    options = Options(sheet, strict_columns, mapping=mapping, given=given_facts(ctx, set, rules, on))
    found = check_towns(towns, level, rules, strict, on, options)
    run = found.run.only(only) if only else found.run
    style = Style(explain, *terminal(output), every, template_read, today(), tuple(towns), summary=summary)
    if with_gap:
        from zhenkit.reports.phrases.gap import sections_beside

        style = style._replace(further=sections_beside())
    report_problems(found.remarks, _("remark"))
    remark_unmet(mapping)
    report_problems(found.run.problems)
    if explain and not chosen.explains:
        remark([explains_nothing(CHECK, chosen)])
    if run.hidden and not chosen.summarises:
        from zhenkit.reports.judgement.summary import hidden_note

        remark([hidden_note(run)])
    remark(limits(CHECK, chosen, run, style))
    if run.every or chosen.name != "text":
        write(render(chosen.name, run, style), output)
    raise ends(run.exit_code(REQUIRE[require]), exit_zero)


def _check_gap(ctx: typer.Context, chosen: Format, strict: bool, summary: bool) -> None:
    """Refuse --with-gap where it cannot be reported."""
    if not chosen.takes_further:
        able = [each.name for each in formats_of(CHECK).values() if each.takes_further]
        said = _("--with-gap does not go with {format}: the formats that have it are {list}; `gap` has JSON of its own")
        raise Misuse(said.format(format=chosen.name, list=_(", ").join(able)), ctx)
    if strict:
        raise Misuse(_("--with-gap reports which facts have to change, not which evidence: leave out --strict"), ctx)
    if summary:
        raise Misuse(_("--summary is a line a town, --with-gap a whole report of each: give one of them"), ctx)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(help=_("Judge towns and print a graded report, clause by clause."))(check)
