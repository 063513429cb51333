"""JSON Schemas of what is reported as JSON, from the models that describe it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from zhenkit.facts.types.base import Json
from zhenkit.schemas.town import DIALECT

REPORTS = {
    "report": ("judging.report_model", "ReportJson", "zhenkit check"),
    "diff": ("schemas.diff", "DiffOrMatrixJson", "zhenkit diff"),
    "cases": ("schemas.cases", "CasesJson", "zhenkit rules test"),
    "gap": ("schemas.gap", "GapJson", "zhenkit gap"),
    "sweep": ("schemas.sweep", "SweepJson", "zhenkit sweep"),
    "reform": ("schemas.reform", "ReformJson", "zhenkit reform"),
    "goals": ("schemas.goals", "GoalsJson", "zhenkit goals"),
    "assess": ("schemas.assessment", "AssessmentJson", "zhenkit assess"),
    "ledger": ("schemas.ledger", "LedgerJson", "zhenkit ledger"),
    "merge": ("schemas.merge", "MergeJson", "zhenkit merge"),
    "verify": ("schemas.verify", "VerifiedJson", "zhenkit rules verify"),
    "lint": ("schemas.lint", "LintedJson", "zhenkit rules lint"),
}
"""What commands report as JSON: where it is described, and the command."""


def report_schema(described: str = "report") -> Json:
    """The JSON Schema (2020-12) of what a command reports; it allows no key that it does not name."""
    module, model, title = REPORTS[described]
    found = getattr(import_module(f"zhenkit.{module}"), model).model_json_schema()
    return {"$schema": DIALECT, **_closed(found), "title": title}


def _closed(node: Any, named: bool = False) -> Any:
    """What pydantic writes, without its titles; a key with a default may be absent, but is not null."""
    if isinstance(node, list):
        return [_closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    if named:  # the keys are names of a report, not words of JSON Schema
        return {name: _closed(each) for name, each in node.items()}
    if "default" in node:
        node = {**node, "anyOf": [each for each in node["anyOf"] if each != {"type": "null"}]}
    if node.get("type") == "object":
        node = {"additionalProperties": False, **node}
    return {
        key: _closed(each, named=key in ("properties", "$defs", "patternProperties"))
        for key, each in node.items()
        if key not in ("title", "default")
    }
