"""The `gap` command: what would have to change for a verdict to be reached."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhenkit.cli.completing import facts
from zhenkit.cli.options import (
    FormatOf,
    JudgeOption,
    LangOption,
    LevelOption,
    MapOption,
    OnOption,
    OutputOption,
    Require,
    SetOption,
    SheetOption,
    StrictColumnsOption,
    check_sheet,
    chosen_format,
    given_facts,
    keep_apart,
    mapped,
    remark_unmet,
)
from zhenkit.cli.output import report_problems, terminal, write
from zhenkit.cli.typer_i18n import Misuse, Program, Several
from zhenkit.core.i18n import _
from zhenkit.reports.formats import GAP


class GapCommand(Several):
    """The command, whose --fixed takes several facts."""

    option, arguments = "--fixed", 1


def gap(
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
    to: Annotated[Require, typer.Option("--to", help=_("The verdict to be reached."))] = "pass",
    most: Annotated[
        int,
        typer.Option(
            "--most",
            min=0,
            metavar=_("N"),
            help=_("How many ways (and questions) to list, best first."),
        ),
    ] = 5,
    fixed: Annotated[
        list[str] | None,
        typer.Option(
            "--fixed",
            metavar=_("FACT..."),
            autocompletion=facts,
            help=_("Facts that stay as they are, missing or not."),
        ),
    ] = None,
    free: Annotated[
        list[str] | None,
        typer.Option(
            "--free",
            metavar=_("FACT"),
            autocompletion=facts,
            help=_("A fact that may change though it is marked changeable: no."),
        ),
    ] = None,
    blockers: Annotated[
        bool,
        typer.Option(
            "--blockers", help=_("Report which facts keep a town out, whatever else changes (JSON always does).")
        ),
    ] = False,
    costs: Annotated[
        Path | None,
        typer.Option("--costs", metavar=_("FILE"), help=_("Order ways by what changes cost, from this file (YAML).")),
    ] = None,
    ask: Annotated[
        bool,
        typer.Option("--ask", help=_("Report which missing facts to find out first, and what each answer settles.")),
    ] = False,
    ladder: Annotated[
        bool, typer.Option("--ladder", help=_("By the standards of county, city and province at once."))
    ] = False,
    format: FormatOf[str | None, GAP] = None,
    output: OutputOption = None,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    map: MapOption = None,
    set: SetOption = None,
    lang: LangOption = None,
) -> None:
    """What separates towns from a verdict."""
    from zhenkit.judging.gaps import Wanted, gaps_of
    from zhenkit.reports.formats import Style, report
    from zhenkit.towns.options import Options

    chosen = chosen_format(ctx, GAP, format, output)
    if ladder and (level is not None or rules is not None):
        raise Misuse(_("--ladder takes the standards of all levels; leave out --level and --rules"), ctx)
    check_sheet(sheet, towns, ctx)
    keep_apart(ctx, towns, {"--output": output, "--costs": costs})
    mapping = mapped(map, rules, on)
    options = Options(sheet, strict_columns, mapping=mapping, given=given_facts(ctx, set, rules, on))
    wanted = Wanted(to, fixed or (), free or (), costs, most, blockers, ask, ladder)
    found = gaps_of(towns, level, rules, wanted, on, options)
    report_problems(found.remarks, _("remark"))
    remark_unmet(mapping)
    report_problems(found.gaps.problems)
    if found.gaps.gaps or chosen.name != "text":
        write(report(GAP, chosen.name, found.gaps, Style(False, *terminal(output))), output)
    raise typer.Exit(found.gaps.exit_code)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        cls=GapCommand,
        help=_(
            "Report what would have to change for a verdict to be reached: every least set of changes. "
            "Exits 0: each town is there or can get there; 1: one cannot; 3: of one no way was found, though there may "
            "be one; 2: trouble."
        ),
    )(gap)
