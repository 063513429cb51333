"""The text report: what an official reads, in both languages, within the width, and nothing a terminal would obey."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests import strategies
from tests.loading import load_towns
from tests.reports.runs import (
    GRANTED,
    HOSTILE,
    PASSING,
    RELAXED,
    check,
    hostile_run,
    one_of_each_grade,
    town,
    write_town,
)
from zhenkit import load_rules
from zhenkit.checks.grades import REVIEW
from zhenkit.core.i18n import LANGUAGES, speaking
from zhenkit.judging.judgement import judge
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style, render
from zhenkit.reports.phrases.sections import to_review

NARROW = Style()
REFUSED = {**GRANTED, "granted": False}


@pytest.fixture
def report(tmp_path):
    """The text report of towns that differ from a passing one as told."""

    def make(*changes, style=NARROW, language="en", strict=False):
        path = write_town(tmp_path / "town.yaml", *(town(**each) for each in changes or ({},)))
        with speaking(language):
            return render("text", check(path, strict=strict), style)

    return make


def row(text: str, name: str) -> str:
    """The one line of a report that has this in it."""
    (found,) = [line for line in text.splitlines() if name in line]
    return found


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next empty line; nothing where there is no such heading."""
    match = re.search(rf"^{title}\b.*\n((?:.+\n)*)", text, re.MULTILINE)
    return match[1] if match else ""


def told(text: str, title: str) -> str:
    """The words under a heading, however they are broken into lines."""
    return " ".join(section(text, title).split())


def test_the_verdict_and_the_place_come_first_then_by_what_it_was_judged(report):
    first, second, third, fourth = report().splitlines()[:4]
    assert first == "✓ pass  虚构镇"
    assert second.strip() == "山西省 虚构市 虚构县 · manufacturing · 2024"
    assert third.strip() == "Shanxi provincial standard for specialised towns"
    assert fourth.strip() == "晋政办发〔2022〕80号 · shanxi · in force from 2022-09-26"


def test_an_open_verdict_says_from_what_to_what(report):
    assert report({"annual_output": None}).startswith("? incomplete (fail to pass)  虚构镇\n")
    assert report({"annual_output": None}, language="zh").startswith("? 资料不全（不符合至符合）  虚构镇\n")


def test_every_criterion_has_a_row_also_those_that_are_met(report):
    text = report({"leading_firms": 0}, style=Style(width=120))
    for number in range(1, 9):
        symbol = "✗ not met" if number == 5 else "✓ met"
        assert re.search(rf"^{number}  .+ {symbol}", text, re.MULTILINE), number


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"annual_output": "26.56亿元"}, r"26.56亿元 / 20亿元 +over by 6.56亿元$"),
        ({"annual_output": "19.9999999999亿元"}, r"19.9999999999亿元 / 20亿元 +short by 0.01元$"),
        ({"annual_output": "20亿元"}, r"20亿元 / 20亿元 +equal$"),
        ({"annual_output": "20亿元", "output_basis": "sales"}, r"20亿元 \(sales\) / 20亿元 "),
        ({"annual_output": None}, r"missing / 20亿元$"),
        ({"annual_output": "30亿元", "category": "other"}, r"30亿元 / no figure set$"),
        ({"supporting_firms": 6}, r"supporting firms +6 firms / 10 firms +short by 4$"),
        ({"supporting_firms": "8~12"}, r"supporting firms +8~12 firms / 10 firms +short by 2\n +~ over by 2$"),
        ({"influence_scope": "province"}, r"province / nation +short by 1 level$"),
        ({"brand_level": "none"}, r"none / province +short by 3 levels$"),
        ({"services": "testing;training"}, r"public service functions +2 / 8 +short by 6\n +lacks: .*R&D and design"),
    ],
)
def test_a_figure_stands_beside_what_is_asked_with_the_margin_between(report, changes, expected):
    text = report(changes, style=Style(width=140))
    assert re.search(expected, text, re.MULTILINE), text


