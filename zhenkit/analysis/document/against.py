"""The lines of a criterion, or of goals, against their clause: what is there in figures, in lists, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhenkit.analysis.document.figures import COUNT, FITTING, LEVEL, PREFERRED, Segment, StatedFigure, figures, segments
from zhenkit.analysis.document.kinds import Difference, difference
from zhenkit.analysis.document.lines import DIFFERS, FIGURE, PEOPLE, READING, WORDS, AskedLine, Beside
from zhenkit.analysis.document.passage import Passage
from zhenkit.analysis.document.read import as_printed
from zhenkit.analysis.document.words import Mention, Vocabulary
from zhenkit.checks.describe import words
from zhenkit.checks.tree import INCLUDES, OPPOSITES, Check, FigureTable, Leaf
from zhenkit.core.errors import Problem
from zhenkit.core.i18n import _
from zhenkit.facts.types.members import SetType

REFUSALS = ("否决", "不予", "不得", "取消", "撤销")
"""What turns a comparison about: what the clause says then keeps a town out."""
DENIALS = ("未", "没有", "无")
"""What says of words behind it that they must not be so."""


@dataclass
class Against:
    """Holds lines against one clause, and keeps what came of it."""

    passage: Passage
    unit: str
    clause_line: int
    words: Vocabulary
    place_of: Callable[[Check], Problem]
    place: Problem
    """Of the criterion."""
    lines: Sequence[AskedLine]
    counts: frozenset[int] = frozenset()
    """How many of several checks are enough: figures of the clause that are no line's."""
    own: frozenset[str] = frozenset()
    """The facts that the file defines: each is asked for where the file wants it, whatever else has its words."""
    found: list[Difference] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    def compare(self) -> None:
        """Compare figures, members and words."""
        text = self.passage.text
        self.figures = figures(text, self.words)
        self.mentions = self.words.mentions(text)
        self.claimed: set[StatedFigure] = set()
        self.preferring = [part.sentence for part, _mentions in self._parts_with(PREFERRED)]
        """The sentences that prefer."""
        outcomes = {line: self._exact(line) for line in self.lines}
        for line in self.lines:
            self.beside.append(outcomes[line] or self._other(line))
        told = {_meaning(figure) for figure in self.claimed}
        for figure in self.figures:
            counts_checks = figure.kind == COUNT and not figure.facts and figure.value in self.counts
            if _meaning(figure) not in told and figure.kind != LEVEL and not counts_checks:
                self._add("figure-missing", self.place, self._shown(figure), figure.start)

    # lines

    def _exact(self, line: AskedLine) -> Beside | None:
        """The line, where all its figures are in the clause; else None."""
        leaf = line.leaf
        entries = line.entries
        if not entries or leaf.operator is INCLUDES or leaf.operator.word == "is":
            return None
        matched = [self._agreeing(line, by, value) for by, value in entries if value is not None]
        found = [figure for figure in matched if figure is not None]
        self.claimed |= set(found)
        if not found or len(found) < len(matched):
            return None
        said = list(dict.fromkeys(map(self._shown, found)))
        if isinstance(leaf.figure, FigureTable) and (none := [by for by, value in entries if value is None]):
            named = _(", ").join(leaf.figure.by.type.show(by) for by in none)
            said.append(_("no figure for {categories}, which is our reading").format(categories=named))
        return self._beside(line, FIGURE, _("; ").join(said), found[0].start)

    def _agreeing(self, line: AskedLine, by: str | None, value: Any) -> StatedFigure | None:
        """The figure of the clause that a line has; a merit's is where the clause prefers, another's is elsewhere."""
        equal = [
            figure
            for figure in self._figures_of(line.leaf)
            if figure.value == value and self._same_for(figure, by) and self._compares(figure, line.leaf)
        ]
        own = [figure for figure in equal if self._is_preferred(figure.start) == line.merit]
        return next(iter(own if line.is_of_existence else (*own, *equal)), None)

    def _is_preferred(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.preferring)

    def _figures_of(self, leaf: Leaf) -> Iterator[StatedFigure]:
        """The figures that a line may be of: those named so, before those of which the clause does not say."""
        kinds = [kind for kind, types in FITTING.items() if leaf.fact.type.figure.name in types]
        fitting = [figure for figure in self.figures if figure.kind in kinds]
        yield from (figure for figure in fitting if leaf.fact in figure.facts)
        yield from (figure for figure in fitting if not figure.facts and figure.may_count(leaf.fact))

    @staticmethod
    def _same_for(figure: StatedFigure, by: str | None) -> bool:
        return (by in figure.categories) if by is not None and figure.categories else not figure.categories

    def _compares(self, figure: StatedFigure, leaf: Leaf) -> bool:
        """Whether the clause compares as the line does; a refusal turns the comparison about."""
        if figure.comparison in ("", leaf.operator.word):
            return True
        turned = OPPOSITES.get(leaf.operator)
        said = self.passage.text[figure.start :].partition("。")[0]
        return turned is not None and turned.word == figure.comparison and any(word in said for word in REFUSALS)

    def _other(self, line: AskedLine) -> Beside:
        """The line, where not all of it is in the clause as figures."""
        leaf = line.leaf
        if leaf.operator is INCLUDES:
            return self._members(line)
        quantity = leaf.operator.word != "is"
        stated = any(
            leaf.fact in each.facts and each not in self.claimed and self._is_preferred(each.start) == line.merit
            for each in self.figures
        )
        readable = any(leaf.fact.type.figure.name in types for types in FITTING.values())
        if quantity and readable and (stated or not line.is_of_existence):
            return self._not_as_stated(line)
        if (mention := self._mention(line)) is not None:
            if leaf.operator.word == "is" and leaf.figure == self._is_refused(mention):
                document = _("keeps a town out") if leaf.figure else _("asked for")
                file = _("asked for") if leaf.figure else _("keeps a town out")
                self._add(
                    "comparison-differs", self.place_of(leaf), document, mention.start, file, str(leaf.fact.label)
                )
                return self._beside(line, DIFFERS, self.passage.text[mention.start : mention.end], mention.start)
            return self._beside(line, WORDS, self.passage.text[mention.start : mention.end], mention.start)
        if line.reading is not None:
            return self._beside(line, READING, str(line.reading), None)
        return self._beside(line, PEOPLE, "", None)

    def _is_refused(self, mention: Mention) -> bool:
        """Whether what is named keeps a town out: it may not be, or must not have been."""
        text = self.passage.text
        start, end = next(part.sentence for part in segments(text) if part.start <= mention.start < part.end)
        before = text[max(start, mention.start - 4) : mention.start]
        return any(word in text[start:end] for word in REFUSALS) or any(word in before for word in DENIALS)

    def _not_as_stated(self, line: AskedLine) -> Beside:
        leaf = line.leaf
        told: list[tuple[str, StatedFigure | None, str]] = []
        for by, value in line.entries:
            if value is None or self._agreeing(line, by, value):
                continue
            file = line.shown(by, value)
            code, figure = self._nearest(leaf, by, value)
            told.append((code, figure, file))
        if told and all(figure is None for _code, figure, _file in told) and line.readings:
            return self._beside(line, READING, str(line.readings[0]), None)
        for code, figure, file in told:
            shown, at = ("", None) if figure is None else (self._shown(figure), figure.start)
            self._add(code, self.place_of(leaf), shown, at, file, str(leaf.fact.label))
            self.claimed |= set() if figure is None else {figure}
        said = _("; ").join(dict.fromkeys(self._shown(figure) for _code, figure, _file in told if figure is not None))
        return self._beside(line, DIFFERS, said, None)

    def _nearest(self, leaf: Leaf, by: str | None, value: Any) -> tuple[str, StatedFigure | None]:
        """How a figure of a line differs from the clause, and from which figure there."""
        every = list(self._figures_of(leaf))
        equal = [figure for figure in every if figure.value == value]
        own = [figure for figure in every if leaf.fact in figure.facts]
        for code, candidates in (
            ("comparison-differs", [figure for figure in equal if self._same_for(figure, by)]),
            ("figure-differs", [f for f in own if f.categories and self._same_for(f, by)]),
            ("category-differs", [figure for figure in equal if figure.facts]),
            ("figure-differs", [f for f in own if f not in self.claimed and self._same_for(f, by)]),
            ("figure-differs", [f for f in own if f not in self.claimed]),
        ):
            if candidates:
                return code, candidates[0]
        return "figure-added", None

    def _members(self, line: AskedLine) -> Beside:
        leaf = line.leaf
        kind = leaf.fact.type
        assert isinstance(kind, SetType)
        named, unknown, at = self._listed(kind)
        asked = frozenset(leaf.figure)
        if not named:
            state = READING if line.readings else PEOPLE
            return self._beside(line, state, str(line.readings[0]) if line.readings else "", None)
        listed = "、".join([kind.by_id[each].label.zh for each in named] + unknown)
        if asked == frozenset(named) and not unknown:
            return self._beside(line, FIGURE, listed, at)
        self._add("members-differ", self.place_of(leaf), listed, at, kind.show(asked), str(leaf.fact.label))
        return self._beside(line, DIFFERS, listed, at)

    def _listed(self, kind: SetType) -> tuple[list[str], list[str], int | None]:
        """The members that the clause lists, what else is listed among them, and where."""
        text = self.passage.text
        found = self.words.members(text, kind)
        by_part = [(part, [each for each in found if part.start <= each.start < part.end]) for part in segments(text)]
        part, inside = max(by_part, key=lambda each: len(each[1]), default=(None, []))
        if part is None or not inside:
            return [], [], None
        unknown = []
        at = part.start
        for piece in text[part.start : part.end].split("、"):
            word = piece.partition("等")[0].strip()
            end = at + len(piece)
            listed = inside[0].start < at and (at < inside[-1].start or "等" in piece)
            if listed and word and not any(at <= each.start < end for each in inside):
                unknown.append(word)
            at = end + 1
        return list(dict.fromkeys(each.id for each in inside)), unknown, inside[0].start

    # what the clause has

    def _parts_with(self, mark: str) -> Iterator[tuple[Segment, list[Mention]]]:
        """The parts with a marked phrase, each with the facts named behind it there."""
        text = self.passage.text
        for part in segments(text):
            at = text.find(mark, part.start, part.end)
            if at >= 0:
                yield part, [each for each in self.mentions if at <= each.start < part.end]

    # telling

    def _mention(self, line: AskedLine) -> Mention | None:
        """Where the clause names a line's fact: a merit's where it prefers, if it does so there."""
        named = [each for each in self.mentions if line.leaf.fact in each.facts]
        own = (each for each in named if self._is_preferred(each.start) == line.merit)
        return next(own, None) or next(iter(named), None)

    def _at(self, line: AskedLine) -> int | None:
        mention = self._mention(line)
        return None if mention is None else mention.start

    def _beside(self, line: AskedLine, state: str, said: str, at: int | None) -> Beside:
        where = None if at is None else self.passage.line_at(at)
        return Beside(self.place_of(line.leaf), words(line.leaf), state, as_printed(said), where)

    def _add(self, code: str, place: Problem, document: str, at: int | None, file: str = "", of: str = "") -> None:
        stands = self.clause_line if at is None else self.passage.line_at(at)
        self.found.append(difference(code, place, document, (self.unit, stands), file, of))

    def _shown(self, figure: StatedFigure) -> str:
        if not figure.categories or figure.by is None:
            return figure.shown
        named = _(", ").join(figure.by.type.show(each) for each in figure.categories)
        return _("{figure} for {categories}").format(figure=figure.shown, categories=named)


def _meaning(figure: StatedFigure) -> tuple[Any, ...]:
    """What a figure says, wherever the clause says it."""
    return figure.kind, figure.value, figure.comparison, figure.facts, figure.categories
