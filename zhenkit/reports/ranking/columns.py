"""The columns of a ranking's tables, CSV and XLSX alike: their names, and the values of a row."""

from __future__ import annotations

from zhenkit.checks.grades import GRADE_WORDS
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.judging.ranking import Counts, Ranked, Ranking, kept_text
from zhenkit.reports.phrases.grades import verdict_word

FIRST = ("rank", "name", *PLACE_FACTS, "rule_set", "verdict", "worst", "best")
LAST = ("score_low", "score_high", "merits")

RankingCell = str | int | float


def titles(ranking: Ranking) -> list[str]:
    """The header: a pair of columns a criterion, and the columns to keep behind all others."""
    pairs = [f"c{number}_{end}" for number in ranking.numbers for end in ("worst", "best")]
    distance = [] if ranking.distance is None else ["distance"]
    return [*FIRST, *pairs, *LAST, *distance, *ranking.kept]


def values(ranked: Ranked, ranking: Ranking, numbers: tuple[int, ...]) -> list[RankingCell]:
    """A row's values; empty where its rule set has no such criterion. Texts may hold whatever the file says."""
    span, score = ranked.span, ranked.score
    found: list[RankingCell] = ["" if ranked.rank is None else ranked.rank, ranked.name]
    found += [ranked.province, ranked.city, ranked.county, ranked.rule_set]
    found += [span.verdict, span.worst.verdict, span.best.verdict]
    for number in numbers:
        ends = ranked.criteria.get(number)
        found += ("", "") if ends is None else (GRADE_WORDS[ends.worst], GRADE_WORDS[ends.best])
    found += ("", "") if score is None else (score.low, score.high)
    found.append(ranked.merits)
    if ranking.distance is not None:
        found.append("" if ranked.distance is None else ranked.distance)
    return [*found, *map(kept_text, ranked.kept)]


def with_distances(ranking: Ranking) -> Ranking:
    """The ranking for people: the distances, where they are asked for, as the first of the columns beside."""
    if ranking.distance is None:
        return ranking
    title = _("Changes to {verdict}").format(verdict=verdict_word(ranking.distance.verdict))
    rows = [row._replace(kept=(_changes(row.distance), *row.kept)) for row in ranking.rows]
    return ranking._replace(rows=rows, kept=(title, *ranking.kept), distance=None)


def _changes(distance: int | None) -> int | str:
    return _("no way found") if distance is None else distance


def counted(counts: Counts) -> str:
    """How many towns were judged; where some were not, of how many that were read."""
    if not counts.rejected:
        return _("Towns judged: {count}").format(count=counts.judged)
    said = _("Towns judged: {judged} of {read} read; {rejected} rejected")
    return said.format(judged=counts.judged, read=counts.read, rejected=counts.rejected)
