"""Grades, verdicts and scores in words, with the symbol of each; still plain text, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhenkit.checks.grades import GRADE_WORDS, VERDICT_WORDS, Span
from zhenkit.core.i18n import _, pgettext
from zhenkit.judging.judgement import Judgement, Score

if TYPE_CHECKING:
    from zhenkit.judging.ranking import Completeness, Ranked

GRADES = ("met", "relaxed", "review", "incomplete", "not_met")
VERDICTS = ("pass", "relaxed", "review", "incomplete", "fail")
"""Grades of a criterion and verdicts of a town, best first."""
GRADE_OF = {**dict(zip(VERDICT_WORDS, GRADE_WORDS, strict=True)), **{grade: grade for grade in GRADES}}
"""The grade of a criterion whose symbol and colour a grade or verdict has."""
_GRADE_SYMBOLS = dict(zip(GRADES, "✓~!?✗", strict=True))
SYMBOLS = {word: _GRADE_SYMBOLS[grade] for word, grade in GRADE_OF.items()} | {
    "equal": "=",
    "stricter": "+",
    "looser": "-",
    "incomparable": "x",
    "undecided": "?",
    "preference": "*",
    "behind": "✗",
    "not_due": ">",
    "unknown": "?",
}
"""A symbol for each grade, verdict, relation of rule sets and status of a goal, one cell wide in every terminal."""


def grade_word(word: str) -> str:
    """What the grade of a criterion or a check (`met`, ..., `incomplete`) is called, in the language in use."""
    match word:  # of a register of towns each word is asked for many times
        case "met":
            return pgettext("grade", "met")
        case "relaxed":
            return pgettext("grade", "relaxed")
        case "review":
            return pgettext("grade", "needs review")
        case "incomplete":
            return pgettext("grade", "incomplete")
        case "not_met":
            return pgettext("grade", "not met")
    raise KeyError(word)


def verdict_word(word: str) -> str:
    """What the verdict of a town (`pass`, ..., `incomplete`) is called, in the language in use."""
    match word:
        case "pass":
            return pgettext("verdict", "pass")
        case "relaxed":
            return pgettext("verdict", "relaxed")
        case "review":
            return pgettext("verdict", "needs review")
        case "incomplete":
            return pgettext("verdict", "incomplete")
        case "fail":
            return pgettext("verdict", "fail")
    raise KeyError(word)


def grade_in_words(span: Span) -> str:
    """A criterion's grade; where it is open, also from which grade to which."""
    word = grade_word(span.word)
    return word if span.decided else word + in_brackets(grade_ends(span))


def verdict_in_words(span: Span) -> str:
    """A town's verdict; where it is open, also from which verdict to which."""
    word = verdict_word(span.verdict)
    return word if span.decided else word + in_brackets(verdict_ends(span))


def grade_ends(span: Span) -> str:
    """From which grade to which."""
    return _ends(grade_word(span.worst.word), grade_word(span.best.word))


def verdict_ends(span: Span) -> str:
    """From which verdict to which."""
    return _ends(verdict_word(span.worst.verdict), verdict_word(span.best.verdict))


def _ends(worst: str, best: str) -> str:
    return _("{worst} to {best}").format(worst=worst, best=best)


def in_brackets(note: str) -> str:
    """A note behind other words."""
    return _(" ({note})").format(note=note)


def tally(judged: Iterable[Judgement | Ranked]) -> list[tuple[str, int]]:
    """How many towns have each verdict, best first; a verdict that none has is not listed."""
    verdicts = [one.span.verdict for one in judged]
    return [(verdict, verdicts.count(verdict)) for verdict in VERDICTS if verdict in verdicts]


def score_in_words(score: Score | None) -> str:
    """A score: one number, or a range where facts are missing; nothing where it was not computed."""
    if score is None:
        return ""
    return f"{score.low:.1f}" if score.low == score.high else f"{score.low:.1f}~{score.high:.1f}"


def order_note() -> str:
    """By what towns are ranked."""
    return _(
        "within a rule set, by the worst verdict (those that fail whatever is missing last), criteria sure to be met, "
        "score at its lowest, merits held, the best verdict; equals share a rank"
    )


def completeness_in_words(completeness: Completeness | None) -> str:
    """How many of the facts that the criteria ask for are given; nothing where it was not counted."""
    return "" if completeness is None else f"{completeness.given}/{completeness.asked}"


def completeness_note() -> str:
    """What it is that is counted so."""
    return _("how many of the facts that the criteria require are given")


def score_note() -> str:
    """What the score is, and is not."""
    return _("zhenkit's own index for ranking, not the document's")
