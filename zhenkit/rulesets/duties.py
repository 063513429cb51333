"""The tasks of a region's plan and its work groups: who leads, who supports, and which criteria a task serves."""

from __future__ import annotations

from typing import NamedTuple

from zhenkit.core.i18n import Text

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
