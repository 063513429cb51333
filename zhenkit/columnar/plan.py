"""How a table is judged by columns: which columns state which facts, and what is prepared of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from zhenkit.checks.grades import Grade
from zhenkit.checks.tree import Leaf, Operator, leaves
from zhenkit.columnar.names import has_own_column, is_figure
from zhenkit.facts.dictionary import PLACE_FACTS, Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.tables.header import HeaderColumn, Role
from zhenkit.towns.tables.row_units import UnitSource
from zhenkit.towns.tables.title_map import TitleMap

Requirement = tuple[Fact, Operator, Any, bool]
"""A fact, an operator, the value required, and whether it is met where the fact is UNDEFINED.

It is prepared as a column where it is of a set, of a number, of what is computed."""

RULE_SET = "rule_set"
"""The column of a town's rule set, by its place among the plan's."""
IDENTITY_TEXTS = (*PLACE_FACTS, "name")


class FactColumns(NamedTuple):
    """A fact and the columns it is read from: one; two ends; a column a member, or a year; those of other facts."""

    fact: Fact
    columns: tuple[HeaderColumn, ...]

    @property
    def role(self) -> Role:
        """What its columns are to it."""
        return self.columns[0].role


@dataclass(frozen=True, eq=False)
class Plan:
    """A table's columns, and the rule sets that its towns may be judged by."""

    columns: tuple[HeaderColumn, ...]
    facts: Facts
    rule_sets: tuple[RuleSet, ...]
    strict: bool = False
    kept: tuple[tuple[int | None, str], ...] = ()
    """Index and title of the columns to carry over; None for one that this table does not have."""
    scored: bool = False
    """Whether scores are wanted."""
    distance: Grade | None = None
    """The grade from which distances are wanted."""
    counts_given: bool = False
    """Whether it is counted how many of the facts asked for are given."""
    untitled: tuple[int, ...] = ()
    """The columns under no title, which are to be empty."""
    beyond: tuple[int, ...] = ()
    """Those behind the last title."""
    mapping: TitleMap | None = None
    """What is said of the words in cells."""
    added: tuple[int, ...] = ()
    """The columns that are not in the file: they make no row of a blank one."""
    units: tuple[UnitSource, ...] = ()
    """The columns that may say the units of others in their rows."""
    of_towns: bool = False
    """Whether its rows were read one by one: each is a town, whatever it is called."""

    @property
    def counts_members(self) -> bool:
        """Whether it is prepared too how many of the members required sets have."""
        return self.scored or self.distance is not None

    @cached_property
    def sources(self) -> tuple[FactColumns, ...]:
        """The facts that the table states, each with its columns."""
        found: dict[str, list[HeaderColumn]] = {}
        for column in self.columns:
            if column.fact is not None and column.role is not Role.EVIDENCE:
                found.setdefault(column.fact.id, []).append(column)
        return tuple(FactColumns(self.facts[fact_id], tuple(columns)) for fact_id, columns in found.items())

    @cached_property
    def name(self) -> HeaderColumn | None:
        """The column of the towns' names."""
        return next(
            (column for column in self.columns if column.role is Role.FACT and column.fact is self.facts["name"]), None
        )

    @cached_property
    def stated(self) -> frozenset[str]:
        """The ids of the facts that the table states."""
        return frozenset(source.fact.id for source in self.sources)

    @cached_property
    def given(self) -> frozenset[str]:
        """The facts there is something prepared for: those stated, and all that are computed."""
        return self.stated | {source.fact.id for source in self.computed}

    @cached_property
    def evidence(self) -> Mapping[str, int]:
        """The index of the evidence column of a fact."""
        return {
            column.fact.id: column.index
            for column in self.columns
            if column.role is Role.EVIDENCE and column.fact is not None
        }

    @cached_property
    def decisions(self) -> Mapping[int, tuple[HeaderColumn, ...]]:
        """The columns of the decisions on each criterion."""
        found: dict[int, list[HeaderColumn]] = {}
        for column in self.columns:
            if column.role is Role.DECISION:
                found.setdefault(int(column.part.partition(".")[0]), []).append(column)
        return {number: tuple(columns) for number, columns in found.items()}

    @cached_property
    def bases(self) -> Mapping[str, tuple[str, str]]:
        """Of each figure that may be unproven: the fact that states its basis, and the plain one."""
        return {
            figure: (basis, plain)
            for figure, basis, plain in self.facts.figures_with_basis
            if figure in self.stated and basis in self.stated
        }

    @cached_property
    def doubtable(self) -> frozenset[str]:
        """The facts that may be unproven under `--strict`."""
        if not self.strict:
            return frozenset()
        stated = {fact_id for fact_id in self.stated if fact_id in self.facts.findings or fact_id in self.bases}
        facts = [source.fact for source in self.computed]
        computed = {fact.id for fact in facts if any(base.id in self.bases for base in fact.bases)}
        return frozenset(stated | computed)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The ids of the facts that some rule set asks for."""
        return frozenset(fact.id for rule_set in self.rule_sets for fact in rule_set.asked)

    @cached_property
    def to_state(self) -> frozenset[str]:
        """The ids of the facts that the criteria of some rule set ask a town to state."""
        return frozenset(fact.id for rule_set in self.rule_sets for fact in rule_set.to_state)

    @cached_property
    def answers(self) -> Mapping[Requirement, str]:
        """The column of each requirement that is prepared as one: whether it is met."""
        found: dict[Requirement, str] = {}
        for leaf in self._leaves():
            if leaf.fact.id in self.given and not is_figure(leaf.fact) and not has_own_column(leaf.fact):
                for figure in leaf.figures:
                    for if_undefined in (False, True) if leaf.fact.may_be_undefined else (False,):
                        required = (leaf.fact, leaf.operator, figure, if_undefined)
                        found.setdefault(required, f"answer__{len(found)}")
        return found

    def _leaves(self) -> Iterator[Leaf]:
        for rule_set in self.rule_sets:
            for criterion in rule_set.criteria:
                for check in (criterion.require, *criterion.prefer):
                    yield from leaves(check)

    @cached_property
    def computed(self) -> tuple[FactColumns, ...]:
        """The facts asked for that are computed from others, each with the columns of those; they may be none."""
        facts = dict.fromkeys(fact for rule_set in self.rule_sets for fact in rule_set.derived)
        return tuple(map(self._bases_of, facts))

    @cached_property
    def held_to(self) -> tuple[FactColumns, ...]:
        """The derived facts that have a plausible range, each with the columns of those it is computed from."""
        return tuple(found for found in map(self._bases_of, self.facts.held_to) if found.columns)

    def _bases_of(self, fact: Fact) -> FactColumns:
        stated = [source for source in self.sources if source.fact.id in fact.reads]
        return FactColumns(fact, tuple(each for source in stated for each in source.columns))

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the criteria that some rule set has."""
        return tuple(sorted({criterion.number for rule_set in self.rule_sets for criterion in rule_set.criteria}))

    def requirements(self, fact: Fact) -> Sequence[tuple[Requirement, str]]:
        """The requirements on a fact that are prepared as columns."""
        return [(requirement, name) for requirement, name in self.answers.items() if requirement[0] is fact]


def share_of(name: str) -> str:
    """The column of how many of the members required a set has, beside the one of whether it has enough."""
    return f"{name}__share"


def is_met(requirement: Requirement, value: Any) -> bool | None:
    """Whether a value meets a requirement; None where it is missing or a range that leaves it open."""
    fact, operator, figure, if_undefined = requirement
    if value is UNDEFINED:
        return if_undefined
    leaf = Leaf(None, None, fact, operator, figure)
    found = {bool(operator.holds(end, figure)) for end in leaf.ends(value)}
    if leaf.may_be_undefined(value):
        found.add(if_undefined)
    return found.pop() if len(found) == 1 else None


def members_required(requirement: Requirement) -> int:
    """How many members a set is to have."""
    _fact, _operator, figure, _if_undefined = requirement
    return len(figure) if isinstance(figure, frozenset) else int(figure)


def share_met(requirement: Requirement, value: Any) -> int | None:
    """How many of the members required a set has; None where it is missing."""
    if value is None:
        return None
    _fact, _operator, figure, _if_undefined = requirement
    return len(value & figure) if isinstance(figure, frozenset) else min(len(value), members_required(requirement))
