"""A letter as Markdown: the same text, to read, to send on or to paste; ours, or by the user's template."""

from __future__ import annotations

from pathlib import Path
from string import Template

from zhenkit.core.i18n import _
from zhenkit.reports.formats import UserTemplate
from zhenkit.reports.judgement.markdown import inline
from zhenkit.reports.layout.docx.template import filled
from zhenkit.reports.letters.letter import Letter, words

DOCUMENT = Path(__file__).parent / "letter.md"
"""The template of every kind of letter; the user's are `KIND.md`."""


def render(letter: Letter, template: UserTemplate | None = None) -> bytes:
    """The text in UTF-8; raises MissingExtra, FileProblems for a template that is wrong."""
    filler = "zhenkit.reports.letters.markdown_fill"
    return filled(filler, template or our_template(), {"letter": letter}, letter.title)


def our_template() -> bytes:
    """Our template, in the language in use."""
    before, after = _(" ({note})").split("{note}")
    between = {"colon": _(": ").rstrip(), "open": before, "close": after}
    said = {name: inline(text) for name, text in words().items()} | between
    return Template(DOCUMENT.read_text("utf-8")).substitute(said).encode()
