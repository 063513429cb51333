"""What a lint is: a code, why it matters, how serious it is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from zhenkit.analysis.search.search import Budget
from zhenkit.checks.tree import Check
from zhenkit.core.errors import LintProblem
from zhenkit.core.i18n import _
from zhenkit.rulesets.model import Criterion, RuleSet

ERROR, WARNING, NOTE = "error", "warning", "note"
"""It cannot be loaded; it does not say what it seems to say; it is worth a look."""


@dataclass(frozen=True)
class Lint:
    """One lint. Without a function of its own, its findings are reported while the file is loaded."""

    code: str
    reason: str
    """Why it matters, in English; see `why`."""
    level: str = WARNING
    one: Callable[[RuleSet], Iterable[LintProblem]] | None = None
    """Looks at one rule set, of a file that could be loaded."""
    each: Callable[[RuleSet, Criterion, Budget], Iterable[LintProblem]] | None = None
    """Looks at one criterion that the file itself writes down, within a budget; may raise OutOfReach."""
    whole: Callable[[RuleSet, Budget], Iterable[LintProblem]] | None = None
    """Looks at all of these criteria together, within a budget; may raise OutOfReach."""
    several: Callable[[Sequence[RuleSet]], Iterable[LintProblem]] | None = None
    """Looks at the editions of one standard, the oldest first."""

    @property
    def why(self) -> str:
        """Why it matters, in the language in use."""
        return _(self.reason)


def at(rule_set: RuleSet, check: Check, message: str, code: str) -> LintProblem:
    """A finding at the place of a check."""
    return rule_set.problem(rule_set.places.get(check, ()), message, code)


def own(rule_set: RuleSet) -> tuple[Criterion, ...]:
    """The criteria that the file itself writes down; those it adopts are looked at in their own file."""
    return () if rule_set.adopts else rule_set.criteria
