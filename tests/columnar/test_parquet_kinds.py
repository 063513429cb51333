"""A column of every type that Parquet knows is read, or told as a whole; by rows and by columns alike."""

import datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.columnar.answers import answers
from zhenkit.core.i18n import speaking
from zhenkit.judging.batch import Request

DAY, MOMENT = datetime.date(2023, 5, 1), datetime.datetime(2023, 5, 1, 8, 30)
EXACT, NESTED, BYTES, TIMES, LONG, FAR = (
    "",
    "lists or structs",
    "bytes",
    "times",
    "decimals of more than",
    "dates outside",
)
KINDS = {
    "map": (pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())), NESTED),
    "struct": (pa.array([{"a": 1}, None]), NESTED),
    "list of structs": (pa.array([[{"a": 1}], None]), NESTED),
    "list of lists": (pa.array([[["a"]], None]), NESTED),
    "list": (pa.array([["a"], None]), "one value is expected here"),
    "fixed list": (pa.array([["a"], None], pa.list_(pa.string(), 1)), "one value is expected here"),
    "decimal128": (pa.array([Decimal("3"), None], pa.decimal128(38, 2)), EXACT),
    "decimal256": (pa.array([Decimal("3"), None], pa.decimal256(76, 2)), LONG),
    "dictionary": (pa.array(["3", None]).dictionary_encode(), EXACT),
    "dictionary of numbers": (pa.DictionaryArray.from_arrays(pa.array([0, None], pa.int32()), pa.array([3])), EXACT),
    "date": (pa.array([DAY, None]), "this is a date"),
    "far date": (pa.array([10**7, None], pa.int32()).cast(pa.date32()), FAR),
    "moment": (pa.array([MOMENT, None], pa.timestamp("ns")), "this is a date"),
    "moment of an offset": (pa.array([MOMENT, None], pa.timestamp("us", "+05:30")), "this is a date (2023-05-01 14:00"),
    "far moment": (pa.array([2**61, None], pa.int64()).cast(pa.timestamp("us")), FAR),
    "time": (pa.array([datetime.time(3), None]), TIMES),
    "duration": (pa.array([datetime.timedelta(3), None]), TIMES),
    "binary": (pa.array([b"3", None]), BYTES),
    "uuid": (pa.ExtensionArray.from_storage(pa.uuid(), pa.array([b"3" * 16, None], pa.binary(16))), BYTES),
    "json": (pa.ExtensionArray.from_storage(pa.json_(), pa.array(["3", None])), EXACT),
    "uint64": (pa.array([3, None], pa.uint64()), EXACT),
    "large uint64": (pa.array([2**63 + 3, None], pa.uint64()), "too large"),
    "float16": (pa.array([3, None], pa.float16()), EXACT),
    "nan": (pa.array([float("nan"), None]), "not a whole number"),
    "null": (pa.array([None, None], pa.null()), EXACT),
    "view": (pa.array(["3", None], pa.string_view()), EXACT),
}
"""A column of each type, and what is said of it where it should be a count."""
TITLES = ("firms", "name", "services,evidence.exports,decisions.4.date, ", "no fact")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("titles", TITLES)
def test_rows_and_columns_say_the_same_of_every_kind(tmp_path, kind, titles):
    column, said = KINDS[kind]
    path = tmp_path / "towns.parquet"
    columns = dict.fromkeys(titles.split(","), column)
    pq.write_table(pa.table({"name": ["甲", "乙"], "province": ["山西", "山西"]} | columns), path)
    with speaking("en"):
        found = [
            answers(Request((str(path),), rules="shanxi", format="csv", engine=e)) for e in (None, "polars", "duckdb")
        ]
    assert found[1:] == found[:1] * 2
    problems = found[0]["problems"]
    if titles == "firms":
        assert [said in problem for problem in problems] == ([True] if said else [])
    if titles == "no fact":
        assert (problems, len(found[0]["rows"])) == ([], 2)


def test_decimals_that_no_library_reads_are_told_where_they_are_kept(tmp_path):
    path = tmp_path / "towns.parquet"
    pq.write_table(pa.table({"name": ["甲", "乙"], "x": KINDS["decimal256"][0]}), path)
    with speaking("en"):
        for engine in (None, "polars"):
            request = Request((str(path),), rules="shanxi", format="csv", keep=("x",), engine=engine)
            (problem,) = answers(request)["problems"]
            assert LONG in problem


@pytest.mark.parametrize("engine", [None, "polars"])
def test_the_numbers_of_a_long_table_are_read(tmp_path, engine):
    columns = {"专业镇": ["甲镇"] * 2, "县": ["虚构县"] * 2, "指标": ["企业户数", "从业人数"]}
    pq.write_table(pa.table({**columns, "数值": [3, 4], "核实": [True, None]}), tmp_path / "long.parquet")
    found = answers(Request((str(tmp_path / "long.parquet"),), rules="shanxi", format="csv", engine=engine))
    assert (found["problems"], len(found["rows"])) == ([], 1)
