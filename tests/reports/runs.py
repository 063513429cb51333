"""Towns written to files, judged as `check` judges them, for the tests of reports."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from zhenkit.core.errors import Problem
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import Run
from zhenkit.judging.ranking import Counts, Ranking, in_order, order_of, row
from zhenkit.judging.run import check_towns
from zhenkit.reports.formats import Style, render

YES = (
    *("heritage_product", "brand_effect", "social_recognition", "local_identity"),
    *("cluster_effect", "employment_channel", "tax_source", "startup_carrier", "income_support"),
    *("high_market_share", "provincial_share_high", "single_county", "supporting_capacity"),
    *("focused_products", "infrastructure", "government_priority", "clear_plan", "service_awareness"),
)
PASSING: Mapping[str, Any] = {
    "name": "虚构镇",
    "province": "山西省",
    "city": "虚构市",
    "county": "虚构县",
    "year": 2024,
    **dict.fromkeys(YES, True),
    "exports": False,
    "category": "manufacturing",
    "annual_output": "25亿元",
    "leading_firms": 2,
    "supporting_firms": 12,
    "influence_scope": "nation",
    "brand_level": "province",
    "standards": 3,
    "services": "rd_design, testing, training, information, ip_protection, financing, exhibition, logistics",
}
"""A town that passes at the province's level; with None for a fact, a test leaves it out."""

RELAXED = {
    "annual_output": "2亿元",
    **dict.fromkeys(("historical_origin", "industry_influence", "name_recognition", "development_prospects"), True),
}
GRANTED = {"granted": True, "by": "省工信厅", "date": "2023-05-01", "why": "跨两县，产业链一体"}

NAMES = {"met": "合格镇", "relaxed": "放宽镇", "review": "评审镇", "incomplete": "缺料镇", "not_met": "落选镇"}
FOUR: Mapping[str, Mapping[str, Any]] = {
    "met": {},
    "relaxed": RELAXED,
    "review": {"single_county": False},
    "incomplete": {"annual_output": "19亿元~21亿元"},
    "not_met": {"annual_output": "2亿元", "industry_influence": False},
}
"""What makes criterion 4 of the passing town each grade."""


def town(**changes: Any) -> dict[str, Any]:
    """The passing town with these changes."""
    return {key: value for key, value in {**PASSING, **changes}.items() if value is not None}


def write_town(path: Path, *towns: Mapping[str, Any]) -> Path:
    """Write towns as YAML, one fact a line, so that fact N of the first town stands on line N (from 1)."""
    path.write_text("---\n".join(_yaml(one) for one in towns), encoding="utf-8")
    return path


def _yaml(facts: Mapping[str, Any]) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in facts.items())


def line_of(key: str, facts: Mapping[str, Any]) -> int:
    return list(facts).index(key) + 1


def check(*paths: Path | str, rules: str = "shanxi", strict: bool = False) -> Run:
    return check_towns([str(path) for path in paths], None, rules, strict).run


def one_of_each_grade(folder: Path) -> Run:
    """Five towns that differ in criterion 4 alone, each in a file named after its grade, and a file that is broken."""
    for grade, changes in FOUR.items():
        write_town(folder / f"{grade}.yaml", town(name=NAMES[grade], **changes))
    (folder / "zz.yaml").write_text("name: 坏\nannual_output: 12\n", encoding="utf-8")
    return check(*[folder / f"{grade}.yaml" for grade in FOUR], folder / "zz.yaml")


def reported(format: str, run: Run, every: bool = True) -> str:
    return render(format, run, Style(every=every))


HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "a\nb\r\nc\u2028d\u0085e",
    "\u202egnp.exe\u2066",
    "\x9b31m",
    "x\x00y\x08",
    "::error file=a::b",
    "\n::stop-commands::x",
    "##[error]x ##vso[task.complete result=Failed;]",
    '=HYPERLINK("//example.org","x")',
    "  @SUM(1+1)",
    "＝1+1",
    "<script>alert(1)</script>&amp;]]>",
    "[here](javascript:alert(1)) {0} {{1}}",
    "100%25 %0A ,:,",
    "\ufffe\uffff\ufeff\u200b\U000e0041",
    "a\"b'c\\d",
)
"""Texts that some output or other would take for more than a text."""


INJECTED = (
    "</script><img src=x onerror=hacked=1>",
    '" onclick="hacked=1" autofocus onfocus="hacked=1',
    "</title></style><svg onload=hacked=1>",
    "--><script>hacked=1</script>",
    "$title ${rows} {shown} $&",
    "javascript:hacked=1",
)
"""Texts that a page might take for markup, or its script for a template."""


def hostile_run(folder: Path, file: str = "town.json") -> Run:
    """A town for each hostile text, which stands wherever a town file can carry a text; and problems that carry it.

    Control characters are let in, which readers refuse: reports do not lean on that.
    """
    towns = [
        town(
            name=text + " 镇",
            province=text + " 省",
            city=text,
            county=text,
            leading_industry=text,
            single_county=False,
            annual_output="2亿元",
            evidence={"annual_output": [text, f"{text} again"]},
            decisions={"4": {**GRANTED, "by": text, "why": text}},
        )
        for text in HOSTILE
    ]
    wrong = [{"name": f"{number} {text}", text + "x": 1, "exports": text} for number, text in enumerate(HOSTILE)]
    path = folder / file
    path.write_text(json.dumps(towns + wrong), encoding="utf-8")
    readers = ("zhenkit.facts.types.base", "zhenkit.towns.town_file")
    with ExitStack() as let_in:
        for reader in readers:
            let_in.enter_context(patch(f"{reader}.control_in", return_value=None))
        return check(path)


def rank_judged(
    judgements: Sequence[Judgement],
    kept: tuple[str, ...] = (),
    cells: Sequence[tuple[Any, ...]] | None = None,
    problems: Sequence[Problem] = (),
    counts: Counts | None = None,
) -> Ranking:
    """The ranking of towns judged one by one; `cells` are those of each town's columns to keep."""
    rows = [row(judgement, cells[position] if cells else ()) for position, judgement in enumerate(judgements)]
    order = order_of(rows)
    return Ranking(
        rows=in_order(rows, order),
        rule_sets={judgement.rule_set.id: judgement.rule_set for judgement in judgements},
        kept=kept,
        problems=problems,
        judgements=[judgements[position] for position in order],
        counts=counts or Counts(len(judgements), len(judgements), 0),
    )
