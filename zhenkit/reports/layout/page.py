"""What all pages share: a frame that loads nothing else, their style, and a policy that lets these run alone."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from string import Template

from zhenkit import __version__
from zhenkit.core.errors import Problem
from zhenkit.core.i18n import _, current
from zhenkit.reports.layout.html import Html, element, escaped, joined
from zhenkit.reports.phrases.grades import grade_word, verdict_word

FOLDER = Path(__file__).parent
LANGUAGES = {"zh": "zh-Hans", "en": "en"}
"""How each language is named in HTML."""


def frame(title: str, style: str, script: str = "") -> tuple[str, str]:
    """What is before the body of a page and what is after it; both texts may be a page's own.

    By its policy the page loads nothing; its one style and its one script run by their hashes.
    """
    style = text_of(FOLDER / "page.css") + style
    allowed = ["default-src 'none'", "img-src data:", f"style-src '{_hash(style)}'"]
    allowed += [f"script-src '{_hash(script)}'"] if script else []
    allowed += ["base-uri 'none'", "form-action 'none'"]
    parts = {
        "lang": LANGUAGES[current()],
        "title": escaped(title),
        "made_by": escaped(f"zhenkit {__version__}"),
        "policy": "; ".join(allowed),
        "style": style,
        "script": f"<script>{script}</script>" if script else "",
    }
    before, _here, after = text_of(FOLDER / "page.html").partition("$body")
    return Template(before).substitute(parts), Template(after).substitute(parts)


@cache
def text_of(file: Path) -> str:
    """A part of a page that lies in a file of its own."""
    return file.read_text("utf-8")


def _hash(text: str) -> str:
    """What a page's policy names a style or a script by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def grade(word: str, said: str = "") -> Html:
    """A grade's word on its colour, with its symbol; or something else said in its place."""
    return element("span", said or grade_word(word), class_=f"grade {word}")


def wide(label: str, table: Html) -> Html:
    """A table that may be wider than the screen: it scrolls by itself, by keyboard too; `label` names it."""
    return element("div", table, class_="wide", role="region", aria_label=label, tabindex=0)


def verdict(word: str) -> Html:
    """The same of a verdict."""
    return grade(word, verdict_word(word))


def problems(found: Sequence[Problem]) -> Iterator[Html]:
    """What kept towns from being judged."""
    if found:
        yield element("h2", _("Problems"), id="problems")
        yield element("p", _("a town with a problem is not judged"), class_="soft")
        yield element("ul", joined((element("li", str(problem)) for problem in found), "\n"), class_="list")
