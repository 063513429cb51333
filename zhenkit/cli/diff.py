"""The `diff` command: compares rule sets by meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from zhenkit.cli.options import (
    LangOption,
    OnOption,
    OutputOption,
)
from zhenkit.cli.output import remark, tell, terminal, write
from zhenkit.cli.typer_i18n import Program, Several
from zhenkit.core.i18n import _


def diff(
    names: Annotated[
        list[str], typer.Argument(metavar="A B", help=_("Rule sets, by id or file: two to compare, or more."))
    ],
    on: OnOption = None,
    format: Annotated[
        Literal["text", "json", "markdown"], typer.Option("--format", "-f", help=_("The report's format."))
    ] = "text",
    output: OutputOption = None,
    towns: Annotated[
        list[str] | None,
        typer.Option(
            "--towns", metavar=_("PATH..."), help=_("Judge these towns by both, and tell which fare otherwise.")
        ),
    ] = None,
    witness: Annotated[
        Path | None,
        typer.Option("--witness", metavar=_("FILE"), help=_("Write the towns that prove it to this file (YAML).")),
    ] = None,
    assuming: Annotated[
        bool, typer.Option("--assuming", help=_("Over the towns alone that keep what the dictionary assumes."))
    ] = False,
    lang: LangOption = None,
) -> None:
    """Compare rule sets."""
    from zhenkit.analysis.diff.run import Diff, compare_named
    from zhenkit.reports.diff.phrases import render
    from zhenkit.reports.formats import Style

    if witness is not None:
        from zhenkit.reports.diff.witness_file import check_target

        check_target(witness, output)
    found = compare_named(names, towns or [], witness is not None, assuming, on)
    tell(found.remarks, _("remark"))
    if isinstance(found, Diff):
        tell(found.problems)
        if witness is not None:
            from zhenkit.reports.diff import witness_file

            for file, towns_of_it in witness_file.files(found, witness):
                write(towns_of_it, file)
            remark(witness_file.remarks(found, witness))
    write(render(format, found, Style(False, *terminal(output))), output)
    raise typer.Exit(found.exit_code)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        cls=Several,
        help=_(
            "Compare rule sets by what they mean, with towns that prove each difference; more than two, side by side. "
            "Exits 0: equal; 1: different; 2: trouble."
        ),
    )(diff)
