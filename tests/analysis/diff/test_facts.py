"""`zhenkit diff` where two files state or compute facts of their own: which are one quantity, and which are two."""

import json
import re
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from zhenkit.analysis.diff.compare import compare
from zhenkit.analysis.diff.result import Witness
from zhenkit.analysis.search.implied import implied
from zhenkit.checks.tree import AT_LEAST, AT_MOST, LESS_THAN, MORE_THAN, Leaf
from zhenkit.core import i18n
from zhenkit.core.errors import FileProblems
from zhenkit.facts.quantities import Series
from zhenkit.facts.town import Town
from zhenkit.judging.judgement import judge
from zhenkit.rulesets.catalog import shipped


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


ENERGY = """
id: {id}
level: province
place: {{province: 虚构省}}
title: {{zh: 虚构（{id}）, en: Made up}}
document: {{title: 虚构}}
effective: {{from: {begins}}}
facts:
  figures: {{type: series, of: count, zh: 历年数, en: figures}}
  {fact}
criteria:
  - {{number: 1, id: one, name: {{zh: 甲, en: One}}, clause: 一, require: {{fact: {asked}, at_most: 5}}}}
"""


def of_energy(folder, name, fact, asked="energy", id=None, begins="2024-01-01"):
    file = folder / f"{name}.yaml"
    file.write_text(ENERGY.format(id=id or name, fact=fact, asked=asked, begins=begins), "utf-8")
    return file


def test_a_fact_in_two_units_is_no_one_fact(zhenkit, tmp_path):
    one = of_energy(tmp_path, "one", "energy: {type: number, zh: 能耗, en: energy, unit: {zh: 吨, en: tonnes}}")
    two = of_energy(tmp_path, "two", "energy: {type: number, zh: 能耗, en: energy, unit: {zh: 公斤, en: kg}}")
    code, out, err = zhenkit("diff", one, two)
    assert (code, out) == (2, "")
    assert "the fact 'energy' differs between one and two (unit: tonnes / kg)" in err


def test_a_fact_called_otherwise_is_one_fact_and_told(zhenkit, tmp_path):
    one = of_energy(tmp_path, "one", "energy: {type: number, zh: 能耗, en: energy}")
    two = of_energy(tmp_path, "two", "energy: {type: number, zh: 综合能耗, en: energy used}")
    code, _out, err = zhenkit("diff", one, two)
    assert code == 0
    assert err == (
        f"{two}:10:11: remark: energy is called energy used here and energy in one; treated as the same fact\n"
    )


def test_facts_computed_alike_are_one_quantity_whatever_they_are_called(zhenkit, tmp_path):
    derived = "type: count, zh: {zh}, en: {en}, derived: {{sum: figures, years: 3}}"
    one = of_energy(tmp_path, "one", f"total: {{{derived.format(zh='合计', en='total')}}}", "total")
    two = of_energy(tmp_path, "two", f"all_of_it: {{{derived.format(zh='总和', en='all of it')}}}", "all_of_it")
    code, out, err = zhenkit("diff", one, two)
    assert code == 0
    assert out.startswith("= one and two are equal")
    assert "remark: all_of_it is computed in the same way as total of one; treated as the same fact" in err


BY_CATEGORY = (
    "at_least: {{by: category, manufacturing: {}亿元, agriculture: {}亿元, light_industry: review, other: review}}"
)
SUM = "total: {type: money, zh: 三年合计, en: total, derived: {sum: output_by_year, years: 3}}"
MEAN = "mean: {type: money, zh: 三年平均, en: mean, derived: {average: output_by_year, years: 3}}"


