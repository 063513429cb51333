"""What became of the answers of departments, as JSON."""

from __future__ import annotations

from typing import Any

from zhenkit.judging.merge import MergedAnswer, MergeFound
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.json import document

Json = dict[str, Any]


def render(found: MergeFound, _style: Style) -> str:
    """The report, an answer a line."""
    head: Json = {"open": found.open, "unplaced": found.unplaced, "files": list(found.files)}
    if found.problems:
        head["problems"] = [problem._asdict() for problem in found.problems]
    return document(head, {"answers": map(_answer, found.merged)})


def _answer(one: MergedAnswer) -> Json:
    answer = one.answer
    said: Json = {"town": answer.town["name"], "into": one.file, "keys": list(answer.keys), "outcome": one.outcome}
    if answer.fact is not None:
        write = answer.fact.type.write
        said |= {
            "fact": answer.fact.id,
            "value": write(answer.value),
            "before": None if one.before is None else write(one.before),
            "given": [given._asdict() for given in answer.given],
        }
    elif answer.decision is not None:
        number, decision = answer.decision
        said |= {"criterion": number, "decision": decision._asdict(), "before": one.before}
    return {**said, "file": answer.place.file, "line": answer.place.line, "column": answer.place.column}
