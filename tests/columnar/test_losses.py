"""A fact that says so may be below 0: a loss is read exactly, in every format, by rows as by columns."""

import json
from decimal import Decimal

import polars as pl
import pytest
from openpyxl import Workbook

from tests.columnar.answers import answers
from tests.made_up_rules import HEAD
from zhenkit.core.i18n import speaking
from zhenkit.judging.batch import Request

RULES = (
    HEAD
    + """\
  profit: {type: money, zh: 利润, en: profit, negative: yes, at_least: -100亿元}
  profits: {type: series, of: money, zh: 历年利润, en: profits by year, negative: yes}
  three_years: {type: money, zh: 三年利润, en: profit of three years, derived: {sum: profits, years: 2}}
  margin: {type: percent, zh: 利润率, en: margin, derived: {ratio: [profit, annual_output]}}
criteria:
  - {number: 1, id: a, name: {zh: 甲, en: a}, clause: 一, require: {fact: profit, at_least: -3亿元}}
  - {number: 2, id: b, name: {zh: 乙, en: b}, clause: 二, require: {fact: three_years, more_than: 0元}}
  - {number: 3, id: c, name: {zh: 丙, en: c}, clause: 三, require: {fact: margin, more_than: -20%}}
  - {number: 4, id: d, name: {zh: 丁, en: d}, clause: 四, require: {none: [{fact: profit, less_than: -5亿元}]}}
"""
)
N, R, M, OPEN = "not_met", "review", "met", "incomplete"
TOWNS = {
    # profit, the profits of 2023 and 2024, all in 亿元, and the grades; the output is 10亿元
    "loss": ("-3", "-1", "2", (M, M, N, M)),
    "a fen more": ("-3.0000000001", "-1", "1", (N, N, N, M)),
    "much": ("-5.5", "1", "-1.5", (N, N, N, N)),
    "no profit": ("0", "0", "0", (M, N, M, M)),
    "gain": ("4", "-1", "", (M, OPEN, M, M)),
    "missing": ("", "-3", "3.5", (OPEN, M, OPEN, OPEN)),
}
TITLES = ["name", "year", "profit（亿元）", "profits.2023（亿元）", "profits.2024（亿元）", "annual_output（亿元）"]


def as_file(folder, ending):
    file = folder / f"towns.{ending.rpartition('-')[2]}"
    rows = [[name, 2024, *figures, "10"] for name, (*figures, _grades) in TOWNS.items()]
    if ending == "csv":
        file.write_text("\n".join(",".join(map(str, row)) for row in [TITLES, *rows]), "utf-8")
    elif ending in ("json", "yaml"):

        def money(figure):
            return f"{figure}亿元" if figure else None

        towns = [
            {
                "name": name,
                "year": year,
                "profit": money(profit),
                "profits": {"2023": money(before), "2024": money(after)},
                "annual_output": "10亿元",
            }
            for name, year, profit, before, after, _output in rows
        ]
        text = json.dumps(towns, ensure_ascii=False)
        file.write_text(text if ending == "json" else "\n---\n".join(map(json.dumps, towns)), "utf-8")
    elif ending == "parquet":
        frame = pl.DataFrame(rows, schema=TITLES, orient="row", strict=False)
        figures = [pl.col(title).replace("", None).cast(pl.Decimal(20, 10)) for title in TITLES[2:]]
        frame.with_columns(figures).write_parquet(file)
    elif ending == "integers-parquet":
        fen = [
            [name, year, *(int(Decimal(one) * 10**8) if one else None for one in rest)] for name, year, *rest in rows
        ]
        titles = [title.replace("亿元", "元") for title in TITLES]
        pl.DataFrame([row for row in fen if row[0] != "a fen more"], schema=titles, orient="row").write_parquet(file)
    else:
        book = Workbook()
        book.active.append(TITLES)
        for name, year, *figures in rows:
            book.active.append([name, year, *(Decimal(one) if one else None for one in figures)])
        for column in "CDE":
            for cell in book.active[column][1:]:
                cell.number_format = "#,##0.0000000000_);(#,##0.0000000000)"
        book.save(file)
    return file


BY_ROWS = ["csv", "json", "yaml", "xlsx", "parquet", "integers-parquet"]
BY_COLUMNS = [(ending, engine) for ending in ("csv", "parquet", "integers-parquet") for engine in ("polars", "duckdb")]


@pytest.mark.parametrize(("ending", "engine"), [*((ending, None) for ending in BY_ROWS), *BY_COLUMNS])
def test_a_loss_is_read_exactly_in_every_format(tmp_path, ending, engine):
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES, "utf-8")
    request = Request((str(as_file(tmp_path, ending)),), rules=str(rules), format="csv", engine=engine)
    found = answers(request)
    assert found["problems"] == []
    given = {row.name: tuple(span.word for span in row.criteria.values()) for row in found["rows"]}
    expected = {name: grades for name, (*_figures, grades) in TOWNS.items()}
    if ending == "integers-parquet":
        del expected["a fen more"]  # it is no whole 元
    assert given == expected
    if engine:
        assert found["rows"] == answers(Request((str(request.inputs[0]),), rules=str(rules), format="csv"))["rows"]


