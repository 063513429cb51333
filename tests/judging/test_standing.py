"""By which edition a town's standing is: that in force on the day it was designated, where it states the day."""

import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from tests.made_up_rules import HEAD
from tests.reports.runs import write_town
from zhenkit.core import i18n
from zhenkit.judging.assessing import assess_files
from zhenkit.judging.batch import Request
from zhenkit.reports.formats import ASSESS, formats_of

OLD, NEW = {"designated_on": "2020-06-01"}, {"designated_on": "2024-06-01"}


def edition(first, asked, until=None, fact=""):
    days = f"{{from: {first}, until: {until}}}" if until else f"{{from: {first}}}"
    require = f"{{fact: standards, at_least: {asked}}}"
    criterion = f"{{number: 1, id: one, name: {{zh: 一, en: one}}, clause: 一, require: {require}}}"
    own = f"facts:\n{fact}\n" if fact else ""
    return HEAD.replace("{from: 2024-01-01}", days).removesuffix("facts:\n") + f"{own}criteria: [{criterion}]\n"


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    """A made-up standard that asks for 1 standard, then 2 (after a year without any), then 4."""
    made = tmp_path / "rules"
    made.mkdir()
    (made / "mine@2020-01-01.yaml").write_text(edition("2020-01-01", 1, "2021-12-31"), "utf-8")
    (made / "mine@2023-01-01.yaml").write_text(edition("2023-01-01", 2), "utf-8")
    (made / "mine@2024-01-01.yaml").write_text(edition("2024-01-01", 4), "utf-8")
    return made


@pytest.fixture
def towns(tmp_path):
    """Writes the towns of a year: of each, by its name, what is stated."""

    def write(year, named):
        place = {"province": "虚构省", "city": "虚构市", "county": "虚构县", "year": year}
        return str(
            write_town(tmp_path / f"{year}.yaml", *({"name": name, **place, **one} for name, one in named.items()))
        )

    return write


@pytest.fixture
def assessed(folder, towns):
    """Assesses towns by the standard; `last` are those of the last assessment, or a report."""

    def run(now, last=None, rules="mine", on=None):
        asked = Request((towns(2025, now),), rules=str(folder / rules), on=on, needs_judgements=True)
        before = [] if last is None else [last if isinstance(last, str) else towns(2024, last)]
        return assess_files(asked, before)

    return run


def stands(found):
    return {t.row.name: (t.standing, t.stand.judgement.rule_set.effective) for t in found.assessment.towns}


def test_a_town_stands_by_the_edition_it_was_designated_under_and_ranks_by_that_of_the_run(assessed):
    found = assessed(
        {
            "旧": {**OLD, "standards": 1},
            "旧低": {**OLD, "standards": 0},
            "旧疑": {**OLD, "standards": "0~9"},
            "新": {**NEW, "standards": 1},
            "未": {"standards": 1},
        }
    )
    assert stands(found) == {
        "旧": ("meets", "2020-01-01"),
        "旧低": ("below", "2020-01-01"),
        "旧疑": ("open", "2020-01-01"),
        "新": ("below", "2024-01-01"),
        "未": ("below", "2024-01-01"),
    }
    assert found.remarks == []
    (group,) = found.assessment.groups
    assert group.rule_set.effective == "2024-01-01"
    rows = {town.row.name: town.row for town in group.towns}
    assert rows["旧"]._replace(name="", line=0) == rows["未"]._replace(name="", line=0)
    assert {town.row.name for town in found.assessment.slow} == {"旧低", "新", "未"}
    assert {t.row.name: t.other_edition and t.other_edition.effective for t in group.towns} == {
        **dict.fromkeys(("旧", "旧低", "旧疑"), "2020-01-01"),
        **dict.fromkeys(("新", "未")),
    }


@pytest.mark.parametrize(("on", "by_newest"), [(None, "2024-01-01"), ("2023-06-01", "2023-01-01")])
def test_the_day_of_the_run_is_for_towns_that_state_none(assessed, on, by_newest):
    found = assessed({"旧": {**OLD, "standards": 1}, "新": {**NEW, "standards": 4}, "未": {"standards": 4}}, on=on)
    assert {name: by for name, (_standing, by) in stands(found).items()} == {
        "旧": "2020-01-01",
        "新": "2024-01-01",
        "未": by_newest,
    }


