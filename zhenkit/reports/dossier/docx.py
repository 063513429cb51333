"""The documents of a dossier, each filled into our template, or into the user's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zhenkit.core.i18n import _
from zhenkit.reports.dossier.outline import DossierTown, lacking_mark
from zhenkit.reports.formats import UserTemplate
from zhenkit.reports.layout.docx.package import package
from zhenkit.reports.layout.docx.template import document
from zhenkit.reports.phrases.titles import open_mark

OF_TOWN = ("application", "profile", "evidence")
"""The documents of each town."""
OF_TOWNS = "recommendation"
"""The one of several towns."""
KINDS = (*OF_TOWN, OF_TOWNS)
"""Each has a template, `KIND.xml` here, and `KIND.docx` of the user's."""


def kind_word(kind: str) -> str:
    """What a document is called."""
    return {
        "application": _("Application"),
        "profile": _("Basic facts"),
        "evidence": _("List of evidence"),
        "recommendation": _("Recommendation of towns"),
    }[kind]


def of_town(kind: str, town: DossierTown, template: UserTemplate | None = None) -> bytes:
    """A document of a town; raises MissingExtra, FileProblems for a template that is wrong."""
    return document(template or our_template(kind), {"town": town, **words()}, f"{kind_word(kind)} {town.name}")


def of_towns(towns: Sequence[DossierTown], template: UserTemplate | None = None) -> bytes:
    """The table of several towns; raises as `of_town` does."""
    return document(template or our_template(OF_TOWNS), {"towns": towns, **words()}, kind_word(OF_TOWNS))


def words() -> dict[str, Any]:
    """What templates say in the place of what is not there."""
    return {"open_mark": open_mark(), "lacking_mark": lacking_mark()}


def our_template(kind: str) -> bytes:
    """Our template of a document, in the language in use."""
    return package(
        Path(__file__).parent / f"{kind}.xml",
        {
            "application": _("Application to be a {level} specialised town").format(level="{{ town.level }}"),
            "profile": _("Basic facts of a specialised town"),
            "evidence_title": _("List of evidence"),
            "recommendation": _("Recommendation of specialised towns"),
            "general": _("The town"),
            "merits": _("Merits, which change no verdict"),
            "fact": _("Fact"),
            "value": _("What is stated"),
            "evidence": _("Evidence"),
            "how": _("How it is written"),
            "criterion": _("Criterion"),
            "clause": _("Clause"),
            "number": _("No."),
            "required": _("required: {figure}").format(figure="{{ one.required }}"),
            "judged": _("by these data: {grade}").format(grade="{{ one.said }}"),
            "verdict_line": _("By these data: {verdict}").format(verdict="{{ town.said }}"),
            "to_fill_in": _("To fill in: {open}; without evidence: {lacking}").format(
                open="{{ town.open }}", lacking="{{ town.lacking }}"
            ),
            "opinions": _("Opinions"),
            "applicant": _("Applicant (seal)"),
            "recommender": _("Recommended by (seal)"),
            "reviewer": _("Reviewed by (seal)"),
            "date": _("Date"),
            "town": _("Town"),
            "place": _("Place"),
            "industry": _("Leading industry"),
            "category": _("Category"),
            "year": _("Year"),
            "output": _("Annual output"),
            "verdict": _("Verdict"),
            "met": _("Criteria met"),
            "given": _("Facts given"),
            "lacking": _("Without evidence"),
            "opinion": _("Opinion"),
        },
    )
