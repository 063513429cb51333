"""`zhenkit diff` where two files state or compute facts of their own: which are one quantity, and which are two."""

import json

import pytest

from zhenkit.core import i18n


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


NOT_PROVEN = {
    "sum": "total: {type: count, zh: 合计, en: total, derived: {sum: figures, years: 3}}",
    "least": "total: {type: count, zh: 合计, en: total, derived: {least: figures, years: 3}}",
}


def test_what_no_town_was_found_for_is_called_no_proof_and_states_no_computed_fact(zhenkit, tmp_path):
    """The least of three figures over 5 with a sum of 5 at most: the quantities allow it, no town has it."""
    one, two = (of_energy(tmp_path, kind, fact, "total") for kind, fact in NOT_PROVEN.items())
    code, out, _err = zhenkit("diff", one, two)
    assert code == 1
    assert "Not proven by a town total (least@2024-01-01): 6" in " ".join(out.split())
    (criterion,) = json.loads(zhenkit("diff", one, two, "--format", "json")[1])["criteria"]
    assert criterion["relation"] == "incomparable"
    assert criterion["higher_under_a"] is None
    assert criterion["higher_under_b"].keys() == {"name", "figures"}
