"""What a change of a standard does to towns, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.core.i18n import _
from zhenkit.judging.reform import Reform
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.markdown import bullets, inline, problems, table
from zhenkit.reports.phrases.grades import SYMBOLS, in_brackets, verdict_word
from zhenkit.reports.phrases.reform import (
    bars,
    cells,
    changes,
    headline,
    summary,
    tables,
    town_heads,
    town_lines,
    towns_title,
)


def render(found: Reform, _style: Style) -> str:
    """The report."""
    return "\n\n".join((*_blocks(found), *problems(found.problems))) + "\n"


def _blocks(found: Reform) -> Iterator[str]:
    yield f"## {inline(headline(found))}"
    if changed := changes(found):
        yield bullets(map(inline, changed))
    yield f"**{inline(summary(found))}**"
    rows = [
        [f"{SYMBOLS[bar.verdict]} {verdict_word(bar.verdict)}", bar.side, str(bar.towns), bar.blocks]
        for bar in bars(found)
    ]
    yield table([_("Verdict"), "", "", ""], rows, right=(2,))
    for each in tables(found):
        yield f"**{inline(each.title)}**" + in_brackets(inline(each.note))
        yield table(each.heads, each.rows, right=range(1, len(each.heads)))
    if lines := town_lines(found):
        yield f"**{inline(towns_title(lines))}**"
        yield table(town_heads(found), [cells(line) for line in lines])
