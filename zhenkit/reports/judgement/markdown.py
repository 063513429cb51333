"""The report as Markdown for a pull-request comment: a table one row a criterion, then what is open or needs review.

Nothing that a file says becomes markup, HTML, a link or a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from zhenkit.core.errors import Problem
from zhenkit.core.escape import plain
from zhenkit.core.i18n import _
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import Run
from zhenkit.judging.ranking import Ranked, kept_text, row
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.summary import hidden_note, totals
from zhenkit.reports.phrases.criteria import Line, lines
from zhenkit.reports.phrases.grades import (
    SYMBOLS,
    completeness_in_words,
    grade_word,
    in_brackets,
    score_in_words,
    score_note,
    tally,
    verdict_in_words,
    verdict_word,
)
from zhenkit.reports.phrases.sections import Item, Section, sections
from zhenkit.reports.phrases.titles import place_and_year, rule_set_heading, town_heading
from zhenkit.reports.phrases.values import FigureLine


class Markdown(str):
    """A text that is Markdown already; every other text of a table is shown as it is."""

    __slots__ = ()


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


def render(run: Run, style: Style) -> str:
    """The report: of several towns a summary table, with each town's report folded below it; of one its report."""
    several = len(run.every) > 1
    blocks: list[str] = []
    if several:
        blocks += _count(run)
        if run.judgements:
            blocks.append(towns_table([row(judgement) for judgement in run.judgements], rules=True))
    for judgement in run.judgements:
        title = f"{SYMBOLS[judgement.verdict]} {verdict_in_words(judgement.span)} · {judgement.town.name}"
        town = _town(judgement, style.sections(judgement))
        if several:
            blocks += [f"<details><summary>{in_html(title)}</summary>", *town, "</details>"]
        else:
            blocks += [f"## {inline(title)}", *town]
    blocks += problems(run.problems)
    return "\n\n".join(blocks) + "\n"


def summary(run: Run, _style: Style) -> str:
    """The report in short: how many have each verdict, a row a town, totals by place and by criterion."""
    blocks = [*_count(run)]
    if run.judgements:
        blocks.append(towns_table([row(judgement) for judgement in run.judgements], rules=True))
    for found in totals(run):
        lines = [[name, *map(str, counts)] for name, counts in found.lines]
        blocks += [f"**{inline(found.title)}**", table([found.of, *found.words], lines, range(1, len(found.words) + 1))]
    blocks += problems(run.problems)
    return "\n\n".join(blocks) + "\n"


def _count(run: Run) -> Iterator[str]:
    """How many towns were judged, how many have each verdict, and how many are not shown."""
    yield "## " + inline(_("Towns judged: {count}").format(count=len(run.every)))
    yield tally_line(run.every)
    if note := hidden_note(run):
        yield inline(note)


def tally_line(judged: Iterable[Judgement | Ranked]) -> str:
    """How many towns have each verdict."""
    return inline(_(", ").join(f"{verdict_word(verdict)} {count}" for verdict, count in tally(judged)))


def towns_table(rows: Sequence[Ranked], kept: Sequence[str] = (), *, ranks: bool = False, rules: bool = False) -> str:
    """A row a town with its grades at a glance; ranks and rule sets have a column on request."""
    front = [_("Rank")] if ranks else []
    headers = [*front, _("Town"), _("Place"), *([_("Rules")] if rules else ()), *kept]
    headers += [_("Verdict"), *([_("Facts given")] if ranks else ()), _("Criteria"), _("Score")]
    right = (*range(len(front)), len(headers) - 1)
    return table(headers, [_cells(row, ranks, rules) for row in rows], right)


def _cells(row: Ranked, ranks: bool, rules: bool) -> list[str]:
    verdict = row.span.verdict
    return [
        *(["" if row.rank is None else str(row.rank)] if ranks else ()),
        row.name,
        place_and_year(row.place, row.year),
        *([row.rule_set] if rules else ()),
        *map(kept_text, row.kept),
        f"{SYMBOLS[verdict]} {verdict_in_words(row.span)}",
        *([completeness_in_words(row.completeness)] if ranks else ()),
        " ".join(SYMBOLS[span.word] for span in row.criteria.values()),
        score_in_words(row.score),
    ]


def _town(judgement: Judgement, further: Sequence[Section]) -> Iterator[str]:
    """The blocks of one town's report."""
    head = [town_heading(judgement), str(judgement.rule_set.title), rule_set_heading(judgement.rule_set)]
    yield "<br>\n".join(inline(line) for line in head if line)
    headers = [Markdown("#"), _("Criterion"), _("Clause"), _("Grade"), _("Value / required")]
    yield table(headers, _criteria(judgement), right=(0,))
    for title, note, items in (*sections(judgement), *further):
        yield from listing(title, note, map(item_line, items))
    score = _("Score {score} of 100").format(score=score_in_words(judgement.score))
    yield f"**{inline(score)}**" + in_brackets(inline(score_note()))


def _criteria(judgement: Judgement) -> Iterator[list[str]]:
    for judged in judgement.criteria:
        criterion, word = judged.criterion, judged.span.word
        grade = inline(f"{SYMBOLS[word]} {grade_word(word)}")
        yield [
            str(criterion.number),
            str(criterion.name),
            criterion.clause,
            Markdown(grade if word == "met" else f"**{grade}**"),
            Markdown("<br>".join(inline(_line(line)) for line in lines(judged, judgement))),
        ]


def _line(line: Line) -> str:
    said = line.text
    if isinstance(line, FigureLine):
        said += in_brackets(" ~ ".join(line.margin)) if line.margin else ""
        said += _("; ") + line.note if line.note else ""
    return line.label + _(": ") + said if line.label else said


def item_line(item: Item) -> str:
    """An entry of a list: its criterion and texts, then those below it; a fact's id as code."""
    first = f"{SYMBOLS[item.grade]} " if item.grade else ""
    code = f" `{item.fact}`" if item.fact else ""
    cells = inline(first + (" " if item.fact else _(": ")).join(item.cells))
    number = f"{item.number}{_(': ')}" if item.number else ""
    return "<br>".join((f"{number}{cells}{code}", *map(inline, item.below)))


def problems(found: Iterable[Problem]) -> Iterator[str]:
    """What kept towns from being judged."""
    yield from listing(_("Problems"), _("a town with a problem is not judged"), (inline(str(one)) for one in found))


def listing(title: str, note: str, items: Iterable[str]) -> Iterator[str]:
    """A title and a list of items that are Markdown already, or nothing where the list is empty."""
    listed = bullets(items)
    if listed:
        yield f"**{inline(title)}**" + (in_brackets(inline(note)) if note else "")
        yield listed


def bullets(items: Iterable[str]) -> str:
    """A list of items that are Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """A table; the numbers of the columns that are aligned to the right."""
    rules = [Markdown("--:" if position in right else "---") for position in range(len(headers))]
    return "\n".join(f"| {' | '.join(map(_shown, cells))} |" for cells in (headers, rules, *rows))


def _shown(cell: str) -> str:
    return cell if isinstance(cell, Markdown) else inline(cell)
