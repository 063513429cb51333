"""A dictionary of facts from the shapes of a file."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from zhenkit.core.errors import near, quoted
from zhenkit.core.i18n import Text, _
from zhenkit.facts.derived import AVERAGE, GROWTHS, RATIO, YEARS_SINCE, Derivation
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range, Unreadable
from zhenkit.facts.types.base import FactType
from zhenkit.facts.types.dates import DateType
from zhenkit.facts.types.figures import CountType, SeriesType
from zhenkit.facts.types.members import ChoiceType, Member
from zhenkit.facts.types.registry import AMOUNT_TYPES, MEMBER_TYPES, PLAIN_TYPES

if TYPE_CHECKING:
    from zhenkit.checks.tree import Check
    from zhenkit.rulesets.schema import FactShape, MemberShape


class Assumption(NamedTuple):
    """Where `condition` is met, so is `consequence`: facts are not all free of each other. A reading of ours."""

    condition: Check
    consequence: Check
    reading: Text


def read_facts(
    shapes: Mapping[str, FactShape],
    levels: Mapping[str, MemberShape] | tuple[Member, ...],
    base: Facts | None = None,
    key: str = "facts",
) -> tuple[Facts, list[tuple[tuple[str, ...], str]]]:
    """A dictionary from the shapes under a key of a file, on top of `base`; and what is wrong, as (path, message)."""
    scale = levels if isinstance(levels, tuple) else _members(levels)
    problems = [] if isinstance(levels, tuple) else _named_twice(levels, ("levels",))
    facts: dict[str, Fact] = dict(base.by_id) if base else {}
    read: set[str] = set()
    taken: dict[str, str] = {name: fact.id for name, fact in base.by_name.items()} if base else {}
    for fact_id, shape in shapes.items():
        path = (key, fact_id)
        if (shape.values is not None) != (shape.type in ("choice", "set")):
            problems.append((path, _("`values:` belongs to a choice or a set, and they need it")))
            continue
        if (shape.of is not None) != (shape.type == SeriesType.name):
            problems.append((path, _("`of:` belongs to a series, which needs it: what its figures are")))
            continue
        if base and fact_id in base.by_id:
            problems.append((path, _("{fact} is already in the dictionary; use another id").format(fact=fact_id)))
            continue
        problems += _named_twice(shape.values or {}, (*path, "values"))
        derivation = _derivation(shape, facts) if shape.derived else None
        kind = _type(shape, scale)
        least, most, wrong = _plausible(kind, shape)
        problems += [((*path, key), said) for key, said in wrong]
        fact = Fact(
            id=fact_id,
            type=kind,
            label=shape.text(),
            aliases=shape.aliases,
            titles=shape.titles,
            unit=shape.unit.text() if shape.unit else None,
            unit_of_one=shape.unit.singular() if shape.unit else None,
            note=shape.note.text() if shape.note else None,
            basis=shape.basis,
            least=least,
            most=most,
            changeable=shape.changeable,
            derived=derivation,
            bases=tuple(facts[base] for base in derivation.bases if base in facts) if derivation else (),
        )
        for name in fact.names:
            if taken.setdefault(name, fact_id) != fact_id:
                problems.append(
                    (path, _("the name {name} is taken by the fact {fact}").format(name=quoted(name), fact=taken[name]))
                )
        facts[fact_id] = fact
        read.add(fact_id)
    for fact_id, shape in shapes.items():
        if shape.basis is not None and (
            shape.basis not in facts or not isinstance(facts[shape.basis].type, ChoiceType)
        ):
            problems.append(((key, fact_id, "basis"), _("`basis:` names a choice fact")))
        if (
            shape.derived is not None
            and fact_id in read
            and (said := _wrong_derivation(facts[fact_id], shape, facts, shapes))
        ):
            problems.append(((key, fact_id, "derived"), said))
    return Facts(facts.values(), scale), problems


def _plausible(kind: FactType, shape: FactShape) -> tuple[Any, Any, list[tuple[str, str]]]:
    """The least and the most that a fact's figures can be, and what is wrong with them, by their key."""
    ends: dict[str, Any] = {"at_least": shape.at_least, "at_most": shape.at_most}
    wrong = []
    for key, raw in ends.items():
        if raw is None:
            continue
        ends[key] = None
        if shape.derived is not None or not kind.figure.is_quantity:
            wrong.append((key, _("`{key}:` belongs to a figure that a town file states").format(key=key)))
            continue
        try:
            value = kind.figure.read(raw)
        except Unreadable as error:
            wrong.append((key, str(error)))
            continue
        if isinstance(value, Range):
            wrong.append((key, _("one figure is expected here, not a range")))
            continue
        ends[key] = value
    least, most = ends.values()
    if least is not None and most is not None and least > most:
        wrong.append(("at_most", _("it is below `at_least:`")))
    return least, most, wrong


