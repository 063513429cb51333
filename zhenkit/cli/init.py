"""The `init` command: writes files to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from zhenkit.cli.options import (
    LangOption,
    RulesOption,
    named_rule_set,
)
from zhenkit.cli.output import write
from zhenkit.cli.typer_i18n import Misuse, Program
from zhenkit.core.i18n import _

TemplateOf = Literal[
    "report", "ranking", "notice", "commendation", "application", "profile", "evidence", "recommendation"
]
"""The documents with templates: of `check`; of `batch`; the letters of `assess`; those of `dossier`."""


def init(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar=_("FILE"), help=_("The file to write; by default standard output."))
    ] = None,
    rules: RulesOption = None,
    of: Annotated[
        TemplateOf | None,
        typer.Option(
            "--of",
            help=_(
                "Of which document (.docx): check's report, batch's ranking, a letter of assess, a document of dossier."
            ),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Overwrite a file that exists."))] = False,
    lang: LangOption = None,
) -> None:
    """Write a template."""
    from zhenkit.templates.town_yaml import check_target, is_report

    if file is not None:
        check_target(file, force)
    if of is not None and (file is None or not is_report(file)):
        raise Misuse(_("--of names a document of Word: give a FILE.docx to write its template to"), ctx)
    if file is None or not is_report(file):
        write(_to_fill_in(file, rules), file)
        return
    if rules is not None:
        said = _("--rules goes with a town file to fill in; {file} is a report's template")
        raise Misuse(said.format(file=file), ctx)
    write(_template(of or "report"), file)


def _template(of: str) -> bytes:
    """Our template of a document."""
    from zhenkit.reports.dossier.docx import our_template as of_dossier
    from zhenkit.reports.judgement.docx import template as of_report
    from zhenkit.reports.letters.docx import KINDS as LETTERS
    from zhenkit.reports.letters.docx import our_template as of_letter
    from zhenkit.reports.ranking.docx import template as of_ranking

    if of == "report":
        return of_report()
    if of == "ranking":
        return of_ranking()
    return of_letter(of) if of in LETTERS else of_dossier(of)


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
