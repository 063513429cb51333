"""Random towns judged and ranked by random rules, by columns as by the evaluator; whole numbers do not tell all.

Beyond them are averages of so many out of a list, points, figures that are to be low, numbers with decimals.
"""

import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.strategies import CHOICES, DICTIONARY, FIGURES, YES_NO, rule_set, trees, values
from zhenkit.checks.grades import MET
from zhenkit.checks.tree import AT_LEAST, AT_MOST, IS_YES, Leaf, Of
from zhenkit.columnar.judged import load_engine
from zhenkit.columnar.names import GIVEN
from zhenkit.columnar.planned import plan_table
from zhenkit.columnar.results import RANKED_BY, ranked, ranking_rows
from zhenkit.columnar.towns_table import of_towns
from zhenkit.facts.quantities import Range
from zhenkit.facts.town import Town
from zhenkit.judging.distance import distance
from zhenkit.judging.judgement import judge
from zhenkit.judging.outcome import REQUIRE
from zhenkit.judging.ranking import rank, row
from zhenkit.judging.standards import Standards
from zhenkit.towns.options import Options

STATED = [fact for figure in FIGURES for fact in figure.bases or (figure,)]
FACTS = [*YES_NO, *STATED, *CHOICES, DICTIONARY["set"]]
WEIGHTS = [None, {1: 2}, {1: Fraction(1, 2), 2: 3}]


def figure(name, comparison, asked):
    return Leaf(None, None, DICTIONARY[name], comparison, asked)


SOME = (figure("count_a", AT_LEAST, 3), figure("money", AT_MOST, 2), figure("fact_a", IS_YES, True))
NO_MORE = figure("ratio", AT_MOST, 2)
ENOUGH, POINTS = Of(None, None, SOME, 2), Of(None, None, SOME, 4, (3, 2, 1))


@st.composite
def registers(draw):
    """Up to two criteria, and towns with what is known of each fact."""
    checks = draw(st.lists(trees(most_leaves=5), min_size=1, max_size=2))
    towns = draw(st.lists(st.fixed_dictionaries({fact.id: values(fact) for fact in FACTS}), min_size=1, max_size=12))
    return checks, draw(st.sampled_from(WEIGHTS)) if len(checks) == 2 else None, towns


def batch_by_columns(engine, towns, rules, grade):
    """The towns ranked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = of_towns(towns, DICTIONARY, Options(), [{}] * len(towns), folder / "towns.parquet")
        table = plan_table(raw, Standards((rules,), DICTIONARY), False, (), score=True, given=True, distance=grade)
        (judged,) = load_engine(engine).judge([table], folder, (*RANKED_BY, GIVEN))
        assert not judged.rejects
        frame = ranked(judged.rows.with_columns(part=0), table.plan.numbers)
        return list(ranking_rows(frame, [judged]))


def ranked_by_rows(towns, rules, grade):
    judged = [judge(town, rules) for town in towns]
    return rank(row(one)._replace(distance=distance(one, grade)) for one in judged)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@given(registers(), st.sampled_from(list(REQUIRE.values())))
@example(([NO_MORE], None, [{"count_c": 1, "count_d": one} for one in (None, 0, 1, Range(0, 1), Range(1, 2))]), MET)
@example(([ENOUGH, POINTS], {1: 2}, [{"count_a": 2, "money": 3, "fact_a": None}, {"count_a": 1, "money": None}]), MET)
def test_random_towns_fare_by_columns_as_by_the_evaluator(engine, drawn, grade):
    checks, weights, known = drawn
    rules = rule_set(*checks, weights=weights)
    towns = [
        Town({"name": f"镇{nth}"} | {key: value for key, value in facts.items() if value is not None}, {}, {})
        for nth, facts in enumerate(known)
    ]
    assert batch_by_columns(engine, towns, rules, grade) == ranked_by_rows(towns, rules, grade)
