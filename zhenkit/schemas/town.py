"""The JSON Schema of town files: what an editor needs to complete, explain and check one as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from zhenkit.core.i18n import _, current
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Decision
from zhenkit.facts.types.base import MISSING_WORDS, FactType, Json
from zhenkit.facts.types.members import literally
from zhenkit.facts.types.patterns import ANY_DAY, COUNT, SIGNED, TO, whole
from zhenkit.facts.types.registry import AMOUNT_TYPES, PLAIN_TYPES
from zhenkit.facts.types.series import SeriesType
from zhenkit.rulesets.fact_usage import Asking, askings, in_words
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.town_file import DECISION_FIELDS, DECISION_KEYS, EVIDENCE_KEYS

UNKNOWN = "未知"
"""How a Chinese file says that a value is missing."""
MISSING: list[str | None] = [None, *sorted(MISSING_WORDS)]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def town_schema(facts: Facts, rule_sets: Iterable[RuleSet]) -> Json:
    """The schema of a town file by this dictionary; descriptions name the criteria of these rule sets that ask.

    Every name of a fact is valid. An editor offers one of them, and one word of a choice: the Chinese where the file is
    Chinese, for it begins with 名称, the ids where it begins with `name`, else those of the language in use.
    """
    asked = askings(rule_sets)
    names = {name: _ref(fact.id, _is_chinese(name)) for fact in facts.stated for name in fact.names}
    names |= {key: _ref("Evidence", _is_chinese(key)) for key in EVIDENCE_KEYS}
    names |= {key: _ref("Decisions", _is_chinese(key)) for key in DECISION_KEYS}
    naming = facts["name"]
    chinese = {"required": [naming.label.zh]}, _ref("Offer", True)
    english = {"required": [naming.id]}, _ref("Offer", False)
    (condition, offered), (other_condition, other) = (chinese, english) if current() == "zh" else (english, chinese)
    return {
        "$schema": DIALECT,
        "title": _("A specialised town (专业镇)"),
        "description": _("The facts of one town, its evidence, and what people decided on it; JSON may list towns."),
        "type": ["object", "array"],
        "items": {"type": "object", "$ref": "#"},
        "minItems": 1,
        "properties": {name: _not_suggested(ref) for name, ref in names.items()},
        "additionalProperties": False,
        "anyOf": [{"required": [name]} for name in naming.names],
        "if": condition,
        "then": offered,
        "else": {"if": other_condition, "then": other, "else": offered},
        "$defs": {
            "Missing": {"enum": MISSING},
            "Sources": _sources(),
            **_definitions(facts, asked, chinese=False),
            **_definitions(facts, asked, chinese=True),
        },
    }


def _definitions(facts: Facts, asked: Mapping[str, Iterable[Asking]], chinese: bool) -> Json:
    """What is valid under each name, the words that an editor offers in one language; and the names that it offers."""
    of_facts = (fact.type for fact in facts.stated if fact.type.definition)
    kinds = (*PLAIN_TYPES.values(), *map(SeriesType, AMOUNT_TYPES.values()), *of_facts)
    evidence, decisions = _evidence(facts, chinese), _decisions(chinese)
    begun = {
        key: {"anyOf": [_ref(name, chinese)], "defaultSnippets": section["defaultSnippets"]}
        for keys, name, section in ((EVIDENCE_KEYS, "Evidence", evidence), (DECISION_KEYS, "Decisions", decisions))
        for key in keys
        if _is_chinese(key) == chinese
    }
    return {
        _key("Offer", chinese): {
            "properties": {**{_name(fact, chinese): _ref(fact.id, chinese) for fact in facts.stated}, **begun}
        },
        **{_key(fact.id, chinese): _fact(fact, asked.get(fact.id, ()), chinese) for fact in facts.stated},
        **{_of(kind, chinese): _of_kind(kind, chinese) for kind in kinds},
        _key("Evidence", chinese): evidence,
        _key("Decisions", chinese): decisions,
        _key("Decision", chinese): _decision(chinese),
    }


def _is_chinese(name: str) -> bool:
    return not name.isascii()


def _key(definition: str, chinese: bool) -> str:
    """What a definition is called, whose words an editor offers in Chinese or not."""
    return f"{definition}.zh" if chinese else definition


def _ref(definition: str, chinese: bool) -> Json:
    return {"$ref": f"#/$defs/{_key(definition, chinese)}"}


def _name(fact: Fact, chinese: bool) -> str:
    return fact.label.zh if chinese else fact.id


def _of(kind: FactType, chinese: bool) -> str:
    """What the definition of a type's values is called: of a type without words of its own, the same in both."""
    return _key(kind.definition, chinese and bool(kind.offered(chinese)))


def _unoffered(schema: Json) -> Json:
    """The same, without its words being offered: editors look for them everywhere but below `not`."""
    return {"not": {"not": schema}}


def _not_suggested(schema: Json) -> Json:
    """The schema of a name that is valid and not offered; editors do not see a word beside `$ref`."""
    return {"doNotSuggest": True, "anyOf": [schema]}


