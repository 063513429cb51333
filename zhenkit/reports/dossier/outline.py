"""A town's dossier (申报材料) in the language in use, as data of no format: all that is stated, and all that is open.

Nothing here is made safe for an output: texts may hold whatever the town file says, and each format escapes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhenkit.checks.describe import figure_in_words, words
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import IDENTITY
from zhenkit.facts.fact import Fact
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.reports.phrases.criteria import reasons
from zhenkit.reports.phrases.grades import grade_in_words, score_in_words, score_note, verdict_in_words
from zhenkit.reports.phrases.titles import open_mark, place
from zhenkit.rulesets.fact_usage import Asking, askings, facts_to_state

GENERAL = ("leading_industry", "firms", "employees", "output_basis")
"""Facts that no criterion need ask for, and every application does."""
OUTPUT = "annual_output"


class DossierFact(NamedTuple):
    """A fact: what the town file states, or that it is open."""

    label: str
    unit: str
    value: str
    """Empty where it is not stated."""
    open: bool
    """Whether it is still to be filled in."""
    how: str
    """How it is written."""
    evidence: tuple[str, ...]


class DossierCriterion(NamedTuple):
    """A criterion with the facts it asks for."""

    number: int
    name: str
    clause: str
    required: str
    grade: str
    """`met`, `relaxed`, `review`, `incomplete` or `not_met`."""
    said: str
    why: tuple[str, ...]
    facts: tuple[DossierFact, ...]


class EvidenceLine(NamedTuple):
    """What is to be proven, and what proves it."""

    number: int
    criterion: str
    clause: str
    fact: str
    value: str
    evidence: tuple[str, ...]
    """The materials; none where they are lacking."""
    lacking: bool


class DossierTown(NamedTuple):
    """All that is said of a town."""

    name: str
    place: str
    level: str
    """Of which level it applies to be a town."""
    rules: str
    document: str
    industry: str
    category: str
    year: str
    output: str
    said: str
    """The verdict in words."""
    verdict: str
    score: str
    score_note: str
    met: str
    """How many criteria are met of how many."""
    given: str
    """How many of the facts that criteria require are stated."""
    general: tuple[DossierFact, ...]
    criteria: tuple[DossierCriterion, ...]
    merits: tuple[DossierFact, ...]
    """Facts that preferences alone ask for."""
    evidence: tuple[EvidenceLine, ...]
    lacking: int
    """For how many facts that criteria require there is no evidence."""
    open: int
    """How many facts are to be filled in."""
    day: str


def outline(judgement: Judgement, day: str) -> DossierTown:
    """The dossier of a town; `day` is when it was made."""
    rule_set, town = judgement.rule_set, judgement.town
    asked = askings([rule_set])
    first = {fact_id: _first(each) for fact_id, each in asked.items()}
    known_by = [rule_set.facts.by_id[fact_id] for fact_id in ("name", *IDENTITY) if fact_id in rule_set.facts.by_id]
    listed = dict.fromkeys([*known_by, *facts_to_state(rule_set.facts, rule_set)])
    general = [fact for fact in listed if fact.id not in first]
    general += [
        rule_set.facts.by_id[fact_id] for fact_id in GENERAL if fact_id in rule_set.facts.by_id and fact_id not in first
    ]
    criteria = tuple(_criterion(judged, judgement, listed, first) for judged in judgement.criteria)
    merits = tuple(_fact(fact, judgement) for fact in listed if first.get(fact.id) == 0)
    evidence = tuple(_evidence(judgement, listed, first))
    shown_general = tuple(_fact(fact, judgement) for fact in dict.fromkeys(general))
    facts = town.facts
    stated = sum(fact.id in facts for fact in rule_set.to_state)
    return DossierTown(
        name=town.name,
        place=place(town),
        level=level_word(rule_set.level),
        rules=str(rule_set.title),
        document=rule_set.document.name,
        industry=_shown("leading_industry", judgement),
        category=_shown("category", judgement),
        year=_shown("year", judgement),
        output=_shown(OUTPUT, judgement),
        said=verdict_in_words(judgement.span),
        verdict=judgement.verdict,
        score=score_in_words(judgement.score),
        score_note=score_note(),
        met=f"{sum(one.grade in ('met', 'relaxed') for one in criteria)}/{len(criteria)}",
        given=f"{stated}/{len(rule_set.to_state)}",
        general=shown_general,
        criteria=criteria,
        merits=merits,
        evidence=evidence,
        lacking=sum(one.lacking for one in evidence),
        open=sum(one.open for one in (*shown_general, *(fact for each in criteria for fact in each.facts))),
        day=day,
    )


def level_word(level: str) -> str:
    """Of which level a town is, as an attribute."""
    return {"province": _("provincial"), "city": _("city-level"), "county": _("county-level")}[level]


def lacking_mark() -> str:
    """What is where there is no evidence."""
    return _("lacking")


def _first(each: Iterable[Asking]) -> int:
    """The number of the first criterion that requires a fact; 0 where preferences alone ask for it."""
    return min((asking.criterion.number for asking in each if not asking.merit), default=0)


def _shown(fact_id: str, judgement: Judgement) -> str:
    fact, value = judgement.rule_set.facts.by_id.get(fact_id), judgement.town.facts.get(fact_id)
    return "" if fact is None or value is None else figure_in_words(fact, value)


def _fact(fact: Fact, judgement: Judgement) -> DossierFact:
    value = _shown(fact.id, judgement)
    evidence = judgement.town.evidence.get(fact.id, ())
    unit = "" if fact.unit is None else str(fact.unit)
    return DossierFact(str(fact.label), unit, value, not value, fact.type.how_to_write(), tuple(evidence))


def _criterion(
    judged: CriterionJudgement, judgement: Judgement, listed: Iterable[Fact], first: dict[str, int]
) -> DossierCriterion:
    criterion = judged.criterion
    return DossierCriterion(
        criterion.number,
        str(criterion.name),
        criterion.clause,
        str(words(criterion.require)),
        judged.span.word,
        grade_in_words(judged.span),
        tuple(reasons(judged, judgement)),
        tuple(_fact(fact, judgement) for fact in listed if first.get(fact.id) == criterion.number),
    )


def _evidence(judgement: Judgement, listed: Iterable[Fact], first: dict[str, int]) -> Iterator[EvidenceLine]:
    """Each fact that a criterion requires, with what proves it: what is not stated lacks its evidence too."""
    facts: Sequence[Fact] = list(listed)
    number = 0
    for judged in judgement.criteria:
        criterion = judged.criterion
        for fact in facts:
            if first.get(fact.id) != criterion.number:
                continue
            number += 1
            found = judgement.town.evidence.get(fact.id, ())
            value = _shown(fact.id, judgement) or open_mark()
            yield EvidenceLine(
                number,
                f"{criterion.number} {criterion.name}",
                criterion.clause,
                str(fact.label),
                value,
                tuple(found),
                not found,
            )
