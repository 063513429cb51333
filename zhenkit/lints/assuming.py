"""What the dictionary assumes of its facts: each assumption says something that those before it do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhenkit.documents import Document
from zhenkit.errors import Fault
from zhenkit.facts import Assumption
from zhenkit.language import _, noted
from zhenkit.lints.exact import some_town
from zhenkit.lints.interface import Lint
from zhenkit.readings.settled import ALWAYS
from zhenkit.search import Kept, Met, Over

IDLE = "idle-assumption"


def idle(assumptions: Sequence[Assumption], document: Document) -> Iterator[Fault]:
    """Assumptions that every town keeps that keeps those before them."""
    for index, one in enumerate(assumptions):
        before = [Kept(each.consequence, each.condition) for each in assumptions[:index]]
        if not some_town(Met(one.condition), Over(ALWAYS, one.consequence), *before):
            said = _("it assumes nothing: every town that keeps the assumptions before it keeps this one")
            yield Fault(document.file, *document.find(("assumes", index), False), said).of(IDLE)


LINTS = (Lint(IDLE, noted("an assumption that excludes no town only looks like a reading of ours")),)
