"""`zhenkit rules list`, `rules show` and `rules lint`, as a user meets them."""

import errno
import json
import os
from pathlib import Path

import pytest

from tests.paths import TESTS
from tests.programmes import programme
from tests.rules_examples import BAD, GOOD, as_expected, expected, name, uncoded
from zhenkit import load_rules
from zhenkit.cli import main
from zhenkit.core import i18n
from zhenkit.documents.yaml import as_value, read_yaml
from zhenkit.rulesets.catalog import shipped, shipped_rules

TOWN = shipped_rules().parent / "samples" / "made-up" / "pass.yaml"


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def zhenkit(capfdbinary):
    """Runs a command line: the exit code, standard output, standard error."""

    def run(*arguments):
        code = main.run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


# list


def test_list_shows_one_row_a_rule_set_within_80_columns_and_without_colour(zhenkit):
    from rich.cells import cell_len

    code, out, err = zhenkit("rules", "list")
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert all(cell_len(line) <= 80 for line in out.splitlines())
    heading, *rows = out.splitlines()
    assert heading.split() == ["id", "level", "place", "title", "document", "effective"]
    found = [row.split()[0] for row in rows if not row.startswith(" ")]
    assert found == ["changzhi", "jincheng", "jishan", "shanxi", "xiangning", "yangcheng"]
    shanxi = next(row for row in rows if row.startswith("shanxi"))
    assert "province" in shanxi and "山西省" in shanxi and "晋政办发〔2022〕80号" in shanxi and "2022-09-26" in shanxi


def test_list_speaks_chinese(zhenkit):
    code, out, _err = zhenkit("rules", "list", "--lang", "zh")
    assert code == 0
    assert "省级" in out and "长治市市级专业镇认定" in out


def test_list_as_json_names_every_rule_set(zhenkit):
    code, out, _err = zhenkit("rules", "list", "--format", "json")
    assert code == 0
    report = json.loads(out)
    assert report["schema"] == 1
    assert [entry["id"] for entry in report["rule_sets"]] == [
        "changzhi",
        "jincheng",
        "jishan",
        "shanxi",
        "xiangning",
        "yangcheng",
    ]
    yangcheng = report["rule_sets"][-1]
    assert yangcheng["adopts"] == "jincheng"
    assert yangcheng["place"] == {"province": "山西省", "city": "晋城市", "county": "阳城县"}
    assert yangcheng["digest"] == load_rules("yangcheng").digest


def test_list_goes_to_a_file(zhenkit, tmp_path):
    code, out, _err = zhenkit("rules", "list", "--format", "json", "--output", tmp_path / "list.json")
    assert (code, out) == (0, "")
    assert json.loads((tmp_path / "list.json").read_text("utf-8"))["rule_sets"]


# show


@pytest.mark.parametrize("rule_id", shipped().ids)
def test_show_prints_every_criterion_clause_reading_and_figure(zhenkit, rule_id):
    code, out, err = zhenkit("rules", "show", rule_id)
    assert (code, err) == (0, "")
    together = "".join(out.split())
    rule_set = load_rules(rule_id)
    for criterion in rule_set.criteria:
        assert f"{criterion.number}{criterion.name.en},{criterion.clause}".replace(" ", "") in together
        for leaf in criterion.leaves:
            assert f"({leaf.fact.id})" in together
            if leaf.text:
                assert leaf.text.en.replace(" ", "") in together
            if leaf.reading:
                assert leaf.reading.en.replace(" ", "") in together


def test_show_spells_out_the_table_of_figures(zhenkit):
    _code, out, _err = zhenkit("rules", "show", "shanxi")
    lines = [line.strip() for line in out.splitlines()]
    assert "manufacturing: at least 20亿元" in lines
    assert "special agriculture: at least 10亿元" in lines
    assert "other: no figure is set: needs review" in lines


def test_show_takes_a_file_and_tells_weights_own_facts_and_the_end(zhenkit, tmp_path):
    file = tmp_path / "mine.yaml"
    text = next(path for path in GOOD if path.stem == "own-facts").read_text("utf-8")
    file.write_text(text.replace("effective: {from: 2022-09-26}", "effective: {from: 2022-09-26, until: 2025-12-31}"))
    _code, out, _err = zhenkit("rules", "show", file)
    assert "from 2022-09-26 to 2025-12-31" in out
    assert "Its own facts" in out and "kilns (kilns)" in out
    file.write_text(next(path for path in GOOD if path.stem == "weights").read_text("utf-8"))
    _code, out, _err = zhenkit("rules", "show", file)
    assert "weight in the score: 0.5" in out


