"""By which plan's tasks a town's entries have their departments: its rule set's, or one that is named."""

from __future__ import annotations

from zhenkit.core.errors import Problem
from zhenkit.core.i18n import _
from zhenkit.judging.gap import Gap
from zhenkit.judging.misplaced import misplaced_by
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.duties import Duties
from zhenkit.rulesets.model import RuleSet


class Responsible:
    """Finds the duties of towns; what is worth saying of that joins `remarks`, once for each rule set or place."""

    def __init__(self, name: str | None, on: str | None) -> None:
        self.named: RuleSet | None = None if name is None else shipped().named(name, on)
        self.remarks: list[Problem] = []
        self._without: set[str] = set()
        self._elsewhere: set[str] = set()

    def duties_of(self, gap: Gap) -> Duties:
        """The duties by which a town's entries have departments; raises FileProblems where a rule file's are wrong."""
        rule_set = gap.rule_set if self.named is None else self.named
        if self.named is not None and (key := misplaced_by(gap.town.facts, self.named)) is not None:
            place = str(gap.town.facts[key])
            if place in self._elsewhere:
                return Duties()
            self._elsewhere.add(place)
            said = _("{town} does not lie where the tasks of {id} are for: its entries have no departments")
            self.remarks.append(_remark(gap, said.format(town=gap.town.name, id=self.named.id)))
            return Duties()
        if not rule_set.duties.tasks and rule_set.id not in self._without:
            self._without.add(rule_set.id)
            said = _("{id} has no tasks, so that entries have no departments; --duties takes those of: {others}")
            others = [each.id for each in shipped() if each.duties.tasks and misplaced_by(gap.town.facts, each) is None]
            self.remarks.append(_remark(gap, said.format(id=rule_set.id, others=_(", ").join(others) or _("none"))))
        return rule_set.duties


def _remark(gap: Gap, said: str) -> Problem:
    return Problem(gap.town.file, gap.town.line, 1, said)
