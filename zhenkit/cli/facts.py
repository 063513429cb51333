"""The `facts` command: finds facts by any word of them."""

from __future__ import annotations

from typing import Annotated

import typer

from zhenkit.cli.completing import facts as complete_fact
from zhenkit.cli.options import (
    FormatOf,
    LangOption,
    OutputOption,
    RulesOption,
    chosen_format,
    named_rule_set,
)
from zhenkit.cli.output import say, terminal, write
from zhenkit.cli.typer_i18n import Program
from zhenkit.core.errors import FINDINGS
from zhenkit.core.i18n import _
from zhenkit.reports.formats import FACTS


def facts(
    ctx: typer.Context,
    word: Annotated[
        str | None,
        typer.Argument(
            metavar=_("WORD"),
            autocompletion=complete_fact,
            help=_("A word of the fact, in either language; all without it."),
        ),
    ] = None,
    rules: RulesOption = None,
    format: FormatOf[str | None, FACTS] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Find facts."""
    from zhenkit.core.errors import quoted
    from zhenkit.core.escape import plain
    from zhenkit.reports.formats import Style, report
    from zhenkit.rulesets.catalog import shipped
    from zhenkit.rulesets.fact_search import find_facts

    chosen = chosen_format(ctx, FACTS, format, output)
    book = shipped()
    rule_set = named_rule_set(rules) if rules else None
    found = find_facts(word, (rule_set or book).facts, [rule_set] if rule_set else book)
    if not found.facts:
        said = _("no fact goes by {word}; `zhenkit facts` lists all of them")
        say(plain(said.format(word=quoted(word))))
    if found.facts or chosen.name != "text":
        write(report(FACTS, chosen.name, found, Style(False, *terminal(output))), output)
    raise typer.Exit(0 if found.facts else FINDINGS)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command(help=_("Find facts by any word of them, in Chinese or English: how each is written, who asks for it."))(
        facts
    )
