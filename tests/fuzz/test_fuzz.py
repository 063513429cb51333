"""The fuzzer finds what is planted, shrinks it and keeps it; what it found before, and all that is bad, is no fault."""

import json

import pytest

from tests.fuzz.__main__ import BAD, fuzz, main
from tests.fuzz.cases import NOTE, Case, kept
from tests.fuzz.contents import Grid, Raw, Tree
from tests.fuzz.kinds import KINDS, case
from tests.fuzz.oracles import fault_of
from tests.fuzz.trying import Worker
from tests.rules_examples import BAD as BAD_RULES
from tests.town_examples import BAD as BAD_TOWNS
from tests.town_examples import name
from zhenkit.judging import outcome, ranking
from zhenkit.rulesets import catalog

OPTIONS = {"rules": "shanxi", "strict": True, "require": "relaxed", "lang": "en"}
SEED = 20_241_126
TABLE = Grid(
    [
        ["name", "firms", "employees"],
        ["甲镇", 1, 1],
        ["乙镇", 2, "若干"],
    ],
    "csv",
)


@pytest.mark.parametrize("folder", sorted(note.parent for note in BAD.glob(f"*/{NOTE}")), ids=name)
def test_what_was_found_is_mended(folder):
    assert fault_of(kept(folder)) is None


@pytest.mark.slow
@pytest.mark.parametrize("file", BAD_TOWNS, ids=name)
def test_a_bad_file_is_no_fault(file):
    assert fault_of(Case("table", {file.name: Raw(file.read_bytes())}, OPTIONS)) is None


@pytest.mark.slow
@pytest.mark.parametrize("file", BAD_RULES, ids=name)
def test_a_bad_rule_file_is_no_fault(file):
    assert fault_of(Case("rules", {file.name: Raw(file.read_bytes())}, {"towns": 1, "lang": "en"})) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_few_cases_of_each_kind_are_answered_right(kind):
    assert [fault_of(case(SEED, kind, number)) for number in range(2)] == [None, None]


def test_the_same_seed_makes_the_same_case():
    for kind in KINDS:
        one, other = case(3, kind, 5), case(3, kind, 5)
        assert one == other
        assert [case(3, kind, number).files for number in range(8)] != [one.files] * 8


@pytest.fixture
def found(tmp_path):
    """What the fuzzer finds in a few cases of a kind, in this process: each fault and the case that is kept of it."""

    def run(kind):
        _tried, faults = fuzz(fault_of, SEED, [kind], 60, tmp_path / "kept", most=6)
        return {what: kept(folder) for what, folder in faults.items()}

    return run


def test_a_wrong_exit_code_is_found(found, monkeypatch):
    monkeypatch.setattr(outcome, "exit_code", lambda *_given: 0)
    monkeypatch.setattr(ranking, "exit_code", lambda *_given: 0)
    assert "check: exit code" in found("towns-yaml")


def test_a_command_that_breaks_down_is_found(found, monkeypatch):
    def broken(*_given, **_more):
        raise RuntimeError("planted")

    monkeypatch.setattr(catalog.Rulebook, "named", broken)
    (what,) = found("rules")
    assert what.startswith("broke down: RuntimeError in zhenkit/")


@pytest.mark.slow
def test_a_problem_that_columns_do_not_report_is_found_and_shrunk(tmp_path, monkeypatch, capsys):
    from zhenkit.columnar import batch

    right = batch.batch_by_columns

    def wrong(request):
        found = right(request)
        others = tuple(problem for problem in found.ranking.problems if "若干" not in problem.message)
        return found._replace(ranking=found.ranking._replace(problems=others))

    monkeypatch.setattr(batch, "batch_by_columns", wrong)
    monkeypatch.setitem(
        KINDS, "table-csv", lambda _chance: Case("table-csv", {"towns.csv": TABLE}, OPTIONS | {"strict": False})
    )
    tried, (folder,) = fuzz(fault_of, 7, ["table-csv"], 60, tmp_path, most=1)[0], list(tmp_path.iterdir())
    assert tried == {"table-csv": 1}
    least = (folder / "towns.csv").read_text("utf-8").splitlines()
    assert len(least) <= 3
    assert least[0].count(",") <= 1
    assert "若干" in least[-1]
    note = json.loads((folder / NOTE).read_text("utf-8"))
    assert note["command"] == "python -m tests.fuzz --seed 7 --kind table-csv --case 0"
    assert fault_of(kept(folder)).what == note["found"]
    monkeypatch.undo()
    assert fault_of(kept(folder)) is None


def test_a_case_that_hangs_is_ended_and_the_next_is_tried():
    worker = Worker(0)
    try:
        assert worker(Case("cases", {"cases.yaml": Tree([{}], "yaml")}, {"lang": "en"})).what == "hangs"
        worker.limit = 60
        assert worker(Case("cases", {"cases.yaml": Tree([{}], "yaml")}, {"lang": "en"})) is None
    finally:
        worker.stop()


def test_the_command_says_its_seed_and_how_many_cases_it_tried(monkeypatch, capsys, tmp_path):
    command = ["fuzz", "--seed", "5", "--kind", "cases", "--case", "3", "--into", str(tmp_path)]
    monkeypatch.setattr("sys.argv", command)
    assert main() == 0
    assert capsys.readouterr().out.startswith("seed 5\n1 cases in ")
