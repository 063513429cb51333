"""What a fact type answers: how its values are read, written, compared, asked for, filled in, described, prepared.

A raw value comes from a file: text, a number, true or false, a list. A value read is exact and comparable: money in
whole fen, a level by its rank, a set as a frozenset of member ids, a quantity given loosely as a Range.

A new type is a subclass of `FactType` in a file of its own here, and its row in `registry.py`. Nothing outside asks a
fact for the name of its type to decide what to do: it asks the type.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, ClassVar

from zhenkit.core.characters import control_in, seen
from zhenkit.core.i18n import _, noted
from zhenkit.facts.money import Between
from zhenkit.facts.quantities import Range, Unreadable

Value = Any
"""A value read: bool, int, str, Range or frozenset[str]; `None` stands for missing."""
Json = dict[str, Any]

MISSING_WORDS = frozenset({"", "未知"})

MARGINS_IN_TIME = {
    **dict.fromkeys(("short", "under"), noted("earlier by {figure}")),
    "over": noted("later by {figure}"),
}
"""How it is said how far a date or a year lies from another."""
OF_FIGURES = ("at_least", "more_than", "at_most", "less_than")
"""The words of a check that compare with a figure."""


def is_missing(raw: object) -> bool:
    """Absent, null, blank and 未知 are missing, whatever the type."""
    return raw is None or (isinstance(raw, str) and seen(raw) in MISSING_WORDS)


class Storage(Enum):
    """As what a fact is prepared for judging by columns. Plain data: this folder knows no dataframe."""

    TEXT = "text as it is"
    YES_NO = "yes or no"
    RANK = "its place on an ordered scale"
    CODE = "its place in a list without an order"
    ENDS = "whole numbers, at its lower and its upper end"
    ANSWERS = "whether it meets each of the comparisons that are made with it"


class FactType(ABC):
    """What all types share. `bottom` and `top` are the ends of the scale, where it has an order."""

    name: ClassVar[str]
    definition: ClassVar[str] = ""
    """What the JSON Schemas call a value of this type; empty where each fact has values of its own."""

    # the scale
    ordered: ClassVar[bool] = False
    whole: ClassVar[bool] = True
    """Of a scale: whether there is a next value (one more fen, the next level), or always one between two."""
    bottom: ClassVar[Value] = None
    top: ClassVar[Value] = None
    is_quantity: ClassVar[bool] = False
    """Whether values can be added up and divided, and come by year in a series."""
    has_ranges: ClassVar[bool] = False
    """Whether a value may be a range, in one cell or in two columns."""
    has_steps: ClassVar[bool] = False
    """Whether values are numbers, between which others may lie: figures, and levels by their rank."""
    has_shares: ClassVar[bool] = False
    """Whether a value that is not enough is a part of what is required: 8 firms of 10."""
    ordinary: ClassVar[Value] = None
    """Of quantities, years and dates: a value for a fact without requirements that a made-up town has to state."""

    # checks
    operators: ClassVar[tuple[str, ...]] = ()
    """The words with which a check may ask for it."""
    comparisons: ClassVar[Mapping[str, str]] = {
        "at_least": noted("at least {figure}"),
        "more_than": noted("more than {figure}"),
        "at_most": noted("at most {figure}"),
        "less_than": noted("less than {figure}"),
    }
    """How a comparison with a figure is said."""
    margins: ClassVar[Mapping[str, str]] = {
        "short": noted("short by {figure}"),
        "under": noted("under by {figure}"),
        "over": noted("over by {figure}"),
    }
    """How far a value lies from a figure is said: below one to be reached, below one not to be exceeded, above it."""
    bare_figures: ClassVar[bool] = True
    """Whether a least figure may be shown without *at least*; a bare date would read as the very day."""

    # tables
    units: ClassVar[Mapping[str, str | None]] = {}
    """The units that a column's title may name for bare figures, and what stands for each in a cell; None: nothing."""
    factors: ClassVar[Mapping[str, tuple[int, str]]] = {}
    """Units in which no cell can be written: what a bare figure is multiplied by, and the unit that it then has."""
    takes_units: ClassVar[bool] = False
    """Whether the unit of the dictionary may follow a figure: money and percents have units of their own."""
    measures: ClassVar[Sequence[str]] = ()
    """The measure words that may follow a figure in a cell."""
    parted: ClassVar[str] = ""
    """What columns of its own state, if they do: a `member` each, or a `year`."""
    takes_dates: ClassVar[bool] = True
    """Whether a cell that a spreadsheet holds as a date may be read; else the date hides a figure."""

    # columns
    storage: ClassVar[Storage] = Storage.ANSWERS
    scales: ClassVar[Mapping[str | None, int]] = {}
    """By the unit of a column: what a whole number in it is multiplied by; empty where cells are read as words."""
    least: ClassVar[int] = 0
    """The lowest value that is read."""
    most: ClassVar[int] = 0
    """The highest value that is read."""

    @property
    def figure(self) -> FactType:
        """The type of its figures: of a series that of each year, else itself."""
        return self

    @abstractmethod
    def read(self, raw: object) -> Value:
        """The value of what a file says; raises Unreadable with how to write it."""

    def write(self, value: Value) -> Any:
        """The value as a town file (and JSON) would have it."""
        return value

    def to_python(self, value: Value) -> Any:
        """The value as Python code is given it: exact and with its unit, both ends of what is given loosely."""
        if isinstance(value, Range):
            return Between(self._to_python(value.low), self._to_python(value.high))
        return self._to_python(value)

    def _to_python(self, value: Value) -> Any:
        return value

    def show(self, value: Value) -> str:
        """The value for a person, in the language in use."""
        return str(self.write(value))

    def difference(self, amount: Any) -> str:
        """How far a value lies from what is required, without a sign, in the language in use."""
        return str(amount)

    @abstractmethod
    def how_to_write(self) -> str:
        """How a value is written, in the language in use."""

    def how_to_ask(self) -> str:
        """How a check asks for it."""
        return _("no check can require it")

    @abstractmethod
    def schema(self) -> Json:
        """The JSON Schema of a value in a town file."""

    def figure_schema(self) -> Json | None:
        """The JSON Schema of a figure that a check compares it with; None where it is compared with none."""
        return None

    def offered(self, chinese: bool) -> tuple[str, ...]:
        """The words to choose from where a table is filled in; none where a cell is free."""
        return ()

    def part_of(self, text: str) -> str | None:
        """The part that a column of its own may state (a member of a set, a year of a series), by its name tidied."""
        return None


def one_value(raw: object) -> str:
    """The text of what a file says, as it is seen, where that is one value; raises Unreadable."""
    if isinstance(raw, (list, dict)):
        raise Unreadable(_("one value is expected here, not a list or a mapping"))
    if isinstance(raw, bool):
        return "true" if raw else "false"
    text = str(raw)
    if said := control_in(text):
        raise Unreadable(said)
    return seen(text)