def test_a_figure_that_is_to_stay_below_a_limit_is_told_with_its_unit_and_by_how_much_it_is_below(tmp_path):
    """A minus would read as a lack."""
    accidents = "accidents: {type: count, zh: 事故, en: accidents, unit: {zh: 起, en: accidents}}"
    asked = "all: [{none: [{fact: accidents, at_least: 1}]}, {fact: firms, at_most: 5}]"
    file = tmp_path / "rules.yaml"
    file.write_text(
        f"id: limits\nlevel: province\nplace: {{province: 虚构省}}\ntitle: {{zh: 虚构, en: Made up}}\n"
        f"document: {{title: 虚构}}\neffective: {{from: 2024-01-01}}\nfacts:\n  {accidents}\n"
        f"criteria: [{{number: 1, id: limits, name: {{zh: 限, en: Limits}}, clause: 一, require: {{{asked}}}}}]\n",
        "utf-8",
    )
    limits = load_rules(file)
    for stated, of_accidents, of_firms in (
        (
            "accidents: 0\nfirms: 3",
            r"0 accidents / less than 1 accidents +under by 1$",
            r"3 firms / at most 5 firms +under by 2$",
        ),
        (
            "accidents: 2\nfirms: 5",
            r"2 accidents / less than 1 accidents +over by 1$",
            r"5 firms / at most 5 firms +equal$",
        ),
        (
            "accidents: 1\nfirms: 4~6",
            r"1 accidents / less than 1 accidents +equal$",
            r"4~6 firms / at most 5 firms +under by 1\n +~ over by 1$",
        ),
    ):
        file = tmp_path / "town.yaml"
        file.write_text(f"name: A\n{stated}\n", "utf-8")
        with speaking("en"):
            run = Run([judge(one, limits) for one in load_towns(file, rules=limits)])
            text = render("text", run, Style(width=100))
        assert re.search(of_accidents, text, re.MULTILINE), text
        assert re.search(of_firms, text, re.MULTILINE), text


def test_without_a_category_the_figure_of_each_is_told(report):
    text = report({"category": None}, style=Style(width=200))
    asked = "manufacturing 20亿元; special agriculture, special light industry 10亿元; other no figure set"
    assert f"25亿元 / by category of the industry: {asked}" in text


def test_the_floor_is_told_only_where_it_is_in_doubt(report):
    floor = "annual output no lower than the floor of the relaxation"
    assert floor not in report({"annual_output": "2亿元"}, style=Style(width=140))
    below = report({"annual_output": "9000万元"}, style=Style(width=140))
    assert re.search(rf"{floor} +9000万元 / 1亿元 +short by 1000万元$", below, re.MULTILINE)
    assert re.search(r"threshold of its category +9000万元 / 20亿元 +short by 19.1亿元$", below, re.MULTILINE)


def test_findings_are_counted_and_those_that_are_no_are_named(report):
    text = report({"brand_effect": False, "local_identity": None}, style=Style(width=180))
    assert row(text, "Deep heritage").endswith(
        "yes/no: 2 of 4 met; not met: strong brand effect; missing: local identity and good reputation"
    )
    text = report({"brand_effect": None, "local_identity": None}, style=Style(width=180))
    assert row(text, "Deep heritage").endswith("yes/no: 2 of 4 met; 2 missing")


def test_what_holds_beside_a_figure_that_falls_short_is_told_to_be_the_yes_no_facts_alone(report):
    text = report({"annual_output": "9000万元"}, style=Style(width=140))
    assert re.search(r"Industrial clustering +✗ not met +yes/no: 2 of 2 met$", text, re.MULTILINE)


def test_the_relaxation_is_told_apart_and_only_where_it_counts(report):
    assert re.search(r"relaxation +yes/no: 5 of 5 met", report(RELAXED))
    assert "relaxation" not in report({"industry_influence": False})


def test_a_missing_fact_is_listed_under_its_criterion_if_it_can_still_move_it(report):
    listed = section(report({"high_market_share": None, "exports": None}), "Missing").splitlines()
    assert [line.split()[0] for line in listed] == ["3", "exports", "room"]
    assert [line.split()[-1] for line in listed] == ["high_market_share", "exports", "overseas_prospects"]
    no_matter = report({"high_market_share": False, "exports": None})
    assert section(no_matter, "Missing") == ""


