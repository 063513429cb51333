"""A town along all the values of a fact, from Python."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast

from zhenkit.judging.sweep import Sweep, Sweeps, Swept
from zhenkit.judging.sweep import sweep as sweep_of
from zhenkit.library.rules import Rules, as_rules
from zhenkit.library.shown import Shown, heading, listed
from zhenkit.library.town import TownRecord, as_record
from zhenkit.library.words import Verdict
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html
from zhenkit.reports.phrases.sweep import headline, nothing, turn_in_words
from zhenkit.reports.sweep.json import render


class ChangePoint(NamedTuple):
    """A point where something changes."""

    at: Any
    """The value, exact and with its unit."""
    side: str
    """`from`: the value itself comes out as what follows; `above`: only what is above it does."""
    before: Verdict | None
    after: Verdict | None
    """None where figures of the town would contradict each other."""
    said: str
    """What changes, in the language in use."""


def _verdict(found: Swept) -> Verdict | None:
    return None if found.span is None else cast(Verdict, found.span.verdict)


class TownSweep(Shown):
    """A town along one fact or two.

    >>> [point.after for point in sweep({"name": "A", "category": "other"}, "shanxi", "leading_firms").points]
    ['incomplete']
    """

    def __init__(self, found: Sweep) -> None:
        self._sweep = found

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts (ids) it is looked at along."""
        return tuple(axis.fact.id for axis in self._sweep.axes)

    @property
    def moves(self) -> bool:
        """Whether anything changes along them."""
        return self._sweep.moves

    @property
    def points(self) -> tuple[ChangePoint, ...]:
        """Along one fact that has an order: where something changes, lowest first; none along two."""
        if len(self._sweep.axes) > 1:
            return ()
        kind = self._sweep.axes[0].fact.type
        return tuple(
            ChangePoint(
                kind.to_python(turn.at.value),
                "above" if turn.at.behind else "from",
                _verdict(turn.before),
                _verdict(turn.after),
                turn_in_words(self._sweep, turn)[1],
            )
            for turn in self._sweep.turns
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON that `zhenkit sweep --format json` writes, with this town alone."""
        return cast(dict[str, Any], json.loads(render(Sweeps([self._sweep]), Style())))

    def _line(self) -> str:
        return f"{self._sweep.judgement.town.name} along {', '.join(self.facts)}"

    def _parts(self) -> Iterable[Html]:
        yield heading(headline(self._sweep))
        turns = self._sweep.turns if len(self._sweep.axes) == 1 else ()
        said = [": ".join(turn_in_words(self._sweep, turn)) for turn in turns]
        yield listed([*nothing(self._sweep), *said])


def sweep(town: Mapping[str, Any] | TownRecord, rules: Rules, *facts: str) -> TownSweep:
    """A town along all the values of a fact, or of two: the verdict and each criterion, and where they change.

    Raises what `judge` raises, and ZhenkitError for a name that no fact goes by, or one along which nothing can be
    looked at.

    >>> found = sweep({"name": "A", "category": "agriculture"}, "shanxi", "annual_output")
    >>> [str(point.at) for point in found.points]
    ['1亿元', '10亿元']
    """
    rule_set = as_rules(rules)
    return TownSweep(sweep_of(as_record(town, rule_set)._town, rule_set, facts))
