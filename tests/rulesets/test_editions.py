"""Editions of a standard: several dated files, of which one is in force on a day."""

import json

import pytest

from tests.rulesets.test_catalog import CRITERIA, rule_file
from zhenkit.cli import main
from zhenkit.core.errors import FileProblems, ZhenkitError
from zhenkit.core.i18n import speaking
from zhenkit.rulesets import catalog
from zhenkit.rulesets.catalog import NoSuchRules, Rulebook, shipped, shipped_rules
from zhenkit.rulesets.editions import NoSuchDay, read_edition

PLACE = {"province": "山西省", "city": "甲市"}


def edition(first, until=None, rule_id="mine", asked=1, rest=CRITERIA):
    days = f"{{from: {first}, until: {until}}}" if until else f"{{from: {first}}}"
    text = rule_file(rule_id, rest=rest).replace("effective: {from: 2023-01-01}", f"effective: {days}")
    return text.replace("at_least: 1", f"at_least: {asked}")


@pytest.fixture
def book(tmp_path):
    """A rulebook of three editions of one standard, with a gap between the last two."""
    (tmp_path / "facts.yaml").write_text((shipped_rules() / "facts.yaml").read_text("utf-8"), "utf-8")

    def write(name, text):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")

    write("mine@2020-01-01", edition("2020-01-01", "2021-12-31", asked=1))
    write("mine", edition("2022-01-01", "2022-12-31", asked=2))
    write("mine@2024-01-01", edition("2024-01-01", asked=3))
    made = Rulebook(tmp_path)
    made.write = write
    return made


def asked(rule_set):
    return rule_set.criteria[0].require.figure


def test_the_newest_edition_is_used_and_its_file_may_be_named_by_id_alone(book):
    assert book.ids == ("mine",)
    assert asked(book.get("mine")) == 3
    assert [asked(rule_set) for rule_set in book] == [3]
    assert [asked(rule_set) for rule_set in book.all_editions()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2020-01-01", 1),
        ("2021-12-31", 1),
        ("2022-01-01", 2),
        ("2022-12-31", 2),
        ("2024-01-01", 3),
        ("2999-12-31", 3),
    ],
)
def test_a_day_picks_the_edition_in_force_both_ends_included(book, day, wanted):
    assert asked(book.get(f"mine@{day}")) == wanted
    assert asked(book.get("mine", day)) == wanted
    assert asked(book.named("mine", day)) == wanted
    assert asked(book.at(PLACE, "city", day)) == wanted
    assert asked(book.levels_at(PLACE, day)["city"]) == wanted


@pytest.mark.parametrize("day", ["2019-12-31", "2023-06-01"])
def test_where_none_is_in_force_it_is_said_what_there_is(book, day):
    there_is = "there are: mine@2020-01-01 (until 2021-12-31), mine@2022-01-01 (until 2022-12-31), mine@2024-01-01"
    with pytest.raises(NoSuchRules) as caught:
        book.get(f"mine@{day}")
    assert str(caught.value) == f"no edition of mine is in force on {day}; {there_is}"
    with pytest.raises(
        NoSuchRules, match=f"for 山西省 甲市 is in force on {day}; there are: mine@2020-01-01"
    ) as caught:
        book.at(PLACE, "city", day)
    assert "mine@2022-01-01 (until 2022-12-31) (city: 山西省 甲市)" in str(caught.value)
    assert list(book.of_day(day)) == []


@pytest.mark.parametrize("day", ["2023", "2023-02-30", "20230501", "tomorrow", "", "２０２３-01-01"])
def test_what_is_no_day_is_told(book, day):
    with pytest.raises(NoSuchDay, match="is not a date; write it like 2023-05-01"):
        book.get(f"mine@{day}")


def test_a_day_given_twice_is_told(book):
    with pytest.raises(NoSuchRules, match="already names a day"):
        book.get("mine@2020-01-01", "2024-01-01")


def test_of_two_in_force_at_once_the_one_that_begins_later_is_taken(book):
    book.write("mine@2021-06-01", edition("2021-06-01", asked=9))
    assert asked(book.get("mine@2021-05-31")) == 1
    assert asked(book.get("mine@2021-06-01")) == 9


