"""Text of a file is made harmless for what shows it, and stays readable."""

import pytest

from zhenkit.core.escape import cell, cell_of_lines, plain, visible


@pytest.mark.parametrize(
    "command",
    [
        "::error file=a::b",
        "x ::set-output name=a::b",
        "##[error]x",
        "##vso[task.complete result=Failed;]",
        "##VSO[task.complete]",
        "##teamcity[buildStop comment='x']",
        "###teamcity[message]",
        "#####[group]",
    ],
)
def test_no_text_is_a_command_of_a_ci_log(command):
    shown = plain(command)
    assert "::" not in shown and "##[" not in shown and "##vso[" not in shown.lower() and "##teamcity[" not in shown
    assert shown.replace("：", ":").replace("＃", "#") == command


@pytest.mark.parametrize("text", ["a: b", "# heading", "## two", "a##b", "12:30", "[x]", "##", "C##的[x]"])
def test_what_is_no_command_stays_as_it_is(text):
    assert plain(text) == text


@pytest.mark.parametrize("text", ["-1", "+1", "-12.5", "-1,250.50", "-3%", "+8613800000000"])
def test_a_plain_figure_is_no_formula(text):
    assert cell(text) == text


@pytest.mark.parametrize(
    "text", ["=1", "+1+1", "-1-1", "-A1", "--1", "-1e5", "-", "@x", " -1", "-1 ", "－1", "-1\n-1", "-.5", "-1%+2"]
)
def test_what_may_be_a_formula_is_guarded(text):
    assert cell(text).startswith("'")


@pytest.mark.parametrize(("text", "written"), [("\t=1", "\\t=1"), ("\r=1", "'=1"), ("\n-1", "-1"), ("\n-1-1", "'-1-1")])
def test_no_cell_begins_with_a_tab_or_an_end_of_line(text, written):
    assert cell(text) == written


@pytest.mark.parametrize(
    "text", ["a certificate\n  of 2023\r\n", "\r\ra certificate \n\n of 2023", "a certificate\rof 2023"]
)
def test_line_breaks_are_blanks_and_no_command_begins_behind_one(text):
    assert visible(text) == "a certificate of 2023"
    assert plain(f"{text}\n::error::x\n##[x]").endswith("of 2023 ：：error：：x ＃＃[x]")
    assert cell_of_lines("a\n=1").splitlines() == ["a", "'=1"]
