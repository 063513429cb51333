"""The columns of a ranking's tables, CSV and XLSX alike: their names, and the values of a row."""

from __future__ import annotations

from zhenkit.checks.grades import GRADE_WORDS
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.judging.ranking import Counts, Ranked, Ranking, kept_text

FIRST = ("rank", "name", *PLACE_FACTS, "rule_set", "verdict", "worst", "best")
LAST = ("score_low", "score_high", "merits")

RankingCell = str | int | float


def titles(ranking: Ranking) -> list[str]:
    """The header: a pair of columns a criterion, and the columns to keep behind all others."""
    pairs = [f"c{number}_{end}" for number in ranking.numbers for end in ("worst", "best")]
    return [*FIRST, *pairs, *LAST, *ranking.kept]


def values(ranked: Ranked, numbers: tuple[int, ...]) -> list[RankingCell]:
    """A row's values; empty where its rule set has no such criterion. Texts may hold whatever the file says."""
    span, score = ranked.span, ranked.score
    found: list[RankingCell] = ["" if ranked.rank is None else ranked.rank, ranked.name]
    found += [ranked.province, ranked.city, ranked.county, ranked.rule_set]
    found += [span.verdict, span.worst.verdict, span.best.verdict]
    for number in numbers:
        ends = ranked.criteria.get(number)
        found += ("", "") if ends is None else (GRADE_WORDS[ends.worst], GRADE_WORDS[ends.best])
    found += ("", "") if score is None else (score.low, score.high)
    return [*found, ranked.merits, *map(kept_text, ranked.kept)]


def counted(counts: Counts) -> str:
    """How many towns were judged; where some were not, of how many that were read."""
    if not counts.rejected:
        return _("Towns judged: {count}").format(count=counts.judged)
    said = _("Towns judged: {judged} of {read} read; {rejected} rejected")
    return said.format(judged=counts.judged, read=counts.read, rejected=counts.rejected)
