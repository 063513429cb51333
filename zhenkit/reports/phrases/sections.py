"""What a report lists below a town's criteria, section by section: open facts, what needs review, decisions, merits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from zhenkit.checks.describe import figure_in_words, words
from zhenkit.checks.grades import NOT_MET, REVIEW
from zhenkit.checks.normal_form import IN_PRINCIPLE, LEAF
from zhenkit.checks.trace import Trace
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.reports.phrases.criteria import decision_in_words, years_wanted
from zhenkit.reports.phrases.grades import in_brackets
from zhenkit.reports.phrases.values import leaf_of, unproven


class Item(NamedTuple):
    """An entry of a section: texts side by side, and texts below them, of one criterion."""

    number: int
    cells: tuple[str, ...]
    below: tuple[str, ...] = ()
    grade: str = ""
    """The grade whose symbol and colour the first cell has, if any."""
    fact: str = ""
    """The id of the fact that the entry is about, if any."""


class Section(NamedTuple):
    """Entries below a title; there is at least one."""

    title: str
    note: str
    items: tuple[Item, ...]


def sections(judgement: Judgement) -> Iterator[Section]:
    """The sections of a town's report that have entries."""
    for title, note, items in (
        (_("Missing"), _("facts that can still change a criterion's grade"), _open_facts(judgement, "missing")),
        (_("Uncertain"), _("ranges that can still change a criterion's grade"), _open_facts(judgement, "uncertain")),
        (_("Needs review"), _("people decide; record it under decisions: in the town file"), to_review(judgement)),
        (_("Decisions"), "", _decisions(judgement)),
        (_("Merits"), _("preferred; they never change the verdict"), merits(judgement)),
    ):
        if found := tuple(items):
            yield Section(title, note, found)


def _open_facts(judgement: Judgement, kind: str) -> Iterator[Item]:
    for judged in judgement.criteria:
        facts: tuple[Fact, ...] = getattr(judged, kind)
        for fact in facts:
            value = (figure_in_words(fact, judgement.town.facts[fact.id]),) if kind == "uncertain" else ()
            wanted = years_wanted(judged, fact)
            said = (str(fact.label), *(f"{each}{wanted}" for each in value)) if value else (f"{fact.label}{wanted}",)
            unsure: tuple[str, ...] = ()
            if fact is facts[-1] and not judged.complete:
                unsure = (
                    _("there are too many combinations to say which of these can still change it: all are listed"),
                )
            yield Item(judged.criterion.number, said, unsure, fact=fact.id)


def _decisions(judgement: Judgement) -> Iterator[Item]:
    """Every decision that the town file records, by criterion."""
    criteria = {judged.criterion.number: judged for judged in judgement.criteria}
    for number, decision in sorted(judgement.town.decisions.items()):
        found, said = criteria.get(number), decision_in_words(decision)
        if found is None or not found.checked.worst <= REVIEW <= found.checked.best:
            said += in_brackets(_("no effect: the criterion does not need review"))
        elif found.span == found.checked:
            said += in_brackets(_("no effect yet: the criterion is still incomplete"))
        yield Item(number, (said,), (decision.why,), "relaxed" if decision.granted else "not_met")


def merits(judgement: Judgement) -> Iterator[Item]:
    """Each preference held by itself, then those of the criterion that are not known yet together."""
    for number, found in groupby(judgement.merits, lambda merit: merit.criterion):
        merits = list(found)
        yield from (Item(number, (_("held"), str(merit.label)), grade="met") for merit in merits if merit.held)
        if unknown := [str(merit.label) for merit in merits if not merit.held]:
            yield Item(number, (_("not known"), _("; ").join(unknown)), grade="incomplete")


def to_review(judgement: Judgement) -> Iterator[Item]:
    """The checks that need review, in criteria that no decision settles and nothing else has failed.

    How the rule file reads a clause is said once, below the last check it is read for.
    """
    first: dict[str, int] = {}
    for judged in judgement.criteria:
        worst, best = judged.span
        number = judged.criterion.number
        if judged.decision is not None or not worst <= REVIEW <= best:
            continue
        for reading, group in groupby(_for_review(judged.trace, ""), lambda found: found[1]):
            traces = [trace for trace, _reading in group]
            for trace in traces:
                below = []
                if reading and trace is traces[-1]:
                    known = first.setdefault(reading, number)
                    shown = reading if known == number else _("as under {number}").format(number=known)
                    below.append(_("reading: {text}").format(text=shown))
                yield Item(number, (str(words(trace.check)) + _(": ") + why(trace, judged),), tuple(below))


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
    # a group may need review whatever a missing choice turns out to be, and each of its parts only for some of them
    yield from found or ([(trace, reading)] if trace.span.decided else [])


def why(trace: Trace, judged: CriterionJudgement) -> str:
    """Why a check needs review."""
    if trace.kind == IN_PRINCIPLE:
        return _("not met; an exception may be granted")
    if trace.kind != LEAF:
        return _("needs review, whatever the missing facts are")
    fact = leaf_of(trace).fact
    if trace.asked is not None and trace.value is UNDEFINED:
        return figure_in_words(fact, trace.value)
    return unproven(fact) if fact.id in judged.case.unproven else _("no figure is set for this case")
