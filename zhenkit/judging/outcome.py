"""What a run amounts to: the judgements, what went wrong, and the exit code they make together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Literal, NamedTuple

from zhenkit.checks.grades import MET, RELAXED, REVIEW, Grade, Span
from zhenkit.core.errors import Problem
from zhenkit.judging.judgement import Judgement

SCHEMA = 1
"""The number of the JSON in which runs, and all else, are reported."""
PASSED, FAILED, TROUBLE, OPEN = 0, 1, 2, 3
"""Exit codes: all towns are as required; one is below and stays so; bad usage or input; one is open."""

REQUIRE = {"pass": MET, "relaxed": RELAXED, "review": REVIEW}
"""The verdicts that `--require` names, and the grade each asks of a town."""


def exit_code(spans: Iterable[Span], trouble: bool, require: Grade) -> int:
    """The exit code of towns with these ends, the first that applies of 2, 1, 3 and 0; no town is trouble too."""
    found = list(spans)
    if trouble or not found:
        return TROUBLE
    below = [span for span in found if span.worst < require]
    if any(span.best < require and span.best != REVIEW for span in below):
        return FAILED
    return OPEN if below else PASSED


class Distance(NamedTuple):
    """How far a town is from a verdict."""

    to: str
    changes: int | None
    """The least number of elementary changes; None where none reach it."""


@dataclass(frozen=True)
class Run:
    """Towns judged in one run, and every problem of the files they came from."""

    judgements: Sequence[Judgement]
    problems: Sequence[Problem] = ()
    ranks: Sequence[int] = ()
    """Each judgement's rank, in the same order; nothing where nobody ranked them."""
    hidden: Sequence[Judgement] = ()
    """Those judged that are not to be shown; the exit code is theirs too."""
    distances: Sequence[Distance] = ()
    """Each judgement's, in the same order; nothing where they are not asked for."""

    @property
    def every(self) -> Sequence[Judgement]:
        """All that were judged, those not shown behind the others."""
        return [*self.judgements, *self.hidden]

    def only(self, verdicts: Collection[str]) -> Run:
        """The run with none but these verdicts shown."""
        parts: tuple[list[Judgement], list[Judgement]] = ([], [])
        for judgement in self.judgements:
            parts[judgement.verdict in verdicts].append(judgement)
        return replace(self, judgements=parts[True], hidden=parts[False])

    def ranked(self) -> Iterator[tuple[Judgement, int | None]]:
        """Each judgement with its rank."""
        return zip(self.judgements, self.ranks or repeat(None), strict=False)

    def exit_code(self, require: Grade) -> int:
        """The exit code, the first that applies of 2, 1, 3 and 0."""
        return exit_code([judgement.span for judgement in self.every], bool(self.problems), require)


Kind = Literal["worse", "better", "changed", "new", "gone"]
KINDS: tuple[Kind, ...] = ("worse", "better", "changed", "new", "gone")
"""What may have become of a town since an earlier run, in the order of reports."""
