"""The dictionaries of two rule sets as one, where each name means the same to both."""

from __future__ import annotations

import math

from zhenkit.core.errors import ZhenkitError, quoted
from zhenkit.core.i18n import _
from zhenkit.facts.derived import QUOTIENTS
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import MemberType
from zhenkit.facts.types.series import SeriesType
from zhenkit.rulesets.model import RuleSet


class Differs(ZhenkitError):
    """A name means one fact to one rule set and another to the other."""


def told_apart(a: RuleSet, b: RuleSet) -> tuple[str, str]:
    """What the two are called in a message: their ids, else their editions, else their files."""
    for one, other in ((a.id, b.id), (a.edition, b.edition), (a.file, b.file)):
        if one != other:
            return one, other
    return a.id, b.id


def merged(a: RuleSet, b: RuleSet) -> Facts:
    """One dictionary with the facts of both; raises Differs where a name does not mean the same to both."""
    names = told_apart(a, b)
    for fact_id in a.facts.by_id.keys() & b.facts.by_id.keys():
        if difference := _difference(a.facts[fact_id], b.facts[fact_id]):
            said = _(
                "the fact {fact} differs between {a} and {b} ({difference}), so the two cannot be compared; "
                "give it another id in one of them"
            )
            raise Differs(said.format(fact=quoted(fact_id), a=names[0], b=names[1], difference=difference))
    for name in a.facts.by_name.keys() & b.facts.by_name.keys():
        if (one := a.facts.by_name[name].id) != (other := b.facts.by_name[name].id):
            raise Differs(
                _("the name {name} means {one} in {a} and {other} in {b}, so the two cannot be compared").format(
                    name=quoted(name), one=one, other=other, a=names[0], b=names[1]
                )
            )
    return Facts({**b.facts.by_id, **a.facts.by_id}.values(), a.facts.levels)


def _difference(one: Fact, other: Fact) -> str | None:
    """In what two facts of one id cannot be the same, or None."""
    for what, mine, yours in (
        ("type", _(one.type.name), _(other.type.name)),
        ("of", *(_(kind.figure.name) if isinstance(kind := fact.type, SeriesType) else "" for fact in (one, other))),
        (
            "values",
            *(", ".join(kind.by_id) if isinstance(kind := fact.type, MemberType) else "" for fact in (one, other)),
        ),
        ("negative", *(_("yes") if fact.type.figure.bottom == -math.inf else _("no") for fact in (one, other))),
        ("derived", *(_computed(fact) for fact in (one, other))),
    ):
        if mine != yours:
            return _("{what}: {a} / {b}").format(what=what, a=mine, b=yours)
    if one.unit and other.unit and one.unit.zh != other.unit.zh and one.unit.en != other.unit.en:
        return _("{what}: {a} / {b}").format(what="unit", a=one.unit, b=other.unit)
    return None


def _computed(fact: Fact) -> str:
    derivation = fact.derived
    if derivation is None:
        return _("no")
    parts = [f"({_computed(part)})" if part.is_nameless else part.id for part in fact.parts]
    said = f"{derivation.kind}: {', '.join(parts)}"
    said += f", years: {derivation.years}" if derivation.years else ""
    said += f", until: {derivation.until}" if derivation.until is not None else ""
    return f"{said}, by_zero: {derivation.by_zero}" if derivation.kind in QUOTIENTS else said
