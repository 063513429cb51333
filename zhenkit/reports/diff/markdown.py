"""Rule sets compared, as Markdown: a table a criterion that differs, or a matrix of many side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zhenkit.analysis.diff.matrix import Matrix
from zhenkit.analysis.diff.result import EQUAL, Compared, Open
from zhenkit.analysis.diff.run import Diff
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.reports.diff import phrases
from zhenkit.reports.diff.phrases import direction_word, relation_word
from zhenkit.reports.diff.requirements import subject_in_words
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.markdown import bullets, inline, table
from zhenkit.reports.phrases.grades import SYMBOLS
from zhenkit.reports.phrases.titles import rule_set_heading
from zhenkit.rulesets.dictionary_file import Assumption


def render(diff: Diff, _style: Style) -> str:
    """The comparison: how B relates to A, then each criterion that differs, with what changed and the proof."""
    a, b = diff.labels
    blocks = [f"## {inline(phrases.finding(diff.comparison, a, b))}"]
    sides = zip(diff.labels, (diff.comparison.a, diff.comparison.b), strict=True)
    blocks.append(_list(_(" · ").join((label, str(one.title), rule_set_heading(one))) for label, one in sides))
    blocks += _scope(diff.comparison.left_open, diff.comparison.assuming, diff.comparison.derived)
    blocks.append(inline(phrases.overview(diff)))
    blocks += [_proof(*proof) for proof in phrases.proofs(diff, None)]
    for compared in phrases.differing(diff):
        blocks += _criterion(diff, compared)
    if diff.towns is not None:
        blocks += _towns(diff)
    return "\n\n".join(blocks) + "\n"


def render_matrix(matrix: Matrix, _style: Style) -> str:
    """The matrix: how the rule sets relate to each other, then all they require, criterion by criterion."""
    blocks = ["## " + inline(_("Side by side: {list}").format(list=_(", ").join(matrix.labels)))]
    blocks += _scope(matrix.left_open, matrix.assuming, matrix.derived)
    blocks.append(
        _list(phrases.finding(one.comparison, matrix.labels[one.a], matrix.labels[one.b]) for one in matrix.relations)
    )
    for key, name in matrix.names.items():
        rows = [[subject_in_words(row.what), *phrases.cells(row)] for row in matrix.rows if row.key == key]
        blocks.append("### " + inline(f"{key} {name}"))
        blocks.append(table([_("Requirement"), *matrix.labels], rows))
    return "\n\n".join(blocks) + "\n"


def _scope(left_open: Sequence[Open], assuming: Sequence[Assumption], derived: Sequence[Fact]) -> Iterator[str]:
    yield inline(phrases.scope(left_open, assuming, derived))
    if assuming:
        yield _list(f"{phrases.assumption(assumed)} – {assumed.reading}" for assumed in assuming)


def _criterion(diff: Diff, compared: Compared) -> Iterator[str]:
    relation = compared.relation
    name = _("{number}  {name}").format(number=compared.key, name=phrases.title(compared))
    yield f"### {inline(name)} · {_word(relation)}"
    changes = diff.changes[compared.key]
    if changes:
        rows = [
            [
                subject_in_words(change.what),
                phrases.required(change.a),
                phrases.required(change.b),
                direction_word(change.direction),
            ]
            for change in changes
        ]
        yield table([_("Requirement"), *diff.labels, _("Direction")], rows)
    if relation != EQUAL:
        yield bullets(_proof(*proof) for proof in phrases.proofs(diff, compared.key))


def _proof(called: str, said: str) -> str:
    return f"**{inline(called)}** {inline(said)}"


def _towns(diff: Diff) -> Iterator[str]:
    assert diff.towns is not None
    yield f"### {inline(_('Towns'))} · {inline(phrases.tally(diff.towns))}"
    rows = []
    for twice in phrases.changing(diff.towns):
        why = [_("; ").join([said, *because]) for said, because in phrases.moves(twice)]
        rows.append([phrases.town(twice), phrases.verdicts(twice), _("; ").join(why)])
    if rows:
        yield table([_("Town"), _("Verdict"), _("Why")], rows)


def _word(relation: str) -> str:
    return inline(f"{SYMBOLS[relation]} {relation_word(relation)}")


def _list(lines: Iterable[str]) -> str:
    return bullets(map(inline, lines))
