"""A ranking as a workbook for people: in their language, coloured, ready to filter and to print.

A sheet of each rule set has a row a town, with what is missing and why it is not met; then come the problems of the
files and what the columns are. Programs read CSV, or with `--ids` a workbook of its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from zhenkit import __version__
from zhenkit.core.i18n import _
from zhenkit.core.print_setup import set_up
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.ranking import Ranked, Ranking, kept_text
from zhenkit.judging.rejects import Reject
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.workbook import (
    HEAD,
    ROW,
    SAMPLE,
    WorkbookCell,
    check_size,
    colour,
    fit_height,
    made,
    sheet_names,
    width,
    write_about,
    write_row,
    write_table,
)
from zhenkit.reports.phrases.criteria import missing_facts, other_reasons
from zhenkit.reports.phrases.grades import (
    GRADE_OF,
    GRADES,
    VERDICTS,
    completeness_note,
    grade_in_words,
    grade_word,
    order_note,
    score_note,
    tally,
    verdict_ends,
    verdict_word,
)
from zhenkit.reports.phrases.titles import rule_set_heading
from zhenkit.reports.ranking import since_baseline, xlsx_ids
from zhenkit.reports.ranking.columns import with_distances
from zhenkit.rulesets.model import Criterion, RuleSet

NARROW, MISSING, WHY = 9, 30, 36
"""How wide the columns of grades and of reasons are, in characters; their texts are wrapped."""


class SheetColumn(NamedTuple):
    """A column of the table: its title and its width."""

    title: str
    width: int
    grows: int = 0
    """How wide it may become for its texts; 0 where it stays as it is."""

    @property
    def least(self) -> int:
        """Its width, so that no word of its title is broken; Chinese may be, anywhere."""
        return max(self.width, *(len(word) + 2 if word.isascii() else 0 for word in self.title.split()))


def render(ranking: Ranking, style: Style) -> bytes:
    """The workbook's bytes; raises ZhenkitError where it does not fit a sheet, MissingExtra without XlsxWriter."""
    if style.ids:
        return xlsx_ids.render(ranking)
    ranking = with_distances(ranking)
    check_size(max(len(ranking.rows), len(ranking.rejects)), len(ranking.numbers) + len(ranking.kept) + 20)

    def write(workbook: Any) -> None:
        names = _names(ranking)
        judgements = iter(ranking.judgements or ())
        for rule_set_id, rows in groupby(ranking.rows, lambda ranked: ranked.rule_set):
            table = _Table(workbook, ranking.rule_sets[rule_set_id], ranking.kept)
            table.write(names[rule_set_id], list(rows), judgements)
        if not ranking.rows:
            write_row(workbook.add_worksheet(_("Ranking")), 0, [_("no town was judged")])
        _write_problems(workbook, ranking.rejects)
        write_about(workbook, _about(ranking), _("Ranking of towns"))

    return made(_("Ranking of towns"), write)


def _names(ranking: Ranking) -> dict[str, str]:
    """The sheet of each rule set: where there are several, each has its id, or as much of it as fits."""
    if len(ranking.rule_sets) < 2:
        return dict.fromkeys(ranking.rule_sets, _("Ranking"))
    names = sheet_names(f"{_('Ranking')} {rule_set_id}" for rule_set_id in ranking.rule_sets)
    return dict(zip(ranking.rule_sets, names, strict=True))


