"""Reports of rule sets compared: what the golden files hold, the JSON of the contract, nothing harmful in any.

After a change that is meant: `pytest tests/reports/diff/test_diff.py --update-golden`, and read the difference.
"""

import json
import re
from typing import NamedTuple

import pytest
from rich.cells import cell_len

from tests.paths import ROOT, TESTS
from zhenkit.analysis.diff.run import Diff, compare_named
from zhenkit.core.i18n import LANGUAGES, speaking
from zhenkit.reports.formats import DIFF, Style, report
from zhenkit.reports.layout import json as layout_json

FOLDER = TESTS / "golden" / "diff"
SAMPLES = ROOT / "samples"
ENDINGS = {"text": "txt", "json": "json", "markdown": "md"}


def render(format, found, style):
    return report(DIFF, format, found, style, part="render" if isinstance(found, Diff) else "render_matrix")


class Golden(NamedTuple):
    """One golden report: of these rule sets, with what is asked beside them."""

    name: str
    format: str
    language: str
    sets: tuple[str, ...]
    assuming: bool = False
    style: Style = Style()

    @property
    def file(self):
        return FOLDER / f"{self.name}.{self.language}.{ENDINGS[self.format]}"

    def made(self):
        with speaking(self.language):
            return render(self.format, compare_named(self.sets, assuming=self.assuming), self.style)


GOLDENS = [
    golden
    for language in LANGUAGES
    for golden in (
        *(Golden("jincheng", format, language, ("shanxi", "jincheng")) for format in ENDINGS),
        *(Golden("assuming", format, language, ("shanxi", "changzhi"), True) for format in ("text", "markdown")),
        *(Golden("matrix", format, language, ("shanxi", "changzhi", "jincheng")) for format in ENDINGS),
        Golden("equal", "text", language, ("jincheng", "yangcheng")),
        Golden("colour", "text", language, ("shanxi", "changzhi"), style=Style(width=100, colour=True)),
    )
]


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.file.name)
def test_the_report_is_the_golden_one(golden, monkeypatch, request):
    monkeypatch.setattr(layout_json, "__version__", "VERSION")
    made = golden.made().encode("utf-8", "backslashreplace")
    if request.config.getoption("--update-golden"):
        golden.file.write_bytes(made)
    assert golden.file.exists(), "make it with: pytest tests/reports/diff/test_diff.py --update-golden"
    assert made.decode() == golden.file.read_bytes().decode()


def test_every_file_beside_the_goldens_is_one_of_them():
    assert {path.name for path in FOLDER.iterdir()} == {golden.file.name for golden in GOLDENS}


def reported(*sets, format="json", language="en", **options):
    with speaking(language):
        made = render(format, compare_named(sets, **options), Style())
    return json.loads(made) if format == "json" else made


