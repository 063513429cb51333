"""What a points table gave a town: the points earned, those still open, and what each award gave."""

from __future__ import annotations

from typing import NamedTuple

from zhenkit.checks.describe import words
from zhenkit.checks.grades import NOT_MET, RELAXED
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import Of
from zhenkit.core.i18n import _, plural
from zhenkit.reports.phrases.grades import in_brackets


class Award(NamedTuple):
    """One line of a points table: what it is for, its points, and those that the town has for sure and at most."""

    what: str
    points: int
    earned: int
    possible: int

    @property
    def text(self) -> str:
        """What it is for, and its points."""
        points = plural("{count} point", "{count} points", self.points).format(count=self.points)
        return self.what + in_brackets(points)


class PointsEarned(NamedTuple):
    """The points of a town for sure and at most, those required, and the awards."""

    earned: int
    possible: int
    required: int
    awards: tuple[Award, ...]

    @property
    def value(self) -> str:
        """The points for sure; and at most, where some are open: for what is missing, or for people to decide."""
        if self.earned == self.possible:
            return str(self.earned)
        return _("{low} to {high}").format(low=self.earned, high=self.possible)

    def to_json(self) -> dict[str, object]:
        """For reports that programs read; the awards are in the order of the check's parts."""
        awards = [{"points": each.points, "earned": each.earned, "possible": each.possible} for each in self.awards]
        return {"earned": self.earned, "possible": self.possible, "required": self.required, "awards": awards}

    @property
    def missed(self) -> str:
        """The awards that gave nothing, and those that are open."""
        lost = [award.text for award in self.awards if not award.possible]
        still_open = [award.text for award in self.awards if award.earned < award.possible]
        said = (
            (lost, _("no points for: {list}")),
            (still_open, _("open: {list}")),
        )
        return _("; ").join(text.format(list=_(", ").join(awards)) for awards, text in said if awards)


def points_of(trace: Trace) -> PointsEarned | None:
    """What a check that weighs its parts gave; None of any other.

    An award counts for sure where its check is met, also by a relaxation; as open where it may be, or needs review.
    """
    check = trace.check
    if not isinstance(check, Of) or not check.weighed:
        return None
    awards = tuple(_award(part, points) for part, points in zip(trace.parts, check.points, strict=True))
    earned, possible = sum(award.earned for award in awards), sum(award.possible for award in awards)
    return PointsEarned(earned, possible, check.count, awards)


def _award(part: Trace, points: int) -> Award:
    earned, possible = part.span.worst >= RELAXED, part.span.best > NOT_MET
    return Award(str(words(part.check)), points, points * earned, points * possible)
