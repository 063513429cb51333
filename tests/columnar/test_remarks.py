"""Towns that lie in another place than the rule set named is for: told alike by rows and by columns."""

from dataclasses import replace

import polars as pl
import pytest

from tests.reports.runs import town, write_town
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.core import i18n
from zhenkit.judging.batch import Request, batch_by_rows

ROWS = """省,名称,市
山西省,甲,长治
,,
陕西,乙,西安
陕西,,西安
山西,丙,晋城
 陕西 ,丁,长治
山西,戊,
山西,甲,长治
河南,己,晋城市
"""


@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("rules", ["shanxi", "changzhi"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_towns_of_another_place_are_remarked_on_alike(tmp_path, ending, rules, engine, format):
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    for table, text in ((first, ROWS), (second, ROWS.replace("甲", "子").replace("陕西,乙", "陕西,丑"))):
        table.write_text(text, "utf-8")
        if ending == "parquet":
            frame = pl.read_csv(table)
            frame.write_parquet(table)
    names = (str(first), str(second))
    expected = batch_by_rows(Request(names, rules=rules, format="csv"))
    found = batch_by_columns(Request(names, rules=rules, format=format, output=tmp_path / "out", engine=engine))
    assert found.remarks == expected.remarks
    assert len(found.remarks) == {"shanxi": 4, "changzhi": 5}[rules]  # a place is blank below others in each file


def test_a_towns_own_file_is_remarked_on_once(tmp_path):
    write_town(tmp_path / "town.yaml", town(province="陕西"))
    request = Request((str(tmp_path / "town.yaml"),), rules="shanxi", format="csv", engine="polars")
    with i18n.speaking("en"):
        (remark,) = batch_by_columns(request).remarks
    assert remark.message.endswith("lies in '陕西'; shanxi is the rule set for 山西省")


DECIDED = """name,infrastructure,decisions.7.granted,decisions.7.by,decisions.7.date,decisions.7.why
甲,no,yes,b,2023-05-01,w
乙,no,,,,
丙,yes,no,b,2023-05-01,w
丁,,yes,b,2023-05-01,w
"""


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("ending", ["csv", "parquet", "yaml"])
def test_a_decision_that_changes_nothing_is_remarked_on_alike(tmp_path, ending, engine, strict):
    table = tmp_path / f"towns.{ending}"
    if ending == "yaml":
        table.write_text(
            "name: 甲\ninfrastructure: no\ndecisions: {7: {granted: yes, by: b, date: 2023-05-01, why: w}}\n", "utf-8"
        )
    else:
        table.write_text(DECIDED, "utf-8")
        if ending == "parquet":
            pl.read_csv(table).write_parquet(table)
    request = Request((str(table),), rules="shanxi", format="csv", strict=strict)
    expected = batch_by_rows(request).remarks
    assert expected
    assert sorted(batch_by_columns(replace(request, engine=engine)).remarks) == sorted(expected)
