"""A plan's tasks and work groups in words: what they are called, who leads and supports, whom a task serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhenkit.core.i18n import _
from zhenkit.rulesets.duties import Task, WorkGroup
from zhenkit.rulesets.model import RuleSet


def task_title(task: Task) -> str:
    """A task's number and name."""
    return _("{number} {name}").format(number=task.number, name=task.name)


def departments(names: Iterable[str], and_others: bool = False) -> str:
    """Departments side by side, and whether the document names more."""
    listed = _(", ").join(names)
    if not and_others:
        return listed
    return _("{listed} and others that the document names").format(listed=listed) if listed else ""


def task_lines(task: Task, rule_set: RuleSet) -> Iterator[str]:
    """Who does it and what it serves, a line each."""
    more = task.and_others
    if task.lead:
        yield _("leads: {departments}").format(departments=departments(task.lead, more and not task.support))
    if task.support:
        yield _("supports: {departments}").format(departments=departments(task.support, more))
    if task.responsible:
        said = _("responsible, none named as leading: {departments}")
        yield said.format(departments=departments(task.responsible, more))
    if task.serves:
        names = {criterion.id: f"{criterion.number} {criterion.name}" for criterion in rule_set.criteria}
        listed = _(", ").join(names.get(criterion, criterion) for criterion in task.serves)
        yield _("serves: {criteria}").format(criteria=listed)


def group_line(group: WorkGroup) -> str:
    """A work group: its town, who leads it, the township that helps."""
    said = _("{town}: led by {departments}").format(town=group.town, departments=departments(group.lead))
    return _("{said}; township: {township}").format(said=said, township=group.township) if group.township else said
