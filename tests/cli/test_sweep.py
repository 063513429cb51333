"""`zhenkit sweep`: the exact points of a fact, in every format; what hangs on nothing; a map of two facts."""

import json
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from tests.paths import ROOT
from tests.reports.runs import town, write_town

EVIL = '<script>alert(1)</script>&"|`*[x](y)'
OWN = """
id: made_up
level: province
place: {province: 山西省}
title: {zh: 虚构标准, en: Made-up standard}
document: {title: 虚构文件}
effective: {from: 2024-01-01}
facts:
  spent: {zh: 研发投入, en: spent on research, type: money}
  turnover: {zh: 营业收入合计, en: turnover, type: money}
  intensity: {zh: 研发强度, en: research intensity, type: percent, derived: {ratio: [spent, turnover]}}
  certified: {zh: 认证日期, en: certified on, type: date}
  figures: {zh: 历年产值, en: output by year, type: series, of: money}
  growth: {zh: 增长, en: growth, type: percent, derived: {growth: figures, years: 1, until: latest}}
  exported: {zh: 出口额, en: exports, type: money}
  sold: {zh: 销售额, en: sales, type: money}
  export_share: {zh: 出口占比, en: share of exports, type: percent, at_most: 100%, derived: {ratio: [exported, sold]}}
  share: {zh: 市场份额, en: market share, type: percent, at_least: 0%, at_most: 100%}
criteria:
  - number: 1
    id: research
    name: {zh: 研发, en: Research}
    clause: 一
    require: {fact: intensity, at_least: 3%}
  - number: 2
    id: certificate
    name: {zh: 认证, en: Certificate}
    clause: 二
    require: {fact: certified, at_most: 2023-12-31}
  - number: 3
    id: growing
    name: {zh: 增长, en: Growth}
    clause: 三
    require: {fact: growth, more_than: 5%}
  - number: 4
    id: selling
    name: {zh: 市场, en: Market}
    clause: 四
    require: {fact: share, more_than: 40%}
"""
TOWN = """
name: 虚构镇
province: 山西省
spent: 2000万元
turnover: 7亿元
certified: 2024-03-01
figures: {2022: 1亿元, 2023: 1.1亿元}
sold: 3亿元
share: 30%~50%
"""


@pytest.fixture
def swept(zhenkit, tmp_path):
    """The JSON of the made-up town by the made-up standard, along facts."""
    (tmp_path / "rules.yaml").write_text(OWN, "utf-8")
    (tmp_path / "town.yaml").write_text(TOWN, "utf-8")

    def run(*facts, code=0):
        options = [word for fact in facts for word in ("--fact", fact)]
        asked = ("sweep", tmp_path / "town.yaml", "--rules", tmp_path / "rules.yaml", *options, "--lang", "en")
        found, out, err = zhenkit(*asked, "--format", "json")
        assert found == code, err
        return json.loads(out)["towns"][0] if not code else err

    return run


def test_the_points_of_a_figure_of_a_ratio_are_exact(swept):
    # 3 % of 700 million; and 20 million are 3 % of 666,666,666.66…: one fen more is less than 3 %
    assert swept("spent")["points"] == [{"at": "2100万元", "side": "from"}]
    below = swept("turnover")["points"]
    assert below == [{"at": "0.01元", "side": "from"}, {"at": "6.6666666667亿元", "side": "from"}]


def test_a_computed_fact_has_an_axis_too(swept):
    found = swept("growth")
    assert found["points"] == [{"at": "5%", "side": "above"}]
    assert found["axes"][0]["pieces"][-1] == {"undefined": True}
    assert found["axes"][0]["value"] == "10%"


def test_no_town_is_what_its_figures_contradict(swept):
    # more than all that is sold cannot be exported, and `check` would refuse it
    found = swept("exported")
    assert found["points"] == [{"at": "3.0000000001亿元", "side": "from"}]
    assert [one["verdict"] for one in found["pieces"]] == ["fail", "impossible"]


def test_a_text_may_be_one_of_two_facts(swept):
    found = swept("leading_industry", "spent")
    assert [axis["hangs"] for axis in found["axes"]] == [False, True]
    assert [one["verdict"] for one in found["regions"]] == ["fail", "fail"]


