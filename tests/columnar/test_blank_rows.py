"""Rows that hold nothing are no towns, whichever way a table is judged; a table of none is told."""

import pytest

from zhenkit.columnar.batch import batch_by_columns
from zhenkit.judging.batch import Request, batch_by_rows

TABLES = {
    "spaces": "名称,省,市\n甲,山西,长治\n   \n",
    "a quoted name": '名称,省,市\n"甲",山西,长治\n,,\n乙,山西,长治\n',
    "empty cells behind the last column": "名称,省,市\n甲,山西,长治\n\n乙,山西,长治,,\n,,,,\n",
    "full-width spaces": "名称,省,市\n甲,山西,长治\n\u3000,,\n",
    "a place without a name": "名称,省,市\n甲,山西,长治\n ,山西,长治\n",
    "no town at all": "名称,省,市\n",
}


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_blank_rows_are_passed_over_by_every_engine(text, engine, tmp_path):
    table = tmp_path / "towns.csv"
    table.write_text(text, "utf-8")
    by_rows = batch_by_rows(Request((str(table),), rules="shanxi", format="csv"))
    found = batch_by_columns(Request((str(table),), rules="shanxi", format="csv", engine=engine))
    assert [row.name for row in found.ranking.rows] == [row.name for row in by_rows.ranking.rows]
    assert found.ranking.problems == by_rows.ranking.problems
    assert found.ranking.counts == by_rows.ranking.counts
