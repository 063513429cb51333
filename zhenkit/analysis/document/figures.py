"""A clause's text -> what it states in figures: how much of what, for which category, compared how; and levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from zhenkit.analysis.document.clauses import chinese_number
from zhenkit.analysis.document.words import Mention, Vocabulary
from zhenkit.checks.tree import AT_LEAST, AT_MOST, LESS_THAN, MORE_THAN
from zhenkit.core.patterns import late
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import MOST_CHARACTERS, Unreadable, read_money

IN_PRINCIPLE, RELAXED, PREFERRED, ENCOURAGED = "原则上", "放宽", "优先", "鼓励"
"""The phrases that mark how strictly a clause is meant."""
MONEY, COUNT, PERCENT, LEVEL = "money", "count", "percent", "level"
FITTING = {
    MONEY: ("money",),
    COUNT: ("count", "number", "set"),
    PERCENT: ("percent",),
    LEVEL: ("level",),
}
"""By the kind of a figure: the types of the facts that it can be of."""


class StatedFigure(NamedTuple):
    """A figure that a text states."""

    start: int
    end: int
    kind: str
    value: Any
    """In fen, as a whole number, as a part of 1, as a rank."""
    written: str
    comparison: str
    """The word of a check; empty where the text has none."""
    phrase: str
    """The words that compare: 以上."""
    facts: tuple[Fact, ...]
    """What it is of, as far as the words beside it say; several where they go by the same words."""
    by: Fact | None
    categories: tuple[str, ...]
    """The values of that choice for which it is set; none where it is for all."""
    of: str
    """The words before it, for people."""

    @property
    def shown(self) -> str:
        """The figure with the words that compare, as the text has them."""
        return self.phrase if self.written in self.phrase else f"{self.phrase}{self.written}"

    def may_count(self, fact: Fact) -> bool:
        """Whether its measure word, where it has one, is such as the fact is counted in."""
        unit = self.written[-1]
        return self.kind != COUNT or unit not in _MEASURES or not fact.units or unit in fact.units


class Segment(NamedTuple):
    """What is between two commas; and between which two full stops."""

    start: int
    end: int
    sentence: tuple[int, int]


_STOPS = late("[。;!?]")
_COMMAS = late("[,:](?![0-9]{3}(?![0-9]))")


def segments(text: str) -> Iterator[Segment]:
    """The parts of a text between commas, colons and full stops.

    >>> [text[part.start : part.end] for text in ["甲,乙。丙1,000户"] for part in segments(text)]
    ['甲', '乙', '丙1,000户']
    """
    for start, end in _between(text, _STOPS, 0, len(text)):
        for left, right in _between(text, _COMMAS, start, end):
            yield Segment(left, right, (start, end))


def _between(text: str, pattern: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text, start, end):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:end].strip():
        yield start, end


_MEASURES = "户家个人名项件种台倍亩所门类条支款座处批年分"
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,6})?"
_FIGURE = late(
    rf"(?<![0-9A-Za-z+.第〕])(?P<low>{_NUMBER})(?:(?P<lowunit>亿元|万元|元|亿|万|%|[{_MEASURES}])?"
    rf"(?:至|~|-|—|到)(?P<high>{_NUMBER}))?(?P<unit>亿元|万元|元|亿(?!级)|万?[{_MEASURES}]|万|%)?(?![0-9+A-Za-z])"
)
_CHINESE = late(rf"(?P<low>[两一二三四五六七八九十百]{{1,4}})(?P<unit>[{_MEASURES}])")
_BEFORE = (
    (AT_MOST, late(r"(不超过|不高于|不多于|不大于|至多|最多|控制在)(?:为|在)?$")),
    (AT_LEAST, late(r"(不少于|不低于|不小于|至少|最少)(?:应)?(?:拥有|具有|具备|有|达到|达|为|在)?$")),
    (MORE_THAN, late(r"(?<!不)(超过|高于|大于|突破|多于)(?:了)?$")),
    (LESS_THAN, late(r"(?<!不)(低于|少于|小于|不足)$")),
)
_REACHING = late(r"(应?(?:达到|达|满)|应(?:不少于|有|拥有))(?:了)?$")
_BEHIND = (
    (MORE_THAN, late(r"以上\(不含(?:本数)?\)")),
    (AT_LEAST, late(r"(?:\(含(?:本数)?\))?(?:及|或|\(含\))?以上(?:\(含(?:本数)?\))?")),
    (AT_MOST, late(r"(?:\(含\))?(?:及|或)?(?:以下|以内|之内)")),
)
_ANEW = ("但", "均", "所有", "各类")
"""What begins a part that is no longer about the category before it."""


def figures(text: str, words: Vocabulary) -> list[StatedFigure]:
    """The figures of a text, levels among them, in order; years, ordinals and numbers in names are none."""
    found: list[StatedFigure] = []
    mentions = words.mentions(text)
    sentence: tuple[int, int] = (-1, -1)
    carried: tuple[Fact, ...] = ()
    categories: tuple[str, ...] = ()
    by: Fact | None = None
    for part in segments(text):
        if part.sentence != sentence or text[part.start : part.end].startswith(_ANEW):
            categories, by = (), None
        if part.sentence != sentence:
            sentence, carried = part.sentence, ()
        inside = [each for each in mentions if part.start <= each.start < part.end]
        found += _levels(text, part, inside, words)
        after = part.start
        for start, end, kind, value, comparison, phrase in _stated(text, part):
            named = _categories(text[after:start], words)
            if named is not None:
                by, categories = named
            facts = _fitting(kind, inside, after, start, part.end) or tuple(_of(kind, carried))
            of = text[after:start].strip("、 ")
            found.append(
                StatedFigure(start, end, kind, value, text[start:end], comparison, phrase, facts, by, categories, of)
            )
            after, carried = end, facts or carried
        if after == part.start:  # no figure here: what is named may be said of the next part's
            if (named := _categories(text[part.start : part.end], words)) is not None:
                by, categories = named
            carried = tuple(fact for each in inside for fact in each.facts) or carried
    return sorted(found, key=lambda figure: (figure.start, figure.end))


def _of(kind: str, facts: Sequence[Fact]) -> Iterator[Fact]:
    return (fact for fact in facts if fact.type.figure.name in FITTING[kind])


def _fitting(kind: str, mentions: Sequence[Mention], after: int, start: int, end: int) -> tuple[Fact, ...]:
    """The facts that the figure may be of: those named last before it, else first behind it."""
    before = [each for each in mentions if after <= each.start < start and any(_of(kind, each.facts))]
    behind = [each for each in mentions if start < each.start < end and any(_of(kind, each.facts))]
    nearest = before[-1:] or behind[:1]
    return tuple(fact for each in nearest for fact in _of(kind, each.facts))


def _categories(text: str, words: Vocabulary) -> tuple[Fact, tuple[str, ...]] | None:
    for fact in words.choices:
        if named := words.members(text, fact.type):  # type: ignore[arg-type]
            return fact, tuple(dict.fromkeys(each.id for each in named))
    return None


_Found = tuple[int, int, str, Any, str, str]


def _stated(text: str, part: Segment) -> Iterator[_Found]:
    """The amounts, counts and shares of a segment, each with how it compares."""
    matches = [*_FIGURE.finditer(text, part.start, part.end), *_CHINESE.finditer(text, part.start, part.end)]
    for match in sorted(matches, key=lambda each: each.start()):
        said = match.groupdict()
        read = _read(match["low"], match["unit"] or said.get("lowunit") or "")
        if read is None:
            continue
        comparison, phrase, _end = _compared(text, match.start(), match.end(), part)
        if said.get("high") and not comparison:
            comparison, phrase = AT_LEAST.word, match[0]
        # 一种, 两个, 近3年: words, unless they are compared with
        if comparison or (match["low"][0].isdigit() and match["unit"] != "年"):
            yield match.start(), match.end(), *read, comparison, phrase


def _read(number: str, unit: str) -> tuple[str, Any] | None:
    """The kind and the exact value of a figure; None where it cannot be read."""
    digits = number.replace(",", "")
    if not unit or (unit == "年" and len(digits) > 2):  # 2025年 is a year
        return None
    if not digits[0].isdigit():
        return COUNT, chinese_number(digits.replace("两", "二"))
    if unit == "%":
        return PERCENT, Fraction(digits) / 100
    if "元" in unit or unit in ("亿", "万"):
        try:
            return MONEY, read_money(f"{digits}{unit}"[:MOST_CHARACTERS])
        except Unreadable:
            return None
    value = Fraction(digits) * (10_000 if unit.startswith("万") else 1)
    return COUNT, int(value) if value.denominator == 1 else value


def _compared(text: str, start: int, end: int, part: Segment) -> tuple[str, str, int]:
    """How a figure compares, by the words before and behind it; empty where it does not."""
    before = text[max(part.start, start - 12) : start]
    for operator, pattern in _BEFORE:
        if match := pattern.search(before):
            return operator.word, match[1], end
    for operator, pattern in _BEHIND:
        if match := pattern.match(text, end):
            return operator.word, text[start : match.end()], match.end()
    if match := _REACHING.search(before):
        return AT_LEAST.word, match[1], end
    return "", "", end


def _levels(text: str, part: Segment, mentions: Sequence[Mention], words: Vocabulary) -> Iterator[StatedFigure]:
    """The levels of a segment, as of the facts named behind them."""
    ranks = words.levels.ranks
    named = [each for each in words.members(text[part.start : part.end], words.levels) if ranks[each.id]]
    for mention in mentions:
        facts = tuple(_of(LEVEL, mention.facts))
        before = [each for each in named if part.start + each.start < mention.end]
        if not facts or not before:
            continue
        lowest = min(ranks[each.id] for each in before)
        start, end = part.start + before[0].start, part.start + before[-1].end
        written = text[start:end] + ("以上" if text[end:].startswith(("以上", "及以上")) else "")
        yield StatedFigure(
            *(start, end, LEVEL, lowest, written, AT_LEAST.word, written, facts, None, ()),
            of=text[mention.start : mention.end],
        )
