"""Of a file with more problems than anyone reads, the first are told, and how many more there are."""

import pytest

from zhenkit.core.errors import Problem
from zhenkit.towns.problem_groups import MOST_TOLD, capped


def problems(count, file="a.yaml"):
    return [Problem(file, line, 3, f"wrong {line}") for line in range(1, count + 1)]


@pytest.mark.parametrize("count", [0, 1, MOST_TOLD])
def test_as_many_as_can_be_read_are_told_each(count):
    assert list(capped(problems(count))) == problems(count)


@pytest.mark.parametrize(
    ("more", "said"), [(1, "and 1 more problem in this file"), (200_000, "and 200000 more problems in this file")]
)
def test_of_more_the_first_are_told_and_how_many_there_are_at_the_place_of_the_next(more, said):
    told = capped(problems(MOST_TOLD + more))
    assert list(told) == [*problems(MOST_TOLD), Problem("a.yaml", MOST_TOLD + 1, 3, said)]


def test_each_file_has_its_own_cap():
    told = list(capped([*problems(MOST_TOLD + 5), *problems(3, "b.yaml"), *problems(MOST_TOLD + 1, "c.yaml")]))
    assert [told[MOST_TOLD].message, told[-1].message] == [
        "and 5 more problems in this file",
        "and 1 more problem in this file",
    ]
    assert told[MOST_TOLD + 1 : MOST_TOLD + 4] == problems(3, "b.yaml")
