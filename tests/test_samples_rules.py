"""The programmes of our own invention: what the language carries beside the shipped standards, and towns to try."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.paths import ROOT
from zhenkit.analysis.lint.run import lint
from zhenkit.checks.tree import Leaf, Of
from zhenkit.cli import main
from zhenkit.core import i18n
from zhenkit.documents.yaml import as_text, as_value, read_yaml
from zhenkit.facts.quantities import OrUndefined, Range
from zhenkit.judging.run import check_towns
from zhenkit.reports.formats import CHECK, Style, formats_of, render
from zhenkit.rulesets.catalog import shipped
from zhenkit.schemas.catalog import schema
from zhenkit.schemas.report import report_schema

FOLDER = ROOT / "samples" / "rules"
PROGRAMMES = {"innovation": "made-up-innovation-county", "green": "made-up-green-park"}
TOWNS = sorted((FOLDER / "towns").iterdir())


def rules_of(town):
    return FOLDER / f"{PROGRAMMES[town.stem.partition('-')[0]]}.yaml"


def run(town):
    return check_towns([str(town)], None, str(rules_of(town)), strict=False).run


def judged(name):
    found = run(FOLDER / "towns" / f"{name}.yaml")
    assert found.problems == []
    (judgement,) = found.judgements
    return judgement


def line(file):
    (document,) = read_yaml(file.read_text("utf-8"), str(file), as_text if file.parent.name == "towns" else as_value)
    return document.value


by_town = pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.stem)
by_programme = pytest.mark.parametrize("name", PROGRAMMES.values())


def test_the_folder_holds_these_programmes_and_a_town_for_each_verdict():
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(PROGRAMMES.values())
    verdicts = {"innovation": {"pass", "relaxed", "incomplete"}, "green": {"pass", "relaxed", "incomplete", "fail"}}
    for programme, named in verdicts.items():
        assert {town.stem.partition("-")[2] for town in TOWNS if town.stem.startswith(programme)} == named


@by_town
def test_a_town_has_the_verdict_it_is_named_after(town):
    found = run(town)
    assert found.problems == []
    assert [judgement.verdict for judgement in found.judgements] == [town.stem.partition("-")[2]]


@pytest.mark.parametrize("file", [*TOWNS, *FOLDER.glob("*.yaml")], ids=lambda file: file.stem)
def test_everything_says_that_it_is_made_up(file):
    text = file.read_text("utf-8")
    assert "Made up (虚构)" in text.split("name:")[0]
    if file in TOWNS:
        assert line(file)["name"].startswith("虚构")
        assert line(file)["province"] == "虚构省"
    else:
        assert all("虚构" in said or "made up" in said for said in line(file)["title"].values())
        assert line(file)["document"]["title"].endswith("（虚构）")
        assert file.stem.startswith("made-up-")


def test_lint_finds_nothing_in_them_and_takes_no_town_for_rules():
    found = lint([str(FOLDER)], shipped())
    assert (found.files, found.findings, found.trouble) == (len(PROGRAMMES) + 1, (), ()), "and a document's rule file"


@by_programme
def test_a_programme_is_valid_for_an_editor_and_so_are_its_towns(name):
    file = FOLDER / f"{name}.yaml"
    rule_set = shipped().load(file)
    assert Draft202012Validator(json.loads(schema("rules", shipped()))).is_valid(line(file))
    of_towns = Draft202012Validator(json.loads(schema("town", shipped(), rule_set)))
    for town in TOWNS:
        if rules_of(town) == file:
            assert of_towns.is_valid(line(town))


@by_town
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("format", formats_of(CHECK))
def test_every_format_tells_of_them_in_both_languages(town, lang, format):
    with i18n.speaking(lang):
        found = run(town)
        report = render(format, found, Style(explain=True))
    if isinstance(report, bytes):
        package = zipfile.ZipFile(io.BytesIO(report))
        texts = [name for name in package.namelist() if name.startswith(("word/document.", "xl/worksheets/sheet"))]
        report = "".join(package.read(name).decode() for name in texts)
    assert found.judgements[0].town.name in report or format in ("sarif", "github", "gitlab")
    for raw in ("Fraction(", "Growth(", "Range(", "Series(", "inf", "None"):
        assert raw not in report.replace("information", "").replace("infrastructure", "").replace('"info"', "")
    if format == "json":
        Draft202012Validator(report_schema()).validate(json.loads(report))


@by_programme
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("format", ["text", "json"])
def test_a_programme_can_be_shown(name, lang, format, capfdbinary):
    assert main.run(["rules", "show", str(FOLDER / f"{name}.yaml"), "--lang", lang, "--format", format]) == 0
    shown = capfdbinary.readouterr().out.decode("utf-8")
    assert "虚构" in shown
    if format == "json":
        facts = json.loads(shown)["rule_set"]["facts"]
        assert all(
            said.get("derived") == given.get("derived")
            for said, given in zip(facts.values(), line(FOLDER / f"{name}.yaml")["facts"].values(), strict=True)
        )


def test_what_is_shown_as_json_can_be_asked_again_in_a_rule_file(tmp_path, capfdbinary):
    file = FOLDER / "made-up-green-park.yaml"
    assert main.run(["rules", "show", str(file), "--format", "json"]) == 0
    shown = json.loads(capfdbinary.readouterr().out)["rule_set"]
    source = line(file)
    for wanted, said in zip(source["criteria"], shown["criteria"], strict=True):
        wanted["require"] = said["require"]
    again = tmp_path / "again.yaml"
    again.write_text(json.dumps(source, ensure_ascii=False, default=str), "utf-8")
    first, second = shipped().load(file), shipped().load(again)
    for town in TOWNS:
        if rules_of(town) == file:
            spans = [
                [
                    each.span
                    for each in check_towns([str(town)], None, str(rules), strict=False).run.judgements[0].criteria
                ]
                for rules in (file, again)
            ]
            assert spans[0] == spans[1]
    assert [fact.id for fact in first.asked] == [fact.id for fact in second.asked]


def test_towns_are_looked_for_everywhere_but_among_rules(monkeypatch):
    found = check_towns([str(FOLDER.parent)], "province", None, strict=False).run
    assert found.problems == []
    assert not any("rules" in Path(judgement.town.file).parts for judgement in found.judgements)


# what they show


def points(judgement):
    """The points that a criterion's checks earn at their worst."""
    trace = judgement.criteria[0].trace
    assert isinstance(trace.check, Of)
    return sum(worth for part, worth in zip(trace.parts, trace.check.points, strict=True) if part.span.worst == 3)


