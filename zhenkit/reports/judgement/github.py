"""Workflow commands of GitHub Actions: an annotation at the line of the town file for all that is not plainly met.

Not met is an error, needs review or incomplete a warning, relaxed a notice; a problem of a file is an error. What is
met is a plain line of the log, and so is each town's verdict. No text of a file can be a command: the escapes of the
workflow commands are kept, and plain lines hold no `::` and no `##[`. A town on standard input has no file to point at.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.core.escape import plain, visible
from zhenkit.core.i18n import _
from zhenkit.core.repository import from_root
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.phrases.criteria import explanation, place_in_file
from zhenkit.reports.phrases.titles import criterion_title, town_title, verdict_line
from zhenkit.towns.inputs import STDIN

COMMANDS = {"not_met": "error", "review": "warning", "incomplete": "warning", "relaxed": "notice"}
"""The command for each grade that is annotated."""


def render(run: Run, _style: Style) -> str:
    """The report as lines of a GitHub Actions log."""
    lines = [line for judgement in run.judgements for line in _town(judgement)]
    for problem in run.problems:
        lines.append(
            command("error", problem.file, problem.line, problem.column, _("problem in the file"), problem.message)
        )
    return "".join(f"{line}\n" for line in lines)


def _town(judgement: Judgement) -> Iterator[str]:
    yield plain(verdict_line(judgement))
    for judged in judgement.criteria:
        yield _criterion(judged, judgement)


def _criterion(judged: CriterionJudgement, judgement: Judgement) -> str:
    town, title = judgement.town, criterion_title(judged.criterion)
    kind = COMMANDS.get(judged.span.word)
    if kind is None:
        return plain(f"  {title}: {explanation(judged, judgement)}")
    line, column = place_in_file(judged, town)
    return command(kind, town.file, line, column, f"{town_title(town)}: {title}", explanation(judged, judgement))


def command(kind: str, file: str, line: int, column: int, title: str, message: str) -> str:
    """A workflow command: `error`, `warning` or `notice`, at a place in a file."""
    where = "" if file == STDIN else f"file={_property(visible(from_root(file)))},line={line},col={column},"
    return f"::{kind} {where}title={_property(plain(title))}::{_data(plain(message))}"


def _data(text: str) -> str:
    """The escapes of a command's message; line ends are spelled out before, so these two only make sure."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The escapes of a command's property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
