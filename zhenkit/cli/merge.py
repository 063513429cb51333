"""The `merge` command: puts what departments filled in into the town files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhenkit.cli.ledger import check_ledger, ledger_for
from zhenkit.cli.options import (
    FormatOf,
    LangOption,
    OutputOption,
    RulesOption,
    chosen_format,
    keep_apart,
    named_rule_set,
)
from zhenkit.cli.output import remark, report_problems, terminal, today, write
from zhenkit.cli.typer_i18n import Misuse, Program
from zhenkit.core.i18n import _
from zhenkit.reports.formats import MERGE


def merge(
    ctx: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(metavar=_("FOLDER"), help=_("The sheets that were filled in: a folder of them, or one.")),
    ],
    into: Annotated[
        Path, typer.Option("--into", metavar=_("TOWNS"), help=_("The town files (YAML), a folder of them or one."))
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Take an answer also where the file says otherwise."))
    ] = False,
    kept: Annotated[
        Path | None,
        typer.Option("--ledger", metavar=_("FILE"), help=_("The ledger that is kept: note there what was answered.")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only report what would become of the answers; change no file."))
    ] = False,
    rules: RulesOption = None,
    format: FormatOf[str | None, MERGE] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Put answers into town files."""
    from zhenkit.judging.kept_ledger import read_ledger
    from zhenkit.judging.ledger import STATES, replied
    from zhenkit.judging.merge import merge as merged
    from zhenkit.reports.formats import Style, report
    from zhenkit.reports.phrases.merge import replies
    from zhenkit.rulesets.catalog import shipped

    chosen = chosen_format(ctx, MERGE, format, output)
    check_ledger(kept, ctx)
    keep_apart(ctx, [str(folder), str(into)], {"--ledger": kept, "--output": output})
    if kept is not None and not kept.exists():
        raise Misuse(
            _("{file}: there is no such ledger; `zhenkit ledger --ledger FILE` begins one").format(file=kept), ctx
        )
    before = None if kept is None else read_ledger(kept, STATES)
    facts = (named_rule_set(rules) if rules else shipped()).facts
    found = merged(folder, into, facts, replace, write=not dry_run, ledger=kept)
    report_problems(found.remarks, _("remark"))
    report_problems(found.problems)
    if kept is not None and before is not None and not dry_run:
        write(ledger_for(kept, replied(before, replies(found), today())), kept)
    if dry_run:
        remark([_("no file was changed (--dry-run)")])
    if found.merged or found.unplaced or not found.problems or chosen.name != "text":
        write(report(MERGE, chosen.name, found, Style(False, *terminal(output))), output)
    raise typer.Exit(found.exit_code)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(
        help=_(
            "Put what departments filled in (ledger --requests) into the town files, with its evidence. "
            "Exits 0: all is in; 1: an answer contradicts, and was left out; 2: trouble."
        )
    )(merge)
