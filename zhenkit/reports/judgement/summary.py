"""Many towns in few lines: how many have each verdict by place, and each grade by criterion; still no format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from zhenkit.core.i18n import _, plural
from zhenkit.facts.places import counted_as
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.phrases.grades import GRADES, VERDICTS, grade_word, verdict_word
from zhenkit.rulesets.model import RuleSet

if TYPE_CHECKING:
    from zhenkit.judging.ranking import Ranked


class Totals(NamedTuple):
    """A table of totals: its title, what its lines are, what is counted, then a line of counts each."""

    title: str
    of: str
    words: tuple[str, ...]
    lines: tuple[tuple[str, tuple[int, ...]], ...]


def totals(run: Run) -> Iterator[Totals]:
    """The totals of all towns judged, shown or not: by place, then by the criteria of each rule set."""
    from zhenkit.judging.ranking import row  # a report of one town does without

    every = run.every
    yield _by_place([row(judgement) for judgement in every])
    rule_sets = {id(judgement.rule_set): judgement.rule_set for judgement in every}
    for rule_set in rule_sets.values():
        yield _by_criterion(rule_set, (judgement for judgement in every if judgement.rule_set is rule_set))


def _by_place(rows: Sequence[Ranked]) -> Totals:
    """By city; where all lie in one, by county."""
    counts: dict[str, Counter[str]] = {}
    for ranked, place in zip(rows, counted_as([ranked.parts for ranked in rows]), strict=True):
        counts.setdefault(place or _("place not stated"), Counter())[ranked.span.verdict] += 1
    lines = [(place, tuple(found[word] for word in VERDICTS)) for place, found in sorted(counts.items())]
    return Totals(_("By place"), _("Place"), tuple(map(verdict_word, VERDICTS)), tuple(lines))


def _by_criterion(rule_set: RuleSet, judgements: Iterable[Judgement]) -> Totals:
    counts = Counter((judged.criterion.number, judged.span.word) for one in judgements for judged in one.criteria)
    lines = [
        (f"{criterion.number} {criterion.name}", tuple(counts[criterion.number, word] for word in GRADES))
        for criterion in rule_set.criteria
    ]
    title = _("By criterion: {rules}").format(rules=rule_set.title)
    return Totals(title, _("Criterion"), tuple(map(grade_word, GRADES)), tuple(lines))


def hidden_note(run: Run) -> str:
    """How many of the towns judged are not shown, or nothing."""
    if not run.hidden:
        return ""
    said = plural("{count} of {all} towns is not shown", "{count} of {all} towns are not shown", len(run.hidden))
    return said.format(count=len(run.hidden), all=len(run.every))