def _derivation(shape: FactShape, facts: Mapping[str, Fact]) -> Derivation:
    """How a fact is computed; what of its bases is missing is taken for as low as they may be."""
    assert shape.derived is not None  # called for derived facts alone
    derivation = shape.derived.derivation()
    types = [facts[base].type.figure for base in derivation.bases if base in facts]
    lowest = 0 if derivation.of_growth else min([kind.bottom for kind in types if kind.is_quantity], default=0)
    return replace(derivation, lowest=lowest, whole=all(kind.whole for kind in types))


def _wrong_derivation(fact: Fact, shape: FactShape, facts: Mapping[str, Fact], defined: Container[str]) -> str | None:
    """What is wrong with how a fact is computed, or None."""
    assert shape.derived is not None  # asked only of derived facts
    derivation = shape.derived.derivation()
    for base in derivation.bases:
        if base not in facts and base in defined:
            return None  # its definition is wrong, which is reported
        if said := _wrong_base(base, fact, facts):
            return said
    types = [base.type for base in fact.bases]
    wanted: tuple[str, ...] = ("number", "percent")
    if derivation.kind == RATIO:
        if len(set(derivation.bases)) < 2 or types[0].name != types[1].name or not types[0].is_quantity:
            said = _(
                "a ratio needs two different figures of one type, not {types}; state what is meant as a fact of its own"
            )
            return said.format(types=_(" and ").join(f"{base.called}: {_(base.type.name)}" for base in fact.bases))
    elif derivation.kind == YEARS_SINCE:
        wanted = ("number",)
        if types[0].name != DateType.name:
            return _("`years_since:` needs a date, which {fact} is not").format(fact=fact.bases[0].called)
    elif types[0].parted != SeriesType.parted:
        return _("`{kind}:` needs a series, which {fact} is not").format(
            kind=derivation.kind, fact=fact.bases[0].called
        )
    elif derivation.kind not in GROWTHS:
        # the mean of 1 and 2 firms is 1.5, which is no count: a count could not be asked to be at most that
        is_mean_of_counts = derivation.kind == AVERAGE and isinstance(types[0].figure, CountType)
        wanted = ("number",) if is_mean_of_counts else (types[0].figure.name,)
    if shape.type not in wanted:
        return _("a fact derived in this way has the type {types}").format(types=_(" or ").join(wanted))
    return None


def _wrong_base(base: str, fact: Fact, facts: Mapping[str, Fact]) -> str | None:
    """Why a fact cannot be computed from a base of this id, or None."""
    if base not in facts:
        close = near(base, [fact_id for fact_id, known in facts.items() if known.derived is None])
        said = _("unknown fact {name}").format(name=quoted(base))
        return said + (_("; did you mean {near}?").format(near=close) if close else "")
    if facts[base].derived is not None:
        return _("{fact} is computed itself; a fact is derived from facts that a town file states").format(fact=base)
    if base not in [each.id for each in fact.bases]:
        return _("{fact} is defined below; a fact is derived from facts that are defined before it").format(fact=base)
    return None


def _named_twice(shapes: Mapping[str, MemberShape], path: tuple[str, ...]) -> list[tuple[tuple[str, ...], str]]:
    """Names that two members go by."""
    taken: dict[str, str] = {}
    return [
        ((*path, member.id), _("the name {name} is taken by {member}").format(name=quoted(name), member=taken[name]))
        for member in _members(shapes)
        for name in member.names
        if taken.setdefault(name, member.id) != member.id
    ]


def _members(shapes: Mapping[str, MemberShape]) -> tuple[Member, ...]:
    return tuple(Member(member_id, shape.text(), shape.aliases) for member_id, shape in shapes.items())


def _type(shape: FactShape, levels: tuple[Member, ...]) -> FactType:
    if shape.type in PLAIN_TYPES:
        return PLAIN_TYPES[shape.type]
    if shape.type == SeriesType.name:
        return SeriesType(AMOUNT_TYPES[shape.of or ""])
    members = _members(shape.values) if shape.values is not None else levels
    return MEMBER_TYPES[shape.type](members)
