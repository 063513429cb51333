"""Cases: read with every fault told in its place, run, and what was expected and is not so."""

from __future__ import annotations

import json
from textwrap import dedent

from tests.case_examples import GOOD, RULES, run, suite, written
from zhenkit.analysis.ruletest.run import run_cases
from zhenkit.checks.grades import MET, NOT_MET, RELAXED, Span
from zhenkit.core.errors import CLEAN, FINDINGS, TROUBLE
from zhenkit.core.i18n import speaking
from zhenkit.facts.quantities import UNITS
from zhenkit.reports.formats import TEST, report
from zhenkit.rulesets.catalog import shipped


def problems(found):
    return [(problem.line, problem.column, problem.message) for problem in found.problems]


def failed(found):
    """What is not as expected: of which case, what, expected, got."""
    return [
        (
            ran.case.name,
            failure.expectation.what,
            failure.expectation.criterion,
            failure.expectation.wanted,
            failure.got,
        )
        for ran in found.ran
        for failure in ran.failures
    ]


# what a case may say


def test_a_case_in_a_document_of_its_own(tmp_path):
    found = run(tmp_path, f"name: all is well\nrules: ../rules.yaml\ntown: {GOOD}\nverdict: pass\ngrades: {{1: met}}\n")
    assert (found.problems, failed(found), found.exit_code()) == ([], [], CLEAN)
    assert [ran.case.name for ran in found.ran] == ["all is well"]


def test_a_case_starts_from_a_base_changes_facts_and_leaves_some_out(tmp_path):
    found = run(tmp_path, suite("{name: a, town: {annual_output: 3亿元, supporting_firms: null, 历史发源地: 是}}"))
    assert found.problems == []
    facts = found.ran[0].case.town.facts
    assert facts["annual_output"] == 3 * UNITS["亿"]
    assert facts["historical_origin"] is True
    assert facts["category"] == "manufacturing"
    assert "supporting_firms" not in facts


def test_a_case_starts_from_another_case_below_it_or_above(tmp_path):
    found = run(
        tmp_path,
        suite(
            "{name: two more, like: one more, town: {little_giants: 1}}",
            "{name: one more, town: {supporting_firms: 9}}",
            "{name: three more, like: two more}",
        ),
    )
    assert found.problems == []
    assert [ran.case.town.facts["supporting_firms"] for ran in found.ran] == [9, 9, 9]
    assert [ran.case.town.facts.get("little_giants") for ran in found.ran] == [1, None, 1]


def test_a_base_of_one_document_serves_the_others(tmp_path):
    found = run(
        tmp_path, f"bases: {{good: {GOOD}}}\n---\n{{name: a, rules: ../rules.yaml, like: good, verdict: pass}}\n"
    )
    assert (found.problems, failed(found)) == ([], [])


def test_a_case_may_start_from_nothing_though_its_suite_has_a_base(tmp_path):
    found = run(tmp_path, suite("{name: a, like: null, town: {}, verdict: incomplete}"))
    assert (found.problems, failed(found)) == ([], [])
    assert set(found.ran[0].case.town.facts) == {"name"}


def test_a_town_is_called_as_its_case_unless_it_has_a_name(tmp_path):
    found = run(tmp_path, suite("{name: a}", "{name: b, town: {名称: 虚构镇}}"))
    assert [ran.case.town.name for ran in found.ran] == ["a", "虚构镇"]


def test_evidence_and_decisions_are_carried_over_and_changed(tmp_path):
    found = run(
        tmp_path,
        suite(
            "{name: granted, town: {single_county: no, evidence: {single_county: 县志, annual_output: 年鉴}, "
            "decisions: {2: {granted: yes, by: 虚构局, date: 2024-05-01, why: 同一条产业链}}}, grades: {2: relaxed}}",
            "{name: no yearbook, like: granted, town: {evidence: {annual_output: null}}, grades: {2: relaxed}}",
            "{name: refused, like: granted, grades: {2: not_met}, "
            "town: {decisions: {2: {granted: no, by: 虚构局, date: 2024-05-01, why: 互不相干}}}}",
        ),
    )
    assert (found.problems, failed(found)) == ([], [])
    assert set(found.ran[0].case.town.evidence) == {"single_county", "annual_output"}
    assert set(found.ran[1].case.town.evidence) == {"single_county"}


