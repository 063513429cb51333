"""What the dictionary assumes of its facts: each assumption says something that those before it do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhenkit.analysis.lint.lint import Lint
from zhenkit.analysis.search.questions import some_town
from zhenkit.analysis.search.search import Kept, Met, Over
from zhenkit.checks.rewrite import ALWAYS
from zhenkit.core.errors import LintProblem
from zhenkit.core.i18n import _, noted
from zhenkit.documents.yaml import Document
from zhenkit.rulesets.dictionary_file import Assumption

IDLE = "idle-assumption"


def idle(assumptions: Sequence[Assumption], document: Document) -> Iterator[LintProblem]:
    """Assumptions that every town keeps that keeps those before them."""
    for index, one in enumerate(assumptions):
        before = [Kept(each.consequence, each.condition) for each in assumptions[:index]]
        if not some_town(Met(one.condition), Over(ALWAYS, one.consequence), *before):
            said = _("it adds nothing: every town that satisfies the earlier assumptions satisfies this one")
            path = ("assumes", index)
            yield LintProblem(document.file, *document.find(path, False), said).of(IDLE, path)


LINTS = (Lint(IDLE, noted("an assumption that excludes no town has no effect")),)
