"""The exit code: 2, then 1, then 3, then 0."""

from itertools import product
from types import SimpleNamespace

import pytest

from zhenkit.checks.grades import MET, NOT_MET, RELAXED, REVIEW, Grade, Span
from zhenkit.core.errors import Problem
from zhenkit.judging.outcome import REQUIRE, Run

SPANS = [Span(worst, best) for worst, best in product(Grade, Grade) if worst <= best]


def run(*spans, problems=()):
    return Run([SimpleNamespace(span=span) for span in spans], problems)


@pytest.mark.parametrize("require", REQUIRE)
@pytest.mark.parametrize("span", SPANS)
def test_the_code_of_one_town_by_the_words_of_the_contract(span, require):
    asked = REQUIRE[require]
    if span.worst >= asked:
        expected = 0
    elif span.best < asked and span.best != REVIEW:
        expected = 1
    else:
        expected = 3
    assert run(span).exit_code(asked) == expected


@pytest.mark.parametrize(
    ("span", "require", "code"),
    [
        (Span(MET, MET), "pass", 0),
        (Span(RELAXED, RELAXED), "pass", 1),
        (Span(RELAXED, RELAXED), "relaxed", 0),
        (Span(RELAXED, MET), "pass", 3),
        (Span(REVIEW, REVIEW), "pass", 3),
        (Span(REVIEW, REVIEW), "relaxed", 3),
        (Span(REVIEW, REVIEW), "review", 0),
        (Span(NOT_MET, NOT_MET), "review", 1),
        (Span(NOT_MET, NOT_MET), "relaxed", 1),
        (Span(NOT_MET, REVIEW), "relaxed", 3),
        (Span(NOT_MET, RELAXED), "relaxed", 3),
        (Span(NOT_MET, RELAXED), "pass", 1),
        (Span(NOT_MET, MET), "review", 3),
    ],
)
def test_what_people_can_still_decide_is_no_failure_and_no_pass(span, require, code):
    assert run(span).exit_code(REQUIRE[require]) == code


def test_trouble_goes_before_failure_failure_before_open_open_before_passed():
    passed, open_, failed = Span(MET, MET), Span(NOT_MET, MET), Span(NOT_MET, NOT_MET)
    problem = Problem("x", 1, 1, "wrong")
    assert run(passed, open_, failed, problems=[problem]).exit_code(RELAXED) == 2
    assert run(passed, open_, failed).exit_code(RELAXED) == 1
    assert run(passed, open_).exit_code(RELAXED) == 3
    assert run(passed, passed).exit_code(RELAXED) == 0


def test_no_town_at_all_is_bad_input():
    assert run().exit_code(RELAXED) == 2
