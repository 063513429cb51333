"""`zhenkit form`: writes the page of a rule set."""

import json
import re

import pytest

from tests.paths import ROOT


@pytest.mark.parametrize(("language", "title"), [("en", "Form: Shanxi provincial standard"), ("zh", "填报表：山西省")])
def test_a_form_is_written_in_the_language_in_use(zhenkit, tmp_path, language, title):
    page = tmp_path / "form.html"
    assert zhenkit("form", "shanxi", "-o", page, "--lang", language) == (0, "", "")
    text = page.read_text("utf-8")
    assert f"<title>{title}" in text
    data = json.loads(re.search('<script type="application/json" id="data">(.*)</script>', text)[1])
    assert data["rules"] == "shanxi@2022-09-26"
    assert [each["number"] for each in data["criteria"]] == list(range(1, 9))


def test_without_an_output_it_is_printed_and_a_rule_file_will_do(zhenkit):
    code, out, err = zhenkit("form", ROOT / "samples" / "rules" / "made-up-green-park.yaml", "--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith("<!DOCTYPE html>") and out.endswith("</html>\n")


def test_the_edition_in_force_on_a_day(zhenkit):
    code, out, err = zhenkit("form", "shanxi", "--on", "2020-01-01", "--lang", "en")
    assert (code, out) == (2, "")
    assert "shanxi" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("shanxi", "-o", "form.yaml"), "what is written here is a file of .html; choose such a name"),
        (("xiangning",), "xiangning has goals and no criteria: no town can be judged by it"),
        (("shanxii",), "shanxi"),
        ((), "ID|FILE"),
    ],
)
def test_what_cannot_be_written_is_refused(zhenkit, arguments, said):
    code, out, err = zhenkit("form", *arguments, "--lang", "en")
    assert (code, out) == (2, "")
    assert said in err
