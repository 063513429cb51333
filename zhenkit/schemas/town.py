"""The JSON Schema of town files: what an editor needs to complete, explain and check one as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.quantities import MOST_COUNT
from zhenkit.facts.town import Decision
from zhenkit.facts.types.base import MISSING_WORDS, FactType
from zhenkit.facts.types.figures import MAX_YEARS, SeriesType
from zhenkit.facts.types.members import EMPTY_SET, NO, QUANTITIES, YES, Fact, MemberType
from zhenkit.rulesets.fact_usage import Asking, askings, in_words
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.town_file import DECISION_FIELDS, DECISION_KEYS, EVIDENCE_KEYS

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_D = "[0-9０-９]"
_WHOLE = f"(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+|{_D}+)"
_NUMBER = rf"{_WHOLE}(?:[.．]{_D}+)?"
_AMOUNT = rf"(?:{_NUMBER}\s*(?:[亿万]\s*元?|元)|{_D}+\s*亿\s*{_D}+(?:[.．]{_D}+)?\s*万\s*元?)"
_TO = r"\s*[~～至\-－–—]\s*"
COUNT = rf"{_WHOLE}(?:[.．][0０]*)?"
"""A whole number as a pattern (ECMA 262 and Python alike), and money with its unit."""
MONEY = _AMOUNT
SIGNED = rf"[+\-＋－]?(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+|{_D}{{1,18}})(?:[.．]{_D}{{1,18}})?"
PERCENT = rf"{SIGNED}\s*[%％]"
DAY = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"

YES_NO = [True, False, *sorted(YES), *sorted(NO)]


def whole(pattern: str) -> str:
    """The pattern of a text that is this and nothing more, but for blanks around it."""
    return rf"^\s*(?:{pattern})\s*$"


def yes_or_no() -> Json:
    """Yes or no in every spelling, capitals or not."""
    words = "|".join("".join(f"[{c}{c.upper()}]" if c.isascii() else c for c in word) for word in sorted(YES | NO))
    return {"anyOf": [{"enum": YES_NO}, {"type": "string", "pattern": whole(words)}]}


def town_schema(facts: Facts, rule_sets: Iterable[RuleSet]) -> Json:
    """The schema of a town file by this dictionary; descriptions name the criteria of these rule sets that ask."""
    asked = askings(rule_sets)
    known = facts.stated
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
            "YesNo": yes_or_no(),
            "Text": _TEXT,
            "Count": _COUNT,
            "Money": _MONEY,
            "Number": _NUMBER_OR_RANGE,
            "Percent": _PERCENT,
            **{name: _by_year(_VALUE[kind]) for kind, name in _SERIES.items()},
            "Evidence": _evidence(facts),
            "Sources": _sources(),
            "Decisions": _decisions(),
            "Decision": _decision(),
        },
    }


def _fact(fact: Fact, asked: Iterable[Asking]) -> Json:
    said = [f"{fact.label.zh} / {fact.label.en}", _describe(fact)]
    if words := in_words(asked):
        said.append(_("asked by: {criteria}").format(criteria=words))
    if fact.note is not None:
        said.append(f"{fact.note.zh} / {fact.note.en}")
    value = _members(fact.type) if isinstance(fact.type, MemberType) else {"$ref": f"#/$defs/{_defined(fact.type)}"}
    described: Json = {"description": "\n".join(said)}
    if fact.id == "name":
        return described | value
    return described | {"anyOf": [*value.get("anyOf", [value]), {"$ref": "#/$defs/Missing"}]}


def _describe(fact: Fact) -> str:
    """The type, the unit and how a value is written, in the language in use."""
    said = how_to_write(fact)
    return _("{type} ({unit})").format(type=said, unit=fact.unit) if fact.unit is not None else said


def how_to_write(fact: Fact) -> str:
    """How a value of the fact is written, in the language in use."""
    said = {
        "text": _("text"),
        "yes/no": _("yes or no"),
        "finding": _("yes or no, as people found it"),
        "count": _("a whole number such as 12, or a range such as 8~12"),
        "money": _("money with its unit such as 12.5亿元 or 8000万元, or a range such as 9.5~10.5亿元"),
        "number": _("a number such as 12.5, or a range such as 10~12.5"),
        "percent": _("a percentage such as 12.5%, or a range such as 10~12.5%"),
        "series": _("figures by year, such as {example}; null for a year whose figure is missing"),
        "level": _("a level, from the lowest: {list}"),
        "choice": _("one word of this list: {list}"),
        "set": _("any words of this list, such as [{first}, {last}], or none where there is none: {list}"),
    }[fact.type.name]
    if isinstance(fact.type, SeriesType):
        one, other = EXAMPLES[fact.type.figure.name]
        return said.format(example=f"{{2022: {one}, 2023: {other}}}")
    if not isinstance(fact.type, MemberType):
        return said
    members = fact.type.members
    listed = _(", ").join(
        member.id if str(member.label) == member.id else _("{id} ({label})").format(id=member.id, label=member.label)
        for member in members
    )
    return said.format(list=listed, first=members[0].id, last=members[-1].id)


EXAMPLES = {"count": ("12", "15"), "money": ("41亿元", "45亿元"), "number": ("1.2", "1.5"), "percent": ("12%", "12.5%")}
"""Two figures of each type that a series may be of."""
_VALUE = {
    "text": "Text",
    "yes/no": "YesNo",
    "finding": "YesNo",
    "count": "Count",
    "money": "Money",
    "number": "Number",
    "percent": "Percent",
}
"""Under which name each plain type is defined."""
_SERIES = {kind: f"{_VALUE[kind]}ByYear" for kind in QUANTITIES}
"""Under which name series of each type of figure are defined."""


def _defined(kind: FactType) -> str:
    return _SERIES[kind.figure.name] if isinstance(kind, SeriesType) else _VALUE[kind.name]


def _by_year(figure: str) -> Json:
    """Figures by year: each is there, or known to be missing."""
    either = {"anyOf": [{"$ref": f"#/$defs/{figure}"}, {"$ref": "#/$defs/Missing"}]}
    return {
        "type": "object",
        "patternProperties": {whole("[12][0-9]{3}"): either},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": MAX_YEARS,
    }


_TEXT: Json = {
    "type": ["string", "number", "boolean"],
    "pattern": r"\S",
    "not": {"pattern": whole("|".join(filter(None, sorted(MISSING_WORDS))))},
}
_COUNT: Json = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": MOST_COUNT},
        {"type": "string", "pattern": whole(f"{COUNT}(?:{_TO}{COUNT})?")},
    ]
}
_NUMBER_OR_RANGE: Json = {
    "anyOf": [
        {"type": "number", "exclusiveMinimum": -(10**18), "exclusiveMaximum": 10**18},
        {"type": "string", "pattern": whole(rf"{SIGNED}(?:\s*[~～至]\s*{SIGNED})?")},
    ]
}
_PERCENT: Json = {"type": "string", "pattern": whole(rf"(?:{SIGNED}\s*[%％]?\s*[~～至]\s*)?{PERCENT}")}
_MONEY: Json = {"type": "string", "pattern": whole(f"{MONEY}|(?:{MONEY}|{_NUMBER}){_TO}{MONEY}")}


def names_of(kind: MemberType) -> list[str]:
    """Every name that a member of the list goes by."""
    return [name for member in kind.members for name in member.names]


def _members(kind: MemberType) -> Json:
    names = names_of(kind)
    if kind.name != "set":
        return {"enum": names}
    one = "|".join(_literally(name) for name in names)
    none = "|".join(sorted(EMPTY_SET))
    divided = rf"\s*(?:{one})?\s*(?:[;；,，、\n]\s*(?:{one})?\s*)*"
    return {
        "anyOf": [
            {"type": "array", "items": {"enum": names}},
            {"type": "array", "items": {"enum": sorted(EMPTY_SET)}, "minItems": 1, "maxItems": 1},
            {"enum": sorted(EMPTY_SET)},
            {"type": "string", "pattern": rf"^(?:{divided}|[;；,，、\s]*(?:{none})[;；,，、\s]*)$"},
        ]
    }


def _literally(name: str) -> str:
    """A name as a pattern; only what has a meaning in one is escaped, as ECMA 262 wants it."""
    return re.sub(r"[\\^$.*+?()\[\]{}|/]", r"\\\g<0>", name)


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
        "description": _("what people decided on a criterion that was for review, by its number"),
        "type": ["object", "null"],
        "patternProperties": {"^[0-9]{1,2}$": {"$ref": "#/$defs/Decision"}},
        "additionalProperties": False,
    }


def _decision() -> Json:
    a_text = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
    values: Mapping[str, Json] = {
        "granted": {"description": _("yes: granted; no: refused"), **yes_or_no()},
        "by": {"description": _("who decided"), **a_text},
        "date": {
            "description": _("when it was decided, such as 2023-05-01"),
            "type": "string",
            "pattern": whole(DAY),
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
