"""The `rules` group of commands: list, show, lint, test, verify, draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenkit.cli.completing import lints, rule_sets
from zhenkit.cli.options import (
    ExitZeroOption,
    FormatOf,
    LangOption,
    OnOption,
    OutputOption,
    chosen_format,
    ends,
    named_rule_set,
    written_as,
)
from zhenkit.cli.output import remark, report_problems, terminal, write
from zhenkit.cli.typer_i18n import Program
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import _
from zhenkit.reports.formats import LINT, LIST, SHOW, TEST, VERIFY

if TYPE_CHECKING:
    from zhenkit.analysis.document.clauses import OfficialDocument


def rules(lang: LangOption = None) -> None:
    """Stand for the group of commands about rule sets."""


def list_rules(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help=_("Every edition of each rule set; else its newest."))] = False,
    on: OnOption = None,
    format: FormatOf[str | None, LIST] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List rule sets."""
    from zhenkit.reports.formats import Style, report
    from zhenkit.rulesets.catalog import listing, shipped

    chosen = chosen_format(ctx, LIST, format, output)
    found = listing(shipped(), every, on)
    write(report(LIST, chosen.name, found, Style(False, *terminal(output)), part="render_list"), output)


def show_rules(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar=_("ID|FILE"), autocompletion=rule_sets, help=_("A rule set's id, or a rule file.")),
    ],
    format: FormatOf[str | None, SHOW] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Show a rule set."""
    from zhenkit.reports.formats import Style, report

    chosen = chosen_format(ctx, SHOW, format, output)
    found = named_rule_set(name)
    write(report(SHOW, chosen.name, found, Style(False, *terminal(output)), part="render_set"), output)


def lint_rules(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("ID|FILE"),
            autocompletion=rule_sets,
            help=_("Rule files, ids or folders; by default the rule sets there are."),
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--lint",
            metavar=_("NAME"),
            autocompletion=lints,
            help=_("Report only what this lint finds; may be repeated."),
        ),
    ] = None,
    format: FormatOf[str | None, LINT] = None,
    output: OutputOption = None,
    exit_zero: ExitZeroOption = False,
    lang: LangOption = None,
) -> None:
    """Lint rule files."""
    from zhenkit.analysis.lint.run import lint
    from zhenkit.reports.formats import limits, report
    from zhenkit.rulesets.catalog import shipped

    chosen = chosen_format(ctx, LINT, format, output)
    linted = lint(files or [], shipped())
    if only:
        linted = linted.only(only)
    report_problems(linted.remarks, _("remark"))
    report_problems(linted.trouble)
    remark(limits(LINT, chosen, linted))
    write(report(LINT, chosen.name, linted), output)
    raise ends(linted.exit_code, exit_zero)


def test_rules(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar=_("PATH"), help=_("Files of cases, or folders; by default those of the shipped rules.")),
    ] = None,
    format: FormatOf[str | None, TEST] = None,
    output: OutputOption = None,
    fail_under: Annotated[
        float,
        typer.Option(
            "--fail-under",
            metavar=_("PERCENT"),
            min=0,
            max=100,
            help=_("The least that the cases of each rule set must reach; less exits 1."),
        ),
    ] = 0,
    boundaries: Annotated[
        str | None,
        typer.Option(
            "--boundaries",
            metavar=_("ID|FILE"),
            autocompletion=rule_sets,
            help=_("Run nothing: write the cases at, just below and just above each threshold of this rule set."),
        ),
    ] = None,
    exit_zero: ExitZeroOption = False,
    lang: LangOption = None,
) -> None:
    """Run the cases of rule sets."""
    from zhenkit.rulesets.catalog import shipped

    if boundaries is not None:
        from zhenkit.analysis.ruletest.boundaries import boundary_cases

        if paths:
            raise ZhenkitError(_("--boundaries writes cases and runs none: leave out {paths}").format(paths=paths[0]))
        written_as(ctx, output, ".yaml", ".yml")
        write(boundary_cases(named_rule_set(boundaries).to_judge_by, boundaries, output), output)
        return
    from zhenkit.analysis.ruletest.run import run_cases
    from zhenkit.reports.formats import report

    chosen = chosen_format(ctx, TEST, format, output)
    tested = run_cases(paths or [], shipped())
    report_problems(tested.remarks, _("remark"))
    report_problems(tested.problems)
    write(report(TEST, chosen.name, tested, fail_under), output)
    raise ends(tested.exit_code(fail_under), exit_zero)


def verify_rules(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar=_("ID|FILE"), autocompletion=rule_sets, help=_("A rule set's id, or a rule file.")),
    ],
    document: Annotated[
        Path,
        typer.Option("--document", metavar=_("DOC"), help=_("The official document (.txt .md .html .docx .pdf).")),
    ],
    format: FormatOf[str | None, VERIFY] = None,
    output: OutputOption = None,
    exit_zero: ExitZeroOption = False,
    lang: LangOption = None,
) -> None:
    """Compare a rule file with its document."""
    from zhenkit.analysis.document.verify import verify
    from zhenkit.reports.formats import Style, limits, report

    chosen = chosen_format(ctx, VERIFY, format, output)
    found = verify(named_rule_set(name), _read(document))
    style = Style(False, *terminal(output))
    remark(limits(VERIFY, chosen, found, style))
    write(report(VERIFY, chosen.name, found, style), output)
    raise ends(found.exit_code, exit_zero)


def draft_rules(
    ctx: typer.Context,
    document: Annotated[
        Path, typer.Argument(metavar=_("DOC"), help=_("The official document (.txt .md .html .docx .pdf)."))
    ],
    section: Annotated[
        str | None,
        typer.Option(
            "--section",
            metavar=_("CLAUSE"),
            help=_("The clause that has the standard; by default the one that lists conditions."),
        ),
    ] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Write a first rule file."""
    from zhenkit.analysis.document.draft import draft
    from zhenkit.rulesets.catalog import shipped

    written_as(ctx, output, ".yaml", ".yml")
    drafted = draft(_read(document), shipped(), section)
    said = _(
        "a draft: {figures} lines of figures, {words} of known words, {own} of unknown words; "
        "{unplaced} phrases not placed"
    )
    remark([said.format(**drafted.counts, unplaced=drafted.unplaced)])
    write(drafted.text, output)


