"""The JSON of the contract for rule sets compared, and one for many side by side."""

from __future__ import annotations

from typing import Any

from zhenkit import __version__
from zhenkit.analysis.diff.changes import Change
from zhenkit.analysis.diff.matrix import Matrix
from zhenkit.analysis.diff.run import Diff, Twice
from zhenkit.checks.grades import GRADE_WORDS, Span
from zhenkit.core.escape import encode
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.json import SCHEMA
from zhenkit.reports.rulesets.json import Written
from zhenkit.rulesets.dictionary_file import Assumption

Json = dict[str, Any]


def render(diff: Diff, _style: Style) -> str:
    """The comparison as one JSON document, a criterion and a town a line."""
    a, b = diff.labels
    head: Json = {"a": a, "b": b, "relation": diff.comparison.relation, **_proofs(diff, None)}
    if diff.comparison.derived:
        head["derived"] = [fact.id for fact in diff.comparison.derived]
    lists = {"criteria": [_criterion(diff, compared.number) for compared in diff.comparison.criteria]}
    if diff.comparison.assuming:
        lists["assuming"] = [_assumption(assumed) for assumed in diff.comparison.assuming]
    if diff.towns is not None:
        lists["problems"] = [problem._asdict() for problem in diff.problems]
        lists["towns"] = [_twice(twice) for twice in diff.towns]
    return _document(head, lists)


def render_matrix(matrix: Matrix, _style: Style) -> str:
    """The matrix as one JSON document, a pair and a row a line."""
    lists: dict[str, list[Json]] = {
        "relations": [
            {
                "a": matrix.labels[one.a],
                "b": matrix.labels[one.b],
                "relation": one.comparison.relation,
                "criteria": [{"number": each.number, "relation": each.relation} for each in one.comparison.criteria],
            }
            for one in matrix.relations
        ],
        "rows": [
            {"number": row.number, "what": row.what, "asked": dict(zip(matrix.labels, row.cells, strict=True))}
            for row in matrix.rows
        ],
    }
    if matrix.assuming:
        lists["assuming"] = [_assumption(assumed) for assumed in matrix.assuming]
    head: Json = {"rule_sets": list(matrix.labels)}
    if matrix.derived:
        head["derived"] = [fact.id for fact in matrix.derived]
    return _document(head, lists)


def _document(head: Json, lists: dict[str, list[Json]]) -> str:
    first = encode({"zhenkit": __version__, "schema": SCHEMA, **head})
    said = "".join(
        f",\n {encode(name)}: [{','.join(f'{chr(10)}  {encode(one)}' for one in items)}]"
        for name, items in lists.items()
    )
    return f"{first[:-1]}{said}}}\n"


def _criterion(diff: Diff, number: int) -> Json:
    compared = next(one for one in diff.comparison.criteria if one.number == number)
    return {
        "number": number,
        "relation": compared.relation,
        "changes": [_change(change) for change in diff.changes[number]],
        **_proofs(diff, number),
    }


def _proofs(diff: Diff, number: int | None) -> Json:
    found = {side: diff.proofs.get((number, side)) for side in "ab"}
    return {f"higher_under_{side}": proof and proof.facts for side, proof in found.items()}


def _change(change: Change) -> Json:
    return {"what": change.what, "a": change.a, "b": change.b, "direction": change.direction}


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
                "number": moved.number,
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
