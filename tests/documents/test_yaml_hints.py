"""Slips of writers of YAML: each is told with what to write instead, where it stands."""

import pytest

from zhenkit.core.i18n import speaking
from zhenkit.documents.yaml import as_text, read_yaml


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: 甲\ncounty：祁县\ncity: 晋中市\n", "t.yaml:2:7: not YAML: this colon is full-width; ..."),
        ("name: 甲\nevidence: {a: x， b: y}\n", "t.yaml:2:16: not YAML: this comma is full-width; ..."),
        ("name: 甲\nevidence:\n\u3000\u3000exports: 有\n", "t.yaml:3:1: this line is indented with full-width or ..."),
        ("name: 甲\nevidence:\n\u00a0exports: 有\n", "t.yaml:3:1: this line is indented with full-width or ..."),
        ("name: 甲\nevidence:\n  \u3000exports: 有\n", "t.yaml:3:3: this line is indented with full-width or ..."),
        ("name: 甲\n\u00a0\u00a0exports: 有\n", "t.yaml:2:1: this line is indented with full-width or ..."),
        ("name: 甲\nservices:\n\u3000- 物流\n", "t.yaml:3:1: not YAML: this line is indented with ..."),
        ("name: 甲\nevidence:\n\tfirms: x\n", "t.yaml:3:1: not YAML: a tab indents this line; indent with spaces"),
        (
            "name: 甲\nlist:\n  - {a: b\nyear: 2024\n",
            "t.yaml:4:5: not YAML: the { of line 3 is still open: add }, ...",
        ),
        (
            "name: 甲\nlist: [a, b\nyear: 2024\n",
            "t.yaml:3:5: not YAML: the [ of line 2 is still open: add ], ...",
        ),
        (
            "a: b: c\n",
            "t.yaml:1:5: not YAML: a colon is not allowed here; put the text into quotation marks, or begin a new line",
        ),
    ],
)
def test_a_slip_is_told_where_it_stands_with_what_to_write(text, told):
    with speaking("en"):
        (document,) = read_yaml(text, "t.yaml", as_text)
    (problem,) = document.problems
    said = str(problem)
    assert said.startswith(told.removesuffix("...")) if told.endswith("...") else said == told


def test_a_text_may_begin_with_full_width_blanks():
    (document,) = read_yaml("name: 甲\nevidence:\n  firms: |\n    \u3000\u3000年鉴\n", "t.yaml", as_text)
    assert document.problems == ()
    assert document.value["evidence"] == {"firms": "\u3000\u3000年鉴\n"}
