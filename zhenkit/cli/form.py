"""The `form` command: a page to fill in that judges a town as one types, and saves the town file."""

from __future__ import annotations

from typing import Annotated

import typer

from zhenkit.cli.completing import rule_sets
from zhenkit.cli.options import LangOption, OnOption, OutputOption, written_as
from zhenkit.cli.output import report_problems, write
from zhenkit.cli.typer_i18n import Program
from zhenkit.core.i18n import _


def form(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar=_("ID|FILE"), autocompletion=rule_sets, help=_("A rule set's id, or a rule file.")),
    ],
    on: OnOption = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Write the form of a rule set."""
    from zhenkit.judging.standards import standards
    from zhenkit.reports.form.html import render

    written_as(ctx, output, ".html")
    rule_set = standards((), None, name, on).rule_sets[0]
    report_problems(rule_set.remarks, _("remark"))
    rule_set.read_goals()  # a page to hand on is made of a file that is right throughout: this raises FileProblems
    write(render(rule_set), output)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        help=_(
            "Write a page to fill in for a rule set (HTML): it works without a network, judges the town as one types, "
            "and saves and loads its file."
        )
    )(form)
