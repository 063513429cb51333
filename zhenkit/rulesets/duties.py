"""The tasks of a region's plan and its work groups: who leads, who supports, and which criteria a task serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from zhenkit.core.errors import FileProblems, Problem, quoted
from zhenkit.core.i18n import Text, _
from zhenkit.documents.yaml import Path as KeyPath

if TYPE_CHECKING:
    from zhenkit.documents.yaml import Document

TASKS, WORK_GROUPS = "tasks", "work_groups"
"""The keys of a rule file."""


class Task(NamedTuple):
    """A task of a plan (重点任务), its departments by the names that the document has for them."""

    number: int
    name: Text
    clause: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    responsible: tuple[str, ...]
    """Where the document names no lead: all of them."""
    and_others: bool
    """Whether the document names departments that are not listed here."""
    serves: tuple[str, ...]
    """The ids of the criteria that it serves: a reading, for no document says so."""
    reading: Text | None

    @property
    def first(self) -> tuple[str, ...]:
        """Who answers for it: those who lead, else all who are responsible."""
        return self.lead or self.responsible


class WorkGroup(NamedTuple):
    """The work group (工作专班) of a town."""

    town: str
    """What its town is called in the document."""
    lead: tuple[str, ...]
    township: str | None
    """The township that helps."""
    clause: str

    def is_of(self, name: str) -> bool:
        """Whether a town of this name is meant: its name has that of the document in it."""
        return self.town in name


class Duties(NamedTuple):
    """Who does what in a region: tasks and work groups in the order of its document."""

    tasks: tuple[Task, ...] = ()
    groups: tuple[WorkGroup, ...] = ()

    def serving(self, criterion: str) -> tuple[Task, ...]:
        """The tasks that serve the criterion of this id."""
        return tuple(task for task in self.tasks if criterion in task.serves)

    def group_of(self, town: str) -> WorkGroup | None:
        """The work group of the town of this name."""
        return next((group for group in self.groups if group.is_of(town)), None)


def duties_in(document: Document, criteria: Sequence[str]) -> Duties:
    """The duties of a rule file; raises FileProblems.

    `criteria` are the ids of those that the file has or adopts; none where it has only goals.
    """
    if TASKS not in document.value and WORK_GROUPS not in document.value:
        return Duties()
    from pydantic import ValidationError

    from zhenkit.rulesets.other_shapes import DutiesShape
    from zhenkit.rulesets.schema_errors import problems_of

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


def _wrong(shape: Any, document: Document, criteria: Sequence[str]) -> Iterator[Problem]:
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
