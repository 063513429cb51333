"""Which rule sets there are, and which of them holds at a place and a level."""

from pathlib import Path

import pytest

from zhenkit.analysis.lint.run import lint
from zhenkit.core.errors import FileProblems
from zhenkit.rulesets.catalog import NoSuchRules, Rulebook, shipped, shipped_rules

FACTS = (shipped_rules() / "facts.yaml").read_text("utf-8")
CRITERIA = """
criteria:
  - {number: 1, id: one, name: {zh: 一, en: one}, clause: 一, require: {fact: leading_firms, at_least: 1}}
"""


def rule_file(rule_id, level="city", place="{province: 山西省, city: 甲市}", rest=CRITERIA):
    return f"""
id: {rule_id}
level: {level}
place: {place}
title: {{zh: 标准, en: standard}}
document: {{title: 文件, issuer: 政府, date: 2023-01-01}}
effective: {{from: 2023-01-01}}
{rest}
"""


@pytest.fixture
def book(tmp_path):
    """A rulebook in a folder, of the rule files it is called with."""
    (tmp_path / "facts.yaml").write_text(FACTS, "utf-8")

    def made(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        return Rulebook(tmp_path)

    return made


def test_the_shipped_rule_sets_are_these():
    assert shipped().ids == ("changzhi", "jincheng", "jishan", "shanxi", "xiangning", "yangcheng")
    assert shipped().to_judge_by == ("changzhi", "jincheng", "shanxi", "yangcheng")
    assert [rule_set.id for rule_set in shipped()] == list(shipped().ids)


def test_a_rule_set_is_loaded_once():
    assert shipped().get("shanxi") is shipped().named("shanxi") is shipped().get("shanxi")


@pytest.mark.parametrize(
    ("place", "level", "rule_id"),
    [
        ({"province": "山西省"}, "province", "shanxi"),
        ({"province": "山西", "city": "运城市", "county": "稷山县"}, "province", "shanxi"),
        ({"province": "山西省", "city": "长治市"}, "city", "changzhi"),
        ({"city": "长治"}, "city", "changzhi"),
        ({"city": "晋城市", "county": "泽州县"}, "city", "jincheng"),
        ({"province": "山西省", "city": "晋城市", "county": "阳城县"}, "county", "yangcheng"),
        ({"county": "阳城"}, "county", "yangcheng"),
    ],
)
def test_a_place_and_a_level_find_their_rule_set(place, level, rule_id):
    assert shipped().at(place, level).id == rule_id


@pytest.mark.parametrize(
    ("place", "level", "message"),
    [
        (
            {"province": "山西省", "city": "临汾市", "county": "乡宁县"},
            "city",
            "no city-level rule set for 山西省 临汾市;",
        ),
        ({"province": "山西省", "city": "临汾市", "county": "乡宁县"}, "county", "for 山西省 临汾市 乡宁县;"),
        ({"province": "河北省", "city": "长治市"}, "city", "no city-level rule set for 河北省 长治市;"),
        ({"province": "陕西省"}, "province", "no province-level rule set for 陕西省;"),
        ({"province": "山西省"}, "city", "the town does not state its city, so its rule set is not known;"),
        ({}, "province", "the town does not state its province"),
        ({"city": "大同市", "county": "阳城县"}, "county", "no county-level rule set for 大同市 阳城县;"),
    ],
)
def test_no_rule_set_for_a_place_names_it_the_level_and_what_there_is(place, level, message):
    with pytest.raises(NoSuchRules) as caught:
        shipped().at(place, level)
    assert message in str(caught.value)
    said, _semicolon, goals = str(caught.value).partition("; goals are known, which set no standard: ")
    assert said.endswith(
        "there are: changzhi (city: 山西省 长治市); jincheng (city: 山西省 晋城市); shanxi (province: 山西省);"
        " yangcheng (county: 山西省 晋城市 阳城县)"
    )
    assert goals == ("`zhenkit goals xiangning`" if place.get("city") == "临汾市" else "")


@pytest.mark.parametrize(
    ("place", "levels"),
    [
        ({"province": "山西省", "city": "晋城市", "county": "阳城县"}, {"province", "city", "county"}),
        ({"province": "山西省", "city": "临汾市"}, {"province"}),
        ({"province": "河北省"}, set()),
        ({}, set()),
    ],
)
def test_the_levels_there_are_for_a_place(place, levels):
    assert set(shipped().levels_at(place)) == levels


def test_an_unknown_id_is_told_with_the_near_one_and_the_list():
    with pytest.raises(NoSuchRules, match=r"no rule set 'shanxy'; there are: changzhi, .*Did you mean shanxi\?"):
        shipped().named("shanxy")
    with pytest.raises(NoSuchRules, match=r"no rule set 'xyzzy'; there are: changzhi, jincheng, jishan, .*yangcheng$"):
        shipped().named("xyzzy")
    with pytest.raises(NoSuchRules):
        shipped().named("facts")  # the dictionary is no rule set
    for name, near in (("山西", "shanxi"), ("山西省", "shanxi"), ("晋城市", "jincheng"), ("阳城", "yangcheng")):
        with pytest.raises(NoSuchRules, match=rf"no rule set '{name}'; there are: .*Did you mean {near}\?"):
            shipped().named(name)


def test_a_file_is_named_by_its_ending_or_its_folder(book, tmp_path):
    book(mine=rule_file("mine"))
    assert shipped().named(str(tmp_path / "mine.yaml")).id == "mine"
    (tmp_path / "mine.yaml").rename(tmp_path / "mine.rules")
    assert shipped().named(str(tmp_path / "mine.rules")).id == "mine"
    with pytest.raises(FileProblems, match="cannot read it"):
        shipped().named(str(tmp_path / "nowhere.yaml"))


def test_what_is_adopted_holds_with_its_criteria_and_facts(book):
    facts = "facts: {own: {type: count, zh: 自有, en: own}}"
    own = CRITERIA.replace("leading_firms", "own")
    rules = book(
        base=rule_file("base", rest=f"{facts}\nweights: {{1: 2}}\n{own}"),
        mine=rule_file("mine", rest="adopts: base"),
        heavy=rule_file("heavy", rest="adopts: base\nweights: {1: 3}"),
        chain=rule_file("chain", rest="adopts: mine"),
    )
    base, mine, heavy, chain = (rules.get(name) for name in ("base", "mine", "heavy", "chain"))
    assert base.criteria == mine.criteria == chain.criteria
    assert [str(rule_set.weights[1]) for rule_set in (base, mine, heavy)] == ["2", "2", "3"]
    assert (mine.adopts, base.adopts) == ("base", None)
    assert mine.facts.named("自有") is base.facts["own"]
    assert len({rule_set.digest for rule_set in rules}) == 4


def test_the_digest_of_a_rule_set_is_of_its_content_and_of_what_it_adopts(book):
    first = book(base=rule_file("base"), mine=rule_file("mine", rest="adopts: base"))
    digests = [rule_set.digest for rule_set in first]
    assert all(len(digest) == 12 and int(digest, 16) >= 0 for digest in digests)
    commented = book(base="# said\n" + rule_file("base"))
    assert [rule_set.digest for rule_set in commented] == digests
    changed = book(base=rule_file("base").replace("at_least: 1", "at_least: 2"))
    assert all(one.digest != digest for one, digest in zip(changed, digests, strict=True))


def test_adopting_what_there_is_not_is_told_at_its_place(book):
    rules = book(base=rule_file("base"), mine=rule_file("mine", rest="adopts: bse"))
    with pytest.raises(FileProblems) as caught:
        rules.get("mine")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (8, 9)
    assert problem.message == "no rule set 'bse'; there are: base, mine. Did you mean base?"


@pytest.mark.parametrize("to", ["mine", "other"])
def test_adopting_oneself_is_told_and_does_not_go_on_for_ever(book, to):
    rules = book(mine=rule_file("mine", rest=f"adopts: {to}"), other=rule_file("other", rest="adopts: mine"))
    with pytest.raises(FileProblems, match="it adopts itself, through"):
        rules.get("mine")


def test_a_wrong_file_that_is_adopted_is_told_at_its_own_place(book):
    rules = book(
        base=rule_file("base").replace("at_least: 1", "at_least: x"), mine=rule_file("mine", rest="adopts: base")
    )
    with pytest.raises(FileProblems) as caught:
        rules.get("mine")
    assert Path(caught.value.problems[0].file).name == "base.yaml"


def test_every_problem_of_a_rule_file_is_told_in_one_run(book):
    wrong = rule_file("mine").replace("at_least: 1", "at_least: x").replace("id: one", "id: One")
    with pytest.raises(FileProblems) as caught:
        book(mine=wrong).get("mine")
    assert len(caught.value.problems) == 2


def test_goals_that_are_wrong_are_told_where_goals_are_read_and_keep_no_town_from_being_judged(tmp_path):
    said = (shipped_rules() / "shanxi.yaml").read_text("utf-8")
    file = tmp_path / "shanxi.yaml"
    file.write_text(said.replace("scope: region", "scope: regoin", 1), "utf-8")
    rule_set = shipped().named(str(file))
    assert len(rule_set.criteria) == 8
    with pytest.raises(FileProblems, match="'regoin' is not one of: town, region"):
        _ = rule_set.goals
    (found,) = lint([str(file)], shipped()).findings
    assert "'regoin' is not one of" in found.message
    file.write_text(file.read_text("utf-8").replace("at_least: 1亿元", "at_least: nothing", 1), "utf-8")
    with pytest.raises(FileProblems) as wrong:  # what is wrong with the goals is told beside what is wrong elsewhere
        shipped().named(str(file))
    assert any("regoin" in problem.message for problem in wrong.value.problems)
    assert len(wrong.value.problems) > 1
