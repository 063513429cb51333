"""The shape of the files we read as data (rule files, the dictionary of facts), as pydantic models.

Only the shape: which keys, which types. What the values mean together (a fact that is not in the dictionary, a figure
of the wrong type) is told by `facts.py` and `ruleset.py`. The JSON Schemas for editors are made from these models.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError

from zhenkit.documents import Document
from zhenkit.errors import Problem, near
from zhenkit.language import Text, _
from zhenkit.quantities import shown


class Shape(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, defer_build=True)


Words = Annotated[str, Field(min_length=1)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class TextShape(Shape):
    """A text in both languages."""

    zh: Words = Field(description="Chinese")
    en: Words = Field(description="English")

    def text(self) -> Text:
        """The pair."""
        return Text(self.zh, self.en)


class MemberShape(TextShape):
    """One value of a level, a choice or a set."""

    aliases: tuple[Words, ...] = Field(default=(), description="other ways to write it")


class FactShape(TextShape):
    """One fact of the dictionary."""

    type: Literal["text", "yes/no", "finding", "count", "money", "level", "choice", "set"]
    aliases: tuple[Words, ...] = Field(default=(), description="other names the fact goes by in a town file")
    unit: TextShape | None = Field(default=None, description="what a count counts, shown behind the figure")
    note: TextShape | None = Field(default=None, description="a word for those who fill it in")
    values: dict[Identifier, MemberShape] | None = Field(default=None, description="the values of a choice or a set")
    basis: str | None = Field(
        default=None,
        description="the choice fact that says what this figure measures; its first value is the plain one",
    )


class FactsFile(Shape):
    """The dictionary of facts."""

    levels: dict[Identifier, MemberShape] = Field(description="the ordered scale of levels, lowest first")
    facts: dict[Identifier, FactShape]


class CheckShape(Shape):
    """What every check may carry."""

    text: TextShape | None = Field(default=None, description="what the check asks, in our words")
    reading: TextShape | None = Field(default=None, description="how a vague phrase of the document is read")


class LeafShape(CheckShape):
    """A fact against a figure."""

    fact: str = Field(description="the id of a fact")
    at_least: Any = Field(
        default=None,
        description="a count, an amount of money, a level, how many members of a set; or a table {by: CHOICE, ...}",
    )
    is_: Any = Field(default=None, alias="is", description="yes or no")
    includes: tuple[str, ...] | None = Field(default=None, description="the members a set must have")


class AllShape(CheckShape):
    """All of the checks hold."""

    all: tuple[AnyCheck, ...] = Field(min_length=1)


class AnyShape(CheckShape):
    """One of the checks holds."""

    any: tuple[AnyCheck, ...] = Field(min_length=1)


class OfShape(CheckShape):
    """At least so many of the checks hold."""

    of: tuple[AnyCheck, ...] = Field(min_length=1)
    at_least: Annotated[int, Field(ge=1)]


class RelaxedShape(CheckShape):
    """An exception: it may hold, but never better than *relaxed*."""

    relaxed: AnyCheck


class InPrincipleShape(CheckShape):
    """Failing it is *review*, not *not met*."""

    in_principle: AnyCheck


KINDS: dict[str, type[CheckShape]] = {
    "fact": LeafShape,
    "all": AllShape,
    "any": AnyShape,
    "of": OfShape,
    "relaxed": RelaxedShape,
    "in_principle": InPrincipleShape,
}
"""The kinds of check, by the key that tells them."""


def kind(value: Any) -> str | None:
    """The key that tells a check's kind, or None where there is not exactly one."""
    if isinstance(value, CheckShape):
        return next(name for name, shape in KINDS.items() if type(value) is shape)
    found = [name for name in KINDS if name in value] if isinstance(value, dict) else []
    return f"<{found[0]}>" if len(found) == 1 else None


AnyCheck = Annotated[
    Annotated[LeafShape, Tag("<fact>")]
    | Annotated[AllShape, Tag("<all>")]
    | Annotated[AnyShape, Tag("<any>")]
    | Annotated[OfShape, Tag("<of>")]
    | Annotated[RelaxedShape, Tag("<relaxed>")]
    | Annotated[InPrincipleShape, Tag("<in_principle>")],
    Discriminator(kind),
]



class CriterionShape(Shape):
    """One criterion: where it stands, what it requires, what it prefers."""

    number: Annotated[int, Field(ge=1, le=99)]
    id: Identifier
    name: TextShape
    clause: Words = Field(description="the document's section and item, e.g. 二（四）")
    require: AnyCheck
    prefer: tuple[AnyCheck, ...] = Field(default=(), description="merits: told and used to rank, never a verdict")


