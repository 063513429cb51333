"""Text of a file is made harmless for what shows it, and stays readable."""

import pytest

from zhenkit.reports.safe import plain


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
