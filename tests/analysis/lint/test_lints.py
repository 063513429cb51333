"""Every lint: declared once, and shown by files that it finds fault with and by files that it does not.

A file or folder in `tests/examples/lints/CODE/` whose name begins with `bad` or `good` is a test.
"""

from math import prod
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.paths import ROOT, TESTS
from tests.strategies import completions, domain, grade, rule_set, trees
from zhenkit.analysis.lint.lint import ERROR, NOTE, WARNING
from zhenkit.analysis.lint.outcomes import nobody_fails, nobody_passes
from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.lint.run import lint
from zhenkit.analysis.search.search import Budget
from zhenkit.checks.grades import NOT_MET, RELAXED
from zhenkit.checks.tree import facts_asked
from zhenkit.core.i18n import speaking
from zhenkit.rulesets.catalog import shipped

EXAMPLES = TESTS / "examples" / "lints"
OWN_RULES = ROOT / "samples" / "rules"


def examples(code: str, kind: str) -> list[str]:
    return sorted(map(str, (EXAMPLES / code).glob(f"{kind}*")))


def test_there_are_examples_of_each_lint_and_of_no_other():
    assert {folder.name for folder in EXAMPLES.iterdir()} == set(LINTS)


@pytest.mark.parametrize("code", LINTS)
def test_every_lint_has_a_code_a_reason_and_a_level(code):
    found = LINTS[code]
    assert found.code == code
    assert found.level in (ERROR, WARNING, NOTE)
    with speaking("en"):
        assert len(found.why) > 20


@pytest.mark.parametrize("code", LINTS)
def test_a_bad_file_of_each_lint_is_found_by_that_lint_alone(code):
    files = examples(code, "bad")
    assert files
    linted = lint(files, shipped())
    assert linted.codes == {code}
    assert linted.trouble == ()
    assert linted.exit_code == 1


@pytest.mark.parametrize("code", LINTS)
def test_a_good_file_of_each_lint_is_clean(code):
    files = examples(code, "good")
    assert files
    linted = lint(files, shipped())
    assert (linted.findings, linted.trouble) == ((), ())


def test_the_shipped_files_and_the_sample_rules_are_clean():
    assert lint([], shipped()).findings == ()
    if OWN_RULES.is_dir():
        assert lint([str(OWN_RULES)], shipped()).findings == ()


HEAD = """\
id: mine
level: province
place: {province: 山西省}
title: {zh: 示例标准, en: an example}
document: {title: 示例文件}
effective: {from: 2024-01-01}
criteria:
  - number: 1
    id: one
    name: {zh: 条目, en: Item}
    clause: 二（一）
    require:
"""


@pytest.fixture
def told(tmp_path):
    """The codes and the lines, from the first of `require:` on, of what is found in a check."""

    def look(*lines: str) -> list[tuple[str, int]]:
        file = tmp_path / "mine.yaml"
        file.write_text(HEAD + "".join(f"      {line}\n" for line in lines), "utf-8")
        first = len(HEAD.splitlines())
        return [(finding.code, finding.line - first) for finding in lint([str(file)], shipped()).findings]

    return look


ONE, THREE = "- {fact: firms, at_least: 1}", "- {fact: firms, at_least: 3}"
YES = "- {fact: exports, is: yes}"
TWO_POINTS = "- {points: 2, check: {fact: exports, is: yes}}"
ONE_POINT = "- {points: 1, check: {fact: firms, at_least: 1}}"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("all:", ONE, THREE), [("never-matters", 2)]),
        (("all:", THREE, ONE), [("never-matters", 3)]),
        (("any:", ONE, THREE), [("never-matters", 3)]),
        (("all:", ONE, ONE), [("never-matters", 3)]),
        (("all:", ONE, "- any:", f"    {YES}", f"    {ONE}"), [("never-matters", 3)]),
        (("all:", ONE, YES), []),
        (("of:", ONE, THREE, YES, "at_least: 2"), []),
        (("of:", YES, "- {fact: services, at_least: 0}", "at_least: 1"), [("never-fails", 3)]),
        (("all:", "- {fact: brand_level, at_least: none}", YES), [("never-fails", 2)]),
        (("none:", "- {fact: firms, less_than: 0}", YES), [("never-fails", 2)]),
        (("none:", "- {fact: firms, at_least: 0}", YES), [("never-holds", 2)]),
        (("points:", TWO_POINTS, ONE_POINT, "at_least: 2"), [("never-matters", 3)]),
        (("all:", YES, "- relaxed: {in_principle: {fact: single_county, is: yes}}"), [("principle-unread", 3)]),
    ],
)
def test_checks_that_say_nothing_are_found_at_their_place(told, lines, found):
    assert told(*lines) == found


