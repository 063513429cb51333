"""The ledger as YAML, a list of entries, to be kept and filled in."""

from __future__ import annotations

import yaml

from zhenkit.core.escape import visible
from zhenkit.judging.ledger import Ledger
from zhenkit.reports.formats import Style
from zhenkit.reports.phrases.ledger import cells, titles


def render(ledger: Ledger, _style: Style) -> str:
    """The report: every value a text, those that are empty left out but for what people fill in."""
    names = [visible(title) for title in titles(ledger)]
    entries = [dict(zip(names, map(_lines, cells(entry, ledger)), strict=True)) for entry in ledger.entries]
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=10**6) if entries else "[]\n"


def _lines(text: str) -> str:
    """A text of several lines, each made harmless."""
    return "\n".join(map(visible, text.split("\n")))
