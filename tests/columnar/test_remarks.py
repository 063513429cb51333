"""Towns that lie in another place than the rule set named is for: told alike by rows and by columns."""

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
    assert len(found.remarks) == {"shanxi": 2, "changzhi": 3}[rules]


def test_a_towns_own_file_is_remarked_on_once(tmp_path):
    write_town(tmp_path / "town.yaml", town(province="陕西"))
    request = Request((str(tmp_path / "town.yaml"),), rules="shanxi", format="csv", engine="polars")
    with i18n.speaking("en"):
        (remark,) = batch_by_columns(request).remarks
    assert remark.message.endswith("lies in '陕西'; shanxi is the rule set for 山西省")
