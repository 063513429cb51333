"""A batch of raw rows -> what the formulas ask for, and the rows rejected: one preparation, whatever engine judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import xor
from threading import RLock
from typing import Any, NamedTuple, Protocol

import polars as pl

from zhenkit.columnar.names import (
    GIVEN,
    IDENTITY,
    ODD,
    ROW,
    granted_column,
    has_own_column,
    is_figure,
    is_given,
    kept,
    low,
    raw,
)
from zhenkit.columnar.plan import IDENTITY_TEXTS, RULE_SET, Plan
from zhenkit.columnar.prepare.cells import Cells
from zhenkit.columnar.prepare.columns import prepared
from zhenkit.columnar.prepare.fast_paths import NEVER_TITLES, is_blank, is_odd_text
from zhenkit.columnar.prepare.fast_paths import NO_TOWN as NO_TOWN_TEXT
from zhenkit.columnar.prepare.place_rules import FindRules, PlaceRules
from zhenkit.columnar.prepare.strict import unproven_facts
from zhenkit.columnar.row_reader import RowReader, Wrong
from zhenkit.core.i18n import current, speaking
from zhenkit.facts.dictionary import IDENTITY as KNOWN_BY
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.facts.fact import Fact
from zhenkit.towns.options import Options
from zhenkit.towns.tables.header import HeaderColumn, Role
from zhenkit.towns.tables.no_towns import SIGNS, NoTown
from zhenkit.towns.tables.row_kinds import DITTO, MAY_BE_OF_PLACE, RowKinds, has_ditto
from zhenkit.towns.tables.row_units import SAYS_UNITS, says_units
from zhenkit.towns.tables.table import beyond, untitled


class Measure(Protocol):
    """Something that is reckoned of rows besides: their scores, their distances."""

    @property
    def names(self) -> Sequence[str]:
        """The columns that it makes."""

    def __call__(self, rows: pl.LazyFrame, /) -> pl.LazyFrame:
        """Rows of raw cells and of what is prepared of them, with its columns beside."""


class RejectedCell(NamedTuple):
    """A cell for which a row is not judged."""

    row: int
    column: int
    """Its index, from 0."""
    message: str


NO_TOWN = -1
"""In the place of a column, of a row that is no town: the message is what it is."""
REPEATS = "ditto"
"""A row with a cell that stands for the one above."""
BY_ROWS = (NoTown.HEADER.value, NoTown.UNITS.value, REPEATS)
"""What can only be read row by row."""
HEAD = 5000
"""So many rows at a table's beginning show how it is written."""


@dataclass
class PreparedRows:
    """Rows prepared, and the cells for which rows are missing from them."""

    rows: pl.DataFrame
    read: int
    """How many rows were not blank: those prepared and those rejected."""
    rejects: list[RejectedCell]


