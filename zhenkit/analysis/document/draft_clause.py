"""A clause of a standard -> the checks that a first rule file has for it, each with what it was made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from zhenkit.analysis.document.against import REFUSALS
from zhenkit.analysis.document.draft_checks import (
    FROM_FIGURES,
    FROM_WORDS,
    OWN,
    DraftCheck,
    DraftCriterion,
    asked_of_words,
    merged_tables,
    without_repeats,
)
from zhenkit.analysis.document.figures import (
    COUNT,
    IN_PRINCIPLE,
    LEVEL,
    MONEY,
    PERCENT,
    PREFERRED,
    RELAXED,
    Segment,
    StatedFigure,
    figures,
    segments,
)
from zhenkit.analysis.document.passage import Passage
from zhenkit.analysis.document.read import as_printed
from zhenkit.analysis.document.words import Mention, Vocabulary
from zhenkit.checks.tree import AT_LEAST, OPPOSITES
from zhenkit.core.i18n import both, noted
from zhenkit.facts.types.members import SetType
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.rulesets.builder import FIGURE_OPERATORS

VAGUE = ("按需", "初步", "基本", "逐步", "一定")
"""Phrases that leave open how much is asked."""
LONGEST_LABEL = 40
IN_PRINCIPLE_READ = noted("“in principle” (原则上): failing it is an exception, which needs reasons and review")
RELAXED_READ = noted("the exception (放宽): these together; who needs it is graded relaxed, never met")
FIGURE_READ = noted("“in principle” (原则上) of the figure has the relaxation (放宽) as its one exception")
FLOOR_READ = noted("with or without the exception, nothing goes below this floor")
VAGUE_READ = noted("vague: all of them are met, some but not all are for review, none is not met")


OwnFact = Callable[[str, str, str], str]
"""Gives the id of a fact of the file's own, by label, type and unit."""
_LEADING = re.compile(r"^(?:专业镇的?(?!内)|特色|主导产业的?|同时|并且?|且|其中|原则上|能|应|须)+(?=.{4})")
_REFUSED = re.compile(r"(?:情形)?的?,?(?:一律)?(?:不予|不得|取消|撤销|实行一票否决|一票否决).{0,12}$")
_TRAILING = re.compile(r"(?:应|须|要|不少于|不低于|至少|应?达到|达到|应?拥有|具有|超过|高于|不超过|为|在|的)+$")


