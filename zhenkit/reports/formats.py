"""Reports: one file a format, each a `render(run, style) -> str`, behind one small registry."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from zhenkit.judging.outcome import Run

if TYPE_CHECKING:
    from zhenkit.judging.ranking import Ranking

FORMATS = ("text", "json", "csv", "markdown", "junit", "sarif", "github")
"""The formats of `check`; each is a module of this package."""


RANKING_FORMATS = (*FORMATS, "xlsx", "html")
"""The formats of `batch` that are rendered from a ranking; Parquet is written by columns."""
OF_EACH = ("junit", "sarif", "github")
"""Those that tell a ranking as they tell any run, town by town; each other one has a module `ranking_FORMAT`."""


@dataclass(frozen=True)
class Style:
    """How to render: the whole trace or not (text, and a ranking's JSON), how wide, in colour or not."""

    explain: bool = False
    width: int = 80
    colour: bool = False


def render(format: str, run: Run, style: Style) -> str:
    """The report of a run; only the module of the format asked for is imported."""
    module = import_module(f"zhenkit.reports.judgement.{format}")
    return str(module.render(run, style))


def render_ranking(format: str, ranking: Ranking, style: Style) -> str | bytes:
    """The report of a ranking: a text, or of a workbook its bytes."""
    if format in OF_EACH:
        return render(format, ranking.run(), style)
    rendered: str | bytes = import_module(f"zhenkit.reports.ranking.{format}").render(ranking, style)
    return rendered
