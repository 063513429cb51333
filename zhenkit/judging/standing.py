"""How a town stands to its standard, by the edition it was designated under where it states the day.

Rank, verdict and score are by the edition of the run; a standing is by that in force on the day of designation, at the
last assessment too. Where that day is not stated, or no edition is known for it, a standing is by the run's edition.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from zhenkit.checks.grades import RELAXED, REVIEW, VERDICT_WORDS, Span
from zhenkit.core.errors import Problem
from zhenkit.core.i18n import _
from zhenkit.facts.quantities import Range
from zhenkit.facts.town import Town
from zhenkit.judging.baseline import span_of
from zhenkit.judging.judgement import Judgement, Memo, judge
from zhenkit.judging.report_model import TownJson
from zhenkit.rulesets.catalog import Rulebook
from zhenkit.rulesets.editions import edition_of, listed, newest
from zhenkit.rulesets.merged import Differs, merged
from zhenkit.rulesets.model import RuleSet

DESIGNATED = "designated_on"
"""The fact of the day on which a town was designated."""
Standing = Literal["fell", "below", "open", "reached", "meets"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
"""How a town stands to its standard: met it at the last assessment and does no longer; does not meet it; open (facts
are missing, or people decide); did not meet it for sure, and now does; meets it. The first and the last but one only
where it is known how it stood to the same standard at the last assessment."""


class Stand(NamedTuple):
    """How a town stands, and by what."""

    standing: Standing
    judgement: Judgement
    """By the edition that it stands by: the run's own judgement where that is the edition of the run."""
    before: Span | None = None
    """What it was judged by the same edition at the last assessment; None where that is not known."""


class Standings:
    """The standings of a run's towns. `book` has the editions; without one, that of the run is the only one."""

    def __init__(self, book: Rulebook | None, today: datetime.date) -> None:
        self.book, self.today = book, today
        self.towns_then: dict[int, Town] = {}
        """Of what was reported of towns at the last assessment, by its `id`, the town, where that is known."""
        self.remarks: list[Problem] = []
        """On towns that state a day for which no edition is known."""
        self._memo: Memo = {}
        self._differences: dict[RuleSet, str] = {}

    def of(self, judgement: Judgement, then: TownJson | None) -> Stand:
        """How a town stands; `then` is what was said of it at the last assessment.

        Raises TwoAtOnce, and FileProblems where the file of the edition that it was designated under is wrong.
        """
        by, stated = judgement.rule_set, judgement.town.facts.get(DESIGNATED)
        edition = by if stated is None else self._edition(by, stated)
        if isinstance(edition, str):
            self._remark(judgement, edition)
            edition = by
        if edition is not by:
            judgement = judge(judgement.town, edition, strict=judgement.strict, memo=self._memo)
        before = None if then is None else self._before(then, edition, by, judgement.strict)
        return Stand(_standing(judgement.span, before), judgement, before)

    def _before(self, then: TownJson, edition: RuleSet, by: RuleSet, strict: bool) -> Span | None:
        if edition is by or then.rule_set.digest == edition.digest:
            return span_of(VERDICT_WORDS, then.worst, then.best)
        town = self.towns_then.get(id(then))
        return None if town is None else judge(town, edition, strict=strict, memo=self._memo).span

    def _edition(self, by: RuleSet, stated: int | Range) -> RuleSet | str:
        """The edition in force on a day of designation, or why it is not known; `by` itself where it is that."""
        first, last = stated if isinstance(stated, Range) else (stated, stated)
        start, end = (datetime.date.fromordinal(day).isoformat() for day in (first, last))
        editions = (edition_of(by, Path(by.file)),) if self.book is None else self.book.editions(by.id)
        days = {start, end, *(each.effective for each in editions if start < each.effective < end)}
        found, *others = [newest(each for each in editions if each.in_force(day)) for day in sorted(days)]
        day = start if start == end else f"{start}~{end}"
        there_is = {"id": by.id, "day": day, "editions": listed(editions)}
        if end > self.today.isoformat():
            return _("{day} is yet to come; there are: {editions}").format_map(there_is)
        if any(other != found for other in others):
            said = _("the edition of {id} is not the same on all days of {day}; there are: {editions}")
            return said.format_map(there_is)
        if found is not None and found.effective == by.effective:
            return by
        edition = None if found is None or self.book is None else self.book.get(by.id, start)
        if edition is None or not edition.criteria:
            return _("no edition of {id} is in force on {day}; there are: {editions}").format_map(there_is)
        return self._difference(edition, by) or edition

    def _difference(self, edition: RuleSet, by: RuleSet) -> str:
        """In what an edition reads towns otherwise than that of the run, by which they were read; else nothing."""
        if edition not in self._differences:
            try:
                merged(edition, by)
            except Differs as error:
                self._differences[edition] = str(error)
            else:
                self._differences[edition] = ""
        return self._differences[edition]

    def _remark(self, judgement: Judgement, why: str) -> None:
        town = judgement.town
        said = _("under which edition {town} was designated is not known: {why}. It is assessed by {edition}")
        said = said.format(town=town.name, why=why, edition=judgement.rule_set.edition)
        self.remarks.append(Problem(town.file, *town.find(DESIGNATED), said))


def _meets(span: Span) -> bool:
    return span.worst >= RELAXED


def _is_below(span: Span) -> bool:
    """Whether it does not meet the standard, whatever is missing, and nobody has to decide."""
    return span.best < RELAXED and span.best != REVIEW


def _standing(span: Span, before: Span | None) -> Standing:
    met = before is not None and _meets(before)
    if _is_below(span):
        return "fell" if met else "below"
    if not _meets(span):
        return "open"
    return "meets" if met or before is None else "reached"
