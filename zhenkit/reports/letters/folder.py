"""All letters of an assessment as the files of a folder: each as a document and as Markdown, and their register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhenkit.core.folders import distinct, file_stem
from zhenkit.core.i18n import _
from zhenkit.core.progress import counting
from zhenkit.reports.formats import UserTemplate
from zhenkit.reports.letters import docx, markdown, register
from zhenkit.reports.letters.letter import Letter

TEMPLATES = tuple(f"{kind}{ending}" for ending in (".docx", ".md") for kind in docx.KINDS)
"""What templates of the user's are called."""


def names(letters: Sequence[Letter]) -> list[str]:
    """The names of the letters' files, without an ending: number, kind, town."""
    width = max(2, len(str(len(letters))))
    listed = []
    for nth, letter in enumerate(letters, 1):
        parts = [f"{nth:0{width}}", letter.kind_word, *([letter.town] if letter.kind == "notice" else ())]
        listed.append(file_stem("-".join(parts)))
    return distinct(listed)


def register_name() -> str:
    """The name of the register's file."""
    return file_stem(_("Register")) + ".xlsx"


def files_of(letters: Sequence[Letter], templates: Mapping[str, UserTemplate]) -> dict[str, bytes]:
    """The files by their names; `templates` are the user's, by name. Raises MissingExtra, FileProblems."""
    stems = names(letters)
    files: dict[str, bytes] = {}
    with counting(_("writing documents")) as step:
        for stem, letter in zip(stems, letters, strict=True):
            files[f"{stem}.docx"] = docx.render(letter, templates.get(f"{letter.kind}.docx"))
            files[f"{stem}.md"] = markdown.render(letter, templates.get(f"{letter.kind}.md"))
            step()
    files[register_name()] = register.render(letters, stems)
    return files
