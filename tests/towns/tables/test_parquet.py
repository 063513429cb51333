"""A Parquet file is read row by row as any table is."""

import datetime
from decimal import Decimal

import polars
import pytest

from tests.towns.tables.grids import read
from zhenkit.towns.tables import parquet


@pytest.fixture
def file(tmp_path):
    """Reads these columns as a file."""

    def of(columns, **options):
        path = tmp_path / "towns.parquet"
        polars.DataFrame(columns).write_parquet(path)
        return read(path, **options)

    return of


def test_numbers_flags_lists_and_texts_are_read(file):
    (town, other), problems, remarks = file(
        {
            "name": ["A", "B"],
            "firms": [3, None],
            "年产值（亿元）": [12.5, None],
            "annual": [Decimal("1.50"), None],
            "exports": [True, None],
            "services": [["testing", "研发"], []],
            "evidence.firms": [["a", "b"], None],
        }
    )
    assert town.facts == {
        "name": "A",
        "firms": 3,
        "annual_output": 125 * 10**9,
        "exports": True,
        "services": {"testing", "rd_design"},
    }
    assert town.evidence == {"firms": ("a", "b")}
    assert (other.facts, other.line) == ({"name": "B", "services": frozenset()}, 2)
    assert problems == []
    assert len(remarks) == 1


@pytest.mark.parametrize("kind", [polars.Float64, polars.Float32])
def test_a_float_is_the_figure_that_a_spreadsheet_would_show(file, kind):
    towns, problems, _remarks = file(
        {"name": ["A", "B"], "年产值（亿元）": polars.Series([0.1 + 0.2, 0.07], dtype=kind)}
    )
    assert [town.facts["annual_output"] for town in towns] == [3 * 10**9, 7 * 10**8]
    assert problems == []


def test_rows_are_numbered_through_all_batches(file, monkeypatch):
    monkeypatch.setattr(parquet, "ROWS_AT_ONCE", 2)
    towns, problems, _remarks = file({"name": list("ABCDE"), "firms": ["1", "2", "3", "x", "5"]})
    assert [(town.name, town.line) for town in towns] == [("A", 1), ("B", 2), ("C", 3), ("E", 5)]
    assert problems[0].startswith("4:2: B4: firms: 'x' is not a whole number")
    assert [town.name for town in file({"name": list("ABCD")})[0]] == list("ABCD")


def test_values_that_are_no_cell_are_told(file):
    assert file({"name": ["A", "B"], "firms": [{"a": 1}, None], "year": [b"2023", None]})[1] == [
        "1:2: B: 'firms' is a column of lists or structs, which is not read; make it a text, a number, or yes or no",
        "1:3: C: 'year' is a column of bytes, which is not read; make it a text, a number, or yes or no",
    ]
    assert file({"name": ["A", "B"], "year": [datetime.date(2023, 1, 1), None]})[1] == [
        "1:2: B1: this is a date (2023-01-01); write the year alone, such as 2023"
    ]


def test_a_file_without_towns_or_known_facts_is_told(file):
    assert file({"name": polars.Series([], dtype=polars.String)})[1] == ["1:1: there is no town in this file"]
    assert file({"x": ["A"]})[1] == [
        "1:1: its header names no known fact (read as Parquet; the first titles: 'x'); "
        "`zhenkit preview FILE` shows what is read, `zhenkit init` writes a table to fill in"
    ]
    assert file({"firms": [3], "year": [2024]})[1] == [
        "1:1: A: no column has the towns' names; add the column `name` (名称)"
    ]


def test_what_is_no_parquet_is_told(tmp_path):
    path = tmp_path / "towns.parquet"
    assert read(path)[1] == ["1:1: cannot read it: No such file or directory"]
    path.write_bytes(b"name\nA\n")
    assert read(path)[1] == ["1:1: not a Parquet file that can be read"]
    polars.DataFrame({"name": ["A" * 50] * 1000}).write_parquet(path)
    content = path.read_bytes()
    path.write_bytes(content[:4] + bytes(60) + content[64:])
    assert read(path)[1] == ["1:1: not a Parquet file that can be read"]
