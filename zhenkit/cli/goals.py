"""The `goals` command: how far a region's goals are reached, and at what pace."""

from __future__ import annotations

from typing import Annotated

import typer

from zhenkit.cli.completing import rule_sets
from zhenkit.cli.options import FormatOf, LangOption, OutputOption, chosen_format, keep_apart
from zhenkit.cli.output import report_problems, terminal, write
from zhenkit.cli.typer_i18n import Program
from zhenkit.core.i18n import _
from zhenkit.reports.formats import GOALS


def goals(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar=_("ID|FILE"), autocompletion=rule_sets, help=_("A rule set's id, or a rule file.")),
    ],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("FILE"),
            help=_("Files of the region and of its towns, by year: as `check` reads them, or folders of them."),
        ),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar=_("DATE"), help=_("How it is on this day; by default today."))
    ] = None,
    format: FormatOf[str | None, GOALS] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Look at goals."""
    import datetime

    from zhenkit.judging.goals import goals_of
    from zhenkit.reports.formats import Style, report
    from zhenkit.rulesets.catalog import shipped
    from zhenkit.rulesets.editions import as_day

    chosen = chosen_format(ctx, GOALS, format, output)
    keep_apart(ctx, files or [], {"--output": output})
    day = datetime.date.today() if on is None else datetime.date.fromisoformat(as_day(on))
    found = goals_of(name, files or [], day, shipped())
    report_problems(found.remarks, _("remark"))
    report_problems(found.problems)
    write(report(GOALS, chosen.name, found, Style(False, *terminal(output))), output)
    raise typer.Exit(found.exit_code)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        help=_(
            "Say how far a region's goals are reached, and at what pace. "
            "Exits 0: none is behind; 1: one is; 3: one is unknown; 2: trouble."
        )
    )(goals)
