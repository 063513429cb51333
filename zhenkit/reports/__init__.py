"""Reports: one file a format, each a `render(run, style) -> str`, behind one small registry."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from zhenkit.outcome import Run

FORMATS = ("text", "json", "csv", "markdown", "junit", "sarif", "github")
"""The formats of `check`; each is a module of this package."""


@dataclass(frozen=True)
class Style:
    """How to render: the whole trace or not (text alone), how wide, in colour or not."""

    explain: bool = False
    width: int = 80
    colour: bool = False


def render(format: str, run: Run, style: Style) -> str:
    """The report of a run; only the module of the format asked for is imported."""
    module = import_module(f"zhenkit.reports.{format}")
    return str(module.render(run, style))