def test_dates_and_shares_of_a_range(swept):
    assert swept("certified")["points"] == [{"at": "2024-01-01", "side": "from"}]
    shares = swept("share")["shares"]
    assert [one["exact"] for one in shares] == ["1/1"]  # the town fails all the same
    criterion = [one["criteria"][3]["worst"] for one in swept("share")["pieces"]]
    assert criterion == ["not_met", "met"]


def test_a_series_and_what_makes_one_figure_have_no_axis(swept):
    assert "figures has a figure a year, and no axis; name what is computed from it: growth" in swept("figures", code=2)
    assert "intensity is computed from spent, turnover" in swept("spent", "turnover", code=2)
    assert "spent is named twice" in swept("spent", "spent", code=2)
    assert "--fact names one fact or two" in swept("spent", "turnover", "share", code=2)
    assert "unknown fact 'spend'; did you mean" in swept("spend", code=2)


def test_shares_of_a_range_are_exact(zhenkit, tmp_path):
    file = write_town(tmp_path / "town.yaml", town(annual_output="15~25亿元", historical_origin=False))
    asked = ("sweep", file, "--rules", "shanxi", "--fact", "annual_output", "--lang", "en")
    found = json.loads(zhenkit(*asked, "--format", "json")[1])["towns"][0]
    shares = {one["verdict"]: Fraction(one["exact"]) for one in found["shares"]}
    every = 10 * 10**10 + 1  # fen from 15亿元 to 25亿元, both ends
    assert sum(shares.values()) == 1
    assert shares["pass"] == Fraction(5 * 10**10 + 1, every)
    write_town(file, town(annual_output=None))
    _code, out, _err = zhenkit(*asked)
    assert "is missing and has no upper end: there is no share of it at a verdict." in " ".join(out.split())


def test_what_hangs_on_nothing_says_so(zhenkit):
    file = ROOT / "samples" / "made-up" / "pass.yaml"
    for fact, said in (
        ("leading_industry", "No criterion asks for leading industry: nothing hangs on it."),
        ("little_giants", "a merit alone hangs on it, which never changes the verdict."),
        ("overseas_prospects", None),
    ):
        code, out, err = zhenkit("sweep", file, "--rules", "shanxi", "--fact", fact, "--lang", "en")
        assert (code, err) == (0, "")
        assert said is None or said in " ".join(out.split())


@pytest.mark.parametrize("format", ["svg", "html", "markdown", "text"])
@pytest.mark.parametrize("facts", [("annual_output",), ("services",), ("annual_output", "category")])
def test_nothing_of_a_file_becomes_markup(zhenkit, tmp_path, format, facts):
    file = write_town(tmp_path / "town.yaml", town(name=EVIL, leading_industry=EVIL))
    options = [word for fact in facts for word in ("--fact", fact)]
    _code, out, _err = zhenkit("sweep", file, "--rules", "shanxi", *options, "--format", format, "--lang", "en")
    assert "\x1b" not in out
    assert format == "text" or "<script>" not in out
    if format == "svg":
        root = ElementTree.fromstring(out)
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
            *("svg", "style", "rect", "text", "title", "g", "line")
        }


def test_problems_are_told_and_the_other_towns_shown(zhenkit, tmp_path):
    file = tmp_path / "towns.yaml"
    file.write_text("name: A\nannual_output: 12\n---\nname: B\n", "utf-8")
    code, out, err = zhenkit("sweep", file, "--rules", "shanxi", "--fact", "年产值", "--lang", "en")
    assert code == 2
    assert "has no unit" in err
    assert "  B\n" in out


@pytest.mark.parametrize(
    "facts", [("services", "category"), ("category", "annual_output"), ("services", "brand_level")]
)
def test_no_two_regions_of_a_map_look_alike(zhenkit, facts):
    file = ROOT / "samples" / "made-up" / "incomplete.yaml"
    options = [word for fact in facts for word in ("--fact", fact)]
    _code, out, _err = zhenkit("sweep", file, "--rules", "shanxi", *options, "--format", "markdown", "--lang", "en")
    head = next(line for line in out.splitlines() if "| Verdict |" in line)
    rows = [line.split("|")[1:-1] for line in out[out.index(head) :].split("\n\n")[0].splitlines()[2:]]
    told = [(row[side], *row[2:]) for row in rows for side in (0, 1)]
    assert rows and len(set(map(tuple, rows))) == len(rows)
    assert all(told.count(one) == 1 or one[0] != " any value " for one in told)
