"""Each engine answers as the evaluator does, row by row: grades, scores, merits, problems, and nothing is dropped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.columnar.answers import RULES, check_same


@pytest.mark.parametrize("rules", RULES)
@settings(max_examples=2, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 10**6), typed=st.booleans(), strict=st.booleans())
def test_every_row_of_a_random_table_is_judged_as_the_evaluator_judges_it(rules, seed, typed, strict):
    check_same(["polars", "duckdb"], rules, seed, typed, strict)
