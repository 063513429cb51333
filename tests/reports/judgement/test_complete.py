"""Where there are too many combinations to say which missing facts still matter: all are listed, and that is said."""

import json
from functools import partial

import pytest

from tests.strategies import DICTIONARY, rule_set, town
from zhenkit.checks import relevance
from zhenkit.checks.tree import AT_LEAST, IS_YES, All, AnyOf, Leaf
from zhenkit.core.i18n import speaking
from zhenkit.judging import judgement as judging
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style, render

SHARED = Leaf(None, None, DICTIONARY["found_a"], IS_YES, True)
COUNTS = [Leaf(None, None, DICTIONARY[name], AT_LEAST, 10) for name in ("count_a", "count_b")]
CHECK = AnyOf(None, None, tuple(All(None, None, (SHARED, count)) for count in COUNTS))
SAID = "too many combinations to say"


@pytest.mark.parametrize(("effort", "complete"), [(0, False), (relevance.EFFORT, True)])
def test_the_reports_say_whether_each_missing_fact_is_known_to_matter(monkeypatch, effort, complete):
    monkeypatch.setattr(judging, "decisive", partial(relevance.decisive, effort=effort))
    with speaking("en"):
        run = Run([judging.judge(town({}), rule_set(CHECK))])
        (criterion,) = json.loads(render("json", run, Style()))["towns"][0]["criteria"]
        assert criterion.get("complete", True) is complete
        assert criterion["missing"] == ["found_a", "count_a", "count_b"]
        for format in ("text", "markdown"):
            assert (SAID in " ".join(render(format, run, Style(width=500)).split())) is not complete
