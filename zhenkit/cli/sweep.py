"""The `sweep` command: the verdict and each criterion along all the values of a fact, or of two."""

from __future__ import annotations

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
from zhenkit.cli.typer_i18n import Misuse, Program
from zhenkit.core.i18n import _
from zhenkit.reports.formats import SWEEP


def sweep(
    ctx: typer.Context,
    town: Annotated[
        str,
        typer.Argument(metavar=_("TOWN"), help=_("A town file (YAML, JSON, CSV, XLSX, Parquet), or - for YAML.")),
    ],
    fact: Annotated[
        list[str],
        typer.Option(
            "--fact",
            metavar=_("FACT"),
            autocompletion=facts,
            help=_("The fact to look along; given twice, a map of two facts."),
        ),
    ],
    level: LevelOption = None,
    rules: JudgeOption = None,
    on: OnOption = None,
    format: FormatOf[str | None, SWEEP] = None,
    output: OutputOption = None,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    map: MapOption = None,
    set: SetOption = None,
    lang: LangOption = None,
) -> None:
    """What hangs on a fact."""
    from zhenkit.judging.sweep import sweeps_of
    from zhenkit.reports.formats import Style, report
    from zhenkit.towns.options import Options

    chosen = chosen_format(ctx, SWEEP, format, output)
    if len(fact) > 2:
        raise Misuse(_("--fact names one fact or two"), ctx)
    check_sheet(sheet, [town], ctx)
    keep_apart(ctx, [town], {"--output": output})
    mapping = mapped(map, rules, on)
    options = Options(sheet, strict_columns, mapping=mapping, given=given_facts(ctx, set, rules, on))
    found = sweeps_of([town], level, rules, fact, on, options)
    report_problems(found.remarks, _("remark"))
    remark_unmet(mapping)
    report_problems(found.problems)
    if found.sweeps or chosen.name == "json":
        write(report(SWEEP, chosen.name, found, Style(False, *terminal(output))), output)
    raise typer.Exit(found.exit_code)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        help=_(
            "Show the verdict and each criterion along all the values of a fact, with the exact points where they "
            "change; of two facts, a map. Exits 0, or 2 on trouble."
        )
    )(sweep)
