"""Registers of made-up towns are what they say, and the standard written by hand in Polars judges as zhenkit does."""

from __future__ import annotations

import polars as pl
import pytest

from tests.benchmarks import by_hand_polars
from tests.benchmarks.judged import judged_rows
from tests.benchmarks.registers import BAD, BATCH, asked, title, towns, write_csv, write_parquet
from tests.benchmarks.same import same
from zhenkit import load_rules

ROWS = 2000


@pytest.fixture(scope="module")
def register() -> pl.DataFrame:
    return towns(ROWS).collect()


def test_a_register_states_all_that_the_standard_asks_and_who_the_towns_are(register):
    assert register.columns == ["name", "province", "city", "county", "year", *map(title, asked())]
    assert register["name"].n_unique() == ROWS


def test_the_first_rows_of_a_longer_register_are_those_of_a_shorter(register):
    longer = towns(BATCH + 10)
    assert longer.head(ROWS).collect().equals(register)
    assert longer.collect().height == BATCH + 10


def test_another_seed_gives_other_towns(register):
    assert not towns(ROWS, seed=81).collect().equals(register)


def test_three_cells_of_a_hundred_are_missing(register):
    stated = register.select(map(title, asked()))
    assert 0.025 < stated.null_count().sum_horizontal().item() / (ROWS * stated.width) < 0.035


def test_every_grade_of_every_criterion_and_every_verdict_occurs(register):
    found = by_hand_polars.judged(register.lazy()).collect()
    assert set(found["verdict"]) == {"fail", "review", "relaxed", "pass", "incomplete"}
    grades = {number: {0, 3} for number in range(1, 9)} | {4: {0, 1, 2, 3}, 7: {0, 1, 3}}
    for number, expected in grades.items():
        for end in ("worst", "best"):
            assert set(found[f"c{number}_{end}"]) == expected


def test_the_standard_by_hand_gives_every_column_as_zhenkit_judges(register):
    expected = judged_rows(register, load_rules("shanxi"))
    assert by_hand_polars.judged(register.lazy()).collect().rows() == expected


def test_from_csv_the_standard_by_hand_tells_bad_cells_and_judges_the_other_rows(tmp_path, register):
    table, output, rejects = (str(tmp_path / name) for name in ("towns.csv", "out.parquet", "rejects.csv"))
    write_csv(tmp_path / "towns.csv", ROWS, bad=1)
    by_hand_polars.main(table, output, rejects)
    text = pl.read_csv(table, infer_schema=False, row_index_name="row", row_index_offset=2)
    bad = [(row["row"], name) for row in text.iter_rows(named=True) for name in map(title, asked()) if row[name] == BAD]
    told = pl.read_csv(rejects)
    assert sorted(told.select("row", "column").rows()) == sorted(bad)
    kept = [row - 2 for row in text["row"] if row not in {row for row, _name in bad}]
    assert 0 < len(kept) < ROWS
    expected = by_hand_polars.judged(register[kept].lazy()).collect()
    assert pl.read_parquet(output).equals(expected)


def test_a_register_of_text_without_bad_cells_says_what_the_one_with_types_says(tmp_path):
    write_csv(tmp_path / "towns.csv", 500)
    write_parquet(tmp_path / "towns.parquet", 500)
    typed = pl.read_parquet(tmp_path / "towns.parquet")
    assert pl.read_csv(tmp_path / "towns.csv", schema=typed.schema).equals(typed)


def test_tables_are_the_same_in_any_order_and_differ_by_one_grade(tmp_path, register):
    one, turned, other = (str(tmp_path / name) for name in ("one.parquet", "turned.parquet", "other.parquet"))
    judged = by_hand_polars.judged(register.lazy()).collect()
    judged.write_parquet(one)
    judged.reverse().with_columns(pl.col("verdict").cast(pl.String)).write_parquet(turned)
    changed = pl.when(pl.col("name") == judged["name"][7]).then(3 - pl.col("c8_best")).otherwise("c8_best")
    judged.with_columns(c8_best=changed).write_parquet(other)
    assert same(one, turned)
    assert not same(one, other)