class ClauseDraft:
    """Makes the checks of one clause."""

    def __init__(self, passage: Passage, words: Vocabulary, own: OwnFact) -> None:
        self.passage, self.text, self.words, self.own = passage, passage.text, words, own
        self.figures = figures(passage.text, words)
        self.mentions = words.mentions(passage.text)
        self.parts = list(segments(passage.text))
        self.preferring = self._sentences(PREFERRED)
        self.relaxing = self._sentences(RELAXED)
        self.made = DraftCriterion()
        self.heading = ""
        self.required: set[str] = set()
        """The ids of the facts that are required."""

    def criterion(self, heading: str) -> DraftCriterion:
        """The criterion."""
        self.heading = heading
        required: list[DraftCheck] = []
        for part in self.parts:
            if part.sentence in self.preferring or part.sentence in self.relaxing:
                continue
            required += self._required(part)
        if self.relaxing and not required:
            required = self._of_heading()
        for sentence in self.relaxing:
            required = self._with_exception(required, sentence)
        self.made.require = without_repeats(required)
        for sentence in self.preferring:
            self.made.prefer += self._merits(sentence)
        self.made.require = self.made.require or self._of_heading()
        return self.made

    def _of_heading(self) -> list[DraftCheck]:
        """A finding for the whole clause, of which nothing else was made."""
        label = as_printed(self.heading) or _label(self.text)
        return [self._leaf(self.own(label, "finding", ""), {"is": True}, 0, label, OWN)]

    def _sentences(self, mark: str) -> list[tuple[int, int]]:
        found = (part.sentence for part in self.parts if mark in self.text[part.sentence[0] : part.sentence[1]])
        return list(dict.fromkeys(found))

    def _leaf(self, fact: str, asked: dict[str, Any], at: int, said: str, source: str) -> DraftCheck:
        return DraftCheck("fact", fact, asked, line=self.passage.line_at(at), said=said, source=source)

    # what is required

    def _required(self, part: Segment) -> list[DraftCheck]:
        """The checks of what is between two commas."""
        text = self.text[part.start : part.end]
        refused = any(word in self.text[part.sentence[0] : part.sentence[1]] for word in REFUSALS)
        made = [*self._sets(part), *self._of_figures(_inside(self.figures, part), refused)]
        named = [each for each in _inside(self.mentions, part) if not self._has_figure(each)]
        for several in _alternatives(named, self.text):
            checks = [check for each in several if (check := self._of_words(each, refused)) is not None]
            if len(several) > 1 and len(checks) > 1:
                made.append(DraftCheck("any", of=checks, line=checks[0].line))
            else:
                made += checks
        if not made and not _inside(self.mentions, part):
            self._unknown(part, refused, made)
        principle = text.find(IN_PRINCIPLE)
        if principle >= 0 and made and not refused:
            made = [self._in_principle(check) for check in made]
        self.required |= {check.fact for each in made for check in each.walk() if check.fact}
        return made

    def _in_principle(self, check: DraftCheck) -> DraftCheck:
        if check.source == FROM_FIGURES and self.relaxing:
            check.reading = both(FIGURE_READ)
            return check
        return DraftCheck("in_principle", of=[check], line=check.line, reading=both(IN_PRINCIPLE_READ))

    def _has_figure(self, mention: Mention) -> bool:
        """Whether a figure is of what is named: it makes the line."""
        return any(
            set(mention.facts) & set(each.facts) and _same_sentence(self.parts, mention.start, each.start)
            for each in self.figures
        )

    def _sets(self, part: Segment) -> Iterator[DraftCheck]:
        sentence = self.text[part.sentence[0] : part.sentence[1]]
        for fact in self.words.sets:
            assert isinstance(fact.type, SetType)
            found = [each for each in self.words.members(self.text, fact.type) if part.start <= each.start < part.end]
            members = list(dict.fromkeys(each.id for each in found))
            if len(members) < 2:
                continue
            said = self.text[found[0].start : found[-1].end]
            every = self._leaf(fact.id, {"includes": members}, found[0].start, said, FROM_WORDS)
            if not any(word in sentence for word in VAGUE):
                yield every
                continue
            yield self._leaf(fact.id, {"at_least": 1}, found[0].start, said, FROM_WORDS)
            yield DraftCheck("in_principle", of=[every], line=every.line, reading=both(VAGUE_READ))

    def _of_figures(self, found: Sequence[StatedFigure], refused: bool) -> list[DraftCheck]:
        """The lines of figures; those of one fact for several categories are one table."""
        made: list[DraftCheck] = []
        for figure in found:
            fact = self._fact_of(figure)
            if fact is None:
                continue
            fact_id, write = fact
            word = figure.comparison or AT_LEAST.word
            word = OPPOSITES[FIGURE_OPERATORS[word]].word if refused else word
            value: Any = write(figure.value)
            check = self._leaf(fact_id, {word: value}, figure.start, figure.shown, FROM_FIGURES)
            if figure.categories and figure.by is not None:
                check.asked = {word: {"by": figure.by.id, **dict.fromkeys(figure.categories, value)}}
            made.append(check)
        return made

    def _fact_of(self, figure: StatedFigure) -> tuple[str, Callable[[Any], Any]] | None:
        """The id of what a figure is of, and how it is written; a fact of the file's own where it is not known."""
        if figure.facts:
            fact = next((each for each in figure.facts if each.id not in self.required), figure.facts[0])
            return fact.id, fact.type.figure.write
        part = next(each for each in self.parts if each.start <= figure.start < each.end)
        behind = self.text[figure.end : part.end].removeprefix("以上")
        labels = (_label(_TRAILING.sub("", figure.of)), _label(behind), _label(self.text[part.start : part.end]))
        label = next((each for each in labels if len(each) > 2), "")
        kind = {MONEY: "money", COUNT: "count", PERCENT: "percent"}.get(figure.kind)
        if len(label) < 2 or kind is None:
            self.made.unplaced.append((self.passage.line_at(figure.start), figure.shown))
            return None
        if kind == "count" and not isinstance(figure.value, int):
            kind = "number"
        unit = re.sub(r"[0-9.,万亿元%]|^[两一二三四五六七八九十百]+", "", figure.written)
        return self.own(label, kind, unit), PLAIN_TYPES[kind].write

    def _of_words(self, mention: Mention, refused: bool = False, merit: bool = False) -> DraftCheck | None:
        """The line of a fact that is named without a figure: that it is so, that there is one."""
        fresh = (fact for fact in mention.facts if not (merit and fact.id in self.required))
        fact = next(fresh, mention.facts[0])
        asked = asked_of_words(fact, refused)
        said = self.text[mention.start : mention.end]
        if asked is None:
            self.made.unplaced.append((self.passage.line_at(mention.start), said))
            return None
        return self._leaf(fact.id, asked, mention.start, said, FROM_WORDS)

    def _unknown(self, part: Segment, refused: bool, made: list[DraftCheck]) -> None:
        """Words that name no fact: a finding of the file's own; what only leads to what follows is listed."""
        text = self.text[part.start : part.end]
        label = _label(text)
        if len(label) < 4 or any(word in text for word in ("按需", "一定", "下列", "以下", "如下")):
            self.made.unplaced.append((self.passage.line_at(part.start), text))
            return
        made.append(self._leaf(self.own(label, "finding", ""), {"is": not refused}, part.start, label, OWN))

    # exceptions and merits

    def _with_exception(self, required: list[DraftCheck], sentence: tuple[int, int]) -> list[DraftCheck]:
        """The checks with the exception that a sentence makes, and its floor beside them."""
        floors = self._of_figures(_inside(self.figures, sentence), refused=False)
        for floor in floors:
            floor.reading = both(FLOOR_READ)
        of = {floor.fact for floor in floors}
        relaxed = [c for c in required if c.source == FROM_FIGURES and (c.fact in of or not of)]
        relaxed = relaxed or [check for check in required if check.source == FROM_FIGURES] or required
        named = [
            each
            for each in _inside(self.mentions, sentence)
            if any(fact.type.figure.name in ("finding", "yes/no") for fact in each.facts)
        ]
        conditions: list[DraftCheck] = []
        for several in _alternatives(named, self.text):
            checks = [check for each in several if (check := self._of_words(each)) is not None]
            conditions += [DraftCheck("any", of=checks, line=checks[0].line)] if len(checks) > 1 else checks
        if not conditions:
            label = _label(self.text[sentence[0] : sentence[1]])
            conditions = [self._leaf(self.own(label, "finding", ""), {"is": True}, sentence[0], label, OWN)]
        line = self.passage.line_at(sentence[0])
        inside = conditions[0] if len(conditions) == 1 else DraftCheck("all", of=conditions, line=line)
        exception = DraftCheck("relaxed", of=[inside], line=line, reading=both(RELAXED_READ))
        rule = relaxed if len(relaxed) == 1 else merged_tables(relaxed)
        rule = rule if len(rule) == 1 else [DraftCheck("all", of=rule)]
        either = DraftCheck("any", of=[*rule, exception], line=line)
        return [*(check for check in required if check not in relaxed), *floors, either]

    def _merits(self, sentence: tuple[int, int]) -> list[DraftCheck]:
        """What a sentence prefers."""
        made = self._of_figures([f for f in _inside(self.figures, sentence) if f.kind != LEVEL], refused=False)
        levels = self._of_figures([f for f in _inside(self.figures, sentence) if f.kind == LEVEL], refused=False)
        named = [each for each in _inside(self.mentions, sentence) if not self._has_figure(each)]
        found = (self._of_words(each, merit=True) for each in named)
        made += [*levels, *(check for check in found if check is not None)]
        if not made:
            label = _label(self.text[sentence[0] : sentence[1]].partition(PREFERRED)[0])
            made = [self._leaf(self.own(label, "finding", ""), {"is": True}, sentence[0], label, OWN)]
        return without_repeats(made)