def test_show_as_json_holds_criteria_that_a_rule_file_accepts(zhenkit, tmp_path):
    """What is shown is the whole standard: put back into a rule file, it is shown the same again."""
    _code, out, _err = zhenkit("rules", "show", "jincheng", "--format", "json")
    shown = json.loads(out)["rule_set"]
    criteria = [{key: each for key, each in entry.items() if key != "weight"} for entry in shown["criteria"]]
    again = {key: shown[key] for key in ("id", "level", "place", "title", "facts")} | {
        "document": {key: each for key, each in shown["source"].items() if each},
        "effective": {"from": shown["effective"]},
        "criteria": criteria,
    }
    file = tmp_path / "again.yaml"
    file.write_text(json.dumps(again, ensure_ascii=False), "utf-8")
    code, out, err = zhenkit("rules", "show", file, "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["rule_set"]["criteria"] == shown["criteria"]


@pytest.mark.parametrize("file", GOOD, ids=name)
@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_show_shows_every_good_rule_file(zhenkit, file, format, lang):
    code, out, err = zhenkit("rules", "show", file, "--format", format, "--lang", lang)
    assert (code, err) == (0, "")
    assert load_rules(file).title[0 if lang == "zh" else 1] in out


def test_show_of_an_unknown_id_names_what_there_is(zhenkit):
    code, out, err = zhenkit("rules", "show", "shanksi")
    assert (code, out) == (2, "")
    assert "changzhi, jincheng, jishan, shanxi, xiangning, yangcheng" in err and "Did you mean shanxi?" in err


def test_show_of_a_hostile_file_sends_nothing_that_a_terminal_would_act_on(zhenkit, tmp_path):
    file = tmp_path / "hostile.yaml"
    text = next(path for path in GOOD if path.stem == "until").read_text("utf-8")
    file.write_text(text.replace("en: an example", 'en: "\\e[31mred\\u202e ::error:: x"'), "utf-8")
    for arguments in (("--format", "text"), ("--format", "json")):
        code, out, _err = zhenkit("rules", "show", file, *arguments)
        assert code == 0
        assert "\x1b" not in out and "\u202e" not in out


# lint


def test_the_shipped_rule_files_are_clean(zhenkit):
    count = len(list(shipped_rules().glob("*.yaml")))
    assert zhenkit("rules", "lint") == (0, f"{count} files, no findings\n", "")


def test_lint_takes_ids_files_and_folders_and_looks_at_each_file_once(zhenkit):
    code, out, err = zhenkit("rules", "lint", "shanxi", shipped_rules() / "shanxi.yaml", shipped_rules() / "facts.yaml")
    assert (code, out, err) == (0, "2 files, no findings\n", "")
    code, out, err = zhenkit("rules", "lint", GOOD[0].parent)
    assert (code, out, err) == (0, f"{len(GOOD)} files, no findings\n", "")
    assert zhenkit("rules", "lint", "shanxi") == (0, "1 file, no findings\n", "")


@pytest.mark.parametrize("file", BAD, ids=name)
def test_lint_tells_all_that_is_wrong_with_a_file_and_where(zhenkit, file):
    code, out, err = zhenkit("rules", "lint", file)
    assert as_expected(file, out.splitlines()), out
    assert (code, err) == (1, "")


def test_lint_tells_what_one_lint_finds(zhenkit):
    bad = [TESTS / "examples" / "lints" / name / "bad.yaml" for name in ("never-matters", "never-holds", "weights")]
    loaded = bad[:2]
    for files, lints, left in (
        (bad, ("never-holds",), {"never-holds", "weights"}),  # what is not loaded was not looked at
        (loaded, ("never-holds",), {"never-holds"}),
        (loaded, ("never-holds", "never-matters"), {"never-holds", "never-matters"}),
        (loaded, ("never-fails",), set()),
    ):
        options = [word for lint in lints for word in ("--lint", lint)]
        code, out, _err = zhenkit("rules", "lint", *files, *options, "--format", "json")
        assert (code, {finding["code"] for finding in json.loads(out)["findings"]}) == (bool(left), left)
    said = {name: zhenkit("rules", "lint", "--lint", name, "--lang", "en") for name in ("neverfails", "xyz")}
    assert said["neverfails"] == (2, "", "zhenkit: there is no lint 'neverfails'; did you mean never-fails?\n")
    assert said["xyz"][2].startswith("zhenkit: there is no lint 'xyz'; there are: unloadable, unknown-fact, ")


def test_lint_tells_every_problem_of_every_file(zhenkit):
    code, out, _err = zhenkit("rules", "lint", BAD[0].parent, "shanxi")
    assert code == 1
    assert len(out.splitlines()) == sum(len(expected(file)) for file in BAD)


def test_what_lint_finds_is_what_check_says_of_the_rule_file(zhenkit):
    file = next(file for file in BAD if file.stem == "several-problems")
    _code, found, _err = zhenkit("rules", "lint", file)
    code, out, err = zhenkit("check", "samples", "--rules", file)
    assert (code, out, err) == (2, "", uncoded(found))


def test_a_file_that_is_not_there_is_trouble_and_the_others_are_still_looked_at(zhenkit, tmp_path):
    code, out, err = zhenkit("rules", "lint", tmp_path / "none.yaml", "nowhere", tmp_path, BAD[0])
    assert code == 2
    assert as_expected(BAD[0], out.splitlines())
    assert [line.split(": ")[0] for line in err.splitlines()] == [
        f"{tmp_path / 'none.yaml'}:1:1",
        "nowhere:1:1",
        f"{tmp_path}:1:1",
    ]


def test_a_folder_out_of_reach_is_trouble(zhenkit, tmp_path, monkeypatch):
    closed, scandir = tmp_path / "closed", os.scandir

    def refusing(folder):  # as the system does it; permissions would not keep root out
        if Path(folder) == closed:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        return scandir(folder)

    closed.mkdir()
    monkeypatch.setattr(os, "scandir", refusing)
    code, _out, err = zhenkit("rules", "lint", tmp_path / "closed")
    assert code == 2
    assert "closed:1:1: cannot read it" in err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("id: 示例\n".encode("utf-16"), "1:1: neither UTF-8 nor GB18030 text", id="utf-16"),
        pytest.param(bytes(range(256)), "neither UTF-8 nor GB18030 text", id="bytes"),
        pytest.param(b"id: " + b"[" * 100_000, "1:44: nested more than 40 levels deep", id="deep"),
        pytest.param(b"id: x" + b"x" * (16 << 20), "1:1: larger than", id="large"),
        pytest.param(
            b"a: &a [x,x,x,x,x,x,x,x,x]\n"
            + b"".join(b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % ((c + 1,) * 2 + (c,) * 7) for c in range(97, 107)),
            "aliases expand to more than 10000 values",
            id="aliases",
        ),
    ],
)
def test_a_hostile_file_ends_in_one_message(zhenkit, tmp_path, content, message):
    file = tmp_path / "hostile.yaml"
    file.write_bytes(content)
    code, out, err = zhenkit("rules", "lint", file)
    assert (code, err) == (1, "")
    assert len(out.splitlines()) == 1
    assert out.startswith(f"{file}:") and message in out


