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
            help=_(
                "What the schema describes: town files, rule files, the dictionary, the rules of a yearly assessment, "
                "or the JSON that check and batch (report), diff, gap, sweep, reform, rules test (cases), rules lint, "
                "rules verify, goals, assess, ledger or merge print. Those of reports and of the dictionary are in "
                "English."
            )
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
