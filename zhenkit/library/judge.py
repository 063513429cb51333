"""A town judged, from Python: the verdict, every criterion and why, as values and as the JSON of `check`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, cast

from zhenkit.core.errors import Problem
from zhenkit.core.i18n import Text, _
from zhenkit.facts.town import Decision
from zhenkit.judging.judgement import CriterionJudgement, Judgement, Score
from zhenkit.judging.judgement import judge as judge_town
from zhenkit.judging.outcome import Run
from zhenkit.library.rules import Rules, as_rules
from zhenkit.library.shown import Shown, heading, table
from zhenkit.library.town import TownRecord, as_record
from zhenkit.library.words import CriterionGrade, GradeEnd, Verdict, VerdictEnd
from zhenkit.reports.judgement.json import document
from zhenkit.reports.layout.html import Html
from zhenkit.reports.phrases.criteria import reasons
from zhenkit.reports.phrases.grades import SYMBOLS, grade_in_words, score_in_words, score_note
from zhenkit.reports.phrases.titles import rule_set_heading, verdict_line
from zhenkit.rulesets.model import RuleSet


class MeritHeld(NamedTuple):
    """A preference (优先评定) that a town meets (`held` is True), or of which that is not known yet (None)."""

    criterion: int
    label: Text
    facts: tuple[str, ...]
    """The ids of the facts that it asks for."""
    held: bool | None


class CriterionResult(Shown):
    """One criterion of a town judged: its grade, what is missing, and why."""

    def __init__(self, judged: CriterionJudgement, judgement: Judgement) -> None:
        self._judged, self._judgement = judged, judgement

    @property
    def number(self) -> int:
        """Its number in the document."""
        return self._judged.criterion.number

    @property
    def id(self) -> str:
        """Its id in the rule file."""
        return self._judged.criterion.id

    @property
    def name(self) -> Text:
        """Its name in Chinese (`.zh`) and English (`.en`); as a text, in the language in use."""
        return self._judged.criterion.name

    @property
    def clause(self) -> str:
        """The clause of the document."""
        return self._judged.criterion.clause

    @property
    def grade(self) -> CriterionGrade:
        """The grade; `incomplete` where missing or uncertain facts can still change it."""
        return cast(CriterionGrade, self._judged.span.word)

    @property
    def worst(self) -> GradeEnd:
        """The lowest grade that missing and uncertain facts still allow."""
        return cast(GradeEnd, self._judged.span.worst.word)

    @property
    def best(self) -> GradeEnd:
        """The highest grade that they allow."""
        return cast(GradeEnd, self._judged.span.best.word)

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the missing facts that can still change the grade."""
        return tuple(fact.id for fact in self._judged.missing)

    @property
    def uncertain(self) -> tuple[str, ...]:
        """The ids of the facts given loosely that can still change it."""
        return tuple(fact.id for fact in self._judged.uncertain)

    @property
    def complete(self) -> bool:
        """Whether each fact in `missing` and `uncertain` is known to matter; else there are too many combinations."""
        return self._judged.complete

    @property
    def decision(self) -> Decision | None:
        """What people decided, where they did."""
        return self._judged.decision

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it has its grade, a line each, in the language in use."""
        return tuple(reasons(self._judged, self._judgement))

    def to_dict(self) -> dict[str, Any]:
        """The criterion as the JSON of `check` has it."""
        criteria = TownJudgement(self._judgement).to_dict()["towns"][0]["criteria"]
        return cast(dict[str, Any], next(each for each in criteria if each["number"] == self.number))

    def _line(self) -> str:
        return f"{self.number} {self.id}: {_with_ends(self.grade, self.worst, self.best)}"

    def _parts(self) -> Iterable[Html]:
        yield _table([self])


class TownJudgement(Shown):
    """A town judged by a rule set.

    >>> judge({"name": "A", "annual_output": "12.5亿元"}, "shanxi")
    <TownJudgement A: incomplete (fail to pass) by shanxi@2022-09-26, score 4.7~100.0>
    """

    def __init__(self, judgement: Judgement, rank: int | None = None) -> None:
        self._judgement, self._rank = judgement, rank

    @cached_property
    def town(self) -> TownRecord:
        """The town."""
        return TownRecord(self._judgement.town, self.rules.facts)

    @property
    def rules(self) -> RuleSet:
        """What it is judged by."""
        return self._judgement.rule_set

    @property
    def verdict(self) -> Verdict:
        """The verdict; `incomplete` where missing or uncertain facts can still change it.

        >>> judge({"name": "A", "exports": "no"}, "shanxi").verdict
        'incomplete'
        """
        return cast(Verdict, self._judgement.verdict)

    @property
    def worst(self) -> VerdictEnd:
        """The lowest verdict that missing and uncertain facts still allow."""
        return cast(VerdictEnd, self._judgement.span.worst.verdict)

    @property
    def best(self) -> VerdictEnd:
        """The highest verdict that they allow."""
        return cast(VerdictEnd, self._judgement.span.best.verdict)

    @property
    def score(self) -> Score:
        """Our own index for ranking, 0 to 100: `.low` with missing facts at their worst, `.high` at their best."""
        return self._judgement.score

    @property
    def rank(self) -> int | None:
        """The rank, of a town of a ranking."""
        return self._rank

    @property
    def strict(self) -> bool:
        """Whether findings without evidence count as *review*."""
        return self._judgement.strict

    @cached_property
    def criteria(self) -> tuple[CriterionResult, ...]:
        """Each criterion, in the document's order."""
        return tuple(CriterionResult(judged, self._judgement) for judged in self._judgement.criteria)

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the missing facts that can still change a criterion's grade, each once.

        >>> "annual_output" in judge({"name": "A"}, "shanxi").missing
        True
        """
        return tuple(dict.fromkeys(fact_id for criterion in self.criteria for fact_id in criterion.missing))

    @property
    def merits(self) -> tuple[MeritHeld, ...]:
        """The preferences held, and those not known yet."""
        return tuple(
            MeritHeld(merit.criterion, merit.label, tuple(fact.id for fact in merit.facts), merit.held)
            for merit in self._judgement.merits
        )

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """What is worth knowing and changes nothing."""
        return self._judgement.remarks

    def to_dict(self) -> dict[str, Any]:
        """The JSON that `zhenkit check --format json` writes, with this town alone."""
        return as_json(Run([self._judgement], (), () if self._rank is None else [self._rank]))

    def _line(self) -> str:
        verdict, name = _with_ends(self.verdict, self.worst, self.best), self._judgement.town.name
        return f"{name}: {verdict} by {self.rules.edition}, score {score_in_words(self.score)}"

    def _parts(self) -> Iterable[Html]:
        yield heading(verdict_line(self._judgement), rule_set_heading(self.rules))
        yield _table(self.criteria)
        yield heading(_("Score: {note}").format(note=score_note()), score_in_words(self.score))


def judge(town: Mapping[str, Any] | TownRecord, rules: Rules, *, strict: bool = False) -> TownJudgement:
    """Judge a town, or the facts of one, by a rule set: loaded, or its id or file.

    `strict`: a finding that is *yes* without evidence counts as *review*. Raises FileProblems for facts that cannot be
    read, and what `load_rules` raises.

    >>> judged = judge({"name": "A", "annual_output": "12.5亿元"}, "shanxi")
    >>> judged.worst, judged.best, judged.criteria[3].missing[:2]
    ('fail', 'pass', ('single_county', 'supporting_capacity'))
    """
    rule_set = as_rules(rules)
    return TownJudgement(judge_town(as_record(town, rule_set)._town, rule_set, strict=strict))


def as_json(run: Run) -> dict[str, Any]:
    """A run as the JSON of `check`."""
    return cast(dict[str, Any], json.loads("".join(document(run, explain=True))))


def _with_ends(word: str, worst: str, best: str) -> str:
    return word if worst == best else f"{word} ({worst} to {best})"


def _table(criteria: Iterable[CriterionResult]) -> Html:
    titles = ["#", _("Criterion"), _("Clause"), _("Grade"), _("Why")]
    rows = [
        (
            each.number,
            each.name,
            each.clause,
            f"{SYMBOLS[each.grade]} {grade_in_words(each._judged.span)}",
            _("; ").join(each.reasons),
        )
        for each in criteria
    ]
    return table(titles, rows)
