"""The gap of facts that are computed from losses, or of which more helps one line and hurts another."""

import json
import random
from itertools import product

import pytest

import zhenkit as zk
from tests.made_up_rules import HEAD

RULES = (
    HEAD
    + """\
  profit: {type: money, zh: 利润, en: profit, negative: yes}
  capital: {type: money, zh: 资本, en: capital, negative: yes}
  profits: {type: series, of: money, zh: 历年利润, en: profits by year, negative: yes}
  two_years: {type: money, zh: 两年利润, en: profit of two years, derived: {sum: profits, years: 2}}
  mean: {type: money, zh: 平均利润, en: mean profit, derived: {average: profits, years: 2}}
  lowest: {type: money, zh: 最低利润, en: least profit, derived: {least: profits, years: 2}}
  margin: {type: percent, zh: 利润率, en: margin, derived: {ratio: [profit, annual_output]}}
  turnover: {type: percent, zh: 周转率, en: turnover, derived: {ratio: [annual_output, capital]}}
  mean_margin: {type: percent, zh: 平均利润率, en: mean margin, derived: {ratio: [mean, annual_output]}}
criteria:
"""
)
CRITERION = "  - {{number: {}, id: c{}, name: {{zh: 甲, en: a}}, clause: 一, require: {{fact: {}, {}: {}}}}}\n"
PERCENT = ("margin", "turnover", "mean_margin")
COMPUTED = ("two_years", "mean", "lowest", *PERCENT, "profit", "capital")
OPERATORS = ("at_least", "at_most", "more_than", "less_than")
FIGURES = ("-100亿元", "-10亿元", "-1亿元", "0元", "1亿元", "10亿元", "100亿元")
LOSS = {"profits": {2023: "-10亿元", 2024: "10亿元"}, "annual_output": "10~13亿元"}


@pytest.fixture
def rules_of(tmp_path):
    def made(*lines):
        file = tmp_path / "rules.yaml"
        criteria = [CRITERION.format(number, number, *line) for number, line in enumerate(lines, 1)]
        file.write_text(RULES + "".join(criteria), "utf-8")
        return zk.load_rules(file)

    return made


def holds(facts, rules):
    """Whether a town passes; not where no file could state it."""
    try:
        return zk.judge(facts, rules).worst == "pass"
    except zk.ZhenkitError:
        return False


def hold(facts, rules):
    """Each way leads to the verdict; what no way leads to is out of reach, or said not to be known. How many ways."""
    town = zk.town({"name": "甲镇", "year": 2024, **facts}, rules)
    gap = zk.gap(town, rules)
    ways = gap.alternatives(3)
    for way in ways:
        assert holds({**town.to_dict(), **{change.fact: change.after for change in way}}, rules), (facts, way)
    assert (gap.reachable == "pass") is bool(ways)
    if not ways and gap.complete:
        bases = sorted({base.id for fact in rules.asked for base in fact.bases or (fact,)} - {"profits"})
        series = [{2022: "1亿元", 2023: one, 2024: other} for one, other in product(FIGURES, FIGURES)]
        for profits, *values in product(series, *([FIGURES] * len(bases))):
            found = {**facts, "name": "甲镇", "year": 2024, "profits": profits, **dict(zip(bases, values, strict=True))}
            assert not holds(found, rules), (facts, found)
    return len(ways)


@pytest.mark.parametrize(
    ("lines", "facts", "ways"),
    [
        # to earn more breaks what holds; to put out less would not, which is not found
        ([("two_years", "at_most", "5亿元"), ("mean_margin", "at_least", "20%")], LOSS, 0),
        ([("margin", "more_than", "-30%"), ("margin", "less_than", "20%")], {"profit": "2亿元"}, 0),
        ([("two_years", "less_than", "-3亿元")], LOSS, 1),
        ([("two_years", "at_least", "-3亿元")], {"profits": {2023: "-1亿元"}}, 1),
        ([("margin", "at_least", "-1%")], {"profit": "0元"}, 1),
        # nothing can be divided by a loss: no file states one
        ([("capital", "at_most", "-3亿元")], {}, 0),
        ([("capital", "at_least", "-3亿元")], {}, 1),
        ([("capital", "at_most", "-5亿元"), ("capital", "more_than", "-30亿元")], {}, 0),
        ([("turnover", "at_least", "-1%")], {}, 1),
    ],
)
def test_ways_of_losses_and_of_what_is_pulled_both_ways(rules_of, lines, facts, ways):
    assert hold(facts, rules_of(*lines)) == ways


def test_a_way_goes_no_further_than_it_needs_to(rules_of):
    found = zk.gap(
        {"name": "甲镇", "year": 2024, "profits": {2023: "-1亿元"}}, rules_of(("mean", "at_least", "-2亿元"))
    )
    ((change,),) = found.alternatives()
    assert change.after == {"2023": "-1亿元", "2024": "-3亿元"}


def test_no_way_is_found_and_it_is_said_that_there_may_be_one(rules_of):
    rules = rules_of(("two_years", "at_most", "5亿元"), ("mean_margin", "at_least", "20%"))
    found = zk.gap({"name": "甲镇", "year": 2024, **LOSS}, rules)
    assert (found.ways, found.complete, found.reachable) == (0, False, "fail")
    assert "no way to pass was found, though there may be one" in found._repr_html_()


def test_where_no_way_is_known_the_exit_code_is_that_of_what_is_open(rules_of, tmp_path, zhenkit):
    rules_of(("two_years", "at_most", "5亿元"), ("mean_margin", "at_least", "20%"))
    open_town, there = tmp_path / "open.json", tmp_path / "there.json"
    open_town.write_text(json.dumps({"name": "甲镇", "year": 2024, **LOSS}, ensure_ascii=False), "utf-8")
    fine = {"profits": {2023: "1亿元", 2024: "1亿元"}, "annual_output": "1亿元"}
    there.write_text(json.dumps({"name": "乙镇", "year": 2024, **fine}, ensure_ascii=False), "utf-8")
    options = ("--rules", tmp_path / "rules.yaml", "--lang", "en")
    code, out, err = zhenkit("gap", open_town, *options)
    assert (code, err, "no way to pass was found, though there may be one" in out) == (3, "", True)
    code, out, _err = zhenkit("gap", open_town, there, *options)
    assert (code, ", 1 without a way" in out, "none found" in out) == (3, True, True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_ways_of_random_lines_and_towns(rules_of, seed):
    luck = random.Random(seed)
    for _town in range(12):
        lines = []
        for _line in range(luck.choice((1, 2))):
            fact, figure = luck.choice(COMPUTED), luck.choice((-30, -5, 0, 5, 30))
            lines.append((fact, luck.choice(OPERATORS), f"{figure}{'%' if fact in PERCENT else '亿元'}"))
        facts = {key: luck.choice(FIGURES[3:]) for key in ("capital", "annual_output") if luck.random() < 0.8}
        facts |= {"profit": luck.choice(FIGURES)} if luck.random() < 0.8 else {}
        facts |= {"profits": {year: luck.choice((*FIGURES, "2~5亿元")) for year in (2022, 2023, 2024)}}
        hold(facts, rules_of(*lines))
