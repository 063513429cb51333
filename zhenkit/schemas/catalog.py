"""The JSON Schemas that zhenkit prints, by what they describe."""

from __future__ import annotations

import json
from typing import Any

from zhenkit.rulesets.catalog import Rulebook
from zhenkit.rulesets.model import RuleSet
from zhenkit.schemas.report import REPORTS, report_schema


def schema(described: str, book: Rulebook, rule_set: RuleSet | None = None) -> str:
    """The schema of town files, of other files that are read, or of what a command reports, as text.

    `rule_set` narrows that of town files to what it requires, with its own facts; else it is of all of `book`.
    """
    return json.dumps(_schema(described, book, rule_set), ensure_ascii=False, indent=1) + "\n"


def _schema(described: str, book: Rulebook, rule_set: RuleSet | None) -> Any:
    if described in REPORTS:
        return report_schema(described)
    if described == "town":
        from zhenkit.schemas.town import town_schema

        return town_schema(rule_set.facts if rule_set else book.facts, [rule_set] if rule_set else list(book))
    from zhenkit.schemas.rules import assessment_schema, facts_schema, rules_schema

    if described == "assessment":
        return assessment_schema()
    return facts_schema(book.facts) if described == "facts" else rules_schema(book.facts)
