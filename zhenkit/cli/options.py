"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from zhenkit.cli.completing import days, fact_and_value, rule_sets, title_and_fact
from zhenkit.cli.output import is_terminal, remark, report_problems
from zhenkit.cli.typer_i18n import Misuse
from zhenkit.core.errors import TROUBLE
from zhenkit.core.files import RealPaths
from zhenkit.core.i18n import _
from zhenkit.reports.formats import Format, formats_of

if TYPE_CHECKING:
    from typing import Annotated as FormatOf

    from zhenkit.facts.dictionary import Facts
    from zhenkit.reports.formats import UserTemplate
    from zhenkit.rulesets.model import RuleSet
    from zhenkit.towns.given import GivenFact
    from zhenkit.towns.tables.title_map import TitleMap

    __all__ = ["FormatOf"]  # to mypy it is imported
else:

    class FormatOf:
        """`FormatOf[str | None, CHECK]`: the option `--format` of a command, with what the table has when it runs."""

        def __class_getitem__(cls, arguments: tuple[Any, str]) -> Any:
            """The annotation that Typer reads."""
            said = _("The report's format; by default by the ending of --output, or text.")
            choices = Literal[tuple(formats_of(arguments[1]))]
            return Annotated[choices | None, typer.Option("--format", "-f", help=said)]


Level = Literal["province", "city", "county"]
Require = Literal["pass", "relaxed", "review"]
Lang = Literal["zh", "en"]

LevelOption = Annotated[
    Level | None, typer.Option("--level", help=_("Judge by the rule set of this level at the town's place."))
]
JudgeOption = Annotated[
    str | None,
    typer.Option(
        "--rules",
        metavar=_("ID|FILE"),
        autocompletion=rule_sets,
        help=_("Judge by this rule set or rule file."),
    ),
]
OnOption = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar=_("DATE"),
        autocompletion=days,
        help=_("By the editions in force on this day; else the newest."),
    ),
]
RequireOption = Annotated[Require, typer.Option("--require", help=_("The least verdict that exits 0."))]
StrictOption = Annotated[
    bool, typer.Option("--strict", help=_("A yes without evidence, or a figure that is not output, needs review."))
]
ExitZeroOption = Annotated[
    bool, typer.Option("--exit-zero", help=_("Exit 0 whatever is found; still 2 where something could not be done."))
]
SheetOption = Annotated[
    str | None, typer.Option("--sheet", metavar=_("NAME"), help=_("The sheet of a workbook that has the towns."))
]
StrictColumnsOption = Annotated[
    bool,
    typer.Option("--strict-columns", help=_("Report a column of no known fact as a problem instead of ignoring it.")),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar=_("TITLE=FACT|FILE"),
        autocompletion=title_and_fact,
        help=_("What a column's title means (- to ignore it), or a YAML file of titles, choices and units."),
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar=_("FACT=VALUE"),
        autocompletion=fact_and_value,
        help=_("Judge as if every town stated this, whatever its file states."),
    ),
]
LangOption = Annotated[Lang | None, typer.Option("--lang", is_eager=True, help=_("Language; by default the locale's."))]
RulesOption = Annotated[
    str | None,
    typer.Option(
        "--rules",
        metavar=_("ID|FILE"),
        autocompletion=rule_sets,
        help=_("Only for this rule set or rule file, with its own facts."),
    ),
]


def _unless_standard_output(file: Path | None) -> Path | None:
    return None if file == Path("-") else file


OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar=_("FILE"),
        callback=_unless_standard_output,
        help=_("Write to this file, whole or not at all; - is standard output."),
    ),
]


TemplateOption = Annotated[
    Path | None,
    typer.Option(
        "--template",
        metavar=_("FILE"),
        help=_("Fill in this document of Word, which has tags, instead of ours (docx; init writes ours)."),
    ),
]


TemplatesOption = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar=_("FOLDER"),
        help=_("Fill in the templates of this folder, as far as it has them, instead of ours (init writes ours)."),
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help=_("Overwrite files that exist."))]


def chosen_template(ctx: typer.Context, file: Path | None, format: Format) -> UserTemplate | None:
    """The user's template; Misuse where no document is written."""
    if file is None:
        return None
    if format.name != "docx":
        raise Misuse(_("--template goes only with docx: give --output FILE.docx, or --format docx"), ctx)
    if file.suffix.lower() != ".docx":
        said = _("--template {file}: a template is a document of Word, a file of .docx; `zhenkit init` writes ours")
        raise Misuse(said.format(file=file), ctx)
    from zhenkit.reports.layout.docx.template import read_template

    return read_template(file)


def ends(code: int, exit_zero: bool) -> typer.Exit:
    """How a command ends with this exit code: 0 in its place where `--exit-zero` is given, but for trouble."""
    return typer.Exit(0 if exit_zero and code != TROUBLE else code)