def test_a_case_is_run_by_each_rule_set_that_it_lists(tmp_path):
    found = run(tmp_path, suite("{name: a, rules: [../rules.yaml, shanxi], verdict: pass}"))
    assert [ran.case.rule_set.id for ran in found.ran] == ["invented", "shanxi"]
    assert failed(found) == [("a", "verdict", None, Span(MET, MET), Span(NOT_MET, NOT_MET))]


def test_strictly_a_figure_on_another_basis_is_for_review(tmp_path):
    town = "town: {output_basis: sales}"
    found = run(
        tmp_path, suite(f"{{name: a, {town}, verdict: pass}}", f"{{name: b, strict: yes, {town}, verdict: review}}")
    )
    assert (found.problems, failed(found)) == ([], [])


# what may be expected


def test_what_is_not_expected_is_not_looked_at(tmp_path):
    found = run(tmp_path, suite("{name: a, town: {supporting_firms: 0}, grades: {2: met}}"))
    assert (found.problems, failed(found)) == ([], [])


def test_every_kind_of_expectation_fails_where_it_is_not_so(tmp_path):
    found = run(
        tmp_path,
        suite(
            "{name: a, town: {little_giants: 1}, verdict: fail, grades: {1: relaxed, 2: incomplete}, "
            "missing: {1: [annual_output]}, uncertain: {2: [single_county]}, merits: {1: []}}",
        ),
    )
    assert failed(found) == [
        ("a", "verdict", None, Span(NOT_MET, NOT_MET), Span(MET, MET)),
        ("a", "grades", 1, Span(RELAXED, RELAXED), Span(MET, MET)),
        ("a", "grades", 2, None, Span(MET, MET)),
        ("a", "missing", 1, ("annual_output",), ()),
        ("a", "uncertain", 2, ("single_county",), ()),
        ("a", "merits", 1, (), ("little_giants",)),
    ]
    assert found.exit_code() == FINDINGS


def test_open_answers_are_given_by_their_ends_or_as_incomplete(tmp_path):
    found = run(
        tmp_path,
        suite(
            "{name: a, town: {annual_output: null}, verdict: [fail, pass], grades: {1: [not_met, met]}, "
            "missing: {1: [annual_output]}, uncertain: {1: []}}",
            "{name: b, town: {annual_output: 1~3亿元}, verdict: incomplete, grades: {1: 资料不全}, "
            "missing: {1: []}, uncertain: {1: [年产值]}}",
            "{name: c, town: {annual_output: null}, grades: {1: [not_met, relaxed]}}",
        ),
    )
    assert found.problems == []
    assert failed(found) == [("c", "grades", 1, Span(NOT_MET, RELAXED), Span(NOT_MET, MET))]


def test_the_facts_of_a_list_are_expected_in_any_order(tmp_path):
    town = "like: null, town: {category: manufacturing, historical_origin: no}"
    found = run(
        tmp_path,
        suite(
            f"{{name: a, {town}, missing: {{1: [supporting_firms, annual_output]}}}}",
            f"{{name: b, {town}, missing: {{1: [annual_output, supporting_firms]}}}}",
        ),
    )
    assert (found.problems, failed(found)) == ([], [])


def test_answers_may_be_written_in_chinese(tmp_path):
    found = run(
        tmp_path,
        suite(
            "{name: a, verdict: 符合, grades: {1: 达标}}",
            "{name: b, town: {annual_output: 1亿元, historical_origin: yes}, verdict: 放宽符合, grades: {1: 放宽达标}}",
            "{name: c, town: {single_county: no}, verdict: 待评审, grades: {2: 待评审}}",
            "{name: d, town: {supporting_firms: 1}, verdict: 不符合, grades: {1: 不达标}}",
        ),
    )
    assert (found.problems, failed(found)) == ([], [])


# what is wrong with a file of cases


