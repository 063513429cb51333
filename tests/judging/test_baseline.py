"""What changed since an earlier run: whom it is told of, and files that are no report."""

import json

import pytest

from tests.reports.runs import GRANTED, check, reported, town, write_town
from zhenkit.checks.grades import SPANS
from zhenkit.core.i18n import speaking
from zhenkit.judging.baseline import compare_runs
from zhenkit.judging.earlier_report import BadBaseline, read_baseline
from zhenkit.reports.ranking import since_baseline as words
from zhenkit.reports.ranking.json import changes_as_json

FALLEN = {"annual_output": "2亿元"}


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


@pytest.fixture
def compare(tmp_path):
    """What changed from some towns to others, both judged and the first reported as JSON."""

    def run(before, after, rules=("shanxi", "shanxi")):
        report = tmp_path / "last.json"
        write_town(tmp_path / "before.yaml", *before)
        write_town(tmp_path / "after.yaml", *after)
        report.write_text(reported("json", check(tmp_path / "before.yaml", rules=rules[0])), "utf-8")
        judgements = check(tmp_path / "after.yaml", rules=rules[1]).judgements
        return compare_runs("last.json", read_baseline(report), judgements)

    return run


def kinds(changes):
    return [(change.kind, change.name) for change in changes.towns]


def test_the_same_towns_have_not_changed(compare):
    towns = [town(), town(name="乙", **FALLEN), town(name="丙", exports=None)]
    found = compare(towns, towns[::-1])
    assert (found.towns, found.rules, found.regressed) == ((), (), False)
    assert words.headline(found) == "Since last.json: no town changed"


def test_the_worse_stand_before_the_better_the_changed_the_new_and_the_gone(compare):
    before = [town(name="升", **FALLEN), town(name="降"), town(name="变"), town(name="去"), town(name="同")]
    after = [town(name="新"), town(name="变", firms=7), town(name="升"), town(name="降", **FALLEN), town(name="同")]
    found = compare(before, after)
    assert kinds(found) == [("worse", "降"), ("better", "升"), ("changed", "变"), ("new", "新"), ("gone", "去")]
    assert found.regressed
    assert found.tally() == [("worse", 1), ("better", 1), ("changed", 1), ("new", 1), ("gone", 1)]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({}, {"annual_output": None}, "worse"),  # the worst is lower
        ({"annual_output": None}, {}, "better"),  # the worst is higher, the best is as before
        ({"annual_output": None}, FALLEN, "worse"),  # the best is lower
        ({"annual_output": None, "supporting_capacity": False}, {"supporting_capacity": False}, "changed"),
    ],
)
def test_a_town_falls_where_either_end_is_lower(compare, before, after, kind):
    assert kinds(compare([town(**before)], [town(**after)])) == [(kind, "虚构镇")]


def test_criteria_and_facts_that_changed_are_told(compare):
    found = compare([town(exports=None)], [town(**FALLEN)]).towns[0]
    assert [(change.number, change.before, change.after) for change in found.criteria] == [
        (3, SPANS[0][3], SPANS[3][3]),
        (4, SPANS[3][3], SPANS[0][2]),
    ]
    assert {change.fact: (change.before, change.after) for change in found.facts} == {
        "annual_output": ("25亿元", "2亿元"),
        "exports": (None, False),
    }


def test_decisions_that_are_new_gone_or_other_are_told(compare):
    reviewed = {"single_county": False}
    granted, refused = {"decisions": {"4": GRANTED}}, {"decisions": {"4": {**GRANTED, "granted": False}}}
    told = {
        (): "criterion 4: new decision, granted by 省工信厅 on 2023-05-01",
        (1,): "criterion 4: decision removed, granted by 省工信厅 on 2023-05-01",
    }
    new = compare([town(**reviewed)], [town(**reviewed, **granted)])
    gone = compare([town(**reviewed, **granted)], [town(**reviewed)])
    other = compare([town(**reviewed, **granted)], [town(**reviewed, **refused)])
    assert told[()] in next(words.changed_towns(new)).details
    assert told[(1,)] in next(words.changed_towns(gone)).details
    assert next(words.changed_towns(other)).details[-1] == (
        "criterion 4: granted by 省工信厅 on 2023-05-01 → refused by 省工信厅 on 2023-05-01"
    )
    assert [found.towns[0].kind for found in (new, gone, other)] == ["better", "worse", "worse"]