def chosen_format(ctx: typer.Context, command: str, name: str | None, output: Path | None) -> Format:
    """The format of this name, else by the ending of `--output`, else text; Misuse for one that cannot be had so."""
    formats = formats_of(command)
    if name is None and output is not None:
        endings = {format.ending: format.name for format in formats.values() if format.ending is not None}
        name = endings.get(output.suffix.lower())
        if name is None:
            said = _("--output {file}: its ending names no format; give --format, or one of {endings}")
            raise Misuse(said.format(file=output, endings=" ".join(endings)), ctx)
    chosen = formats[name or "text"]
    if chosen.binary and is_terminal(output):
        raise Misuse(_("{format} is not for a terminal: give --output FILE").format(format=chosen.name), ctx)
    return chosen


def written_as(ctx: typer.Context, output: Path | None, *endings: str) -> None:
    """Raise Misuse where `--output` names a file of another ending than what is written can have."""
    if output is not None and output.suffix.lower() not in endings:
        said = _("--output {file}: what is written here is a file of {endings}; choose such a name")
        raise Misuse(said.format(file=output, endings=" ".join(endings)), ctx)


def explains_nothing(command: str, format: Format) -> str:
    """The remark that `--explain` has no effect on a format."""
    explaining = [one.name for one in formats_of(command).values() if one.explains]
    said = _("--explain has no effect on {format}: the formats that show every check are {list}")
    return said.format(format=format.name, list=_(", ").join(explaining))


READ = ("--costs", "--by", "--template")
"""The options whose files are read."""


def keep_apart(ctx: typer.Context, inputs: Iterable[str], files: Mapping[str, Path | None]) -> None:
    """Refuse to write where another file of this run is read or written; `files` are those of options."""
    named = {option: file for option, file in files.items() if file is not None}
    if not named:
        return
    from zhenkit.towns.inputs import find_inputs

    real_path = RealPaths()
    taken = {real_path(found): str(found) for found in find_inputs(inputs) if isinstance(found, Path)}
    for option, file in reversed(named.items()):  # the baseline is read
        if real_path(file) in taken and (file.is_file() or not file.exists()):
            if option == "--baseline":
                said = _("{option} {file}: this file is read as towns too; name the JSON report of an earlier run")
            elif option in READ:
                said = _("{option} {file}: this file is read as towns too; name another, or keep it apart from them")
            else:
                said = _("{option} {file}: this file is {other} already; choose another name")
            raise Misuse(said.format(option=option, file=file, other=taken[real_path(file)]), ctx)
        taken[real_path(file)] = option


def check_sheet(sheet: str | None, inputs: Iterable[str], ctx: typer.Context) -> None:
    """Raise Misuse where a sheet is named and no input is a workbook."""
    if sheet is None:
        return
    from zhenkit.towns.inputs import WORKBOOKS, find_inputs

    found = [path.suffix.lower() for path in find_inputs(inputs) if isinstance(path, Path)]
    if WORKBOOKS.isdisjoint(found):
        raise Misuse(_("--sheet names a sheet of a workbook, but no input is one (.xlsx)"), ctx)


def mapped(said: list[str] | None, rules: str | None, on: str | None) -> TitleMap | None:
    """What `--map` says of titles, by the dictionary of the rule set named or the shipped one."""
    if not said:
        return None
    from zhenkit.towns.tables.map_file import read_maps

    return read_maps(said, _dictionary(rules, on))


def given_facts(ctx: typer.Context, said: list[str] | None, rules: str | None, on: str | None) -> tuple[GivenFact, ...]:
    """What `--set` gives, by the dictionary of the rule set named or the shipped one; a remark says so."""
    if not said:
        return ()
    from zhenkit.towns.given import WrongGiven, read_given

    facts = _dictionary(rules, on)
    try:
        given = read_given(said, facts)
    except WrongGiven as error:
        raise Misuse(f"--set {error}", ctx) from None
    listed = _(", ").join(f"{facts.by_id[each.fact].called} = {each.text}" for each in given)
    remark([_("judged as if every town stated {facts} (--set)").format(facts=listed)])
    return given


def _dictionary(rules: str | None, on: str | None) -> Facts:
    """The facts of the rule set named, or those of the shipped dictionary."""
    from zhenkit.rulesets.catalog import shipped
    from zhenkit.rulesets.editions import as_day

    book = shipped()
    return book.facts if rules is None else book.named(rules, None if on is None else as_day(on)).facts


def remark_unmet(mapping: TitleMap | None) -> None:
    """Report the titles of `--map` that no table had."""
    if mapping is not None:
        remark(mapping.unmet())


def named_rule_set(name: str) -> RuleSet:
    """The rule set of an id or a file, with what is worth saying of how the file was read."""
    from zhenkit.rulesets.catalog import shipped

    rule_set = shipped().named(name)
    report_problems(rule_set.remarks, _("remark"))
    return rule_set
