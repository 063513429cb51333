"""The `schema` command: prints JSON Schemas."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from zhenkit.cli.options import (
    LangOption,
    OutputOption,
    RulesOption,
    named_rule_set,
    written_as,
)
from zhenkit.cli.output import write
from zhenkit.cli.typer_i18n import Misuse, Program
from zhenkit.core.i18n import _

Inputs = Literal["town", "rules", "facts", "assessment"]
OfRules = Literal["cases", "lint", "verify"]
Reports = Literal["report", "diff", "gap", "sweep", "reform", OfRules, "goals", "assess", "ledger", "merge"]
Described = Literal[Inputs, Reports]
"""What is read, and what is reported as JSON."""


def print_schema(
    ctx: typer.Context,
    described: Annotated[
        Described,
        typer.Argument(
            metavar=_("WHAT"),
            help=_(
                "What the schema describes. Files: town, rules, facts (the dictionary), assessment (the rules of a "
                "yearly assessment). JSON: report (of check and batch), cases (of rules test), lint and verify (of "
                "rules), and by the name of their command diff, gap, sweep, reform, goals, assess, ledger, merge. "
                "Schemas of JSON and of the dictionary are in English."
            ),
        ),
    ],
    rules: RulesOption = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Print a schema."""
    from zhenkit.rulesets.catalog import shipped
    from zhenkit.schemas.catalog import schema

    if rules is not None and described != "town":
        raise Misuse(_("--rules narrows the schema of town files alone; leave it out"), ctx)
    written_as(ctx, output, ".json")
    book = shipped()
    write(schema(described, book, named_rule_set(rules) if rules else None), output)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command("schema", help=_("Print the JSON Schema of files that are read, or of reports as JSON."))(print_schema)
