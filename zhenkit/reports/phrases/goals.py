"""Goals in words: what they are called, until when, how far they are reached, at what pace."""

from __future__ import annotations

from zhenkit.core.i18n import _
from zhenkit.rulesets.goals import TOWN, Goal


def goal_title(goal: Goal) -> str:
    """A goal's name, and for what it is."""
    scope = _("of the town") if goal.scope == TOWN else _("of the region")
    return _("Goal: {name} ({scope})").format(name=goal.name, scope=scope)


def until(goal: Goal) -> str:
    """The last day to reach it, or what the document says in place of a day."""
    return _("by {day}").format(day=goal.by) if goal.by else str(goal.when)
