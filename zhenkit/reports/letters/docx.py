"""A letter as a document of Word, on pages as GB/T 9704 asks of official documents; ours, or by the user's template."""

from __future__ import annotations

from pathlib import Path

from zhenkit.reports.formats import UserTemplate
from zhenkit.reports.layout.docx.package import package
from zhenkit.reports.layout.docx.template import document
from zhenkit.reports.letters.letter import Letter, words

KINDS = ("notice", "commendation")
"""The kinds of letters: each has a template, `KIND.xml` here, and `KIND.docx` of the user's."""


def render(letter: Letter, template: UserTemplate | None = None) -> bytes:
    """The document's bytes; raises MissingExtra, FileProblems for a template that is wrong."""
    return document(template or our_template(letter.kind), {"letter": letter}, letter.title)


def our_template(kind: str) -> bytes:
    """Our template of a kind of letter, in the language in use."""
    return package(Path(__file__).parent / f"{kind}.xml", words())