FIGURES = "{by: category, manufacturing: 20亿元, agriculture: 10亿元, light_industry: 10亿元, other: review}"


@pytest.mark.parametrize(
    ("floor", "found"),
    [
        ("10亿元", []),
        ("10.01亿元", [("floor-above-threshold", 2)]),
        ("{by: category, manufacturing: 20亿元, agriculture: 10亿元, light_industry: 10亿元, other: 30亿元}", []),
        (
            "{by: category, manufacturing: 9亿元, agriculture: 11亿元, light_industry: 9亿元, other: 1亿元}",
            [("floor-above-threshold", 2)],
        ),
    ],
)
def test_a_floor_is_held_against_each_figure_of_the_table_beside_it(told, floor, found):
    threshold = f"- {{fact: annual_output, at_least: {FIGURES}}}"
    relaxed = "- relaxed: {fact: exports, is: yes}"
    lines = ("all:", f"- {{fact: annual_output, at_least: {floor}}}", "- any:", f"    {threshold}", f"    {relaxed}")
    assert told(*lines) == found


def test_a_ceiling_is_held_against_the_thresholds_beside_it_the_other_way_round(told):
    ways = ("- any:", "    - {fact: firms, at_most: 5}", "    - relaxed: {fact: exports, is: yes}")
    assert told("all:", "- {fact: firms, at_most: 9}", *ways) == []
    assert told("all:", "- {fact: firms, at_most: 3}", *ways) == [("floor-above-threshold", 2)]


def test_a_check_that_is_adopted_is_looked_at_in_its_own_file_alone(tmp_path):
    (tmp_path / "mine.yaml").write_text(HEAD + "      {fact: firms, at_least: 0}\n", "utf-8")
    (tmp_path / "other.yaml").write_text(
        HEAD[: HEAD.index("criteria")].replace("id: mine", "id: other") + "adopts: mine\n", "utf-8"
    )
    book = type(shipped())(tmp_path, beside=shipped())
    found = lint([], book).findings
    assert [(Path(finding.file).name, finding.code) for finding in found] == [("mine.yaml", "never-fails")]


def test_an_id_stands_for_all_its_editions_and_id_at_date_for_one(tmp_path):
    text = HEAD + "      {fact: firms, at_least: 1}\n"
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    (tmp_path / "mine@2025-01-01.yaml").write_text(text.replace("2024-01-01", "2025-01-01"), "utf-8")
    book = type(shipped())(tmp_path, beside=shipped())
    assert [finding.code for finding in lint(["mine"], book).findings] == ["editions-overlap"]
    alone = lint(["mine@2025-01-01"], book)
    assert (alone.files, alone.findings) == (1, ())
    for wrong in ("mine@soon", "mine@2020-01-01", "other"):
        linted = lint([wrong, "mine"], book)
        assert (linted.exit_code, [problem.file for problem in linted.trouble]) == (2, [wrong])
        assert linted.files == 2


def test_a_floor_above_its_threshold_tells_both_figures_and_where(tmp_path):
    text = "{all: [{fact: firms, at_least: 5}, {any: [{fact: firms, at_least: 3}, {fact: exports, is: yes}]}]}"
    (tmp_path / "mine.yaml").write_text(f"{HEAD}      {text}\n", "utf-8")
    with speaking("en"):
        (finding,) = lint([str(tmp_path / "mine.yaml")], shipped()).findings
    assert finding.message.startswith("the floor for firms, 5, is stricter than the threshold 3 on line ")