class Preparer:
    """Prepares the rows of one table: as columns where they are plainly written, cell by cell where they are odd.

    What it has learned of how the table is written it keeps from batch to batch.
    """

    def __init__(
        self,
        plan: Plan,
        schema: Mapping[str, pl.DataType],
        only_ones_and_zeros: Callable[[int], bool],
        find: FindRules | None = None,
        measures: Sequence[Measure] = (),
        language: str | None = None,
        lies_in: Callable[[str], bool] = lambda _place: False,
    ) -> None:
        self.plan, self.schema, self.find, self.measures = plan, schema, find, measures
        self.language = language or current()
        """What it speaks, whatever thread or process it works in."""
        self.only_ones_and_zeros = only_ones_and_zeros
        self.read = RowReader(plan.facts, only_ones_and_zeros, plan.mapping)
        self.cells = [Cells(source, plan, schema, self.read) for source in plan.sources]
        self.computed = [Cells(source, plan, schema, self.read) for source in plan.computed if source.columns]
        self.held = [Cells(source, plan, schema, self.read, is_held=True) for source in plan.held_to]
        self.name = next(source.columns[0] for source in plan.sources if source.fact.id == "name")
        self.place_rules = None if find is None else PlaceRules(find, plan.rule_sets, self.language)
        self.raw_columns = [raw(index) for index in range(len(schema) - 1)]
        self.lies_in = lies_in
        self.row_kinds = RowKinds(plan.columns, plan.facts, Options(mapping=plan.mapping), lies_in)
        self.learned = False
        self.lock = RLock()

    def __reduce__(self) -> tuple[Any, ...]:
        """What makes another, for another process: what was learned stays here."""
        made_of = (
            self.plan,
            self.schema,
            self.only_ones_and_zeros,
            self.find,
            self.measures,
            self.language,
            self.lies_in,
        )
        return Preparer, made_of

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
                return PreparedRows(self.finished(seen.lazy()).collect(), batch.height, [])
            others = self.cell_by_cell(batch.filter(odd))
            rows = pl.concat([self.finished(seen.lazy().filter(~odd)).collect(), others.rows]).sort(ROW)
            return PreparedRows(rows, batch.height - int(odd.sum()) + others.read, others.rejects)

    def learn(self, head: pl.DataFrame, every: pl.LazyFrame | None = None) -> None:
        """Take in how the first rows of the table are written, and the words of every row where they are at hand."""
        with self.lock, speaking(self.language):
            for cells in self.cells:
                cells.learn(head)
                if every is not None and cells.has_many_words:
                    cells.learn_all(every)
            known = [cells.known() for cells in self.cells]
            asked = [each for ways in known for each in ways]
            counts = iter(head.select(asked).row(0) if asked else ())  # there may be none: of columns of nothing
            for cells, ways in zip(self.cells, known, strict=True):
                cells.settle([next(counts) for _way in ways], head.height)
            self.learned = True

    @property
    def reads_cells(self) -> bool:
        """Whether some columns are read cell by cell even where rows are plainly written."""
        return bool(self.computed) or bool(self.held) or any(cells.has_no_way for cells in self.cells)

    def seen(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """The rows with what is prepared of each as if it were plainly written, and whether it is (not ODD)."""
        plain = [cells.plain() for cells in (*self.cells, *self.held)]
        values = {name: value for each in plain for name, value in each.values.items()}
        found = rows.with_columns(each.read for each in plain if each.read is not None)
        found = found.with_columns(**values, **self._absent).with_columns(self._rule_set.alias(RULE_SET))
        odd = [each.odd for each in plain if each.odd is not None]
        return found.with_columns(pl.any_horizontal(*odd, *self._odd_beside()).alias(ODD))

    def finished(self, rows: pl.LazyFrame, *beside: str) -> pl.LazyFrame:
        """Rows seen with all that is prepared, which is anything where they are odd; and nothing else."""
        computed = [cells.plain() for cells in self.computed]
        rows = rows.with_columns(each.read for each in computed if each.read is not None)
        rows = rows.with_columns(**{name: value for each in computed for name, value in each.values.items()})
        rows = rows.with_columns(**self._made)
        return reduce(lambda found, measure: measure(found), self.measures, rows).select(*self._names, *beside)

    def cell_by_cell(self, batch: pl.DataFrame) -> PreparedRows:
        """The batch prepared, every cell read or reported."""
        with self.lock, speaking(self.language):
            batch, no_towns = self._without_no_towns(self._without_blank_rows(batch))
            wrong: dict[int, list[Wrong]] = {}
            facts, decisions = self._facts(batch, wrong), self._decisions(batch, wrong)
            rows = batch.with_columns(**self._absent).with_columns(*facts, *decisions)
            self._nameless(rows["name"], wrong)
            self._beside(batch, wrong)
            self._implausible(batch, wrong)
            rows = rows.with_columns(self._rule_set.alias(RULE_SET))
            self._without_rules(rows, wrong)
            numbers = batch[ROW].gather(sorted(wrong)).to_list()
            rejects = [
                RejectedCell(row, *each) for row, at in zip(numbers, sorted(wrong), strict=True) for each in wrong[at]
            ]
            rejects += no_towns
            good = pl.Series([True]).new_from_index(0, batch.height).scatter(list(wrong), False)
            return PreparedRows(self.finished(rows.lazy().filter(good)).collect(), batch.height, rejects)

    @cached_property
    def _prepared(self) -> list[Cells]:
        """The sources that some rule set asks for, or by which towns are known."""
        return [*(cells for cells in self.cells if self._is_wanted(cells.key)), *self.computed]

    @cached_property
    def _absent(self) -> Mapping[str, pl.Expr]:
        """What is prepared though no column states it, or few rows do: null."""
        stated = {cells.key for cells in self._prepared}
        texts = {fact_id: pl.lit(None, pl.String) for fact_id in IDENTITY_TEXTS if fact_id not in stated}
        of_nothing = {
            column.name: pl.lit(column.value(fact.value_of({})), column.dtype)
            for fact, columns in self.plan.computed
            if fact.derived is not None and not columns
            for column in prepared(fact, self.plan)
        }
        decisions = {granted_column(number): pl.lit(None, pl.Boolean) for number in self.plan.decisions}
        return texts | of_nothing | decisions

    @cached_property
    def _made(self) -> Mapping[str, pl.Expr]:
        """What is made of cells and columns prepared, for every row."""
        years = [name for cells in self._prepared if cells.key == "year" for name in (c.name for c in cells.columns)]
        year = pl.col(years[0]).fill_null(0) if years else pl.lit(0, pl.Int64)
        # a number by which towns differ that differ in name or year: of those that share it, the names and places must
        # be looked at; each end of the year has a seed of its own, for they are one number mostly
        hashes = [pl.col(name).hash(seed=seed) for seed, name in enumerate(["name", *years])]
        identity = reduce(xor, hashes)
        carried = {
            kept(nth): pl.lit(None, pl.String) if index is None else pl.col(raw(index)).cast(pl.String)
            for nth, (index, _title) in enumerate(self.plan.kept)
        }
        return {
            "year": year,
            IDENTITY: identity.reinterpret(signed=True),
            **carried,
            **unproven_facts(self.plan, {cells.key for cells in self._prepared}),
            **({GIVEN: self._given} if self.plan.counts_given else {}),
        }

    @property
    def _given(self) -> pl.Expr:
        """How many of the facts that its rule set asks for a row states."""
        stated = self.plan.stated
        found = [[_tells(fact) for fact in each.to_state if fact.id in stated] for each in self.plan.rule_sets]
        counts = [pl.sum_horizontal(pl.lit(0), *(value.is_not_null() for value in values)) for values in found]
        return reduce(
            lambda others, at: pl.when(pl.col(RULE_SET) == at).then(counts[at]).otherwise(others),
            range(1, len(counts)),
            counts[0],
        ).cast(pl.Int32)

    @cached_property
    def _names(self) -> list[str]:
        """The columns that it makes."""
        of_facts = [column.name for cells in self._prepared for column in cells.columns]
        measured = [name for measure in self.measures for name in measure.names]
        return [ROW, *of_facts, *self._absent, RULE_SET, *self._made, *measured]

    def _odd_beside(self) -> Iterator[pl.Expr]:
        """Rows that are odd for another reason than the cell of a fact."""
        yield pl.col("name").is_null()
        if self.place_rules is not None:
            yield pl.col(RULE_SET) < 0
        for columns in self.plan.decisions.values():
            yield from (~is_blank(pl.col(raw(column.index)).cast(pl.String)) for column in columns)
        for column in self._evidence:
            yield is_odd_text(pl.col(raw(column.index))).fill_null(False)
        yield from (pl.col(raw(index)).is_not_null() for index in (*self.plan.untitled, *self.plan.beyond))
        yield from self._of_units
        yield from self._called_like_a_place
        stated = {column.index for column in self.plan.columns}
        for index in range(self.name.index):
            if index not in stated and self.schema[raw(index)] == pl.String:
                yield pl.col(raw(index)).str.contains_any(list(SIGNS)).fill_null(False)

    @cached_property
    def _of_units(self) -> list[pl.Expr]:
        """For each column of units or remarks, the rows that may say units themselves."""
        texts = [raw(each.column) for each in self.plan.units if self.schema[raw(each.column)] == pl.String]
        return [pl.col(name).str.contains(SAYS_UNITS).fill_null(False) for name in texts]

    @cached_property
    def _called_like_a_place(self) -> list[pl.Expr]:
        """The rows whose name ends as those of places do."""
        name = raw(self.name.index)
        if self.plan.of_towns or self.schema[name] != pl.String:
            return []
        return [pl.col(name).str.contains(MAY_BE_OF_PLACE).fill_null(False)]

    @cached_property
    def _evidence(self) -> list[HeaderColumn]:
        """The columns of evidence with text."""
        columns = [column for column in self.plan.columns if column.role is Role.EVIDENCE]
        return [column for column in columns if self.schema[raw(column.index)] == pl.String]

    def _without_blank_rows(self, batch: pl.DataFrame) -> pl.DataFrame:
        """The batch without blank rows: those in a sheet's middle or at its end are no towns."""
        name = pl.col(raw(self.name.index))
        if self.schema[raw(self.name.index)] == pl.String:
            # what may be blank begins with a space, and those come before all other signs but one
            nameless = batch.select(name.is_null() | (name < "!") | name.str.starts_with("\u3000")).to_series()
        else:
            nameless = batch.select(name.is_null()).to_series()
        if not nameless.any():
            return batch
        beside = {ROW, *map(raw, self.plan.added)}
        filled = [
            pl.col(name).str.strip_chars() != "" if dtype == pl.String else pl.col(name).is_not_null()
            for name, dtype in self.schema.items()
            if name not in beside
        ]
        held = batch.filter(nameless).select(ROW, held=pl.any_horizontal(each.fill_null(False) for each in filled))
        return batch.join(held.filter(~pl.col("held")), on=ROW, how="anti", maintain_order="left")

    def _without_no_towns(self, batch: pl.DataFrame) -> tuple[pl.DataFrame, list[RejectedCell]]:
        """The batch without rows that are no towns, and these."""
        found: list[RejectedCell] = []
        if self.plan.of_towns:
            return batch, found
        for row, *cells in batch.filter(self._may_be_no_town).select(ROW, *self.raw_columns).iter_rows():
            kind = self.row_kinds(cells)
            if kind is not None:
                found.append(RejectedCell(row, NO_TOWN, kind.value))
            elif has_ditto(cells):
                found.append(RejectedCell(row, NO_TOWN, REPEATS))
            elif self.plan.units and says_units(cells, self.plan.units):
                found.append(RejectedCell(row, NO_TOWN, NoTown.UNITS.value))
        rows = pl.Series([each.row for each in found], dtype=batch.schema[ROW])
        return (batch.filter(~pl.col(ROW).is_in(rows.implode())) if found else batch), found

    @cached_property
    def _may_be_no_town(self) -> pl.Expr:
        """The rows of which it is worth asking what they are, for that takes a while: they say so, or too little."""
        texts = [name for name in self.raw_columns if self.schema[name] == pl.String]
        before = [name for name in self.raw_columns[: self.name.index + 1] if name in texts]
        probes = [name for name in map(raw, self.row_kinds.probes) if name in texts]
        words = [pl.col(name).str.strip_chars() for name in probes]
        titled = [~(word.str.contains("^[+-]?[0-9]") | word.is_in(NEVER_TITLES)) for word in words]
        blank = [pl.col(name).is_null() for name in map(raw, self.row_kinds.probes)]
        return pl.any_horizontal(
            pl.col(raw(self.name.index)).is_null(),
            *self._of_units,
            *self._called_like_a_place,
            *(pl.col(name).str.contains(NO_TOWN_TEXT).fill_null(False) for name in before),
            *(each.fill_null(False) for each in titled),
            *(pl.col(name).str.strip_chars().is_in(sorted(DITTO)).fill_null(False) for name in texts),
            pl.all_horizontal(blank) if blank else pl.lit(True),
        )

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
            odd = batch.select(is_odd_text(pl.col(cells.name)).fill_null(False)).to_series()
            said_of = {text: self.read([column], [text])[1] for text in cells.filter(odd).unique(maintain_order=True)}
            for at in odd.arg_true() if any(said_of.values()) else ():
                if found := said_of[cells[at]]:
                    wrong.setdefault(at, []).extend(found)
        behind = self.plan.beyond
        for index, which, said in [
            *((index, [index], untitled()) for index in self.plan.untitled),
            *([(behind[0], behind, beyond())] if behind else []),
        ]:
            filled = [pl.col(raw(each)).cast(pl.String).str.strip_chars() != "" for each in which]
            for at in batch.select(pl.any_horizontal(filled).fill_null(False)).to_series().arg_true():
                wrong.setdefault(at, []).append(Wrong(index, said))

    def _facts(self, batch: pl.DataFrame, wrong: dict[int, list[Wrong]]) -> list[pl.Series]:
        """Every cell of every fact is read; what a rule set asks for is kept."""
        found = []
        for cells in self.cells:
            read = cells.read(batch)
            found += [value.alias(column.name) for value, column in zip(read.values, cells.columns, strict=True)]
            for at, said in read.wrong:
                wrong.setdefault(at, []).extend(said)
        return found

    def _implausible(self, batch: pl.DataFrame, wrong: dict[int, list[Wrong]]) -> None:
        """Rows that contradict themselves; of those of which something else is wrong it is not said."""
        found: dict[int, list[Wrong]] = {}
        for cells in self.held:
            for at, said in cells.read(batch).wrong:
                found.setdefault(at, []).extend(said)
        wrong |= {at: said for at, said in found.items() if at not in wrong}

    def _is_wanted(self, key: str) -> bool:
        """Whether a rule set asks for a fact, or a town is known by it."""
        return key in self.plan.asked or key in KNOWN_BY or key in self.basis_facts

    @property
    def basis_facts(self) -> frozenset[str]:
        """The figures that may be unproven, and the facts that state what they measure."""
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

    @cached_property
    def _rule_set(self) -> pl.Expr:
        """The place among the plan's of the rule set that each row is judged by; -1 where there is none."""
        return pl.lit(0, pl.Int8) if self.place_rules is None else self.place_rules.codes()

    def _without_rules(self, rows: pl.DataFrame, wrong: dict[int, list[Wrong]]) -> None:
        """Rows of places that no rule set is for."""
        without = (rows[RULE_SET] < 0).arg_true()
        for at, place in zip(without, rows.select(PLACE_FACTS)[without].rows(), strict=True):
            assert self.place_rules is not None  # or one rule set is for all
            wrong.setdefault(at, []).insert(0, Wrong(self.name.index, self.place_rules.reason(place)))


def _tells(fact: Fact) -> pl.Expr:
    """The column prepared of a fact that is null where it is missing."""
    return pl.col(low(fact) if is_figure(fact) else fact.id if has_own_column(fact) else is_given(fact))
