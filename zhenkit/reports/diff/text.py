"""Rule sets compared, for people at a terminal: an analyst's note, or a matrix of many side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from zhenkit.analysis.diff.changes import Change
from zhenkit.analysis.diff.matrix import Matrix
from zhenkit.analysis.diff.result import Compared, Open
from zhenkit.analysis.diff.run import Diff
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.reports.diff import phrases
from zhenkit.reports.diff.phrases import RELATIONS, direction_word, relation_word
from zhenkit.reports.diff.requirements import subject_in_words
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.styles import graded, grid, table_of, text
from zhenkit.reports.layout.terminal import Page
from zhenkit.reports.phrases.titles import rule_set_heading
from zhenkit.rulesets.dictionary_file import Assumption

MATRIX_LABEL, MATRIX_COLUMN = 24, 10
"""Cells that a requirement, and each rule set, have at least in a matrix."""


def render(diff: Diff, style: Style) -> str:
    """The note: how B relates to A, then each criterion that differs, with what changed and the proof."""
    page = _Page(style)
    a, b = diff.labels
    page.say(graded(diff.comparison.relation, phrases.finding(diff.comparison, a, b), "bold"))
    page.sides(diff)
    page.scope(diff.comparison.left_open, diff.comparison.assuming, diff.comparison.derived)
    page.say(text(phrases.overview(diff)))
    page.proofs(diff, None, 0)
    for compared in phrases.differing(diff):
        page.criterion(diff, compared)
    if diff.towns is not None:
        page.towns(diff)
    return page.printed()


def render_matrix(matrix: Matrix, style: Style) -> str:
    """The matrix: how the rule sets relate to each other, then all they require, criterion by criterion."""
    each_at_least = len(matrix.labels) * (MATRIX_COLUMN + 2)
    page = _Page(Style(False, max(style.width, MATRIX_LABEL + each_at_least), style.colour))
    page.say(text(_("Side by side: {list}").format(list=_(", ").join(matrix.labels)), "bold"))
    page.scope(matrix.left_open, matrix.assuming, matrix.derived)
    for one in matrix.relations:
        said = phrases.finding(one.comparison, matrix.labels[one.a], matrix.labels[one.b])
        page.say(graded(one.comparison.relation, said), 2)
    each = max(MATRIX_COLUMN, (page.console.width * 3 // 5) // len(matrix.labels) - 2)
    widths = (page.console.width - len(matrix.labels) * (each + 2), *(each for _label in matrix.labels))
    for key, name in matrix.names.items():
        table = table_of(f"{key} {name}", *(text(label) for label in matrix.labels))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in matrix.rows:
            if row.key == key:
                cells = phrases.cells(row)
                weight = "dim" if len(set(cells)) == 1 else "bold"
                table.add_row(text(subject_in_words(row.what)), *(text(cell, weight) for cell in cells))
        page.console.print()
        page.say(table)
    return page.printed()


class _Page(Page):
    """The parts of a note or a matrix."""

    def sides(self, diff: Diff) -> None:
        """Which rule sets are compared."""
        table = grid(3, folding=1)
        for mark, label, rule_set in zip("AB", diff.labels, (diff.comparison.a, diff.comparison.b), strict=True):
            table.add_row(text(mark, "bold"), text(label, "bold"), text(str(rule_set.title)))
            table.add_row(Text(), Text(), text(rule_set_heading(rule_set), "dim"))
        self.say(table, 2)

    def scope(self, left_open: Sequence[Open], assuming: Sequence[Assumption], derived: Sequence[Fact]) -> None:
        """Over which towns they are compared."""
        self.say(text(phrases.scope(left_open, assuming, derived)), before=1)
        for assumed in assuming:
            table = grid(2, folding=1)
            table.add_row(text("·"), text(phrases.assumption(assumed)))
            table.add_row(Text(), text(str(assumed.reading), "dim"))
            self.say(table, 2)

    def criterion(self, diff: Diff, compared: Compared) -> None:
        """What changed in a criterion, and the towns that prove it."""
        relation = compared.relation
        title = text(_("{number}  {name}").format(number=compared.key, name=phrases.title(compared)), "bold")
        self.say(title.append("  ").append_text(graded(relation, relation_word(relation))), before=1)
        table = grid(2, folding=1)
        table.columns[0].min_width = max(cell_len(relation_word(word)) for word in RELATIONS) + 2
        for change in diff.changes[compared.key]:
            table.add_row(graded(change.direction, direction_word(change.direction)), self._change(change))
        self.say(table, 3)
        self.proofs(diff, compared.key, 3)

    def _change(self, change: Change) -> Text:
        said = text(_("{what}: ").format(what=subject_in_words(change.what)))
        one, other = phrases.required(change.a), phrases.required(change.b)
        return said.append_text(text(_("{one} → {other}").format(one=one, other=other), "bold"))

    def proofs(self, diff: Diff, key: str | None, indent: int) -> None:
        """The towns that prove it."""
        for called, said in phrases.proofs(diff, key):
            table = grid(2, folding=1)
            table.add_row(text(called, "dim"), text(said, "dim"))
            self.say(table, indent)

    def towns(self, diff: Diff) -> None:
        """Towns judged by both."""
        assert diff.towns is not None
        title = text(_("Towns"), "bold").append("  ").append_text(text(phrases.tally(diff.towns), "dim"))
        self.say(title, before=1)
        for twice in phrases.changing(diff.towns):
            moved = twice.a.span != twice.b.span
            self.say(text(phrases.town(twice), "bold" if moved else ""), 3)
            self.say(text(phrases.verdicts(twice), "" if moved else "dim"), 5)
            for said, because in phrases.moves(twice):
                self.say(text(said), 5)
                for line in because:
                    self.say(text(line, "dim"), 7)
