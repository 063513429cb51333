"""Rule files that are legal and wide: answered by little work, or by a word that says what is left out."""

import json
from random import Random

import pytest

from tests.made_up_rules import HEAD
from zhenkit.analysis.search.search import Budget

MOST = 2_000_000
"""How many leaves may be looked at in all: about two seconds."""


def uneven_points(random, count):
    """A points table of indicators, each with odd points of its own."""
    points = [random.randrange(101, 1100, 2) for _each in range(count)]
    awards = [
        f"        - {{points: {worth}, check: {{fact: x{at}, at_least: {at + 10}}}}}\n"
        for at, worth in enumerate(points)
    ]
    return count, f"      points:\n{''.join(awards)}      at_least: {sum(points) * 6 // 10}\n"


def some_of(random, facts, size):
    return [f"{{fact: x{at}, at_least: {random.choice((10, 20, 30))}}}" for at in random.sample(range(facts), size)]


def all_of_ofs(random):
    """All of ten *three of six* over shared counts."""
    parts = [f"        - {{of: [{', '.join(some_of(random, 20, 6))}], at_least: 3}}\n" for _each in range(10)]
    return 20, f"      all:\n{''.join(parts)}"


def any_of_alls(random):
    """Any of ten *all of four* over shared counts."""
    parts = [f"        - {{all: [{', '.join(some_of(random, 12, 4))}]}}\n" for _each in range(10)]
    return 12, f"      any:\n{''.join(parts)}"


def of_points_of_ofs(random):
    """Points for *two of four* over shared counts."""
    parts = [
        f"        - {{points: {random.randrange(3, 99, 2)}, check: {{of: [{', '.join(some_of(random, 25, 4))}], "
        f"at_least: 2}}}}\n"
        for _each in range(15)
    ]
    return 25, f"      points:\n{''.join(parts)}      at_least: 350\n"


SHAPES = {
    "30 uneven points": lambda random: uneven_points(random, 30),
    "60 uneven points": lambda random: uneven_points(random, 60),
    "all of ofs": all_of_ofs,
    "any of alls": any_of_alls,
    "points of ofs": of_points_of_ofs,
}


@pytest.fixture
def wide(tmp_path):
    def made(shape, name, harder=False):
        count, require = SHAPES[shape](Random(shape))
        facts = "".join(f"  x{at}: {{type: count, zh: 数{at}号, en: figure {at}}}\n" for at in range(count))
        if harder:  # one figure, in the middle
            at = require.index("at_least: ", len(require) // 2) + len("at_least: ")
            require = f"{require[:at]}9{require[at:]}"
        criterion = "criteria:\n  - number: 1\n    id: a\n    name: {zh: 甲, en: A}\n    clause: 一\n    require:\n"
        file = tmp_path / f"{name}.yaml"
        file.write_text(HEAD + facts + criterion + require, "utf-8")
        return file

    return made


@pytest.fixture
def spent(monkeypatch):
    """The leaves looked at, one number a step."""
    found = []
    spend = Budget.spend

    def counted(budget, leaves):
        found.append(leaves)
        spend(budget, leaves)

    monkeypatch.setattr(Budget, "spend", counted)
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_lint_takes_little_work_or_says_what_is_left_out(zhenkit, wide, spent, shape):
    out = zhenkit("rules", "lint", wide(shape, "one"), "--format", "json")[1]
    assert sum(spent) < MOST
    report = json.loads(out)
    assert report["problems"] == []
    assert ("complete" in report) == bool(report.get("left_out"))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_figure_moved_is_compared_exactly_and_by_little_work(zhenkit, wide, spent, shape):
    code, out, _err = zhenkit("diff", wide(shape, "one"), wide(shape, "two", harder=True), "--format", "json")
    assert sum(spent) < MOST
    report = json.loads(out)
    assert (code, report["relation"], report["criteria"][0]["relation"]) == (1, "stricter", "stricter")
    assert [change["direction"] for change in report["criteria"][0]["changes"]] == ["stricter"]


@pytest.mark.parametrize("shape", SHAPES)
def test_what_has_little_in_common_is_decided_or_said_to_be_left_out(zhenkit, wide, spent, shape):
    others = [name for name in SHAPES if name != shape]
    code, out, _err = zhenkit("diff", wide(shape, "one"), wide(others[0], "two"), "--format", "json")
    assert sum(spent) < 3 * MOST
    report = json.loads(out)
    assert "complete" in report or "undecided" not in (report["relation"], report["criteria"][0]["relation"])
    assert code in (1, 2)


@pytest.mark.parametrize("shape", SHAPES)
def test_boundaries_take_little_work(zhenkit, wide, spent, shape):
    code, out, _err = zhenkit("rules", "test", "--boundaries", wide(shape, "one"))
    assert (code, "cases:" in out) == (0, True)
    assert sum(spent) < MOST
