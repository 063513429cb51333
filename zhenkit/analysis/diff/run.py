"""What `diff` does: two rule sets compared by meaning, with the towns that prove it; or many side by side."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from zhenkit.analysis.diff.align import aligned, facts_taken_for_one
from zhenkit.analysis.diff.changes import Change, changes
from zhenkit.analysis.diff.compare import Ground
from zhenkit.analysis.diff.matrix import Matrix, matrix
from zhenkit.analysis.diff.result import UNDECIDED, Compared, DiffResult, Higher, Open, Witness, exit_code
from zhenkit.checks.evaluate import KnownFacts, span
from zhenkit.checks.grades import EXACT, MET, NOT_MET, Span
from zhenkit.core.errors import TROUBLE, Problem, ZhenkitError
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.town import Town
from zhenkit.facts.types.members import ChoiceType
from zhenkit.judging.judgement import Judgement, judge
from zhenkit.rulesets.catalog import Rulebook, shipped
from zhenkit.rulesets.dictionary_file import Assumption
from zhenkit.rulesets.editions import as_day
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import read_towns


class Misfit(ZhenkitError):
    """What is requested needs two rule sets, or another one."""


class Moved(NamedTuple):
    """A criterion that grades a town differently, and the changes that make the difference to it."""

    criterion: Compared
    a: Span
    b: Span
    because: tuple[Change, ...]


@dataclass(frozen=True, eq=False)
class Twice:
    """A town judged by both rule sets."""

    a: Judgement
    b: Judgement
    moved: tuple[Moved, ...]

    @property
    def town(self) -> Town:
        """The town."""
        return self.a.town


class Proof(NamedTuple):
    """A town made up to prove a difference."""

    name: str
    """The same in every language: by which rule set it is graded higher, and in which criterion."""
    criterion: str | None
    """The key of the criterion; None of the whole."""
    witness: Witness
    facts: dict[str, Any] | None
    """As a town file has them; None where no town was found that comes to its computed facts."""


@dataclass(frozen=True, eq=False)
class Diff:
    """Two rule sets compared: the changes of each criterion, the proofs, towns judged by both."""

    labels: tuple[str, str]
    comparison: DiffResult
    changes: Mapping[str, tuple[Change, ...]]
    """By the keys of the criteria."""
    options: tuple[str, str] = ("", "")
    """What makes `check` judge by either side: `--rules FILE`."""
    towns: tuple[Twice, ...] | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything is decided, the direction of each change too."""
        directions = (change.direction for found in self.changes.values() for change in found)
        return self.comparison.complete and UNDECIDED not in directions

    @property
    def exit_code(self) -> int:
        """0 equal, 1 different, 2 trouble, or nothing that differs and something that is not decided."""
        return TROUBLE if self.problems else exit_code(self.comparison)

    @cached_property
    def proofs(self) -> dict[tuple[str | None, str], Proof]:
        """The proof that a criterion (by its key; None: the whole) is graded higher by side `a` or `b`; a town that
        proves both stands for the whole as well. A proof without facts proves nothing."""
        found: dict[tuple[str | None, str], Proof] = {}
        for compared in self.comparison.criteria:
            self._add(found, compared.key, compared.higher_a, compared.higher_b)
        self._add(found, None, self.comparison.higher_a, self.comparison.higher_b)
        return found

    def _add(self, found: dict[tuple[str | None, str], Proof], key: str | None, *sides: Higher) -> None:
        types = self.comparison.facts.by_id
        for side, label, higher in zip("ab", self.labels, sides, strict=True):
            witness = higher.candidate if isinstance(higher, Open) else higher
            if witness is None:
                continue
            made_up = f"虚构镇（{label}）" if key is None else f"虚构镇（{label} {key}）"
            name = next((proof.name for proof in found.values() if proof.witness.facts == witness.facts), made_up)
            facts = None
            if witness.stated is not None:
                written = {fact_id: types[fact_id].type.write(value) for fact_id, value in witness.stated.items()}
                facts = {"name": name, **written}
            found[key, side] = Proof(name, key, witness, facts)