def test_an_id_may_stand_behind_the_folder_of_its_files(tmp_path):
    text = HEAD + "      {fact: firms, at_least: 1}\n"
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    (tmp_path / "mine@2025-01-01.yaml").write_text(text.replace("2024-01-01", "2025-01-01"), "utf-8")
    assert lint([str(tmp_path / "mine")], shipped()).codes == {"editions-overlap"}
    alone = lint([str(tmp_path / "mine@2025-01-01")], shipped())
    assert (alone.files, alone.findings, alone.trouble) == (1, (), ())
    adopting = text[: text.index("criteria:")].replace("id: mine", "id: other") + "adopts: mine\n"
    (tmp_path / "other.yaml").write_text(adopting, "utf-8")
    assert lint([str(tmp_path / "other")], shipped()).findings == ()


def test_no_gap_is_told_where_an_earlier_edition_is_still_in_force(tmp_path):
    text = HEAD + "      {fact: firms, at_least: 1}\n"
    for first, last in (("2020-01-01", "2026-12-31"), ("2021-01-01", "2021-12-31"), ("2025-01-01", "2030-01-01")):
        dated = text.replace("{from: 2024-01-01}", f"{{from: {first}, until: {last}}}")
        (tmp_path / f"mine@{first}.yaml").write_text(dated, "utf-8")
    book = type(shipped())(tmp_path, beside=shipped())
    assert [finding.code for finding in lint([], book).findings] == ["editions-overlap"]


GROWN = """\
facts:
  output_by_year: {type: series, of: money, zh: 历年产值, en: output by year}
  grown: {type: percent, zh: 增长, en: growth, derived: {growth: output_by_year, years: 3}}
criteria:"""


@pytest.mark.parametrize(
    ("asked", "found"), [("at_most: -101%", "never-holds"), ("at_least: -100%", "never-fails"), ("at_most: -100%", "")]
)
def test_a_growth_is_never_below_minus_a_hundred_percent(tmp_path, asked, found):
    file = tmp_path / "mine.yaml"
    text = HEAD.replace("criteria:", GROWN) + f"      {{fact: grown, {asked}}}\n"
    file.write_text(text, "utf-8")
    assert [finding.code for finding in lint([str(file)], shipped()).findings] == ([found] if found else [])


IDLE_PART = "{fact: firms, at_least: 0%s}"


@pytest.mark.parametrize("where", ["check", "group", "criterion", "file"])
def test_a_finding_is_acknowledged_at_its_place_or_above_it(tmp_path, where):
    file = tmp_path / "mine.yaml"
    why = "lint: {never-fails: 文件原文如此}"
    at = dict.fromkeys(("check", "group", "criterion", "file"), "") | {where: why}
    idle = IDLE_PART % (f", {why}" if at["check"] else "")
    group = f"all: [{{fact: exports, is: yes}}, {idle}]" + (f", {why}" if at["group"] else "")
    file.write_text(f"{HEAD}      {{{group}}}\n    {at['criterion']}\n{at['file']}\n", "utf-8")
    linted = lint([str(file)], shipped())
    assert (linted.findings, linted.exit_code) == ((), 0)
    ((finding, reason),) = linted.acknowledged
    assert (finding.code, reason) == ("never-fails", "文件原文如此")


@pytest.mark.parametrize(
    ("require", "code", "said"),
    [
        (
            "{all: [{fact: exports, is: yes, lint: {never-fails: x}}, {fact: firms, at_least: 0}]}",
            "unused-acknowledgement",
            "there is no finding of never-fails here to acknowledge; remove it",
        ),
        (
            "{fact: firms, at_least: 0, lint: {never-holds: x}}",
            "unused-acknowledgement",
            "there is no finding of never-holds here to acknowledge; remove it",
        ),
        (
            "{fact: firms, at_least: 0, lint: {unloadable: x}}",
            "unknown-acknowledgement",
            "unloadable cannot be acknowledged; remove it",
        ),
        (
            "{fact: firms, at_least: 0, lint: {never-failing: x}}",
            "unknown-acknowledgement",
            "there is no lint 'never-failing'; did you mean never-fails?",
        ),
    ],
    ids=["beside", "another", "error", "near"],
)
def test_an_acknowledgement_of_nothing_is_told(tmp_path, require, code, said):
    file = tmp_path / "mine.yaml"
    file.write_text(HEAD + f"      {require}\n", "utf-8")
    with speaking("en"):
        linted = lint([str(file)], shipped())
    assert linted.acknowledged == ()
    told = {finding.code: finding.message for finding in linted.findings}
    assert {"never-fails", code} <= told.keys()
    assert told[code] == said


