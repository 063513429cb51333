"""The JSON Schemas of rule files and of the dictionary of facts, from the models that read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhenkit.core.i18n import _
from zhenkit.facts.derived import AMOUNTS, DERIVATIONS, LATEST, QUOTIENTS
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import OF_FIGURES, FactType, Json
from zhenkit.facts.types.members import ChoiceType, LevelType, SetType
from zhenkit.facts.types.patterns import DAY, whole
from zhenkit.facts.types.registry import PLAIN_TYPES, SIGNED_TYPES
from zhenkit.rulesets.assessment import AssessmentFile
from zhenkit.rulesets.derived_shapes import YEARLESS
from zhenkit.rulesets.model import NO_FIGURE
from zhenkit.rulesets.other_shapes import FactsFile, WholeRuleFile
from zhenkit.rulesets.schema import CHECK_SHAPES
from zhenkit.rulesets.shape import Shape
from zhenkit.schemas.town import DIALECT

IDENTIFIER = "^[a-z][a-z0-9_]*$"
WEIGHT = r"^[0-9]{1,4}(?:\.[0-9]+)?$"


OF_MEMBERS = ("at_least", "less_than")
ASKED = (*OF_FIGURES, "is", "includes")
"""The words that say what a leaf asks: of figures, of how many members a set has, of any fact."""


def rules_schema(facts: Facts) -> Json:
    """The schema of a rule file whose checks ask for facts of this dictionary, or for facts of its own."""
    schema = _schema_of(WholeRuleFile, _("A rule file: a jurisdiction's standard for specialised towns"), facts)
    schema["properties"]["level"]["description"] = _("the level of towns that the standard designates")
    weights = schema["properties"]["weights"]
    weights["propertyNames"] = {"pattern": "^[0-9]{1,2}$"}
    weights["additionalProperties"]["anyOf"] = [
        {"type": "number", "minimum": 0, "maximum": 1000},
        {"type": "string", "pattern": WEIGHT},
    ]
    schema["properties"]["criteria"]["minItems"] = 1
    schema["properties"]["goals"]["minItems"] = 1
    schema["anyOf"] = [{"required": [key]} for key in ("criteria", "adopts", "goals")]
    schema["not"] = {"required": ["criteria", "adopts"]}
    schema["dependentRequired"] = {"goal_facts": ["goals"]}
    schema["$defs"]["GoalShape"]["oneOf"] = [{"required": ["by"]}, {"required": ["when"]}]
    task = schema["$defs"]["TaskShape"]
    task["oneOf"] = [{"required": ["lead"]}, {"required": ["responsible"]}]
    task["dependentRequired"] = {"serves": ["reading"]}
    for key in ("lead", "responsible"):
        task["properties"][key]["minItems"] = 1
    task["properties"]["and_others"] = {**task["properties"]["and_others"], **PLAIN_TYPES["yes/no"].schema()}
    schema["allOf"] = [
        {
            "if": {"properties": {"level": {"const": level}}, "required": ["level"]},
            "then": {"properties": {"place": {"required": place}}},
        }
        for level, place in (("city", ["city"]), ("county", ["city", "county"]))
    ]
    return schema


def facts_schema(facts: Facts) -> Json:
    """The schema of the dictionary's file; the checks in it are of these facts, or of others it defines."""
    return _schema_of(FactsFile, _("The dictionary of facts: what a town file may say"), facts)


def assessment_schema() -> Json:
    """The schema of the rules of a yearly assessment."""
    found = _tidied(AssessmentFile.model_json_schema())
    schema = {"$schema": DIALECT, **found, "title": _("The rules of a yearly assessment of specialised towns")}
    schema["$defs"]["PlacesShape"]["oneOf"] = [{"required": ["percent"]}, {"required": ["count"]}]
    return schema


def _schema_of(shape: type[Shape], title: str, facts: Facts) -> Json:
    schema = _tidied(shape.model_json_schema())
    definitions = schema["$defs"]
    if "LeafShape" in definitions:
        definitions["LeafShape"] = _leaf(definitions, facts)
        definitions["Check"] = _check()
    for name in {"FactShape", "GoalFactShape"} & definitions.keys():
        definitions[name]["allOf"] = [
            {
                "if": {"properties": {"type": {"enum": ["choice", "set"]}}, "required": ["type"]},
                "then": {"required": ["values"]},
                "else": {"not": {"required": ["values"]}},
            },
            {
                "if": {"properties": {"type": {"const": "series"}}, "required": ["type"]},
                "then": {"required": ["of"]},
                "else": {"not": {"required": ["of"]}},
            },
        ]
        negative = definitions[name]["properties"].get("negative")
        if negative is not None:
            definitions[name]["properties"]["negative"] = {**negative, **PLAIN_TYPES["yes/no"].schema()}
    for way, kinds in (("DerivedShape", (*DERIVATIONS, LATEST)), ("OperandShape", (*AMOUNTS, LATEST))):
        definitions[way] |= {
            "oneOf": [{"required": [kind]} for kind in kinds],
            "if": {"anyOf": [{"required": [kind]} for kind in kinds if kind in YEARLESS]},
            "then": {"not": {"anyOf": [{"required": ["years"]}, {"required": ["until"]}]}},
            "else": {"required": ["years"]},
        }
    definitions["DerivedShape"] |= {
        "dependentSchemas": {"by_zero": {"anyOf": [{"required": [kind]} for kind in QUOTIENTS]}},
    }
    return {"$schema": DIALECT, **schema, "title": title}