def test_missing_facts_have_their_chinese_labels_in_chinese(report):
    assert "  5  配套企业户数  supporting_firms\n" in report({"supporting_firms": None}, language="zh")


def test_a_range_that_can_still_move_a_criterion_is_uncertain(report):
    text = report({"annual_output": "19~21亿元"})
    assert section(text, "Uncertain").split() == [
        *("4", "annual", "output", "of", "the", "leading", "industry", "19亿元~21亿元", "annual_output")
    ]
    assert section(report({"annual_output": "21~22亿元"}), "Uncertain") == ""


def test_what_needs_review_comes_with_why_and_how_the_clause_is_read(report):
    listed = told(report({"single_county": False}), "Needs review")
    assert listed.startswith(
        "4 the leading industry lies, in principle, within one county: not met; an exception may be granted"
    )
    assert "reading: “in principle”: spreading over several counties is not a failure" in listed


def test_a_category_without_a_figure_needs_review(report):
    assert "no figure is set for this case" in told(report({"category": "other"}), "Needs review")


def test_nothing_needs_review_in_a_criterion_that_fails_anyway(report):
    assert section(report({"single_county": False, "supporting_capacity": False}), "Needs review") == ""


def test_under_strict_a_yes_without_evidence_needs_review(report):
    text = report({"output_basis": "sales", "evidence": {"brand_effect": "yearbook"}}, strict=True)
    listed = told(text, "Needs review")
    assert "wide social recognition: no evidence" in listed
    assert "a strong brand effect" not in listed
    assert "the figure measures something else" in listed


@pytest.mark.parametrize(("decision", "word"), [(GRANTED, "~ granted"), (REFUSED, "✗ refused")])
def test_a_decision_is_told_with_who_when_and_why(report, decision, word):
    text = report({"single_county": False, "decisions": {"4": decision}})
    assert section(text, "Decisions") == f"  4  {word} by 省工信厅 on 2023-05-01\n     跨两县，产业链一体\n"
    assert section(text, "Needs review") == ""


def test_a_decision_that_changes_nothing_is_told_too(report):
    text = report({"decisions": {"1": GRANTED, "9": GRANTED}}, style=Style(width=120))
    assert section(text, "Decisions").count("(no effect: the criterion does not need review)") == 2


def test_a_decision_on_a_criterion_that_is_still_incomplete_is_said_to_have_no_effect_yet(report):
    unknown = dict.fromkeys(("single_county", "supporting_capacity", "annual_output"))
    text = report({**unknown, "decisions": {"4": GRANTED}}, style=Style(width=120))
    assert "(no effect yet: the criterion is still incomplete)" in section(text, "Decisions")


def test_merits_are_told_held_and_not_known_yet_but_not_those_that_are_not_held(report):
    merits = told(report({"technology_centre": "province", "engineering_centre": "none"}), "Merits")
    assert merits.startswith("5 ✓ held an enterprise technology centre of national or provincial level ? not known")
    assert "engineering" not in merits
    assert "小巨人" in merits.partition("?")[2]


def test_the_score_is_said_to_be_our_own_index(report):
    assert "\nScore 100.0 of 100  zhenkit's own index for ranking, not the document's\n" in report()
    assert re.search(r"^Score \d+\.\d~100\.0 of 100  ", report({"standards": None}), re.MULTILINE)


def test_several_towns_stand_in_a_table_first_and_those_that_pass_have_no_report_of_their_own(tmp_path):
    text = render("text", one_of_each_grade(tmp_path), Style())
    table, *reports = re.split(r"\n─{80}\n\n", text)
    assert table.splitlines()[1] == "✓ pass 1  ~ relaxed 1  ! needs review 1  ? incomplete 1  ✗ fail 1"
    assert re.search(r"合格镇 +shanxi +✓ pass +✓✓✓✓✓✓✓✓ +100.0", table)
    assert re.search(r"落选镇 +shanxi +✗ fail +✓✓✓✗✓✓✓✓ +\d", table)
    assert [one.splitlines()[0].split()[-1] for one in reports] == ["放宽镇", "评审镇", "缺料镇", "落选镇"]


def test_it_says_when_a_town_was_left_out(tmp_path):
    assert render("text", one_of_each_grade(tmp_path), Style()).endswith(
        "\nProblems in the files: 1. A town with a problem is not judged.\n"
    )