@pytest.mark.parametrize(
    ("one", "two", "finding"),
    [
        (("SUM", "at_least: 3亿元"), ("MEAN", "at_least: 1亿元"), "= one and two are equal"),
        (("MEAN", "at_least: 1亿元"), ("SUM", "at_least: 3亿元"), "= one and two are equal"),
        (("SUM", "at_least: 3亿元"), ("MEAN", "at_least: 1.5亿元"), "+ two is stricter than one"),
        (("SUM", "at_most: 3亿元"), ("MEAN", "at_most: 1.5亿元"), "- two is looser than one"),
        (("SUM", "at_least: 4亿元"), ("SUM_AS_MEAN", "at_least: 1亿元"), "- two is looser than one"),
        (("SUM", BY_CATEGORY.format(3, 6)), ("MEAN", BY_CATEGORY.format(1, 2)), "= one and two are equal"),
    ],
    ids=["equal", "the-other-way", "stricter", "at-most", "one-name", "by-choice"],
)
def test_an_average_and_the_sum_of_the_same_years_are_one_quantity(zhenkit, tmp_path, one, two, finding):
    facts = {"SUM": SUM, "MEAN": MEAN, "SUM_AS_MEAN": SUM.replace("sum:", "average:")}
    files = []
    for name, (fact, asked) in (("one", one), ("two", two)):
        file = of_energy(tmp_path, name, facts[fact], facts[fact].partition(":")[0])
        text = file.read_text("utf-8").replace("at_most: 5", asked).replace("of: count", "of: money")
        file.write_text(text.replace("figures:", "output_by_year:", 1), "utf-8")
        files.append(file)
    code, out, err = zhenkit("diff", *files)
    assert out.startswith(finding)
    assert code == (0 if "equal" in finding else 1)
    assert "remark:" in err and "they are compared by the sum" in err


def test_an_average_of_other_years_than_the_sum_is_another_quantity(zhenkit, tmp_path):
    one = of_energy(tmp_path, "one", MEAN.replace("money", "number").replace("output_by_year", "figures"), "mean")
    total = SUM.replace("money", "number").replace("output_by_year", "figures").replace("years: 3", "years: 2")
    two = of_energy(tmp_path, "two", total, "total")
    for file in (one, two):
        file.write_text(file.read_text("utf-8").replace("of: count", "of: number"), "utf-8")
    code, out, err = zhenkit("diff", one, two)
    assert (code, err) == (1, "")
    assert out.startswith("x one and two are incomparable")


def test_an_edition_that_counts_other_years_is_compared_by_two_quantities(zhenkit, tmp_path):
    derived = "total: {{type: count, zh: 合计, en: total, derived: {{sum: figures, years: {years}}}}}"
    old = of_energy(tmp_path, "our@2024-01-01", derived.format(years=3), "total", "our")
    new = of_energy(tmp_path, "our", derived.format(years=2), "total", "our", "2025-01-01")
    code, out, err = zhenkit("diff", old, new)
    assert (code, err) == (1, "")
    said = " ".join(out.split())
    assert "total: at most 5 → total (our@2025-01-01): at most 5" in said


RATIO = """part: {type: number, zh: 分项, en: part}
  whole: {type: number, zh: 总数, en: whole}
  share: {type: percent, zh: 占比, en: share, derived: {ratio: [part, whole], by_zero: highest}}"""


def asking_for_a_share(tmp_path, by_zero):
    """A part of 3 in a whole of 4 at most is a share of 75 %, which the second file asks for as well."""
    asked = "{fact: part, at_least: 3}, {fact: whole, at_most: 4}"
    for name, more in (("one", ""), ("two", ", {fact: share, at_least: 75%}")):
        file = of_energy(tmp_path, name, RATIO.replace("highest", by_zero))
        text = file.read_text("utf-8").replace("{fact: energy, at_most: 5}", f"{{all: [{asked}{more}]}}")
        file.write_text(text, "utf-8")
        yield file


@pytest.mark.parametrize(("by_zero", "grade"), [("review", "review"), ("lowest", "not_met")])
def test_a_town_that_divides_by_zero_proves_what_no_other_does(zhenkit, tmp_path, by_zero, grade):
    report = json.loads(zhenkit("diff", *asking_for_a_share(tmp_path, by_zero), "--format", "json")[1])
    assert report["relation"] == "stricter"
    (criterion,) = report["criteria"]
    assert criterion["higher_under_a"]["whole"] == "0"
    assert "share" not in criterion["higher_under_a"]