def test_who_fell_fell_by_the_same_edition(assessed):
    """By the edition of the run the first never met its standard, and the second met it and does no longer."""
    now = {"落": {**OLD, "standards": 0}, "稳": {**OLD, "standards": 1}, "升": {**OLD, "standards": 1}}
    found = assessed(now, {"落": {"standards": 1}, "稳": {"standards": 4}, "升": {"standards": 0}})
    assert {name: how for name, (how, _by) in stands(found).items()} == {"落": "fell", "稳": "meets", "升": "reached"}
    ((town, reason),) = [(town, reason) for town in found.assessment.slow for reason in town.slow if reason.by]
    assert (town.row.name, reason.rule, reason.by.effective) == ("落", "no_longer_meets", "2020-01-01")
    assert [span.verdict for span in reason.figures] == ["pass", "fail"]


@pytest.mark.parametrize(("rules", "standing"), [("mine@2020-06-01", "fell"), ("mine", "below")])
def test_a_report_says_how_a_town_stood_only_where_it_is_by_that_edition(
    zhenkit, assessed, towns, folder, rules, standing
):
    report = towns(2024, {"落": {**OLD, "standards": 4}}).replace("2024.yaml", "last.json")
    then = towns(2024, {"落": {**OLD, "standards": 4}})
    assert zhenkit("batch", then, "--rules", folder / rules, "--output", report)[0] == 0
    found = assessed({"落": {**OLD, "standards": 0}}, report)
    assert stands(found) == {"落": (standing, "2020-01-01")}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            "2019-12-31",
            "no edition of mine is in force on DAY; there are: mine@2020-01-01 (until 2021-12-31), mine@",
        ),
        ("2022-06-01", "no edition of mine is in force on DAY; there are: "),
        (
            "2999-01-01",
            "DAY is yet to come; there are: mine@2020-01-01 (until 2021-12-31), mine@2023-01-01, mine@",
        ),
        ("2023-06-01~2024-06-01", "the edition of mine is not the same on all days of DAY; there are: mine@2020-01-01"),
        ("2021-06-01~2022-06-01", "the edition of mine is not the same on all days of DAY; there are: mine@2020-01-01"),
    ],
)
def test_a_day_for_which_no_edition_is_known_is_remarked_and_changes_nothing(assessed, day, said):
    found = assessed({"甲": {"designated_on": day, "standards": 2}, "未": {"standards": 2}})
    assert stands(found) == dict.fromkeys(("甲", "未"), ("below", "2024-01-01"))
    (remark,) = found.remarks
    assert remark.line == 6 and remark.file.endswith("2025.yaml")
    assert f"under which edition 甲 was designated is not known: {said.replace('DAY', day)}" in remark.message
    assert remark.message.endswith("It is assessed by mine@2024-01-01")


def test_a_range_of_days_within_one_edition_is_of_that_edition(assessed):
    found = assessed({"甲": {"designated_on": "2020-02-01~2021-03-01", "standards": 1}})
    assert stands(found) == {"甲": ("meets", "2020-01-01")} and not found.remarks


@pytest.mark.parametrize(("day", "remarks"), [("2024-06-01", 0), ("2020-06-01", 1)])
def test_a_file_is_one_edition_and_no_other_is_looked_for(assessed, day, remarks):
    found = assessed({"甲": {"designated_on": day, "standards": 1}}, rules="mine@2024-01-01.yaml")
    assert stands(found) == {"甲": ("below", "2024-01-01")}
    assert ["there are: mine@2024-01-01. It is assessed" in one.message for one in found.remarks] == [True] * remarks


def test_an_edition_that_means_another_thing_by_a_name_judges_no_town_read_by_this_one(assessed, folder):
    for day, kind in (("2020-01-01", "count"), ("2024-01-01", "yes/no")):
        own = f"  our_fact: {{type: {kind}, zh: 自有指标, en: our fact}}"
        (folder / f"mine@{day}.yaml").write_text(edition(day, 1, fact=own), "utf-8")
    found = assessed({"甲": {**OLD, "standards": 1}})
    assert stands(found) == {"甲": ("meets", "2024-01-01")}
    assert "the fact 'our_fact' differs between mine@2020-01-01 and mine@2024-01-01" in found.remarks[0].message


