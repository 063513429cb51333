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
from zhenkit.cli.typer_i18n import Misuse, Program
from zhenkit.core.i18n import _


def init(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar=_("FILE"), help=_("The file to write; by default standard output."))
    ] = None,
    rules: RulesOption = None,
    force: Annotated[bool, typer.Option("--force", help=_("Overwrite a file that exists."))] = False,
    lang: LangOption = None,
) -> None:
    """Write a template."""
    from zhenkit.templates.town_yaml import check_target, is_report

    if file is not None:
        check_target(file, force)
    if file is None or not is_report(file):
        write(_to_fill_in(file, rules), file)
        return
    if rules is not None:
        said = _("--rules goes with a town file to fill in; {file} is a report's template")
        raise Misuse(said.format(file=file), ctx)
    from zhenkit.reports.judgement.docx import template

    write(template(), file)


def _to_fill_in(file: Path | None, rules: str | None) -> str | bytes:
    import datetime

    from zhenkit.rulesets.catalog import shipped
    from zhenkit.templates.town_yaml import blank

    book = shipped()
    rule_set = named_rule_set(rules).to_judge_by if rules else None
    last_year = datetime.date.today().year - 1
    return blank(file, (rule_set or book).facts, [rule_set] if rule_set else book, last_year, rule_set)


def add_to(app: Program) -> None:
    """Register the command."""
    said = _("Write a town file to fill in, a table of towns (.csv, .tsv, .xlsx) or a report's template (.docx).")
    app.command(help=said)(init)