def _inside(found: Sequence[Any], part: Any) -> list[Any]:
    start, end = part[:2]
    return [each for each in found if start <= each.start < end]


def _same_sentence(parts: Iterable[Segment], one: int, other: int) -> bool:
    return any(part.sentence[0] <= min(one, other) and max(one, other) < part.sentence[1] for part in parts)


def _alternatives(named: Sequence[Mention], text: str) -> list[list[Mention]]:
    """What is named, those in one that stand as 甲、乙等丙 or 甲或乙: one of them is enough."""
    groups: list[list[Mention]] = []
    for each in named:
        if groups and text[groups[-1][-1].end : each.start] in ("、", "或", "或者", ""):
            groups[-1].append(each)
        else:
            groups.append([each])
    found: list[list[Mention]] = []
    for group in groups:
        between = {text[one.end : other.start] for one, other in pairwise(group)}
        last = group[-1]
        either = between & {"或", "或者"} or text.startswith("等", last.start) or text.startswith("等", last.end)
        found += [group] if either else [[each] for each in group]
    return found


def _label(text: str) -> str:
    """The words of a text as a fact's label."""
    bare = _REFUSED.sub("", text.strip("、,。;: “”"))
    return as_printed(_LEADING.sub("", bare).strip("、,。;: ")[:LONGEST_LABEL])
