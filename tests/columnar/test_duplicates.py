"""Towns that stand in several rows: the first is judged, the others are rejected, whichever way a table is judged."""

import polars as pl
import pytest

from tests.columnar.answers import answers
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.judging.batch import Request

TOWNS = [
    ("甲", "山西省", "长治市", "2023"),
    ("甲", "山西", "长治", "2023"),  # the same: a suffix makes no other place
    ("甲", "山西省", "长治市", "2022"),
    ("甲", "山西省", "长治市", None),
    ("甲", "山西省", "晋城市", "2023"),
    ("甲", "山西省", "长治市", "2022~2023"),
    ("乙", None, None, None),
    ("乙", None, None, ""),
    ("甲", "山西省", "长治市", "2022~2023"),
    ("甲", "山西省", "长治市", "2022"),
]
"""Name, province, city and year."""
REPEATED = {2, 8, 9, 10}
"""The rows (from 1) of towns that an earlier row is."""


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_town_is_known_by_place_name_and_year(tmp_path, engine, ending):
    files = []
    for name, rows in (("a", TOWNS[:6]), ("b", TOWNS[6:])):
        frame = pl.DataFrame(rows, schema=dict.fromkeys(["名称", "省", "市", "年份"], pl.String), orient="row")
        files.append(str(tmp_path / f"{name}.{ending}"))
        frame.write_csv(files[-1]) if ending == "csv" else frame.write_parquet(files[-1])
    expected = answers(Request(tuple(files), rules="shanxi", format="csv"))
    found = answers(Request(tuple(files), rules="shanxi", format="csv", engine=engine))
    for what in expected:
        assert found[what] == expected[what], what
    first = 2 if ending == "csv" else 1
    places = [(nth // 6, nth % 6 + first) for nth in range(len(TOWNS)) if nth + 1 in REPEATED]
    assert [(files.index(reject.file), reject.row) for reject in found["rejects"]] == places


def test_every_year_makes_another_town(tmp_path):
    # a name and its year are told apart by a hash of both: no two years, or spans of years, may share one
    single = [str(year) for year in range(1900, 2101)]
    spans = [f"{low}~{high}" for low in range(1900, 2101) for high in range(low + 1, 2101)]
    source, output = tmp_path / "towns.parquet", tmp_path / "judged.parquet"
    pl.DataFrame({"name": "甲", "year": [*single, *spans]}).write_parquet(source)
    found = batch_by_columns(Request((str(source),), rules="shanxi", format="parquet", output=output))
    count = len(single) + len(spans)
    assert found.ranking.counts == (count, count, 0)