def _read(file: Path) -> OfficialDocument:
    """An official document, with what is worth saying of how it was read."""
    from zhenkit.analysis.document.clauses import read_document_of
    from zhenkit.analysis.document.read import read_source

    source = read_source(file)
    report_problems([source.remark] if source.remark else [], _("remark"))
    return read_document_of(source)


def add_to(app: Program) -> None:
    """Register the group and its commands."""
    group = Program(no_args_is_help=True)
    group.callback(help=_("The rule sets: list, show, lint, test, verify, draft."))(rules)
    group.command("list", help=_("List the rule sets there are."))(list_rules)
    group.command("show", help=_("Show what a rule set requires, line by line."))(show_rules)
    group.command(
        "lint", help=_("Report what is wrong with rule files. Exits 0: nothing; 1: something; 2: no such file.")
    )(lint_rules)
    group.command(
        "test",
        help=_(
            "Run the cases of rule sets and report what no case reaches. "
            "Exits 0: all as expected; 1: a case failed, or too little is reached; 2: something could not be run."
        ),
    )(test_rules)
    group.command(
        "verify",
        help=_(
            "Compare a rule file with the document that it encodes, clause by clause. "
            "Exits 0: nothing differs; 1: something does; 2: something could not be read."
        ),
    )(verify_rules)
    group.command("draft", help=_("Write a first rule file for an official document, each line to be confirmed."))(
        draft_rules
    )
    app.add_typer(group, name="rules")
