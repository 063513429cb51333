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
ENDINGS: dict[TemplateOf, tuple[str, ...]] = {
    **dict.fromkeys(("report", "ranking", "application"), (".docx",)),
    **dict.fromkeys(("notice", "commendation"), (".docx", ".md")),
    **dict.fromkeys(("profile", "evidence", "recommendation"), (".docx", ".xlsx")),
}
"""What their templates end in."""


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
                "Of which document: check's report, batch's ranking, a letter of assess (also .md), one of dossier "
                "(also .xlsx)."
            ),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Overwrite a file that exists."))] = False,
    lang: LangOption = None,
) -> None:
    """Write a template."""
    from zhenkit.templates.town_yaml import REPORT, check_target

    ending = file.suffix.lower() if file is not None else ""
    if of is not None and ending not in ENDINGS[of]:
        said = _("--of {of}: its template is a file that ends in {endings}; give its name")
        raise Misuse(said.format(of=of, endings=_(" or ").join(ENDINGS[of])), ctx)
    if file is not None:
        check_target(file, force, ENDINGS[of] if of is not None else ())
    if file is None or (of is None and ending != REPORT):
        write(_to_fill_in(file, rules), file)
        return
    if rules is not None:
        said = _("--rules goes with a town file to fill in; {file} is a report's template")
        raise Misuse(said.format(file=file), ctx)
    write(_template(of or "report", ending), file)


def _template(of: TemplateOf, ending: str) -> bytes:
    """Our template of a document, with this ending."""
    from zhenkit.reports.dossier import docx as dossier_docx
    from zhenkit.reports.dossier import xlsx as dossier_xlsx
    from zhenkit.reports.judgement.docx import template as of_report
    from zhenkit.reports.letters import docx as letters_docx
    from zhenkit.reports.letters import markdown as letters_markdown
    from zhenkit.reports.ranking.docx import template as of_ranking

    if of in ("report", "ranking"):
        return of_report() if of == "report" else of_ranking()
    if of in letters_docx.KINDS:
        return letters_docx.our_template(of) if ending == ".docx" else letters_markdown.our_template()
    return dossier_docx.our_template(of) if ending == ".docx" else dossier_xlsx.our_template(of)


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