SIDES = [("shanxi", "jincheng"), ("shanxi", "changzhi"), ("jincheng", "yangcheng")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sets", [*SIDES, ("shanxi", "changzhi", "jincheng", "yangcheng")])
def test_text_fits_80_columns(sets, language):
    for line in reported(*sets, format="text", language=language).splitlines():
        assert cell_len(line) <= 80


def test_more_rule_sets_than_fit_make_the_matrix_wider_and_cut_nothing():
    many = reported(*["shanxi", "changzhi", "jincheng"] * 3, format="text")
    assert "preferred: province" in " ".join(many.split())
    assert max(map(cell_len, many.splitlines())) > 80


@pytest.mark.parametrize("options", [{}, {"assuming": True}, {"towns": [str(SAMPLES / "made-up")]}])
def test_the_json_is_the_same_in_every_language(options):
    one, other = (reported("shanxi", "changzhi", language=language, **options) for language in LANGUAGES)
    assert one == other
    assert any(criterion["changes"] for criterion in one["criteria"])


@pytest.mark.parametrize("sets", SIDES)
def test_the_json_has_the_keys_of_the_contract(sets):
    report = reported(*sets)
    assert [*report] == [
        "zhenkit", "schema", "a", "b", "relation", "higher_under_a", "higher_under_b", "criteria",
    ]  # fmt: skip
    assert (report["schema"], report["a"], report["b"]) == (1, *sets)
    for criterion in report["criteria"]:
        assert [*criterion] == ["number", "relation", "changes", "higher_under_a", "higher_under_b"]
        for change in criterion["changes"]:
            assert [*change] == ["what", "a", "b", "direction"]
            assert change["direction"] in ("stricter", "looser", "incomparable", "preference")
    for one in (report, *report["criteria"]):
        towns = [one["higher_under_a"] is not None, one["higher_under_b"] is not None]
        assert one["relation"] == {
            (False, False): "equal", (True, False): "stricter", (False, True): "looser", (True, True): "incomparable",
        }[tuple(towns)]  # fmt: skip


def test_the_proof_of_the_lower_output_is_a_whole_town_at_the_threshold():
    criterion = reported("shanxi", "jincheng")["criteria"][3]
    assert criterion["higher_under_a"] is None
    town = criterion["higher_under_b"]
    assert (town["category"], town["annual_output"]) == ("manufacturing", "10亿元")
    assert town["name"] == "虚构镇（jincheng 4）"
    threshold = {
        "kind": "threshold",
        "facts": ["annual_output"],
        "operator": "at_least",
        "by": "category",
        "choices": ["manufacturing"],
        "text": {
            "zh": "主导产业年产值门槛（制造业）",
            "en": "annual output of the leading industry, threshold (manufacturing)",
        },
    }
    assert {"what": threshold, "a": "20亿元", "b": "10亿元", "direction": "looser"} in criterion["changes"]
    assert len(town["services"]) == 8


def test_every_format_says_what_is_assumed_and_that_it_is_our_reading():
    report = reported("shanxi", "changzhi", assuming=True)
    assert len(report["assuming"]) == 4
    assert report["assuming"][0]["if"]["fact"] == "high_market_share"
    assert "our reading" in report["assuming"][0]["reading"]["en"]
    for format in ("text", "markdown"):
        said = " ".join(reported("shanxi", "changzhi", format=format, assuming=True).split())
        assert "our own readings" in said
        assert "if “high market share: yes”, then “high share among peers in the province: yes”" in said


def test_towns_are_told_with_both_verdicts_and_why_they_change():
    towns = [str(SAMPLES / "made-up" / "pass.yaml"), str(SAMPLES / "made-up" / "fail.yaml")]
    report = reported("shanxi", "changzhi", towns=towns)
    assert report["problems"] == []
    found = {town["name"]: town for town in report["towns"]}
    passing = found["虚构镇（符合示例）"]
    assert passing["a"] == {"verdict": "pass", "worst": "pass", "best": "pass"}
    assert passing["b"] == {"verdict": "incomplete", "worst": "fail", "best": "pass"}
    assert [criterion["number"] for criterion in passing["criteria"]] == [3, 6]
    assert passing["criteria"][0]["a"]["grade"] == "met"
    (change,) = passing["criteria"][0]["because"]
    assert change["what"]["facts"] == ["provincial_share_high"]
    assert (change["a"], change["b"]) == (None, {"role": "required", "is": True})
    text = reported("shanxi", "changzhi", format="text", towns=towns)
    assert "verdict: pass → incomplete (fail to pass)" in text
    assert "verdict: fail under both" in text
    assert "虚构镇（符合示例）" in reported("shanxi", "changzhi", format="markdown", towns=towns)


HOSTILE = """
id: hostile
level: county
place: {province: 山西省, city: 晋中市, county: 祁县}
title: {zh: "标准\\u202e::error::<b>|*x*", en: "\\x1b[31mred ::error:: <b>|*x*"}
document: {title: "文件\\x1b[2J|"}
effective: {from: 2024-01-01}
criteria:
  - number: 4
    id: scale
    name: {zh: "规模|<i>", en: "Scale|<i> @someone"}
    clause: 一
    require: {fact: exports, is: yes, text: {zh: "出口|\\x1b[31m", en: "exports|\\x1b[31m <img>"}}
"""


@pytest.mark.parametrize("format", ENDINGS)
def test_what_rule_files_say_does_no_harm(format, tmp_path):
    file = tmp_path / "hostile.yaml"
    file.write_text(HOSTILE, "utf-8")
    made = render(format, compare_named(["shanxi", str(file)]), Style())
    matrix = render(format, compare_named(["shanxi", "jincheng", str(file)]), Style())
    for said in (made, matrix):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", said)
        if format != "json":
            assert "::error::" not in said
        if format == "markdown":
            assert "<img>" not in said
            assert "<b>" not in said
            rows = [line for line in said.splitlines() if line.startswith("|")]
            assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {4, 5}


def test_rule_sets_of_one_id_are_called_as_they_were_named(tmp_path):
    other = tmp_path / "shanxi.yaml"
    other.write_text(HOSTILE.replace("id: hostile", "id: shanxi"), "utf-8")
    found = compare_named(["shanxi", str(other)])
    assert isinstance(found, Diff)
    assert found.labels == ("shanxi", str(other))
