"""The tables of a dossier as workbooks, each filled into our template, or into the user's: what is open is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from zhenkit.core.i18n import _
from zhenkit.core.print_setup import set_up
from zhenkit.reports.dossier.docx import OF_TOWNS, kind_word, words
from zhenkit.reports.dossier.outline import DossierTown, lacking_mark
from zhenkit.reports.formats import UserTemplate
from zhenkit.reports.layout.docx.template import filled
from zhenkit.reports.layout.workbook import FormColumn, made, write_form
from zhenkit.reports.phrases.titles import open_mark

KINDS = ("profile", "evidence", OF_TOWNS)
"""Each has a template here, and `KIND.xlsx` of the user's."""
FILLER = "zhenkit.reports.layout.workbook_fill"
MARKED = "#FFF2CC"
"""Behind what is open or lacking."""


class DossierColumn(NamedTuple):
    """A column: its title, its width in characters, and what fills it in; empty where people do."""

    title: str
    width: int
    tag: str = ""


def of_town(kind: str, town: DossierTown, template: UserTemplate | None = None) -> bytes:
    """A workbook of a town; raises MissingExtra, FileProblems for a template that is wrong."""
    title = f"{kind_word(kind)} {town.name}"
    return filled(FILLER, template or our_template(kind), {"town": town, **words()}, title)


def of_towns(towns: Sequence[DossierTown], template: UserTemplate | None = None) -> bytes:
    """The table of several towns; raises as `of_town` does."""
    return filled(FILLER, template or our_template(OF_TOWNS), {"towns": towns, **words()}, kind_word(OF_TOWNS))


def our_template(kind: str) -> bytes:
    """Our template of a workbook, in the language in use; raises MissingExtra without XlsxWriter."""
    columns = {"profile": _profile, "evidence": _evidence, OF_TOWNS: _recommendation}[kind]()
    tags = [column.tag for column in columns]
    if kind == "profile":
        rows = [
            *_repeated([_("The town"), *tags], "fact in town.general"),
            ["{%tr for one in town.criteria %}"],
            *_repeated(["{{ one.number }} {{ one.name }}", *tags], "fact in one.facts"),
            ["{%tr endfor %}"],
            *_repeated([_("Merits"), *tags], "fact in town.merits"),
        ]
        columns = [DossierColumn(_("Part"), 20), *columns]
    else:
        rows = _repeated(tags, "line in town.evidence" if kind == "evidence" else "town in towns")
    return made(kind_word(kind), lambda workbook: _write(workbook, kind, columns, rows))


def _repeated(row: list[str], each: str) -> list[list[str]]:
    return [[f"{{%tr for {each} %}}"], row, ["{%tr endfor %}"]]


def _profile() -> list[DossierColumn]:
    """The basic facts of a town, beside which part they belong to."""
    return [
        DossierColumn(_("Fact"), 30, "{{ fact.label }}"),
        DossierColumn(_("What is stated"), 30, "{{ fact.value or open_mark }}"),
        DossierColumn(_("Unit"), 8, "{{ fact.unit }}"),
        DossierColumn(_("How it is written"), 44, "{{ fact.how }}"),
        DossierColumn(_("Evidence"), 40, '{{ fact.evidence|join("\\n") }}'),
    ]


def _evidence() -> list[DossierColumn]:
    """The evidence of a town."""
    return [
        DossierColumn(_("No."), 5, "{{ line.number }}"),
        DossierColumn(_("Criterion"), 22, "{{ line.criterion }}"),
        DossierColumn(_("Clause"), 12, "{{ line.clause }}"),
        DossierColumn(_("Fact"), 30, "{{ line.fact }}"),
        DossierColumn(_("What is stated"), 30, "{{ line.value }}"),
        DossierColumn(_("Evidence"), 50, '{{ line.evidence|join("\\n") or lacking_mark }}'),
        DossierColumn(_("Copies"), 8),
        DossierColumn(_("Note"), 20),
    ]


def _recommendation() -> list[DossierColumn]:
    """A row a town."""
    return [
        DossierColumn(_("No."), 5, "{{ loop.index }}"),
        DossierColumn(_("Town"), 20, "{{ town.name }}"),
        DossierColumn(_("Place"), 24, "{{ town.place }}"),
        DossierColumn(_("Leading industry"), 18, "{{ town.industry or open_mark }}"),
        DossierColumn(_("Category"), 14, "{{ town.category or open_mark }}"),
        DossierColumn(_("Year"), 7, "{{ town.year or open_mark }}"),
        DossierColumn(_("Annual output"), 14, "{{ town.output or open_mark }}"),
        DossierColumn(_("Verdict"), 14, "{{ town.said }}"),
        DossierColumn(_("Criteria met"), 9, "{{ town.met }}"),
        DossierColumn(_("Facts given"), 9, "{{ town.given }}"),
        DossierColumn(_("Facts to fill in"), 8, "{{ town.open }}"),
        DossierColumn(_("Without evidence"), 9, "{{ town.lacking }}"),
        DossierColumn(_("Opinion"), 24),
    ]


def _write(workbook: Any, kind: str, columns: Sequence[DossierColumn], rows: Sequence[Sequence[str]]) -> None:
    marked = workbook.add_format({"bg_color": MARKED})
    sheet = workbook.add_worksheet(kind_word(kind))
    sheet.freeze_panes(1, 0)
    padded = [[*row, *[""] * (len(columns) - len(row))] for row in rows]
    write_form(workbook, sheet, [FormColumn(column.title, column.width) for column in columns], padded, fitted=False)
    last = len(rows), len(columns) - 1
    for mark in (open_mark(), lacking_mark()):
        rule = {"type": "cell", "criteria": "==", "value": f'"{mark}"', "format": marked}
        sheet.conditional_format(1, 0, *last, rule)
    of = "" if kind == OF_TOWNS else " {{ town.name }}"
    set_up(sheet, f"{kind_word(kind)}{of}", sum(column.width for column in columns))
