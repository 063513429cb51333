"""The JSON of the contract for rule sets compared, and one for many side by side; the same in every language."""

from __future__ import annotations

from typing import Any

from zhenkit.analysis.diff.changes import Change
from zhenkit.analysis.diff.describe import REQUIRED, Requirement, Subject
from zhenkit.analysis.diff.matrix import Matrix
from zhenkit.analysis.diff.result import Compared
from zhenkit.analysis.diff.run import Diff, Twice
from zhenkit.checks.describe import in_both
from zhenkit.checks.grades import GRADE_WORDS, Span
from zhenkit.checks.tree import Leaf
from zhenkit.reports.diff.requirements import subject_in_words
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.json import document
from zhenkit.reports.rulesets.json import Written, required_as_written
from zhenkit.rulesets.dictionary_file import Assumption

Json = dict[str, Any]


def render(diff: Diff, _style: Style) -> str:
    """The comparison as one JSON document, a criterion and a town a line."""
    a, b = diff.labels
    head: Json = {"a": a, "b": b, "relation": diff.comparison.relation, **_proofs(diff, None)}
    if not diff.complete:
        head["complete"] = False
    if diff.comparison.derived:
        head["derived"] = [fact.id for fact in diff.comparison.derived]
    lists = {
        "criteria": [
            {
                **_numbers(compared),
                "relation": compared.relation,
                "changes": [_change(change) for change in diff.changes[compared.key]],
                **_proofs(diff, compared.key),
            }
            for compared in diff.comparison.criteria
        ]
    }
    if diff.comparison.assuming:
        lists["assuming"] = [_assumption(assumed) for assumed in diff.comparison.assuming]
    if diff.towns is not None:
        lists["problems"] = [problem._asdict() for problem in diff.problems]
        lists["towns"] = [_twice(twice) for twice in diff.towns]
    return document(head, lists)


def render_matrix(matrix: Matrix, _style: Style) -> str:
    """The matrix as one JSON document, a pair and a row a line."""
    lists: dict[str, list[Json]] = {
        "relations": [
            {
                "a": matrix.labels[one.a],
                "b": matrix.labels[one.b],
                "relation": one.comparison.relation,
                "criteria": [{**_numbers(each), "relation": each.relation} for each in one.comparison.criteria],
            }
            for one in matrix.relations
        ],
        "rows": [
            {
                "number": row.number,
                "what": _subject(row.what),
                "required": {
                    label: [_requirement(one) for one in cell]
                    for label, cell in zip(matrix.labels, row.cells, strict=True)
                },
            }
            for row in matrix.rows
        ],
    }
    if matrix.assuming:
        lists["assuming"] = [_assumption(assumed) for assumed in matrix.assuming]
    head: Json = {"rule_sets": list(matrix.labels)}
    if not matrix.complete:
        head["complete"] = False
    if matrix.derived:
        head["derived"] = [fact.id for fact in matrix.derived]
    return document(head, lists)


def _numbers(compared: Compared) -> Json:
    """Its number; where B numbers it differently, that too."""
    number, *of_b = compared.numbers
    return {"number": number, **({"number_b": of_b[0]} if of_b else {})}


def _proofs(diff: Diff, key: str | None) -> Json:
    found = {side: diff.proofs.get((key, side)) for side in "ab"}
    return {f"higher_under_{side}": proof and proof.facts for side, proof in found.items()}


def _change(change: Change) -> Json:
    a, b = (None if side is None else _requirement(side) for side in (change.a, change.b))
    return {"what": _subject(change.what), "a": a, "b": b, "direction": change.direction}


def _subject(subject: Subject) -> Json:
    what: Json = {"kind": subject.kind, "facts": subject.facts}
    if len(subject.checks) == 1 and isinstance(leaf := subject.checks[0], Leaf):
        what["operator"] = leaf.operator.word
    if subject.by is not None:
        what |= {"by": subject.by.id, "choices": list(subject.choices)}
    if subject.path != REQUIRED:
        what["within"] = subject.path
    return {**what, "text": in_both(lambda: subject_in_words(subject))._asdict()}


def _requirement(required: Requirement) -> Any:
    """A figure as a town file has it, where both sides compare alike; else as a rule file says it."""
    if required.check is not None:
        return {"check": required.check.fold(Written())}
    if required.count is not None:
        count = int(required.count) if required.count == int(required.count) else float(required.count)
        total = {} if required.total is None else {"of": required.total}
        return {"points" if required.points else "count": count, **total} if total or required.points else count
    leaf = required.leaf
    figure = {} if leaf is None else {leaf.operator.word: required_as_written(leaf, required.figure)}
    if required.role is not None:
        return {"role": required.role, **figure}
    return figure if required.with_operator else next(iter(figure.values()))


def _assumption(assumed: Assumption) -> Json:
    return {
        "if": assumed.condition.fold(Written()),
        "then": assumed.consequence.fold(Written()),
        "reading": assumed.reading._asdict(),
    }


def _twice(twice: Twice) -> Json:
    return {
        "name": twice.town.name,
        "file": twice.town.file,
        "line": twice.town.line,
        "a": _verdict(twice.a.span),
        "b": _verdict(twice.b.span),
        "criteria": [
            {
                **_numbers(moved.criterion),
                "a": _grade(moved.a),
                "b": _grade(moved.b),
                "because": [_change(change) for change in moved.because],
            }
            for moved in twice.moved
        ],
    }


def _verdict(span: Span) -> Json:
    return {"verdict": span.verdict, "worst": span.worst.verdict, "best": span.best.verdict}


def _grade(span: Span) -> Json:
    return {"grade": span.word, "worst": GRADE_WORDS[span.worst], "best": GRADE_WORDS[span.best]}