def test_each_fault_is_told_in_its_place_with_the_near_name(tmp_path):
    text = """\
        rules: ../rules.yaml
        base: {}
        bases:
          good: {category: manufacturing, supporting_firm: 3}
        like: good
        cases:
          - {name: unknown key, grade: {1: met}}
          - {name: no word for a grade, like: null, town: {}, grades: {1: rejected}}
          - {name: no such criterion, like: null, town: {}, grades: {3: met}}
          - {name: no such fact, like: null, town: {}, missing: {1: [anual_output]}}
          - {name: no figure, like: null, town: {annual_output: 2}}
          - {name: nothing to start from, like: godd}
          - {name: ends that go down, like: null, town: {}, verdict: [pass, fail]}
          - {name: no list, like: null, town: {}, missing: {1: annual_output}}
          - {name: no mapping, like: null, town: {}, merits: [little_giants]}
          - {name: neither yes nor no, like: null, town: {}, strict: perhaps}
          - {name: no such rules, rules: shanxii, like: null, town: {}}
          - {name: no such file, rules: absent.yaml, like: null, town: {}}
          - {like: good}
          - a text
          - {name: no list, like: good}
        """
    found = run(tmp_path, text)
    told = problems(found)
    lines = dedent(text).splitlines()
    assert [(line, lines[line - 1][column - 1 :][:9]) for line, column, _message in told] == [
        (2, "base: {}"),
        (4, "supportin"),
        (7, "grade: {1"),
        (8, "rejected}"),
        (9, "3: met}}"),
        (10, "[anual_ou"),
        (11, "2}}"),
        (12, "godd}"),
        (13, "[pass, fa"),
        (14, "annual_ou"),
        (15, "[little_g"),
        (16, "perhaps}"),
        (17, "shanxii, "),
        (18, "absent.ya"),
        (19, "{like: go"),
        (20, "a text"),
        (21, "no list, "),
    ]
    said = {line: message for line, _column, message in told}
    assert said[2] == "unknown key 'base'; did you mean bases?"
    assert said[4] == "unknown fact 'supporting_firm'; did you mean supporting_firms?"
    assert said[7] == "unknown key 'grade'; did you mean grades?"
    assert said[8].startswith("'rejected' is not an answer; write not_met, review, relaxed, met or incomplete")
    assert said[9] == "invented has no criterion '3'; there are: 1, 2"
    assert "did you mean annual_output?" in said[10]
    assert said[11].startswith("annual_output: '2' has no unit")
    assert said[12] == "no case or base of this file is called 'godd'; did you mean 'good'?"
    assert "two ends like [fail, relaxed]" in said[13]
    assert said[14].startswith("a list of facts is expected here")
    assert said[15].startswith("`merits:` is a mapping from criteria's numbers")
    assert "neither yes nor no" in said[16]
    assert "Did you mean shanxi?" in said[17]
    assert said[18] == "absent.yaml: cannot read it: No such file or directory"
    assert said[19].startswith("a case needs a name")
    assert said[20].startswith("a case is a mapping")
    assert said[21] == "the name 'no list' is taken already (on line 14); give each its own"
    assert found.exit_code() == TROUBLE


def test_a_case_without_rules_or_without_a_town_is_told(tmp_path):
    cases = (
        "{name: a, town: {}}",
        "{name: b, rules: ../rules.yaml}",
        "{name: c, rules: [1, [2]], town: {}}",
        "{name: d, rules: [], town: {}}",
    )
    found = run(tmp_path, "\n---\n".join(cases))
    assert [(line, message.partition(":")[0]) for line, _column, message in problems(found)] == [
        (1, "it does not say which rules to judge by"),
        (3, "a case has a town"),
        (5, "no rule set '1'; there are"),
        (5, "`rules"),
        (7, "it does not say which rules to judge by"),
    ]


def test_a_file_of_bases_alone_is_told_to_hold_no_case(tmp_path):
    found = run(tmp_path, f"bases: {{good: {GOOD}}}\n")
    assert [message for _line, _column, message in problems(found)] == ["there is no case in this file"]


def test_cases_that_start_from_each_other_are_told(tmp_path):
    found = run(tmp_path, suite("{name: a, like: b}", "{name: b, like: a}", "{name: c}"))
    assert [message for _line, _column, message in problems(found)] == ["it starts from itself, through a > b > a"]
    assert [ran.case.name for ran in found.ran] == ["c"]


def test_a_chain_without_end_is_refused_not_followed(tmp_path):
    chain = [f"{{name: n{number}, like: n{number + 1}}}" for number in range(2000)]
    found = run(tmp_path, suite(*chain, "{name: n2000}"))
    assert {message for _line, _column, message in problems(found)} == {"more than 50 cases start from each other here"}


def test_a_wrong_rule_file_is_told_where_it_is_wrong(tmp_path):
    found = run(tmp_path, suite("{name: a}", "{name: b}"), rules="id: wrong\n")
    assert found.ran == []
    assert {problem.file for problem in found.problems} == {str(tmp_path / "rules.yaml")}
    assert len(found.problems) == len(set(found.problems))


