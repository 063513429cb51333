"""What the benchmarks run on is sound: the yardstick, the town and the made-up files do what their names say."""

from __future__ import annotations

from typer.testing import CliRunner

from tests.benchmarks import inside, yardstick
from tests.benchmarks.measures import TOWN
from tests.benchmarks.measuring import ROOT
from tests.benchmarks.random_towns import write_files
from tests.loading import load_towns
from zhenkit import load_rules
from zhenkit.__main__ import GARBAGE_THRESHOLD
from zhenkit.judging.judgement import judge


def test_the_yardstick_reads_the_rule_file_and_the_town_and_shows_every_criterion():
    shown = CliRunner().invoke(yardstick.app, [str(ROOT / TOWN)])
    assert shown.exit_code == 0, shown.output
    for criterion in load_rules("shanxi").criteria:
        assert criterion.clause in shown.output


def test_the_town_passes_and_states_every_fact_of_the_dictionary():
    rules = load_rules("shanxi")
    (town,) = load_towns(ROOT / TOWN, rules=rules)
    assert set(town.facts) == set(rules.facts.by_id)
    assert judge(town, rules).verdict == "pass"


def test_the_pass_that_is_measured_looks_for_garbage_as_seldom_as_the_program(monkeypatch, tmp_path):
    thresholds = []
    monkeypatch.setattr(inside.gc, "set_threshold", thresholds.append)
    inside.main("zhenkit", str(ROOT / TOWN), str(tmp_path / "out.json"))
    assert thresholds == [GARBAGE_THRESHOLD]


def test_made_up_files_are_all_readable_distinct_and_the_same_every_time(tmp_path):
    rules = load_rules("shanxi")
    write_files(rules, tmp_path / "one", 30, seed=7)
    write_files(rules, tmp_path / "other", 30, seed=7)
    towns = load_towns(tmp_path / "one", rules=rules)
    assert len({town.identity for town in towns}) == 30
    assert [town.facts for town in towns] == [town.facts for town in load_towns(tmp_path / "other", rules=rules)]
    assert any(len(town.facts) < len(rules.facts.by_id) for town in towns)
    assert all(town.evidence for town in towns)
