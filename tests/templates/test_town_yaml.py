"""`zhenkit init`: a town file to fill in that reads back as a town of which nothing is known yet."""

import re
from pathlib import Path

import pytest

from tests.loading import load_towns
from tests.rules_examples import GOOD
from zhenkit import load_rules
from zhenkit.cli import main
from zhenkit.core import i18n
from zhenkit.documents.yaml import as_text, read_yaml
from zhenkit.judging.judgement import judge
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.fact_usage import askings, facts_to_state
from zhenkit.templates.town_yaml import blank, template
from zhenkit.towns.tables.header import read_header


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture(params=["zh", "en"])
def written(request, tmp_path):
    """The file that `init` writes in each language."""
    file = tmp_path / "town.yaml"
    assert main.run(["init", str(file), "--lang", request.param]) == 0
    return file


def named(file):
    """The template with a name put in."""
    text, found = re.subn("^(name|名称):$", r"\1: A", file.read_text("utf-8"), flags=re.MULTILINE)
    assert found == 1
    file.write_text(text, "utf-8")
    return file


def test_the_untouched_template_is_no_town_yet_and_its_missing_name_is_told_at_its_line(written, capfd):
    line = next(at for at, said in enumerate(written.read_text("utf-8").splitlines(), 1) if said in ("name:", "名称:"))
    assert main.run(["check", str(written), "--rules", "shanxi"]) == 2
    assert capfd.readouterr().err == f"{written}:{line}:1: a town needs a name: write `name: ...`\n"


def test_the_template_with_a_name_is_a_town_with_everything_else_missing(written):
    (town,) = load_towns(named(written))
    assert town.facts == {"name": "A"}
    assert town.evidence == {} and town.decisions == {}


@pytest.mark.parametrize("rule_id", shipped().to_judge_by)
def test_the_template_with_a_name_alone_is_judged_incomplete(written, rule_id):
    rules = load_rules(rule_id)
    (town,) = load_towns(named(written), rules=rules)
    assert judge(town, rules).verdict == "incomplete"


def test_every_fact_stands_in_it_once_with_both_labels(written):
    text = written.read_text("utf-8")
    (document,) = read_yaml(text, str(written), as_text)
    facts = shipped().facts
    assert sorted(facts.named(key).id for key in document.value) == sorted(facts.by_id)
    for fact in facts.by_id.values():
        assert fact.label.zh in text and fact.label.en in text
        if fact.unit:
            assert f"({fact.unit.zh})" in text or f"（{fact.unit.zh}）" in text or f"({fact.unit.en})" in text


def test_keys_and_labels_are_in_the_language_in_use_first(tmp_path):
    facts, sets = shipped().facts, list(shipped())
    with i18n.speaking("zh"):
        chinese = template(facts, sets)
    with i18n.speaking("en"):
        english = template(facts, sets)
    assert "\n# 主导产业年产值 / annual output of the leading industry\n" in chinese
    assert "\n主导产业年产值:\n" in chinese and "\n# 佐证:\n" in chinese and "\n# 评审决定:\n" in chinese
    assert "\n# annual output of the leading industry / 主导产业年产值\n" in english
    assert "\nannual_output:\n" in english and "\n# evidence:\n" in english and "\n# decisions:\n" in english


def test_facts_are_grouped_by_the_criterion_that_asks_for_them():
    with i18n.speaking("en"):
        text = template(shipped().facts, shipped())
    assert re.findall(r"^# ===== (?:Criterion )?([^:\n]+)", text, re.MULTILINE) == [
        "The town =====",
        *map(str, range(1, 9)),
        "Merits, which change no verdict =====",
    ]
    fourth = text.partition("===== Criterion 4")[2].partition("===== Criterion 5")[0]
    assert "\nannual_output:\n" in fourth and "\ncategory:\n" in fourth
    assert "required by: changzhi 4; jincheng 4; shanxi 4" in fourth
    assert "required by: changzhi 6; jincheng 6 (merit); shanxi 6" in text


