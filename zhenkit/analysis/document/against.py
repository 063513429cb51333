"""A criterion (or a goal) against its clause: each line of it, and what no line has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from zhenkit.analysis.document.clauses import Passage
from zhenkit.analysis.document.figures import (
    FITTING,
    IN_PRINCIPLE,
    LEVEL,
    PREFERRED,
    RELAXED,
    Segment,
    StatedFigure,
    figures,
    segments,
)
from zhenkit.analysis.document.kinds import Difference, difference
from zhenkit.analysis.document.read import as_printed
from zhenkit.analysis.document.words import Mention, Vocabulary
from zhenkit.checks.describe import asked_in_words, figure_in_words, words
from zhenkit.checks.tree import INCLUDES, OPPOSITES, Check, FigureTable, Fold, InPrinciple, Leaf, Relaxed
from zhenkit.core.errors import Problem
from zhenkit.core.i18n import Text, _, noted
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import SetType

FIGURE, WORDS, READING, PEOPLE, DIFFERS = (
    noted("agrees in figures or list"),
    noted("its words are in the clause"),
    noted("our reading"),
    noted("to be read by people"),
    noted("differs"),
)
"""What became of a line: no more is said of it than was compared."""
REFUSALS = ("否决", "不予", "不得", "取消", "撤销")
"""What turns a comparison about: what the clause says then keeps a town out."""


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
    found: list[Difference] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    def compare(self, marks: bool = True) -> None:
        """Compare all: figures, members, words, and with `marks` what is asked in principle, relaxed and preferred."""
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
            if _meaning(figure) not in told and figure.kind != LEVEL:
                self._add("figure-missing", self.place, self._shown(figure), figure.start)
        if marks:
            self._not_asked()
            self._in_principle()
            self._relaxed()
            self._preferred()

    # lines

    def _exact(self, line: AskedLine) -> Beside | None:
        """The line, where all its figures are in the clause; else None."""
        leaf = line.leaf
        entries = _entries(leaf)
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
        return next(iter(own if _is_of_existence(line.leaf) else (*own, *equal)), None)

    def _is_preferred(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.preferring)

    def _figures_of(self, leaf: Leaf) -> Iterator[StatedFigure]:
        """The figures that a line may be of: those named so, before those of which the clause does not say."""
        kinds = [kind for kind, types in FITTING.items() if leaf.fact.type.figure.name in types]
        fitting = [figure for figure in self.figures if figure.kind in kinds]
        yield from (figure for figure in fitting if leaf.fact in figure.facts)
        yield from (figure for figure in fitting if not figure.facts)

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
        quantity = leaf.operator.word != "is" and not isinstance(leaf.fact.type, SetType)
        stated = any(
            leaf.fact in each.facts and each not in self.claimed and self._is_preferred(each.start) == line.merit
            for each in self.figures
        )
        readable = any(leaf.fact.type.figure.name in types for types in FITTING.values())
        if quantity and readable and (stated or not _is_of_existence(leaf)):
            return self._not_as_stated(line)
        if (mention := self._mention(line)) is not None:
            return self._beside(line, WORDS, self.passage.text[mention.start : mention.end], mention.start)
        if line.reading is not None:
            return self._beside(line, READING, str(line.reading), None)
        return self._beside(line, PEOPLE, "", None)

    def _not_as_stated(self, line: AskedLine) -> Beside:
        leaf = line.leaf
        told: list[tuple[str, StatedFigure | None, str]] = []
        for by, value in _entries(leaf):
            if value is None or self._agreeing(line, by, value):
                continue
            file = _shown_entry(leaf, by, value)
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

    # what no line has, and marks

    def _not_asked(self) -> None:
        asked = {line.leaf.fact for line in self.lines}
        for mention in self.mentions:
            if asked.isdisjoint(mention.facts):
                said = self.passage.text[mention.start : mention.end]
                self._add("not-asked", self.place, said, mention.start, of=_labels(mention.facts))
        for fact in self.words.sets:
            if fact not in asked and isinstance(fact.type, SetType) and len((listed := self._listed(fact.type))[0]) > 2:
                said = "、".join(fact.type.by_id[each].label.zh for each in listed[0])
                self._add("not-asked", self.place, said, listed[2], of=str(fact.label))

    def _parts_with(self, mark: str) -> Iterator[tuple[Segment, list[Mention]]]:
        """The parts with a marked phrase, each with the facts named behind it there."""
        text = self.passage.text
        for part in segments(text):
            at = text.find(mark, part.start, part.end)
            if at >= 0:
                yield part, [each for each in self.mentions if at <= each.start < part.end]

    def _in_principle(self) -> None:
        said, governed = _("in principle (原则上)"), set()
        for part, mentions in self._parts_with(IN_PRINCIPLE):
            facts = {fact for mention in mentions for fact in mention.facts}
            governed |= facts
            about = [line for line in self.lines if line.leaf.fact in facts and not line.relaxed]
            if any(line.in_principle or _speaks_of(line, IN_PRINCIPLE) for line in about):
                continue
            if not facts and any(line.in_principle for line in self.lines):
                continue
            place = self.place_of(about[0].leaf) if about else self.place
            of = str(words(about[0].leaf)) if about else self.passage.text[part.start : part.end]
            self._add("in-principle", place, said, part.start, _("required"), of)
        for line in self.lines:
            if line.in_principle and line.leaf.fact not in governed and not self._reads_in(line, IN_PRINCIPLE):
                of = str(words(line.leaf))
                self._add("in-principle", self.place_of(line.leaf), _("required"), self._at(line), said, of)

    def _relaxed(self) -> None:
        text = self.passage.text
        excepted = [line for line in self.lines if line.relaxed]
        parts = list(self._parts_with(RELAXED))
        added = [line for line in excepted if not parts and not self._reads_in(line, RELAXED)]
        for line in added[:1]:
            self._add("relaxation", self.place_of(line.leaf), "", None, _("an exception"), _("relaxation"))
        for part, _mentions in parts:
            start, end = part.sentence
            inside = [each for each in self.mentions if start <= each.start < end]
            for mention in inside:
                conditions = [fact for fact in mention.facts if fact.type.figure.name in ("finding", "yes/no")]
                if conditions and not any(line.leaf.fact in mention.facts for line in excepted):
                    said = text[mention.start : mention.end]
                    file = _("no condition of an exception")
                    self._add("relaxation", self.place, said, mention.start, file, _labels(mention.facts))
            if not excepted and not any(_speaks_of(line, RELAXED) for line in self.lines):
                self._add("relaxation", self.place, _("an exception (放宽)"), part.start, "", _("relaxation"))

    def _preferred(self) -> None:
        merits = [line for line in self.lines if line.merit]
        sentences = self.preferring
        said = _("preferred (优先)")
        inside = [each for each in self.mentions if self._is_preferred(each.start)]
        for mention in inside:
            required = [line for line in self.lines if line.leaf.fact in mention.facts and not line.merit]
            held = any(line.leaf.fact in mention.facts for line in merits)
            if required and not held and not any(_speaks_of(line, PREFERRED) for line in required):
                place, of = self.place_of(required[0].leaf), str(words(required[0].leaf))
                self._add("merit", place, said, mention.start, _("required"), of)
        if sentences and not merits and not inside:
            self._add("merit", self.place, said, sentences[0][0], "", _("merits"))
        for line in merits:
            named = any(line.leaf.fact in mention.facts for mention in inside)
            if not named and not self._reads_in(line, PREFERRED):
                in_text = self._at(line)
                document = "" if in_text is None else _("required")
                place = self.place_of(line.leaf)
                self._add("merit", place, document, in_text, _("preferred"), str(words(line.leaf)))

    def _reads_in(self, line: AskedLine, phrase: str) -> bool:
        """Whether a reading adds what the phrase would say; one that speaks of the phrase explains it instead."""
        adds = bool(line.readings) and not _speaks_of(line, phrase)
        if adds:
            at = self.lines.index(line)
            self.beside[at] = self.beside[at]._replace(state=READING, said=str(line.readings[0]), line=None)
        return adds

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


def _speaks_of(line: AskedLine, phrase: str) -> bool:
    """Whether a reading above a line says how this phrase of the clause is meant."""
    return any(phrase in reading.zh for reading in line.readings)


def _is_of_existence(leaf: Leaf) -> bool:
    """Whether a line asks that there is one at all, which a clause says without a figure."""
    return leaf.operator.word in ("at_least", "less_than") and leaf.figure == 1


def _entries(leaf: Leaf) -> list[tuple[str | None, Any]]:
    if isinstance(leaf.figure, FigureTable):
        return list(leaf.figure.figures.items())
    return [(None, leaf.figure)]


def _shown_entry(leaf: Leaf, by: str | None, value: Any) -> str:
    if by is None or not isinstance(leaf.figure, FigureTable):
        return asked_in_words(leaf, value)
    figure = _(leaf.fact.type.comparisons[leaf.operator.word]).format(figure=figure_in_words(leaf.fact, value))
    return _("{figure} for {categories}").format(figure=figure, categories=leaf.figure.by.type.show(by))


def _labels(facts: Sequence[Fact]) -> str:
    return _(" or ").join(str(fact.label) for fact in facts)
