"""A part of a run: one table, the plan to judge it by, and the log of what was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from zhenkit.columnar.names import IDENTITY, ROW
from zhenkit.columnar.plan import Plan
from zhenkit.columnar.prepare.preparer import FindRules, PreparedRows, Preparer, RejectedCell
from zhenkit.columnar.sources import RawTable
from zhenkit.facts.dictionary import Facts
from zhenkit.rulesets.model import RuleSet


class Standards(NamedTuple):
    """By what rows are judged: one rule set, or that of each row's place."""

    rule_sets: tuple[RuleSet, ...]
    facts: Facts
    find: FindRules | None
    """None where there is one rule set for all."""


class Part(NamedTuple):
    """One of the tables of a run, and how it is prepared."""

    table: RawTable
    plan: Plan
    preparer: Preparer


@dataclass
class Log:
    """What one pass over a table told beside its rows."""

    read: int = 0
    rejects: list[RejectedCell] = field(default_factory=list)
    identities: list[pl.DataFrame] = field(default_factory=list)
    """Row and identity of the rows judged."""

    def note(self, batch: PreparedRows) -> None:
        """Take down what a batch told."""
        self.read += batch.read
        self.rejects += batch.rejects
        self.identities.append(batch.rows.select(ROW, IDENTITY))

    @property
    def rejected(self) -> int:
        """How many rows were not judged."""
        return len({reject.row for reject in self.rejects})
