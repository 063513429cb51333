"""What `--map` says of titles, words and units holds by rows and by columns; what is wrong in it is told."""

import json

import polars as pl
import pytest

from zhenkit.core.errors import FileProblems, ZhenkitError
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.tables.header import read_header
from zhenkit.towns.tables.map_file import read_maps

FACTS = shipped().facts
PLACE = ("省", "市", "县", "年份")
WHERE = ("山西省", "虚构市", "虚构县", "2024")
ENGINES = [(), ("--engine", "polars"), ("--engine", "duckdb")]


def csv(path, titles, *rows):
    lines = [",".join((*titles, *PLACE)), *(",".join((*row, *WHERE)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def kept(zhenkit, table, facts, *options):
    """Of each town, its name and what was read of these facts; and what was reported."""
    code, out, err = zhenkit(
        "batch",
        table,
        "--rules",
        "shanxi",
        "--format",
        "csv",
        *options,
        *(each for f in facts for each in ("--keep", f)),
    )
    assert code != 2, err
    head, *rows = [line.split(",") for line in out.splitlines()]
    places = [head.index(fact) for fact in facts]
    return sorted([row[place] for place in places] for row in rows), err


@pytest.mark.parametrize("engine", ENGINES)
def test_a_title_is_read_as_it_is_said(zhenkit, tmp_path, engine):
    table = csv(
        tmp_path / "a.csv", ["集群", "规上企业产值（亿元）", "产值", "联系人"], ["甲镇", "12.5", "3亿元", "某人"]
    )
    maps = ("--map", "集群=name", "--map", "规上企业产值（亿元）=annual_output", "--map", "联系人=-")
    rows, err = kept(zhenkit, table, ["name", "annual_output"], *maps, *engine)
    assert rows == [["甲镇", "12.5亿元"]]
    assert "联系人" not in err
    assert "by --map, '规上企业产值（亿元）' is read for it" in err


MAP = """
titles: {集群: name, 门类: category, 技术中心情况说明: 企业技术中心级别}
choices:
  category: {特色农业: 特优农业, 工艺类: light_industry}
  企业技术中心级别: {部级: nation}
  services: {质检: testing}
  exports: {达到: yes}
units: {规模: 万元}
"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_words_are_read_as_they_are_said(zhenkit, tmp_path, engine, ending):
    file = tmp_path / "map.yaml"
    file.write_text(MAP, "utf-8")
    titles = ["集群", "门类", "技术中心情况说明", "公共服务功能", "有出口产品"]
    rows = [["甲镇", "特色农业", "部级", "质检；培训", "达到"], ["乙镇", "工艺类", "省级", "检测", "是"]]
    table = csv(tmp_path / "a.csv", titles, *rows)
    if ending == "parquet":
        pl.read_csv(table).write_parquet(tmp_path / "a.parquet")
        table = tmp_path / "a.parquet"
    wanted = ["name", "category", "technology_centre", "services", "exports"]
    found, err = kept(zhenkit, table, wanted, "--map", file, *engine)
    assert found == [
        ["乙镇", "light_industry", "province", "testing", "yes"],
        ["甲镇", "agriculture", "nation", "training;testing", "yes"],
    ]
    assert "no table has the title '规模'" in err
    by_ids = csv(tmp_path / "ids.csv", ["name", "category", "technology_centre", "services", "exports"])
    lines = ["甲镇,agriculture,nation,testing；training,yes", "乙镇,light_industry,province,testing,yes"]
    by_ids.write_text(by_ids.read_text("utf-8") + "".join(f"{line},{','.join(WHERE)}\n" for line in lines), "utf-8")
    judged = zhenkit("batch", table, "--rules", "shanxi", "--format", "csv", "--map", file, *engine)
    assert judged[:2] == zhenkit("batch", by_ids, "--rules", "shanxi", "--format", "csv")[:2]


def test_a_unit_is_as_it_is_said_and_map_wins():
    mapping = read_maps(["产值规模=annual_output"], FACTS)
    assert read_header(["产值规模（万元）"], FACTS, mapping).columns[0].unit == "万元"


def test_check_takes_it_too(zhenkit, tmp_path):
    table = csv(tmp_path / "a.csv", ["集群", "企业户数"], ["甲镇", "12"])
    code, out, _err = zhenkit("check", table, "--rules", "shanxi", "--map", "集群=name", "--format", "json")
    assert code != 2
    assert json.loads(out)["towns"][0]["name"] == "甲镇"


def test_one_of_two_years_is_chosen(tmp_path):
    titles = ["名称", "2023年产值（亿元）", "2024年产值（亿元）"]
    header = read_header(titles, FACTS, read_maps(["2024年产值（亿元）=annual_output"], FACTS))
    assert header.problems == ()
    assert [(column.index, column.unit, column.dated) for column in header.columns[1:]] == [(2, "亿元", 2024)]
    assert header.unknown == ((1, "2023年产值（亿元）"),)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("产业名=leading_industri", "did you mean leading_industry?"),
        ("产业名", "write TITLE=FACT, or name a file of titles"),
        ("=name", "write TITLE=FACT"),
        ("x=", "write TITLE=FACT"),
    ],
)
def test_a_map_that_is_none_is_told(said, message, zhenkit, tmp_path):
    with pytest.raises(ZhenkitError, match=message.replace("?", r"\?")):
        read_maps([said], FACTS)
    table = csv(tmp_path / "a.csv", ["名称"], ["甲镇"])
    code, out, err = zhenkit("batch", table, "--rules", "shanxi", "--map", said)
    assert (code, out) == (2, "") and message in err


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("titel: {a: name}", (1, 1), "did you mean titles?"),
        ("titles:\n  产业名: leading_industri", (2, 8), "did you mean leading_industry?"),
        ("titles:\n  产业名: [name]", (2, 8), "one word is expected here"),
        ("titles: 3", (1, 9), "a mapping is expected here"),
        ("choices:\n  category: {甲: 农}", (2, 17), "is not one of its values"),
        ("choices:\n  nam: {甲: 农}", (2, 3), "did you mean name?"),
        ("choices:\n  firms: {甲: 3}", (2, 3), "firms has no words to choose from"),
        ("titles:\n  产业 名: name\n  产业名: name", (3, 3), "repeats '产业 名'"),
        ("- a", (1, 1), "a file of titles is a mapping"),
        ("a: 1\n---\nb: 2", (1, 1), "a file of titles is one document"),
    ],
)
def test_a_fault_in_a_file_of_titles_is_told_with_its_place(tmp_path, text, place, message):
    path = tmp_path / "map.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(FileProblems) as error:
        read_maps([str(path)], FACTS)
    problem = error.value.problems[0]
    assert (problem.line, problem.column) == place
    assert message in problem.message


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileProblems, match="No such file"):
        read_maps([str(tmp_path / "map.yaml")], FACTS)


def test_what_the_command_line_says_wins_over_a_file(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text("titles: {甲: firms, 乙: name}", "utf-8")
    mapping = read_maps([str(path), "甲=employees"], FACTS)
    found = read_header(["甲（人）", "乙"], FACTS, mapping)
    assert [column.fact.id for column in read_header(["甲", "乙"], FACTS, mapping).columns] == ["employees", "name"]
    assert found.columns[0].fact.id == "name"


SCALED = [
    ("从业人数（万人）", "employees", "1.2", "12000"),
    ("从业人数（万人）", "employees", "３", "30000"),
    ("从业人数（万人）", "employees", "1.2~1.5", "12000~15000"),
    ("从业人数（万人）", "employees", "12000人", "12000"),
    ("从业人数（万人）", "employees", "1.2万人", "12000"),
    ("从业人数（万人）", "employees", "0.12340", "1234"),
    ("企业户数（万户）", "firms", "2", "20000"),
    ("年产值（千元）", "annual_output", "1250000", "12.5亿元"),
    ("年产值（千元）", "annual_output", "0.01", "10元"),
    ("年产值（百万元）", "annual_output", "1250.5", "12.505亿元"),
    ("年产值（千万元）", "annual_output", "125", "12.5亿元"),
    ("年产值（千万元）", "annual_output", "12.5亿元", "12.5亿元"),
    ("年产值（千万元）", "annual_output", "125~130", "12.5亿元~13亿元"),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("title", "fact", "cell", "value"), SCALED)
def test_a_unit_in_which_no_cell_is_written_scales_exactly(zhenkit, tmp_path, title, fact, cell, value, engine):
    table = csv(tmp_path / "a.csv", ["名称", title], ["甲镇", cell], *([f"乙{n}镇", "7"] for n in range(20)))
    rows, _err = kept(zhenkit, table, ["name", fact], *engine)
    assert rows[-1] == ["甲镇", value]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("title", "cell"),
    [("从业人数（万人）", "1.00005"), ("年产值（千元）", "0.000001"), ("从业人数（万人）", "123456789012")],
)
def test_what_is_no_whole_figure_then_is_told(zhenkit, tmp_path, title, cell, engine):
    table = csv(tmp_path / "a.csv", ["名称", title], ["甲镇", cell], *([f"乙{n}镇", "7"] for n in range(20)))
    code, _out, err = zhenkit("batch", table, "--rules", "shanxi", *engine)
    assert code == 2 and "B2: " in err
