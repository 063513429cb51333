"""What a report for people says of a judgement, whatever its format: words, symbols, lines, all still plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from zhenkit.checks.describe import words
from zhenkit.checks.grades import NOT_MET, REVIEW, Span
from zhenkit.checks.normal_form import IN_PRINCIPLE, LEAF
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import leaves
from zhenkit.core.i18n import _, pgettext
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.facts.town import Town
from zhenkit.facts.types.members import YesNoType
from zhenkit.judging.judgement import CriterionJudgement, Judgement, Score
from zhenkit.judging.outcome import Run
from zhenkit.rulesets.model import RuleSet

if TYPE_CHECKING:
    from zhenkit.judging.ranking import Ranked, Ranking

SYMBOLS = {
    "met": "✓",
    "pass": "✓",
    "relaxed": "~",
    "review": "!",
    "incomplete": "?",
    "not_met": "✗",
    "fail": "✗",
}
"""A symbol for each grade and verdict, one cell wide in every terminal."""


LEGEND = ("met", "relaxed", "review", "incomplete", "not_met")
"""The grades of a criterion, best first, for a line that says what the symbols stand for."""


def grade_word(word: str) -> str:
    """What the grade of a criterion or a check (`met`, ..., `incomplete`) is called, in the language in use."""
    return {
        "met": pgettext("grade", "met"),
        "relaxed": pgettext("grade", "relaxed"),
        "review": pgettext("grade", "review"),
        "incomplete": pgettext("grade", "incomplete"),
        "not_met": pgettext("grade", "not met"),
    }[word]


def verdict_word(word: str) -> str:
    """What the verdict on a town (`pass`, ..., `incomplete`) is called, in the language in use."""
    return {
        "pass": pgettext("verdict", "pass"),
        "relaxed": pgettext("verdict", "relaxed"),
        "review": pgettext("verdict", "review"),
        "incomplete": pgettext("verdict", "incomplete"),
        "fail": pgettext("verdict", "fail"),
    }[word]


def grade_in_words(span: Span) -> str:
    """A span of grades: one word, or from which to which."""
    worst, best = grade_word(span.worst.word), grade_word(span.best.word)
    return worst if span.decided else _("{worst} to {best}").format(worst=worst, best=best)


def verdict_in_words(span: Span) -> str:
    """A town's verdict; where it is open, also what it may still become."""
    if span.decided:
        return verdict_word(span.verdict)
    worst, best = verdict_word(span.worst.verdict), verdict_word(span.best.verdict)
    return _("{verdict}, from {worst} to {best}").format(verdict=verdict_word(span.verdict), worst=worst, best=best)


def place(town: Town) -> str:
    """Province, city and county, as far as the file tells them."""
    return " ".join(str(town.facts[key]) for key in PLACE_FACTS if key in town.facts)


def where(judgement: Judgement) -> str:
    """The place, and the year of the data: with the name, what a town is known by."""
    town = judgement.town
    year = [judgement.rule_set.facts["year"].type.show(town.facts["year"])] if "year" in town.facts else []
    return _(" · ").join([part for part in (place(town), *year) if part])


def where_ranked(ranked: Ranked) -> str:
    """The same of a row of a ranking."""
    return _(" · ").join([part for part in (ranked.place, "" if ranked.year is None else str(ranked.year)) if part])


def about(judgement: Judgement) -> list[str]:
    """Where the town lies, its leading industry, its category and the year of its data, as far as they are told."""
    facts, dictionary = judgement.town.facts, judgement.rule_set.facts.by_id
    told = [place(judgement.town)]
    for fact_id in ("leading_industry", "category", "year"):
        if fact_id in facts and fact_id in dictionary:
            told.append(dictionary[fact_id].type.show(facts[fact_id]))
    return [part for part in told if part]


def standard(rule_set: RuleSet) -> list[str]:
    """By what the town is judged: the document, the rule set's id, from when (and until when) it holds."""
    since = _("in force from {date}").format(date=rule_set.effective)
    if rule_set.until:
        since = _("in force from {date} to {until}").format(date=rule_set.effective, until=rule_set.until)
    return [rule_set.document.name, rule_set.id, since]


