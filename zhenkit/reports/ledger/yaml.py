"""The ledger as YAML, a document an entry, to be kept and filled in."""

from __future__ import annotations

import yaml

from zhenkit.core.escape import visible
from zhenkit.judging.ledger import Ledger
from zhenkit.reports.formats import Style
from zhenkit.reports.phrases.ledger import cells, summary, title, titles

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
WIDE = 1_000_000
"""So wide that no text is folded."""


def render(ledger: Ledger, _style: Style) -> str:
    """The report: every value a text, also those that people have yet to fill in."""
    names = [visible(each) for each in titles(ledger)]
    entries = (dict(zip(names, map(_lines, cells(entry, ledger)), strict=True)) for entry in ledger.entries)
    head = f"# {visible(title())} · {visible(summary(ledger))}\n"
    written = yaml.dump_all(
        entries, Dumper=DUMPER, allow_unicode=True, sort_keys=False, width=WIDE, explicit_start=True, encoding=None
    )
    return head + written


def _lines(text: str) -> str:
    """A text of several lines, each made harmless."""
    return "\n".join(map(visible, text.split("\n")))
