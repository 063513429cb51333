"""The dossiers of towns as the files of a folder: documents and workbooks of each, and one table of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhenkit.core.folders import distinct, file_stem
from zhenkit.core.i18n import _
from zhenkit.core.progress import counting
from zhenkit.reports.dossier import docx, xlsx
from zhenkit.reports.dossier.outline import DossierTown
from zhenkit.reports.formats import UserTemplate

WORKBOOKS = {"profile": xlsx.profile, "evidence": xlsx.evidence}
"""The documents of a town that there are as workbooks too."""


def files_of(towns: Sequence[DossierTown], templates: Mapping[str, UserTemplate]) -> dict[str, bytes]:
    """The files by their names; `templates` are the user's, by kind. Raises MissingExtra, FileProblems."""
    width = len(str(len(towns)))
    numbered = [f"{nth:0{width}}-{town.name}" if len(towns) > 1 else town.name for nth, town in enumerate(towns, 1)]
    files: dict[str, bytes] = {}
    with counting(_("writing documents")) as step:
        for stem, town in zip(distinct(map(file_stem, numbered)), towns, strict=True):
            for kind in docx.OF_TOWN:
                name = f"{stem}-{docx.kind_word(kind)}"
                files[f"{name}.docx"] = docx.of_town(kind, town, templates.get(kind))
                if kind in WORKBOOKS:
                    files[f"{name}.xlsx"] = WORKBOOKS[kind](town)
            step()
    if len(towns) > 1:
        name = docx.kind_word(docx.OF_TOWNS)
        files[f"{name}.docx"] = docx.of_towns(towns, templates.get(docx.OF_TOWNS))
        files[f"{name}.xlsx"] = xlsx.recommendation(towns)
    return files