def compare_named(
    names: Sequence[str],
    towns: Sequence[str] = (),
    proofs: bool = False,
    assuming: bool = False,
    on: str | None = None,
) -> Diff | Matrix:
    """Two rule sets compared, or more side by side; only two have `towns` judged, or `proofs` written.

    They are the newest editions, or those in force `on` a day. Raises Misfit, NoSuchDay, and what `diff` raises.
    """
    day = None if on is None else as_day(on)
    if len(names) < 2:
        raise Misfit(_("diff compares two rule sets; name another one besides {name}").format(name=names[0]))
    if len(names) == 2:
        return diff(names, towns, assuming, day)
    if towns or proofs:
        raise Misfit(_("--towns and --witness need exactly two rule sets; {count} are named").format(count=len(names)))
    return side_by_side(names, assuming, day)


def diff(
    sides: Sequence[str | RuleSet], towns: Sequence[str] = (), assuming: bool = False, on: str | None = None
) -> Diff:
    """Two rule sets, loaded or by id or file, compared; `towns` (files, folders) are judged by both.

    Raises NoSuchRules, FileProblems, and what `compare` raises.
    """
    book = shipped()
    a, b = (side if isinstance(side, RuleSet) else book.named(side, on).to_judge_by for side in sides)
    names = [side.edition if isinstance(side, RuleSet) else side for side in sides]
    said = (*_read_so((a, b)), *facts_taken_for_one(a, b))
    a, b = aligned(a, b)
    ground = Ground(a, b, _assumptions(book, assuming))
    comparison = ground.compare()
    changed = {compared.key: changes(ground, compared) for compared in comparison.criteria}
    found = Diff(_labels((a, b), names), comparison, changed, _options(names, on), remarks=said)
    if not towns:
        return found
    taken = read_towns(towns, lambda _raw: _Standard(ground.facts), ground.facts)
    twice = tuple([_twice(town, ground, comparison, changed) for town, _standard in taken.towns])
    return replace(found, towns=twice, problems=tuple(taken.problems), remarks=(*said, *taken.remarks))


def side_by_side(names: Sequence[str], assuming: bool = False, on: str | None = None) -> Matrix:
    """Many rule sets in one matrix, each pair compared."""
    book = shipped()
    rule_sets = [book.named(name, on).to_judge_by for name in names]
    found = matrix(rule_sets, _labels(rule_sets, names), _assumptions(book, assuming))
    return replace(found, remarks=_read_so(rule_sets))


def _read_so(rule_sets: Sequence[RuleSet]) -> tuple[Problem, ...]:
    """What is worth saying of how the files were read, each once."""
    return tuple(dict.fromkeys(said for rule_set in rule_sets for said in rule_set.remarks))


def _assumptions(book: Rulebook, assuming: bool) -> tuple[Assumption, ...]:
    return book.assumptions if assuming else ()


def _options(names: Sequence[str], on: str | None) -> Any:
    day = "" if on is None else f" --on {on}"
    return tuple(f"--rules {shlex.quote(name)}{day}" for name in names)


def _labels(rule_sets: Sequence[RuleSet], names: Sequence[str]) -> Any:
    """What the sides are called: their ids, or where these are the same, as they were named."""
    ids = tuple(rule_set.id for rule_set in rule_sets)
    return ids if len(set(ids)) == len(ids) else tuple(names)


class _Standard(NamedTuple):
    facts: Facts


def _twice(town: Town, ground: Ground, comparison: DiffResult, changed: Mapping[str, Sequence[Change]]) -> Twice:
    a, b = judge(town, comparison.a), judge(town, comparison.b)
    spans = [{judged.criterion: judged.span for judged in side.criteria} for side in (a, b)]
    case = KnownFacts(ground.with_derived(town.facts))
    moved = []
    for compared in comparison.criteria:
        sides = zip(spans, (compared.a, compared.b), strict=True)
        one, other = (EXACT[MET] if criterion is None else side[criterion] for side, criterion in sides)
        if one != other:
            because = tuple(change for change in changed[compared.key] if _moves(change, case, comparison.facts))
            moved.append(Moved(compared, one, other, because))
    return Twice(a, b, tuple(moved))


def _moves(change: Change, case: KnownFacts, facts: Facts) -> bool:
    """Whether the part that changed comes out differently for a town."""
    if change.checks == (None, None):
        return False
    for fact_id, values in (change.given or {}).items():
        if case.facts.get(fact_id, values[0]) not in values:
            return False
    absent = EXACT[NOT_MET if change.one_way else MET]
    choices = [fact for fact in facts.by_id.values() if isinstance(fact.type, ChoiceType)]
    spans = [span(check, case, choices) if check is not None else absent for check in change.checks]
    return spans[0] != spans[1]
