"""The JSON Schema of the JSON report of `check` and `batch`, so that programs know what to rely on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhenkit.checks.grades import GRADE_WORDS, VERDICT_WORDS
from zhenkit.schemas.changes import changes_schema

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
OPEN = "incomplete"

_TEXT: Schema = {"$ref": "#/$defs/text"}
_FACT: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "description": "a fact's id"}
_FACTS: Schema = {"type": "array", "items": _FACT, "uniqueItems": True}
_DIGEST: Schema = {
    "type": "string",
    "pattern": "^[0-9a-f]{12}$",
    "description": "first 12 hex digits of the SHA-256 of the content as UTF-8 JSON, keys sorted, no spaces",
}
_DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_WORDS: Schema = {"type": "string", "minLength": 1}
_FROM_1: Schema = {"type": "integer", "minimum": 1}
_PERCENT: Schema = {"type": "number", "minimum": 0, "maximum": 100}
_GRADE: Schema = {"enum": [*GRADE_WORDS]}
_VERDICT: Schema = {"enum": [*VERDICT_WORDS]}


def report_schema() -> Schema:
    """The JSON Schema (2020-12) of `check` and `batch --format json`; it allows no key that it does not name."""
    return {
        "$schema": DIALECT,
        "title": "zhenkit check",
        "description": "What `zhenkit check --format json` prints: every town judged, with its whole trace. `batch` "
        "adds ranks and changes, and tells the trace with --explain alone",
        **_object(
            {
                "zhenkit": {"type": "string", "description": "the version of zhenkit"},
                "schema": {"const": 1, "description": "the number of this format"},
                "problems": _array("problem"),
                "changes": {"$ref": "#/$defs/changes"},
                "towns": _array("town"),
            },
            optional=["changes"],
        ),
        "$defs": {
            "text": _object({"zh": _WORDS, "en": _WORDS}),
            "problem": _object({"file": {"type": "string"}, "line": _FROM_1, "column": _FROM_1, "message": _WORDS}),
            "changes": changes_schema(_GRADE, _VERDICT, OPEN),
            "town": _town(),
            "rule_set": _rule_set(),
            "merit": _merit(),
            "criterion": _criterion(),
            "decision": _decision(),
            "check": {"oneOf": [{"$ref": "#/$defs/leaf"}, {"$ref": "#/$defs/group"}]},
            "leaf": _leaf(),
            "group": _group(),
            "value": {
                "description": "a fact's value as a town file would have it, whatever the language",
                "type": ["string", "integer", "boolean", "array"],
                "items": {"type": "string"},
                "uniqueItems": True,
            },
            "by_year": {
                "description": "a series: figures by year as a town file would have them, null where one is missing",
                "type": "object",
                "propertyNames": {"pattern": "^[12][0-9]{3}$"},
                "additionalProperties": {"anyOf": [{"$ref": "#/$defs/value"}, {"type": "null"}]},
                "minProperties": 1,
            },
        },
    }


def _object(properties: Schema, optional: Iterable[str] = ()) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in set(optional)],
        "additionalProperties": False,
    }


def _array(of: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{of}"}}


def _one_word(key: str, words: Iterable[str]) -> list[Schema]:
    """The word says what both ends are, and `incomplete` that they differ."""
    ends: list[Schema] = [{"properties": {"worst": {"const": word}, "best": {"const": word}}} for word in words]
    return [
        *({"if": {"properties": {key: {"const": end["properties"]["worst"]["const"]}}}, "then": end} for end in ends),
        {"if": {"properties": {key: {"const": OPEN}}}, "then": {"not": {"anyOf": ends}}},
    ]


def _town() -> Schema:
    return {
        **_object(
            {
                "name": _WORDS,
                "file": {"type": "string", "description": "`-` for standard input"},
                "line": {**_FROM_1, "description": "where the town begins in its file"},
                "facts": {
                    "type": "object",
                    "description": "by id, as a town file would have them; a missing fact is absent",
                    "propertyNames": _FACT,
                    "additionalProperties": {"anyOf": [{"$ref": "#/$defs/value"}, {"$ref": "#/$defs/by_year"}]},
                    "required": ["name"],
                },
                "digest": _DIGEST,
                "rule_set": {"$ref": "#/$defs/rule_set"},
                "verdict": {"enum": [*VERDICT_WORDS, OPEN]},
                "worst": _VERDICT,
                "best": _VERDICT,
                "score": _object({"low": _PERCENT, "high": _PERCENT}),
                "rank": {**_FROM_1, "description": "within its rule set; of `batch` alone"},
                "merits": _array("merit"),
                "criteria": {**_array("criterion"), "minItems": 1},
            },
            optional=["rank"],
        ),
        "allOf": [
            *_one_word("verdict", VERDICT_WORDS),
            {
                "description": "`check` tells every check, `batch` with --explain",
                "if": {"required": ["rank"]},
                "else": {"properties": {"criteria": {"items": {"required": ["check"]}}}},
            },
        ],
    }


def _rule_set() -> Schema:
    return _object(
        {
            "id": {"type": "string"},
            "level": {"enum": ["province", "city", "county"]},
            "title": _TEXT,
            "document": {**_WORDS, "description": "the document's number, or its title where none is known"},
            "effective": _DATE,
            "digest": _DIGEST,
        }
    )


def _merit() -> Schema:
    return _object(
        {
            "criterion": _FROM_1,
            "label": _TEXT,
            "facts": _FACTS,
            "held": {"enum": [True, None], "description": "null where it cannot be told yet"},
        }
    )


def _criterion() -> Schema:
    return {
        **_object(
            {
                "number": _FROM_1,
                "id": {"type": "string"},
                "name": _TEXT,
                "clause": _WORDS,
                "grade": {"enum": [*GRADE_WORDS, OPEN]},
                "worst": _GRADE,
                "best": _GRADE,
                "missing": {**_FACTS, "description": "missing facts that can still move the criterion"},
                "uncertain": {**_FACTS, "description": "facts given as a range that can still move the criterion"},
                "decision": {"$ref": "#/$defs/decision"},
                "check": {"$ref": "#/$defs/check"},
            },
            optional=["decision", "check"],
        ),
        "allOf": _one_word("grade", GRADE_WORDS),
    }


def _decision() -> Schema:
    return {
        "description": "what people decided of the criterion, as the town file records it",
        **_object({"granted": {"type": "boolean"}, "by": _WORDS, "date": _DATE, "why": _WORDS}),
    }


def _any_check() -> Schema:
    return {
        "text": {**_TEXT, "description": "what the check asks"},
        "worst": _GRADE,
        "best": _GRADE,
        "decides": {"type": "boolean", "description": "whether one of the criterion's ends hangs on it"},
    }


def _leaf() -> Schema:
    return _object(
        {
            **_any_check(),
            "fact": _FACT,
            "value": {"anyOf": [{"$ref": "#/$defs/value"}, {"type": "null"}], "description": "null where missing"},
            "required": {
                "description": "`review` where no figure is set; by choice where the choice is missing",
                "anyOf": [
                    {"$ref": "#/$defs/value"},
                    {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/$defs/value"}},
                ],
            },
            "evidence": {"type": "array", "items": {"type": "string"}},
            "reading": _TEXT,
        },
        optional=["reading"],
    )


def _group() -> Schema:
    checks = {**_array("check"), "minItems": 1}
    return _object({**_any_check(), "reading": _TEXT, "checks": checks}, optional=["reading"])