def _with_message(schema: Json, message: str) -> Json:
    """The schema, with what an editor is to say of a value that no part of it takes."""
    if "$ref" in schema:
        return schema
    parts = {"anyOf": [_with_message(part, message) for part in schema["anyOf"]]} if "anyOf" in schema else {}
    return {**schema, **parts, "errorMessage": message}


def _of_kind(kind: FactType, chinese: bool) -> Json:
    """A value of a type, its words offered in one language."""
    schema, words = kind.schema(), kind.offered(chinese)
    if words:
        parts = list(schema.get("anyOf", (schema,)))
        offered: list[Json] = [{"enum": list(words)}]
        if parts[0].get("type") == "array":  # of a set
            members = parts.pop(0)
            others = whole("|".join(map(literally, members["items"]["enum"])))  # in a list `not` hides nothing
            offered.append({**members, "items": {"anyOf": [*offered, {"type": "string", "pattern": others}]}})
        schema = {"anyOf": [*offered, _unoffered({"anyOf": parts})]}
    return _with_message(schema, _("write {value}").format(value=kind.how_to_write()))


def _fact(fact: Fact, asked: Iterable[Asking], chinese: bool) -> Json:
    said = [f"{fact.label.zh} / {fact.label.en}", _describe(fact)]
    if words := in_words(asked):
        said.append(_("required by: {criteria}").format(criteria=words))
    if fact.note is not None:
        said.append(f"{fact.note.zh} / {fact.note.en}")
    kind = fact.type
    value = {"$ref": f"#/$defs/{_of(kind, chinese)}"} if kind.definition else _of_kind(kind, chinese)
    parts: list[Json] = [*value.get("anyOf", (value,))]
    if kind.takes_units and fact.units:
        unit = rf"\s*(?:{'|'.join(map(re.escape, fact.units))})?"
        one = SIGNED if not kind.whole else COUNT
        with_unit: Json = {"type": "string", "pattern": whole(f"{one}{unit}(?:{TO}{one}{unit})?")}
        parts.append(_with_message(with_unit, _("write {value}").format(value=kind.how_to_write())))
    if fact.id != "name":
        parts += [{"enum": [UNKNOWN if chinese else None]}, _unoffered({"$ref": "#/$defs/Missing"})]
    return {"description": "\n".join(said), **({"anyOf": parts} if len(parts) > 1 else parts[0])}


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


def _evidence(facts: Facts, chinese: bool) -> Json:
    names = [name for fact in facts.by_id.values() for name in fact.names]
    offered = {_name(fact, chinese) for fact in facts.stated}
    sources: Json = {"$ref": "#/$defs/Sources"}
    example = facts.by_id.get("annual_output", facts["name"])
    source = "《统计年鉴2023》第12页" if chinese else "2023 yearbook, p. 12"
    return {
        "description": _("evidence: for a fact, where it is known from"),
        "type": ["object", "null"],
        "properties": {name: sources if name in offered else _not_suggested(sources) for name in names},
        "additionalProperties": False,
        "defaultSnippets": [
            {
                "label": _("where a fact is known from"),
                "body": {f"${{1:{_name(example, chinese)}}}": f"${{2:{source}}}"},
            }
        ],
    }


def _decisions(chinese: bool) -> Json:
    fields = {name: key for key, name in DECISION_FIELDS.items() if _is_chinese(key) == chinese}
    examples = {"granted": "yes", "by": "who decided", "date": "2023-05-01", "why": "the reason"}
    if chinese:
        examples |= {"granted": "是", "by": "决定单位", "why": "理由"}
    body = {key: f"${{{nth}:{examples[name]}}}" for nth, (name, key) in enumerate(fields.items(), 2)}
    return {
        "description": _("what people decided on a criterion that needed review, by its number"),
        "type": ["object", "null"],
        "patternProperties": {"^[0-9]{1,2}$": _ref("Decision", chinese)},
        "additionalProperties": False,
        "defaultSnippets": [{"label": _("a decision on a criterion, by its number"), "body": {"${1:4}": body}}],
    }


def _decision(chinese: bool) -> Json:
    a_text = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
    values: Mapping[str, Json] = {
        "granted": {"description": _("yes: granted; no: refused"), "anyOf": [_ref("YesNo", chinese)]},
        "by": {"description": _("who decided"), **a_text},
        "date": {
            "description": _("when it was decided, such as 2023-05-01"),
            "type": "string",
            "pattern": whole(ANY_DAY),
            "errorMessage": _("write {value}").format(value="2023-05-01"),
        },
        "why": {"description": _("the reason given"), **a_text},
    }
    return {
        "type": "object",
        "properties": {
            key: values[name] if _is_chinese(key) == chinese else _not_suggested(values[name])
            for key, name in DECISION_FIELDS.items()
        },
        "additionalProperties": False,
        "allOf": [
            {"anyOf": [{"required": [key]} for key, name in DECISION_FIELDS.items() if name == field]}
            for field in Decision._fields
        ],
    }
