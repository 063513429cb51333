"""What a reform does, in words: who gains and who loses, by verdict, place and criterion; still no format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from zhenkit.checks.grades import Span
from zhenkit.core.i18n import _, plural
from zhenkit.facts.types.members import MemberType
from zhenkit.judging.directions import DIRECTIONS, Direction
from zhenkit.judging.reform import Pair, Reform, Reformed
from zhenkit.reports.phrases.grades import (
    SYMBOLS,
    VERDICTS,
    grade_in_words,
    grade_word,
    in_brackets,
    verdict_in_words,
    verdict_word,
)
from zhenkit.reports.phrases.titles import place_and_year
from zhenkit.rulesets.model import NO_FIGURE, RuleSet

BAR = 30
"""How long the longest bar of text is."""


class CountTable(NamedTuple):
    """A table: its title, its heads, and its rows; all but the first column are counts."""

    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class VerdictBar(NamedTuple):
    """How many towns have a verdict on one side, and how long that bar is, of 1."""

    verdict: str
    side: str
    towns: int
    share: Fraction

    @property
    def blocks(self) -> str:
        """The bar in text: at least a sliver where there is a town."""
        eighths = round(self.share * BAR * 8)
        if self.towns and not eighths:
            eighths = 1
        return "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]


def labels(found: Reform) -> tuple[str, str]:
    """What the two sides are called, short."""
    a, b = found.a, found.b
    if found.changed:
        changed = _("{rules}, changed").format(rules=b.id)
        return (a.id, changed)
    for one, other in ((a.id, b.id), (a.edition, b.edition)):
        if one != other:
            return one, other
    return a.file, b.file


def headline(found: Reform) -> str:
    """Which standard becomes which."""
    b = _("the same with figures changed") if found.changed and found.a.id == found.b.id else _named(found.b)
    return _("{a} → {b}").format(a=_named(found.a), b=b)


def _named(rules: RuleSet) -> str:
    return f"{rules.title}{in_brackets(rules.id)}"


def changes(found: Reform) -> list[str]:
    """The figures that were changed."""
    said, listed = _("{name}: {before} → {after}"), []
    for one in found.changed:
        kind = found.b.facts[one.fact].type if one.fact is not None else None
        words = {member.id: str(member.label) for member in kind.members} if isinstance(kind, MemberType) else {}
        before, after = (_value(value, words) for value in (one.before, one.after))
        listed.append(said.format(name=one.name, before=before, after=after))
    return listed


def _value(value: object, words: Mapping[str, str]) -> str:
    """A figure as a rule file has it, in words; `words` are those of its fact's members."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, tuple)):
        return _(", ").join(_value(each, words) for each in value)
    return words.get(str(value)) or (grade_word(NO_FIGURE) if value == NO_FIGURE else str(value))


def direction_word(direction: Direction) -> str:
    """What becomes of a town."""
    return {
        "gains": _("gain"),
        "loses": _("lose"),
        "moves": _("come out otherwise"),
        "stays": _("stay"),
    }[direction]


def summary(found: Reform) -> str:
    """How many towns gain and lose."""
    count = len(found.towns)
    counts = _(", ").join(f"{direction_word(one)} {found.tally.get(one, 0)}" for one in DIRECTIONS)
    return plural("{count} town: {counts}", "{count} towns: {counts}", count).format(count=count, counts=counts)


def bars(found: Reform) -> list[VerdictBar]:
    """How many towns have each verdict before and after; a verdict that none has is left out."""
    sides = [
        [sum(count for pair, count in found.verdicts.items() if pair[side] == verdict) for verdict in VERDICTS]
        for side in (0, 1)
    ]
    most = max((count for side in sides for count in side), default=0)
    return [
        VerdictBar(verdict, label, counts[at], Fraction(counts[at], most))
        for at, verdict in enumerate(VERDICTS)
        if sides[0][at] or sides[1][at]
        for label, counts in zip(labels(found), sides, strict=True)
    ]


