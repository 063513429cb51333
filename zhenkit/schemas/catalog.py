"""The JSON Schemas that zhenkit prints, by what they describe."""

from __future__ import annotations

import json
from typing import Any, Literal

from zhenkit.rulesets.catalog import Rulebook
from zhenkit.rulesets.model import RuleSet

Described = Literal["town", "rules", "facts", "report"]


def schema(described: Described, book: Rulebook, rule_set: RuleSet | None = None) -> str:
    """The schema of town files, rule files, the dictionary's file or `check`'s JSON, as text.

    `rule_set` narrows the schema of town files to what it asks, and adds its own facts; else all of `book` are told.
    """
    return json.dumps(_schema(described, book, rule_set), ensure_ascii=False, indent=1) + "\n"


def _schema(described: Described, book: Rulebook, rule_set: RuleSet | None) -> Any:
    if described == "report":
        from zhenkit.schemas.report import report_schema

        return report_schema()
    if described == "town":
        from zhenkit.schemas.town import town_schema

        return town_schema(rule_set.facts if rule_set else book.facts, [rule_set] if rule_set else list(book))
    from zhenkit.schemas.rules import facts_schema, rules_schema

    return facts_schema(book.facts) if described == "facts" else rules_schema(book.facts)
