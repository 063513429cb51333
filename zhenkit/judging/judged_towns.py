"""Towns judged, held as small values: a town's judgement is made again whenever it is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, overload

from zhenkit.facts.town import Decision, Town, shared_ids
from zhenkit.judging.judgement import Judgement, Memo, Score, judge
from zhenkit.rulesets.model import RuleSet

NO_EVIDENCE: Mapping[str, tuple[str, ...]] = {}
NO_DECISIONS: Mapping[int, Decision] = {}


class _Held(NamedTuple):
    """What a judgement is made of; towns that state the same facts share the ids."""

    rule_set: RuleSet
    fact_ids: tuple[str, ...]
    values: tuple[Any, ...]
    town: tuple[Any, ...]
    """The other fields of the town."""
    score: Score
    """It takes longest to compute, and is computed once."""


class JudgedTowns(Sequence[Judgement]):
    """Judgements of towns of which a fraction of their room is held: judging again is quick, reading is not.

    Who looks at one of them for long keeps it; each look makes another.
    """

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.memo: Memo = {}
        self.held: list[_Held] = []

    def judge(self, town: Town, rule_set: RuleSet) -> Judgement:
        """Judge a town, without holding it."""
        return judge(town, rule_set, strict=self.strict, memo=self.memo)

    def hold(self, judgement: Judgement) -> None:
        """Hold a judgement."""
        town = judgement.town
        others = (
            town.evidence or NO_EVIDENCE,
            town.decisions or NO_DECISIONS,
            town.file,
            town.line,
            town.find,
            town.find_decision,
        )
        ids, values = shared_ids(tuple(town.facts)), tuple(town.facts.values())
        self.held.append(_Held(judgement.rule_set, ids, values, others, judgement.score))

    def in_order(self, order: Iterable[int]) -> JudgedTowns:
        """The same judgements in another order."""
        found = JudgedTowns(self.strict)
        found.memo, found.held = self.memo, [self.held[position] for position in order]
        return found

    def __len__(self) -> int:
        return len(self.held)

    def __iter__(self) -> Iterator[Judgement]:
        return map(self._again, self.held)

    @overload
    def __getitem__(self, position: int) -> Judgement: ...

    @overload
    def __getitem__(self, position: slice) -> list[Judgement]: ...

    def __getitem__(self, position: int | slice) -> Judgement | list[Judgement]:
        if isinstance(position, slice):
            return list(map(self._again, self.held[position]))
        return self._again(self.held[position])

    def _again(self, held: _Held) -> Judgement:
        facts = dict(zip(held.fact_ids, held.values, strict=True))
        judgement = self.judge(Town(facts, *held.town), held.rule_set)
        judgement.score = held.score
        return judgement
