"""What lints ask of checks: exact, and answered for tables of many points without trying every combination."""

from hypothesis import given

from tests.made_up_rules import HEAD
from tests.strategies import trees
from zhenkit.analysis.lint import run
from zhenkit.analysis.lint.run import lint
from zhenkit.analysis.search.questions import Without, above, matters, nodes, removable
from zhenkit.checks.normal_form import outline
from zhenkit.core.i18n import speaking
from zhenkit.rulesets.catalog import shipped


@given(trees(most_leaves=5))
def test_a_part_matters_where_some_town_has_another_grade_without_it(whole):
    for part in removable(whole):
        without = whole.fold(Without([part]))
        if without is not None:
            differs = above(whole, without) or above(without, whole)
            assert matters(whole, [], part) == differs


@given(trees(most_leaves=4))
def test_a_part_matters_to_what_is_left_of_a_check(whole):
    first, *others = [*removable(whole), None]
    for part in others[:-1]:
        gone = [first]
        if part in nodes(first):
            continue
        rest, without = (whole.fold(Without(left_out)) for left_out in (gone, [*gone, part]))
        if without is not None:
            differs = outline(rest).signature != outline(without).signature and (
                above(rest, without) or above(without, rest)
            )
            assert matters(whole, gone, part) == differs


INDICATORS = 16


def table_of_points(folder):
    """A table that gives points for two steps of each of many figures."""
    facts = [f"  f{each}: {{type: number, zh: 数{each}号, en: figure no {each}}}\n" for each in range(INDICATORS)]
    awards = [
        f"        - {{points: {3 + (each * step) % 11}, check: {{fact: f{each}, at_least: {step}}}}}\n"
        for each in range(INDICATORS)
        for step in (5, 10)
    ]
    file = folder / "table.yaml"
    file.write_text(
        HEAD
        + "".join(facts)
        + "criteria:\n  - number: 1\n    id: a\n    name: {zh: 甲, en: A}\n    clause: 一\n"
        + "    require:\n      points:\n"
        + "".join(awards)
        + "      at_least: 100\n",
        "utf-8",
    )
    return file


def test_a_table_of_many_points_is_decided_without_trying_every_combination(tmp_path):
    linted = lint([str(table_of_points(tmp_path))], shipped())
    assert (linted.findings, linted.trouble, linted.exit_code, linted.complete) == ((), (), 0, True)


def test_a_lint_that_takes_too_much_work_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "EFFORT", 300)
    file = table_of_points(tmp_path)
    with speaking("en"):
        linted = lint([str(file)], shipped())
    said = "could not be decided here: the checks allow too many combinations"
    (line,) = {problem.line for problem in linted.left_out}
    assert f"{file}:{line}:5: the lint never-matters {said}" in [str(problem) for problem in linted.left_out]
    assert (linted.trouble, linted.complete, linted.exit_code) == ((), False, 0)
