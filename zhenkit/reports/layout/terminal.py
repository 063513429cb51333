"""A page for a terminal: its parts are laid out by Rich to a width, and read back as plain lines."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding

from zhenkit.reports.formats import Style

NARROWEST = 60
"""Cells; no table stays readable in fewer."""


class Page:
    """Takes a report part by part; never reads markup in it."""

    def __init__(self, style: Style, narrowest: int = NARROWEST) -> None:
        self.stream = StringIO()
        self.console = Console(
            file=self.stream,
            width=max(style.width, narrowest),
            force_terminal=style.colour,
            color_system="standard" if style.colour else None,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )

    def say(self, what: RenderableType, indent: int = 0, before: int = 0) -> None:
        """Print it, so many cells in, so many empty lines below what is there."""
        self.console.print(Padding(what, (before, 0, 0, indent), expand=False))

    def lines(self, lines: Iterable[str]) -> None:
        """Add lines that are laid out already."""
        self.stream.writelines(f"{line}\n" for line in lines)

    def printed(self) -> str:
        """Everything so far, without the blanks that Rich fills lines with."""
        return "".join(f"{line.rstrip(' ')}\n" for line in self.stream.getvalue().splitlines())
