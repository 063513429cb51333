"""A dictionary of facts from the shapes of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from zhenkit.core.errors import near, quoted
from zhenkit.core.i18n import Text, _
from zhenkit.facts.derived import AMOUNTS, AVERAGE, GROWTHS, LATEST, RATIO, YEARS_SINCE, Derivation
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range, Unreadable
from zhenkit.facts.types.amounts import AmountType
from zhenkit.facts.types.base import FactType
from zhenkit.facts.types.counts import CountType
from zhenkit.facts.types.dates import DateType
from zhenkit.facts.types.members import ChoiceType, Member
from zhenkit.facts.types.registry import AMOUNT_TYPES, MEMBER_TYPES, PLAIN_TYPES, SIGNED_TYPES
from zhenkit.facts.types.series import SeriesType

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
        parts = _parts(fact_id, shape, facts)
        try:
            negative = shape.negative is not None and bool(PLAIN_TYPES["yes/no"].read(shape.negative))
        except Unreadable as error:
            problems.append(((*path, "negative"), str(error)))
            continue
        kind = _type(shape, scale, negative or any(_is_signed(part.type) for part in parts))
        if negative and (shape.derived is not None or not _is_signed(kind)):
            said = _("`negative: yes` belongs to money, or a series of it, that a town file states")
            problems.append(((*path, "negative"), said))
        least, most, wrong = _plausible(kind, shape)
        problems += [((*path, key), said) for key, said in wrong]
        fact = Fact(
            id=fact_id,
            type=kind,
            label=shape.text(),
            aliases=shape.aliases,
            titles=shape.titles,
            phrases=shape.phrases,
            unit=shape.unit.text() if shape.unit else None,
            unit_of_one=shape.unit.singular() if shape.unit else None,
            note=shape.note.text() if shape.note else None,
            basis=shape.basis,
            least=least,
            most=most,
            changeable=shape.changeable,
            derived=_derivation(shape.derived.derivation(fact_id), parts) if shape.derived else None,
            parts=parts,
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
        if not kind.figure.is_quantity:
            wrong.append((key, _("`{key}:` belongs to a figure").format(key=key)))
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


def _parts(fact_id: str, shape: FactShape, facts: Mapping[str, Fact]) -> tuple[Fact, ...]:
    """What a derived fact is computed from, as far as it is defined before it."""
    if shape.derived is None:
        return ()
    of_itself = dict(shape.derived.operands(fact_id))
    found = []
    for base in shape.derived.derivation(fact_id).bases:
        if (operand := of_itself.get(base)) is None:
            found += [facts[base]] if base in facts else []
        elif (series := facts.get(operand.over_years().bases[0])) is not None:
            way = _derivation(operand.over_years(), (series,))
            figure = series.type.figure
            kind = PLAIN_TYPES["number"] if way.kind == AVERAGE and isinstance(figure, CountType) else figure
            found.append(Fact(base, kind, series.label, derived=way, parts=(series,)))
    return tuple(found)


def _derivation(derivation: Derivation, parts: Sequence[Fact]) -> Derivation:
    """How a fact is computed; what of its parts is missing is taken for as low as they may be."""
    # what a ratio divides by is never below 0
    types = [part.type.figure for part in (parts[:1] if derivation.kind == RATIO else parts)]
    lowest = 0 if derivation.of_growth else min([kind.bottom for kind in types if kind.is_quantity], default=0)
    divisors = parts[1:] if derivation.kind == RATIO else parts
    whole = all(part.type.figure.whole if part.derived is None else part.whole for part in divisors)
    return replace(derivation, lowest=lowest, whole=whole)


def _wrong_derivation(fact: Fact, shape: FactShape, facts: Mapping[str, Fact], shapes: Mapping[str, FactShape]) -> str:
    """What is wrong with how a fact is computed; nothing where it is right."""
    assert shape.derived is not None  # asked only of derived facts
    derivation, of_itself = shape.derived.derivation(fact.id), dict(shape.derived.operands(fact.id))
    for base in derivation.bases:
        operand = of_itself.get(base)
        stated = operand.over_years().bases[0] if operand is not None else base
        if stated not in facts and stated in shapes:
            return ""  # its definition is wrong, which is reported
        if said := _wrong_base(stated, fact, facts, shapes):
            return said
        if operand is not None and facts[stated].type.parted != SeriesType.parted:
            kind = next(kind for kind in (*AMOUNTS, LATEST) if getattr(operand, kind) is not None)
            return _no_series(kind, facts[stated])
    types = [part.type for part in fact.parts]
    wanted: tuple[str, ...] = ("number", "percent")
    if derivation.kind == RATIO:
        return _wrong_ratio(fact) or _another_type(shape, wanted)
    if derivation.kind == YEARS_SINCE:
        wanted = ("number",)
        if types[0].name != DateType.name:
            return _("`years_since:` needs a date, which {fact} is not").format(fact=fact.parts[0].called)
    elif types[0].parted != SeriesType.parted:
        return _no_series(shape.derived.kind, fact.parts[0])
    elif derivation.kind not in GROWTHS:
        # the mean of 1 and 2 firms is 1.5, which is no count: a count could not be asked to be at most that
        is_mean_of_counts = derivation.kind == AVERAGE and isinstance(types[0].figure, CountType)
        wanted = ("number",) if is_mean_of_counts else (types[0].figure.name,)
    return _another_type(shape, wanted)


def _no_series(kind: str, fact: Fact) -> str:
    return _("`{kind}:` needs a series, which {fact} is not").format(kind=kind, fact=fact.called)


def _another_type(shape: FactShape, wanted: Sequence[str]) -> str:
    if shape.type in wanted:
        return ""
    return _("a fact derived in this way has the type {types}").format(types=_(" or ").join(wanted))


def _wrong_ratio(fact: Fact) -> str:
    one, other = fact.parts
    for part in fact.parts:
        if part.derived is not None and part.derived.kind in (*GROWTHS, YEARS_SINCE):
            return _("a ratio is made of amounts, which {fact} is not").format(fact=part.called)
    if one.id == other.id or one.type.name != other.type.name or not one.type.is_quantity:
        said = _(
            "a ratio needs two different figures of one type, not {types}; state what is meant as a fact of its own"
        )
        return said.format(types=_(" and ").join(f"{part.called}: {_(part.type.name)}" for part in fact.parts))
    return ""


def _wrong_base(base: str, fact: Fact, facts: Mapping[str, Fact], shapes: Mapping[str, FactShape]) -> str:
    """Why a fact cannot be computed from a base of this id; nothing where it can."""
    if base not in facts:
        close = near(base, [each for each in facts if each != fact.id])
        said = _("unknown fact {name}").format(name=quoted(base))
        return said + (_("; did you mean {near}?").format(near=close) if close else "")
    if base in [each.id for part in fact.parts for each in (part, *part.parts)]:
        return ""
    if circle := _circle(fact.id, shapes):
        said = _("{fact} is computed from itself ({circle}); a fact is derived from facts that are defined before it")
        return said.format(fact=fact.id, circle=" → ".join(circle))
    return _("{fact} is defined below; a fact is derived from facts that are defined before it").format(fact=base)


def _circle(fact_id: str, shapes: Mapping[str, FactShape]) -> list[str]:
    """The way from a fact through those that it is computed from back to it; empty where there is none."""
    pending, seen = [[fact_id]], {""}
    while pending:
        way = pending.pop()
        shape = shapes.get(way[-1])
        for base in shape.derived.named if shape is not None and shape.derived is not None else ():
            if base == fact_id:
                return [*way, base]
            if base not in seen:
                seen.add(base)
                pending.append([*way, base])
    return []


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


def _is_signed(kind: FactType) -> bool:
    return kind.figure in SIGNED_TYPES.values()


def _type(shape: FactShape, levels: tuple[Member, ...], signed: bool) -> FactType:
    """The type of a fact; `signed` where it may be below 0, or comes from what may be."""
    figures: Mapping[str, AmountType] = {**AMOUNT_TYPES, **SIGNED_TYPES} if signed else AMOUNT_TYPES
    if shape.type in PLAIN_TYPES:
        return figures.get(shape.type, PLAIN_TYPES[shape.type])
    if shape.type == SeriesType.name:
        return SeriesType(figures[shape.of or ""])
    members = _members(shape.values) if shape.values is not None else levels
    return MEMBER_TYPES[shape.type](members)
