"""Tables judged in one pass from disk to disk: every row as the evaluator judges it, in its place, or rejected."""

import tempfile
from pathlib import Path

import polars as pl
import pytest

from tests.columnar.answers import RULES
from tests.columnar.registers import Register
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.columnar.engines import polars as engine
from zhenkit.judging.batch import Request, batch_by_rows
from zhenkit.judging.ranking import kept_text
from zhenkit.rulesets.catalog import shipped

KEPT = "编号"


def expected_rows(request):
    """What the evaluator says of each row, by what is kept of it."""
    ranking = batch_by_rows(request).ranking
    found = {}
    for row in ranking.rows:
        grades = [end for span in row.criteria.values() for end in (int(span.worst), int(span.best))]
        found[row.kept[0]] = (row.name, row.rule_set, int(row.span.worst), int(row.span.best), row.merits, grades)
    return found


def written_rows(request, folder):
    """What the table written says of each row, in its order; and what was told beside."""
    output = folder / "judged.parquet"
    told = batch_by_columns(Request(**{**vars(request), "format": "parquet", "output": output}))
    frame = pl.read_parquet(output)
    grades = [name for name in frame.columns if name[0] == "c" and name.endswith(("_worst", "_best"))]
    found = {
        row[KEPT]: (
            *(row[name] for name in ("name", "rule_set", "worst", "best", "merits")),
            [row[name] for name in grades if row[name] is not None],
        )
        for row in frame.iter_rows(named=True)
    }
    assert len(found) == frame.height
    return found, told


def check(request, folder):
    """The same rows in the table's order, the same problems, the same counts."""
    with_rejects = batch_by_rows(request)
    expected = expected_rows(request)
    found, told = written_rows(request, folder)
    assert found == expected
    assert list(found) == sorted(found)
    assert sorted(told.ranking.rejects) == sorted(with_rejects.ranking.rejects)
    assert told.ranking.counts == with_rejects.ranking.counts
    spans = [row.span for row in with_rejects.ranking.rows]
    assert told.ranking.spans == {span: spans.count(span) for span in spans}


@pytest.mark.parametrize(
    ("typed", "strict", "head"), [(False, False, 5), (False, True, 5000), (True, True, 5), (True, False, 5000)]
)
@pytest.mark.parametrize("rules", RULES)
def test_rows_written_are_those_the_evaluator_judges(monkeypatch, rules, typed, strict, head):
    """However little the first rows tell of how the others are written."""
    monkeypatch.setattr(engine, "HEAD", head)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = Register(shipped().named(rules), head + typed, bad=True).save(folder, 60, typed)
        check(Request((str(file),), rules=rules, strict=strict, format="csv", keep=(KEPT,)), folder)


def table(folder, name, towns, suffix=".csv"):
    """A small table of these towns, numbered."""
    frame = pl.DataFrame(
        {
            KEPT: [f"{name}{nth:03}" for nth in range(len(towns))],
            **{key: [town.get(key) for town in towns] for key in towns[0]},
        }
    )
    file = folder / f"{name}{suffix}"
    frame.write_csv(file) if suffix == ".csv" else frame.write_parquet(file)
    return file


def town(nth, **facts):
    """A town that is plainly written."""
    return {
        "name": f"镇{nth}",
        "province": "山西省",
        "leading_firms": "3",
        "exports": "yes",
        "clear_plan": "是",
    } | facts


PLAIN = [town(nth) for nth in range(40)]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize(
    "odd",
    [
        {17: town(17, name=" 镇17 ")},
        {0: town(0, exports="有"), 39: town(39, clear_plan="no")},
        {5: town(5, leading_firms="x"), 6: town(6, leading_firms="7.0")},
        {
            8: town(8, name="合计"),
            9: town(9, name=None, province=None, leading_firms=None, exports=None, clear_plan=None),
        },
        {11: town(10), 12: town(10)},
        {20: town(20, province="不存在省")},
        {nth: town(nth, leading_firms="bad") for nth in range(40)},
    ],
    ids=["blanks", "new words", "figures", "no towns", "twice", "no rules there", "all bad"],
)
def test_odd_rows_are_put_where_they_belong_or_told(tmp_path, monkeypatch, odd, suffix):
    monkeypatch.setattr(engine, "HEAD", 3)
    towns = [odd.get(nth, plain) for nth, plain in enumerate(PLAIN)]
    file = table(tmp_path, "a", towns, suffix)
    check(Request((str(file),), level="province", format="csv", keep=(KEPT,)), tmp_path)


def test_several_tables_make_one_in_their_order(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "HEAD", 3)
    files = [
        table(tmp_path, "a", [town(nth, exports="有" if nth == 7 else "yes") for nth in range(10)]),
        table(tmp_path, "b", [town(nth) for nth in range(10, 20)], ".parquet"),
        table(tmp_path, "c", [town(nth, leading_firms="1~x" if nth == 22 else "2") for nth in range(20, 30)]),
        table(tmp_path, "d", [town(nth - 30) for nth in range(30, 33)], ".parquet"),
    ]
    check(Request(tuple(map(str, files)), rules="shanxi", format="csv", keep=(KEPT,)), tmp_path)


def test_columns_may_be_called_as_ours_are(tmp_path):
    towns = [town(nth, row=str(nth), odd="x", identity="y") for nth in range(5)]
    file = table(tmp_path, "a", towns, ".parquet")
    check(Request((str(file),), rules="shanxi", format="csv", keep=(KEPT,)), tmp_path)
    found, _told = written_rows(
        Request((str(file),), rules="shanxi", format="csv", keep=(KEPT, "row", "odd")), tmp_path
    )
    assert len(found) == 5


STATED = {
    "年产值": "12.5亿元",
    "annual_output": "12.5亿元",
    "年产值（亿元）": "12.5",
    "firms": "12",
    "year": "2024",
    "county": "祁县",
    "services": "testing;logistics",
    "exports": "yes",
}


@pytest.mark.parametrize("name", [None, "polars", "duckdb"])
@pytest.mark.parametrize("title", STATED)
def test_what_is_kept_may_be_called_as_a_fact_is(tmp_path, name, title):
    file = tmp_path / "a.csv"
    titles = "名称,省,县,年份,年产值（亿元）,企业户数,有出口产品,公共服务功能"
    file.write_text(f"{titles}\n甲,山西省,祁县,2024,12.5,12户,是,检验检测;物流服务\n乙,山西省,,,,,,\n", "utf-8")
    request = Request((str(file),), rules="shanxi", format="csv", keep=(title,), engine=name)
    found = batch_by_columns(request) if name else batch_by_rows(request)
    kept = {row.name: kept_text(row.kept[0]) for row in found.ranking.rows}
    assert kept == {"甲": STATED[title], "乙": ""}


def test_nothing_is_left_beside_the_output(tmp_path):
    towns = [*PLAIN, town(99, leading_firms="x")]
    file = table(tmp_path, "a", towns)
    written_rows(Request((str(file),), rules="shanxi", format="csv", keep=(KEPT,)), tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.csv", "judged.parquet"]
