"""The goals of a rule file -> the region's goals: read when somebody asks for them, since no town is judged by them."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from zhenkit.core.errors import FileProblems, Problem, quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document
from zhenkit.documents.yaml import Path as KeyPath
from zhenkit.facts.dictionary import Facts
from zhenkit.rulesets.builder import CheckBuilder, repeated
from zhenkit.rulesets.dictionary_file import read_facts
from zhenkit.rulesets.goal_shapes import GoalShape, RuleFileWithGoals
from zhenkit.rulesets.goals import Goal, Goals, Multiple
from zhenkit.rulesets.schema import acknowledged


def read_goals(document: Document, facts: Facts) -> Goals | None:
    """The goals of a file whose own facts are among `facts`, or None where it has none; raises FileProblems."""
    try:
        shape = RuleFileWithGoals.model_validate(document.value)
    except ValidationError as error:
        from zhenkit.rulesets.schema_errors import problems_of

        raise FileProblems(sorted(set(problems_of(error, document)))) from None
    builder = _GoalsBuilder(document, shape, facts)
    goals = builder.goals()
    if builder.found:
        raise FileProblems(sorted(builder.found))
    return goals


class _GoalsBuilder:
    """Builds the goals of a file's shape, gathering every problem with its place."""

    def __init__(self, document: Document, shape: RuleFileWithGoals, facts: Facts) -> None:
        self.document, self.shape = document, shape
        self.found: list[Problem] = []
        self.facts, problems = read_facts(shape.goal_facts, facts.levels, facts, "goal_facts")
        for where, message in problems:
            self.report(where, message)
        self.builder = CheckBuilder(self.facts, self.report, declared=shape.goal_facts.keys())

    def report(self, path: KeyPath, message: str, key: bool = False, code: str = "") -> None:
        self.found.append(self.document.problem(path, message, key, code))

    def goals(self) -> Goals | None:
        """The goals, or None where there are none."""
        shape = self.shape
        if shape.goal_facts and not shape.goals:
            self.report(("goal_facts",), _("`goal_facts:` are for `goals:`, of which there are none"), key=True)
        listed = tuple(self.goal(("goals", index), goal) for index, goal in enumerate(shape.goals))
        for index, before, value in repeated(goal.id for goal in listed):
            line, _column = self.document.find(("goals", before, "id"), False)
            said = _("{value} is the {key} of another goal (on line {line}); give each its own")
            self.report(("goals", index, "id"), said.format(value=quoted(value), key="id", line=line))
        counted, multiples = dict(self.counted()), dict(self.multiples())
        own, lints = frozenset(shape.goal_facts), dict(acknowledged(shape.goals, ("goals",)))
        return Goals(listed, self.facts, counted, multiples, own, lints) if listed else None

    def goal(self, path: KeyPath, goal: GoalShape) -> Goal:
        """One goal."""
        if (goal.by is None) == (goal.when is None):
            said = _("a goal has either `by:`, its last day, or `when:`, what the document says in place of a day")
            self.report((*path, "by"), said)
        require = self.builder.check((*path, "require"), goal.require)
        day, when = goal.by.isoformat() if goal.by else None, goal.when.text() if goal.when else None
        return Goal(goal.id, goal.name.text(), goal.clause, day, when, goal.scope, require)

    def multiples(self) -> Iterator[tuple[str, Multiple]]:
        """The facts that are multiples of figures."""
        for fact_id, entry in self.shape.goal_facts.items():
            if entry.multiple is None or fact_id not in self.facts.by_id:
                continue
            path, of = ("goal_facts", fact_id, "multiple"), self.facts.by_id.get(entry.multiple.of)
            if of is None:
                self.report((*path, "of"), _("unknown fact {name}").format(name=quoted(entry.multiple.of)))
            elif not of.type.is_quantity or of.type.bottom != 0:
                said = _("a multiple is of a count or of money, which {fact} is not")
                self.report((*path, "of"), said.format(fact=of.called))
            elif entry.type != "number" or entry.derived is not None or entry.counted is not None:
                said = _("a multiple has the type number, and is neither derived nor counted")
                self.report(path, said)
            else:
                yield fact_id, Multiple(of, entry.multiple.since)

    def counted(self) -> Iterator[tuple[str, str]]:
        """The facts that are counted from towns, each with the level of the standard."""
        for fact_id, entry in self.shape.goal_facts.items():
            if entry.counted is None or fact_id not in self.facts.by_id:
                continue
            if entry.type != "count" or entry.derived is not None:
                said = _("what is counted has the type count, and is not derived")
                self.report(("goal_facts", fact_id, "counted"), said)
            else:
                yield fact_id, entry.counted
