"""Towns judged -> a ranking: within each rule set by what is known to hold before what may; equals share a rank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from zhenkit.checks.grades import MET, NOT_MET, Grade, Span
from zhenkit.core.errors import Problem
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.facts.quantities import Range
from zhenkit.judging.judgement import Judgement, Score
from zhenkit.judging.outcome import Distance, Run, exit_code
from zhenkit.judging.rejects import Reject
from zhenkit.rulesets.model import RuleSet

if TYPE_CHECKING:
    from zhenkit.judging.baseline import Changes


class Completeness(NamedTuple):
    """How many of the facts that a rule set's criteria ask for a town states."""

    given: int
    asked: int


class Ranked(NamedTuple):
    """A town's row in a ranking."""

    rank: int | None
    """Within its rule set, from 1; None where it is not asked for."""
    name: str
    province: str
    city: str
    county: str
    rule_set: str
    """The rule set's id."""
    span: Span
    criteria: Mapping[int, Span]
    """The span of each criterion, by its number."""
    score: Score | None
    """None where it is not asked for."""
    merits: int
    """How many are held."""
    kept: tuple[Any, ...] = ()
    """The cells of the columns to keep, in the order of `Ranking.kept`."""
    file: str = "-"
    line: int = 1
    year: int | None = None
    """Of a range of years, the first."""
    completeness: Completeness | None = None
    """None where it is not counted."""
    distance: int | None = None
    """How many elementary changes it is from the ranking's `distance`; None where that cannot be reached, or is not
    asked for."""

    @property
    def sure(self) -> int:
        """How many criteria are met whatever the missing facts are."""
        return sum(span.worst is MET for span in self.criteria.values())

    @property
    def parts(self) -> tuple[str, str, str]:
        """Province, city and county, empty where they are not known."""
        return self.province, self.city, self.county

    @property
    def place(self) -> str:
        """Province, city and county, as far as they are known."""
        return " ".join(filter(None, self.parts))


class Counts(NamedTuple):
    """Towns read, judged and rejected: nothing is dropped, the last two come to the first."""

    read: int
    judged: int
    rejected: int


class Ranking(NamedTuple):
    """What `batch` found, whichever way it judged."""

    rows: Sequence[Ranked]
    """In the order to show: by rule set, rank and name."""
    rule_sets: Mapping[str, RuleSet]
    """By id, those of the rows."""
    kept: tuple[str, ...] = ()
    """The titles of the columns kept."""
    problems: Sequence[Problem] = ()
    judgements: Sequence[Judgement] | None = None
    """Of each row, in the same order; None where towns were judged by columns."""
    rejects: Sequence[Reject] = ()
    """The rows and towns that were not judged: each problem by itself, where `problems` groups what rows share."""
    counts: Counts = Counts(0, 0, 0)
    changes: Changes | None = None
    """Since an earlier run, where one was given."""
    spans: Mapping[Span, int] | None = None
    """How many towns have each span, where the rows went straight to a file and `rows` is empty."""
    distance: Grade | None = None
    """The grade from which the distance of each town is counted, where it is asked for."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the criteria that some rule set has."""
        return tuple(
            sorted({criterion.number for rule_set in self.rule_sets.values() for criterion in rule_set.criteria})
        )

    def exit_code(self, require: Grade) -> int:
        """The exit code, the first that applies of 2, 1, 3 and 0."""
        spans = [ranked.span for ranked in self.rows] if self.spans is None else list(self.spans)
        return exit_code(spans, bool(self.problems), require)

    def run(self) -> Run:
        """The ranking as a run of judgements, for the reports that explain each; its towns were judged one by one."""
        assert self.judgements is not None  # the column path makes no report that explains
        distances = [Distance(self.distance.verdict, ranked.distance) for ranked in self.rows] if self.distance else []
        return Run(self.judgements, self.problems, [ranked.rank or 0 for ranked in self.rows], distances=distances)


def row(judgement: Judgement, kept: tuple[Any, ...] = ()) -> Ranked:
    """A town's row, its rank still open."""
    town, rule_set = judgement.town, judgement.rule_set
    facts = town.facts
    province, city, county = [str(facts.get(key, "")) for key in PLACE_FACTS]
    year = facts.get("year")
    return Ranked(
        rank=None,
        name=town.name,
        province=province,
        city=city,
        county=county,
        rule_set=rule_set.id,
        span=judgement.span,
        criteria=_spans(tuple([(judged.criterion.number, judged.span) for judged in judgement.criteria])),
        score=judgement.score,
        merits=sum(merit.held is True for merit in judgement.merits),
        kept=kept,
        file=town.file,
        line=town.line,
        year=year.low if isinstance(year, Range) else year,
        completeness=completeness(sum(fact.id in facts for fact in rule_set.to_state), len(rule_set.to_state)),
    )


completeness = lru_cache(maxsize=10_000)(Completeness)
"""Towns that state as many facts share one value."""


@lru_cache(maxsize=10_000)
def _spans(spans: tuple[tuple[int, Span], ...]) -> Mapping[int, Span]:
    """The span of each criterion; towns that have the same share one mapping."""
    return dict(spans)


def merit_order(ranked: Ranked) -> tuple[Any, ...]:
    """What ranks within a rule set, best first when sorted.

    The worst verdict; of those, towns that fail whatever is missing behind the others; the criteria sure to be met,
    score (low), merits held; only then the best verdict. What is missing counts at its worst until the last, so that
    leaving a figure out gains nothing over stating it.
    """
    span, score = ranked.span, ranked.score
    fails = span.best is NOT_MET
    return (-span.worst, fails, -ranked.sure, -score.low if score else 0, -ranked.merits, -span.best)


def _order(ranked: Ranked) -> tuple[Any, ...]:
    """The order to show: by rule set and rank, equals by name, then by place and year."""
    return (ranked.rule_set, merit_order(ranked), ranked.name, ranked.parts, ranked.year or 0, ranked.file, ranked.line)


def ranks(rows: Iterable[Ranked]) -> list[int]:
    """The ranks of rows in their order: equals share one (1, 2, 2, 4), each rule set begins at 1."""
    found: list[int] = []
    for _rule_set, of_one in groupby(rows, lambda ranked: ranked.rule_set):
        place = 1
        for _key, equals in groupby(of_one, merit_order):
            count = sum(1 for _equal in equals)
            found += [place] * count
            place += count
    return found


def rank(rows: Iterable[Ranked]) -> list[Ranked]:
    """The rows in the order to show, each with its rank."""
    given = list(rows)
    return in_order(given, order_of(given))


def order_of(rows: Sequence[Ranked]) -> list[int]:
    """The positions of rows in the order to show."""
    return sorted(range(len(rows)), key=lambda position: _order(rows[position]))


def in_order(rows: Sequence[Ranked], order: Iterable[int]) -> list[Ranked]:
    """The rows in this order, each with its rank."""
    ordered = [rows[position] for position in order]
    return [ranked._replace(rank=place) for ranked, place in zip(ordered, ranks(ordered), strict=True)]


def kept_text(value: Any) -> str:
    """A cell of a column to keep, as a text: a list as the members of a set are written."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(kept_text, value))
    if isinstance(value, dict):
        return ";".join(f"{key}:{kept_text(one)}" for key, one in value.items())
    return str(value)