def test_a_new_years_data_is_compared_with_the_last(compare):
    found = compare([town(year=2023)], [town(year=2024, **FALLEN)])
    assert kinds(found) == [("worse", "虚构镇")]
    assert ("year", 2023, 2024) in found.towns[0].facts


def test_of_several_years_of_one_town_the_same_year_is_compared_first(compare):
    years = [town(year=2022, **FALLEN), town(year=2023)]
    assert compare(years, years[::-1]).towns == ()
    found = compare(years, [town(year=2022, **FALLEN), town(year=2024)])
    assert [change.facts for change in found.towns] == [(("year", 2023, 2024),)]


def test_places_are_the_same_with_and_without_their_suffix(compare):
    assert compare([town(province="山西", county="虚构")], [town()]).towns == ()
    assert [kind for kind, _name in kinds(compare([town(county="另县")], [town()]))] == ["new", "gone"]


def test_another_rule_set_or_edition_is_told(compare):
    found = compare([town()], [town()], rules=("shanxi", "jincheng"))
    assert [(before.id, after.id) for before, after in found.rules] == [("shanxi", "jincheng")]
    assert "judged by jincheng@" in next(words.rules_lines(found))


def test_json_holds_all_that_changed(compare):
    found = compare([town(name="降"), town(name="去")], [town(name="降", **FALLEN), town(name="新")])
    told = changes_as_json(found)
    json.dumps(told)
    assert (told["baseline"], told["regressed"], told["rule_sets"]) == ("last.json", True, [])
    worse, new, gone = told["towns"]
    assert worse["before"] == {"verdict": "pass", "worst": "pass", "best": "pass"}
    assert worse["facts"] == [{"fact": "annual_output", "before": "25亿元", "after": "2亿元"}]
    assert (new["before"], gone["after"]) == (None, None)


NO_REPORT = "not a JSON report of `zhenkit check` or `zhenkit batch` (--format json)"
REPORT = {"zhenkit": "1", "schema": 1, "problems": [], "towns": []}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", NO_REPORT),
        (b"name: A\n", NO_REPORT),
        (b"[]", NO_REPORT),
        (b"\xff\xfe{}", NO_REPORT),
        (b"[" * 100_000, NO_REPORT),
        (b'{"a":' * 100_000, NO_REPORT),
        (b"{}", NO_REPORT),
        (json.dumps({**REPORT, "schema": 2}).encode(), "its schema is 2; this version compares with schema 1"),
        (json.dumps({**REPORT, "towns": [1]}).encode(), "(at towns.0)"),
        (json.dumps({**REPORT, "towns": [{"name": "A\x1b[31m"}]}).encode(), ": it has no towns.0.file"),
        (json.dumps({"zhenkit": "1", "schema": 1, "a": "shanxi", "b": "jincheng"}).encode(), NO_REPORT),
    ],
)
def test_what_is_no_report_is_refused_in_one_line(tmp_path, content, said):
    path = tmp_path / "last.json"
    path.write_bytes(content)
    with pytest.raises(BadBaseline) as caught:
        read_baseline(path)
    assert str(caught.value).startswith(f"--baseline {path}: ")
    assert str(caught.value).endswith(said)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadBaseline, match="No such file or directory"):
        read_baseline(tmp_path / "none.json")


def test_facts_of_another_hand_are_shown_as_they_are(compare, tmp_path):
    compare([town()], [town()])
    report = json.loads((tmp_path / "last.json").read_text("utf-8"))
    report["towns"][0]["facts"] |= {"annual_output": {"x": [1]}, "nonsense": "\x1b", "exports": 12}
    (tmp_path / "last.json").write_text(json.dumps(report), "utf-8")
    found = compare_runs("l", read_baseline(tmp_path / "last.json"), check(tmp_path / "after.yaml").judgements)
    details = next(words.changed_towns(found)).details
    assert "annual output of the leading industry: {'x': [1]} → 25亿元" in details
    assert "exports products: 12 → no" in details
    assert "nonsense: \x1b → missing" in details


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_report_is_read_in_every_encoding_that_shells_write(tmp_path, encoding):
    path = tmp_path / "last.json"
    write_town(tmp_path / "a.yaml", town(name="甲"))
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path.write_bytes((mark + reported("json", check(tmp_path / "a.yaml"))).encode(encoding))
    assert [each.name for each in read_baseline(path)] == ["甲"]


def test_a_report_that_only_begins_as_utf_16_is_told(tmp_path):
    (tmp_path / "last.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(BadBaseline, match="it begins like UTF-16 but is not valid UTF-16"):
        read_baseline(tmp_path / "last.json")