def tables(found: Reform) -> Iterator[CountTable]:
    """From verdict to verdict, by place, by criterion."""
    a, b = labels(found)
    used = [[word for word in VERDICTS if any(pair[side] == word for pair in found.verdicts)] for side in (0, 1)]
    yield CountTable(
        _("From verdict to verdict"),
        _("a row a verdict by {a}, a column a verdict by {b}").format(a=a, b=b),
        ("", *map(verdict_word, used[1])),
        tuple((verdict_word(one), *(str(found.verdicts.get((one, other), 0)) for other in used[1])) for one in used[0]),
    )
    words = tuple(map(direction_word, DIRECTIONS))
    yield CountTable(
        _("By place"),
        _("what becomes of the verdicts of its towns"),
        (_("Place"), *words),
        tuple(
            (place or _("place not stated"), *(str(counts.get(one, 0)) for one in DIRECTIONS))
            for place, counts in found.places
        ),
    )
    rows = tuple(
        (pair_title(pair), *(str(counts.get(one, 0)) for one in DIRECTIONS[:3]))
        for pair, counts in found.criteria
        if counts
    )
    if rows:
        yield CountTable(
            _("By criterion"),
            _("in how many towns its grade is higher, lower, or otherwise changed"),
            (_("Criterion"), _("higher"), _("lower"), _("otherwise")),
            rows,
        )


def pair_title(pair: Pair) -> str:
    """A criterion, with what became of its number or name."""
    one, other = pair
    if one is not None and other is not None:
        number = str(one.number) if one.number == other.number else f"{one.number} → {other.number}"
        name = str(one.name) if str(one.name) == str(other.name) else f"{one.name} → {other.name}"
        return f"{number} {name}"
    if one is not None:
        return f"{one.number} {one.name}" + in_brackets(_("dropped"))
    assert other is not None  # a pair has one at least
    return f"{other.number} {other.name}" + in_brackets(_("new"))


class TownLine(NamedTuple):
    """A town whose verdict changes."""

    direction: Direction
    name: str
    place: str
    before: str
    after: str
    before_word: str
    after_word: str
    """The verdicts' words in JSON."""
    criteria: str


MARKS = {"gains": "+", "loses": "-", "moves": "x", "stays": "="}
"""A sign for what becomes of a town."""


def town_lines(found: Reform) -> list[TownLine]:
    """The towns whose verdict changes, those that lose first."""
    return [_line(found, town) for town in found.moved]


def _line(found: Reform, town: Reformed) -> TownLine:
    said = []
    for moved in town.criteria:
        pair = found.pairs[moved.pair]
        criterion = pair.a or pair.b
        assert criterion is not None  # a pair has one at least
        said.append(f"{criterion.number} {_grade(moved.a)} → {_grade(moved.b)}")
    return TownLine(
        town.direction,
        town.name,
        place_and_year(" ".join(filter(None, town.place)), town.year),
        verdict_in_words(town.a),
        verdict_in_words(town.b),
        town.a.verdict,
        town.b.verdict,
        _("; ").join(said),
    )


def _grade(span: Span | None) -> str:
    return _("none") if span is None else grade_in_words(span)


def town_heads(found: Reform) -> tuple[str, ...]:
    """The heads of the table of towns."""
    a, b = labels(found)
    return ("", _("Town"), _("Place"), a, b, _("Criteria"))


def cells(line: TownLine) -> tuple[str, ...]:
    """The cells of a town's row."""
    before, after = f"{SYMBOLS[line.before_word]} {line.before}", f"{SYMBOLS[line.after_word]} {line.after}"
    return (MARKS[line.direction], line.name, line.place, before, after, line.criteria)


def towns_title(lines: Sequence[TownLine]) -> str:
    """How many verdicts change."""
    count = len(lines)
    return plural("{count} verdict changes", "{count} verdicts change", count).format(count=count)
