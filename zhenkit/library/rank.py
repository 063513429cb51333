"""Towns ranked, from Python: a sequence of judgements in their order, a frame of the columns of `batch`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from zhenkit.core.i18n import _
from zhenkit.judging.judgement import Memo
from zhenkit.judging.judgement import judge as judge_town
from zhenkit.judging.ranking import Counts, Ranking, in_order, order_of, row
from zhenkit.library import frames
from zhenkit.library.find import FoundTowns
from zhenkit.library.judge import TownJudgement, as_json
from zhenkit.library.rules import Rules, as_rules
from zhenkit.library.shown import Shown, heading, table
from zhenkit.library.town import TownRecord, as_record
from zhenkit.library.words import Backend
from zhenkit.reports.layout.html import Html
from zhenkit.reports.phrases.grades import SYMBOLS, score_in_words, tally, verdict_in_words, verdict_word
from zhenkit.reports.phrases.titles import rule_set_heading
from zhenkit.reports.ranking.columns import titles, values
from zhenkit.rulesets.model import RuleSet


class TownRanking(Shown, Sequence[TownJudgement]):
    """Towns judged by one rule set, best first; each judgement has its `.rank`."""

    def __init__(self, ranking: Ranking, rules: RuleSet) -> None:
        self._ranking = ranking
        self.rules: RuleSet = rules
        """What the towns are judged by."""
        run = ranking.run()
        self._judged = tuple(TownJudgement(judgement, rank) for judgement, rank in run.ranked())

    @overload
    def __getitem__(self, position: int) -> TownJudgement: ...

    @overload
    def __getitem__(self, position: slice) -> tuple[TownJudgement, ...]: ...

    def __getitem__(self, position: int | slice) -> TownJudgement | tuple[TownJudgement, ...]:
        return self._judged[position]

    def __len__(self) -> int:
        return len(self._judged)

    def __iter__(self) -> Iterator[TownJudgement]:
        return iter(self._judged)

    @property
    def counts(self) -> dict[str, int]:
        """How many towns have each verdict, best first; a verdict that none has is not listed."""
        return dict(tally(self._ranking.rows))

    def to_dict(self) -> dict[str, Any]:
        """The JSON that `zhenkit batch --format json --explain` writes."""
        return as_json(self._ranking.run())

    def to_frame(self, backend: Backend | None = None) -> Any:
        """A row a town, the columns of `batch`, in the frame of pandas, Polars or PyArrow: as asked, or installed."""
        rows = [values(ranked, self._ranking, self._ranking.numbers) for ranked in self._ranking.rows]
        columns = zip(titles(self._ranking), zip(*rows, strict=True), strict=True) if rows else ()
        empty: dict[str, list[Any]] = {title: [] for title in titles(self._ranking)}
        found = {title: [None if value == "" else value for value in column] for title, column in columns}
        return frames.to_frame(found or empty, backend)

    def _line(self) -> str:
        count = len(self)
        said = ", ".join(f"{number} {verdict}" for verdict, number in self.counts.items())
        return f"{count} town{'s' if count != 1 else ''} by {self.rules.edition}" + (f": {said}" if said else "")

    def _parts(self) -> Iterable[Html]:
        said = _(", ").join(f"{SYMBOLS[word]} {verdict_word(word)} {count}" for word, count in self.counts.items())
        yield heading(str(self.rules.title), rule_set_heading(self.rules))
        yield heading(said)
        if self._ranking.rows:
            numbers = self._ranking.numbers
            rows = [
                (
                    ranked.rank,
                    ranked.name,
                    ranked.place,
                    f"{SYMBOLS[ranked.span.verdict]} {verdict_in_words(ranked.span)}",
                    score_in_words(ranked.score),
                    *(SYMBOLS[ranked.criteria[number].word] for number in numbers),
                )
                for ranked in self._ranking.rows
            ]
            yield table([_("Rank"), _("Town"), _("Place"), _("Verdict"), _("Score"), *map(str, numbers)], rows)


def rank(
    towns: FoundTowns | Iterable[TownRecord | Mapping[str, Any]], rules: Rules, *, strict: bool = False
) -> TownRanking:
    """Judge towns by one rule set and rank them, best first, as `zhenkit batch` does.

    Raises FileProblems for a mapping that cannot be read, and what `load_rules` raises.

    >>> ranking = rank([{"name": "A"}, {"name": "B", "exports": "yes"}], "shanxi")
    >>> ranking, [judged.town.name for judged in ranking]
    (<TownRanking 2 towns by shanxi@2022-09-26: 2 incomplete>, ['A', 'B'])
    """
    rule_set = as_rules(rules)
    given = towns.towns if isinstance(towns, FoundTowns) else towns
    memo: Memo = {}
    judged = [judge_town(as_record(one, rule_set)._town, rule_set, strict=strict, memo=memo) for one in given]
    rows = [row(judgement) for judgement in judged]
    order = order_of(rows)
    ranking = Ranking(
        rows=in_order(rows, order),
        rule_sets={rule_set.id: rule_set},
        judgements=[judged[position] for position in order],
        counts=Counts(len(rows), len(rows), 0),
    )
    return TownRanking(ranking, rule_set)
