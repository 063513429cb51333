"""A batch of raw rows -> what the formulas ask for, and the rows rejected: one preparation, whatever engine judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import xor
from threading import Lock
from typing import Any, NamedTuple

import polars as pl

from zhenkit.engines.cells import ODD, Cells, Read, blank, prepared, put_in, raw
from zhenkit.engines.expressions import granted, is_figure, low, unproven
from zhenkit.engines.plan import IDENTITY_TEXTS, RULE_SET, Plan
from zhenkit.engines.row_reader import RowReader, Wrong
from zhenkit.engines.scoring import Scorer
from zhenkit.facts import PLACE_FACTS
from zhenkit.intake.headers import Role
from zhenkit.intake.tables import untitled
from zhenkit.language import current, speaking
from zhenkit.ruleset import RuleSet
from zhenkit.values import Fact

ROW = "row"
"""The column of a row's number in its file, from 1."""
IDENTITY = "identity"
"""The column of the hash of what a town is known by."""
FindRules = Callable[[Mapping[str, str]], RuleSet | str]
"""A place -> the rule set that holds there, or what to say where there is none."""


class Reject(NamedTuple):
    """A cell for which a row is not judged."""

    row: int
    column: int
    """Its index, from 0."""
    message: str


@dataclass
class Batch:
    """Rows prepared, and the cells for which rows are missing from them."""

    rows: pl.DataFrame
    read: int
    """How many rows held anything: those prepared and those rejected."""
    rejects: list[Reject]


def kept(nth: int) -> str:
    """The column that is carried over as it is."""
    return f"kept__{nth}"