def test_what_no_town_was_found_for_is_not_claimed_and_states_no_computed_fact(zhenkit, tmp_path):
    """The quantities allow a share of less, no town has it."""
    files = list(asking_for_a_share(tmp_path, "highest"))
    code, out, _err = zhenkit("diff", *files)
    assert code == 2
    said = " ".join(out.split())
    assert said.startswith(
        "? How two relates to one is not decided: it is not known whether some town gets a worse verdict under it, "
        "none gets a better one"
    )
    assert "nothing is claimed of values that no town was found to have together: share." in said
    assert "too many combinations" not in said
    assert "Not proven by a town share: 74.9%" in said
    report = json.loads(zhenkit("diff", *files, "--format", "json")[1])
    (criterion,) = report["criteria"]
    assert (report["relation"], report["complete"], criterion["relation"]) == ("undecided", False, "undecided")
    assert criterion["higher_under_a"] is criterion["higher_under_b"] is None
    assert [change["direction"] for change in criterion["changes"]] == ["undecided"]


LEAST = {
    kind: f"{kind}: {{type: count, zh: {kind}, en: {kind}, derived: {{{kind}: figures, years: 3}}}}"
    for kind in ("sum", "least")
}


@pytest.mark.parametrize(("figure", "finding"), [(15, "= one and two are equal"), (16, "+ two is stricter than one")])
def test_a_least_of_three_years_says_something_of_their_sum(zhenkit, tmp_path, figure, finding):
    """Three years of five at least come to fifteen at least: to require that as well makes no difference."""
    files = []
    for name, more in (("one", ""), ("two", f", {{fact: sum, at_least: {figure}}}")):
        file = of_energy(tmp_path, name, "\n  ".join(LEAST.values()))
        require = f"{{all: [{{fact: least, at_least: 5}}{more}]}}"
        file.write_text(file.read_text("utf-8").replace("{fact: energy, at_most: 5}", require), "utf-8")
        files.append(file)
    code, out, _err = zhenkit("diff", *files)
    assert out.startswith(finding)
    assert code == (0 if "equal" in finding else 1)


OF_YEARS = "{kind}_{years}: {{type: {type}, zh: {kind}{years}, en: {kind} {years}, derived: {derived}}}"


def of_quantities(
    folder, name, require, figures=("sum", "average", "least", "growth", "yearly_growth", "least_growth")
):
    """A rule file with facts of every kind over one, two and three years of one series, and a ratio of it to itself."""
    facts = [
        OF_YEARS.format(
            kind=kind, years=years, type="percent" if "growth" in kind else "number",
            derived=f"{{{kind}: figures, years: {years}}}",
        )
        for kind in figures
        for years in (1, 2, 3)
    ]  # fmt: skip
    file = of_energy(folder, name, "\n  ".join(facts))
    text = file.read_text("utf-8").replace("of: count", "of: number")
    file.write_text(text.replace("{fact: energy, at_most: 5}", require), "utf-8")
    return file


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("{fact: sum_1, at_least: 5}", "{fact: average_1, at_least: 5}"),
        ("{fact: average_1, at_least: 5}", "{fact: least_1, at_least: 5}"),
        ("{fact: growth_1, more_than: 5%}", "{fact: yearly_growth_1, more_than: 5%}"),
        ("{fact: least_growth_1, at_most: 5%}", "{fact: growth_1, at_most: 5%}"),
        ("{fact: yearly_growth_2, at_least: 10%}", "{fact: growth_2, at_least: 21%}"),
        ("{fact: sum_1, at_least: 5}", "{all: [{fact: least_1, at_least: 5}, {fact: average_1, at_least: 5}]}"),
        ("{any: [{fact: sum_1, at_least: 5}, {fact: least_1, at_least: 6}]}", "{fact: average_1, at_least: 5}"),
        ("{fact: average_3, at_least: 5}", "{all: [{fact: average_3, at_least: 5}, {fact: sum_3, at_least: 15}]}"),
    ],
)
def test_two_names_for_one_quantity_make_no_difference(zhenkit, tmp_path, one, two):
    files = of_quantities(tmp_path, "one", one), of_quantities(tmp_path, "two", two)
    code, out, _err = zhenkit("diff", *files)
    assert out.startswith("= one and two are equal")
    assert "Decided exactly" in out
    assert code == 0


