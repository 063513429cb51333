"""The editions of a standard: which dated files there are, known by their heads, and which is in force on a day.

A file `ID.yaml` or `ID@DATE.yaml` is one edition, in force from DATE. To find the right one among many, no more of a
file is read than says of whom, of what level and from when it is; the rest is read when that edition is used.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from zhenkit.core.errors import FileProblems, ZhenkitError, quoted
from zhenkit.core.files import read_text
from zhenkit.core.i18n import _
from zhenkit.core.patterns import late
from zhenkit.documents.yaml import as_value, read_head
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.rulesets.glance import DAY_SIGN, split
from zhenkit.rulesets.model import RuleSet

_DAY = late(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CRITERIA = late(r"""\b(?:criteria|adopts)["']?\s*:""")
"""What a file says that has criteria; the rest of it need not be read to know."""


class NoSuchDay(ZhenkitError, LookupError):
    """What should be a day is not one."""


class TwoAtOnce(ZhenkitError, LookupError):
    """Two editions of one standard begin on one day, so neither is the one to use."""


class Edition(NamedTuple):
    """A file of a standard, by its head: where it applies, and when it is in force (both days included)."""

    path: Path
    id: str
    level: str
    place: Mapping[str, str]
    effective: str
    until: str | None = None
    judges: bool = True
    """Whether towns can be judged by it: False where it has goals and no criteria."""

    @property
    def name(self) -> str:
        """What names this edition and no other: `shanxi@2022-09-26`."""
        return f"{self.id}{DAY_SIGN}{self.effective}"

    def in_force(self, day: str) -> bool:
        """Whether it is in force on a day."""
        return self.effective <= day and (self.until is None or day <= self.until)


def as_day(raw: str) -> str:
    """A day as it is written in rule files; raises NoSuchDay."""
    if _is_day(raw):
        return raw
    raise NoSuchDay(_("{value} is not a date; write it like 2023-05-01").format(value=quoted(raw)))


def _is_day(raw: object) -> bool:
    if not isinstance(raw, str) or not _DAY.fullmatch(raw):
        return False
    try:
        datetime.date.fromisoformat(raw)
    except ValueError:
        return False
    return True


def edition_of(rule_set: RuleSet, path: Path) -> Edition:
    """The edition that a rule set is."""
    place, judges = rule_set.place, bool(rule_set.criteria)
    return Edition(path, rule_set.id, rule_set.level, place, rule_set.effective, rule_set.until, judges)


def read_edition(path: Path) -> Edition | None:
    """The edition of a file, by its head; None where the head is wrong, which loading the file then reports."""
    try:
        text, _remark = read_text(path)
    except FileProblems:
        return None
    head = read_head(text, ("level", "place", "effective"), as_value)
    level, place, effective = head.get("level"), head.get("place"), head.get("effective")
    if not (isinstance(place, dict) and isinstance(effective, dict) and level in PLACE_FACTS):
        return None
    first, until = effective.get("from"), effective.get("until")
    if not isinstance(first, str) or not _is_day(first) or not (until is None or _is_day(until)):
        return None
    names: dict[str, Any] = {key: name for key, name in place.items() if name is not None}
    if not all(isinstance(name, str) for name in names.values()):
        return None
    return Edition(path, split(path.stem)[0], level, names, first, until, _CRITERIA.search(text) is not None)


def newest(editions: Iterable[Edition]) -> Edition | None:
    """The edition that begins last; raises TwoAtOnce where two begin on that day."""
    found = sorted(editions, key=lambda edition: edition.effective)
    if len(found) > 1 and found[-1].effective == found[-2].effective:
        raise TwoAtOnce(
            _("two editions of {id} begin on {day}: {files}").format(
                id=found[-1].id,
                day=found[-1].effective,
                files=", ".join(edition.path.name for edition in found if edition.effective == found[-1].effective),
            )
        )
    return found[-1] if found else None


def listed(editions: Sequence[Edition]) -> str:
    """Editions for a message, each with the last day it is in force."""
    return ", ".join(
        _("{edition} (until {day})").format(edition=edition.name, day=edition.until) if edition.until else edition.name
        for edition in editions
    )
