"""Many towns from files -> a ranking, town by town: what `batch` does, unless it judges by columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zhenkit.checks.grades import Grade
from zhenkit.core.errors import Problem
from zhenkit.core.files import search
from zhenkit.core.i18n import _
from zhenkit.core.progress import counting
from zhenkit.judging.judged_towns import JudgedTowns
from zhenkit.judging.kept_columns import check_kept, kept_cell
from zhenkit.judging.ranking import Counts, Ranked, Ranking, in_order, order_of, row
from zhenkit.judging.rejects import rejects
from zhenkit.judging.run import ReadingByRules
from zhenkit.judging.standards import Standards, standards
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.given import GivenFact
from zhenkit.towns.options import Options
from zhenkit.towns.problem_groups import share
from zhenkit.towns.tables.title_map import TitleMap

if TYPE_CHECKING:
    from zhenkit.judging.report_model import TownJson
    from zhenkit.judging.routes import GapMemo


OF_ROWS = frozenset({"text", "csv", "xlsx", "markdown"})
"""The formats that report a ranking's rows, and judgements only where they are asked to explain."""


@dataclass(frozen=True)
class Request:
    """What `batch` is to do."""

    inputs: tuple[str, ...]
    level: str | None = None
    rules: str | None = None
    on: str | None = None
    strict: bool = False
    format: str = "text"
    needs_judgements: bool = False
    """Whether the format reports each town's judgement."""
    output: Path | None = None
    explain: bool = False
    keep: tuple[str, ...] = ()
    rank: bool = False
    score: bool = False
    sheet: str | None = None
    strict_columns: bool = False
    mapping: TitleMap | None = None
    given: tuple[GivenFact, ...] = ()
    rejects: Path | None = None
    engine: str | None = None
    spark_master: str | None = None
    baseline: Path | None = None
    distance: Grade | None = None
    """The grade from which the distance of each town is counted."""
    ids: bool = False
    """Whether a workbook has the ids of CSV, for programs."""

    @property
    def tells_why(self) -> bool:
        """Whether it is said of each row what is missing and why it is not met: in a workbook for people."""
        return self.format == "xlsx" and not self.ids

    @property
    def explains(self) -> bool:
        """Whether the report needs each town's judgement, which towns judged by columns do not have."""
        return self.explain or self.baseline is not None or self.needs_judgements

    @property
    def looks_at_judgements(self) -> bool:
        """Whether the report looks at judgements, and not at the ranking's rows alone."""
        return self.explains or self.tells_why or self.format not in OF_ROWS

    @property
    def options(self) -> Options:
        """How tables are read."""
        return Options(self.sheet, self.strict_columns, self.keep, self.mapping, self.inputs, given=self.given)

    def standards(self) -> Standards:
        """By what towns are judged; raises as `standards` does."""
        return standards(self.inputs, self.level, self.rules, self.on)

    @property
    def to_parquet(self) -> bool:
        """Whether the report is a table of Parquet."""
        return self.format == "parquet"

    @property
    def by_columns(self) -> bool:
        """Whether towns are judged by columns: to or from Parquet, or by an engine; never where each is explained."""
        if self.engine is not None or self.to_parquet:
            return True
        return not self.explains and any(map(_holds_parquet, self.inputs))


class Batched(NamedTuple):
    """The ranking and the remarks made on the way."""

    ranking: Ranking
    remarks: list[Problem]
    parquet: bytes | None = None
    """The output, where it is Parquet that goes to no file."""


def batch_by_rows(request: Request) -> Batched:
    """Judge and rank the towns.

    Raises as `check_towns` does, CannotBatch for columns to keep that none has, BadBaseline.
    """
    earlier = _earlier(request)
    standards = request.standards()
    check_kept(request.keep, request.inputs, standards.facts, request.options)
    reading = ReadingByRules(request.inputs, standards, request.options)
    judged = JudgedTowns(request.strict)
    rows: list[Ranked] = []
    rule_sets: dict[str, RuleSet] = {}
    remarks: list[Problem] = []
    memo: GapMemo = {}
    with counting(_("judging towns")) as step:
        for town, rule_set, document in reading:
            judgement = judged.judge(town, rule_set)
            kept = tuple([kept_cell(title, town, rule_set.facts, document) for title in request.keep])
            rows.append(row(judgement, kept))
            if request.distance is not None:
                from zhenkit.judging.distance import distance  # which few runs need, and gap with it

                rows[-1] = rows[-1]._replace(distance=distance(judgement, request.distance, memo))
            rule_sets[rule_set.id] = rule_set
            remarks += judgement.remarks
            if request.looks_at_judgements:
                judged.hold(judgement)
            step()
    order = order_of(rows)
    ranking = Ranking(
        rows=in_order(rows, order),
        rule_sets=rule_sets,
        kept=request.keep,
        problems=reading.reported(),
        judgements=judged.in_order(order) if request.looks_at_judgements else None,
        rejects=rejects(reading.problems),
        counts=Counts(reading.read, len(rows), reading.rejected),
        distance=request.distance,
    )
    if earlier is not None:
        from zhenkit.judging.baseline import compare_runs

        ranking = ranking._replace(changes=compare_runs(str(request.baseline), earlier, list(judged)))
    return Batched(ranking, share(reading.remarks + remarks))


def _earlier(request: Request) -> list[TownJson] | None:
    """The earlier run to compare with, where one is given; raises BadBaseline."""
    if request.baseline is None:
        return None
    from zhenkit.judging.earlier_report import read_baseline

    return read_baseline(request.baseline)


def _holds_parquet(name: str) -> bool:
    path, ending = Path(name), ".parquet"
    return path.suffix.lower() == ending or next(search(path, (ending,), lambda _error: None), None) is not None
