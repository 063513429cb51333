"""What a report on one town says, in the language in use, as data of no format: a page and a document are made of it.

Nothing here is made safe for an output: texts may hold whatever the town file says, and each format escapes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhenkit import __version__
from zhenkit.checks.describe import words
from zhenkit.checks.grades import EXACT, MET
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import Leaf
from zhenkit.core.i18n import _, plural
from zhenkit.judging.judgement import CriterionJudgement, Judgement, facts_as_json
from zhenkit.reports.judgement.scales import Scale, scales
from zhenkit.reports.phrases.checks import about_check
from zhenkit.reports.phrases.criteria import FindingsLine, decision_in_words, lines, reasons
from zhenkit.reports.phrases.grades import grade_in_words, score_in_words, score_note, verdict_in_words, verdict_word
from zhenkit.reports.phrases.sections import Section, sections
from zhenkit.reports.phrases.titles import period, town_heading
from zhenkit.reports.phrases.values import FigureLine
from zhenkit.rulesets.model import digest


class Note(NamedTuple):
    """A numbered note: where a fact is known from, or how the rule file reads a clause."""

    number: int
    kind: str
    """What it is called: *evidence* or *reading*."""
    about: str
    """The fact that evidence is of; nothing of a reading."""
    text: str


class Given(NamedTuple):
    """Of a criterion, one figure with what is required of it, or the findings that are alike."""

    label: str
    """The figure, the relaxation, or nothing: the criterion itself."""
    value: str
    required: str = ""
    margin: tuple[str, ...] = ()
    note: str = ""
    grade: str = "incomplete"
    """`met`, `not_met`, `review` or `incomplete`."""


class CheckOutline(NamedTuple):
    """One check of the whole trace."""

    text: str
    grade: str
    said: str
    """The grade in words; where it is open, also from which to which."""
    decides: bool
    """Whether the grade above depends on it."""
    lines: tuple[str, ...]
    notes: tuple[int, ...]
    parts: tuple[CheckOutline, ...]


class CriterionOutline(NamedTuple):
    """A criterion: what is required, what is given, what came of it."""

    number: int
    name: str
    clause: str
    grade: str
    """`met`, `relaxed`, `review`, `incomplete` or `not_met`."""
    said: str
    required: str
    given: tuple[Given, ...]
    reasons: tuple[str, ...]
    decision: str
    evidence: tuple[int, ...]
    """The numbers of notes."""
    readings: tuple[int, ...]
    scales: tuple[Scale, ...]
    check: CheckOutline


class DecidingCriterion(NamedTuple):
    """A criterion that the verdict hangs on."""

    number: int
    name: str
    grade: str
    said: str
    why: str


class TownOutline(NamedTuple):
    """All that is said of one town."""

    name: str
    heading: str
    """Where it lies, its industry, its category, the year of its data."""
    rules: str
    """The title of the rule set."""
    verdict: str
    """`pass`, `relaxed`, `review`, `incomplete` or `fail`."""
    said: str
    sentence: str
    decided_by: tuple[DecidingCriterion, ...]
    """Empty where all criteria are met."""
    criteria: tuple[CriterionOutline, ...]
    sections: tuple[Section, ...]
    """What is missing, uncertain or for people to decide, decisions, merits, and what else is asked for; only those
    with entries.
    """
    score: str
    score_note: str
    notes: tuple[Note, ...]
    basis: tuple[tuple[str, str], ...]
    """What was judged, by what, in which version: names and texts."""


def outline(judgement: Judgement, day: str = "", further: Sequence[Section] = ()) -> TownOutline:
    """The whole of it for a town; `day` is when it was judged, `further` are sections beside its own."""
    notes = _Notes(judgement)
    criteria = tuple(_criterion(judged, judgement, notes) for judged in judgement.criteria)
    notes.add_the_others()
    return TownOutline(
        judgement.town.name,
        town_heading(judgement),
        str(judgement.rule_set.title),
        judgement.verdict,
        verdict_in_words(judgement.span),
        _sentence(judgement),
        tuple(_decided_by(judgement)),
        criteria,
        (*sections(judgement), *further),
        score_in_words(judgement.score),
        score_note(),
        tuple(notes.listed),
        tuple(_basis(judgement, day)),
    )


class _Notes:
    """Gathers notes and numbers them, the same one once."""

    def __init__(self, judgement: Judgement) -> None:
        self.judgement = judgement
        self.listed: list[Note] = []
        self.numbers: dict[tuple[str, str], int] = {}

    def number(self, kind: str, key: str, about: str, text: str) -> int:
        known = self.numbers.get((key, text))
        if known is None:
            known = self.numbers[key, text] = len(self.listed) + 1
            self.listed.append(Note(known, kind, about, text))
        return known

    def evidence(self, check: Leaf) -> tuple[int, ...]:
        town = self.judgement.town
        return tuple(
            self.number(_("evidence"), fact.id, str(fact.label), said)
            for fact in (check.fact, *check.fact.bases)
            for said in town.evidence.get(fact.id, ())
        )

    def reading(self, trace: Trace) -> tuple[int, ...]:
        reading = trace.check.reading
        return () if reading is None else (self.number(_("reading"), "", "", str(reading)),)

    def add_the_others(self) -> None:
        """Evidence for what no criterion asks: merits, and facts that are only stated."""
        facts = self.judgement.rule_set.facts.by_id
        for fact_id, said in self.judgement.town.evidence.items():
            for text in said:
                self.number(_("evidence"), fact_id, str(facts[fact_id].label), text)


def _criterion(judged: CriterionJudgement, judgement: Judgement, notes: _Notes) -> CriterionOutline:
    criterion = judged.criterion
    evidence: dict[int, None] = {}
    readings: dict[int, None] = {}
    check = _check(judged.trace, judged, judgement, notes, evidence, readings, True)
    return CriterionOutline(
        criterion.number,
        str(criterion.name),
        criterion.clause,
        judged.span.word,
        grade_in_words(judged.span),
        str(words(criterion.require)),
        tuple(_given(judged, judgement)),
        tuple(reasons(judged, judgement)),
        "" if judged.decision is None else decision_in_words(judged.decision) + _(": ") + judged.decision.why,
        tuple(evidence),
        tuple(readings),
        tuple(scales(judged, judgement)),
        check,
    )


def _check(
    trace: Trace,
    judged: CriterionJudgement,
    judgement: Judgement,
    notes: _Notes,
    evidence: dict[int, None],
    readings: dict[int, None],
    decides: bool,
) -> CheckOutline:
    read = notes.reading(trace)
    known = notes.evidence(trace.check) if isinstance(trace.check, Leaf) else ()
    readings.update(dict.fromkeys(read))
    evidence.update(dict.fromkeys(known))
    deciding = trace.deciding() if decides else ()
    parts = [
        _check(part, judged, judgement, notes, evidence, readings, decides and part in deciding) for part in trace.parts
    ]
    return CheckOutline(
        str(words(trace.check)),
        trace.span.word,
        grade_in_words(trace.span),
        decides,
        tuple(about_check(trace, judged, judgement, ids=False)),
        known + read,
        tuple(parts),
    )


def _given(judged: CriterionJudgement, judgement: Judgement) -> Iterator[Given]:
    for line in lines(judged, judgement):
        if isinstance(line, FigureLine):
            grade = {True: "met", False: "not_met", None: "incomplete"}[line.met]
            yield Given(line.label, line.value, line.required, line.margin, line.note, grade)
        else:
            yield from _findings(line)


def _findings(line: FindingsLine) -> Iterator[Given]:
    """Findings that are alike together; one alone with its value."""
    by_grade = tuple(zip(("met", "not_met", "review", "incomplete"), line.names, strict=True))
    if line.label and not line.relaxation:
        (grade,) = [grade for grade, names in by_grade if names]
        yield Given(line.label, line.text, grade=grade)
        return
    for grade, names in by_grade:
        if names:
            said = _("; ").join(names)
            if grade == "incomplete":  # what is not given is not to look as if it were
                said = _("{name}: {said}").format(name=said, said=_("missing"))
            yield Given(line.label, said, grade=grade)


def _sentence(judgement: Judgement) -> str:
    """The verdict in a sentence."""
    said = {
        "pass": _("{town} meets “{rules}”: all {count} criteria are met."),
        "relaxed": _("{town} meets “{rules}”, in part only with relaxation or by a decision."),
        "review": _("People have to decide whether {town} meets “{rules}”."),
        "fail": _("{town} does not meet “{rules}”."),
        "incomplete": _("It is open whether {town} meets “{rules}”: at worst {worst}, at best {best}."),
    }[judgement.verdict]
    return said.format(
        town=judgement.town.name,
        rules=judgement.rule_set.title,
        count=len(judgement.criteria),
        worst=verdict_word(judgement.span.worst.verdict),
        best=verdict_word(judgement.span.best.verdict),
    )


def _decided_by(judgement: Judgement) -> Iterator[DecidingCriterion]:
    """Of a verdict that is decided the criteria that give it; of an open one all that are not surely met."""
    town = judgement.span
    for judged in judgement.criteria:
        span = judged.span
        if span == EXACT[MET] or (town.decided and span != town):
            continue
        yield DecidingCriterion(
            judged.criterion.number,
            str(judged.criterion.name),
            span.word,
            grade_in_words(span),
            _why(judged, judgement),
        )


def _why(judged: CriterionJudgement, judgement: Judgement) -> str:
    """Why a criterion has its grade, with no more than a few names."""
    wanting = [*judged.missing, *judged.uncertain]
    if len(wanting) > FEW:
        return plural(
            "{count} fact is missing or uncertain", "{count} facts are missing or uncertain", len(wanting)
        ).format(count=len(wanting))
    return _("; ").join(reasons(judged, judgement))


FEW = 2
"""Missing facts that are named where a verdict is explained; more are counted."""


def _basis(judgement: Judgement, day: str) -> Iterator[tuple[str, str]]:
    rule_set, town = judgement.rule_set, judgement.town
    document = rule_set.document
    issued = [document.title, document.number, document.issuer, document.date]
    yield _("rule set"), _(" · ").join((str(rule_set.title), rule_set.id))
    yield _("document"), _(" · ").join(part for part in issued if part)
    yield _("edition"), _("in force {period}").format(period=period(rule_set))
    yield _("digest of the rules"), rule_set.digest
    yield _("read from"), f"{town.file}:{town.line}"
    yield _("digest of the facts"), digest(facts_as_json(judgement))
    if judgement.strict:
        yield _("judged"), _("strictly: a yes without evidence, or a figure that is not output, needs review")
    if day:
        yield _("judged on"), day
    yield _("version"), f"zhenkit {__version__}"