def test_two_editions_of_one_day_are_told_where_one_of_them_is_wanted(book):
    book.write("mine@2022-01-01", edition("2022-01-01"))
    assert asked(book.get("mine")) == 3
    with pytest.raises(ZhenkitError, match=r"two editions of mine begin on 2022-01-01: .*mine\.yaml"):
        book.get("mine@2022-05-01")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("other", edition("2023-01-01"), ":2:5: the file is named 'other', but its id is mine"),
        ("mine@2025-01-01", edition("2025-01-02"), ":7:19: the file is named 'mine@2025-01-01', but is in force from"),
        ("mine@soon", edition("2025-01-02"), "but is in force from 2025-01-02"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_told(book, name, text, message):
    book.write(name, text)
    with pytest.raises(FileProblems) as caught:
        book.get(name.split("@")[0])
    assert message in str(caught.value)


def test_what_is_adopted_is_the_edition_in_force_when_the_adopting_one_begins(book):
    book.write("early", edition("2021-01-01", rule_id="early", rest="adopts: mine"))
    book.write("between", edition("2023-06-01", rule_id="between", rest="adopts: mine"))
    book.write("named", edition("2023-06-01", rule_id="named", rest="adopts: mine@2022-07-01"))
    book.write("wrong", edition("2023-06-01", rule_id="wrong", rest="adopts: mine@2023-07-01"))
    assert [asked(book.get(name)) for name in ("early", "between", "named")] == [1, 3, 2]
    assert [book.get(name).adopted_from for name in ("early", "between")] == ["2020-01-01", "2024-01-01"]
    with pytest.raises(FileProblems, match=r"8:9: no edition of mine is in force on 2023-07-01"):
        book.get("wrong")


def test_a_later_edition_may_adopt_an_earlier_one_but_not_itself(book):
    book.write("mine@2025-01-01", edition("2025-01-01", rest="adopts: mine@2020-01-01\nweights: {1: 2}"))
    assert asked(book.get("mine")) == 1
    book.write("mine@2026-01-01", edition("2026-01-01", rest="adopts: mine"))
    with pytest.raises(FileProblems, match="it adopts itself, through mine@2026-01-01 > mine@2026-01-01"):
        Rulebook(book.folder).get("mine")


@pytest.mark.parametrize(
    "wrong", ["level: nowhere", "level: [", "level: city\nplace: 甲市", "%TAG ! x\n---\nlevel: city"]
)
def test_a_file_whose_head_is_wrong_is_told_as_when_it_is_loaded(book, wrong):
    book.write("mine@2025-01-01", wrong)
    with pytest.raises(FileProblems) as caught:
        book.at(PLACE, "city")
    assert all(problem.file.endswith("mine@2025-01-01.yaml") for problem in caught.value.problems)


def test_a_head_is_read_wherever_its_keys_stand(tmp_path):
    text = edition("2020-01-01", "2021-12-31")
    file = tmp_path / "mine.yaml"
    file.write_text(CRITERIA + text.replace(CRITERIA, ""), "utf-8")
    read = read_edition(file)
    assert (read.name, read.until, read.level, read.place) == ("mine@2020-01-01", "2021-12-31", "city", PLACE)


def test_no_more_files_are_loaded_than_are_needed(book, monkeypatch):
    loaded = []
    load = catalog.load_rule_set
    monkeypatch.setattr(catalog, "load_rule_set", lambda path, *rest: loaded.append(path.name) or load(path, *rest))
    book.write("base", edition("2020-01-01", rule_id="base"))
    book.at(PLACE, "city")
    assert loaded == ["base.yaml"]
    Rulebook(shipped_rules()).at({"province": "山西省"}, "province")
    assert loaded == ["base.yaml", "shanxi.yaml"]


def test_a_folder_of_ones_own_is_named_before_the_id_and_takes_the_rest_from_the_shipped(tmp_path):
    (tmp_path / "mine@2020-01-01.yaml").write_text(edition("2020-01-01", "2020-12-31", asked=5), "utf-8")
    (tmp_path / "mine@2021-01-01.yaml").write_text(edition("2021-01-01", asked=7), "utf-8")
    (tmp_path / "near.yaml").write_text(edition("2020-06-01", rule_id="near", rest="adopts: mine"), "utf-8")
    (tmp_path / "far.yaml").write_text(edition("2020-06-01", rule_id="far", rest="adopts: shanxi"), "utf-8")
    assert asked(shipped().named(f"{tmp_path}/mine")) == 7
    assert asked(shipped().named(f"{tmp_path}/mine@2020-05-01")) == 5
    assert asked(shipped().named(f"{tmp_path}/mine", "2020-05-01")) == 5
    assert asked(shipped().named(f"{tmp_path}/near")) == 5
    assert shipped().named(f"{tmp_path}/far").criteria == shipped().get("shanxi").criteria
    with pytest.raises(NoSuchRules, match="there are: far, mine, near"):
        shipped().named(f"{tmp_path}/nowhere")


# the commands


@pytest.fixture
def zhenkit(capsys, monkeypatch, book):
    monkeypatch.setattr("zhenkit.judging.standards.shipped", lambda: book)
    monkeypatch.setattr("zhenkit.rulesets.catalog.shipped", lambda: book)

    def run(*arguments):
        code = main.run([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def town(tmp_path):
    file = tmp_path / "town.yml"
    file.write_text("{name: 甲镇, province: 山西省, city: 甲市, leading_firms: 2}", "utf-8")
    return file


@pytest.mark.parametrize("how", [("--level", "city"), ("--rules", "mine")])
@pytest.mark.parametrize(
    ("day", "verdict", "first"),
    [(None, "fail", "2024-01-01"), ("2022-03-01", "pass", "2022-01-01"), ("2020-03-01", "pass", "2020-01-01")],
)
def test_check_judges_by_the_edition_in_force_on_a_day_and_says_which(zhenkit, town, how, day, verdict, first):
    arguments = ["check", town, *how, *(("--on", day) if day else ())]
    _code, out, _err = zhenkit(*arguments, "--format", "json")
    (judged,) = json.loads(out)["towns"]
    assert (judged["verdict"], judged["rule_set"]["effective"]) == (verdict, first)
    for format in ("text", "markdown"):
        assert f"in force from {first}" in zhenkit(*arguments, "--format", format)[1]


@pytest.mark.parametrize("format", ["text", "json", "csv", "markdown", "junit", "sarif", "github"])
def test_every_report_says_which_edition_was_used(zhenkit, town, format):
    for day, first in (("2022-03-01", "2022-01-01"), ("2020-03-01", "2020-01-01")):
        assert first in zhenkit("check", town, "--level", "city", "--on", day, "--format", format)[1]


@pytest.mark.parametrize("how", [("--level", "city"), ("--rules", "mine")])
def test_check_on_a_day_without_an_edition_is_bad_usage(zhenkit, town, how):
    code, out, err = zhenkit("check", town, *how, "--on", "2023-05-01")
    assert (code, out) == (2, "")
    assert "in force on 2023-05-01; there are: mine@2020-01-01" in err


def test_a_file_is_judged_by_on_a_day_only_where_it_is_in_force(zhenkit, town, book):
    file = book.folder / "mine.yaml"
    assert zhenkit("check", town, "--rules", file, "--on", "2022-05-01")[0] == 0
    code, _out, err = zhenkit("check", town, "--rules", file, "--on", "2023-05-01")
    assert code == 2
    assert "is not in force on 2023-05-01; it is mine@2022-01-01 (until 2022-12-31)" in err


def test_list_shows_the_newest_or_all_or_those_of_a_day(zhenkit):
    def effective(*options):
        code, out, _err = zhenkit("rules", "list", "--format", "json", *options)
        assert code == 0
        return [rule_set["effective"] for rule_set in json.loads(out)["rule_sets"]]

    assert effective() == ["2024-01-01"]
    assert effective("--all") == ["2020-01-01", "2022-01-01", "2024-01-01"]
    assert effective("--on", "2022-07-01") == ["2022-01-01"]
    code, out, err = zhenkit("rules", "list", "--on", "2023-07-01")
    assert (code, out) == (2, "")
    assert "no rule set is in force on 2023-07-01; there are: mine@2020-01-01 (until 2021-12-31), mine@" in err
    assert "–2021-12-31" in zhenkit("rules", "list", "--all")[1]
    assert zhenkit("rules", "list", "--all", "--on", "2022-07-01")[0] == 2


def test_show_shows_the_edition_named(zhenkit):
    code, out, _err = zhenkit("rules", "show", "mine@2020-05-01")
    assert code == 0
    assert "from 2020-01-01 to 2021-12-31" in out


def test_an_edition_out_of_force_tells_how_to_choose_among_those_beside_it(book, tmp_path):
    with speaking("en"), pytest.raises(NoSuchRules, match=r"to choose among the editions beside it, name .*/mine$"):
        shipped().named(str(tmp_path / "mine.yaml"), "2001-01-01")


def test_an_edition_is_not_named_by_the_ending_of_its_file(book, tmp_path):
    with speaking("en"), pytest.raises(NoSuchRules, match=r"without the ending of a file: .*/mine@2020-01-01$"):
        shipped().named(str(tmp_path / "mine.yaml@2020-01-01"))
