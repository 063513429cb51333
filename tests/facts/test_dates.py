"""The type of dates: read, written, compared, filled in; years since a date; by rows and by columns."""

import datetime
import io
import json
import math

import jsonschema
import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tests.strategies  # noqa: F401 - the profile
from tests.columnar.answers import answers
from tests.loading import load_towns
from zhenkit import load_rules
from zhenkit.core.i18n import speaking
from zhenkit.facts.derived import Derivation
from zhenkit.facts.quantities import Range, Unreadable
from zhenkit.facts.types.dates import DateType
from zhenkit.judging.batch import Request
from zhenkit.rulesets.catalog import shipped
from zhenkit.schemas.catalog import schema

DATE = DateType()
RULES = """
id: our_dates
level: county
place: {province: 虚构省, city: 虚构市, county: 虚构县}
title: {zh: 虚构的日期标准（示例）, en: A made-up standard of dates (example)}
document: {title: 虚构的文件（示例）}
effective: {from: 2024-01-01}
facts:
  founded: {type: date, zh: 成立日期, en: founded}
  age: {type: number, zh: 成立年数, en: years since it was founded, derived: {years_since: founded}}
criteria:
  - number: 1
    id: day
    name: {zh: 日期, en: Day}
    clause: 第一条
    require: {any: [{fact: founded, at_most: 2010-12-31}, {relaxed: {fact: founded, less_than: 2015-06-01}}]}
  - number: 2
    id: age
    name: {zh: 年数, en: Age}
    clause: 第二条
    require: {all: [{fact: age, at_least: 5}, {in_principle: {fact: age, more_than: 9}}]}
"""
days = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))


def day(text):
    return datetime.date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    "text",
    [
        "2023-05-01",
        "2023/5/1",
        "2023年5月1日",
        " ２０２３－０５－０１ ",
        "2023-05-01 00:00:00",
        "2023-05-01T00:00:00.000",
        datetime.date(2023, 5, 1),
    ],
)
def test_a_date_is_read_however_people_write_it(text):
    assert DATE.read(text) == day("2023-05-01")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023-02-29", "'2023-02-29' is not a day of the calendar"),
        ("2023-13-01", "is not a day of the calendar"),
        ("2023-05", "is not a date; write it like 2023-05-01"),
        ("20230501", "is not a date"),
        ("45047", "is not a date"),
        ("1/5/2023", "is not a date"),
        ("2023-05-01 12:30", "is not a date"),
        ("约2023年", "is not a date"),
        ("2023①-05-01", "the mark ① is not part of a number; write 2023-05-01"),
        ("2021-01-01~2020-01-01", "write the earlier date first"),
        ("2020-01-01~2021-01-01~2022-01-01", "write the earlier date first"),
        (True, "is not a date"),
        (["2023-05-01"], "one value is expected here"),
    ],
)
def test_what_is_no_date_is_refused_with_how_to_write_it(text, said):
    with pytest.raises(Unreadable, match=said.replace("(", r"\(")):
        DATE.read(text)


@given(days, days)
def test_what_is_written_is_read_again(one, other):
    low, high = sorted((one.toordinal(), other.toordinal()))
    for value in (low, high, Range(low, high)):
        assert DATE.read(DATE.write(value)) == (low if value == low == high else value)


@given(
    st.one_of(st.none(), days), st.one_of(st.none(), days), st.integers(1000, 2999), st.integers(0, 30), st.booleans()
)
def test_years_since_a_date_have_tight_bounds(one, other, year, more, unknown_year):
    date = None if one is None else one.toordinal()
    if one is not None and other is not None:
        date = Range(*sorted((one.toordinal(), other.toordinal())))
    years = None if unknown_year else Range(year, year + more) if more else year
    found = Derivation("years_since", ("founded", "year")).value({"founded": date, "year": years})
    low, high = (found.low, found.high) if isinstance(found, Range) else (found, found)
    if date is None or years is None:
        assert (low, high) == (-math.inf, math.inf)
        return
    ends = [one.year] if other is None else [one.year, other.year]
    assert (low, high) == (year - max(ends), year + more - min(ends))


