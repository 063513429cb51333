"""A town along the values of a fact, in words: its pieces, the points where something changes, shares of a range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhenkit.checks.describe import figure_in_words
from zhenkit.checks.grades import GRADE_WORDS, Span
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED
from zhenkit.facts.types.members import LevelType
from zhenkit.judging.axes import Axis, Piece, boxes, joined
from zhenkit.judging.sweep import Sweep, Swept, Turn
from zhenkit.reports.phrases.grades import SYMBOLS, grade_in_words, verdict_in_words
from zhenkit.reports.phrases.titles import criterion_title
from zhenkit.rulesets.model import Criterion

HERE, PERHAPS = ">", "~"
"""Marks of the pieces where a town lies, or may lie."""
MOST_NAMED = 3
"""So many members of a set that are alike are named; where there are more they are *the others*."""
IMPOSSIBLE = "✗"


def headline(found: Sweep) -> str:
    """What the town is looked at along, and what it has there."""
    said = []
    for axis in found.axes:
        value = found.value(axis)
        now = _("missing") if value is None else figure_in_words(axis.fact, value)
        said.append(_("{fact} (now: {value})").format(fact=axis.fact.label, value=now))
    return _("Along {facts}").format(facts=_(" and ").join(said))


def nothing(found: Sweep) -> Iterator[str]:
    """That nothing hangs on a fact, by no criterion or as this town is."""
    for axis in found.axes:
        if not found.hangs(axis.fact):
            said = _("No criterion asks for {fact}: nothing hangs on it.")
            if any(
                axis.fact in preference.asked
                for one in found.judgement.rule_set.criteria
                for preference in one.preferences
            ):
                said = _("No criterion asks for {fact}: a merit alone hangs on it, which never changes the verdict.")
            yield said.format(fact=axis.fact.label)
        elif len(axis.pieces) == 1:
            yield _(
                "Whatever {fact} is, no criterion changes, the other facts of the town being what they are."
            ).format(fact=axis.fact.label)


def piece_in_words(axis: Axis, piece: Piece) -> str:
    """Which values are in a piece."""
    show, kind = axis.fact.type.show, axis.fact.type
    if piece.is_any:
        return _("any value")
    if piece.low is None or piece.high is None:
        if axis.alike:
            return _("; or ").join(_box(axis, box) for box in boxes(axis, piece.values))
        return _(" or ").join(map(show, piece.values))
    if isinstance(kind, LevelType):
        return _(", ").join(show(rank) for rank in range(piece.low.value, piece.high.value + piece.high.behind))
    scale = [one for one in axis.pieces if not one.is_listed]
    first, last = piece is scale[0], piece is scale[-1]
    low, high = (
        (figure_in_words(axis.fact, cut.value) for cut in (piece.low, piece.high)) if not (first and last) else ("", "")
    )
    if first and last:
        return _("any value")
    if axis.fact.whole and not kind.definition.endswith("Money") and piece.low.value + 1 == piece.high.value:
        return low
    dated = not kind.bare_figures
    if first:
        if piece.high.behind:
            return _("up to {high}").format(high=high)
        return (_("before {high}") if dated else _("below {high}")).format(high=high)
    if last:
        if piece.low.behind:
            return _("above {low}").format(low=low)
        return (_("{low} or later") if dated else _("{low} or more")).format(low=low)
    if piece.low.behind:
        said = _("above {low}, up to {high}") if piece.high.behind else _("above {low}, below {high}")
    elif piece.high.behind:
        said = _("from {low} up to {high}") if piece.low != piece.high._replace(behind=False) else "{low}"
    else:
        said = _("from {low}, before {high}") if dated else _("from {low}, below {high}")
    return said.format(low=low, high=high)


def _box(axis: Axis, box: Sequence[tuple[int, int]]) -> str:
    """How many members there are of each group."""
    said = []
    largest = max(axis.alike, key=len)
    for group, (low, high) in zip(axis.alike, box, strict=True):
        count = str(low) if low == high else f"{low}~{high}"
        if len(axis.alike) == 1:
            return _("{count} of {all}").format(count=count, all=len(group))
        if (low, high) != (0, len(group)):
            named = axis.fact.type.show(frozenset(group))
            others = group is largest and len(group) > MOST_NAMED
            listed = _("the {count} others").format(count=len(group)) if others else named
            said.append(_("{count} of {list}").format(count=count, list=listed))
    return _(" and ").join(said) or _("any value")


def mark(found: Sweep, axis: Axis, piece: Piece) -> str:
    """Whether the town lies in a piece, or may."""
    value = found.value(axis)
    if axis.holds(piece, value):
        return HERE
    return PERHAPS if axis.may_hold(piece, value) else ""


def verdict_there(outcome: Swept) -> str:
    """The verdict of a piece, with its symbol."""
    if outcome.span is None:
        return f"{IMPOSSIBLE} " + _("cannot be: figures contradict each other")
    return f"{SYMBOLS[outcome.span.verdict]} {verdict_in_words(outcome.span)}"


def word_there(outcome: Swept) -> str:
    """The word of a piece's verdict, for its colour."""
    return "incomplete" if outcome.span is None else outcome.span.verdict