def tally(judged: Iterable[Judgement | Ranked]) -> list[tuple[str, int]]:
    """How many towns have each verdict, best first; verdicts that none has are left out."""
    verdicts = [one.span.verdict for one in judged]
    order = ("pass", "relaxed", "review", "incomplete", "fail")
    return [(verdict, verdicts.count(verdict)) for verdict in order if verdict in verdicts]


def score_in_words(judgement: Judgement) -> str:
    """The score: one number, or a range where facts are missing."""
    return figure_of(judgement.score)


def figure_of(score: Score) -> str:
    """A score's number, or its range."""
    return f"{score.low:.1f}" if score.low == score.high else f"{score.low:.1f}~{score.high:.1f}"


def merits(judgement: Judgement) -> Iterator[tuple[int, bool, list[str]]]:
    """(criterion, held, labels): each preference held by itself, then those of the criterion not known yet together."""
    for number, found in groupby(judgement.merits, lambda merit: merit.criterion):
        merits = list(found)
        yield from ((number, True, [str(merit.label)]) for merit in merits if merit.held)
        if unknown := [str(merit.label) for merit in merits if not merit.held]:
            yield number, False, unknown


def score_note() -> str:
    """What the score is, and is not."""
    return _("zhenkit's own index for ranking, not the document's")


def problems_note(run: Run | Ranking) -> str:
    """That some towns were left out, or nothing."""
    if not run.problems:
        return ""
    return _("Problems in the files: {count}. A town with a problem is not judged.").format(count=len(run.problems))


class Argued(NamedTuple):
    """A check that people have to decide, and how the rule file reads it."""

    number: int
    words: str
    why: str
    reading: str


def argued(judgement: Judgement) -> Iterator[Argued]:
    """The checks that stand for review in criteria that no decision settles and nothing else has failed."""
    for judged in judgement.criteria:
        worst, best = judged.span
        if judged.decision is None and worst <= REVIEW <= best:
            for trace, reading in _for_review(judged.trace, ""):
                criterion = judged.criterion
                yield Argued(criterion.number, str(words(trace.check)), why(trace, judged), reading)


def _for_review(trace: Trace, reading: str) -> Iterator[tuple[Trace, str]]:
    if trace.span.worst > REVIEW or trace.span.best < REVIEW:
        return
    reading = str(trace.check.reading) if trace.check.reading is not None else reading
    lifted = trace.kind == IN_PRINCIPLE and trace.parts[0].span.worst == NOT_MET
    if lifted and trace.span.decided:
        below = trace.parts[0].check.reading
        yield trace, str(below) if trace.check.reading is None and below is not None else reading
        return
    found = [one for part in trace.parts for one in _for_review(part, reading)]
    # a group may be for review whatever a missing choice turns out to be, and each of its parts only for some of them
    yield from found or ([(trace, reading)] if trace.span.decided else [])


def why(trace: Trace, judged: CriterionJudgement) -> str:
    """What makes a check one for review."""
    if trace.kind == IN_PRINCIPLE:
        return _("it does not hold; an exception to argue")
    if trace.kind != LEAF:
        return _("for review, whatever is still missing")
    (leaf,) = leaves(trace.check)
    if leaf.fact.id in judged.case.unproven:
        if isinstance(leaf.fact.type, YesNoType):
            return _("a yes without evidence")
        return _("the figure given measures something else")
    return _("no figure is set for this case")


class DecisionLine(NamedTuple):
    """A decision as a report tells it."""

    number: int
    granted: bool
    by: str
    date: str
    why: str
    idle: bool
    """It changes nothing: the criterion is not open to one."""


def decisions(judgement: Judgement) -> list[DecisionLine]:
    """Every decision that the town file records, by criterion."""
    spans = {judged.criterion.number: judged.checked for judged in judgement.criteria}
    told = []
    for number, decision in sorted(judgement.town.decisions.items()):
        found = spans.get(number)
        idle = found is None or not found.worst <= REVIEW <= found.best
        told.append(DecisionLine(number, *decision, idle=idle))
    return told


def decision_in_words(decision: DecisionLine) -> str:
    """Granted or refused, by whom and when."""
    granted, refused = _("granted by {by}, {date}"), _("refused by {by}, {date}")
    said = (granted if decision.granted else refused).format(by=decision.by, date=decision.date)
    return said + (_(" (changes nothing: not for review)") if decision.idle else "")