def test_points_add_up_to_the_mark():
    assert points(judged("innovation-pass")) == 60 == judged("innovation-pass").rule_set.criteria[0].require.count
    assert points(judged("innovation-relaxed")) == 100


def given_of(judgement):
    """What was given for each fact of the leaves, by its id."""
    found = {}

    def look(trace):
        if isinstance(trace.check, Leaf):
            found[trace.check.fact.id] = trace.value
        for part in trace.parts:
            look(part)

    for each in judgement.criteria:
        look(each.trace)
    return found


def test_a_missing_year_leaves_open_only_what_needs_it():
    judgement = judged("innovation-incomplete")
    given = given_of(judgement)
    assert not isinstance(given["output_growth"], Range)
    assert isinstance(given["slowest_growth"], OrUndefined)  # the missing year may have had no output
    assert isinstance(given["average_output"], Range)
    growth, steadiness = judgement.criteria[1:]
    assert (growth.span.word, growth.missing, growth.uncertain) == ("met", (), ())
    assert (steadiness.missing, [fact.id for fact in steadiness.uncertain]) == ((), ["output_by_year"])


def test_of_a_share_the_facts_it_is_made_of_are_missing_or_uncertain():
    one = judged("innovation-incomplete").criteria[0]
    assert [fact.id for fact in one.missing] == ["firms", "technology_centre", "innovation_charter"]
    assert [fact.id for fact in one.uncertain] == ["rd_spending"]


def test_one_veto_refuses_a_park_that_has_everything_else():
    words = [each.span.word for each in judged("green-fail").criteria]
    assert words == ["not_met", "met", "met", "met", "met", "met"]


def test_just_twice_the_base_and_just_four_fifths_of_the_energy_are_enough():
    given = given_of(judged("green-pass"))
    assert (given["output_multiple"], given["energy_ratio"] * 5) == (2, 4)
