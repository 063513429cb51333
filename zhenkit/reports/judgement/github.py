"""Workflow commands of GitHub Actions: an annotation at the line of the town file for all that is not plainly met.

Not met is an error, needs review or incomplete a warning, relaxed a notice; a problem of a file is an error. What is
met is a plain line of the log, and so is each town's verdict. No text of a file can be a command: the escapes of the
workflow commands are kept, and plain lines hold no `::` and no `##[`. A town on standard input has no file to point at.
GitHub shows the first ten annotations of each kind: where there are more, a last notice has the totals.
"""

from __future__ import annotations

from collections import Counter
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
MOST_SHOWN = 10
"""So many annotations of a kind GitHub shows of one step."""


def render(run: Run, _style: Style) -> str:
    """The report as lines of a GitHub Actions log."""
    log = Log()
    for judgement in run.judgements:
        _town(log, judgement)
    for problem in run.problems:
        log.annotate("error", *problem[:3], _("problem in the file"), problem.message)
    return log.text()


def _town(log: Log, judgement: Judgement) -> None:
    log.say(verdict_line(judgement))
    for judged in judgement.criteria:
        _criterion(log, judged, judgement)


def _criterion(log: Log, judged: CriterionJudgement, judgement: Judgement) -> None:
    town, title = judgement.town, criterion_title(judged.criterion)
    kind, said = COMMANDS.get(judged.span.word), explanation(judged, judgement)
    if kind is None:
        log.say(f"  {title}{_(': ')}{said}")
    else:
        line, column = place_in_file(judged, town)
        log.annotate(kind, town.file, line, column, f"{town_title(town)}{_(': ')}{title}", said)


class Log:
    """The lines of a step, annotations among them."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        """Each as a command, empty of a plain line, and as a plain line."""
        self.counts: Counter[str] = Counter()
        """How many annotations of each kind there are."""

    def say(self, said: str) -> None:
        """Add a plain line."""
        self.lines.append(("", plain(said)))

    def annotate(self, kind: str, file: str, line: int, column: int, title: str, message: str) -> None:
        """Add an annotation: an `error`, a `warning` or a `notice`, at a place in a file."""
        self.counts[kind] += 1
        where = "" if file == STDIN else f"file={_property(visible(from_root(file)))},line={line},col={column},"
        command = f"::{kind} {where}title={_property(plain(title))}::{_data(plain(message))}"
        self.lines.append((command, plain(f"  {title}{_(': ')}{message}")))

    def text(self) -> str:
        """All lines; the totals last, where GitHub does not show every annotation."""
        return "".join(f"{line}\n" for line in (*self._shown(), *self._totals()))

    @property
    def _is_cut(self) -> bool:
        return any(count > MOST_SHOWN for count in self.counts.values())

    def _shown(self) -> Iterator[str]:
        """The lines; so many notices that one more is shown are annotations, the others plain."""
        left = MOST_SHOWN - 1 if self._is_cut else self.counts["notice"]
        for command, said in self.lines:
            if command.startswith("::notice "):
                left -= 1
            yield command if command and (left >= 0 or not command.startswith("::notice ")) else said

    def _totals(self) -> Iterator[str]:
        if self._is_cut:
            said = _(
                "errors: {errors}, warnings: {warnings}, notices: {notices}. GitHub shows {most} of each kind; "
                "the log of this step has all."
            )
            counts = self.counts
            message = said.format(
                errors=counts["error"], warnings=counts["warning"], notices=counts["notice"], most=MOST_SHOWN
            )
            yield f"::notice title=zhenkit::{_data(plain(message))}"


def _data(text: str) -> str:
    """The escapes of a command's message; line ends are spelled out before, so these two only make sure."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The escapes of a command's property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
