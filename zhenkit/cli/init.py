"""The `init` command: writes files to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhenkit.cli.options import (
    LangOption,
    RulesOption,
    named_rule_set,
)
from zhenkit.cli.output import write
from zhenkit.cli.typer_i18n import Program
from zhenkit.core.i18n import _


def init(
    file: Annotated[
        Path | None, typer.Argument(metavar=_("FILE"), help=_("The file to write; by default standard output."))
    ] = None,
    rules: RulesOption = None,
    force: Annotated[bool, typer.Option("--force", help=_("Overwrite a file that exists."))] = False,
    lang: LangOption = None,
) -> None:
    """Write a template."""
    import datetime

    from zhenkit.rulesets.catalog import shipped
    from zhenkit.templates.town_yaml import blank, check_target

    if file is not None:
        check_target(file, force)
    book = shipped()
    rule_set = named_rule_set(rules).to_judge_by if rules else None
    last_year = datetime.date.today().year - 1
    write(blank(file, (rule_set or book).facts, [rule_set] if rule_set else book, last_year, rule_set), file)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(help=_("Write a commented town file to fill in, or a table of towns (.csv, .tsv, .xlsx)."))(init)
