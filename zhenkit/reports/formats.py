"""The table of formats: one row and one module each. What the command line offers, and refuses, follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from zhenkit.judging.judgement import Judgement
    from zhenkit.judging.outcome import Run
    from zhenkit.judging.ranking import Ranking

FOLDERS = {
    "check": "judgement",
    "batch": "ranking",
    "diff": "diff",
    "rules list": "rulesets",
    "rules show": "rulesets",
    "rules lint": "lint",
    "rules test": "ruletest",
    "rules verify": "verify",
    "facts": "facts",
    "preview": "preview",
    "gap": "gap",
    "sweep": "sweep",
    "reform": "reform",
    "goals": "goals",
    "ledger": "ledger",
    "merge": "merge",
    "assess": "assessment",
}
"""The commands that report, each with the folder of its reports."""
CHECK, BATCH, DIFF, LIST, SHOW, LINT, TEST, VERIFY, FACTS, PREVIEW, *_MORE = FOLDERS
GAP, SWEEP, REFORM, GOALS, LEDGER, MERGE, ASSESS = _MORE


class UserTemplate(NamedTuple):
    """A document to fill in, which the user has made."""

    file: str
    content: bytes


class Style(NamedTuple):
    """How to render: every check or not (text, JSON of a ranking), how wide, in colour or not; and of what run."""

    explain: bool = False
    width: int = 80
    colour: bool = False
    every: bool = False
    """Whether what passes is a result too (SARIF)."""
    template: UserTemplate | None = None
    """Of a document: the user's template, in place of ours."""
    day: str = ""
    """When the towns were judged, for the reports that people keep; left out where it is empty."""
    inputs: tuple[str, ...] = ()
    """The files and folders that were given."""
    ids: bool = False
    """Whether a workbook has the ids of CSV, for programs."""
    summary: bool = False
    """Whether a run of many towns is reported in a line a town, with totals."""
    further: Callable[[Judgement], Sequence[Any]] | None = None
    """Gives what separates a town from a verdict, as sections for its report (`phrases/sections.py`)."""

    def sections(self, judgement: Judgement) -> Sequence[Any]:
        """The sections that are asked for beside a town's own."""
        return () if self.further is None else self.further(judgement)


class Format(NamedTuple):
    """A format of reports."""

    name: str
    """Its word for `--format`, and its module in the folder of each command."""
    ending: str | None
    """The ending of `--output` that chooses it."""
    commands: tuple[str, ...]
    binary: bool = False
    """Not for a terminal."""
    explains: bool = False
    """Whether it shows every check, for which `--explain` asks."""
    needs_judgements: bool = False
    """Whether it reports each town's judgement, so that `batch` cannot judge by columns."""
    as_check: bool = False
    """Whether `batch` reports as `check` does, town by town, by the same module."""
    reports_changes: bool = False
    """Whether a ranking says what changed since the baseline; else it is a remark."""
    reports_counts: bool = False
    """Whether a ranking says how many towns were judged and how many rejected; else it is a remark."""
    summarises: bool = False
    """Whether `check` can report in a line a town, with totals; and says how many towns are not shown."""
    takes_further: bool = False
    """Whether a report on a town has room for further sections."""
    has_limits: bool = False
    """Whether what reads it takes only so many results: its module says so where there are more (`limits`)."""


FORMATS: tuple[Format, ...] = (
    Format(
        *("text", ".txt", tuple(FOLDERS)),
        explains=True,
        reports_changes=True,
        reports_counts=True,
        summarises=True,
        takes_further=True,
    ),
    Format("json", ".json", tuple(FOLDERS), explains=True, needs_judgements=True, reports_changes=True),
    Format("csv", ".csv", (CHECK, BATCH, LEDGER)),
    Format(
        *("markdown", ".md", (CHECK, BATCH, DIFF, GAP, SWEEP, REFORM, GOALS, LEDGER, ASSESS)),
        reports_changes=True,
        reports_counts=True,
        summarises=True,
        takes_further=True,
    ),
    Format("yaml", ".yaml", (LEDGER,)),
    Format("junit", ".xml", (CHECK, BATCH, TEST), needs_judgements=True, as_check=True),
    Format("sarif", ".sarif", (CHECK, BATCH, LINT, VERIFY), needs_judgements=True, as_check=True, has_limits=True),
    Format("github", None, (CHECK, BATCH, LINT), needs_judgements=True, as_check=True),
    Format("gitlab", None, (CHECK, BATCH, LINT), needs_judgements=True, as_check=True),
    Format(
        *("xlsx", ".xlsx", (CHECK, BATCH, LEDGER, ASSESS)),
        binary=True,
        reports_changes=True,
        reports_counts=True,
        takes_further=True,
    ),
    Format("parquet", ".parquet", (BATCH,), binary=True),  # written by columns, by no module here
    Format(
        *("docx", ".docx", (CHECK, BATCH, GAP, GOALS, LEDGER, ASSESS)),
        binary=True,
        needs_judgements=True,
        reports_counts=True,
        takes_further=True,
    ),
    Format("svg", ".svg", (SWEEP,)),
    Format(
        *("html", ".html", (CHECK, BATCH, GAP, SWEEP, REFORM, GOALS, LEDGER, ASSESS)),
        reports_changes=True,
        reports_counts=True,
        takes_further=True,
    ),
)


def formats_of(command: str) -> dict[str, Format]:
    """The formats of a command, by name."""
    return {format.name: format for format in FORMATS if command in format.commands}


def report(command: str, format: str, *about: Any, part: str = "render") -> Any:
    """What a command reports, a text or bytes; only the module of that format is imported.

    `about` is what the modules of the command's folder render, `part` which of their functions renders it.
    """
    return getattr(import_module(f"zhenkit.reports.{FOLDERS[command]}.{format}"), part)(*about)


def render(format: str, run: Run, style: Style) -> str | bytes:
    """The report of a run: a text, or of a document its bytes."""
    rendered: str | bytes = report(CHECK, format, run, style, part="summary" if style.summary else "render")
    return rendered


def limits(command: str, format: Format, *about: Any) -> list[str]:
    """What is worth saying of a report that is more than what reads it takes."""
    return list(report(command, format.name, *about, part="limits")) if format.has_limits else []


STREAMED = frozenset({"csv", "json"})
"""The formats whose rankings are rendered piece by piece: those of a hundred thousand towns are never held whole."""


def pieces_of_ranking(format: str, ranking: Ranking, style: Style) -> Iterable[str] | str | bytes:
    """The report of a ranking, to be written as it is rendered."""
    if format not in STREAMED:
        return render_ranking(format, ranking, style)
    pieces: Iterable[str] = report(BATCH, format, ranking, style, part="pieces")
    return pieces


def render_ranking(format: str, ranking: Ranking, style: Style) -> str | bytes:
    """The report of a ranking: a text, or of a workbook its bytes."""
    if formats_of(BATCH)[format].as_check:
        return render(format, ranking.run(), style)
    rendered: str | bytes = report(BATCH, format, ranking, style)
    return rendered
