"""`--costs FILE`: what changes cost, by whoever knows it; zhenkit makes no cost up.

annual_output: 40     # a fact by any of its names: what to change it costs, whatever the unit
services: 5           # of a set each member
prove: 2              # or a class of effort, for the facts of it that are not named
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from zhenkit.core.errors import FileProblems, Problem, near, quoted
from zhenkit.core.files import read_text
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import as_text, read_yaml
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.quantities import Range, Unreadable, read_number
from zhenkit.judging.changes import KINDS, GapChange


class Costs(NamedTuple):
    """What changes cost, by facts' ids and by classes of effort."""

    of_facts: Mapping[str, Fraction]
    of_kinds: Mapping[str, Fraction]

    def of(self, change: GapChange) -> Fraction | None:
        """What a change costs; None where nobody says."""
        each = self.of_facts.get(change.fact.id) if change.fact is not None else None
        each = self.of_kinds.get(change.kind) if each is None else each
        return None if each is None else each * change.steps

    def total(self, changes: Iterable[GapChange]) -> float:
        """What changes cost together, those without a cost left out."""
        return float(sum([cost for change in changes if (cost := self.of(change)) is not None], Fraction(0)))


def read_costs(path: Path, facts: Facts) -> Costs:
    """The costs of a file; raises FileProblems."""
    text, _remark = read_text(path)
    documents = list(read_yaml(text, str(path), as_text))
    problems = [problem for document in documents for problem in document.problems]
    if not problems and not (len(documents) == 1 and isinstance(documents[0].value, dict)):
        problems = [Problem(str(path), 1, 1, _("a file of costs is one mapping, like `annual_output: 40`"))]
    if problems:
        raise FileProblems(problems)
    value: dict[str, Any] = documents[0].value
    of_facts: dict[str, Fraction] = {}
    of_kinds: dict[str, Fraction] = {}
    wrong: list[Problem] = []
    for key, said in value.items():
        fact = facts.named(str(key))
        try:
            cost = read_number(str(said))
            if isinstance(cost, Range) or cost < 0:
                raise Unreadable(_("one figure of 0 or more is expected here"))
        except Unreadable as error:
            wrong.append(documents[0].problem((key,), str(error)))
            continue
        if key in KINDS:
            of_kinds[key] = cost
        elif fact is not None:
            of_facts[fact.id] = cost
        else:
            close = near(str(key), [*KINDS, *facts.by_name])
            said_ = _("{name} is neither a fact nor one of {kinds}").format(name=quoted(key), kinds=_(", ").join(KINDS))
            hint = _("; did you mean {near}?").format(near=close) if close else ""
            wrong.append(documents[0].problem((key,), said_ + hint, True))
    if wrong:
        raise FileProblems(wrong)
    return Costs(of_facts, of_kinds)
