"""The part of the report's JSON Schema that describes what changed since an earlier run."""

from __future__ import annotations

from typing import Any

from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.judging.baseline import KINDS

Schema = dict[str, Any]


def changes_schema(grade: Schema, verdict: Schema, open_word: str) -> Schema:
    """The schema of `changes`; `grade` and `verdict` are the schemas of the words of a criterion and of a town."""
    words: Schema = {"type": "string"}
    number: Schema = {"type": "integer", "minimum": 1}
    edition = _object({"id": words, "effective": words, "digest": words})
    of_town = _or_null(_ends("verdict", verdict, open_word))
    of_criterion = _or_null(_ends("grade", grade, open_word))
    decision = _or_null({"$ref": "#/$defs/decision"})
    town = _object(
        {
            "change": {"enum": [*KINDS]},
            "name": words,
            **dict.fromkeys(PLACE_FACTS, words),
            "year": {"description": "null where it is not told"},
            "before": {**of_town, "description": "null where the town is new"},
            "after": {**of_town, "description": "null where the town is gone"},
            "criteria": _array(_object({"number": number, "before": of_criterion, "after": of_criterion})),
            "facts": _array(_object({"fact": words, "before": {}, "after": {}})),
            "decisions": _array(_object({"number": number, "before": decision, "after": decision})),
        }
    )
    return {
        "description": "what changed since the run whose report was given as `--baseline`",
        **_object(
            {
                "baseline": {**words, "description": "the earlier report's file"},
                "regressed": {"type": "boolean", "description": "whether some town fell"},
                "rule_sets": _array(_object({"before": edition, "after": edition})),
                "towns": _array(town),
            }
        ),
    }


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ends(word: str, ends: Schema, open_word: str) -> Schema:
    return _object({word: {"enum": [*ends["enum"], open_word]}, "worst": ends, "best": ends})
