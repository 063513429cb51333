"""The `assess` command: a year's towns ranked, compared with the last, commended or given a notice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from zhenkit.cli.options import (
    ForceOption,
    FormatOf,
    JudgeOption,
    LangOption,
    LevelOption,
    MapOption,
    OnOption,
    OutputOption,
    SheetOption,
    StrictColumnsOption,
    StrictOption,
    TemplatesOption,
    check_sheet,
    chosen_format,
    keep_apart,
    mapped,
    remark_unmet,
)
from zhenkit.cli.output import remark, report_problems, terminal, write
from zhenkit.cli.typer_i18n import Misuse, Program, Several
from zhenkit.core.i18n import _, plural
from zhenkit.reports.formats import ASSESS

if TYPE_CHECKING:
    from zhenkit.judging.assessment import Assessment
    from zhenkit.reports.formats import UserTemplate
    from zhenkit.reports.letters.letter import Sender


class AssessCommand(Several):
    """The command, whose --last takes several files."""

    option, arguments = "--last", 1


class LetterOptions(NamedTuple):
    """The options of letters."""

    folder: Path | None = None
    issuer: str = ""
    code: str = ""
    first: int = 1
    addressee: str = ""
    dated: str | None = None
    due: str | None = None
    templates: Path | None = None
    force: bool = False

    def sender(self, ctx: typer.Context) -> Sender:
        """Who issues letters, and when; raises NoSuchDay, Misuse for a deadline before the letters' date."""
        import datetime

        from zhenkit.reports.letters.letter import Sender
        from zhenkit.rulesets.editions import as_day

        day, due = (
            None if said is None else datetime.date.fromisoformat(as_day(said)) for said in (self.dated, self.due)
        )
        day = day or datetime.date.today()
        if due is not None and due < day:
            said = _("--due {due} is before the letters' date, {day}")
            raise Misuse(said.format(due=due.isoformat(), day=day.isoformat()), ctx)
        return Sender(day, self.issuer.strip(), self.code.strip(), self.first, self.addressee.strip(), due)

    def own(self) -> dict[str, UserTemplate]:
        """The user's templates; raises as `read_templates`."""
        from zhenkit.reports.layout.docx.template import read_templates
        from zhenkit.reports.letters.folder import TEMPLATES

        return read_templates(self.templates, TEMPLATES)

    def write(self, assessment: Assessment, sender: Sender, own: dict[str, UserTemplate]) -> None:
        """Draft the letters, and write all of them into the folder, or none."""
        from zhenkit.core.folders import write_folder
        from zhenkit.reports.letters.folder import files_of
        from zhenkit.reports.letters.letter import letters

        assert self.folder is not None  # else there is no sender
        if assessment.problems:
            remark([_("no letters were written: a town with a problem is in no group; fix the problems first")])
            return
        drafted = letters(assessment, sender)
        if not drafted:
            remark([_("nobody is commended and nobody is slow: no letters were written")])
            return
        files = files_of(drafted, own)
        write_folder(self.folder, files, self.force)
        said = plural(
            "{count} letter was drafted in {folder}", "{count} letters were drafted in {folder}", len(drafted)
        )
        remark([said.format(count=len(drafted), folder=self.folder)])


def assess(
    ctx: typer.Context,
    towns: Annotated[
        list[str],
        typer.Argument(
            metavar=_("THIS"), help=_("This year's towns (YAML, JSON, CSV, XLSX, Parquet), folders of them, or -.")
        ),
    ],
    level: LevelOption = None,
    rules: JudgeOption = None,
    on: OnOption = None,
    last: Annotated[
        list[str] | None,
        typer.Option(
            "--last",
            metavar=_("LAST..."),
            help=_("The towns of the last assessment: files and folders, or a JSON report of check or batch."),
        ),
    ] = None,
    by: Annotated[
        Path | None,
        typer.Option("--by", metavar=_("FILE"), help=_("Who is commended and who is slow, by this file (YAML).")),
    ] = None,
    strict: StrictOption = False,
    format: FormatOf[str | None, ASSESS] = None,
    output: OutputOption = None,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    map: MapOption = None,
    letters: Annotated[
        Path | None,
        typer.Option(
            "--letters",
            metavar=_("FOLDER"),
            help=_("Draft notices to the slow and a circular on the best, with a register, into this folder."),
        ),
    ] = None,
    issuer: Annotated[
        str, typer.Option("--issuer", metavar=_("NAME"), help=_("Who issues the letters: they then have a red head."))
    ] = "",
    code: Annotated[
        str, typer.Option("--code", metavar=_("TEXT"), help=_("What comes before the year in their numbers."))
    ] = "",
    first: Annotated[
        int, typer.Option("--first", min=1, max=99_999, metavar=_("N"), help=_("The number of the first letter."))
    ] = 1,
    addressee: Annotated[
        str,
        typer.Option(
            "--addressee",
            metavar=_("TEXT"),
            help=_("Whom they go to, with {province}, {city}, {county} or {town} in it; else the county's government."),
        ),
    ] = "",
    dated: Annotated[
        str | None, typer.Option("--dated", metavar=_("DATE"), help=_("The letters' date; by default today."))
    ] = None,
    due: Annotated[
        str | None,
        typer.Option("--due", metavar=_("DATE"), help=_("The deadline of notices; by default as the rules say.")),
    ] = None,
    templates: TemplatesOption = None,
    force: ForceOption = False,
    lang: LangOption = None,
) -> None:
    """Assess the towns of a year."""
    from zhenkit.judging.assessing import assess_files
    from zhenkit.judging.batch import Request
    from zhenkit.reports.formats import Style, report

    chosen = chosen_format(ctx, ASSESS, format, output)
    check_sheet(sheet, towns, ctx)
    asked = LetterOptions(letters, issuer, code, first, addressee, dated, due, templates, force)
    sender = None if letters is None else asked.sender(ctx)
    if letters is None and asked != LetterOptions():
        raise Misuse(
            _("--issuer, --code, --first, --addressee, --dated, --due, --templates and --force go with --letters"), ctx
        )
    own = asked.own()
    keep_apart(ctx, [*towns, *(last or ())], {"--output": output, "--by": by})
    mapping = mapped(map, rules, on)
    request = Request(
        inputs=tuple(towns),
        level=level,
        rules=rules,
        on=on,
        strict=strict,
        needs_judgements=True,
        sheet=sheet,
        strict_columns=strict_columns,
        mapping=mapping,
    )
    found = assess_files(request, last or (), by)
    report_problems(found.remarks, _("remark"))
    remark_unmet(mapping)
    report_problems(found.assessment.problems)
    if found.assessment.groups or chosen.name != "text":
        write(report(ASSESS, chosen.name, found.assessment, Style(False, *terminal(output))), output)
    if sender is not None:
        asked.write(found.assessment, sender, own)
    raise typer.Exit(found.assessment.exit_code)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        cls=AssessCommand,
        help=_(
            "Assess the towns of a year: ranked within standard and category, compared with the last assessment, "
            "the best commended, the slow named. Exits 0: none is slow; 1: one is; 3: one is open; 2: trouble."
        ),
    )(assess)
