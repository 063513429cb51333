"""The command line: reads options, calls one function, writes; no logic of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from zhenkit import __version__
from zhenkit.cli.batch import BatchCommand, batch
from zhenkit.cli.options import (
    JudgeOption,
    LangOption,
    LevelOption,
    OnOption,
    OutputOption,
    RequireOption,
    SheetOption,
    StrictColumnsOption,
    StrictOption,
    check_sheet,
    keep_apart,
)
from zhenkit.cli.output import ReaderGone, let_go, remark, say, tell, terminal, write
from zhenkit.cli.typer_i18n import Program, Several, usage_error_lines
from zhenkit.core import i18n
from zhenkit.core.errors import FileProblems, ZhenkitError
from zhenkit.core.i18n import _
from zhenkit.core.progress import Bar, show_by
from zhenkit.core.signals import INTERRUPTED, TERMINATED, Terminated, terminable

if TYPE_CHECKING:
    from zhenkit.rulesets.model import RuleSet

TROUBLE = 2
READER_GONE = 141
"""128 + the signal, SIGPIPE, that such a program dies of."""

app = Program(
    name="zhenkit",
    help=_("Judge specialised towns (专业镇) against a jurisdiction's published standard, clause by clause."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = Program(no_args_is_help=True)
app.add_typer(rules_app, name="rules")

Format = Literal["text", "json", "csv", "markdown", "junit", "sarif", "github"]


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"zhenkit {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=_("Show the version."))
    ] = False,
    lang: LangOption = None,
) -> None:
    """Judge specialised towns against a jurisdiction's published standard."""


@rules_app.callback(help=_("The rule sets: list, show, lint, test."))
def rules(lang: LangOption = None) -> None:
    """Stand for the group of commands about rule sets."""


@app.command(help=_("Judge towns and print a graded report, clause by clause."))
def check(
    ctx: typer.Context,
    towns: Annotated[
        list[str],
        typer.Argument(
            metavar=_("TOWN"), help=_("Town files (YAML, JSON, CSV, XLSX, Parquet), folders of them, or - for YAML.")
        ),
    ],
    level: LevelOption = None,
    rules: JudgeOption = None,
    on: OnOption = None,
    format: Annotated[Format, typer.Option("--format", "-f", help=_("The report's format."))] = "text",
    output: OutputOption = None,
    require: RequireOption = "relaxed",
    strict: StrictOption = False,
    explain: Annotated[bool, typer.Option("--explain", help=_("Show every check (text)."))] = False,
    sheet: SheetOption = None,
    strict_columns: StrictColumnsOption = False,
    lang: LangOption = None,
) -> None:
    """Judge towns."""
    from zhenkit.judging.outcome import REQUIRE
    from zhenkit.judging.run import check_towns
    from zhenkit.reports.formats import Style, render
    from zhenkit.towns.options import Options

    check_sheet(sheet, towns, ctx)
    keep_apart(ctx, towns, {"--output": output})
    found = check_towns(towns, level, rules, strict, on, Options(sheet, strict_columns))
    style = Style(explain, *terminal(output))
    tell(found.remarks, _("remark"))
    tell(found.run.problems)
    if explain and format not in ("text", "json"):  # JSON has every check anyway
        remark([_("--explain changes nothing here: only text and json show every check")])
    if found.run.judgements or format != "text":
        write(render(format, found.run, style), output)
    raise typer.Exit(found.run.exit_code(REQUIRE[require]))


app.command(
    cls=BatchCommand,
    help=_("Judge many towns, from files and tables, and rank them."),
)(batch)


