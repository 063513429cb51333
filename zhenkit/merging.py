"""Two rule sets -> one dictionary of the facts of both, where each name means the same to both."""

from __future__ import annotations

from zhenkit.amounts import SeriesType
from zhenkit.errors import ZhenkitError
from zhenkit.facts import Facts
from zhenkit.language import _
from zhenkit.quantities import shown
from zhenkit.ruleset import RuleSet
from zhenkit.values import Fact, MemberType


class Differs(ZhenkitError):
    """A name means one fact to one rule set and another to the other."""


def merged(a: RuleSet, b: RuleSet) -> Facts:
    """One dictionary with the facts of both; raises Differs where a name does not mean the same to both."""
    for fact_id in a.facts.by_id.keys() & b.facts.by_id.keys():
        if _kind(a.facts[fact_id]) != _kind(b.facts[fact_id]):
            raise Differs(
                _("the fact {fact} of {a} is of another kind than that of {b}, so the two cannot be compared").format(
                    fact=shown(fact_id), a=a.id, b=b.id
                )
            )
    for name in a.facts.by_name.keys() & b.facts.by_name.keys():
        if (one := a.facts.by_name[name].id) != (other := b.facts.by_name[name].id):
            raise Differs(
                _("the name {name} means {one} to {a} and {other} to {b}, so the two cannot be compared").format(
                    name=shown(name), one=one, other=other, a=a.id, b=b.id
                )
            )
    return Facts({**b.facts.by_id, **a.facts.by_id}.values(), a.facts.levels)


def _kind(fact: Fact) -> tuple[object, ...]:
    """What two facts of one name must have in common."""
    members = tuple(fact.type.by_id) if isinstance(fact.type, MemberType) else ()
    figures = fact.type.figure.name if isinstance(fact.type, SeriesType) else ""
    return fact.type.name, members, figures, fact.derived
