"""What a cell's words mean: the same by rows and by columns, with the same remarks, in every kind of table."""

import polars as pl
import pytest

from tests.columnar.answers import answers
from tests.towns.tables.grids import save_workbook
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.core.i18n import speaking
from zhenkit.judging.batch import Request, batch_by_rows

FOOTNOTES = """名称,省,市,县,年份,年产值,配套企业户数
虚构甲专业镇,山西省,虚构市,虚构县,2024,9.8②亿元,9①
虚构乙专业镇,山西省,虚构市,虚构县,2024,0.9²亿元,9
"""
PLACES = """名称,省,市,县,年份,企业户数
虚构甲镇,山西省,/,—,2024,30
虚构丙镇,山西省,不详,N/A,2024,30
#REF!,山西省,虚构市,虚构县,2024,30
"""
YEARS = """名称,省,市,县,年份,企业户数
虚构甲镇,山西省,虚构市,虚构县,45657,30
虚构乙镇,山西省,虚构市,虚构县,20240101,30
虚构丙镇,山西省,虚构市,虚构县,2024年度,30
虚构丁镇,山西省,虚构市,虚构县,2024,30
"""
MISSING = """名称,市,企业户数,年产值（万元）,工程中心级别,类别,有出口产品,公共服务功能,年产值佐证,年份
甲镇,-,—,/,－,不详,暂无,无数据,N/A,2024
乙镇,无,…,——,待定,未统计,null,待核实,待补充,－
\u200b丙镇,无锡市,3,"1,000",无,其他,无,无,年鉴,2024年
/,长治市,,,,,,,,
NA,长治市,,,,,,,,
丁镇,长治市,无,若干,,,,,,
戊镇,长治市,较多,$5,,,,,,
己镇,长治市,3①,约5,,,,,,
庚镇,长治市,3¹户,¥5,,,○,检验检测 乱写,,
"""
TICKS = """名称,有出口产品,品牌效应突出,单列,地理标志
甲镇,√,1,,1
乙镇,×,0,,0.0
丙镇,Y,1,,是
丁镇,✗,-,,1
戊镇,对,,,N
己镇,n,0,,0
合计,3,2,,3
"""
MEMBERS = (
    "名称,公共服务功能·研发设计,公共服务功能·检验检测,公共服务功能·业务培训,公共服务功能·信息咨询,公共服务功能·知识产权保护,"
    "公共服务功能·融资担保,公共服务功能·产品展销,公共服务功能·物流服务\n"
    "甲镇,1,1,√,是,Y,1,1,1\n乙镇,0,1,×,否,N,0,0,○\n丙镇,0,1,×,否,N,0,0,1\n丁镇,-,-,—,-,/,-,-,-\n"
)


def answered(request):
    with speaking("en"):
        remarks = [str(remark) for remark in (batch_by_columns if request.engine else batch_by_rows)(request).remarks]
        found = answers(request)
    if request.inputs[0].endswith(".xlsx"):
        del found["rejects"]  # which a workbook judged by columns has without the titles
    return found, remarks


def written(folder, text, ending):
    """The table as a file of a kind."""
    file = folder / f"towns.{ending}"
    rows = pl.read_csv(text.encode(), infer_schema=False, has_header=False)
    if ending == "csv":
        file.write_text(text, "utf-8")
    elif ending == "parquet":
        pl.read_csv(text.encode(), infer_schema=False).write_parquet(file)
    else:
        save_workbook(file, [[cell or "" for cell in row] for row in rows.rows()])
    return str(file)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
@pytest.mark.parametrize("text", [FOOTNOTES, PLACES, YEARS, MISSING, TICKS, MEMBERS])
def test_columns_say_what_rows_do(tmp_path, text, ending, strict):
    file = written(tmp_path, text, ending)
    expected = answered(Request((file,), rules="shanxi", format="csv", strict=strict))
    assert answered(Request((file,), rules="shanxi", format="csv", strict=strict, engine="polars")) == expected


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
def test_words_beyond_the_first_rows_are_met_too(tmp_path, engine):
    """Columns learn how a table is written from its first rows: what comes later is read by the same rule."""
    plain = [f"镇{number},山西省,虚构市,2024,3,是,1" for number in range(6000)]
    odd = ["末镇,山西省,/,2024,—,√,1", "终镇,山西省,无锡市,45657,3①,否,0", "尾镇,山西省,甲市,2024,3,1,0"]
    file = tmp_path / "towns.csv"
    file.write_text("\n".join(["名称,省,市,年份,企业户数,有出口产品,地理标志", *plain, *odd, ""]), "utf-8")
    found, remarks = answered(Request((str(file),), rules="shanxi", format="csv", engine=engine))
    assert [problem.partition(": ")[2].partition(";")[0] for problem in found["problems"]] == [
        "D6003: 年份: '45657' is not a year from 1900 to 2100",
        "E6003: 企业户数: the mark ① is not part of a number",
        "F6004: '1' is yes or no only in a column of nothing but 1 and 0",
    ]
    assert remarks == [f"{file}:6002:3: C6002: 2 cells are read as missing: '/', '—'"]
    assert found["counts"].read == 6003


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
def test_a_missing_word_is_a_remark_once(tmp_path, engine):
    file = written(tmp_path, PLACES, "csv")
    found, remarks = answered(Request((file,), rules="shanxi", format="csv", engine=engine))
    assert [(row.name, row.city, row.county) for row in found["rows"]] == [("虚构丙镇", "", ""), ("虚构甲镇", "", "")]
    assert remarks == [f"{file}:2:3: C2: 4 cells are read as missing: '/', 'N/A', '—', '不详'"]
    assert found["problems"] == [f"{file}:4:1: A4: the cell contains #REF!; fix the formula or clear the cell"]


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
def test_numbers_of_parquet_are_yes_and_no_where_a_column_has_no_other(tmp_path, engine):
    file = tmp_path / "towns.parquet"
    pl.DataFrame(
        {
            "name": ["甲镇", "乙镇"],
            "exports": [1, 0],
            "single_county": [1.0, None],
            "brand_effect": [1, 2],
            "year": [2024, 45657],
        }
    ).write_parquet(file)
    found, _remarks = answered(Request((str(file),), rules="shanxi", format="csv", engine=engine))
    assert [problem.partition(": ")[2].partition(";")[0] for problem in found["problems"]] == [
        "D1: '1' is yes or no only in a column of nothing but 1 and 0",
        "D2: brand_effect: '2' is neither yes nor no",
        "E2: year: '45657' is not a year from 1900 to 2100",
    ]


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
def test_a_sum_below_does_not_spoil_a_column_of_ones_and_zeros(tmp_path, engine):
    file = written(tmp_path, TICKS, "csv")
    found, _remarks = answered(Request((file,), rules="shanxi", format="csv", engine=engine))
    assert [problem for problem in found["problems"] if ": C" in problem and "C8" not in problem] == []
    assert sum(": E" in problem and "nothing but 1 and 0" in problem for problem in found["problems"]) == 1
