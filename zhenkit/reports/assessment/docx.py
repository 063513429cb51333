"""The yearly assessment as a document of Word, for the files: a table of each group, who is commended or slow, why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhenkit.core.i18n import _
from zhenkit.judging.assessment import Assessment
from zhenkit.reports.assessment.outline import GroupOutline, outline, result_word, standing_word, with_before
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.docx.package import package
from zhenkit.reports.layout.docx.template import check_count, document
from zhenkit.reports.phrases.titles import problems_note

DOCUMENT = Path(__file__).parent / "document.xml"
MOST_TOWNS = 2000
"""As many rows as Word still lays out in a reasonable time."""


def render(found: Assessment, _style: Style) -> bytes:
    """The document's bytes; raises MissingExtra, ZhenkitError for too many towns."""
    check_count(sum(len(group.towns) for group in found.groups), MOST_TOWNS)
    outlined = outline(found)
    report = {
        **outlined._asdict(),
        "groups": [_group(group) for group in outlined.groups],
        "moved": [*outlined.criteria, *outlined.facts],
        "problems": [str(problem) for problem in found.problems],
        "problems_note": problems_note(found),
    }
    return document(_template(), report, outlined.title)


def _group(group: GroupOutline) -> Mapping[str, Any]:
    return {
        "title": group.title,
        "heading": group.heading,
        "tally": [f"{standing_word(standing)} {count}" for standing, count in group.tally],
        "towns": [
            {
                "rank": with_before(town.rank, town.rank_before),
                "name": town.name,
                "place": town.place,
                "verdict": with_before(town.said, town.before),
                "score": with_before(town.score, town.score_before),
                "standing": town.stands,
                "result": result_word(town.result),
            }
            for town in group.towns
        ],
    }


def _template() -> bytes:
    return package(
        DOCUMENT,
        {
            "rank": _("Rank"),
            "town": _("Town"),
            "verdict": _("Verdict"),
            "score": _("Score"),
            "standing": _("Standing"),
            "result": _("Result"),
            "commended": _("Commended"),
            "slow": _("For a notice"),
            "changes": _("Changes"),
            "movement": _("Movement by criterion and fact"),
            "of": _("Of"),
            "up": _("Up"),
            "down": _("Down"),
            "otherwise": _("Otherwise"),
            "rules": _("Rules of the assessment"),
            "problems": _("Problems"),
        },
    )
