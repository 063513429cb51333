"""The names of prepared columns, each made in one place."""

from __future__ import annotations

from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Storage


def low(fact: Fact) -> str:
    """The column of a figure's lower end."""
    return f"{fact.id}__low"


def high(fact: Fact) -> str:
    """The column of a figure's upper end."""
    return f"{fact.id}__high"


def unproven(fact: Fact) -> str:
    """The column of whether a fact is unproven."""
    return f"{fact.id}__unproven"


def granted_column(number: int) -> str:
    """The column of the decision on a criterion: granted, refused or none (null)."""
    return f"decision__{number}"


def is_given(fact: Fact) -> str:
    """The column of whether a fact is given, where no other column prepared of it says so."""
    return f"{fact.id}__given"


def is_figure(fact: Fact) -> bool:
    """Whether a fact is prepared as whole numbers at its two ends; what is computed or no whole number is not."""
    return fact.type.storage is Storage.ENDS and fact.derived is None


def has_own_column(fact: Fact) -> bool:
    """Whether a fact is prepared as one column of its own: yes or no, a level's rank, a choice's place in its list."""
    return fact.type.storage in (Storage.YES_NO, Storage.RANK, Storage.CODE)


def raw(index: int) -> str:
    """The name of a table's column before it is prepared."""
    return f"raw__{index}"


ROW = "row"
"""The column of a row's number in its file, from 1."""


PART = "part"
"""The column of the table that a row came from, by its place among the tables of a run."""


IDENTITY = "identity"
"""The column of a hash of the town's name and year."""


ODD = "odd"
"""The column of whether a row is to be read cell by cell."""


def kept(nth: int) -> str:
    """The column that is carried over as it is."""
    return f"kept__{nth}"


GIVEN = "given"
"""The column of how many of the facts that the rule set's criteria ask for are given."""


LOW, HIGH = "score_low", "score_high"


DISTANCE = "distance"
"""The column of how many changes a town is from the grade asked for; null where it cannot be reached."""