@pytest.fixture
def rules(tmp_path):
    file = tmp_path / "rules.yaml"
    file.write_text(RULES, "utf-8")
    return file


def test_cells_that_hold_dates_are_read_as_dates(rules, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["名称", "成立日期"])
    book.active.append(["甲", datetime.datetime(2012, 3, 5)])
    book.active.append(["乙", datetime.date(2009, 1, 1)])
    book.save(tmp_path / "towns.xlsx")
    pl.DataFrame({"name": ["丙"], "founded": [datetime.date(2012, 3, 5)]}).write_parquet(tmp_path / "towns.parquet")
    (tmp_path / "towns.json").write_text(json.dumps({"name": "丁", "founded": "2012-03-05"}), "utf-8")
    standard = load_rules(rules)
    towns = load_towns(*(tmp_path / f"towns.{kind}" for kind in ("xlsx", "parquet", "json")), rules=standard)
    expected = {"甲": "2012-03-05", "乙": "2009-01-01", "丙": "2012-03-05", "丁": "2012-03-05"}
    assert {town.name: DATE.write(town.facts["founded"]) for town in towns} == expected
    frame = pl.read_parquet(tmp_path / "towns.parquet")
    assert frame.schema["founded"] == pl.Date
    for engine in ("polars", "duckdb"):
        request = Request((str(tmp_path / "towns.parquet"),), rules=str(rules), format="csv", engine=engine)
        (row,) = answers(request)["rows"]
        assert row.criteria[1].worst.word == "relaxed"


def test_a_date_where_a_figure_is_wanted_is_a_problem_still(rules, tmp_path):
    table = tmp_path / "towns.parquet"
    pl.DataFrame({"name": ["甲"], "firms": [datetime.date(2012, 5, 8)]}).write_parquet(table)
    found = answers(Request((str(table),), rules=str(rules), format="csv"))
    assert found["rows"] == []


@pytest.mark.parametrize(("language", "words"), [("en", "on or before 2010-12-31"), ("zh", "不晚于 2010-12-31")])
def test_a_comparison_is_said_as_of_dates(zhenkit, rules, language, words):
    code, out, _err = zhenkit("rules", "show", rules, "--lang", language)
    assert code == 0
    assert words in out


def test_boundaries_are_the_days_beside_each_date(zhenkit, rules):
    code, out, _err = zhenkit("rules", "test", "--boundaries", rules)
    assert code == 0
    for one in ("2010-12-30", "2010-12-31", "2011-01-01", "2015-05-31", "2015-06-01", "2015-06-02"):
        assert f"founded: {one}" in out
    assert "    year: 2024\n    founded: 2000-01-01\n" in out  # the ideal town is plausible, and its verdict is one
    assert "verdict: [" not in out


def test_a_difference_is_proven_by_a_date(zhenkit, rules, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(
        RULES.replace("our_dates", "others").replace("at_most: 2010-12-31", "at_most: 2011-06-30"), "utf-8"
    )
    code, out, _err = zhenkit("diff", rules, other, "--format", "json", "--lang", "en")
    report = json.loads(out)
    assert code == 1
    assert report["relation"] == "looser"
    assert "2010-12-31" < report["criteria"][0]["higher_under_b"]["founded"] <= "2011-06-30"


def test_the_schemas_know_dates(rules):
    with speaking("en"):
        town = json.loads(schema("town", shipped(), load_rules(rules)))
        of_rules = json.loads(schema("rules", shipped(), load_rules(rules)))
    for value, good in (
        ("2023-05-01", True),
        ("2023/5/1", True),
        ("2020-01-01~2021-12-31", True),
        ("45047", False),
        (5, False),
    ):
        assert jsonschema.Draft202012Validator(town).is_valid({"name": "A", "founded": value}) == good
    assert of_rules["$defs"]["Date"]


def test_a_template_says_how_a_date_is_written(zhenkit, rules, tmp_path):
    code, out, _err = zhenkit("init", "--rules", rules, "--lang", "en")
    assert code == 0
    assert "#   a date such as 2023-05-01" in out
    file = tmp_path / "towns.xlsx"
    assert zhenkit("init", file, "--rules", rules, "--lang", "en")[0] == 0
    titles = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(file.read_bytes())).worksheets[0][1]]
    assert "founded" in titles


