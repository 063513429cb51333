"""A batch of raw rows -> what the formulas ask for, and the rows rejected: one preparation, whatever engine judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import xor
from threading import RLock
from typing import Any, NamedTuple

import polars as pl

from zhenkit.columnar.evaluate.score import Scorer
from zhenkit.columnar.names import HIGH, IDENTITY, LOW, ODD, ROW, granted_column, kept, raw
from zhenkit.columnar.plan import IDENTITY_TEXTS, RULE_SET, Plan
from zhenkit.columnar.prepare.cells import Cells
from zhenkit.columnar.prepare.columns import prepared
from zhenkit.columnar.prepare.fast_paths import ODD_TEXT, is_blank
from zhenkit.columnar.prepare.strict import doubts
from zhenkit.columnar.row_reader import RowReader, Wrong
from zhenkit.core.i18n import current, speaking
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.facts.fact import Fact
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.tables.header import HeaderColumn, Role
from zhenkit.towns.tables.table import untitled

FindRules = Callable[[Mapping[str, str]], RuleSet | str]
"""A place -> the rule set that holds there, or what to say where there is none."""


class RejectedCell(NamedTuple):
    """A cell for which a row is not judged."""

    row: int
    column: int
    """Its index, from 0."""
    message: str


HEAD = 5000
"""So many rows at a table's beginning tell how it is written."""


@dataclass
class PreparedRows:
    """Rows prepared, and the cells for which rows are missing from them."""

    rows: pl.DataFrame
    read: int
    """How many rows held anything: those prepared and those rejected."""
    rejects: list[RejectedCell]


