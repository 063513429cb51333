"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from zhenkit.cli.output import tell
from zhenkit.cli.typer_i18n import Misuse
from zhenkit.core.i18n import _

if TYPE_CHECKING:
    from zhenkit.rulesets.model import RuleSet

Level = Literal["province", "city", "county"]
Require = Literal["pass", "relaxed", "review"]
Lang = Literal["zh", "en"]

LevelOption = Annotated[
    Level | None, typer.Option("--level", help=_("Judge by the rule set of this level where the town lies."))
]
JudgeOption = Annotated[
    str | None, typer.Option("--rules", metavar=_("ID|FILE"), help=_("Judge by this rule set or rule file."))
]
OnOption = Annotated[
    str | None,
    typer.Option("--on", metavar=_("DATE"), help=_("By the editions in force on this day; else the newest.")),
]
RequireOption = Annotated[Require, typer.Option("--require", help=_("The least verdict that exits 0."))]
StrictOption = Annotated[
    bool, typer.Option("--strict", help=_("A yes without evidence, or a figure that is not output, is for review."))
]
SheetOption = Annotated[
    str | None, typer.Option("--sheet", metavar=_("NAME"), help=_("The sheet of a workbook that holds the towns."))
]
StrictColumnsOption = Annotated[
    bool, typer.Option("--strict-columns", help=_("A column of no known fact is a problem, not left aside."))
]
LangOption = Annotated[Lang | None, typer.Option("--lang", is_eager=True, help=_("Language; by default the locale's."))]
ShownFormat = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help=_("The form it is shown in."))]
RulesOption = Annotated[
    str | None,
    typer.Option("--rules", metavar=_("ID|FILE"), help=_("Of this rule set or rule file alone, its own facts too.")),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar=_("FILE"), help=_("Write to this file, whole or not at all."))
]


def keep_apart(ctx: typer.Context, inputs: Iterable[str], files: Mapping[str, Path | None]) -> None:
    """Refuse to write where another file of this run is read or written; `files` are those of options."""
    named = {option: file for option, file in files.items() if file is not None}
    if not named:
        return
    from zhenkit.towns.inputs import find_inputs

    taken = {found.resolve(): str(found) for found in find_inputs(inputs) if isinstance(found, Path)}
    for option, file in reversed(named.items()):  # the baseline is read
        if file.resolve() in taken and (file.is_file() or not file.exists()):
            said = _("{option} {file}: this file is {other} already; take another name")
            raise Misuse(said.format(option=option, file=file, other=taken[file.resolve()]), ctx)
        taken[file.resolve()] = option


def check_sheet(sheet: str | None, inputs: Iterable[str], ctx: typer.Context) -> None:
    """Raise Misuse where a sheet is named and no input is a workbook."""
    if sheet is None:
        return
    from zhenkit.towns.inputs import find_inputs

    found = [path.suffix.lower() for path in find_inputs(inputs) if isinstance(path, Path)]
    if ".xlsx" not in found:
        raise Misuse(_("--sheet names a sheet of a workbook, but no input is one (.xlsx)"), ctx)


def named_rule_set(name: str) -> RuleSet:
    """The rule set of an id or a file, with what is worth saying of how the file was read."""
    from zhenkit.rulesets.catalog import shipped

    rule_set = shipped().named(name)
    tell(rule_set.remarks, _("remark"))
    return rule_set