def test_an_acknowledged_gap_between_editions_is_unused_only_where_editions_were_looked_at_together(tmp_path):
    text = HEAD + "      {fact: firms, at_least: 1}\nlint: {editions-overlap: 过渡期内并行}\n"
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    assert lint([str(tmp_path / "mine.yaml")], shipped()).findings == ()
    newer = text.replace("2024-01-01", "2025-01-01")
    (tmp_path / "mine@2025-01-01.yaml").write_text(newer, "utf-8")
    linted = lint([], type(shipped())(tmp_path, beside=shipped()))
    assert [one.finding.code for one in linted.acknowledged] == ["editions-overlap"]
    assert [finding.code for finding in linted.findings] == ["unused-acknowledgement"]  # the newer one overlaps none


def test_an_assumption_of_the_dictionary_can_be_acknowledged(tmp_path):
    text = (ROOT / "rules" / "facts.yaml").read_text("utf-8")
    one = "  - if: {fact: exports, is: yes}\n    then: {fact: exports, is: yes}\n    reading: {zh: 甲, en: a}\n"
    text = text.replace("\nassumes:\n", f"\nassumes:\n{one}    lint: {{idle-assumption: 备忘}}\n")
    (tmp_path / "facts.yaml").write_text(text, "utf-8")
    linted = lint([str(tmp_path / "facts.yaml")], shipped())
    assert (linted.findings, [one.reason for one in linted.acknowledged]) == ((), ["备忘"])


@settings(max_examples=60)
@given(st.lists(trees(most_leaves=3), min_size=1, max_size=3))
def test_whether_somebody_passes_or_fails_is_that_of_all_towns_tried_one_by_one(checks):
    rules = rule_set(*checks)
    asked = list({fact.id: fact for check in checks for fact in facts_asked(check)}.values())
    assume(prod(len(domain(fact)) for fact in asked) <= 1500)
    grades = [
        [grade(check, town) for check in checks]
        for town in completions(asked, {}, {fact.id: domain(fact) for fact in asked})
    ]
    passable = any(min(each) > NOT_MET for each in grades)
    each_passable = all(max(column) > NOT_MET for column in zip(*grades, strict=True))
    assert bool(list(nobody_passes(rules, Budget()))) == (not passable and each_passable)
    everybody = [min(column) >= RELAXED for column in zip(*grades, strict=True)]
    found = [finding.path for finding in nobody_fails(rules, Budget())]
    assert (("criteria",) in found) == (len(checks) > 1 and all(everybody))


def test_only_the_criteria_that_contradict_each_other_are_named():
    with speaking("en"):
        (finding,) = lint(examples("nobody-passes", "bad"), shipped()).findings
    assert finding.message == "no town can pass: none can meet the criteria 1, 3 together"


def test_a_criterion_that_no_town_can_meet_is_said_to_fail_for_every_town(told):
    assert told("{fact: firms, less_than: 0}") == [("never-holds", 1)]


YEARLY = """\
facts:
  figures: {type: series, of: count, zh: 历年数, en: figures}
  least: {type: count, zh: 最低, en: least, derived: {least: figures, years: 3}}
  total: {type: count, zh: 合计, en: total, derived: {sum: figures, years: 3}}
criteria:"""


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("{all: [{fact: least, at_least: 5}, {fact: total, at_least: 15}]}", "at_most: 99", ["never-matters"]),
        ("{all: [{fact: least, at_least: 5}, {fact: total, at_least: 16}]}", "at_most: 99", []),
        ("{fact: least, at_least: 5}", "at_most: 14", ["nobody-passes"]),
        ("{fact: least, at_least: 5}", "at_most: 15", []),
    ],
)
def test_figures_that_are_computed_from_one_series_are_known_to_be(tmp_path, first, second, found):
    text = HEAD.replace("criteria:", YEARLY) + f"      {first}\n"
    other = "  - number: 2\n    id: two\n    name: {zh: 条目, en: Item}\n    clause: 二\n"
    text += f"{other}    require: {{fact: total, {second}}}\n"
    file = tmp_path / "mine.yaml"
    file.write_text(text, "utf-8")
    assert [finding.code for finding in lint([str(file)], shipped()).findings] == found
