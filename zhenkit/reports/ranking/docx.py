"""A ranking as a document of Word: a table of each rule set, with what each town does not meet and what it lacks.

What a template may use is what `report` gives; the guide describes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from zhenkit.core.i18n import _
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.ranking import Ranked, Ranking, kept_text
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.docx.package import package
from zhenkit.reports.layout.docx.template import check_count, document
from zhenkit.reports.phrases.grades import (
    grade_in_words,
    score_in_words,
    score_note,
    tally,
    verdict_in_words,
    verdict_word,
)
from zhenkit.reports.phrases.titles import place_and_year, problems_note, rule_set_heading
from zhenkit.reports.ranking.columns import counted, with_distances
from zhenkit.rulesets.model import RuleSet

DOCUMENT = Path(__file__).parent / "document.xml"
MOST_TOWNS = 2000
"""As many rows as Word still lays out in a reasonable time."""


def render(ranking: Ranking, style: Style) -> bytes:
    """The document's bytes; raises MissingExtra, ZhenkitError for too many towns, FileProblems for a wrong template."""
    check_count(len(ranking.rows), MOST_TOWNS)
    return document(style.template or template(), report(with_distances(ranking)), _("Ranking of towns"))


def report(ranking: Ranking) -> dict[str, Any]:
    """What the tags of a template find."""
    assert ranking.judgements is not None  # the table of formats asks for them
    judged = zip(ranking.rows, ranking.judgements, strict=True)
    standards = []
    for rule_set_id, found in groupby(judged, lambda pair: pair[0].rule_set):
        towns, rule_set = list(found), ranking.rule_sets[rule_set_id]
        standards.append(
            {
                "title": str(rule_set.title),
                "heading": rule_set_heading(rule_set),
                "tally": [f"{verdict_word(verdict)} {count}" for verdict, count in tally(row for row, _ in towns)],
                "towns": [_town(row, judgement, rule_set, ranking.kept) for row, judgement in towns],
            }
        )
    return {
        "standards": standards,
        "counted": counted(ranking.counts),
        "score_note": score_note(),
        "problems": [str(problem) for problem in ranking.problems],
        "problems_note": problems_note(ranking),
    }


def _town(row: Ranked, judgement: Judgement, rule_set: RuleSet, kept: tuple[str, ...]) -> Mapping[str, Any]:
    missing = {str(fact.label): None for judged in judgement.criteria for fact in (*judged.missing, *judged.uncertain)}
    others = [criterion for criterion in rule_set.criteria if row.criteria[criterion.number].word != "met"]
    by_grade: dict[str, list[str]] = {}
    for criterion in others:
        said = grade_in_words(row.criteria[criterion.number])
        by_grade.setdefault(said, []).append(f"{criterion.number} {criterion.name}")
    return {
        "rank": row.rank,
        "name": row.name,
        "place": place_and_year(row.place, row.year),
        "said": verdict_in_words(row.span),
        "score": score_in_words(row.score),
        "kept": [
            {"title": title, "text": kept_text(value)} for title, value in zip(kept, row.kept, strict=True) if value
        ],
        "met": _("{met} of {count} met").format(met=len(rule_set.criteria) - len(others), count=len(rule_set.criteria)),
        "grades": [{"said": said, "criteria": names} for said, names in by_grade.items()],
        "missing": list(missing),
    }


def template() -> bytes:
    """Our template, in the language in use."""
    return package(
        DOCUMENT,
        {
            "title": _("Ranking of towns"),
            "rank": _("Rank"),
            "town": _("Town"),
            "verdict": _("Verdict"),
            "score": _("Score"),
            "criteria": _("Criteria"),
            "missing": _("Missing or uncertain"),
            "problems": _("Problems"),
        },
    )
