"""Each shipped check matters to a shipped case: remove it, turn it round or move it by one step, and a case fails.

A mutant is a rule file's own criterion with one thing changed, read by the same code as the file.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.rules.towns import STANDARDS
from zhenkit.analysis.ruletest.case_file import Case, read_cases
from zhenkit.analysis.ruletest.run import failures
from zhenkit.checks.tree import leaves
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import LevelType, SetType
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.judging.judgement import Memo, judge
from zhenkit.rulesets.builder import CheckBuilder
from zhenkit.rulesets.catalog import CASES, shipped
from zhenkit.rulesets.loader import read_document
from zhenkit.rulesets.model import Criterion, RuleSet
from zhenkit.rulesets.schema import CriterionShape

GROUPS = {"all": "any", "any": "all"}
WRAPPERS = ("relaxed", "in_principle")
Check = dict[str, Any]


def mutants(criterion: Check, facts: dict[str, Fact]) -> Iterator[tuple[str, Check]]:
    """Each change of one thing in a criterion as the rule file has it: what was done, and the criterion with it."""
    for index, preference in enumerate(criterion.get("prefer", [])):
        rest = criterion["prefer"][:index] + criterion["prefer"][index + 1 :]
        yield f"preference {index} removed", {**criterion, "prefer": rest}
        for said, changed in changes(preference, facts):
            others = criterion["prefer"].copy()
            others[index] = changed
            yield f"preference {index}: {said}", {**criterion, "prefer": others}
    for said, changed in (*changes(criterion["require"], facts), *wrappings(criterion["require"])):
        yield said, {**criterion, "require": changed}


def changes(check: Check, facts: dict[str, Fact]) -> Iterator[tuple[str, Check]]:
    """Each change of one thing in a check, at any depth."""
    if "fact" in check:
        yield from leaf_changes(check, facts[check["fact"]])
    for key, other in GROUPS.items():
        if key in check:
            yield f"{key} -> {other}", {other if name == key else name: value for name, value in check.items()}
            for index, part in enumerate(check[key]):
                if len(check[key]) > 1:
                    yield f"{key} {index} removed", {**check, key: check[key][:index] + check[key][index + 1 :]}
                for said, changed in changes(part, facts):
                    parts = check[key].copy()
                    parts[index] = changed
                    yield f"{key} {index}: {said}", {**check, key: parts}
    for key in WRAPPERS:
        if key in check:
            yield f"{key} taken off", check[key]
            for other in WRAPPERS:
                if other != key:
                    yield f"{key} -> {other}", {other if name == key else name: each for name, each in check.items()}
            for said, changed in changes(check[key], facts):
                yield f"{key}: {said}", {**check, key: changed}


def wrappings(check: Check, within: tuple[str, ...] = ()) -> Iterator[tuple[str, Check]]:
    """A check at any depth made an exception, or in principle only, where it is not so already."""
    for wrapper in WRAPPERS:
        if wrapper not in within and wrapper not in check:
            yield f"made {wrapper}", {wrapper: check}
    for key in GROUPS:
        for index, part in enumerate(check.get(key, [])):
            for said, wrapped in wrappings(part, within):
                yield f"{key} {index}: {said}", {**check, key: [*check[key][:index], wrapped, *check[key][index + 1 :]]}
    for key in WRAPPERS:
        if key in check:
            for said, wrapped in wrappings(check[key], (*within, key)):
                yield f"{key}: {said}", {**check, key: wrapped}


def leaf_changes(leaf: Check, fact: Fact) -> Iterator[tuple[str, Check]]:
    name = fact.id
    if "is" in leaf:
        yield f"{name} turned round", {**leaf, "is": not leaf["is"]}
    if "includes" in leaf:
        for member in leaf["includes"]:
            rest = [other for other in leaf["includes"] if other != member]
            yield f"{name} without {member}", {**leaf, "includes": rest}
        assert len(leaf["includes"]) == len(fact.type.by_id)  # then not all of them is fewer than all
        yield f"{name} turned round", {"none": [{"fact": name, "at_least": len(leaf["includes"])}]}
    if "at_least" in leaf:
        figure = leaf["at_least"]
        yield f"{name} turned round", {"none": [leaf]}
        if not isinstance(figure, dict):
            yield from ((f"{name} at least {near}", {**leaf, "at_least": near}) for near in one_step(fact, figure))
            return
        for row, asked in figure.items():
            if row == "by":
                continue
            for near in ("0.01元",) if asked == "review" else (*one_step(fact, asked), "review"):
                yield f"{name} {row} at least {near}", {**leaf, "at_least": {**figure, row: near}}


def one_step(fact: Fact, figure: Any) -> Iterator[Any]:
    """The figures next to this one: a fen, one more, the next level."""
    kind = PLAIN_TYPES["count"] if isinstance(fact.type, SetType) else fact.type
    value = kind.read(figure)
    for near in (value - 1, value + 1):
        if isinstance(kind, LevelType) and not 0 <= near <= kind.top:
            continue
        yield kind.write(near)


def read(criterion: Check, rule_set: RuleSet) -> Criterion:
    shape = CriterionShape.model_validate(criterion)
    wrong: list[str] = []
    build = CheckBuilder(rule_set.facts, lambda _path, message, _key=False: wrong.append(message)).check
    require, prefer = build((), shape.require), tuple(build((), check) for check in shape.prefer)
    assert wrong == []
    return Criterion(shape.number, shape.id, shape.name.text(), shape.clause, require, prefer)


@cache
def cases() -> tuple[Case, ...]:
    found = [
        read_cases(path, shipped().get, shipped().facts) for path in sorted((shipped().folder / CASES).glob("*.yaml"))
    ]
    assert not any(each.problems for each in found)
    return tuple(case for each in found for case in each.cases)


def notices(rule_set: RuleSet, case: Case, memo: Memo) -> bool:
    """Whether a case fails by these rules."""
    return any(failures(case, judge(case.town, rule_set, strict=case.strict, memo=memo)))


def of(rules: str) -> Iterator[tuple[str, RuleSet, int]]:
    """Each mutant of a rule set: what was done, the rule set with it, the number of the criterion it was done to."""
    rule_set = shipped().get(rules)
    criteria = copy.deepcopy(read_document(shipped().folder / f"{rules}.yaml").value)["criteria"]
    for index, criterion in enumerate(criteria):
        for said, changed in mutants(criterion, dict(rule_set.facts.by_id)):
            mutated = (*rule_set.criteria[:index], read(changed, rule_set), *rule_set.criteria[index + 1 :])
            yield f"{rules} {criterion['number']}: {said}", replace(rule_set, criteria=mutated), criterion["number"]


@pytest.mark.parametrize("rules", STANDARDS)
def test_a_case_notices_whatever_is_changed_in_a_shipped_rule_file(rules):
    memo: Memo = {}
    about: dict[int | None, list[Case]] = {}
    for case in cases():
        if case.rule_set.id == rules:
            for number in {expectation.criterion for expectation in case.expectations}:
                about.setdefault(number, []).append(case)
    assert not any(notices(shipped().get(rules), case, memo) for case in cases() if case.rule_set.id == rules)
    survivors, count = [], 0
    for said, mutant, number in of(rules):
        count += 1
        if not any(notices(mutant, case, memo) for case in about[number]):
            survivors.append(said)
    assert survivors == []
    assert count > 200


@pytest.mark.parametrize("rules", STANDARDS)
def test_every_check_of_a_shipped_rule_file_is_turned_round(rules):
    turned = Counter(number for said, _mutant, number in of(rules) if said.endswith("turned round"))
    for criterion in shipped().get(rules).criteria:
        asked = [leaf for root in (criterion.require, *criterion.prefer) for leaf in leaves(root)]
        assert turned[criterion.number] == len(asked)


def test_a_case_notices_if_a_county_adopts_another_standard():
    adopted = replace(shipped().get("yangcheng"), criteria=shipped().get("changzhi").criteria)
    assert any(notices(adopted, case, {}) for case in cases() if case.rule_set.id == "yangcheng")