class Preparer:
    """Prepares the batches of one table. What it has learned of the table's words it keeps from batch to batch."""

    def __init__(self, plan: Plan, schema: Mapping[str, pl.DataType], find: FindRules | None = None) -> None:
        self.plan, self.schema, self.find = plan, schema, find
        self.read = RowReader(plan.facts)
        self.cells = [Cells(source, plan, schema, self.read) for source in plan.sources]
        self.scorer: Scorer | None = None
        """Set where rows are to be scored."""
        self.name = next(source.columns[0] for source in plan.sources if source.fact.id == "name")
        self.repeated: dict[int, str] = {}
        """Rows of towns that stand in another row already, and what to say of each."""
        self.places: dict[tuple[str | None, ...], tuple[int, str | None]] = {}
        self.lock = Lock()
        self.language = current()
        """What it speaks, whatever thread or process it works in."""

    def __reduce__(self) -> tuple[Any, ...]:
        """What makes another, for another process: what was learned stays here."""
        return _another, (self.plan, self.schema, self.find, self.scorer is not None, self.language)

    @property
    def prepared_schema(self) -> pl.Schema:
        """The columns that it makes."""
        return self._prepare(pl.DataFrame(schema=self.schema)).rows.schema

    def __call__(self, batch: pl.DataFrame) -> Batch:
        """The batch prepared. Only one is in work at a time, since all share what has been learned."""
        with self.lock, speaking(self.language):
            return self._prepare(batch)

    def _prepare(self, batch: pl.DataFrame) -> Batch:
        batch = self._without_blank_rows(batch)
        wrong: dict[int, list[Wrong]] = {at: [said] for at, said in self._repeated(batch[ROW])}
        columns = {ROW: batch[ROW], **self._facts(batch, wrong), **self._decisions(batch, wrong)}
        for fact_id in IDENTITY_TEXTS:
            if fact_id not in columns:
                columns[fact_id] = pl.Series(fact_id, [None], dtype=pl.String).new_from_index(0, batch.height)
        self._nameless(columns["name"], wrong)
        self._beside(batch, wrong)
        rows = pl.DataFrame(columns).with_columns(_year(columns))
        rows = rows.with_columns(*self._computed(batch))
        if self.plan.strict:
            rows = rows.with_columns(self._unproven(batch, rows))
        rows = rows.with_columns(self._identity(rows), self._rule_set(rows, wrong).alias(RULE_SET))
        if self.scorer is not None:
            rows = rows.with_columns(self.scorer(batch, rows))
        carried = [
            (pl.lit(None, pl.String) if index is None else pl.col(raw(index)).cast(pl.String)).alias(kept(nth))
            for nth, (index, _title) in enumerate(self.plan.kept)
        ]
        rows = rows.with_columns(batch.select(carried)) if carried else rows
        if not wrong:
            return Batch(rows, batch.height, [])
        rejected = sorted(wrong)
        numbers = batch[ROW].gather(rejected).to_list()
        rejects = [Reject(row, *each) for row, at in zip(numbers, rejected, strict=True) for each in wrong[at]]
        good = pl.Series([True]).new_from_index(0, batch.height).scatter(rejected, False)
        return Batch(rows.filter(good), batch.height, rejects)

    def _without_blank_rows(self, batch: pl.DataFrame) -> pl.DataFrame:
        """The batch without rows that hold nothing: what stands in a sheet's middle or end is no town."""
        name = pl.col(raw(self.name.index))
        if self.schema[raw(self.name.index)] == pl.String:
            # what may be blank begins with a space, and those stand before all other signs but one
            nameless = batch.select(name.is_null() | (name < "!") | name.str.starts_with("\u3000")).to_series()
        else:
            nameless = batch.select(name.is_null()).to_series()
        if not nameless.any():
            return batch
        filled = [
            pl.col(name).str.strip_chars() != "" if dtype == pl.String else pl.col(name).is_not_null()
            for name, dtype in self.schema.items()
            if name != ROW
        ]
        held = batch.filter(nameless).select(ROW, held=pl.any_horizontal(each.fill_null(False) for each in filled))
        return batch.join(held.filter(~pl.col("held")), on=ROW, how="anti", maintain_order="left")

    def _repeated(self, rows: pl.Series) -> Iterator[tuple[int, Wrong]]:
        """The rows known to be towns that another row is."""
        if self.repeated:
            for at, row in enumerate(rows):
                if row in self.repeated:
                    yield at, Wrong(self.name.index, self.repeated[row])

    def _nameless(self, names: pl.Series, wrong: dict[int, list[Wrong]]) -> None:
        """A town without a name is none."""
        column = self.name
        for at in names.is_null().arg_true():
            if not any(each.column == column.index for each in wrong.get(at, ())):
                wrong.setdefault(at, []).extend(self.read([column], [None])[1])

    def _beside(self, batch: pl.DataFrame, wrong: dict[int, list[Wrong]]) -> None:
        """Cells of evidence that cannot be read, and cells under no title: what they are of, nobody can know."""
        for column in self.plan.columns:
            if column.role is Role.EVIDENCE and self.schema[raw(column.index)] == pl.String:
                cells = batch[raw(column.index)]
                for at in cells.str.contains(ODD).fill_null(False).arg_true():
                    if said := self.read([column], [cells[at]])[1]:
                        wrong.setdefault(at, []).extend(said)
        for index in self.plan.untitled:
            given = batch.select(~blank(pl.col(raw(index)).cast(pl.String).str.strip_chars())).to_series()
            for at in given.arg_true():
                wrong.setdefault(at, []).append(Wrong(index, untitled()))

    def _facts(self, batch: pl.DataFrame, wrong: dict[int, list[Wrong]]) -> dict[str, pl.Series]:
        """Every cell of every fact is read; what a rule set asks for is kept."""
        quick = {cells.key: way for cells in self.cells if (way := cells.quick()) is not None}
        answers = batch.select(pl.lit(True), **{key: way.fine for key, way in quick.items()}).row(0, named=True)
        fine = [cells for cells in self.cells if answers.get(cells.key) and self._is_wanted(cells.key)]
        done = batch.select(
            ROW, *(expression for cells in fine for expression in _named(cells, quick[cells.key].values))
        )
        values = {cells.key: [done[_work(cells, nth)] for nth in range(len(cells.columns))] for cells in fine}
        for cells, read in self._not_plain(batch, [cells for cells in self.cells if not answers.get(cells.key)]):
            values[cells.key] = read.values
            for at, said in read.wrong:
                wrong.setdefault(at, []).extend(said)
        return {
            column.name: each
            for cells in self.cells
            if self._is_wanted(cells.key)
            for column, each in zip(cells.columns, values[cells.key], strict=True)
        }

    def _not_plain(self, batch: pl.DataFrame, several: list[Cells]) -> Iterator[tuple[Cells, Read]]:
        """The sources that hold cells the first way cannot read: those cells are read by others."""
        ways = {cells.key: way for cells in several if (way := cells.first_way()) is not None}
        known = [way.known.alias(f"known::{key}") for key, way in ways.items() if not way.by_null]
        values = [_named(cells, ways[cells.key].values) for cells in several if cells.key in ways]
        # lazily: what several columns ask for is then computed once
        done = batch.lazy().select(ROW, *known, *(value for each in values for value in each)).collect()
        for cells in several:
            if cells.key not in ways:
                yield cells, cells.rest_of(batch.select(cells.names))
                continue
            found = [done[_work(cells, nth)] for nth in range(len(cells.columns))]
            if ways[cells.key].by_null:
                left = _lost(batch[cells.names[0]], found[0])
            else:
                left = (~done[f"known::{cells.key}"]).arg_true()
            rest = (
                cells.rest_of(pl.DataFrame([batch[name].gather(left) for name in cells.names])) if left.len() else None
            )
            yield cells, Read(found, []) if rest is None else put_in(found, left, rest)

    def _is_wanted(self, key: str) -> bool:
        """Whether a fact is asked for, or a town known by it."""
        return key in self.plan.asked or key in self.plan.identity or key in self.basis_facts

    @property
    def basis_facts(self) -> frozenset[str]:
        """The figures that may be unproven, and the facts that tell what they measure."""
        bases = self.plan.bases if self.plan.strict else {}
        return frozenset([*bases, *(basis for basis, _plain in bases.values())])

    def _decisions(self, batch: pl.DataFrame, wrong: dict[int, list[Wrong]]) -> dict[str, pl.Series]:
        """What people decided, in the few rows where they did."""
        found = {}
        for number, columns in self.plan.decisions.items():
            names = [raw(column.index) for column in columns]
            given = batch.select(pl.any_horizontal(~blank(pl.col(name).cast(pl.String)) for name in names)).to_series()
            answers: list[bool | None] = []
            rows = batch.filter(given)
            for at, cells in zip(given.arg_true(), rows.select(names).rows(), strict=True):
                town, said = self.read(columns, cells)
                if said:
                    wrong.setdefault(at, []).extend(said)
                decision = town.decisions.get(number) if town is not None else None
                answers.append(decision.granted if decision is not None else None)
            empty = pl.Series(granted(number), [None], dtype=pl.Boolean).new_from_index(0, batch.height)
            found[granted(number)] = empty.scatter(given.arg_true(), answers) if answers else empty
        return found

    def _computed(self, batch: pl.DataFrame) -> list[pl.Series]:
        """The comparisons of facts that are computed from others, once for each different combination of those."""
        found: list[pl.Series] = []
        for fact in self.plan.computed:
            found += self._computed_of(fact, batch)
        return found

    def _computed_of(self, fact: Fact, batch: pl.DataFrame) -> list[pl.Series]:
        wanted = prepared(fact, self.plan)
        sources = [source for source in self.plan.sources if source.fact in fact.bases]
        columns = [column for source in sources for column in source.columns]
        names = [raw(column.index) for column in columns]
        keys = batch.select(names).rows() if names else [()] * batch.height
        answers: dict[Any, tuple[Any, ...]] = {}
        for key in keys:
            if key not in answers:
                town, said = self.read(columns, key)
                facts = {} if town is None or said else town.facts
                assert fact.derived is not None  # it is computed
                value = fact.derived.value(facts)
                answers[key] = tuple(column.value(value) for column in wanted)
        return [
            pl.Series(column.name, [answers[key][nth] for key in keys], dtype=column.dtype)
            for nth, column in enumerate(wanted)
        ]

    def _unproven(self, batch: pl.DataFrame, rows: pl.DataFrame) -> list[pl.Series]:
        """Whether each fact that may be unproven is: a yes without evidence, a figure of another basis."""
        plan = self.plan
        found = {}
        for fact_id in sorted(plan.doubtable):  # in one order in every process
            fact = plan.facts[fact_id]
            if fact.derived is None:
                found[fact_id] = self._is_unproven(fact, batch, rows)
        for fact in plan.computed:
            bases = [found[base.id] for base in fact.bases if base.id in plan.bases]
            if bases:
                found[fact.id] = pl.select(pl.any_horizontal(bases)).to_series()
        return [series.alias(unproven(plan.facts[fact_id])) for fact_id, series in found.items()]

    def _is_unproven(self, fact: Fact, batch: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
        plan = self.plan
        if fact.id in plan.facts.findings:
            if fact.id not in rows.columns:
                return pl.Series([False]).new_from_index(0, batch.height)
            yes = rows[fact.id].fill_null(False)
            if fact.id not in plan.evidence:
                return yes
            shown = batch.select(~blank(pl.col(raw(plan.evidence[fact.id])).cast(pl.String).str.strip_chars()))
            return yes & ~shown.to_series()
        basis, plain = plan.bases[fact.id]
        codes = list(plan.facts[basis].type.by_id)  # type: ignore[attr-defined]
        known = rows[low(fact)].is_not_null() if is_figure(fact) else self._is_given(fact, batch)
        return known & (rows[basis] != codes.index(plain)).fill_null(False)

    def _is_given(self, fact: Fact, batch: pl.DataFrame) -> pl.Series:
        source = next(source for source in self.plan.sources if source.fact is fact)
        cells = [pl.col(raw(column.index)).cast(pl.String) for column in source.columns]
        return batch.select(pl.any_horizontal(~blank(cell.str.strip_chars()) for cell in cells)).to_series()

    def _identity(self, rows: pl.DataFrame) -> pl.Expr:
        """A number by which towns differ that differ in name or year: those that share it must be looked at."""
        years = [pl.col(name).hash(seed=1) for name in ("year__low", "year__high") if name in rows.columns]
        return reduce(xor, years, pl.col("name").hash(seed=0)).reinterpret(signed=True).alias(IDENTITY)

    def _rule_set(self, rows: pl.DataFrame, wrong: dict[int, list[Wrong]]) -> pl.Series:
        """The place among the plan's of the rule set that holds where each town lies."""
        if self.find is None:
            return pl.Series([0], dtype=pl.Int8).new_from_index(0, rows.height)
        places = rows.select(PLACE_FACTS)
        for place in places.unique().rows():
            if place not in self.places:
                told = {key: text for key, text in zip(PLACE_FACTS, place, strict=True) if text is not None}
                found = self.find(told)
                code = -1 if isinstance(found, str) else self.plan.rule_sets.index(found)
                self.places[place] = (code, found if isinstance(found, str) else None)
        codes = []
        for at, place in enumerate(places.rows()):
            code, message = self.places[place]
            codes.append(code)
            if message is not None:
                wrong.setdefault(at, []).insert(0, Wrong(self.name.index, message))
        return pl.Series(codes, dtype=pl.Int8)


def _year(columns: Mapping[str, pl.Series]) -> pl.Expr:
    """The year of a town's data, by which rows of equal merit are ordered."""
    return (pl.col("year__low") if "year__low" in columns else pl.lit(None, pl.Int64)).fill_null(0).alias("year")


def _another(
    plan: Plan, schema: Mapping[str, pl.DataType], find: FindRules | None, scored: bool, language: str
) -> Preparer:
    preparer = Preparer(plan, schema, find)
    preparer.scorer = Scorer(plan, preparer.read) if scored else None
    preparer.language = language
    return preparer


def _lost(cells: pl.Series, values: pl.Series) -> pl.Series:
    """The rows (from 0) whose value is null where their cell is not."""
    if values.null_count() == cells.null_count():
        return pl.Series([], dtype=pl.UInt32)
    return (values.is_null() & cells.is_not_null()).arg_true()


def _work(cells: Cells, nth: int) -> str:
    """What a column prepared is called while it is in work: those of several sources may be at once."""
    return f"{cells.key}::{nth}"


def _named(cells: Cells, values: Sequence[pl.Expr]) -> list[pl.Expr]:
    return [value.alias(_work(cells, nth)) for nth, value in enumerate(values[: len(cells.columns)])]
