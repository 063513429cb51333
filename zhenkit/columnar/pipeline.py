"""The way of a register: inputs are opened as tables, planned, prepared and judged by an engine, and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import polars as pl

from zhenkit.columnar import results
from zhenkit.columnar.decisions import idle_decisions
from zhenkit.columnar.duplicates import reject_repeats
from zhenkit.columnar.judged import JudgedTable, load_engine
from zhenkit.columnar.kept_columns import with_texts
from zhenkit.columnar.misplaced import misplaced
from zhenkit.columnar.names import GIVEN, PART
from zhenkit.columnar.one_by_one import judgements
from zhenkit.columnar.planned import PlannedTable, plan_table
from zhenkit.columnar.series_years import series_elsewhere
from zhenkit.columnar.sources import RawTable, open_inputs
from zhenkit.columnar.towns_table import of_towns
from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.files import cannot_write, temporary_folder, whole, writing_aside
from zhenkit.core.i18n import _
from zhenkit.core.progress import working
from zhenkit.judging.batch import Batched, Request
from zhenkit.judging.judgement import judge
from zhenkit.judging.kept_columns import check_kept, kept_cell
from zhenkit.judging.ranking import Counts, Ranking
from zhenkit.judging.rejects import rejects
from zhenkit.judging.run import ReadingByRules
from zhenkit.judging.standards import Standards
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.problem_groups import capped, share
from zhenkit.towns.tables.no_towns import NoTown, remark_on


class _NoneJudged(FileProblems):
    """No table could be judged: there is nothing to write."""


class _ByRows(Exception):
    """Files turn out to be no one table, such as two below one another: they are to be read town by town."""

    def __init__(self, files: Iterable[str]) -> None:
        super().__init__()
        self.files = frozenset(files)


def judge_register(request: Request) -> Batched:
    """Judge the towns of tables by columns; what is read town by town becomes a table too."""
    try:
        return _judge_register(request)
    except _ByRows as found:
        return _judge_register(request, found.files)


def _judge_register(request: Request, by_rows: frozenset[str] = frozenset()) -> Batched:
    by = request.standards()
    check_kept(request.keep, request.inputs, by.facts, request.options)
    with writing_aside(), temporary_folder() as spool:
        opened = open_inputs(request.inputs, by.facts, request.options, spool, by_rows)
        others = ReadingByRules(opened.others, by, request.options)
        tables = [*opened.tables, *_as_table(others, request, by, spool)]
        planned = _planned(tables, request, by)
        with working(_("judging towns")):
            try:
                made = _parquet(request, planned, spool) if request.to_parquet else _ranking(request, planned, spool)
            except _NoneJudged as error:
                made = _Made([], Ranking([], {}, spans={} if request.to_parquet else None), faults=error.problems)
        judged = made.tables
        told, faults = _told_of_cells(judged, request.engine == "spark")
    redone = [table.planned.raw for table in judged if table.planned.raw not in tables]
    faults += made.faults
    faults += [problem for raw in redone for problem in raw.problems if problem not in opened.problems]
    told += [remark for raw in redone for remark in raw.remarks if remark not in opened.remarks]
    wrong = [problem for table in judged for problem in table.planned.problems(table.rejects)]
    empty = [_no_town(table.planned.raw) for table in judged if not table.read and not table.planned.raw.problems]
    rejected = sum(table.rejected for table in judged) + others.rejected
    read = sum(table.read for table in judged) + others.rejected
    ranking = made.ranking._replace(
        kept=request.keep,
        distance=request.distance,
        problems=[*opened.problems, *others.reported(), *faults, *empty, *capped(share(wrong))],
        rejects=rejects([*opened.problems, *others.problems, *faults, *empty, *wrong]),
        counts=Counts(read, read - rejected, rejected),
    )
    remarks = [*opened.remarks, *others.remarks, *_no_towns(judged), *told, *made.remarks]
    return Batched(ranking, share(remarks), made.parquet)


def _told_of_cells(judged: Sequence[JudgedTable], every_column: bool) -> tuple[list[Problem], list[Problem]]:
    """The remarks on cells, for which tables are read again, and what is wrong where they cannot be."""
    remarks: list[Problem] = []
    faults: list[Problem] = []
    for table in judged:
        try:
            no_towns = [row for rows in table.no_towns.values() for row in rows]
            remarks += table.planned.remarks(every_column, no_towns)
        except BaseException as error:
            fault = table.planned.raw.fault(error)
            if fault is None:
                raise
            faults.append(fault)
    return remarks, faults


def _as_table(others: ReadingByRules, request: Request, by: Standards, spool: Path) -> list[RawTable]:
    """The towns that are read one by one, as a table."""
    towns, kept = [], []
    for town, standard, document in others:
        towns.append(town)
        if town.decisions:
            others.remarks.extend(judge(town, standard, strict=request.strict).remarks)
        kept.append({title: kept_cell(title, town, by.facts, document) for title in request.keep})
    if not towns:
        return []
    return [of_towns(towns, by.facts, request.options, kept, spool / "towns.parquet")]


def _planned(tables: Sequence[RawTable], request: Request, by: Standards) -> list[PlannedTable]:
    """The tables with their plans."""
    tables = [with_texts(table, request.keep, by.facts) for table in tables]
    scored = not request.to_parquet or request.rank or request.score
    shown = not request.to_parquet
    return [plan_table(table, by, request.strict, request.keep, scored, shown, request.distance) for table in tables]


class _JudgedTables(NamedTuple):
    """The tables that could be judged, and what is wrong with the files of the others."""

    tables: Sequence[JudgedTable]
    faults: Sequence[Problem]


class _Made(NamedTuple):
    """The tables judged, their ranking (of Parquet the spans alone), and Parquet that goes to no file."""

    tables: Sequence[JudgedTable]
    ranking: Ranking
    remarks: Sequence[Problem] = ()
    parquet: bytes | None = None
    faults: Sequence[Problem] = ()


def _ranking(request: Request, planned: Sequence[PlannedTable], spool: Path) -> _Made:
    """The rows in memory, ranked."""
    if not planned:
        return _Made([], Ranking([], {}))
    judged, faults = _judged(request, planned, spool, (*results.RANKED_BY, GIVEN))
    frame = results.ranked(_rows(judged), planned[0].plan.numbers)
    rows = list(results.ranking_rows(frame, judged))
    used = {row.rule_set for row in rows}
    rule_sets = {key: rule_set for key, rule_set in _rule_sets(planned).items() if key in used}
    ranking = Ranking(rows, rule_sets, judgements=judgements(frame, judged) if request.tells_why else None)
    return _Made(judged, ranking, _remarks(request, judged), faults=faults)


def _parquet(request: Request, planned: Sequence[PlannedTable], spool: Path) -> _Made:
    """The rows as Parquet: from disk to disk, unless they are to be ranked."""
    if not planned:
        return _Made([], Ranking([], {}, spans={}))
    titles = results.columns(request, planned[0].plan)
    beside = results.RANKED_BY if request.rank or request.score else ()
    with (
        _output(request.output, spool) as output,
        temporary_folder(".zhenkit-", output.parent) as folder,
    ):
        judged, faults = _judged(request, planned, folder, beside)
        rows, remarks = _rows(judged), _remarks(request, judged)
        if request.rank:
            rows = results.ranked(rows, planned[0].plan.numbers).lazy()
        spans = results.spans(rows)
        if len(judged) == 1 and judged[0].file is not None and not beside:
            judged[0].file.replace(output)
        else:
            results.write(rows, output, titles)
        content = output.read_bytes() if output.parent == spool else None
    return _Made(judged, Ranking([], _rule_sets(planned), spans=spans), remarks, content, faults)


@contextmanager
def _output(output: Path | None, spool: Path) -> Iterator[Path]:
    """The file to write Parquet to: beside the output, whose place it takes; in the spool where that is no file."""
    if output is None or (output.exists() and not output.is_file()):
        yield spool / "output.parquet"
        return
    try:
        with whole(output) as temporary:
            yield temporary
    except OSError as error:
        raise cannot_write(output, error) from None


def _judged(request: Request, planned: Sequence[PlannedTable], folder: Path, beside: Sequence[str]) -> _JudgedTables:
    """The tables prepared and judged; of a town that is in several rows, the first is.

    Raises FileProblems where none could be judged.
    """
    engine = load_engine(request.engine or "polars", request.spark_master)
    first, second = folder / "first", folder / "second"
    first.mkdir()
    judged = engine.judge(planned, first, beside)
    faults: list[Problem] = []
    again: dict[int, PlannedTable] = {}
    for at, one in enumerate(judged):
        if one.fault is not None and one.planned.raw.otherwise is not None:
            try:  # a table of CSV that cannot be scanned as it is
                again[at] = one.planned.otherwise()
            except FileProblems as error:
                *others, one.fault = error.problems
                faults += others
    if again:
        second.mkdir()
        for at, one in zip(again, engine.judge(list(again.values()), second, beside), strict=True):
            judged[at] = one
    faults += [one.fault for one in judged if one.fault is not None]
    judged = [one for one in judged if one.fault is None]
    if planned and not judged:
        raise _NoneJudged(faults)
    if by_rows := [file for table in judged if table.reads_on_by_rows and (file := table.planned.raw.input)]:
        raise _ByRows(by_rows)
    reject_repeats(judged)
    return _JudgedTables(judged, faults)


def _rows(judged: Sequence[JudgedTable]) -> pl.LazyFrame:
    """The rows of all tables, in order."""
    return pl.concat(table.rows.with_columns(pl.lit(number).alias(PART)) for number, table in enumerate(judged))


def _rule_sets(planned: Sequence[PlannedTable]) -> dict[str, RuleSet]:
    """The rule sets that rows may have been judged by, by id."""
    return {rule_set.id: rule_set for rule_set in planned[0].plan.rule_sets}


def _remarks(request: Request, judged: Sequence[JudgedTable]) -> list[Problem]:
    """The remarks on towns of another place than that of the rule set named, on series and on decisions."""
    remarks = [*series_elsewhere(judged), *idle_decisions(judged)]
    if request.rules is None:
        return remarks
    return [*misplaced(_rows(judged), judged, judged[0].planned.plan.rule_sets[0]), *remarks]


def _no_towns(judged: Sequence[JudgedTable]) -> Iterator[Problem]:
    """The remarks on rows that are no towns."""
    for table in judged:
        for kind, rows in table.no_towns.items():
            yield table.planned.raw.table.problem(rows[0], 1, remark_on(NoTown(kind), sorted(rows)))


def _no_town(table: RawTable) -> Problem:
    return Problem(table.table.file, 1, 1, _("there is no town in this file"))