def test_explain_shows_every_check_with_what_was_given_asked_and_how_it_is_read(report):
    changes = {"evidence": {"annual_output": "统计年鉴"}, "annual_output": "12亿元", **RELAXED}
    plain, explained = report(changes, style=Style(width=100)), report(changes, style=Style(True, 100))
    assert explained.startswith(plain)
    tree = explained.removeprefix(plain)
    for clause in "一二三四五六七八":
        assert f"二（{clause}）" in tree
    assert "annual_output: 2亿元 (required: at least 20亿元)\n" in tree
    assert "evidence: 统计年鉴\n" in tree
    assert "reading: all four together, and prospects weighed" in tree


def test_explain_marks_the_checks_that_decide(report):
    tree = report({"leading_firms": 0, "single_county": False}, style=Style(True, 120))
    assert "at least 1 strong leading firm, well known in the trade  ✗ not met *\n" in tree
    assert "at least 10 supporting firms up- and downstream  ✓ met\n" in tree
    assert "the leading industry lies within one county  ✗ not met *\n" in tree


def test_explain_says_why_a_yes_counts_as_review(report):
    assert "needs review: no evidence\n" in report(style=Style(True, 100), strict=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_asked(report, language, explain, width):
    everything_missing = {fact: None for fact in PASSING if fact != "name"}
    text = report(
        {"services": "testing", "output_basis": "chain", **RELAXED},
        {**everything_missing, "name": "虚构" * 60},
        {"name": "x" * 200, "single_county": False, "decisions": {"4": {**GRANTED, "why": "理由" * 100}}},
        style=Style(explain, width),
        language=language,
    )
    assert max(map(cell_len, text.splitlines())) <= width


def test_columns_stay_aligned_under_chinese(report):
    lines = report({"supporting_firms": 6, "annual_output": "12亿元"}, language="zh").splitlines()
    header = next(line for line in lines if line.startswith("#"))
    asked = cell_len(header[: header.index("填报值")])
    for mark in ("6户 / 10户", "12亿元 / 20亿元", "国家级 / 国家级"):
        line = next(line for line in lines if mark in line)
        assert cell_len(line[: line.index(mark)]) == asked


def test_without_colour_there_is_no_escape_and_with_colour_the_same_words(report):
    changes = {"leading_firms": 0, "standards": None, "single_county": False}
    plain, coloured = report(changes), report(changes, style=Style(colour=True))
    assert "\x1b" not in plain
    assert "\x1b[31m✗ not met\x1b[0m" in coloured
    without = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert [line.rstrip() for line in without.splitlines()] == plain.splitlines()


def test_what_a_file_says_is_never_markup_of_ours(report):
    text = report({"name": "[bold red]x[/bold red] :smile: [link=https://example.org]y[/link]"}, style=Style(width=120))
    assert "✓ pass  [bold red]x[/bold red] :smile: [link=https://example.org]y[/link]\n" in text


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_neither_steers_a_terminal_nor_commands_a_ci_log(tmp_path, explain, language):
    with speaking(language):
        text = render("text", hostile_run(tmp_path), Style(explain))
    assert len(HOSTILE) < text.count("\n")
    assert all(character == "\n" or character.isprintable() for character in text)
    assert not re.search(r"::|##\[|##vso\[", text)


@settings(max_examples=25)
@given(check=strategies.trees(), data=st.data())
def test_whatever_the_rules_and_the_facts_it_can_be_told(check, data):
    rules = strategies.rule_set(check, check)
    judgement = judge(strategies.town(data.draw(strategies.known(check)), decision_2=strategies.GRANTED), rules)
    for format in ("text", "markdown"):
        for language in LANGUAGES:
            with speaking(language):
                text = render(format, Run([judgement]), Style(explain=True))
            assert format == "markdown" or max(map(cell_len, text.splitlines())) <= 80
    listed = list(to_review(judgement))
    if judgement.criteria[0].span == (REVIEW, REVIEW):
        assert listed, "a criterion that needs review has a check that does"
    assert all(one.number == 1 for one in listed), "a decision settles what needs review"
