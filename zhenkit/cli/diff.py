"""The `diff` command: compares rule sets by meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhenkit.cli.completing import rule_sets
from zhenkit.cli.options import ExitZeroOption, FormatOf, LangOption, OnOption, OutputOption, chosen_format, ends
from zhenkit.cli.output import remark, report_problems, terminal, write
from zhenkit.cli.typer_i18n import Program, Several
from zhenkit.core.i18n import _
from zhenkit.reports.formats import DIFF


def diff(
    ctx: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="A B", autocompletion=rule_sets, help=_("Rule sets, by id or file: two to compare, or more.")
        ),
    ],
    on: OnOption = None,
    format: FormatOf[str | None, DIFF] = None,
    output: OutputOption = None,
    towns: Annotated[
        list[str] | None,
        typer.Option(
            "--towns",
            metavar=_("PATH..."),
            help=_("Judge these towns by both, and report which get another verdict or grade."),
        ),
    ] = None,
    witness: Annotated[
        Path | None,
        typer.Option("--witness", metavar=_("FILE"), help=_("Write the towns that prove it to this file (YAML).")),
    ] = None,
    assuming: Annotated[
        bool, typer.Option("--assuming", help=_("Compare only over towns that meet the dictionary's assumptions."))
    ] = False,
    exit_zero: ExitZeroOption = False,
    lang: LangOption = None,
) -> None:
    """Compare rule sets."""
    from zhenkit.analysis.diff.run import Diff, compare_named
    from zhenkit.reports.formats import Style, report

    chosen = chosen_format(ctx, DIFF, format, output)
    if witness is not None:
        from zhenkit.reports.diff.witness_file import check_target

        check_target(witness, output)
    found = compare_named(names, towns or [], witness is not None, assuming, on)
    report_problems(found.remarks, _("remark"))
    if isinstance(found, Diff):
        report_problems(found.problems)
        if witness is not None:
            from zhenkit.reports.diff import witness_file

            for file, towns_of_it in witness_file.files(found, witness):
                write(towns_of_it, file)
            remark(witness_file.remarks(found, witness))
    part = "render" if isinstance(found, Diff) else "render_matrix"
    write(report(DIFF, chosen.name, found, Style(False, *terminal(output)), part=part), output)
    raise ends(found.exit_code, exit_zero)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        cls=Several,
        help=_(
            "Compare rule sets by what they mean, with towns that prove each difference; more than two, side by side. "
            "Exits 0: equal; 1: different; 2: trouble."
        ),
    )(diff)
