"""The report as Markdown for a pull-request comment: a table one row a criterion, then what is open and to be argued.

Nothing that a file says becomes markup, HTML, a link or a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zhenkit.core.escape import plain
from zhenkit.core.i18n import _
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.phrases import summary
from zhenkit.reports.phrases.figures import FigureLine
from zhenkit.reports.phrases.findings import Line, lines

_MARKUP = re.compile(r"[\\`*_{}\[\]|~]")
_AT_START = re.compile(r"([-+#=:])|(\d+)([.)])(?=\s|$)")
_REFERENCE = re.compile(r"([@#:]|\bwww|\bGH-)(?=[\w./+-])", re.IGNORECASE)
_BREAK = "&#8203;"
"""A character of no width. Mentions, references, addresses and emoji codes are looked for after escapes are read, so
that an escape is no help; this is."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "<span>$</span>"}
_ENTITY = re.compile("[&<>$]")


def in_html(text: str) -> str:
    """Text that shows as it is inside an HTML tag, where Markdown is not read."""
    pieces = _REFERENCE.split(plain(text))
    shown = [_ENTITY.sub(lambda match: _ENTITIES[match[0]], piece) for piece in pieces]
    # every other piece is the beginning of what would be a reference
    return "".join(piece + _BREAK if position % 2 else piece for position, piece in enumerate(shown))


def inline(text: str) -> str:
    """Text that shows as it is in a line of Markdown, a heading or a cell of a table."""
    escaped = _MARKUP.sub(r"\\\g<0>", in_html(text))
    if escaped.endswith("#"):  # it would close a heading
        escaped = f"{escaped[:-1]}\\#"
    if match := _AT_START.match(escaped):
        mark = match.start(1) if match[1] else match.start(3)
        return f"{escaped[:mark]}\\{escaped[mark:]}"
    return escaped


def render(run: Run, _style: Style) -> str:
    """The report: of several towns a summary table, with each town's report folded below it; of one its report."""
    several = len(run.judgements) > 1
    blocks: list[str] = []
    if several:
        blocks += _towns(run)
    for judgement in run.judgements:
        if several:
            blocks += [f"<details><summary>{in_html(_title(judgement))}</summary>", *_town(judgement), "</details>"]
        else:
            blocks += [f"## {inline(_title(judgement))}", *_town(judgement)]
    problems = (inline(str(problem)) for problem in run.problems)
    blocks += section(_("Problems"), _("a town with a problem is not judged"), problems)
    return "\n\n".join(blocks) + "\n"


def _title(judgement: Judgement) -> str:
    verdict = summary.verdict_in_words(judgement.span)
    return f"{summary.SYMBOLS[judgement.verdict]} {verdict} · {judgement.town.name}"


def _towns(run: Run) -> Iterator[str]:
    tally = [f"{count} {summary.verdict_word(verdict)}" for verdict, count in summary.tally(run.judgements)]
    yield "## " + inline(_("Towns judged: {count}").format(count=len(run.judgements)))
    yield inline(_(", ").join(tally))
    rows = [
        [
            judgement.town.name,
            summary.where(judgement),
            judgement.rule_set.id,
            f"{summary.SYMBOLS[judgement.verdict]} {summary.verdict_word(judgement.verdict)}",
            " ".join(summary.SYMBOLS[judged.span.word] for judged in judgement.criteria),
            summary.score_in_words(judgement),
        ]
        for judgement in run.judgements
    ]
    headers = [_("Town"), _("Place"), _("Rules"), _("Verdict"), _("Criteria"), _("Score")]
    yield table(headers, [[inline(cell) for cell in row] for row in rows], right=(5,))


def _town(judgement: Judgement) -> Iterator[str]:
    """The blocks of one town's report."""
    head = [_(" · ").join(summary.about(judgement)), str(judgement.rule_set.title)]
    head.append(_(" · ").join(summary.standard(judgement.rule_set)))
    yield "<br>\n".join(inline(line) for line in head if line)
    headers = ["#", _("Criterion"), _("Clause"), _("Grade"), _("Given / asked")]
    yield table(headers, _criteria(judgement), right=(0,))
    yield from section(_("Missing"), _("facts that can still move a criterion"), _open_facts(judgement, "missing"))
    yield from section(_("Uncertain"), _("ranges that can still move a criterion"), _open_facts(judgement, "uncertain"))
    yield from section(
        _("To argue"), _("for people to decide; record it under decisions: in the town file"), _argued(judgement)
    )
    yield from section(_("Decisions"), "", _decisions(judgement))
    yield from section(_("Merits"), _("preferred; they never change the verdict"), _merits(judgement))
    score = _("Score {score} of 100").format(score=summary.score_in_words(judgement))
    yield f"**{inline(score)}**" + _(" ({note})").format(note=inline(summary.score_note()))


def _criteria(judgement: Judgement) -> Iterator[list[str]]:
    for judged in judgement.criteria:
        criterion, word = judged.criterion, judged.span.word
        grade = inline(f"{summary.SYMBOLS[word]} {summary.grade_word(word)}")
        yield [
            str(criterion.number),
            inline(str(criterion.name)),
            inline(criterion.clause),
            grade if word == "met" else f"**{grade}**",
            "<br>".join(inline(_line(line)) for line in lines(judged, judgement)),
        ]


def _line(line: Line) -> str:
    said = line.said
    if isinstance(line, FigureLine):
        said += _(" ({note})").format(note=" ~ ".join(line.margin)) if line.margin else ""
        said += _("; ") + line.note if line.note else ""
    return _("{label}: {said}").format(label=line.label, said=said) if line.label else said


def _open_facts(judgement: Judgement, kind: str) -> Iterator[str]:
    given = judgement.town.facts
    for judged in judgement.criteria:
        for fact in judged.missing if kind == "missing" else judged.uncertain:
            value = f" {fact.type.show(given[fact.id])}" if fact.id in given else ""
            yield f"{judged.criterion.number}: {inline(str(fact.label) + value)} `{fact.id}`"


def _argued(judgement: Judgement) -> Iterator[str]:
    for one in summary.argued(judgement):
        said = f"{one.number}: {inline(one.words + _(': {why}').format(why=one.why))}"
        yield said + (f"<br>{inline(_('reading: {text}').format(text=one.reading))}" if one.reading else "")


def _decisions(judgement: Judgement) -> Iterator[str]:
    for decided in summary.decisions(judgement):
        yield f"{decided.number}: {inline(summary.decision_in_words(decided))}<br>{inline(decided.why)}"


def _merits(judgement: Judgement) -> Iterator[str]:
    for number, held, labels in summary.merits(judgement):
        mark = f"{summary.SYMBOLS['met']} {_('held')}" if held else f"{summary.SYMBOLS['incomplete']} {_('not known')}"
        yield f"{number}: {inline(mark)}: {inline(_('; ').join(labels))}"


def section(title: str, note: str, items: Iterable[str]) -> Iterator[str]:
    """A title and a list, or nothing where the list is empty."""
    listed = "\n".join(f"- {item}" for item in items)
    if listed:
        yield f"**{inline(title)}**" + (_(" ({note})").format(note=inline(note)) if note else "")
        yield listed


def table(headers: list[str], rows: Iterable[list[str]], right: tuple[int, ...] = ()) -> str:
    """A table of cells that are Markdown already."""
    rules = ["--:" if position in right else "---" for position in range(len(headers))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headers, rules, *rows))
