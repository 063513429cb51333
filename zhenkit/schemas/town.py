"""The JSON Schema of town files: what an editor needs to complete, explain and check one as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Decision
from zhenkit.facts.types.base import MISSING_WORDS, Json
from zhenkit.facts.types.figures import SeriesType
from zhenkit.facts.types.patterns import ANY_DAY, COUNT, SIGNED, TO, whole
from zhenkit.facts.types.registry import AMOUNT_TYPES, PLAIN_TYPES
from zhenkit.rulesets.fact_usage import Asking, askings, in_words
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.town_file import DECISION_FIELDS, DECISION_KEYS, EVIDENCE_KEYS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def town_schema(facts: Facts, rule_sets: Iterable[RuleSet]) -> Json:
    """The schema of a town file by this dictionary; descriptions name the criteria of these rule sets that ask."""
    asked = askings(rule_sets)
    known = facts.stated
    series = map(SeriesType, AMOUNT_TYPES.values())
    return {
        "$schema": DIALECT,
        "title": _("A specialised town (专业镇)"),
        "description": _("The facts of one town, its evidence, and what people decided on it; JSON may list towns."),
        "type": ["object", "array"],
        "items": {"type": "object", "$ref": "#"},
        "minItems": 1,
        "properties": {
            **{name: {"$ref": f"#/$defs/{fact.id}"} for fact in known for name in fact.names},
            **{key: {"$ref": "#/$defs/Evidence"} for key in EVIDENCE_KEYS},
            **{key: {"$ref": "#/$defs/Decisions"} for key in DECISION_KEYS},
        },
        "additionalProperties": False,
        "anyOf": [{"required": [name]} for name in facts["name"].names],
        "$defs": {
            **{fact.id: _fact(fact, asked.get(fact.id, ())) for fact in known},
            "Missing": {"enum": [None, *sorted(MISSING_WORDS)]},
            **{kind.definition: kind.schema() for kind in (*PLAIN_TYPES.values(), *series)},
            **{fact.type.definition: fact.type.schema() for fact in known if fact.type.definition},
            "Evidence": _evidence(facts),
            "Sources": _sources(),
            "Decisions": _decisions(),
            "Decision": _decision(),
        },
    }


def _fact(fact: Fact, asked: Iterable[Asking]) -> Json:
    said = [f"{fact.label.zh} / {fact.label.en}", _describe(fact)]
    if words := in_words(asked):
        said.append(_("required by: {criteria}").format(criteria=words))
    if fact.note is not None:
        said.append(f"{fact.note.zh} / {fact.note.en}")
    kind = fact.type
    value: Json = {"$ref": f"#/$defs/{kind.definition}"} if kind.definition else kind.schema()
    if kind.takes_units and fact.units:
        unit = rf"\s*(?:{'|'.join(map(re.escape, fact.units))})?"
        one = SIGNED if not kind.whole else COUNT
        value = {
            "anyOf": [
                *value.get("anyOf", [value]),
                {"type": "string", "pattern": whole(f"{one}{unit}(?:{TO}{one}{unit})?")},
            ]
        }
    described: Json = {"description": "\n".join(said)}
    if fact.id == "name":
        return described | value
    return described | {"anyOf": [*value.get("anyOf", [value]), {"$ref": "#/$defs/Missing"}]}


def _describe(fact: Fact) -> str:
    """The type, the unit and how a value is written, in the language in use."""
    said = fact.type.how_to_write()
    return _("{type} ({unit})").format(type=said, unit=fact.unit) if fact.unit is not None else said


def _sources() -> Json:
    one: Json = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
    return {
        "description": _("a text or a list of texts: title, date, address of the source"),
        "anyOf": [one, {"type": "array", "items": one, "minItems": 1}, {"$ref": "#/$defs/Missing"}],
    }


def _evidence(facts: Facts) -> Json:
    names = [name for fact in facts.by_id.values() for name in fact.names]
    return {
        "description": _("evidence: for a fact, where it is known from"),
        "type": ["object", "null"],
        "properties": {name: {"$ref": "#/$defs/Sources"} for name in names},
        "additionalProperties": False,
    }


def _decisions() -> Json:
    return {
        "description": _("what people decided on a criterion that needed review, by its number"),
        "type": ["object", "null"],
        "patternProperties": {"^[0-9]{1,2}$": {"$ref": "#/$defs/Decision"}},
        "additionalProperties": False,
    }


def _decision() -> Json:
    a_text = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
    values: Mapping[str, Json] = {
        "granted": {"description": _("yes: granted; no: refused"), **PLAIN_TYPES["yes/no"].schema()},
        "by": {"description": _("who decided"), **a_text},
        "date": {
            "description": _("when it was decided, such as 2023-05-01"),
            "type": "string",
            "pattern": whole(ANY_DAY),
        },
        "why": {"description": _("the reason given"), **a_text},
    }
    return {
        "type": "object",
        "properties": {key: values[name] for key, name in DECISION_FIELDS.items()},
        "additionalProperties": False,
        "allOf": [
            {"anyOf": [{"required": [key]} for key, name in DECISION_FIELDS.items() if name == field]}
            for field in Decision._fields
        ],
    }