class _Table:
    """The sheet of a rule set."""

    def __init__(self, workbook: Any, rule_set: RuleSet, kept: Sequence[str]) -> None:
        self.workbook, self.rule_set, self.kept = workbook, rule_set, kept
        number = {**ROW, "align": "center"}
        self.head = workbook.add_format(HEAD)
        self.plain, self.number = workbook.add_format(ROW), workbook.add_format(number)
        self.score = workbook.add_format({**number, "num_format": "0.0"})
        self.given = workbook.add_format({**number, "num_format": f'0"/{len(rule_set.to_state)}"'})

    @property
    def narrow(self) -> int:
        """How wide a column of grades is: as their words, where these are not to be broken."""
        return max(NARROW, *(len(word) + 1 for grade in GRADES for word in grade_word(grade).split()))

    def write(self, name: str, rows: Sequence[Ranked], judgements: Iterator[Judgement]) -> None:
        """Write the rows, taking the judgement of each."""
        sheet = self.workbook.add_worksheet(name)
        columns, styles = self.columns(), self.styles()
        sample = [self.values(ranked, None) for ranked in rows[:SAMPLE]]
        widths = [
            max(column.least, min(max(width(row[position]) + 1 for row in sample), column.grows))
            for position, column in enumerate(columns)
        ]
        for position, wide in enumerate(widths):
            sheet.set_column(position, position, wide)
        sheet.freeze_panes(1, 2)
        head = [column.title for column in columns]
        fit_height(sheet, 0, head, widths)
        write_row(sheet, 0, head, self.head)
        for row, ranked in enumerate(rows, 1):
            found = self.values(ranked, next(judgements, None))
            fit_height(sheet, row, found, widths)
            write_row(sheet, row, found, styles)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        set_up(sheet, str(self.rule_set.title))
        last, verdict, first = len(rows), OF_TOWN.index("verdict"), len(OF_TOWN)
        words = [(verdict_word(word), GRADE_OF[word]) for word in VERDICTS]
        colour(self.workbook, sheet, (1, verdict, last, verdict), words)
        grades = (1, first, last, first + len(self.rule_set.criteria) - 1)
        colour(self.workbook, sheet, grades, [(grade_word(word), word) for word in GRADES])

    def columns(self) -> list[SheetColumn]:
        """The columns, in order."""
        return [
            SheetColumn(_("Rank"), 5),
            SheetColumn(_("Town"), 12, 24),
            SheetColumn(_("Province"), 7, 12),
            SheetColumn(_("City"), 7, 12),
            SheetColumn(_("County"), 7, 12),
            SheetColumn(_("Year"), 7),
            SheetColumn(_("Verdict"), 9),
            SheetColumn(_("From - to"), 10),
            SheetColumn(_("Facts given"), 8),
            *(SheetColumn(_titled(criterion), self.narrow) for criterion in self.rule_set.criteria),
            SheetColumn(_("What is missing"), MISSING),
            SheetColumn(_("Why not met, or relaxed"), WHY),
            SheetColumn(_("Score, lowest"), 8),
            SheetColumn(_("Score, highest"), 8),
            SheetColumn(_("Merits held"), 7),
            *(SheetColumn(title, 8, 30) for title in self.kept),
        ]

    def styles(self) -> list[Any]:
        """The style of each column."""
        of_town = {"rank": self.number, "year": self.number, "verdict": self.number, "given": self.given}
        found = [of_town.get(key, self.plain) for key in OF_TOWN]
        found += [self.number] * len(self.rule_set.criteria)
        found += [self.plain, self.plain, self.score, self.score, self.number]
        return [*found, *[self.plain] * len(self.kept)]

    def values(self, ranked: Ranked, judgement: Judgement | None) -> list[WorkbookCell]:
        """A row."""
        span, score = ranked.span, ranked.score
        spans = [ranked.criteria[criterion.number] for criterion in self.rule_set.criteria]
        return [
            *(ranked.rank, ranked.name, ranked.province, ranked.city, ranked.county, ranked.year),
            verdict_word(span.verdict),
            "" if span.decided else verdict_ends(span),
            None if ranked.completeness is None else ranked.completeness.given,
            *map(grade_in_words, spans),
            "" if judgement is None else "\n".join(_missing(judgement)),
            "" if judgement is None else "\n".join(_why_not(judgement)),
            *((None, None) if score is None else (score.low, score.high)),
            ranked.merits,
            *map(kept_text, ranked.kept),
        ]


OF_TOWN = ("rank", "name", "province", "city", "county", "year", "verdict", "ends", "given")
"""The columns before those of the criteria."""


def _titled(criterion: Criterion) -> str:
    return f"{criterion.number} {criterion.name}"


def _missing(judgement: Judgement) -> Iterator[str]:
    """The missing facts that can still move a criterion, a line a criterion."""
    for judged in judgement.criteria:
        if listed := missing_facts(judged):
            yield _("{name}: {said}").format(name=_titled(judged.criterion), said=listed)


def _why_not(judgement: Judgement) -> Iterator[str]:
    """Why a criterion is not met, or not surely, beside what is missing: a line a criterion."""
    for judged in judgement.criteria:
        if judged.span.word != "met" and (found := other_reasons(judged, judgement)):
            yield _("{name}: {said}").format(name=_titled(judged.criterion), said=_("; ").join(found))


def _write_problems(workbook: Any, rejects: Iterable[Reject]) -> None:
    """The rows and towns that were not judged, and why."""
    columns = [(_("File"), 30), (_("Row"), 8), (_("Column"), 8), (_("Column's title"), 24), (_("Problem"), 90)]
    sheet, last = write_table(workbook, _("Problems"), columns, rejects, _("a town with a problem is not judged"))
    if not last:
        write_row(sheet, 1, [_("no problems: every town read was judged")])


def _about(ranking: Ranking) -> Iterator[tuple[str, WorkbookCell]]:
    """What the workbook says: (title, text), a line each."""
    yield _("Made by"), f"zhenkit {__version__}"
    for rule_set in ranking.rule_sets.values():
        yield _("Rule set"), str(rule_set.title)
        yield _("Document"), rule_set_heading(rule_set)
        yield _("Digest"), rule_set.digest
        for criterion in rule_set.criteria:
            yield _titled(criterion), criterion.clause
    yield _("Towns read"), ranking.counts.read
    yield _("Towns judged"), ranking.counts.judged
    yield _("Towns rejected"), ranking.counts.rejected
    for verdict, count in tally(ranking.rows):
        yield verdict_word(verdict), count
    yield _("Rank"), order_note()
    yield _("From - to"), _("the lowest and the highest verdict that the missing and uncertain facts still allow")
    yield _("Facts given"), completeness_note()
    yield _("What is missing"), _("facts that can still change a criterion's grade")
    yield _("Why not met, or relaxed"), _("the values given, what is required, and what people decided")
    yield _("Score"), score_note()
    yield _("Merits held"), _("preferred; they never change the verdict")
    if ranking.changes is not None:
        yield from since_baseline.table(ranking.changes)
