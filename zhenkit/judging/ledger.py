"""The problem ledger (问题台账): what is open of each town, and how its entries go from run to run.

What is open is what separates towns from a grade: a change that every way needs is an entry, the choices that a
criterion leaves are one. An entry is known by its key, whatever its texts become.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from zhenkit.core.errors import Problem
from zhenkit.core.i18n import Text, _
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Town
from zhenkit.judging.changes import KINDS, GapChange
from zhenkit.judging.gap import CriterionGap, Gap
from zhenkit.judging.kept_ledger import DATES, KeptLedger, KeptRow
from zhenkit.judging.outcome import FAILED, PASSED, TROUBLE
from zhenkit.rulesets.duties import Duties, Task, WorkGroup

STATES = {
    "registered": Text("立项", "registered"),
    "notified": Text("通知", "notified"),
    "urged": Text("催办", "urged"),
    "extended": Text("延期", "extended"),
    "replied": Text("书面反馈", "replied"),
    "returned": Text("退回", "returned"),
    "closed": Text("办结", "closed"),
    "archived": Text("归档", "archived"),
}
"""How supervision (督办) runs, in both languages: the states of an entry."""
DONE = ("closed", "archived")
OUTCOMES = {
    "new": Text("新增", "new"),
    "open": Text("未解决", "open"),
    "solved": Text("已解决", "solved"),
    "unseen": Text("未核", "not looked at"),
    "own": Text("自加", "added by hand"),
}
"""What this run says of an entry; `unseen`: its town is not among those read."""


@dataclass(frozen=True)
class OpenItem:
    """A thing that is open: what a criterion of a town needs."""

    key: str
    gap: Gap
    criterion: CriterionGap
    ways: tuple[tuple[GapChange, ...], ...]
    """One where every way to the grade needs it, several where one of them is enough, none where none is there."""
    tasks: tuple[Task, ...]
    group: WorkGroup | None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that it is about, each once."""
        changes = (change for way in self.ways for change in way)
        return tuple(dict.fromkeys(change.fact for change in changes if change.fact is not None))

    @property
    def kind(self) -> str:
        """The class of effort, of several the least; `cannot` where nothing reaches the grade."""
        kinds = {change.kind for way in self.ways for change in way}
        return next((kind for kind in KINDS if kind in kinds), "cannot")

    @property
    def first(self) -> tuple[str, ...]:
        """The departments that answer for it, each once."""
        return tuple(dict.fromkeys(name for task in self.tasks for name in task.first))

    @property
    def support(self) -> tuple[str, ...]:
        """Those that support them."""
        names = dict.fromkeys(name for task in self.tasks for name in task.support)
        return tuple(name for name in names if name not in self.first)


def town_mark(town: Town, rules: str) -> str:
    """What entries of a town by a rule set have in common: the year of its data does not matter."""
    *place, name, _year = town.identity
    known = json.dumps([*place, name, rules], ensure_ascii=False, default=str)
    return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:8]


DutiesOf = Callable[[Gap], Duties]
"""Gives the duties by which the entries of a town have their departments."""


def open_items(gaps: Iterable[Gap], duties_of: DutiesOf) -> Iterator[OpenItem]:
    """What is open of each town, criterion by criterion: first what every way needs, then what is to be chosen."""
    for gap in gaps:
        of_town, duties = town_mark(gap.town, gap.rule_set.id), duties_of(gap)
        group = duties.group_of(gap.town.name)
        for found in gap.criteria:
            criterion = found.judged.criterion
            tasks = duties.serving(criterion.id)
            for subject, ways in _parts(found):
                key = f"{criterion.number}-{subject}-{of_town}"
                yield OpenItem(key, gap, found, ways, tasks, group)


def _parts(found: CriterionGap) -> Iterator[tuple[str, tuple[tuple[GapChange, ...], ...]]]:
    """What a criterion needs, each with what it is called in keys."""
    if not found.alternatives:
        yield "cannot", ()
        return
    for change in found.common:
        yield ("decision" if change.fact is None else change.fact.id), ((change,),)
    rest = [tuple(change for change in one.changes if change not in found.common) for one in found.alternatives]
    if any(rest):
        yield "choice", tuple(rest)


