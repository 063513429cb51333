"""The `guide` command: prints the guide, which needs no network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from zhenkit.cli.options import LangOption, OutputOption, written_as
from zhenkit.cli.output import is_terminal, terminal, write
from zhenkit.cli.typer_i18n import Program
from zhenkit.core import i18n
from zhenkit.core.i18n import _

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from zhenkit.reports.formats import Style

Topic = Literal[
    "install",
    "towns",
    "tables",
    "grades",
    "reports",
    "batch",
    "gap",
    "what-if",
    "ledger",
    "assess",
    "dossier",
    "form",
    "registers",
    "ci",
    "rules",
    "rule-files",
    "rule-tests",
    "diff",
    "goals",
    "python",
]
TOPICS: tuple[str, ...] = get_args(Topic)
"""The topics, in the order in which a newcomer reads them."""
GUIDE = Path(__file__).parents[1] / "guide"

_BLOCK = re.compile(
    r"^```.*\n(?P<code>(?:.*\n)*?)```$|^(?P<table>(?:\|.*\n)+)|^(?:(?P<heading>#+) |(?P<item>- ))?(?P<said>.+)$",
    re.MULTILINE,
)
_INLINE = re.compile(r"`(?P<code>[^`]+)`|\*{1,2}(?P<strong>[^*]+)\*{1,2}|\[(?P<link>[^]]+)\]\([^)]+\)")
_UNDERLINES = {"#": "═", "##": "─"}


def text_of(topic: str, language: str) -> str:
    """A topic of the guide, as Markdown."""
    return (GUIDE / f"{topic}.{language}.md").read_text("utf-8")


def listed(language: str) -> str:
    """The topics, one a line, each with its title."""
    width = max(map(len, TOPICS))
    titles = {topic: text_of(topic, language).partition("\n")[0].removeprefix("# ") for topic in TOPICS}
    return "".join(f"{topic:<{width}}  {title}\n" for topic, title in titles.items())


def rendered(markdown: str, style: Style) -> str:
    """The part of Markdown that the guide is written in, laid out for a terminal.

    Rich's own Markdown cuts off a table's cells where Chinese is too long for them, and breaks lines at spaces alone.
    """
    from rich.cells import cell_len
    from rich.text import Text

    from zhenkit.reports.layout.terminal import Page

    page = Page(style)
    for block in _BLOCK.finditer(markdown):
        if markdown.endswith("\n\n", 0, block.start()):
            page.console.print()
        if block["code"] is not None:
            page.console.print(Text(block["code"].rstrip("\n"), "cyan"), soft_wrap=True)  # as it is, however wide
        elif block["table"] is not None:
            page.say(_table(block["table"]))
        else:
            words = _words(block["said"], "bold" if block["heading"] else "")
            page.say(_item(words) if block["item"] else words)
            if block["heading"]:
                page.say(_UNDERLINES[block["heading"]] * cell_len(words.plain))
    return page.printed()


def _item(words: Text) -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row("•", words)
    return grid


def _table(source: str) -> Table:
    from zhenkit.reports.layout.styles import table_of

    header, _rule, *rows = ([cell.strip() for cell in line.strip("|").split(" | ")] for line in source.splitlines())
    table = table_of(*(_words(cell) for cell in header))
    for row in rows:
        table.add_row(*(_words(cell) for cell in row))
    return table


def _words(said: str, style: str = "") -> Text:
    """A text, its code and stress in colour instead of marks."""
    from zhenkit.reports.layout.styles import text

    words, end = text("", style), 0
    for mark in _INLINE.finditer(said):
        words.append(said[end : mark.start()])
        if mark["link"]:
            words.append_text(_words(mark["link"]))
        else:
            words.append(mark["code"] or mark["strong"], "cyan" if mark["code"] else "bold")
        end = mark.end()
    return words.append(said[end:])


def print_guide(
    ctx: typer.Context,
    topic: Annotated[
        Topic | None, typer.Argument(metavar=_("TOPIC"), help=_("A topic of the guide; without one, all are listed."))
    ] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Print a topic of the guide, or the list of topics."""
    written_as(ctx, output, ".md", ".txt")
    if topic is None:
        write(listed(i18n.current()), output)
        return
    markdown = text_of(topic, i18n.current())
    width, colour = terminal(output)
    if is_terminal(output) or colour:
        from zhenkit.reports.formats import Style

        markdown = rendered(markdown, Style(width=width, colour=colour))
    write(markdown, output)


def add_to(app: Program) -> None:
    """Register the command."""
    app.command("guide", help=_("Print a topic of the guide, or the list of topics."))(print_guide)