def _check() -> Json:
    """A check: one key says its kind, and so by which shape it is validated."""
    return {
        "description": _("a check: exactly one of {keys}").format(keys=", ".join(CHECK_SHAPES)),
        "type": "object",
        "oneOf": [{"required": [key]} for key in CHECK_SHAPES],
        "allOf": [
            {"if": {"required": [key]}, "then": {"$ref": f"#/$defs/{shape.__name__}"}}
            for key, shape in CHECK_SHAPES.items()
        ],
    }


def _tidied(node: Any, named: bool = False) -> Any:
    """What pydantic writes, without its titles and defaults, ids and days described in full, checks described once."""
    if isinstance(node, list):
        return [_tidied(each) for each in node]
    if not isinstance(node, dict):
        return node
    if named:  # the keys are names of a file, not words of JSON Schema
        return {name: _tidied(each) for name, each in node.items()}
    if {"$ref": "#/$defs/LeafShape"} in node.get("oneOf", ()):
        node = {"$ref": "#/$defs/Check", **{key: each for key, each in node.items() if key != "oneOf"}}
    if node.get("format") == "date":
        node = node | {"pattern": whole(DAY)}
    if "patternProperties" in node:
        node = node | {"additionalProperties": False}
    return {
        key: _tidied(each, named=key in ("properties", "$defs", "patternProperties"))
        for key, each in node.items()
        if key not in ("title", "default")
    }


def _leaf(definitions: Json, facts: Facts) -> Json:
    """The shape of a leaf, each fact of the dictionary with the figures its type takes; adds those definitions."""
    shape: Json = definitions["LeafShape"]
    known = facts.by_id.values()
    choices = [fact for fact in known if isinstance(fact.type, ChoiceType)]
    levels = LevelType(facts.levels)
    compared = [
        kind for kind in (*PLAIN_TYPES.values(), *SIGNED_TYPES.values(), levels) if kind.figure_schema() is not None
    ]
    for kind in compared:
        definitions[_definition(kind)] = {"anyOf": _figures(kind.figure_schema() or {}, choices)}
    properties = shape["properties"]
    properties["fact"] = {
        "description": _("the id of a fact of the dictionary, or of one defined under `facts:`"),
        "anyOf": [{"enum": [fact.id for fact in known]}, {"pattern": IDENTIFIER}],
        "type": "string",
    }
    properties["is"] = {**properties["is"], **PLAIN_TYPES["yes/no"].schema()}
    for word in OF_FIGURES:
        properties[word]["anyOf"] = [{"$ref": f"#/$defs/{_definition(kind)}"} for kind in compared]
    cases = [
        _case([fact.id for fact in known if fact.type.operators == ("is",)], {"is": {}}),
        *[
            _case(
                [fact.id for fact in known if _definition(fact.type) == _definition(kind)],
                {word: {"$ref": f"#/$defs/{_definition(kind)}"} for word in kind.operators},
            )
            for kind in compared
        ],
        _case([fact.id for fact in known if not fact.type.operators], {}),
    ]
    for fact in known:
        if isinstance(fact.type, SetType):
            members: Json = {"type": "integer", "minimum": 0, "maximum": len(fact.type.members)}
            includes = {"items": {"enum": fact.type.words}, "minItems": 1}
            counted = {word: {"anyOf": _figures(members, choices)} for word in OF_MEMBERS}
            cases.append(_case([fact.id], {**counted, "includes": includes}))
    one_of = [{"required": [word]} for word in ASKED]
    return shape | {"oneOf": one_of, "allOf": [case for case in cases if case]}


def _definition(kind: FactType) -> str:
    """Under which name the figures of a type are defined."""
    return kind.definition or kind.name.capitalize()


def _case(facts: Iterable[str], words: Json) -> Json:
    """How these facts are asked: only with these words, and their figures are such."""
    if not (ids := list(facts)):
        return {}
    others = {word: False for word in ASKED if word not in words}
    return {
        "if": {"properties": {"fact": {"enum": ids}}, "required": ["fact"]},
        "then": {"properties": {**words, **others}},
    }


def _figures(figure: Json, choices: Iterable[Fact]) -> list[Json]:
    """The figure itself, or a table of such figures by a choice: one of the dictionary, or one of the file's own."""
    cell: Json = {"anyOf": [{"const": NO_FIGURE}, *figure.get("anyOf", [figure])]}
    tables: list[Json] = [
        {
            "type": "object",
            "properties": {"by": {"const": choice.id}, **dict.fromkeys(_ids(choice), cell)},
            "required": ["by", *_ids(choice)],
            "additionalProperties": False,
        }
        for choice in choices
    ]
    own: Json = {
        "type": "object",
        "properties": {"by": {"pattern": IDENTIFIER, "not": {"enum": [choice.id for choice in choices]}}},
        "required": ["by"],
        "additionalProperties": cell,
    }
    return [*figure.get("anyOf", [figure]), *tables, own]


def _ids(choice: Fact) -> list[str]:
    assert isinstance(choice.type, ChoiceType)
    return list(choice.type.by_id)
