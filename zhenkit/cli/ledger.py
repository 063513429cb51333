"""The `ledger` command: what is open of each town, who answers for it and until when; kept from run to run."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenkit.cli.completing import rule_sets
from zhenkit.cli.options import (
    FormatOf,
    JudgeOption,
    LangOption,
    LevelOption,
    MapOption,
    OutputOption,
    Require,
    SheetOption,
    StrictColumnsOption,
    check_sheet,
    chosen_format,
    keep_apart,
    mapped,
    remark_unmet,
)
from zhenkit.cli.output import remark, report_problems, terminal, today, write, written_after
from zhenkit.cli.typer_i18n import Misuse, Program
from zhenkit.core.i18n import _, plural
from zhenkit.reports.formats import LEDGER

if TYPE_CHECKING:
    from zhenkit.core.errors import Problem
    from zhenkit.judging.ledger import Ledger
    from zhenkit.templates.requests import SheetQuestion


def ledger(
    ctx: typer.Context,
    towns: Annotated[
        list[str],
        typer.Argument(
            metavar=_("TOWN"), help=_("Town files (YAML, JSON, CSV, XLSX, Parquet), folders of them, or - for YAML.")
        ),
    ],
    level: LevelOption = None,
    rules: JudgeOption = None,
    to: Annotated[Require, typer.Option("--to", help=_("The verdict to be reached."))] = "pass",
    duties: Annotated[
        str | None,
        typer.Option(
            "--duties",
            metavar=_("ID|FILE"),
            autocompletion=rule_sets,
            help=_("The plan whose tasks say who answers; by default that of the rule set."),
        ),
    ] = None,
    kept: Annotated[
        Path | None,
        typer.Option(
            "--ledger",
            metavar=_("FILE"),
            help=_("The ledger that is kept (.xlsx, .csv, .yaml): begun, or read and brought up to date."),
        ),
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar=_("DATE"), help=_("The last day of entries that have none yet."))
    ] = None,
    requests: Annotated[
        Path | None,
        typer.Option(
            "--requests",
            metavar=_("FOLDER"),
            help=_("Write a sheet a department into this folder: what it has to find out or prove."),
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar=_("DATE"), help=_("How it is on this day, by the editions then in force.")),
    ] = None,
    format: FormatOf[str | None, LEDGER] = None,
    output: OutputOption = None,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    map: MapOption = None,
    lang: LangOption = None,
) -> None:
    """Keep a problem ledger."""
    from zhenkit.core.folders import folder_made
    from zhenkit.judging.gaps import Wanted, gaps_of
    from zhenkit.judging.kept_ledger import KeptLedger, read_ledger
    from zhenkit.judging.ledger import STATES, brought_up_to_date, latest_of_each, open_items
    from zhenkit.judging.responsible import Responsible
    from zhenkit.reports.formats import Style, report
    from zhenkit.reports.phrases.ledger import described
    from zhenkit.rulesets.editions import as_day
    from zhenkit.templates.requests import sheets_of
    from zhenkit.towns.options import Options

    chosen = chosen_format(ctx, LEDGER, format, output)
    check_sheet(sheet, towns, ctx)
    check_ledger(kept, ctx)
    keep_apart(ctx, towns, {"--ledger": kept, "--output": output})
    day = today() if on is None else as_day(on)
    last = None if due is None else as_day(due)
    mapping = mapped(map, rules, on)
    before = KeptLedger() if kept is None else read_ledger(kept, STATES)
    found = gaps_of(towns, level, rules, Wanted(to), on, Options(sheet, strict_columns, mapping=mapping))
    gaps, older = latest_of_each(found.gaps.gaps)
    responsible = Responsible(duties, None if on is None else day)
    items = list(open_items(gaps, responsible.duties_of))
    book = brought_up_to_date(before, items, gaps, described, day, last, found.gaps.problems)
    report_problems([*found.remarks, *older, *responsible.remarks], _("remark"))
    remark_unmet(mapping)
    report_problems(book.problems)
    sheets = sheets_of(book.entries, int(book.day[:4]) - 1) if requests is not None and not book.problems else None
    if sheets is not None:
        report_problems(_not_merged(book), _("remark"))
        questions = (question for sheet in sheets.values() for question in sheet)
        book = book.notified({key for question in questions for key in question.said["key"].split("\n")})
    reported = report(LEDGER, chosen.name, book, Style(False, *terminal(output)))
    with ExitStack() as written:  # what is sent out and the ledger that says so are written both or neither
        if sheets and requests is not None and any(file.parent == requests for file in (kept, output) if file):
            written.enter_context(folder_made(requests))
        if kept is not None and not book.problems:
            written.enter_context(written_after(ledger_for(kept, book), kept))
        if output is not None:
            written.enter_context(written_after(reported, output))
        if sheets is not None and requests is not None:
            _send(sheets, requests)
    if output is None and (book.entries or book.towns or chosen.name != "text"):
        write(reported, None)
    raise typer.Exit(book.exit_code)


def check_ledger(kept: Path | None, ctx: typer.Context) -> None:
    """Raise Misuse where a ledger cannot be kept in a file of this ending."""
    from zhenkit.judging.kept_ledger import ENDINGS

    if kept is not None and kept.suffix.lower() not in ENDINGS:
        said = _("--ledger {file}: a ledger is kept in {endings}")
        raise Misuse(said.format(file=kept, endings=" ".join(ENDINGS)), ctx)


def ledger_for(kept: Path, book: Ledger) -> str | bytes:
    """What the file of this name has where the ledger is kept in it."""
    from zhenkit.core.errors import ZhenkitError
    from zhenkit.core.files import MAX_BYTES
    from zhenkit.reports.formats import Style, formats_of, report

    ending = kept.suffix.lower().replace(".yml", ".yaml")
    name = next(one.name for one in formats_of(LEDGER).values() if one.ending == ending)
    content: str | bytes = report(LEDGER, name, book, Style())
    if name == "yaml" and isinstance(content, str) and len(content.encode()) > MAX_BYTES:
        said = _("{file}: so many entries are kept in a table: give the ledger the ending .xlsx or .csv")
        raise ZhenkitError(said.format(file=kept))
    return content


def _send(sheets: dict[str, list[SheetQuestion]], folder: Path) -> None:
    """Write the sheets of departments."""
    from zhenkit.templates.requests import write_requests

    if not sheets:
        remark([_("there is nothing to find out or to prove: no sheet was written")])
        return
    paths = write_requests(folder, sheets)
    files = plural("{count} sheet was written to {folder}", "{count} sheets were written to {folder}", len(paths))
    remark([files.format(count=len(paths), folder=folder)])


def _not_merged(book: Ledger) -> list[Problem]:
    """A remark on each file whose towns are asked about, and into which no answers can be merged."""
    from zhenkit.core.errors import Problem
    from zhenkit.judging.merge import takes_answers
    from zhenkit.towns.inputs import STDIN

    asked = (entry.item.gap.town.file for entry in book.entries if entry.item is not None and not entry.is_done)
    said = _("`zhenkit merge` puts answers into town files of YAML; those on the towns of this file go in by hand")
    return [Problem(file, 1, 1, said) for file in dict.fromkeys(asked) if file != STDIN and not takes_answers(file)]


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        help=_(
            "Keep a problem ledger: what is open of each town, who answers for it, until when. "
            "Exits 0: nothing is overdue; 1: something is; 2: trouble."
        )
    )(ledger)