def test_a_file_that_is_no_yaml_is_told_and_its_neighbours_are_run(tmp_path):
    file = written(tmp_path, suite("{name: a, verdict: pass}"))
    (file.parent / "broken.yaml").write_text("cases: [", encoding="utf-8")
    (file.parent / "empty.yaml").write_text("# nothing\n", encoding="utf-8")
    found = run_cases([str(tmp_path / "tests"), str(file), str(tmp_path / "absent.yaml")], shipped())
    assert [ran.case.name for ran in found.ran] == ["a"]
    assert [(problem.file.rpartition("/")[2], problem.line) for problem in found.problems] == [
        ("broken.yaml", 2),
        ("empty.yaml", 1),
        ("absent.yaml", 1),
    ]
    assert found.exit_code() == TROUBLE


def test_a_folder_without_cases_is_told(tmp_path):
    found = run_cases([str(tmp_path)], shipped())
    assert [problem.message for problem in found.problems] == ["no file of cases in this folder (.yaml .yml)"]


def test_a_fault_of_a_case_by_several_rule_sets_is_told_once(tmp_path):
    found = run(tmp_path, suite("{name: a, rules: [shanxi, changzhi], town: {annual_output: 2}, grades: {9: met}}"))
    assert len(found.problems) == 3  # the figure once, the criterion that there is not by each rule set
    assert found.ran == []


# the shipped cases


def test_the_shipped_cases_are_all_as_expected_and_reach_everything():
    found = run_cases([], shipped())
    assert (found.problems, found.remarks, failed(found)) == ([], [], [])
    assert {rule_set.id: coverage.percent for rule_set, coverage in found.coverage.items()} == dict.fromkeys(
        shipped().to_judge_by, 100.0
    )
    assert found.exit_code(100) == CLEAN


# several documents in a file


def test_documents_of_one_file_may_each_have_a_base_of_one_name(tmp_path):
    one = suite("{name: a}")
    other = suite("{name: b}", "{name: c, like: spare}").replace("supporting_firms: 3", "supporting_firms: 4")
    spare = f"rules: ../rules.yaml\nbases:\n  spare: {GOOD}\nlike: spare\ncases:\n  - name: d\n"
    found = run(tmp_path, f"{one}---\n{other}---\n{spare}")
    assert problems(found) == []
    firms = {ran.case.name: ran.case.town.facts["supporting_firms"] for ran in found.ran}
    assert firms == {"a": 3, "b": 4, "c": 3, "d": 3}  # its own document's; a name that another alone has is that one's


def test_a_base_that_two_other_documents_have_is_told(tmp_path):
    third = "rules: ../rules.yaml\nlike: good\ncases:\n  - name: c\n"
    with speaking("en"):
        found = run(tmp_path, f"{suite('{name: a}')}---\n{suite('{name: b}')}---\n{third}")
    ((_line, _column, said),) = problems(found)
    assert said == "several documents of this file have a base 'good' (lines 3, 10), and this one has none"


def test_a_case_may_not_be_called_as_a_base_of_its_document(tmp_path):
    with speaking("en"):
        found = run(tmp_path, suite("{name: good}"))
    ((_line, _column, said),) = problems(found)
    assert said == "the name 'good' is taken already (on line 3); give each its own"


def test_two_editions_are_told_apart(tmp_path):
    newer = RULES.replace("2024-01-01", "2025-01-01")
    (tmp_path / "newer.yaml").write_text(newer, "utf-8")
    (tmp_path / "same-day.yaml").write_text(newer, "utf-8")
    cases = suite("{name: a, verdict: fail}").replace("rules: ../rules.yaml", "rules: [../rules.yaml, ../newer.yaml]")
    found = run(tmp_path, cases)
    with speaking("en"):
        text, read = report(TEST, "text", found, 0), json.loads(report(TEST, "json", found, 0))
        junit = report(TEST, "junit", found, 0)
    names = ["invented@2024-01-01", "invented@2025-01-01"]
    assert [coverage["rule_set"] for coverage in read["coverage"]] == names
    assert [case["rule_set"] for case in read["cases"]] == names
    for name in names:
        assert f": a ({name}): " in text
        assert f"\n{name}: " in text
        assert f'classname="{name}"' in junit
    found = run(tmp_path, cases.replace("../rules.yaml", "../same-day.yaml"))
    assert {found.called(rule_set) for rule_set in found.coverage} == {
        str(tmp_path / "newer.yaml"),
        str(tmp_path / "same-day.yaml"),
    }
    alone = run(tmp_path, suite("{name: a}"))
    assert [alone.called(rule_set) for rule_set in alone.coverage] == ["invented"]
