"""The `rules` group of commands: list, show, lint, test."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from zhenkit.cli.options import (
    LangOption,
    OnOption,
    OutputOption,
    ShownFormat,
    named_rule_set,
)
from zhenkit.cli.output import tell, terminal, write
from zhenkit.cli.typer_i18n import Program
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import _


def rules(lang: LangOption = None) -> None:
    """Stand for the group of commands about rule sets."""


def list_rules(
    every: Annotated[bool, typer.Option("--all", help=_("Every edition of each rule set; else its newest."))] = False,
    on: OnOption = None,
    format: ShownFormat = "text",
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List rule sets."""
    from zhenkit.reports.formats import Style
    from zhenkit.rulesets.catalog import listing, shipped

    found = listing(shipped(), every, on)
    if format == "json":
        from zhenkit.reports.rulesets import json

        write(json.render_list(found), output)
    else:
        from zhenkit.reports.rulesets import text as rules_text

        write(rules_text.render_list(found, Style(False, *terminal(output))), output)


def show_rules(
    name: Annotated[str, typer.Argument(metavar=_("ID|FILE"), help=_("A rule set's id, or a rule file."))],
    format: ShownFormat = "text",
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Show a rule set."""
    from zhenkit.reports.formats import Style

    rule_set = named_rule_set(name)
    if format == "json":
        from zhenkit.reports.rulesets import json

        write(json.render_set(rule_set), output)
    else:
        from zhenkit.reports.rulesets import text as rules_text

        write(rules_text.render_set(rule_set, Style(False, *terminal(output))), output)


def lint_rules(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar=_("ID|FILE"), help=_("Rule files, ids or folders; by default the rule sets there are.")),
    ] = None,
    format: Annotated[
        Literal["text", "json", "sarif", "github"], typer.Option("--format", "-f", help=_("The report's format."))
    ] = "text",
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Lint rule files."""
    from zhenkit.analysis.lint.run import lint
    from zhenkit.reports.lint.formats import render
    from zhenkit.rulesets.catalog import shipped

    linted = lint(files or [], shipped())
    tell(linted.remarks, _("remark"))
    tell(linted.trouble)
    write(render(format, linted), output)
    raise typer.Exit(linted.exit_code)


def test_rules(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar=_("PATH"), help=_("Files of cases, or folders; by default those of the shipped rules.")),
    ] = None,
    format: Annotated[
        Literal["text", "junit", "json"], typer.Option("--format", "-f", help=_("The report's format."))
    ] = "text",
    output: OutputOption = None,
    fail_under: Annotated[
        float,
        typer.Option(
            "--fail-under",
            metavar=_("PERCENT"),
            min=0,
            max=100,
            help=_("The least that the cases of each rule set are to reach; less exits 1."),
        ),
    ] = 0,
    boundaries: Annotated[
        str | None,
        typer.Option(
            "--boundaries",
            metavar=_("ID|FILE"),
            help=_("Run nothing: write the cases at, just below and just above each threshold of this rule set."),
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Run the cases of rule sets."""
    from zhenkit.rulesets.catalog import shipped

    if boundaries is not None:
        from zhenkit.analysis.ruletest.boundaries import boundary_cases

        if paths:
            raise ZhenkitError(_("--boundaries writes cases and runs none: leave out {paths}").format(paths=paths[0]))
        write(boundary_cases(named_rule_set(boundaries), boundaries, output), output)
        return
    from zhenkit.analysis.ruletest.run import run_cases
    from zhenkit.reports.ruletest.formats import render

    tested = run_cases(paths or [], shipped())
    tell(tested.remarks, _("remark"))
    tell(tested.problems)
    write(render(format, tested, fail_under), output)
    raise typer.Exit(tested.exit_code(fail_under))


def add_to(app: Program) -> None:
    """Register the group and its commands."""
    group = Program(no_args_is_help=True)
    group.callback(help=_("The rule sets: list, show, lint, test."))(rules)
    group.command("list", help=_("List the rule sets there are."))(list_rules)
    group.command("show", help=_("Show what a rule set asks, line by line."))(show_rules)
    group.command(
        "lint", help=_("Tell what is wrong with rule files. Exits 0: nothing; 1: something; 2: no such file.")
    )(lint_rules)
    group.command(
        "test",
        help=_(
            "Run the cases of rule sets and tell what no case reaches. "
            "Exits 0: all as expected; 1: a case failed, or too little is reached; 2: something could not be run."
        ),
    )(test_rules)
    app.add_typer(group, name="rules")
