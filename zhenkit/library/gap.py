"""What separates a town from a verdict, from Python: every least set of changes that reaches it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Literal, NamedTuple, cast

from zhenkit.core.i18n import _
from zhenkit.judging.changes import GapChange
from zhenkit.judging.gap import Gap
from zhenkit.judging.gap import gap as gap_of
from zhenkit.judging.gaps import Gaps, Wanted
from zhenkit.library.rules import Rules, as_rules
from zhenkit.library.shown import Shown, heading, listed
from zhenkit.library.town import TownRecord, as_record
from zhenkit.library.words import VerdictEnd
from zhenkit.reports.formats import Style
from zhenkit.reports.gap.json import render
from zhenkit.reports.layout.html import Html, escaped, joined
from zhenkit.reports.phrases.gap import headline, in_one_line, sections
from zhenkit.reports.phrases.sections import Item

Effort = Literal["find_out", "prove", "decide", "achieve"]


class ChangeToMake(NamedTuple):
    """One change: of a fact, or a decision on a criterion that people have to make (`fact` is None)."""

    fact: str | None
    before: Any
    """As a town file writes it; None where it is missing."""
    after: Any
    effort: Effort
    criterion: int
    said: str
    """In words, in the language in use."""


class TownGap(Shown):
    """What separates a town from a verdict.

    >>> gap({"name": "A", "category": "other"}, "shanxi").reachable
    'relaxed'
    """

    def __init__(self, found: Gap, most: int) -> None:
        self._gap, self._most = found, most

    @property
    def to(self) -> VerdictEnd:
        """The verdict that was asked for."""
        return cast(VerdictEnd, self._gap.asked.grade.verdict)

    @property
    def reachable(self) -> VerdictEnd:
        """The best verdict that changes can reach."""
        return cast(VerdictEnd, self._gap.best_reachable.verdict)

    @property
    def ways(self) -> int:
        """How many least sets of changes reach the verdict."""
        return self._gap.ways

    @property
    def complete(self) -> bool:
        """Whether these are all there are."""
        return self._gap.complete

    @property
    def common(self) -> tuple[ChangeToMake, ...]:
        """The changes that every way needs."""
        return tuple(map(_change, self._gap.common))

    @property
    def blockers(self) -> tuple[tuple[str, ...], ...]:
        """The least sets of facts (ids) that keep the town out, whatever else changes."""
        return tuple(tuple(fact.id for fact in one) for one in self._gap.blockers)

    def alternatives(self, most: int | None = None) -> tuple[tuple[ChangeToMake, ...], ...]:
        """Whole ways, least effort first, so many at most (by default as many as `gap` was asked for)."""
        first = islice(self._gap.alternatives(), self._most if most is None else most)
        return tuple(tuple(map(_change, way.changes)) for way in first)

    def to_dict(self) -> dict[str, Any]:
        """The JSON that `zhenkit gap --format json` writes, with this town alone."""
        found = Gaps([self._gap], wanted=self._wanted)
        return cast(dict[str, Any], json.loads(render(found, Style())))

    @property
    def _wanted(self) -> Wanted:
        return Wanted(self.to, most=self._most)

    def _line(self) -> str:
        return f"{self._gap.town.name}: {self.ways} ways to {self.to}, at best {self.reachable}"

    def _parts(self) -> Iterable[Html]:
        yield heading(headline(self._gap))
        for section in sections(self._gap, self._wanted):
            yield heading(section.title, section.note)
            yield listed(map(_entry, section.items))


def gap(
    town: Mapping[str, Any] | TownRecord,
    rules: Rules,
    to: Literal["pass", "relaxed", "review"] = "pass",
    *,
    fixed: Iterable[str] = (),
    free: Iterable[str] = (),
    most: int = 10,
) -> TownGap:
    """What separates a town from a verdict.

    `fixed` are facts (ids) to be left as they are, `free` those to be changed though the dictionary says that nobody
    can; `most` is how many whole ways are listed. Raises what `judge` raises.

    >>> found = gap({"name": "A", "leading_firms": 0}, "jincheng", to="review")
    >>> [change.after for change in found.common if change.fact == "leading_firms"]
    [1]
    """
    rule_set = as_rules(rules)
    return TownGap(gap_of(as_record(town, rule_set)._town, rule_set, to, fixed=fixed, free=free), most)


def _entry(item: Item) -> Html:
    """An entry of a section, with what is below it."""
    said = escaped(_(": ").join(item.cells))
    return joined((said, listed(item.below))) if item.below else said


def _change(change: GapChange) -> ChangeToMake:
    fact, effort, said = change.fact, cast(Effort, change.kind), in_one_line([change])
    if fact is None:
        return ChangeToMake(None, None, True, effort, change.criterion, said)
    before = None if change.before is None else fact.type.write(change.before)
    return ChangeToMake(fact.id, before, fact.type.write(change.after), effort, change.criterion, said)
