"""A line of a rule file, what it stands in, and what became of it beside its clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from zhenkit.checks.describe import asked_in_words, figure_in_words
from zhenkit.checks.tree import Check, FigureTable, Fold, Gathered, InPrinciple, Leaf, Of, Relaxed
from zhenkit.core.errors import Problem
from zhenkit.core.i18n import Text, _, noted

FIGURE, WORDS, READING, PEOPLE, DIFFERS = (
    noted("agrees in figures or list"),
    noted("its words are in the clause"),
    noted("our reading"),
    noted("to be read by people"),
    noted("differs"),
)
"""What became of a line: no more is said of it than was compared."""


class AskedLine(NamedTuple):
    """A line of a rule file: a fact against a figure, and in what it stands."""

    leaf: Leaf
    merit: bool = False
    relaxed: bool = False
    in_principle: bool = False
    readings: tuple[Text, ...] = ()
    """Those on it and on what it stands in, the nearest first."""
    reading: Text | None = None
    """The one on it, or on what it directly stands in."""

    @property
    def entries(self) -> list[tuple[str | None, Any]]:
        """Its figures, each with the value of the choice that it is for; None where it is for all."""
        figure = self.leaf.figure
        return list(figure.figures.items()) if isinstance(figure, FigureTable) else [(None, figure)]

    @property
    def is_of_existence(self) -> bool:
        """Whether it asks that there is one at all, which a clause says without a figure."""
        return self.leaf.operator.word in ("at_least", "less_than") and self.leaf.figure == 1

    def speaks_of(self, phrase: str) -> bool:
        """Whether a reading above it says how this phrase of the clause is meant: then it quotes it."""
        return any(f"“{phrase}" in reading.zh for reading in self.readings)

    def shown(self, by: str | None, value: Any) -> str:
        """One of its figures, in words."""
        leaf = self.leaf
        if by is None or not isinstance(leaf.figure, FigureTable):
            return asked_in_words(leaf, value)
        figure = _(leaf.fact.type.comparisons[leaf.operator.word]).format(figure=figure_in_words(leaf.fact, value))
        return _("{figure} for {categories}").format(figure=figure, categories=leaf.figure.by.type.show(by))


class InContext(Fold[tuple[AskedLine, ...]]):
    """The lines of a check, each with the exception, the lift and the readings above it."""

    def leaf(self, check: Leaf, /) -> tuple[AskedLine, ...]:
        """The line itself."""
        return self._below(check, [(AskedLine(check, reading=check.reading),)])

    def all(self, check: Check, parts: Sequence[tuple[AskedLine, ...]], /) -> tuple[AskedLine, ...]:
        """Those of the parts."""
        single = [tuple(line._replace(reading=line.reading or check.reading) for line in part[:1]) for part in parts]
        return self._below(check, [one if len(part) == 1 else part for one, part in zip(single, parts, strict=True)])

    any = of = all

    def relaxed(self, check: Relaxed, part: tuple[AskedLine, ...], /) -> tuple[AskedLine, ...]:
        """Those of the exception."""
        return self._below(check, [tuple(line._replace(relaxed=True) for line in part)])

    def in_principle(self, check: InPrinciple, part: tuple[AskedLine, ...], /) -> tuple[AskedLine, ...]:
        """Those of the lift."""
        return self._below(check, [tuple(line._replace(in_principle=True) for line in part)])

    @staticmethod
    def _below(check: Check, parts: Iterable[tuple[AskedLine, ...]]) -> tuple[AskedLine, ...]:
        said = () if check.reading is None else (check.reading,)
        return tuple(line._replace(readings=(*line.readings, *said)) for part in parts for line in part)


class CountsOfChecks(Gathered[int]):
    """How many of several checks are enough, and pass marks."""

    def of(self, check: Check, parts: Sequence[tuple[int, ...]], /) -> tuple[int, ...]:
        """Its count, and those of the parts."""
        assert isinstance(check, Of)
        return (check.count, *(count for part in parts for count in part))


class Beside(NamedTuple):
    """A line of the rule file beside its clause."""

    place: Problem
    text: Text
    """What it requires."""
    state: str
    """One of FIGURE, WORDS, READING, PEOPLE, DIFFERS."""
    said: str
    """What of the clause it was compared with; of a reading, the reading."""
    line: int | None
