"""`zhenkit guide`: the guide in the terminal."""

import re

import pytest
from rich.cells import cell_len

from tests.docs import GUIDE, LANGUAGES
from zhenkit.cli import output as cli_output
from zhenkit.cli.guide import TOPICS, rendered
from zhenkit.reports.formats import Style

EVERY = pytest.mark.parametrize("topic", TOPICS)
IN_BOTH = pytest.mark.parametrize("language", LANGUAGES)


def source(topic, language):
    return (GUIDE / f"{topic}.{language}.md").read_text("utf-8")


@IN_BOTH
def test_without_a_topic_it_lists_them_a_line_each_in_the_language_in_use(zhenkit, language):
    code, out, err = zhenkit("guide", "--lang", language)
    assert (code, err) == (0, "")
    assert [line.split("  ")[0] for line in out.splitlines()] == list(TOPICS)
    assert ("安装" in out) is (language == "zh")
    assert max(map(cell_len, out.splitlines())) <= 80


@EVERY
@IN_BOTH
def test_piped_a_topic_is_its_markdown(zhenkit, topic, language):
    assert zhenkit("guide", topic, "--lang", language) == (0, source(topic, language), "")


def test_a_topic_is_written_to_a_file(zhenkit, tmp_path):
    path = tmp_path / "tables.md"
    assert zhenkit("guide", "tables", "--lang", "zh", "--output", path) == (0, "", "")
    assert path.read_text("utf-8") == source("tables", "zh")


@pytest.mark.parametrize(
    ("written", "near"), [("tabels", "tables"), ("rulefiles", "rule-files"), ("表格", "tables"), ("得分", "grades")]
)
def test_a_near_topic_is_named(zhenkit, written, near):
    code, out, err = zhenkit("guide", written, "--lang", "en")
    assert (code, out) == (2, "")
    assert f"did you mean {near}? There are: {', '.join(TOPICS)}\n" in err


def test_an_unknown_topic_is_refused_with_the_list(zhenkit):
    code, out, err = zhenkit("guide", "xyz", "--lang", "en")
    assert (code, out) == (2, "")
    assert err.startswith(f"zhenkit: TOPIC: 'xyz' is not one of its values; there are: {', '.join(TOPICS)}\n")


@EVERY
@IN_BOTH
def test_on_a_terminal_nothing_is_lost_and_no_line_is_too_wide(zhenkit, monkeypatch, topic, language):
    monkeypatch.setattr("zhenkit.cli.guide.is_terminal", lambda output: True)
    monkeypatch.setattr("zhenkit.cli.guide.terminal", lambda output: (80, False))
    code, out, err = zhenkit("guide", topic, "--lang", language)
    assert (code, err) == (0, "")
    markdown = source(topic, language)
    code_lines = {
        line for block in re.findall(r"^```.*\n((?:.*\n)*?)```$", markdown, re.M) for line in block.splitlines()
    }
    assert code_lines <= set(out.splitlines())
    assert max(cell_len(line) for line in set(out.splitlines()) - code_lines) <= 80
    assert letters(markdown) == letters(out)


def letters(text):
    """The letters and digits of a text, which laying it out neither drops nor adds; in a table it parts them."""
    text = re.sub(r"^```\w+$|\]\([^)]+\)", "", text, flags=re.MULTILINE)
    return sorted(re.findall(r"\w", text))


def test_code_and_stress_are_in_colour():
    page = rendered("# One\n\n**Do** `zhenkit guide` and [read](towns.en.md).\n", Style(colour=True))
    assert page == "\x1b[1mOne\x1b[0m\n═══\n\n\x1b[1mDo\x1b[0m \x1b[36mzhenkit guide\x1b[0m and read.\n"


def test_what_is_piped_or_written_to_a_file_is_no_terminal(tmp_path, monkeypatch):
    class Screen:
        def isatty(self):
            return True

    monkeypatch.setattr("sys.stdout", Screen())
    assert cli_output.is_terminal(None)
    assert not cli_output.is_terminal(tmp_path / "guide.md")
    monkeypatch.setattr("sys.stdout", None)
    assert not cli_output.is_terminal(None)


def test_a_topic_in_capitals_is_answered_with_its_name(zhenkit):
    code, _out, err = zhenkit("guide", "TABLES", "--lang", "en")
    assert code == 2
    assert "did you mean tables?" in err
