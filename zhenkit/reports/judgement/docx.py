"""The report as a document of Word: each town's facts set against the criteria (对照表), for the files.

What a template may use is what `report` gives; the guide describes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhenkit.core.i18n import _
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.outline import TownOutline, outline
from zhenkit.reports.layout.docx.package import package
from zhenkit.reports.layout.docx.template import check_count, document
from zhenkit.reports.phrases.grades import GRADES, grade_word
from zhenkit.reports.phrases.titles import compared, compared_of, problems_note

DOCUMENT = Path(__file__).parent / "document.xml"
MOST_TOWNS = 500
"""Of some four pages each: more is not for reading, and Word would not open it in a reasonable time."""


def render(run: Run, style: Style) -> bytes:
    """The document's bytes; raises MissingExtra, ZhenkitError for too many towns, FileProblems for a wrong template."""
    check_count(len(run.judgements), MOST_TOWNS)
    towns = [outline(judgement, style.day, style.sections(judgement)) for judgement in run.judgements]
    title = compared_of(towns[0].name) if len(towns) == 1 else compared()
    return document(style.template or template(), report(run, towns), title)


def report(run: Run, towns: list[TownOutline]) -> dict[str, Any]:
    """What the tags of a template find."""
    return {
        "towns": [_town(town) for town in towns],
        "problems": [str(problem) for problem in run.problems],
        "problems_note": problems_note(run),
        "grades": {grade: grade_word(grade) for grade in GRADES},
    }


def _town(town: TownOutline) -> dict[str, Any]:
    found = town._asdict()
    found["criteria"] = [
        {name: value for name, value in criterion._asdict().items() if name not in ("scales", "check")}
        for criterion in town.criteria
    ]
    found["basis"] = [{"name": name, "text": text} for name, text in town.basis]
    return found


def template() -> bytes:
    """Our template, in the language in use."""
    return package(
        DOCUMENT,
        {
            "several": compared(),
            "of_town": compared_of("{{ town.name }}"),
            "town": _("Town"),
            "rules": _("Rules"),
            "verdict": _("Verdict"),
            "score": _("Score"),
            "scored": _("Score {score} of 100").format(score="{{ town.score }}"),
            "compared": _("Town and criteria compared"),
            "criterion": _("Criterion"),
            "criterion_of_one": _("Criterion {number}").format(number="{{ one.number }}"),
            "criterion_of_item": _("Criterion {number}").format(number="{{ item.number }}"),
            "required": _("Required"),
            "required_line": _("required: {figure}").format(figure="{{ line.required }}"),
            "given": _("Value"),
            "result": _("Grade"),
            "evidence": _("Evidence"),
            "notes": _("Evidence and readings"),
            "basis": _("Basis"),
        },
    )