class Preparer:
    """Prepares the rows of one table: as columns where they are plainly written, cell by cell where they are odd.

    What it has learned of how the table is written it keeps from batch to batch.
    """

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
        self.learned = False
        self.lock = RLock()
        self.language = current()
        """What it speaks, whatever thread or process it works in."""

    def __reduce__(self) -> tuple[Any, ...]:
        """What makes another, for another process: what was learned stays here."""
        return _another, (self.plan, self.schema, self.find, self.scorer is not None, self.language)

    @property
    def prepared_schema(self) -> pl.Schema:
        """The columns that it makes."""
        return self.cell_by_cell(pl.DataFrame(schema=self.schema)).rows.schema

    def __call__(self, batch: pl.DataFrame) -> PreparedRows:
        """The batch prepared. Only one is in work at a time, since all share what has been learned."""
        with self.lock, speaking(self.language):
            if not self.learned:
                self.learn(batch.head(HEAD))
            seen = self.seen(batch.lazy()).collect()
            odd = seen[ODD]
            if not odd.any():
                return PreparedRows(self._finished(seen), batch.height, [])
            others = self.cell_by_cell(batch.filter(odd))
            rows = pl.concat([self._finished(seen.filter(~odd)), others.rows]).sort(ROW)
            return PreparedRows(rows, batch.height - int(odd.sum()) + others.read, others.rejects)

    def learn(self, head: pl.DataFrame, every: pl.LazyFrame | None = None) -> None:
        """Take in how the first rows of the table are written, and the words of every row where they are at hand."""
        with self.lock, speaking(self.language):
            for cells in self.cells:
                cells.learn(head)
                if every is not None and cells.has_many_words:
                    cells.learn_all(every)
            known = [cells.known() for cells in self.cells]
            counts = iter(head.select(each for ways in known for each in ways).row(0))
            for cells, ways in zip(self.cells, known, strict=True):
                cells.settle([next(counts) for _way in ways], head.height)
            self.learned = True

    @property
    def is_columnar(self) -> bool:
        """Whether rows plainly written are prepared by expressions alone."""
        return not self.plan.computed and self.scorer is None

    def seen(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """The rows with what is prepared of each as if it were plainly written, and whether it is (not ODD)."""
        plain = [cells.plain() for cells in self.cells]
        values = {name: value for each in plain for name, value in each.values.items()}
        found = rows.with_columns(each.read for each in plain if each.read is not None)
        found = found.with_columns(**values, **self._absent).with_columns(self._code().alias(RULE_SET))
        odd = [each.odd for each in plain if each.odd is not None]
        return found.with_columns(pl.any_horizontal(*odd, *self._odd_beside()).alias(ODD))

    def finished(self, rows: pl.LazyFrame, *beside: str) -> pl.LazyFrame:
        """Rows seen with all that is prepared, which is anything where they are odd; and nothing else."""
        return rows.with_columns(**self._made).select(*self._names, *beside)

    def _finished(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same of rows in hand, with what is computed row by row."""
        rows = rows.with_columns(**self._made).with_columns(self._computed(rows))
        if self.scorer is not None:
            rows = rows.with_columns(self.scorer(rows))
        return rows.select(self._names)

    def cell_by_cell(self, batch: pl.DataFrame) -> PreparedRows:
        """The batch prepared, every cell read or told."""
        with self.lock, speaking(self.language):
            batch = self._without_blank_rows(batch)
            wrong: dict[int, list[Wrong]] = {at: [said] for at, said in self._repeated(batch[ROW])}
            facts, decisions = self._facts(batch, wrong), self._decisions(batch, wrong)
            rows = batch.with_columns(**self._absent).with_columns(*facts, *decisions)
            self._nameless(rows["name"], wrong)
            self._beside(batch, wrong)
            rows = rows.with_columns(self._rule_set(rows, wrong).alias(RULE_SET))
            if not wrong:
                return PreparedRows(self._finished(rows), batch.height, [])
            rejected = sorted(wrong)
            numbers = batch[ROW].gather(rejected).to_list()
            rejects = [
                RejectedCell(row, *each) for row, at in zip(numbers, rejected, strict=True) for each in wrong[at]
            ]
            good = pl.Series([True]).new_from_index(0, batch.height).scatter(rejected, False)
            return PreparedRows(self._finished(rows.filter(good)), batch.height, rejects)

    @cached_property
    def _prepared(self) -> list[Cells]:
        """The sources of which something is asked for, or by which towns are known."""
        return [cells for cells in self.cells if self._is_wanted(cells.key)]

    @cached_property
    def _absent(self) -> Mapping[str, pl.Expr]:
        """What is prepared though no column states it, or few rows do: null."""
        stated = {cells.key for cells in self._prepared}
        texts = {fact_id: pl.lit(None, pl.String) for fact_id in IDENTITY_TEXTS if fact_id not in stated}
        return texts | {granted_column(number): pl.lit(None, pl.Boolean) for number in self.plan.decisions}

    @cached_property
    def _made(self) -> Mapping[str, pl.Expr]:
        """What is made of cells and columns prepared, for every row."""
        years = [name for cells in self._prepared if cells.key == "year" for name in (c.name for c in cells.columns)]
        year = pl.col(years[0]).fill_null(0) if years else pl.lit(0, pl.Int64)
        # a number by which towns differ that differ in name or year: those that share it must be looked at
        identity = reduce(xor, [pl.col(name).hash(seed=1) for name in years], pl.col("name").hash(seed=0))
        carried = {
            kept(nth): pl.lit(None, pl.String) if index is None else pl.col(raw(index)).cast(pl.String)
            for nth, (index, _title) in enumerate(self.plan.kept)
        }
        return {
            "year": year,
            IDENTITY: identity.reinterpret(signed=True),
            **carried,
            **doubts(self.plan, {cells.key for cells in self._prepared}),
        }

    @cached_property
    def _names(self) -> list[str]:
        """The columns that it makes."""
        of_facts = [column.name for cells in self._prepared for column in cells.columns]
        computed = [column.name for fact in self.plan.computed for column in prepared(fact, self.plan)]
        scores = [] if self.scorer is None else [LOW, HIGH]
        return [ROW, *of_facts, *self._absent, RULE_SET, *self._made, *computed, *scores]

    def _odd_beside(self) -> Iterator[pl.Expr]:
        """Rows that are odd for another reason than the cell of a fact."""
        yield pl.col("name").is_null()
        if self.find is not None:
            yield pl.col(RULE_SET) < 0
        if self.repeated:
            yield pl.col(ROW).is_in(list(self.repeated))
        for columns in self.plan.decisions.values():
            yield from (~is_blank(pl.col(raw(column.index)).cast(pl.String)) for column in columns)
        for column in self._evidence:
            yield pl.col(raw(column.index)).str.contains(ODD_TEXT).fill_null(False)
        yield from (pl.col(raw(index)).is_not_null() for index in self.plan.untitled)

    @cached_property
    def _evidence(self) -> list[HeaderColumn]:
        """The columns of evidence that hold text."""
        columns = [column for column in self.plan.columns if column.role is Role.EVIDENCE]
        return [column for column in columns if self.schema[raw(column.index)] == pl.String]

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
        for column in self._evidence:
            cells = batch[raw(column.index)]
            for at in cells.str.contains(ODD_TEXT).fill_null(False).arg_true():
                if said := self.read([column], [cells[at]])[1]:
                    wrong.setdefault(at, []).extend(said)
        for index in self.plan.untitled:
            given = batch.select(~is_blank(pl.col(raw(index)).cast(pl.String).str.strip_chars())).to_series()
            for at in given.arg_true():
                wrong.setdefault(at, []).append(Wrong(index, untitled()))

    def _facts(self, batch: pl.DataFrame, wrong: dict[int, list[Wrong]]) -> list[pl.Series]:
        """Every cell of every fact is read; what a rule set asks for is kept."""
        found = []
        for cells in self.cells:
            read = cells.read(batch)
            found += [value.alias(column.name) for value, column in zip(read.values, cells.columns, strict=True)]
            for at, said in read.wrong:
                wrong.setdefault(at, []).extend(said)
        return found

    def _is_wanted(self, key: str) -> bool:
        """Whether a fact is asked for, or a town known by it."""
        return key in self.plan.asked or key in self.plan.identity or key in self.basis_facts

    @property
    def basis_facts(self) -> frozenset[str]:
        """The figures that may be unproven, and the facts that tell what they measure."""
        bases = self.plan.bases if self.plan.strict else {}
        return frozenset([*bases, *(basis for basis, _plain in bases.values())])

    def _decisions(self, batch: pl.DataFrame, wrong: dict[int, list[Wrong]]) -> list[pl.Series]:
        """What people decided, in the few rows where they did."""
        found = []
        for number, columns in self.plan.decisions.items():
            names = [raw(column.index) for column in columns]
            given = batch.select(
                pl.any_horizontal(~is_blank(pl.col(name).cast(pl.String)) for name in names)
            ).to_series()
            answers: list[bool | None] = []
            rows = batch.filter(given)
            for at, cells in zip(given.arg_true(), rows.select(names).rows(), strict=True):
                town, said = self.read(columns, cells)
                if said:
                    wrong.setdefault(at, []).extend(said)
                decision = town.decisions.get(number) if town is not None else None
                answers.append(decision.granted if decision is not None else None)
            empty = pl.Series(granted_column(number), [None], dtype=pl.Boolean).new_from_index(0, batch.height)
            found.append(empty.scatter(given.arg_true(), answers) if answers else empty)
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

    def _code(self) -> pl.Expr:
        """The place among the plan's of the rule set that holds for each row; -1 where there is none."""
        if self.find is None:
            return pl.lit(0, pl.Int8)
        codes = pl.struct(PLACE_FACTS).map_batches(self._codes, return_dtype=pl.Int8, is_elementwise=True)
        assert isinstance(codes, pl.Expr)  # of an expression
        return codes

    def _codes(self, places: pl.Series) -> pl.Series:
        """The same of a struct's places, each different one looked up once."""
        each = places.struct.unnest()
        different = each.unique()
        for place in different.rows():
            if place not in self.places:
                self.places[place] = self._of_place(place)
        codes = pl.Series(RULE_SET, [self.places[place][0] for place in different.rows()], dtype=pl.Int8)
        known = different.with_columns(codes)
        return each.join(known, on=PLACE_FACTS, how="left", nulls_equal=True, maintain_order="left")[RULE_SET]

    def _of_place(self, place: tuple[str | None, ...]) -> tuple[int, str | None]:
        assert self.find is not None  # or no place is looked up
        told = {key: text for key, text in zip(PLACE_FACTS, place, strict=True) if text is not None}
        with speaking(self.language):  # in whatever thread
            found = self.find(told)
        return (-1, found) if isinstance(found, str) else (self.plan.rule_sets.index(found), None)

    def _rule_set(self, rows: pl.DataFrame, wrong: dict[int, list[Wrong]]) -> pl.Series:
        """The same of rows in hand; those that have none are told."""
        if self.find is None:
            return pl.Series([0], dtype=pl.Int8).new_from_index(0, rows.height)
        codes = self._codes(rows.select(pl.struct(PLACE_FACTS)).to_series())
        without = (codes < 0).arg_true()
        for at, place in zip(without, rows.select(PLACE_FACTS)[without].rows(), strict=True):
            wrong.setdefault(at, []).insert(0, Wrong(self.name.index, str(self.places[place][1])))
        return codes


def _another(
    plan: Plan, schema: Mapping[str, pl.DataType], find: FindRules | None, scored: bool, language: str
) -> Preparer:
    preparer = Preparer(plan, schema, find)
    preparer.scorer = Scorer(plan, preparer.read) if scored else None
    preparer.language = language
    return preparer
