"""The form's script judges as the evaluator does: equal ends, equal facts that are open, and what it says is enough is.

So many more at will: `python -m tests.reports.form.agreement` (CONTRIBUTING.md).
"""

import json

import pytest

from tests.reports.form.agreement import held, shipped_cases, shipped_ids
from tests.reports.form.towns import case, derived_cases, random_cases
from tests.strategies import DICTIONARY, rule_set, town
from zhenkit.checks.tree import AT_LEAST, IS_YES, All, Leaf
from zhenkit.core.i18n import speaking
from zhenkit.reports.form.html import render
from zhenkit.rulesets.catalog import shipped


@pytest.fixture
def browser(started, tmp_path):
    with speaking("en"):
        started.open(render(shipped().named("shanxi", None)).encode(), tmp_path)
    yield started
    assert started.complaints() == []


def test_random_towns_of_the_shipped_rule_sets(browser):
    found = held(browser, list(shipped_cases(15, 3)))
    assert found.differing == []
    assert found.towns == 15 * len(shipped_ids())
    assert found.ways > 50


def test_random_towns_of_random_rule_sets(browser):
    found = held(browser, random_cases(15, 3))
    assert found.differing == []
    assert found.towns > 25
    assert found.ways > 5


def test_random_figures_from_which_facts_are_computed(browser):
    found = held(browser, list(derived_cases(30, 3)))
    assert found.differing == []
    assert found.towns == 120


@pytest.mark.parametrize("spoiled", ["span", "missing", "way"])
def test_what_differs_is_told(browser, spoiled):
    """The comparison itself can fail."""
    parts = (
        Leaf(None, None, DICTIONARY["count_a"], AT_LEAST, 3),
        Leaf(None, None, DICTIONARY["fact_a"], IS_YES, True),
    )
    made = case(rule_set(All(None, None, parts)), [town({"count_a": 1})])
    assert held(browser, [made]).differing == []
    if spoiled == "span":
        made.answers[0]["span"] = [0, 3]
    elif spoiled == "missing":
        made.answers[0]["criteria"][0][1].append("count_b")
    else:
        made = made._replace(data=json.loads(json.dumps(made.data).replace('"kind": "all"', '"kind": "any"')))
    found = held(browser, [made]).differing
    assert found
    assert any("not enough" in said for said in found) is (spoiled == "way")
