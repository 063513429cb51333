"""A town along the values of a fact, in words: its pieces, the points where something changes, shares of a range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhenkit.checks.describe import figure_in_words
from zhenkit.checks.grades import Span
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED
from zhenkit.facts.types.members import LevelType
from zhenkit.judging.axes import Axis, Piece, boxes
from zhenkit.judging.sweep import Sweep, Swept, Turn
from zhenkit.reports.phrases.grades import SYMBOLS, grade_in_words, verdict_in_words
from zhenkit.reports.phrases.titles import criterion_title
from zhenkit.rulesets.model import Criterion

HERE, PERHAPS = ">", "~"
"""Marks of the pieces where a town lies, or may lie."""
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
            return _(" or ").join(_box(axis, box) for box in boxes(axis, piece.values))
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
    for group, (low, high) in zip(axis.alike, box, strict=True):
        count = str(low) if low == high else f"{low}~{high}"
        if len(axis.alike) == 1:
            return _("{count} of {all}").format(count=count, all=len(group))
        if (low, high) != (0, len(group)):
            said.append(_("{count} of {list}").format(count=count, list=axis.fact.type.show(frozenset(group))))
    return _("; ").join(said) or _("any value")


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


def moving(found: Sweep) -> list[int]:
    """The places of the criteria that change anywhere."""
    every = {outcome.criteria for outcome in found.outcomes.values() if outcome.span is not None}
    criteria = found.judgement.rule_set.criteria
    return [at for at in range(len(criteria)) if len({spans[at] for spans in every}) > 1]


def criteria_moving(found: Sweep) -> list[tuple[int, Criterion]]:
    """The criteria that change, each with its place."""
    return [(at, found.judgement.rule_set.criteria[at]) for at in moving(found)]


def symbols(outcome: Swept, places: Sequence[int]) -> list[str]:
    """The symbols of the grades of these criteria."""
    return [SYMBOLS[outcome.criteria[at].word] if outcome.span is not None else "" for at in places]


def legend(found: Sweep) -> list[str]:
    """The criteria that change, by number and name."""
    return [criterion_title(criterion) for _at, criterion in criteria_moving(found)]


def still(found: Sweep) -> str:
    """The grades of the criteria that do not change, in one line; empty where all do."""
    changing = set(moving(found))
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


def span_of_pieces(axis: Axis, first: int, last: int) -> str:
    """Neighbouring pieces of an axis, in words."""
    pieces = axis.pieces[first : last + 1]
    if len(pieces) == 1:
        return piece_in_words(axis, pieces[0])
    if len(pieces) == len(axis.pieces):
        return _("any value")
    if pieces[0].is_listed:
        joined = pieces[0]._replace(values=tuple(value for piece in pieces for value in piece.values))
        return piece_in_words(axis, joined)
    whole = pieces[0]._replace(high=pieces[-1].high)
    shown = axis._replace(pieces=(*axis.pieces[:first], whole, *axis.pieces[last + 1 :]))
    return piece_in_words(shown, whole)


def is_undefined(piece: Piece) -> bool:
    """Whether a piece is of what cannot be computed."""
    return UNDEFINED in piece.values