@pytest.mark.parametrize(
    "command",
    [
        ("rules", "lint", "FILE"),
        ("rules", "show", "FILE"),
        ("check", "TOWN", "--rules", "FILE"),
        ("batch", "TOWN", "--rules", "FILE"),
        ("diff", "FILE", "shanxi"),
        ("diff", "shanxi", "jincheng", "FILE"),
        ("rules", "test", "CASES"),
        ("init", "--rules", "FILE"),
    ],
    ids=" ".join,
)
def test_a_rule_file_in_gb18030_is_read_and_told_once_as_a_remark(zhenkit, tmp_path, command):
    file, cases = tmp_path / "old.yaml", tmp_path / "cases.yaml"
    file.write_bytes(GOOD[0].read_text("utf-8").encode("gb18030"))
    cases.write_text("cases: [{name: A, rules: old.yaml, town: {name: A}}]")
    code, out, err = zhenkit(*({"FILE": file, "CASES": cases, "TOWN": TOWN}.get(word, word) for word in command))
    assert code in (0, 1, 3) and out
    assert err.count(f"{file}:1:1: remark: read as GB18030, since it is not UTF-8") == err.count("GB18030") == 1


def test_a_rule_file_that_adopts_one_in_gb18030_passes_the_remark_on(zhenkit, tmp_path):
    adopted, file = programme(tmp_path, "old"), tmp_path / "new.yaml"
    text = adopted.read_text("utf-8")
    adopted.write_bytes(text.encode("gb18030"))
    file.write_text(text[: text.index("facts:")].replace("id: old", "id: new") + "adopts: old\n", "utf-8")
    _code, _out, err = zhenkit("rules", "show", file.with_suffix(""))
    assert err == f"{adopted}:1:1: remark: read as GB18030, since it is not UTF-8\n"


def test_findings_carry_nothing_that_a_terminal_or_a_ci_log_would_act_on(zhenkit, tmp_path):
    file = tmp_path / "hostile.yaml"
    file.write_text('"\\e[31m::error::x\\u202e": 1\n')
    code, out, _err = zhenkit("rules", "lint", file)
    assert code == 1
    assert "\x1b" not in out and "\u202e" not in out and "::error::" not in out