class LedgerEntry(NamedTuple):
    """A row of the ledger."""

    key: str
    outcome: str
    state: str
    said: Mapping[str, str]
    """Its texts, by column; those of people among them."""
    item: OpenItem | None = None
    """What is open; None of what is solved, was not looked at, or was added by hand."""

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do."""
        return self.state in DONE

    @property
    def last_day(self) -> str:
        """Until when it is to be done, an extension that counts included; empty where no day is set."""
        return last_day(self.said)

    @property
    def asked(self) -> tuple[str, ...]:
        """The departments that are asked: those that people assigned it to, else those that answer for it."""
        assigned = [name.strip() for name in self.said.get("assigned", "").replace("，", "、").split("、")]
        return tuple(filter(None, assigned)) or (self.item.first if self.item is not None else ())


@dataclass(frozen=True)
class Ledger:
    """The ledger after a run."""

    entries: Sequence[LedgerEntry]
    day: str
    extra: tuple[str, ...] = ()
    """The titles of columns that people added."""
    problems: Sequence[Problem] = ()
    towns: int | None = None
    """How many towns were looked at; None where only answers came back."""

    @property
    def exit_code(self) -> int:
        """2 where there is trouble, 1 where an entry is overdue, else 0."""
        if self.problems or not (self.towns or self.entries):
            return TROUBLE
        return FAILED if any(entry.state == "urged" for entry in self.entries) else PASSED

    def notified(self, keys: Collection[str]) -> Ledger:
        """The ledger after departments were notified of the entries of these keys."""
        entries = [
            entry._replace(state="notified") if entry.key in keys and entry.state == "registered" else entry
            for entry in self.entries
        ]
        return replace(self, entries=entries)

    def count(self, outcome: str) -> int:
        """How many entries this run says that of."""
        return sum(entry.outcome == outcome for entry in self.entries)


Words = Callable[[OpenItem], Mapping[str, str]]


def brought_up_to_date(
    kept: KeptLedger,
    items: Iterable[OpenItem],
    gaps: Sequence[Gap],
    words: Words,
    day: str,
    due: str | None,
    problems: Sequence[Problem] = (),
) -> Ledger:
    """The ledger of this day: what was kept, in its order, then what is new.

    `gaps` are those of all towns looked at, `due` the last day of what has none yet,
    `problems` those of the files.
    """
    left = {item.key: item for item in items}
    looked_at = {town_mark(gap.town, gap.rule_set.id) for gap in gaps}
    entries, wrong_here = [], list(problems)
    for row in kept.rows:
        item = left.pop(row.key, None)
        said = {**row.values, **(words(item) if item is not None else {})}
        if item is not None:
            outcome = "open"
            said["due"] = said.get("due") or due or ""
        elif row.key.rpartition("-")[2] in looked_at:
            outcome = "solved"
            said["closed"] = said.get("closed") or day
        else:
            outcome = "unseen" if row.key else "own"
        state, wrong = _state_after(row, said, outcome, day)
        wrong_here += wrong
        if outcome == "open":
            said["closed"] = ""
        entries.append(LedgerEntry(row.key, outcome, state, said, item))
    for key, item in left.items():
        said = {**words(item), "since": day, "due": due or ""}
        state = "urged" if due and due < day else "registered"
        entries.append(LedgerEntry(key, "new", state, said, item))
    return Ledger(entries, day, kept.extra, wrong_here, len(looked_at))


def replied(kept: KeptLedger, replies: Mapping[str, Sequence[str]], day: str) -> Ledger:
    """The ledger after departments answered: by the keys of entries what came back, each text once."""
    entries = []
    for row in kept.rows:
        new = [text for text in replies.get(row.key, ()) if text not in row.values.get("reply", "")]
        said = {**row.values, "reply": "\n".join(filter(None, (row.values.get("reply"), *new)))}
        state = row.state or "registered"
        if row.key in replies and state not in DONE:
            state = "replied"
        word = row.values.get("outcome", "")
        outcome = next((name for name, text in OUTCOMES.items() if word in (name, text.zh, text.en)), "unseen")
        entries.append(LedgerEntry(row.key, outcome, state, said))
    return Ledger(entries, day, kept.extra)


def _state_after(row: KeptRow, said: Mapping[str, str], outcome: str, day: str) -> tuple[str, list[Problem]]:
    """The state of an entry on this day, and what is wrong with what people wrote of it.

    What is solved is closed. What is open again, or still after a reply, is returned; past its last day it is urged.
    People alone archive.
    """
    before = row.state or "registered"
    if outcome == "solved":
        return ("archived" if before == "archived" else "closed"), []
    if outcome != "open":
        return before, []
    if before in ("replied", *DONE):
        return "returned", []
    last, wrong = last_day(said), _wrong_extension(row, said)
    if last and last < day:
        return "urged", wrong
    if last and last != said["due"]:
        return "extended", wrong
    return ("notified" if before in ("urged", "extended") else before), wrong


def last_day(said: Mapping[str, str]) -> str:
    """The last day of an entry: a later one only where it was asked for before the first was over."""
    due, asked, to = (said.get(key, "") for key in ("due", *DATES[-2:]))
    return max(due, to) if to and asked and not (due and asked > due) else due


def _wrong_extension(row: KeptRow, said: Mapping[str, str]) -> list[Problem]:
    """Why an extension does not count."""
    due, asked, to = (said.get(key, "") for key in ("due", *DATES[-2:]))
    if to and not asked:
        wrong = _("an extension has the day on which it was asked for: fill in that column too")
        return [row.problem("extended_to", wrong)]
    if to and due and asked > due:
        wrong = _("the extension was asked for on {asked}, after the last day, {due}: it does not count")
        return [row.problem("extension_asked", wrong.format(asked=asked, due=due))]
    return []


def latest_of_each(gaps: Iterable[Gap]) -> tuple[list[Gap], list[Problem]]:
    """Of a town that is given for several years the latest, and a remark on each that is left aside."""
    found: dict[str, Gap] = {}
    remarks = []
    for gap in gaps:
        key = town_mark(gap.town, gap.rule_set.id)
        before = found.get(key)
        if before is not None:
            older = min(before, gap, key=lambda one: one.town.data_year)
            said = _("the ledger takes the latest year of a town; these data of {town} are left aside")
            remarks.append(Problem(older.town.file, older.town.line, 1, said.format(town=older.town.name)))
            gap = max(before, gap, key=lambda one: one.town.data_year)
        found[key] = gap
    return list(found.values()), remarks
