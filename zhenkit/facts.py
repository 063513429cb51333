"""The dictionary of facts, and a town: what is known of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from zhenkit.amounts import SeriesType
from zhenkit.derived import GROWTHS, RATIO, Derivation
from zhenkit.errors import near
from zhenkit.fact_type import FactType
from zhenkit.language import Text, _
from zhenkit.quantities import shown
from zhenkit.values import (
    MEMBER_TYPES,
    PLAIN_TYPES,
    QUANTITIES,
    ChoiceType,
    Fact,
    Member,
    Value,
)

if TYPE_CHECKING:
    from zhenkit.checks import Check
    from zhenkit.shapes import FactShape, MemberShape

PLACE_FACTS = ("province", "city", "county")
IDENTITY = (*PLACE_FACTS, "name", "year")


class Assumption(NamedTuple):
    """Where `condition` is met, so is `consequence`: facts are not all free of each other. A reading of ours."""

    condition: Check
    consequence: Check
    reading: Text


class Facts:
    """The dictionary: facts by id and by every name they go by."""

    def __init__(self, facts: Iterable[Fact], levels: tuple[Member, ...]) -> None:
        self.by_id: Mapping[str, Fact] = {fact.id: fact for fact in facts}
        self.levels = levels
        self.by_name: Mapping[str, Fact] = {name: fact for fact in self.by_id.values() for name in fact.names}

    def __getitem__(self, fact_id: str) -> Fact:
        return self.by_id[fact_id]

    def named(self, name: str) -> Fact | None:
        """The fact that a file calls so: by id, Chinese label or alias."""
        return self.by_name.get(name) or self.by_name.get(name.strip())

    def unknown(self, name: str, suggest: bool = True) -> str:
        """What to say of a name that no fact goes by; `suggest` a near one."""
        if suggest and (close := near(name, self.by_name)):
            return _("unknown fact {name}; did you mean {near}?").format(name=shown(name), near=close)
        return _("unknown fact {name}; `zhenkit init` lists the facts there are").format(name=shown(name))

    @cached_property
    def stated(self) -> tuple[Fact, ...]:
        """The facts that a town file states: all that are not computed from others."""
        return tuple(fact for fact in self.by_id.values() if fact.derived is None)

    @cached_property
    def findings(self) -> frozenset[str]:
        """The ids of findings."""
        return frozenset(fact.id for fact in self.by_id.values() if fact.type.name == "finding")

    @cached_property
    def never_negative(self) -> Mapping[str, Fact]:
        """By the id of a fact that could be below 0: a growth or a ratio computed from it, for which it may not be."""
        return {
            base.id: fact
            for fact in self.by_id.values()
            if fact.derived is not None and fact.derived.of_growth
            for base in fact.bases
            if _figure(base.type).bottom == -math.inf
        }

    @cached_property
    def figures_with_basis(self) -> tuple[tuple[str, str, str], ...]:
        """(figure, its basis fact, the plain basis) of each figure whose basis a town may tell."""
        found = []
        for fact in self.by_id.values():
            if fact.basis is not None:
                basis = self.by_id[fact.basis].type
                assert isinstance(basis, ChoiceType)  # told by read_facts
                found.append((fact.id, fact.basis, basis.members[0].id))
        return tuple(found)


def read_facts(
    shapes: Mapping[str, FactShape], levels: Mapping[str, MemberShape] | tuple[Member, ...], base: Facts | None = None
) -> tuple[Facts, list[tuple[tuple[str, ...], str]]]:
    """A dictionary from the shapes of a file, on top of `base`; and what is wrong, as (path, message)."""
    scale = levels if isinstance(levels, tuple) else _members(levels)
    problems = [] if isinstance(levels, tuple) else _named_twice(levels, ("levels",))
    facts: dict[str, Fact] = dict(base.by_id) if base else {}
    read: set[str] = set()
    taken: dict[str, str] = {name: fact.id for name, fact in base.by_name.items()} if base else {}
    for fact_id, shape in shapes.items():
        path = ("facts", fact_id)
        if (shape.values is not None) != (shape.type in ("choice", "set")):
            problems.append((path, _("`values:` belongs to a choice or a set, and they need it")))
            continue
        if (shape.of is not None) != (shape.type == SeriesType.name):
            problems.append((path, _("`of:` belongs to a series, which needs it: what its figures are")))
            continue
        if base and fact_id in base.by_id:
            problems.append((path, _("{fact} stands in the dictionary already; take another id").format(fact=fact_id)))
            continue
        problems += _named_twice(shape.values or {}, (*path, "values"))
        derivation = _derivation(shape, facts) if shape.derived else None
        fact = Fact(
            id=fact_id,
            type=_type(shape, scale),
            label=shape.text(),
            aliases=shape.aliases,
            unit=shape.unit.text() if shape.unit else None,
            unit_of_one=shape.unit.singular() if shape.unit else None,
            note=shape.note.text() if shape.note else None,
            basis=shape.basis,
            derived=derivation,
            bases=tuple(facts[base] for base in derivation.bases if base in facts) if derivation else (),
        )
        for name in fact.names:
            if taken.setdefault(name, fact_id) != fact_id:
                problems.append(
                    (path, _("the name {name} is taken by the fact {fact}").format(name=shown(name), fact=taken[name]))
                )
        facts[fact_id] = fact
        read.add(fact_id)
    for fact_id, shape in shapes.items():
        if shape.basis is not None and (
            shape.basis not in facts or not isinstance(facts[shape.basis].type, ChoiceType)
        ):
            problems.append((("facts", fact_id, "basis"), _("`basis:` names a choice fact")))
        if (
            shape.derived is not None
            and fact_id in read
            and (said := _wrong_derivation(facts[fact_id], shape, facts, shapes))
        ):
            problems.append((("facts", fact_id, "derived"), said))
    return Facts(facts.values(), scale), problems


def _derivation(shape: FactShape, facts: Mapping[str, Fact]) -> Derivation:
    """How a fact is computed; what of its bases is missing is taken for as low as they may be."""
    assert shape.derived is not None  # asked only of derived facts
    derivation = shape.derived.derivation()
    types = [_figure(facts[base].type) for base in derivation.bases if base in facts]
    lowest = 0 if derivation.of_growth else min([kind.bottom for kind in types if kind.name in QUANTITIES], default=0)
    return replace(derivation, lowest=lowest, whole=all(kind.whole for kind in types))


def _figure(kind: FactType) -> FactType:
    """The type of a fact's figures: of a series, that of each."""
    return kind.figure if isinstance(kind, SeriesType) else kind


