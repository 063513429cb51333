"""Rule sets compared, as Markdown: a table a criterion that differs, or a matrix of many side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zhenkit.diffing import Diff
from zhenkit.facts import Assumption
from zhenkit.language import _
from zhenkit.matrix import Matrix
from zhenkit.relations import EQUAL, Compared
from zhenkit.reports import Style, comparison
from zhenkit.reports.comparison import SYMBOLS, relation_word
from zhenkit.reports.markdown import inline
from zhenkit.values import Fact


def render(diff: Diff, _style: Style) -> str:
    """The comparison: how B stands to A, then each criterion that differs, with what changed and the proof."""
    a, b = diff.labels
    relation = diff.comparison.relation
    blocks = [f"## {inline(comparison.finding(relation, a, b))}"]
    sides = zip(diff.labels, (diff.comparison.a, diff.comparison.b), strict=True)
    blocks.append(_list(_(" · ").join([label, *comparison.about(rule_set)]) for label, rule_set in sides))
    blocks += _scope(diff.comparison.assuming, diff.comparison.derived)
    blocks.append(inline(comparison.overview(diff)))
    blocks += [_proof(*proof) for proof in comparison.proofs(diff, None)]
    for compared in comparison.differing(diff):
        blocks += _criterion(diff, compared)
    if diff.towns is not None:
        blocks += _towns(diff)
    return "\n\n".join(blocks) + "\n"


def render_matrix(matrix: Matrix, _style: Style) -> str:
    """The matrix: how the rule sets stand to each other, then all they ask, criterion by criterion."""
    blocks = ["## " + inline(_("Side by side: {list}").format(list=_(", ").join(matrix.labels)))]
    blocks += _scope(matrix.assuming, matrix.derived)
    blocks.append(
        _list(
            comparison.finding(one.comparison.relation, matrix.labels[one.a], matrix.labels[one.b])
            for one in matrix.relations
        )
    )
    for number, name in sorted(matrix.names.items()):
        rows = [
            [row.what, *("–" if cell is None else cell for cell in row.cells)]
            for row in matrix.rows
            if row.number == number
        ]
        blocks.append("### " + inline(f"{number} {name}"))
        blocks.append(_table([_("What is asked"), *matrix.labels], rows))
    return "\n\n".join(blocks) + "\n"


def _scope(assuming: Sequence[Assumption], derived: Sequence[Fact]) -> Iterator[str]:
    yield inline(comparison.scope(assuming, derived))
    if assuming:
        yield _list(f"{comparison.assumption(assumed)} – {assumed.reading}" for assumed in assuming)


def _criterion(diff: Diff, compared: Compared) -> Iterator[str]:
    relation = compared.relation
    name = _("{number}  {name}").format(number=compared.number, name=comparison.title(compared))
    yield f"### {inline(name)} · {_word(relation)}"
    changes = diff.changes[compared.number]
    if changes:
        rows = [
            [change.what, comparison.asked(change.a), comparison.asked(change.b), relation_word(change.direction)]
            for change in changes
        ]
        yield _table([_("What"), *diff.labels, _("Direction")], rows)
    if relation != EQUAL:
        yield "\n".join(f"- {_proof(*proof)}" for proof in comparison.proofs(diff, compared.number))


def _proof(called: str, said: str) -> str:
    return f"**{inline(called)}** {inline(said)}"


def _towns(diff: Diff) -> Iterator[str]:
    assert diff.towns is not None
    yield f"### {inline(_('Towns'))} · {inline(comparison.tally(diff.towns))}"
    rows = []
    for twice in comparison.changing(diff.towns):
        why = [_("; ").join([said, *because]) for said, because in comparison.moves(twice)]
        rows.append([comparison.town(twice), comparison.verdicts(twice), _("; ").join(why)])
    if rows:
        yield _table([_("Town"), _("Verdict"), _("Why")], rows)


def _word(relation: str) -> str:
    return inline(f"{SYMBOLS[relation]} {relation_word(relation)}")


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {inline(line)}" for line in lines)


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(
        f"| {' | '.join(cell if number == 1 else inline(cell) for cell in line)} |" for number, line in enumerate(lines)
    )
