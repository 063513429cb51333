"""What the names of folders say (`市=虚构市/part-0.parquet`) is read as columns, by rows and by columns alike."""

import polars as pl
import pytest

from tests.columnar.answers import answers
from zhenkit.core.i18n import speaking
from zhenkit.judging.batch import Request

TOWNS = {"name": ["甲", "乙"], "province": ["山西", "山西"], "firms": [3, 4]}


def found(*inputs):
    """What each way says of these inputs; they say the same."""
    with speaking("en"):
        names = tuple(map(str, inputs))
        each = [
            answers(Request(names, rules="shanxi", format="csv", keep=("city", "year"), engine=engine))
            for engine in (None, "polars", "duckdb")
        ]
    for one in each:
        one["rows"] = [row._replace(kept=tuple(map(str, row.kept))) for row in one["rows"]]
    assert each[1:] == each[:1] * 2
    return each[0]


@pytest.fixture(params=["part-0.parquet", "part-0.csv"])
def write(request, tmp_path):
    """Writes a table into a folder of this name; the folder above."""

    def written(folder, **columns):
        path = tmp_path / "towns" / folder / request.param
        path.parent.mkdir(parents=True)
        frame = pl.DataFrame(TOWNS | columns)
        frame.write_csv(path) if path.suffix == ".csv" else frame.write_parquet(path)
        return tmp_path / "towns"

    return written


def test_folders_give_their_columns(write):
    write("市=虚构市/year=2023")
    write("city=%E8%99%9A%20%E6%9E%84/year=2024")
    towns = write("city=__HIVE_DEFAULT_PARTITION__")
    here = found(towns)
    assert here["problems"] == []
    assert sorted({row.kept for row in here["rows"]}) == [("None", "None"), ("虚 构", "2024"), ("虚构市", "2023")]


def test_a_folder_named_itself_counts_and_a_file_named_does_not(write):
    towns = write("市=虚构市")
    assert {row.kept for row in found(towns / "市=虚构市")["rows"]} == {("虚构市", "None")}
    (file,) = (towns / "市=虚构市").iterdir()
    assert {row.kept for row in found(file)["rows"]} == {("None", "None")}


def test_a_column_that_says_the_same_is_no_matter_and_another_is_told(write):
    write("市=虚构市/year=2023", city=["虚构", "虚构市"])
    towns = write("市=别市/year=2023", city=["别市", "虚构市"])
    here = found(towns)
    assert len(here["rows"]) == 3
    (problem,) = here["problems"]
    assert "'虚构市' here, but '别市' in the name of the folder; correct one" in problem


def test_a_folder_that_cannot_be_read_is_told(write):
    towns = write("year=x")
    (problem,) = found(towns)["problems"]
    assert "the folder 'year=x': 'x' is not" in problem


def test_blank_rows_stay_blank(tmp_path):
    path = tmp_path / "year=2023" / "towns.csv"
    path.parent.mkdir()
    path.write_text("名称,省,企业户数\n甲,山西,3\n,,\n\n乙,山西,x\n", "utf-8")
    here = found(path.parent)
    assert (len(here["rows"]), len(here["problems"])) == (1, 1)