@app.command(
    cls=Several,
    help=_(
        "Compare rule sets by what they mean, with towns that prove each difference; more than two, side by side. "
        "Exits 0: equal; 1: different; 2: trouble."
    ),
)
def diff(
    names: Annotated[
        list[str], typer.Argument(metavar="A B", help=_("Rule sets, by id or file: two to compare, or more."))
    ],
    on: OnOption = None,
    format: Annotated[
        Literal["text", "json", "markdown"], typer.Option("--format", "-f", help=_("The report's format."))
    ] = "text",
    output: OutputOption = None,
    towns: Annotated[
        list[str] | None,
        typer.Option(
            "--towns", metavar=_("PATH..."), help=_("Judge these towns by both, and tell which fare otherwise.")
        ),
    ] = None,
    witness: Annotated[
        Path | None,
        typer.Option("--witness", metavar=_("FILE"), help=_("Write the towns that prove it to this file (YAML).")),
    ] = None,
    assuming: Annotated[
        bool, typer.Option("--assuming", help=_("Over the towns alone that keep what the dictionary assumes."))
    ] = False,
    lang: LangOption = None,
) -> None:
    """Compare rule sets."""
    from zhenkit.analysis.diff.run import Diff, compare_named
    from zhenkit.reports.diff.phrases import render
    from zhenkit.reports.formats import Style

    if witness is not None:
        from zhenkit.reports.diff.witness_file import check_target

        check_target(witness, output)
    found = compare_named(names, towns or [], witness is not None, assuming, on)
    tell(found.remarks, _("remark"))
    if isinstance(found, Diff):
        tell(found.problems)
        if witness is not None:
            from zhenkit.reports.diff import witness_file

            for file, towns_of_it in witness_file.files(found, witness):
                write(towns_of_it, file)
            remark(witness_file.remarks(found, witness))
    write(render(format, found, Style(False, *terminal(output))), output)
    raise typer.Exit(found.exit_code)


def _named(name: str) -> RuleSet:
    """The rule set of an id or a file, with what is worth saying of how the file was read."""
    from zhenkit.rulesets.catalog import shipped

    rule_set = shipped().named(name)
    tell(rule_set.remarks, _("remark"))
    return rule_set


ShownFormat = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help=_("The form it is shown in."))]
RulesOption = Annotated[
    str | None,
    typer.Option("--rules", metavar=_("ID|FILE"), help=_("Of this rule set or rule file alone, its own facts too.")),
]


@rules_app.command("list", help=_("List the rule sets there are."))
def list_rules(
    every: Annotated[bool, typer.Option("--all", help=_("Every edition of each rule set; else its newest."))] = False,
    on: OnOption = None,
    format: ShownFormat = "text",
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List rule sets."""
    from zhenkit.reports.formats import Style
    from zhenkit.rulesets.catalog import listing, shipped

    found = listing(shipped(), every, on)
    if format == "json":
        from zhenkit.reports.rulesets import json

        write(json.render_list(found), output)
    else:
        from zhenkit.reports.rulesets import text as rules_text

        write(rules_text.render_list(found, Style(False, *terminal(output))), output)


@rules_app.command("show", help=_("Show what a rule set asks, line by line."))
def show_rules(
    name: Annotated[str, typer.Argument(metavar=_("ID|FILE"), help=_("A rule set's id, or a rule file."))],
    format: ShownFormat = "text",
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Show a rule set."""
    from zhenkit.reports.formats import Style

    rule_set = _named(name)
    if format == "json":
        from zhenkit.reports.rulesets import json

        write(json.render_set(rule_set), output)
    else:
        from zhenkit.reports.rulesets import text as rules_text

        write(rules_text.render_set(rule_set, Style(False, *terminal(output))), output)


@rules_app.command(
    "lint", help=_("Tell what is wrong with rule files. Exits 0: nothing; 1: something; 2: no such file.")
)
def lint_rules(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar=_("ID|FILE"), help=_("Rule files, ids or folders; by default the rule sets there are.")),
    ] = None,
    format: Annotated[
        Literal["text", "json", "sarif", "github"], typer.Option("--format", "-f", help=_("The report's format."))
    ] = "text",
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Lint rule files."""
    from zhenkit.analysis.lint.run import lint
    from zhenkit.reports.lint.formats import render
    from zhenkit.rulesets.catalog import shipped

    linted = lint(files or [], shipped())
    tell(linted.remarks, _("remark"))
    tell(linted.trouble)
    write(render(format, linted), output)
    raise typer.Exit(linted.exit_code)


@rules_app.command(
    "test",
    help=_(
        "Run the cases of rule sets and tell what no case reaches. "
        "Exits 0: all as expected; 1: a case failed, or too little is reached; 2: something could not be run."
    ),
)
def test_rules(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar=_("PATH"), help=_("Files of cases, or folders; by default those of the shipped rules.")),
    ] = None,
    format: Annotated[
        Literal["text", "junit", "json"], typer.Option("--format", "-f", help=_("The report's format."))
    ] = "text",
    output: OutputOption = None,
    fail_under: Annotated[
        float,
        typer.Option(
            "--fail-under",
            metavar=_("PERCENT"),
            min=0,
            max=100,
            help=_("The least that the cases of each rule set are to reach; less exits 1."),
        ),
    ] = 0,
    boundaries: Annotated[
        str | None,
        typer.Option(
            "--boundaries",
            metavar=_("ID|FILE"),
            help=_("Run nothing: write the cases at, just below and just above each threshold of this rule set."),
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Run the cases of rule sets."""
    from zhenkit.rulesets.catalog import shipped

    if boundaries is not None:
        from zhenkit.analysis.ruletest.boundaries import boundary_cases

        if paths:
            raise ZhenkitError(_("--boundaries writes cases and runs none: leave out {paths}").format(paths=paths[0]))
        write(boundary_cases(_named(boundaries), boundaries, output), output)
        return
    from zhenkit.analysis.ruletest.run import run_cases
    from zhenkit.reports.ruletest.formats import render

    tested = run_cases(paths or [], shipped())
    tell(tested.remarks, _("remark"))
    tell(tested.problems)
    write(render(format, tested, fail_under), output)
    raise typer.Exit(tested.exit_code(fail_under))


