"""The `dossier` command: what an application for designation asks for, filled from town files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhenkit.cli.options import (
    ForceOption,
    JudgeOption,
    LangOption,
    LevelOption,
    MapOption,
    OnOption,
    SheetOption,
    StrictColumnsOption,
    TemplatesOption,
    check_sheet,
    mapped,
    remark_unmet,
)
from zhenkit.cli.output import remark, report_problems, today
from zhenkit.cli.typer_i18n import Program
from zhenkit.core.i18n import _, plural


def dossier(
    ctx: typer.Context,
    towns: Annotated[
        list[str],
        typer.Argument(
            metavar=_("TOWN"), help=_("Town files (YAML, JSON, CSV, XLSX, Parquet), folders of them, or - for YAML.")
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar=_("FOLDER"), help=_("Write into this folder, all files or none.")),
    ],
    level: LevelOption = None,
    rules: JudgeOption = None,
    on: OnOption = None,
    templates: TemplatesOption = None,
    force: ForceOption = False,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    map: MapOption = None,
    lang: LangOption = None,
) -> None:
    """Write dossiers."""
    from zhenkit.core.errors import CLEAN, TROUBLE
    from zhenkit.core.folders import write_folder
    from zhenkit.judging.run import check_towns
    from zhenkit.reports.dossier.folder import TEMPLATES, files_of
    from zhenkit.reports.dossier.outline import outline
    from zhenkit.reports.layout.docx.template import read_templates
    from zhenkit.towns.options import Options

    check_sheet(sheet, towns, ctx)
    mapping = mapped(map, rules, on)
    given = read_templates(templates, TEMPLATES)
    run, remarks = check_towns(towns, level, rules, False, on, Options(sheet, strict_columns, mapping=mapping))
    report_problems(remarks, _("remark"))
    remark_unmet(mapping)
    report_problems(run.problems)
    if run.judgements:
        files = files_of([outline(judgement, today()) for judgement in run.judgements], given)
        write_folder(output, files, force)
        said = plural("{count} file was written into {folder}", "{count} files were written into {folder}", len(files))
        remark([said.format(count=len(files), folder=output)])
    raise typer.Exit(TROUBLE if run.problems or not run.judgements else CLEAN)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        help=_(
            "Write what an application for designation asks for, filled from town files: application, basic facts, "
            "list of evidence, and of several towns a recommendation. What is open is marked. Exits 0, or 2: trouble."
        )
    )(dossier)