KINDS = ("sum", "average", "least", "growth", "yearly_growth", "least_growth")
LEAVES = st.builds(
    lambda kind, years, word, figure: (
        f"{{fact: {kind}_{years}, {word}: {figure * 10}%}}"
        if "growth" in kind
        else f"{{fact: {kind}_{years}, {word}: {figure}}}"
    ),
    st.sampled_from(KINDS),
    st.integers(1, 3),
    st.sampled_from(["at_least", "more_than", "at_most", "less_than"]),
    st.integers(1, 4),
)
CHECKS = LEAVES | st.builds(
    lambda word, parts: f"{{{word}: [{', '.join(parts)}]}}",
    st.sampled_from(["all", "any"]),
    st.lists(LEAVES, min_size=2, max_size=2),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHECKS, CHECKS, st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=10, max_size=10))
def test_a_claim_is_proven_by_a_town_and_no_town_contradicts_it(tmp_path, one, two, runs):
    """Whatever is said of computed facts: a difference has a town, and where there is said to be none, no town has."""
    files = of_quantities(tmp_path, "one", one), of_quantities(tmp_path, "two", two)
    try:
        rules = [shipped().named(str(file)) for file in files]
    except FileProblems:  # more of one fact helps and hurts in one criterion
        assume(False)
    found = compare(*rules)

    def grades(series):
        town = Town({"name": "证", "figures": series})
        return [judge(town, each).span.worst for each in rules]

    for side, higher in (("a", found.higher_a), ("b", found.higher_b)):
        if isinstance(higher, Witness):
            a, b = grades(higher.stated["figures"])
            assert a > b if side == "a" else b > a
    for figures in runs:
        a, b = grades(Series(tuple(enumerate(map(Fraction, figures), 2021))))
        assert a <= b or found.higher_a is not None
        assert b <= a or found.higher_b is not None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LEAVES, min_size=2, max_size=4), st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_what_is_implied_holds_of_every_series(tmp_path, asked, figures):
    rules = shipped().named(str(of_quantities(tmp_path, "one", "{fact: sum_1, at_least: 1}")))
    operators = {"at_least": AT_LEAST, "more_than": MORE_THAN, "at_most": AT_MOST, "less_than": LESS_THAN}
    found = [re.match(r"{fact: (\w+), (\w+): (\S+)}", leaf) for leaf in asked]
    facts = [rules.facts[match[1]] for match in found]
    leaves = [
        Leaf(None, None, fact, operators[match[2]], fact.type.read(match[3]))
        for fact, match in zip(facts, found, strict=True)
    ]
    derived = tuple(dict.fromkeys(facts))
    series = {"figures": Series(tuple(enumerate(map(Fraction, figures), 2021)))}
    town = {fact.id: fact.value_of(series) for fact in derived}
    assert all(kept.state(town).certain for kept in implied(derived, leaves))


def test_computed_facts_that_share_nothing_are_made_group_by_group(zhenkit, tmp_path):
    """A cap on the product of what every group could be would leave a difference without its proof."""
    many = range(8)
    facts = [f"series_{at}: {{type: series, of: number, zh: 历年{at}, en: series {at}}}" for at in many]
    for at in many:
        facts += [
            f"sum_{at}: {{type: number, zh: 合计{at}, en: sum {at}, derived: {{sum: series_{at}, years: 3}}}}",
            f"growth_{at}: {{type: percent, zh: 增长{at}, en: growth{at}, derived: {{growth: series_{at}, years: 2}}}}",
        ]
    asked = [f"{{fact: sum_{at}, at_least: 7}}, {{fact: growth_{at}, at_least: 13%}}" for at in many]
    files = []
    for name, more in (("one", ""), ("two", ", {fact: growth_7, at_least: 17%}")):
        file = of_energy(tmp_path, name, "\n  ".join(facts))
        require = f"{{all: [{', '.join(asked)}{more}]}}"
        file.write_text(file.read_text("utf-8").replace("{fact: energy, at_most: 5}", require), "utf-8")
        files.append(file)
    code, out, _err = zhenkit("diff", *files)
    assert code == 1
    assert out.startswith("+ two is stricter than one")
