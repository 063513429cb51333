"""The rules of a yearly assessment (年度评估): which towns are commended, which are slow, until when they put it right.

The documents say that the best are commended and the last or slow supervised, and give no figures: these are rules of
ours (`rules/assessment.yaml`), or of whoever gives a file of their own.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from zhenkit.core.i18n import Text, _
from zhenkit.rulesets.glance import ASSESSMENT, shipped_rules
from zhenkit.rulesets.loader import read_shape
from zhenkit.rulesets.schema import TextShape
from zhenkit.rulesets.shape import Shape

Points = Annotated[
    Decimal,
    Field(gt=0, le=100),
    WithJsonSchema(  # that of a decimal is another in each version of pydantic
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": 100},
                {"type": "string", "pattern": r"^[0-9]{1,3}(?:\.[0-9]+)?$"},
            ]
        }
    ),
]
MOST_DAYS = 3650


class PlacesShape(Shape):
    """So many towns of a group: a percentage of them, or a number."""

    percent: int | None = Field(default=None, ge=1, le=100, description="of the towns of a group, rounded half up")
    count: int | None = Field(default=None, ge=1, le=10_000, description="so many of each group")

    @model_validator(mode="after")
    def _one_of_both(self) -> PlacesShape:
        if (self.percent is None) == (self.count is None):
            raise PydanticCustomError("places", _("`percent:` or `count:` is expected here, one of the two"))
        return self


class CommendedShape(Shape):
    """Which towns are commended: one of these is enough, and a slow town never is."""

    require: Literal["pass", "relaxed"] = Field(
        default="relaxed", description="the least verdict, with all that is missing at its worst"
    )
    first: PlacesShape | None = Field(default=None, description="the first of each group; equals at the last place too")
    score_rose_by: Points | None = Field(default=None, description="points of the score, since the last assessment")


class SlowShape(Shape):
    """Which towns are slow: one of these is enough."""

    no_longer_meets: bool = Field(
        default=False, description="met the standard at the last assessment, and now does not, whatever is missing"
    )
    below: bool = Field(default=False, description="does not meet the standard, whatever is missing")
    score_fell_by: Points | None = Field(default=None, description="points of the score, since the last assessment")
    last: PlacesShape | None = Field(
        default=None, description="the last of each group; equals are left out where they are too many"
    )


class NoticeShape(Shape):
    """What a notice to a slow town says."""

    days: int = Field(ge=1, le=MOST_DAYS, description="until when it is to be put right, in days from the notice's")


class AssessmentFile(Shape):
    """The rules of a yearly assessment."""

    note: TextShape | None = Field(default=None, description="where these rules come from; reports show it")
    commended: CommendedShape
    slow: SlowShape
    notice: NoticeShape


class Places(NamedTuple):
    """So many towns of a group."""

    percent: int | None
    number: int | None
    """Where no percentage is set."""

    def of(self, towns: int) -> int:
        """How many that are of so many towns; a percentage is rounded half up.

        >>> Places(20, None).of(3), Places(20, None).of(2), Places(None, 5).of(3)
        (1, 0, 3)
        """
        if self.number is not None:
            return min(self.number, towns)
        return (2 * towns * (self.percent or 0) + 100) // 200


class AssessmentRules(NamedTuple):
    """The rules of a yearly assessment; None where a rule is not made use of."""

    file: str
    note: Text | None
    require: str
    """The least verdict of those that are commended."""
    first: Places | None
    score_rose_by: Decimal | None
    no_longer_meets: bool
    below: bool
    score_fell_by: Decimal | None
    last: Places | None
    days: int
    """From the day of a notice until it is to be put right."""


def load_assessment(path: Path | None = None) -> AssessmentRules:
    """The rules of a file, or those that zhenkit ships; raises FileProblems."""
    file = shipped_rules() / ASSESSMENT if path is None else path
    _document, shape = read_shape(file, AssessmentFile)
    commended, slow = shape.commended, shape.slow
    return AssessmentRules(
        ASSESSMENT if path is None else str(path),
        shape.note.text() if shape.note else None,
        commended.require,
        _places(commended.first),
        commended.score_rose_by,
        slow.no_longer_meets,
        slow.below,
        slow.score_fell_by,
        _places(slow.last),
        shape.notice.days,
    )


def _places(shape: PlacesShape | None) -> Places | None:
    return None if shape is None else Places(shape.percent, shape.count)