def test_a_wrong_dictionary_of_facts_is_told_with_its_place(zhenkit, tmp_path):
    file = tmp_path / "facts.yaml"
    file.write_text(
        "levels:\n"
        "  none: {zh: 无, en: none}\n"
        "  nil: {zh: 无, en: nil}\n"
        "facts:\n"
        "  name: {type: text, zh: 名称, en: name}\n"
        "  title: {type: text, zh: 名称, en: title}\n",
        "utf-8",
    )
    code, out, _err = zhenkit("rules", "lint", file)
    assert code == 1
    assert out.splitlines() == [
        f"{file}:3:8: the name '无' is taken by none [unloadable]",
        f"{file}:6:10: the name '名称' is taken by the fact name [unloadable]",
    ]


def test_a_dictionary_of_the_wrong_shape_is_told_with_its_place(zhenkit, tmp_path):
    file = tmp_path / "facts.yaml"
    file.write_text("levels:\n  none: {zh: 无, en: none}\nfacts:\n  name: {type: txt, zh: 名称, en: name}\n", "utf-8")
    code, out, _err = zhenkit("rules", "lint", file)
    assert code == 1
    assert out.startswith(f"{file}:4:16: 'txt' is not one of: text, yes/no")
    assert out.endswith("; did you mean text? [unloadable]\n")


def test_the_problems_of_each_bad_file_are_in_the_order_of_the_file():
    for file in BAD:
        places = [tuple(map(int, problem.split(":")[:2])) for problem in expected(file)]
        assert places == sorted(places), file


@pytest.mark.parametrize("file", GOOD, ids=name)
def test_what_a_good_file_says_is_what_is_loaded(file):
    (document,) = read_yaml(file.read_text("utf-8"), str(file), as_value)
    rule_set = load_rules(file)
    base = load_rules(document.value["adopts"]) if "adopts" in document.value else None
    assert len(rule_set.criteria) == len(base.criteria if base else document.value["criteria"])
    assert rule_set.own_facts == set(document.value.get("facts", ()))
    assert {str(number): str(weight) for number, weight in rule_set.weights.items()} == {
        number: str(weight) for number, weight in document.value.get("weights", {}).items()
    }


def test_help_is_had_with_h_and_help(zhenkit):
    for command in (["rules"], ["rules", "list"], ["rules", "show"], ["rules", "lint"], ["schema"], ["init"]):
        code, out, _err = zhenkit(*command, "-h")
        assert code == 0
        assert "--help" in out


def test_the_shell_completes_zhenkit(zhenkit, monkeypatch):
    code, out, _err = zhenkit("--help")
    assert code == 0
    assert "--install-completion" in out and "--show-completion" in out
    import shellingham

    monkeypatch.setattr(shellingham, "detect_shell", lambda *_: ("bash", "/bin/bash"))
    with pytest.raises(SystemExit) as ended:  # Typer's own way to end
        main.run(["--show-completion"])
    assert ended.value.code == 0


def test_completion_offers_the_commands(capfd, monkeypatch):
    monkeypatch.setenv("_ZHENKIT_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "zhenkit rules ")
    monkeypatch.setenv("COMP_CWORD", "2")
    with pytest.raises(SystemExit) as ended:
        main.run([])
    assert ended.value.code == 0
    assert capfd.readouterr().out.split() == ["list", "show", "lint", "test", "verify", "draft"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (("level: province", "level: 县"), "'县' is not one of: province, city, county; did you mean county?"),
        (("level: province", "level: 县级"), "did you mean county?"),
        (("criteria:", "facts:\n  opened: {type: 日期, zh: 开业, en: opened}\ncriteria:"), "did you mean date?"),
    ],
)
def test_a_chinese_word_where_an_english_one_belongs_is_answered_with_that(zhenkit, tmp_path, written, said):
    file = tmp_path / "shanxi.yaml"
    text = (shipped_rules() / "shanxi.yaml").read_text("utf-8")
    file.write_text(text.replace(*written, 1), "utf-8")
    code, out, _err = zhenkit("rules", "lint", file, "--lang", "en")
    assert code == 1
    assert said in out
    assert len(out.splitlines()) == 1


def test_a_file_that_does_not_exist_has_a_place_like_every_problem(zhenkit, tmp_path):
    missing = tmp_path / "nofile.yaml"
    for command in (("check", "--level", "province"), ("rules", "lint"), ("rules", "test")):
        code, _out, err = zhenkit(*command, missing, "--lang", "en")
        assert code == 2
        assert f"{missing}:1:1: cannot read it: No such file or directory\n" in err