class PlaceShape(Shape):
    """Where a standard holds."""

    province: Words
    city: Words | None = None
    county: Words | None = None


class DocumentShape(Shape):
    """The official document a rule file encodes."""

    title: Words
    number: Words | None = Field(default=None, description="e.g. 晋政办发〔2022〕80号; left out where it is not known")
    issuer: Words | None = Field(default=None, description="who issued it; left out where it is not known")
    date: datetime.date | None = Field(default=None, description="its date; left out where it is not known")
    known_through: Words | None = Field(
        default=None,
        description="the document and section through which this one is known, where it was not seen itself",
    )


class EffectiveShape(Shape):
    """From when, and until when, the standard is in force (both days included)."""

    from_: datetime.date = Field(alias="from")
    until: datetime.date | None = None


class RuleFile(Shape):
    """A jurisdiction's standard."""

    id: Identifier
    level: Literal["province", "city", "county"]
    place: PlaceShape
    title: TextShape
    document: DocumentShape
    effective: EffectiveShape
    note: TextShape | None = None
    facts: dict[Identifier, FactShape] = Field(default_factory=dict, description="facts of this jurisdiction's own")
    weights: dict[int, Annotated[Decimal, Field(ge=0, le=1000)]] = Field(
        default_factory=dict, description="weights of criteria in the score, by number; 1 where not given"
    )
    adopts: Identifier | None = Field(default=None, description="the id of the rule set whose criteria hold here")
    criteria: tuple[CriterionShape, ...] = ()


def problems_of(error: ValidationError, document: Document) -> Iterator[Problem]:
    """What pydantic found, each with its place and in our words."""
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        told_at_key = detail["type"] == "extra_forbidden"
        yield document.problem(path, _message(detail, path, document.value), key=told_at_key)


def _message(detail: Any, path: tuple[int | str, ...], value: Any) -> str:
    kind_of_error, context, last = detail["type"], detail.get("ctx", {}), path[-1] if path else ""
    if kind_of_error == "missing":
        return _("{key} is missing here; add it").format(key=shown(last))
    if kind_of_error == "extra_forbidden":
        if close := near(str(last), _keys_known(path, value)):
            return _("unknown key {key}; did you mean {near}?").format(key=shown(last), near=close)
        return _("unknown key {key}; remove it").format(key=shown(last))
    if kind_of_error in ("union_tag_not_found", "union_tag_invalid"):
        said = _("a check has exactly one of these keys: {keys}").format(keys=", ".join(KINDS))
        names = list(detail["input"]) if isinstance(detail["input"], dict) else []
        pairs = [(name, near(name, KINDS)) for name in names if name not in KINDS and name not in ("text", "reading")]
        for name, close in pairs:
            if close:
                return said + _("; did you mean {near} for {key}?").format(near=close, key=shown(name))
        return said
    if kind_of_error == "literal_error":
        return _("{value} is not one of: {list}").format(value=shown(detail["input"]), list=context["expected"])
    if kind_of_error in ("string_type", "int_type", "dict_type", "model_type", "tuple_type", "bool_type"):
        wanted = {
            "string_type": _("a text"),
            "int_type": _("a whole number"),
            "dict_type": _("a mapping"),
            "model_type": _("a mapping"),
            "tuple_type": _("a list"),
            "bool_type": _("yes or no"),
        }[kind_of_error]
        return _("{wanted} is wanted here, not {value}").format(wanted=wanted, value=shown(detail["input"]))
    if kind_of_error == "string_pattern_mismatch":
        return _("{value} is not an id; write small letters, digits and _").format(value=shown(detail["input"]))
    if kind_of_error in ("date_from_datetime_parsing", "date_parsing", "date_type", "date_from_datetime_inexact"):
        return _("{value} is not a date; write it like 2023-05-01").format(value=shown(detail["input"]))
    if kind_of_error in ("string_too_short", "too_short"):
        return _("it is empty; write something here")
    return _("{value}: {why}").format(value=shown(detail["input"]), why=detail["msg"])


def _keys_known(path: tuple[int | str, ...], value: Any) -> list[str]:
    """The keys of the shape that the mapping at this path looks most like."""
    for step in path[:-1]:
        if (isinstance(value, dict) and step in value) or (isinstance(value, list) and isinstance(step, int)):
            value = value[step]  # type: ignore[index]
    keys = [[field.alias or name for name, field in shape.model_fields.items()] for shape in _all_shapes()]
    return max(keys, key=lambda known: len(set(known) & set(value)))


def _all_shapes() -> Iterator[type[Shape]]:
    pending = [Shape]
    while pending:
        subclasses = pending.pop().__subclasses__()
        yield from subclasses
        pending += subclasses
