"""The `reform` command: which towns gain and lose when a standard changes."""

from __future__ import annotations

from typing import Annotated

import typer

from zhenkit.cli.completing import rule_sets
from zhenkit.cli.options import (
    ExitZeroOption,
    FormatOf,
    LangOption,
    MapOption,
    OnOption,
    OutputOption,
    SetOption,
    SheetOption,
    StrictColumnsOption,
    StrictOption,
    check_sheet,
    chosen_format,
    ends,
    given_facts,
    keep_apart,
    mapped,
    remark_unmet,
)
from zhenkit.cli.output import report_problems, terminal, write
from zhenkit.cli.typer_i18n import Program, Several
from zhenkit.core.i18n import _
from zhenkit.reports.formats import REFORM


class ReformCommand(Several):
    """The command, whose --towns takes several paths once A is named."""

    arguments = 1


def reform(
    ctx: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="A B",
            autocompletion=rule_sets,
            help=_("Rule sets, by id or file: the one in force and the other; with --set-rule one is enough."),
        ),
    ],
    towns: Annotated[
        list[str],
        typer.Option(
            "--towns",
            metavar=_("PATH..."),
            help=_("The towns: files (YAML, JSON, CSV, XLSX, Parquet), folders of them, or - for YAML."),
        ),
    ],
    set_rule: Annotated[
        list[str] | None,
        typer.Option(
            "--set-rule",
            metavar=_("FIGURE=VALUE"),
            help=_("Change a figure of B, such as 5.supporting_firms=12; repeat it for several."),
        ),
    ] = None,
    on: OnOption = None,
    strict: StrictOption = False,
    format: FormatOf[str | None, REFORM] = None,
    output: OutputOption = None,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    map: MapOption = None,
    set: SetOption = None,
    exit_zero: ExitZeroOption = False,
    lang: LangOption = None,
) -> None:
    """Who gains and who loses."""
    from zhenkit.judging.reform import reform as reform_of
    from zhenkit.reports.formats import Style, report
    from zhenkit.towns.options import Options

    chosen = chosen_format(ctx, REFORM, format, output)
    check_sheet(sheet, towns, ctx)
    keep_apart(ctx, towns, {"--output": output})
    mapping = mapped(map, names[0], on)
    options = Options(sheet, strict_columns, mapping=mapping, given=given_facts(ctx, set, names[0], on))
    found = reform_of(names, towns, set_rule or (), on, strict, options)
    report_problems(found.remarks, _("remark"))
    remark_unmet(mapping)
    report_problems(found.problems)
    if found.towns or chosen.name == "json":
        write(report(REFORM, chosen.name, found, Style(False, *terminal(output))), output)
    raise ends(found.exit_code, exit_zero)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        cls=ReformCommand,
        help=_(
            "Report which towns gain and lose when a standard changes from A to B, by verdict, place and criterion. "
            "Exits 0: none loses; 1: one does; 2: trouble."
        ),
    )(reform)