def criteria_moving(found: Sweep) -> list[tuple[int, Criterion]]:
    """The criteria that change, each with its place."""
    return [(at, found.judgement.rule_set.criteria[at]) for at in found.moving]


def symbols(found: Sweep, outcome: Swept) -> list[str]:
    """The symbols of the grades of the criteria that change; of one that is open in several ways those of its ends."""
    if outcome.span is None:
        return [""] * len(found.moving)
    return [_symbol(outcome.criteria[at], at in found.differently_open) for at in found.moving]


def _symbol(span: Span, by_ends: bool) -> str:
    if span.worst == span.best or not by_ends:
        return SYMBOLS[span.word]
    return "…".join(SYMBOLS[GRADE_WORDS[end]] for end in span)


def legend(found: Sweep) -> list[str]:
    """The criteria that change, by number and name."""
    return [criterion_title(criterion) for _at, criterion in criteria_moving(found)]


def still(found: Sweep) -> str:
    """The grades of the criteria that do not change, in one line; empty where all do."""
    changing = set(found.moving)
    judged = [one for at, one in enumerate(found.judgement.criteria) if at not in changing]
    return "  ".join(f"{one.criterion.number} {SYMBOLS[one.span.word]}" for one in judged)


def turn_in_words(found: Sweep, turn: Turn) -> tuple[str, str]:
    """A point, and what changes there."""
    axis = found.axes[0]
    at = figure_in_words(axis.fact, turn.at.value)
    where = (_("above {value}") if turn.at.behind else _("at {value}")).format(value=at)
    if turn.before.span is None or turn.after.span is None:
        return where, verdict_there(turn.after)
    said = []
    if turn.before.span != turn.after.span:
        said.append(_arrow(verdict_in_words(turn.before.span), verdict_in_words(turn.after.span)))
    for place, criterion in enumerate(found.judgement.rule_set.criteria):
        before, after = turn.before.criteria[place], turn.after.criteria[place]
        if before != after:
            said.append(f"{criterion.number} " + _arrow(grade_in_words(before), grade_in_words(after)))
    return where, _("; ").join(said)


def _arrow(before: str, after: str) -> str:
    return f"{before} → {after}"


def share_lines(found: Sweep) -> list[tuple[Span | None, str, str]]:
    """How much of a range comes to each verdict: the verdict, in words, and its share."""
    return [(one.span, verdict_there(Swept(one.span)), share_in_words(one.share)) for one in found.shares]


def share_in_words(share: Fraction) -> str:
    """A share in percent, to a tenth; never 0 % or 100 % of what is not."""
    percent = round(share * 1000)
    if share and not percent:
        return "<0.1%"
    if share != 1 and percent == 1000:
        return ">99.9%"
    return f"{percent / 10:.1f}%"


def no_share(found: Sweep) -> str:
    """Why there is no share of a range; empty where there is one, or none is expected."""
    if len(found.axes) != 1 or not found.is_unmeasured:
        return ""
    said = _("{fact} is missing and has no upper end: there is no share of it at a verdict.")
    if found.value(found.axes[0]) is not None:
        said = _("{fact} has no upper end: there is no share of it at a verdict.")
    return said.format(fact=found.axes[0].fact.label)


def axis_title(fact: Fact) -> str:
    """What an axis is called."""
    return str(fact.label)


def region_rows(found: Sweep) -> list[tuple[list[str], Swept]]:
    """The regions of a map in words; those that differ only in values of an axis without an order are one."""
    rows = [
        (tuple(tuple(range(low, high + 1)) for low, high in zip(one.first, one.last, strict=True)), one.outcome)
        for one in found.regions
    ]
    for along in (1, 0):
        if found.axes[along].pieces[0].is_listed:
            groups: dict[tuple[object, Swept], tuple[tuple[int, ...], ...]] = {}
            for places, outcome in rows:
                key = places[1 - along], outcome
                before = groups.get(key, ((),) * 2)[along]
                merged = tuple(sorted((*before, *places[along])))
                groups[key] = (places[0], merged) if along else (merged, places[1])
            rows = [(places, outcome) for (_other, outcome), places in groups.items()]
    rows.sort(key=lambda row: row[0])
    return [([_pieces_in_words(*pair) for pair in zip(found.axes, places, strict=True)], one) for places, one in rows]


def _pieces_in_words(axis: Axis, places: Sequence[int]) -> str:
    """Pieces of an axis, neighbours where it has an order."""
    pieces = [axis.pieces[at] for at in places]
    if len(pieces) == 1:
        return piece_in_words(axis, pieces[0])
    if len(pieces) == len(axis.pieces):
        return _("any value")
    whole = joined(pieces)
    if whole.is_listed:
        return piece_in_words(axis, whole)
    shown = axis._replace(pieces=(*axis.pieces[: places[0]], whole, *axis.pieces[places[-1] + 1 :]))
    return piece_in_words(shown, whole)


def is_undefined(piece: Piece) -> bool:
    """Whether a piece is of what cannot be computed."""
    return UNDEFINED in piece.values
