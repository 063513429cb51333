"""A small rule file of our own invention and cases of it, written to a folder, for the tests of `rules test`."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from zhenkit.analysis.ruletest.run import Casework, run_cases
from zhenkit.rulesets.catalog import shipped

RULES = """\
id: invented
level: city
place: {province: 虚构省, city: 虚构市}
title: {zh: 虚构标准, en: Invented standard}
document: {title: 虚构标准}
effective: {from: 2024-01-01}
criteria:
  - number: 1
    id: size
    name: {zh: 规模, en: Size}
    clause: 一
    require:
      all:
        - {fact: supporting_firms, at_least: 3}
        - any:
            - fact: annual_output
              at_least: {by: category, manufacturing: 2亿元, agriculture: 1亿元, light_industry: 1亿元, other: review}
            - {relaxed: {fact: historical_origin, is: yes}}
    prefer:
      - {fact: little_giants, at_least: 1}
  - number: 2
    id: county
    name: {zh: 县域, en: County}
    clause: 二
    require: {in_principle: {fact: single_county, is: yes}}
"""

GOOD = "{category: manufacturing, annual_output: 2亿元, supporting_firms: 3, single_county: yes, historical_origin: no}"


def written(folder: Path, cases: str, rules: str = RULES) -> Path:
    """A file of cases beside the rule file that they name `../rules.yaml`."""
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    (folder / "tests").mkdir(exist_ok=True)
    file = folder / "tests" / "cases.yaml"
    file.write_text(dedent(cases), encoding="utf-8")
    return file


def run(folder: Path, cases: str, rules: str = RULES) -> Casework:
    """These cases, run."""
    return run_cases([str(written(folder, cases, rules))], shipped())


def suite(*cases: str) -> str:
    """A suite of cases, a flow mapping each, that start from a good town."""
    lines = ["rules: ../rules.yaml", "bases:", f"  good: {GOOD}", "like: good", "cases:"]
    return "\n".join([*lines, *(f"  - {case}" for case in cases)]) + "\n"