def _wrong_derivation(fact: Fact, shape: FactShape, facts: Mapping[str, Fact], defined: Container[str]) -> str | None:
    """What is wrong with how a fact is computed, or None."""
    assert shape.derived is not None  # asked only of derived facts
    derivation = shape.derived.derivation()
    before = [base.id for base in fact.bases]
    for base in derivation.bases:
        if base not in facts and base in defined:
            return None  # its definition is wrong, which is told
        if base not in facts:
            close = near(base, [fact_id for fact_id, known in facts.items() if known.derived is None])
            said = _("unknown fact {name}").format(name=shown(base))
            return said + (_("; did you mean {near}?").format(near=close) if close else "")
        if facts[base].derived is not None:
            return _("{fact} is computed itself; a fact is derived from facts that a town file states").format(
                fact=base
            )
        if base not in before:
            return _("{fact} stands below; a fact is derived from facts that stand before it").format(fact=base)
    types = [base.type for base in fact.bases]
    wanted: tuple[str, ...] = ("number", "percent")
    if derivation.kind == RATIO:
        if len(set(derivation.bases)) < 2 or types[0].name != types[1].name or types[0].name not in QUANTITIES:
            return _("a ratio is of two figures of one type")
    elif not isinstance(types[0], SeriesType):
        return _("`{kind}:` is of a series, which {fact} is not").format(kind=derivation.kind, fact=derivation.bases[0])
    elif derivation.kind not in GROWTHS:
        wanted = (types[0].figure.name,)
    if shape.type not in wanted:
        return _("derived so, it is of type {types}").format(types=_(" or ").join(wanted))
    return None


def _named_twice(shapes: Mapping[str, MemberShape], path: tuple[str, ...]) -> list[tuple[tuple[str, ...], str]]:
    """Names that two members go by."""
    taken: dict[str, str] = {}
    return [
        ((*path, member.id), _("the name {name} is taken by {member}").format(name=shown(name), member=taken[name]))
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
        return SeriesType(PLAIN_TYPES[shape.of or ""])
    members = _members(shape.values) if shape.values is not None else levels
    return MEMBER_TYPES[shape.type](members)


class Decision(NamedTuple):
    """What people decided of a criterion that was for review."""

    granted: bool
    by: str
    date: str
    why: str


@dataclass(frozen=True, eq=False)
class Town:
    """A town: its facts by id (missing ones are absent), evidence and decisions, and where they stand."""

    facts: Mapping[str, Value]
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    file: str = "-"
    line: int = 1
    find: Callable[[str], tuple[int, int]] = lambda _fact: (1, 1)
    """The line and column of a fact in the file; of the town's beginning where the file does not state it."""
    find_decision: Callable[[int], tuple[int, int]] = lambda _number: (1, 1)
    """The line and column of the decision on a criterion."""

    def evidence_of(self, fact: Fact) -> tuple[str, ...]:
        """Where a fact is known from: of a derived one, what it is computed from as well."""
        return tuple(said for stated in (fact, *fact.bases) for said in self.evidence.get(stated.id, ()))

    @property
    def name(self) -> str:
        """The town's name."""
        return str(self.facts["name"])

    @property
    def identity(self) -> tuple[Any, ...]:
        """What a town is known by: province, city, county, name and year."""
        return tuple(
            bare_place(self.facts.get(key, "")) if key in PLACE_FACTS else self.facts.get(key) for key in IDENTITY
        )


PLACE_SUFFIXES = ("省", "市", "县", "区")


def bare_place(name: str) -> str:
    """A place's name without 省, 市, 县 or 区 behind it."""
    return name[:-1] if len(name) > 1 and name.endswith(PLACE_SUFFIXES) else name


def same_place(one: str, other: str) -> bool:
    """Whether two names mean one place: equal, or equal but for a suffix that one of them leaves off."""
    return one == other or bare_place(one) == other or one == bare_place(other)