def test_the_examples_of_evidence_and_decisions_are_read_once_uncommented(written):
    text = written.read_text("utf-8")
    first = next(line for line in text.splitlines() if line in ("# evidence:", "# 佐证:"))
    before, _first, examples = text.partition(first)
    lines = [first, *examples.splitlines()]
    kept = [line.removeprefix("# ") for line in lines if re.match(r"# ( |\S+:$)", line)]
    written.write_text(before + "\n".join(kept), "utf-8")
    (town,) = load_towns(named(written))
    assert set(town.evidence) == {"annual_output"}
    assert town.decisions[4].granted and town.decisions[4].date == "2023-05-01"


def test_without_a_file_it_goes_to_standard_output(capfdbinary):
    assert main.run(["init"]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert out == template(shipped().facts, shipped())


def test_it_names_no_schema_that_is_not_there(written):
    assert "\n# yaml-language-server" not in "\n" + written.read_text("utf-8")


def test_the_command_it_names_for_an_editor_is_a_command(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    main.run(["init", "town.yaml"])
    (command,) = re.findall(r"^#\s+zhenkit (.*)$", (tmp_path / "town.yaml").read_text("utf-8"), re.MULTILINE)
    assert main.run(command.split()) == 0
    assert (tmp_path / "town.schema.json").exists()
    assert "$schema=town.schema.json" in (tmp_path / "town.yaml").read_text("utf-8")


def test_a_file_that_is_there_is_not_written_over_unless_forced(tmp_path, capfd):
    file = tmp_path / "town.yaml"
    file.write_text("name: mine\n")
    assert main.run(["init", str(file)]) == 2
    assert "--force" in capfd.readouterr().err
    assert file.read_text() == "name: mine\n"
    assert main.run(["init", str(file), "--force"]) == 0
    assert "annual_output:" in file.read_text("utf-8")


@pytest.mark.parametrize("name", ["town.txt", "town", "town.json"])
def test_another_ending_is_an_error_that_names_those_there_are(tmp_path, capfd, name):
    assert main.run(["init", str(tmp_path / name)]) == 2
    assert ".yaml" in capfd.readouterr().err
    assert not (tmp_path / name).exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path, capfd):
    assert main.run(["init", str(tmp_path / "none" / "town.yaml")]) == 2
    assert "cannot write" in capfd.readouterr().err
    assert main.run(["init", "x" * 5000 + ".yaml"]) == 2
    assert "cannot write" in capfd.readouterr().err


def test_the_template_of_one_rule_file_has_its_own_facts(tmp_path):
    own = next(file for file in GOOD if file.stem == "own-facts")
    rules = load_rules(own)
    file = tmp_path / "town.yaml"
    assert main.run(["init", str(file), "--rules", str(own)]) == 0
    text = file.read_text("utf-8")
    assert "\nkilns:\n" in text and "required by: example 1" in text
    (town,) = load_towns(named(file), rules=rules)
    assert judge(town, rules).verdict == "incomplete"


def test_labels_of_a_hostile_rule_file_break_no_line_of_the_template(tmp_path):
    own = next(file for file in GOOD if file.stem == "own-facts")
    text = own.read_text("utf-8").replace("zh: 窑炉数, en: kilns", 'zh: "窑\\nname: x", en: "a\\nprovince: y"')
    hostile = tmp_path / "hostile.yaml"
    hostile.write_text(text, "utf-8")
    rules = load_rules(hostile)
    for lang in ("zh", "en"):
        file = tmp_path / f"{lang}.yaml"
        assert main.run(["init", str(file), "--rules", str(hostile), "--lang", lang]) == 0
        (town,) = load_towns(named(file), rules=rules)
        assert set(town.facts) == {"name"}


@pytest.mark.parametrize("rule_set", ["shanxi", "jincheng", "yangcheng"])
def test_of_a_rule_set_only_what_it_asks_is_listed_and_merits_at_the_end(rule_set):
    found = shipped().named(rule_set)
    wanted = [fact.id for fact in facts_to_state(found.facts, found)]
    text = blank(None, found.facts, [found], 2024, found)
    keys = re.findall(r"^([a-z_]+):$", text, re.MULTILINE)
    assert set(keys) == set(wanted) < {fact.id for fact in found.facts.stated}
    asked = askings([found])
    merits = [key for key in keys if key in asked and all(asking.merit for asking in asked[key])]
    assert merits and keys[-len(merits) :] == merits
    table = blank(Path("towns.csv"), found.facts, [found], 2024, found)
    assert {column.fact.id for column in read_header(table.strip().split(","), found.facts).columns} == set(wanted)
