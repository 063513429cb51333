"""The tasks and work groups of a rule file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pydantic import ValidationError

from zhenkit.core.errors import FileProblems, Problem, quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document
from zhenkit.documents.yaml import Path as KeyPath
from zhenkit.rulesets.duties import TASKS, WORK_GROUPS, Duties, Task, WorkGroup
from zhenkit.rulesets.other_shapes import DutiesShape
from zhenkit.rulesets.schema_errors import problems_of


def read_duties(document: Document, criteria: Sequence[str]) -> Duties:
    """The duties of a rule file; raises FileProblems.

    `criteria` are the ids of those that the file has or adopts; none where it has only goals.
    """
    try:
        shape = DutiesShape.model_validate({key: document.value.get(key, ()) for key in (TASKS, WORK_GROUPS)})
    except ValidationError as error:
        raise FileProblems(sorted(set(problems_of(error, document)))) from None
    if found := sorted(_wrong(shape, document, criteria)):
        raise FileProblems(found)
    tasks = (
        Task(
            entry.number,
            entry.name.text(),
            entry.clause,
            entry.lead,
            entry.support,
            entry.responsible,
            entry.and_others,
            entry.serves,
            entry.reading.text() if entry.reading else None,
        )
        for entry in shape.tasks
    )
    groups = (WorkGroup(entry.town, entry.lead, entry.township, entry.clause) for entry in shape.work_groups)
    return Duties(tuple(tasks), tuple(groups))


def _wrong(shape: DutiesShape, document: Document, criteria: Sequence[str]) -> Iterator[Problem]:
    """What the values mean together that cannot be."""
    for index, task in enumerate(shape.tasks):
        path: KeyPath = (TASKS, index)
        if bool(task.lead) == bool(task.responsible):
            said = _("a task has `lead:`, or `responsible:` where the document names no lead; one of the two")
            yield document.problem(path, said)
        if task.serves and task.reading is None:
            said = _("which criteria a task serves is a reading: say in `reading:` how it is meant")
            yield document.problem((*path, "serves"), said, True)
        for nth, criterion in enumerate(task.serves):
            if criteria and criterion not in criteria:
                said = _("there is no criterion {id}; there are: {ids}")
                said = said.format(id=quoted(criterion), ids=_(", ").join(criteria))
                yield document.problem((*path, "serves", nth), said)
    yield from _twice((task.number for task in shape.tasks), document)


def _twice(numbers: Iterable[int], document: Document) -> Iterator[Problem]:
    first: dict[int, int] = {}
    for index, number in enumerate(numbers):
        if (before := first.setdefault(number, index)) != index:
            line, _column = document.find((TASKS, before, "number"), False)
            said = _("{number} is the number of another task (on line {line}); give each its own")
            yield document.problem((TASKS, index, "number"), said.format(number=number, line=line))
