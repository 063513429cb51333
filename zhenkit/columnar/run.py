"""`batch` by columns: the inputs as tables, an engine that judges them, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import polars as pl

from zhenkit.columnar import pipeline, results
from zhenkit.columnar.duplicates import PART
from zhenkit.columnar.evaluate.grades import OPENING, grade_columns
from zhenkit.columnar.kept_columns import with_texts
from zhenkit.columnar.misplaced import elsewhere
from zhenkit.columnar.names import HIGH, LOW, ROW
from zhenkit.columnar.part import Log, Part, Standards
from zhenkit.columnar.sources import RawTable, of_towns
from zhenkit.core.errors import Problem, quoted
from zhenkit.core.files import cannot_write, whole
from zhenkit.core.i18n import _
from zhenkit.core.progress import working
from zhenkit.judging.batch import Batched, CannotBatch, Request, check_kept, kept_cell
from zhenkit.judging.ranking import Counts, Ranking
from zhenkit.judging.rejects import Reject
from zhenkit.judging.run import read_judged
from zhenkit.rulesets.catalog import NoSuchRules, shipped
from zhenkit.rulesets.editions import as_day
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import Towns
from zhenkit.towns.problem_groups import capped, share


def judge_columns(request: Request) -> Batched:
    """Judge the towns of tables by columns; what is read town by town becomes a table too."""
    if (request.level is None) == (request.rules is None):
        read_judged(request.inputs, request.level, request.rules)  # tells which rules there are
    standards = _standards(request)
    with TemporaryDirectory(prefix="zhenkit-") as folder:
        spool = Path(folder)
        opened = pipeline.open_inputs(request.inputs, standards.facts, request.options, spool)
        others = read_judged(opened.others, request.level, request.rules, request.on, options=request.options)
        tables = [*opened.tables, *_as_table(others, request, standards, spool)]
        titles = [title for table in tables for title in table.titles]
        if tables:
            check_kept(request.keep, titles, standards.facts)
        scored = request.format != "parquet" or request.score or request.rank
        tables = [with_texts(table, request.keep, standards.facts) for table in tables]
        parts = [pipeline.plan_of(table, standards, request.strict, request.keep, scored) for table in tables]
        _check_titles(request, parts)
        with working(_("judging towns")):
            ranking, logs, content, remarks = _judged(request, parts, spool)
        wrong = list(pipeline.problems(parts, logs))
    read = sum(log.read for log in logs) + len(others.rejected)
    rejected = sum(log.rejected for log in logs) + len(others.rejected)
    empty = [_no_town(part) for part, log in zip(parts, logs, strict=True) if not log.read and not part.table.problems]
    told = [*opened.problems, *others.problems, *empty, *capped(share(wrong))]
    every = [*opened.problems, *others.every_problem, *empty, *wrong]
    ranking = ranking._replace(kept=request.keep, problems=told, counts=Counts(read, read - rejected, rejected))
    return Batched(ranking, [*opened.remarks, *others.remarks, *remarks], _rejects(every, tables), content)


def _check_titles(request: Request, parts: Sequence[Part]) -> None:
    """Raise CannotBatch for a column to keep that Parquet, which has one of a name, has no room for."""
    if request.format != "parquet" or not parts:
        return
    taken = {*OPENING, *grade_columns(parts[0].plan.numbers), "merits"}
    taken |= {"rank"} if request.rank else set()
    taken |= {LOW, HIGH} if request.score else set()
    for title in request.keep:
        if title.casefold() in taken:
            said = _("--keep {title}: the output has a column of this name already")
            raise CannotBatch(said.format(title=quoted(title)))
        taken.add(title.casefold())  # engines may take capitals and small letters for the same


def _no_town(part: Part) -> Problem:
    return Problem(part.table.table.file, 1, 1, _("there is no town in this file"))


def _standards(request: Request) -> Standards:
    """By what rows are judged."""
    book = shipped()
    on = request.on if request.on is None else as_day(request.on)
    if request.rules is not None:
        named = book.named(request.rules, on)
        return Standards((named,), named.facts, None)

    def find(place: Mapping[str, str]) -> RuleSet | str:
        try:
            return book.at(place, request.level or "", on)
        except NoSuchRules as error:
            return str(error)

    of_level = tuple(rule_set for rule_set in book.of_day(on) if rule_set.level == request.level)
    return Standards(of_level, book.facts, find)


def _as_table(others: Towns[RuleSet], request: Request, standards: Standards, spool: Path) -> list[RawTable]:
    """The towns that were read one by one, as a table."""
    if not others.towns:
        return []
    kept = [
        {title: kept_cell(title, town, standards.facts, document) for title in request.keep}
        for (town, _standard), document in zip(others.towns, others.documents, strict=True)
    ]
    towns = [town for town, _standard in others.towns]
    return [of_towns(towns, standards.facts, request.options, kept, spool / "towns.parquet")]


class _Judged(NamedTuple):
    """The ranking (of Parquet its spans alone), what was told on the way, and the Parquet that no file is to hold."""

    ranking: Ranking
    logs: list[Log]
    parquet: bytes | None
    remarks: list[Problem]


def _judged(request: Request, parts: Sequence[Part], spool: Path) -> _Judged:
    rule_sets = results.rule_sets(parts)
    if not parts:
        return _Judged(Ranking([], rule_sets, spans={} if request.format == "parquet" else None), [], None, [])
    engine = pipeline.engine(request.engine or "polars", request.spark_master)
    if request.format != "parquet":
        frame, logs = pipeline.judge_parts(parts, engine.collect)
        remarks = _elsewhere(request, parts, logs, frame.lazy().sort(PART, ROW))
        return _Judged(Ranking(list(results.rows(frame, parts, request.keep)), rule_sets), logs, None, remarks)
    if request.output is None or (request.output.exists() and not request.output.is_file()):
        held = spool / "output.parquet"
        spans, logs, remarks = _write(request, parts, engine, held)
        return _Judged(Ranking([], rule_sets, spans=spans), logs, held.read_bytes(), remarks)
    try:
        with whole(request.output) as temporary:
            spans, logs, remarks = _write(request, parts, engine, temporary)
    except OSError as error:
        raise cannot_write(request.output, error) from None
    return _Judged(Ranking([], rule_sets, spans=spans), logs, None, remarks)


def _write(
    request: Request, parts: Sequence[Part], engine: pipeline.Engine, output: Path
) -> tuple[results.Spans, list[Log], list[Problem]]:
    """Write the rows as Parquet: streamed, unless they are to be ranked or scored."""
    if request.rank or request.score:
        frame, logs = pipeline.judge_parts(parts, engine.collect)
        results.write_ranking(frame, output, request.rank, request.score, request.keep)
        rows = frame.lazy().sort(PART, ROW)
    else:
        _none, logs = pipeline.judge_parts(parts, lambda each: (None, engine.write(each, output)))
        rows = pl.scan_parquet(output, glob=False)
    return results.spans(output), logs, _elsewhere(request, parts, logs, rows)


def _elsewhere(request: Request, parts: Sequence[Part], logs: Sequence[Log], rows: pl.LazyFrame) -> list[Problem]:
    """The remarks on towns of another place than that of the rule set named."""
    return [] if request.rules is None else list(elsewhere(rows, parts, logs, parts[0].plan.rule_sets[0]))


def _rejects(problems: Sequence[Problem], tables: Sequence[RawTable]) -> list[Reject]:
    """Every problem, with the title of its column."""
    titles = {table.table.file: table.titles for table in tables if table.places is None}
    return [
        Reject(problem.file, problem.line, problem.column, _title(titles, problem), problem.message)
        for problem in problems
    ]


def _title(titles: Mapping[str, Sequence[str]], problem: Problem) -> str:
    known = titles.get(problem.file, ())
    return known[problem.column - 1] if problem.column <= len(known) else ""
