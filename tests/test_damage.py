"""Damaged files: whatever byte is wrong, it is a problem or another answer, by rows and by columns alike."""

import json
import random
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from tests.towns.tables.test_legacy import ods, xls
from zhenkit.cli import main
from zhenkit.core.i18n import speaking

TRIES = 6
"""How many bytes of each file are flipped, one at a time."""
ENGINES = (None, "polars", "duckdb")
ROWS = [
    {"name": "甲镇", "province": "山西省", "leading_firms": 3, "category": "manufacturing", "other": "x"},
    {"name": "乙镇", "province": "山西省", "leading_firms": 0, "category": "agriculture", "other": "y"},
]
STATED = [{key: value for key, value in row.items() if key != "other"} for row in ROWS]


def text(content):
    return lambda path: path.write_text(content, "utf-8")


def workbook(path):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([list(ROWS[0]), *(row.values() for row in ROWS)]):
            sheet.write_row(number, 0, cells)


WRITERS = {
    "towns.parquet": lambda path: pl.DataFrame(ROWS).write_parquet(path),
    "plain.parquet": lambda path: pl.DataFrame(ROWS).write_parquet(path, compression="uncompressed"),
    "towns.csv": text("\n".join(",".join(map(str, row)) for row in [list(ROWS[0]), *(row.values() for row in ROWS)])),
    "towns.xlsx": workbook,
    "towns.ods": lambda path: path.write_bytes(ods()),
    "towns.xls": lambda path: path.write_bytes(xls()),
    "towns.yaml": text("\n---\n".join("\n".join(f"{key}: {value}" for key, value in row.items()) for row in STATED)),
    "towns.json": text(json.dumps(STATED, ensure_ascii=False)),
    "towns.jsonl": text("\n".join(json.dumps(row, ensure_ascii=False) for row in STATED)),
}


pytestmark = pytest.mark.slow


@pytest.fixture
def batch(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(name, engine):
        command = ["batch", name, "--rules", "shanxi", "--format", "csv", *(["--engine", engine] if engine else [])]
        with speaking("en"):
            code = main.run(command)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize("name", WRITERS)
def test_a_byte_that_is_wrong_is_told_or_read_alike(batch, name):
    path, chance = Path(name), random.Random(name)
    WRITERS[name](path)
    whole = path.read_bytes()
    for engine in ENGINES:
        assert batch(name, engine)[0] in (0, 1, 3)
    for at in sorted(chance.sample(range(len(whole)), min(TRIES, len(whole)))):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        by_rows = batch(name, None)
        assert by_rows[0] in (0, 1, 2, 3), (at, by_rows)
        for engine in ENGINES[1:]:
            found = batch(name, engine)
            assert found[:2] == by_rows[:2], (at, engine, found, by_rows)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_ends_early_is_told_or_read_alike(batch, name, engine):
    path = Path(name)
    WRITERS[name](path)
    whole = path.read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 5)):
        path.write_bytes(whole[:length])
        assert batch(name, engine)[:2] == batch(name, None)[:2], length