@app.command("schema", help=_("Print the JSON Schema of town files, rule files, the dictionary or check's JSON."))
def print_schema(
    described: Annotated[
        Literal["town", "rules", "facts", "report"], typer.Argument(help=_("What the schema describes."))
    ],
    rules: RulesOption = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Print a schema."""
    from zhenkit.rulesets.catalog import shipped
    from zhenkit.schemas.catalog import schema

    book = shipped()
    write(schema(described, book, _named(rules) if rules else None), output)


@app.command(help=_("Write a commented town file to fill in, or a table of towns (.csv, .tsv, .xlsx)."))
def init(
    file: Annotated[
        Path | None, typer.Argument(metavar=_("FILE"), help=_("The file to write; by default standard output."))
    ] = None,
    rules: RulesOption = None,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a file that is there."))] = False,
    lang: LangOption = None,
) -> None:
    """Write a template."""
    import datetime

    from zhenkit.rulesets.catalog import shipped
    from zhenkit.templates.town_yaml import blank, check_target

    if file is not None:
        check_target(file, force)
    book = shipped()
    rule_set = _named(rules) if rules else None
    last_year = datetime.date.today().year - 1
    write(blank(file, (rule_set or book).facts, [rule_set] if rule_set else book, last_year), file)


def run(arguments: list[str] | None = None) -> int:
    """Run a command line; the exit code. Errors are told in one line each; none ends in a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    show_by(_bar)
    with i18n.speaking(i18n.asked_for(given) or i18n.current()):
        try:
            with terminable():
                return _run(given)
        except ReaderGone:
            let_go(sys.stdout, sys.stderr)
            return READER_GONE
        except Terminated:
            say(_("terminated"))
            return TERMINATED


def _bar(said: str, total: int | None, counted: bool) -> Bar:
    from zhenkit.cli.progress_bar import ProgressBar

    return ProgressBar(said, total, counted)


def _run(arguments: list[str]) -> int:
    try:
        code = app(args=arguments, prog_name="zhenkit", standalone_mode=False)
        if code == INTERRUPTED:  # Typer makes this of a KeyboardInterrupt, without a word
            say(_("interrupted"))
        return code if isinstance(code, int) else 0
    except typer.TyperException as error:
        return _usage_error(error)
    except FileProblems as error:
        tell(error.problems)
    except ZhenkitError as error:
        from zhenkit.core.escape import plain

        say(f"zhenkit: {plain(str(error))}")
    except (typer.Abort, KeyboardInterrupt):
        say(_("interrupted"))
        return INTERRUPTED
    return TROUBLE


def _usage_error(error: typer.TyperException) -> int:
    from zhenkit.core.escape import plain

    for line in usage_error_lines(error):
        say(plain(line))
    return TROUBLE
