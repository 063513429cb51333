"""The dossiers of towns as the files of a folder: documents and workbooks of each, and one table of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhenkit.core.folders import distinct, file_stem
from zhenkit.core.i18n import _
from zhenkit.core.progress import counting
from zhenkit.reports.dossier import docx, xlsx
from zhenkit.reports.dossier.outline import DossierTown
from zhenkit.reports.formats import UserTemplate

TEMPLATES = (*(f"{kind}.docx" for kind in docx.KINDS), *(f"{kind}.xlsx" for kind in xlsx.KINDS))
"""What templates of the user's are called."""


def files_of(towns: Sequence[DossierTown], templates: Mapping[str, UserTemplate]) -> dict[str, bytes]:
    """The files by their names; `templates` are the user's, by name. Raises MissingExtra, FileProblems."""
    width = len(str(len(towns)))
    numbered = [f"{nth:0{width}}-{town.name}" if len(towns) > 1 else town.name for nth, town in enumerate(towns, 1)]
    files: dict[str, bytes] = {}
    with counting(_("writing documents")) as step:
        for stem, town in zip(distinct(map(file_stem, numbered)), towns, strict=True):
            for kind in docx.OF_TOWN:
                name = f"{stem}-{docx.kind_word(kind)}"
                files[f"{name}.docx"] = docx.of_town(kind, town, templates.get(f"{kind}.docx"))
                if kind in xlsx.KINDS:
                    files[f"{name}.xlsx"] = xlsx.of_town(kind, town, templates.get(f"{kind}.xlsx"))
            step()
    if len(towns) > 1:
        name = docx.kind_word(docx.OF_TOWNS)
        files[f"{name}.docx"] = docx.of_towns(towns, templates.get(f"{docx.OF_TOWNS}.docx"))
        files[f"{name}.xlsx"] = xlsx.of_towns(towns, templates.get(f"{docx.OF_TOWNS}.xlsx"))
    return files