def test_a_fact_that_only_the_older_edition_knows_is_missing(assessed, folder):
    own = "  our_fact: {type: count, zh: 自有指标, en: our fact}"
    older = edition("2020-01-01", 1, fact=own).replace("fact: standards", "fact: our_fact")
    (folder / "mine@2020-01-01.yaml").write_text(older, "utf-8")
    found = assessed({"甲": {**OLD, "standards": 9}})
    assert stands(found) == {"甲": ("open", "2020-01-01")} and found.assessment.exit_code == 3


def test_of_a_level_the_editions_are_those_of_the_rule_set_of_the_place(zhenkit, tmp_path):
    """The shipped standard has one edition: in force when the first was designated, and not when the second was."""
    place = {"province": "山西省", "city": "虚构市", "county": "虚构县"}
    days = {"甲": "2022年12月1日", "乙": "2020-01-01"}
    file = write_town(
        tmp_path / "towns.yaml", *({"name": name, **place, "认定日期": day} for name, day in days.items())
    )
    _code, out, err = zhenkit("assess", file, "--level", "province", "--format", "json")
    (group,) = json.loads(out)["groups"]
    assert [town["stands_by"]["effective"] for town in group["towns"]] == ["2022-09-26"] * 2
    assert err.count("was designated") == 1
    assert (
        "乙 was designated is not known: no edition of shanxi is in force on 2020-01-01; there are: shanxi@2022-09-26"
        in err
    )


@pytest.mark.parametrize("format", formats_of(ASSESS))
def test_reports_say_by_which_edition_where_it_is_another(zhenkit, towns, folder, tmp_path, format):
    now = {"旧": {**OLD, "standards": 1}, "旧低": {**OLD, "standards": 0}, "新": {**NEW, "standards": 1}}
    report = tmp_path / "report"
    options = ("--rules", folder / "mine", "--format", format, "--output", report, "--lang", "en")
    assert zhenkit("assess", towns(2025, now), *options)[0] == 1
    made = report.read_bytes()
    if format == "json":
        (group,) = json.loads(made)["groups"]
        by = {town["name"]: (town["stands_by"]["effective"], town["stands_by"]["verdict"]) for town in group["towns"]}
        assert by == {"旧": ("2020-01-01", "pass"), "旧低": ("2020-01-01", "fail"), "新": ("2024-01-01", "fail")}
        return
    if format == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            made = archive.read("word/document.xml")
    if format == "xlsx":
        rows = [row for sheet in load_workbook(io.BytesIO(made)) for row in sheet.iter_rows(values_only=True)]
        made = "\n".join(str(cell) for row in rows for cell in row).encode()
    said = "".join(made.decode().replace("\\", "").split())
    assert said.count("editionof2020-01-01") == 3
    assert "bytheeditionof2020-01-01,underwhichitwasdesignated:doesnotmeetthestandard(fail)" in said
    assert said.count("underwhichitwasdesignated:") == 1
    assert said.count("editionof2024-01-01") == (format == "xlsx")


def test_a_notice_asks_for_what_the_edition_asks_that_a_town_was_designated_under(zhenkit, towns, folder, tmp_path):
    letters = tmp_path / "letters"
    now = towns(2025, {"旧低": {**OLD, "standards": 0}})
    assert zhenkit("assess", now, "--rules", folder / "mine", "--letters", letters, "--lang", "en")[0] == 1
    (notice,) = [path.read_text("utf-8") for path in letters.glob("*.md")]
    assert "standards led or joined: 0 standards → 1 standard" in notice and "4 standards" not in notice


def test_a_notice_to_a_town_that_meets_its_own_edition_says_so(zhenkit, towns, folder, tmp_path):
    letters = tmp_path / "letters"
    last, now = (towns(year, {"旧高": {**OLD, "standards": count}}) for year, count in ((2024, 4), (2025, 1)))
    assert zhenkit("assess", now, "--last", last, "--rules", folder / "mine", "--letters", letters, "--lang", "en")[0]
    (notice,) = [path.read_text("utf-8") for path in letters.glob("*.md")]
    assert "meets the standard by the edition of 2020-01-01, under which it was designated" in notice
    assert "score and changes are by the edition of 2024-01-01" in notice