WAYS = [
    # a cell of a column without a unit, and its grade of criterion 1 or what is wrong
    ("-3亿元", M),
    ("－3亿元", M),
    ("-30000万元", M),
    ("-¥300000000", M),
    ("-3亿1万元", N),
    ("-4亿元~-3.5亿元", N),
    ("-3~2亿元", M),
    ("-4~2亿元", OPEN),
    ("2亿元~3亿元", M),
    ("2-3亿元", M),
    ("-3-5亿元", "'-3-5亿元': a range with an end below 0 is written with ~"),
    ("-3", "'3' has no unit"),
    ("-3亿元~-5亿元", "a range goes from low to high"),
    ("-101亿元", "-101亿元 is below -100亿元, the least that profit can be"),
    ("--3亿元", "is not an amount of money"),
]


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
def test_every_way_to_write_a_loss(tmp_path, engine):
    rules, file = tmp_path / "rules.yaml", tmp_path / "towns.csv"
    rules.write_text(RULES, "utf-8")
    file.write_text("\n".join(["name,profit", *(f"{nth},{cell}" for nth, (cell, _said) in enumerate(WAYS))]), "utf-8")
    with speaking("en"):
        found = answers(Request((str(file),), rules=str(rules), format="csv", engine=engine))
    given = {int(row.name): row.criteria[1].word for row in found["rows"]}
    wrong = [said for _cell, said in WAYS if said not in (N, M, OPEN)]
    assert given == {nth: said for nth, (_cell, said) in enumerate(WAYS) if said not in wrong}
    for said in wrong:
        assert any(said in problem for problem in found["problems"]), said


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
@pytest.mark.parametrize("cells", ["-1亿元,1亿元", "1亿元,-1亿元"])
def test_a_fact_that_does_not_say_so_is_never_below_zero(tmp_path, engine, cells):
    rules, file = tmp_path / "rules.yaml", tmp_path / "towns.csv"
    rules.write_text(
        RULES.replace(", negative: yes, at_least: -100亿元", "").replace("-3亿元", "3亿元").replace("-5亿元", "5亿元"),
        "utf-8",
    )
    file.write_text(f"name,profit,annual_output\n甲镇,{cells}\n", "utf-8")
    with speaking("en"):
        found = answers(Request((str(file),), rules=str(rules), format="csv", engine=engine))
    assert not found["rows"]
    assert "'-1亿元' is not an amount of money" in found["problems"][0]


@pytest.mark.parametrize(
    ("unit", "loss", "low", "high"), [("千元", "-300000", "-400000~-1", "-500,000"), ("亿元", "-3", "-4~1", "-5")]
)
def test_a_unit_in_the_title_is_of_losses_too(tmp_path, unit, loss, low, high):
    rules, file = tmp_path / "rules.yaml", tmp_path / "towns.csv"
    rules.write_text(RULES, "utf-8")
    rows = [f'{nth},"{cell}"' for nth, cell in enumerate((loss, low, high))]
    file.write_text("\n".join([f"name,profit（{unit}）", *rows]), "utf-8")
    for engine in (None, "polars"):
        found = answers(Request((str(file),), rules=str(rules), format="csv", engine=engine))
        assert [row.criteria[1].word for row in sorted(found["rows"], key=lambda row: row.name)] == [M, OPEN, N]


def test_it_is_shown_and_asked_for(zhenkit, tmp_path):
    rules, file = tmp_path / "rules.yaml", tmp_path / "town.yaml"
    rules.write_text(RULES, "utf-8")
    file.write_text("name: 甲镇\nprofit: -3.5亿元\nannual_output: 7亿元\n", "utf-8")
    shown = zhenkit("check", file, "--rules", rules, "--lang", "en")[1]
    assert "-3.5亿元 / -3亿元" in " ".join(shown.split())
    assert "-50% / more than -20%" in " ".join(shown.split())
    assert "profit (profit): money; may be below 0" in zhenkit("rules", "show", rules, "--lang", "en")[1]
    described = json.loads(zhenkit("rules", "show", rules, "--format", "json")[1])["rule_set"]["facts"]
    assert described["profit"]["negative"] is described["profits"]["negative"] is True
    cases = tmp_path / "cases.yaml"
    cases.write_text(zhenkit("rules", "test", "--boundaries", rules)[1], "utf-8")
    assert zhenkit("rules", "test", cases)[0] == 0
