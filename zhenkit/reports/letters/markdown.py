"""A letter as Markdown: the same text, to read, to send on or to paste."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.core.i18n import _
from zhenkit.reports.judgement.markdown import Markdown, inline, listing, table
from zhenkit.reports.letters.letter import Letter


def render(letter: Letter) -> str:
    """The text of the letter."""
    return "\n\n".join(_blocks(letter)) + "\n"


def _blocks(letter: Letter) -> Iterator[str]:
    yield inline(letter.draft)
    if letter.red_head:
        yield f"**{inline(letter.red_head)}**"
    yield inline(letter.number)
    yield f"# {inline(letter.title)}"
    yield inline(letter.addressee + _(": ").rstrip())
    yield inline(letter.opening)
    yield from listing(_("What is wrong"), "", map(inline, letter.reasons))
    if letter.problems:
        rows = (
            [
                f"{one.number} {one.name}{_(' ({note})').format(note=one.clause)}",
                Markdown("<br>".join(map(inline, (one.grade, *one.why)))),
                Markdown("<br>".join(map(inline, one.to_do))),
            ]
            for one in letter.problems
        )
        yield table([_("Criterion"), _("What is so"), _("What would meet it")], rows)
    yield from listing(_("What changed since the last assessment"), "", map(inline, letter.changes))
    if letter.towns:
        titles = [_("Town"), _("Place"), _("Group"), _("Verdict"), _("Why commended")]
        rows = ([*one[:-1], Markdown("<br>".join(map(inline, one.reasons)))] for one in letter.towns)
        yield table(titles, rows)
    yield from listing(_("What is required"), "", map(inline, letter.requirements))
    if letter.closing:
        yield inline(letter.closing)
    yield "<br>\n".join(map(inline, (letter.signature, letter.date)))
    if letter.reply:
        yield f"## {inline(letter.reply_title)}"
        yield table(["", ""], letter.reply)
