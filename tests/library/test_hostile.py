"""Whatever Python hands over: a town, or problems that say what is wrong, and never an error of another kind."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest

import zhenkit as zk

UNREAD = "a value of this kind is not read; write a text, a number, or yes or no"
NESTED: dict = {}
NESTED["a"] = NESTED
CYCLE: list = []
CYCLE.append(CYCLE)


def said(facts):
    with pytest.raises(zk.FileProblems) as error:
        zk.town({"name": "甲镇", **facts})
    return [problem.message for problem in error.value.problems]


@pytest.mark.parametrize(
    "value", [b"8", bytearray(b"8"), object(), len, datetime.time(1), np.timedelta64(8, "D"), iter([8]), 1j, {8: b""}]
)
@pytest.mark.parametrize("fact", ["name", "leading_firms", "services"])
def test_what_no_file_could_state_is_a_problem(fact, value):
    assert [message.rsplit(": ", 1)[-1] for message in said({fact: value})] == [UNREAD]


@pytest.mark.parametrize("value", [NESTED, CYCLE])
def test_no_depth_breaks_it(value):
    assert said({"evidence": value}) == ["'evidence': nested more than 40 levels deep"]


def test_two_keys_of_one_text_are_told():
    made = {"granted": True, "by": "局", "date": "2020-01-01", "why": "据实"}
    again = {"decisions": {4: made, "4": {**made, "granted": False}}}
    assert said(again) == ["'decisions': '4': it is here twice; keep one"]


def test_sets_of_any_kind_and_dates_of_numpy_are_read():
    assert said({"services": {"testing", 8}})[0].startswith("services: '8' is not one of its values; there are: ")
    day = np.datetime64("2020-05-01T00:00:00.000000000")
    assert zk.town({"name": day}).name == "2020-05-01"
    with pytest.raises(zk.FileProblems):
        zk.town({"name": "甲镇", "leading_firms": day})  # not the number of its nanoseconds
    assert zk.town({"name": "甲镇", "leading_firms": np.array(8)})["leading_firms"] == 8


@pytest.mark.parametrize("value", [b"8", object(), {"a": 1}, len])
def test_a_cell_that_no_file_could_have_is_a_problem_of_its_row(value):
    frame = pd.DataFrame({"name": ["甲镇", "乙镇"], "leading_firms": pd.Series([8, value], dtype=object)})
    found = zk.towns(frame)
    assert [town.name for town in found.towns] == ["甲镇"] and found.rejected == (1,)
    assert [problem.message.rsplit(": ", 1)[-1] for problem in found.problems] == [UNREAD]


def test_dates_that_python_has_not_are_a_problem_of_the_frame():
    beyond = pl.Series("opened", [5 * 10**18], dtype=pl.Datetime("us"))
    found = zk.towns(pl.DataFrame([pl.Series("name", ["甲镇"]), beyond]))
    assert [problem.message for problem in found.problems] == ["it has dates outside the years 1 to 9999; correct them"]


@pytest.mark.parametrize("name", ["towns\0.yaml", "\ud800.yaml"])
def test_what_no_file_can_be_called_is_a_problem(name):
    found = zk.read_towns([name])
    assert [problem.message for problem in found.problems] == ["no file can have this name"] and repr(found)


def test_a_town_along_two_facts_is_shown():
    found = zk.sweep({"name": "甲镇"}, "shanxi", "annual_output", "category")
    assert found.points == () and "<div" in found._repr_html_()


@pytest.mark.parametrize("name", [None, 4, Decimal(4), [], ()])
def test_what_is_no_name_is_no_fact(name):
    with pytest.raises(KeyError):
        zk.town({"name": "甲镇"})[name]