@pytest.mark.parametrize(
    ("derived", "said"),
    [
        ("{years_since: firms}", "`years_since:` needs a date, which firms is not"),
        ("{years_since: founded, years: 3}", "all but ratio, years_since, latest come with `years:`"),
    ],
)
def test_years_are_counted_from_a_date_alone(zhenkit, rules, derived, said):
    rules.write_text(RULES.replace("{years_since: founded}", derived), "utf-8")
    code, out, _err = zhenkit("rules", "lint", rules, "--lang", "en")
    assert code == 1
    assert said in out


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["later by 430 days", "earlier by 1183 days"]), ("zh", ["晚430天", "早1183天"])]
)
def test_a_margin_of_dates_says_earlier_or_later(zhenkit, rules, tmp_path, language, words):
    town = tmp_path / "town.yaml"
    town.write_text("name: 虚构镇（示例）\nyear: 2024\nfounded: 2012-03-05\n", "utf-8")
    early = tmp_path / "early.yaml"
    early.write_text("name: 虚构镇二（示例）\nyear: 2024\nfounded: 2007-10-05\n", "utf-8")
    _code, out, _err = zhenkit("check", town, early, "--rules", rules, "--format", "markdown", "--lang", language)
    for word in words:
        assert word in out


@pytest.mark.parametrize(
    ("language", "required", "of_date", "of_year"),
    [
        ("en", "on or after 2013-03-06", "earlier by 366 days", "earlier by 2 years"),
        ("zh", "不早于 2013-03-06", "早366天", "早2年"),
    ],
)
def test_a_least_date_and_a_least_year_keep_their_operator(
    zhenkit, rules, tmp_path, monkeypatch, language, required, of_date, of_year
):
    monkeypatch.setenv("COLUMNS", "200")  # so that no cell is folded
    least = "require: {all: [{fact: founded, at_least: 2013-03-06}, {fact: opened, at_least: 2027}]}"
    text = RULES.replace("facts:\n", "facts:\n  opened: {type: year, zh: 开业年, en: opened}\n")
    start = text.index("require: {any")
    text = text[:start] + least + text[text.index("\n", start) :]
    rules.write_text(text, "utf-8")
    town = tmp_path / "town.yaml"
    town.write_text("name: 虚构镇\nyear: 2024\nfounded: 2012-03-05\nopened: 2025\n", "utf-8")
    for format in ("text", "markdown"):
        _code, out, _err = zhenkit("check", town, "--rules", rules, "--format", format, "--lang", language)
        assert required in out
        assert of_date in out
        assert of_year in out


@pytest.mark.parametrize(
    ("a", "b", "relation", "years"),
    [
        ("more_than: 9", "at_least: 10", "equal", None),
        ("more_than: 9.5", "at_least: 10", "equal", None),
        ("at_least: 9.5", "at_least: 10", "equal", None),
        ("more_than: 9.5", "at_least: 10.2", "stricter", 10),
        ("at_least: 5", "at_least: 10", "stricter", 5),
        ("more_than: 9", "at_least: 12", "stricter", 11),
    ],
)
def test_years_since_a_date_are_compared_as_whole_years(zhenkit, tmp_path, a, b, relation, years):
    before, _criteria, _rest = RULES.partition("criteria:")
    files = []
    for name, asked in (("our_a", a), ("our_b", b)):
        criterion = f"{{number: 1, id: age, name: {{zh: 年数, en: Age}}, clause: 一, require: {{fact: age, {asked}}}}}"
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(f"{before.replace('our_dates', name)}criteria: [{criterion}]\n", "utf-8")
    _code, out, _err = zhenkit("diff", *files, "--format", "json")
    report = json.loads(out)
    assert report["relation"] == relation
    if years is not None:
        town = report["higher_under_a"]
        assert int(town["year"]) - int(town["founded"][:4]) == years
