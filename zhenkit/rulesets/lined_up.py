"""The criteria of several rule sets, those that are one side by side."""

from __future__ import annotations

from collections.abc import Sequence

from zhenkit.rulesets.model import Criterion, RuleSet


def lined_up(rule_sets: Sequence[RuleSet]) -> list[list[Criterion | None]]:
    """The criteria that are one, in a row each: by their ids, and else by their numbers; None where a set has none."""
    rows: list[list[Criterion | None]] = []
    for at, rule_set in enumerate(rule_sets):
        left = list(rule_set.criteria)
        for name in ("id", "number"):
            for one in tuple(left):
                for row in rows:
                    if row[at] is None and any(each and getattr(each, name) == getattr(one, name) for each in row):
                        row[at] = one
                        left.remove(one)
                        break
        for one in left:
            rows.append([one if other == at else None for other in range(len(rule_sets))])
    return sorted(rows, key=lambda row: next(each.number for each in row if each is not None))
