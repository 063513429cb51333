"""A mapping from a file -> a town: its facts, evidence and decisions, with every problem reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zhenkit.core.characters import control_in, half_width, seen
from zhenkit.core.errors import Problem, near, quoted
from zhenkit.core.i18n import _
from zhenkit.core.patterns import late
from zhenkit.documents.yaml import Document, Path
from zhenkit.documents.yaml_hints import FULL_COLON, full_width_colon
from zhenkit.facts.derived import may_be_negative
from zhenkit.facts.dictionary import NAMING, PLACE_FACTS, Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.no_figure import marked
from zhenkit.facts.quantities import Unreadable
from zhenkit.facts.town import Decision, Town, shared_ids
from zhenkit.facts.types.base import Value, is_missing, one_value
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.towns.file_kinds import FileKind, kind_of
from zhenkit.towns.words import is_placeholder

EVIDENCE_KEYS = ("evidence", "佐证")
DECISION_KEYS = ("decisions", "评审决定")


class RawTown:
    """A town as a file has it, before its facts are read: keys distinguished, values raw."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = list(document.problems)

    def is_of_another_kind(self, facts: Facts) -> bool:
        """Whether it is not a town but part of a rule file or a file of cases: then that is its only problem."""
        kind = None if self.document.titles else kind_of(self.document.value, facts)
        if kind is None or kind is FileKind.TOWN:
            return False
        self.problems = [self.document.problem((), kind.said)]
        return True

    def place(self, facts: Facts) -> dict[str, str]:
        """The province, city and county that the file states, as it writes them."""
        found = {}
        mapping = self.document.value if isinstance(self.document.value, dict) else {}
        for name, raw in mapping.items():
            fact = facts.named(name)
            if fact is not None and fact.id in PLACE_FACTS and isinstance(raw, str) and not _names_nothing(raw):
                found[fact.id] = seen(raw)
        return found

    def read(self, facts: Facts, held_to: Sequence[Fact] | None = None) -> Town | None:
        """The town by this dictionary, or None with `problems` reported.

        `held_to` are the derived facts that must be plausible, where not all of the dictionary's.
        """
        reading = _TownReading(self.document, facts)
        town = reading.town()
        reported = {(problem.line, problem.column) for problem in self.problems}
        self.problems += [problem for problem in reading.problems if (problem.line, problem.column) not in reported]
        if self.problems or town is None:
            return None
        for fact in facts.held_to if held_to is None else held_to:
            if (said := fact.contradiction(town.facts)) is not None:
                key = next(reading.keys[base.id] for base in fact.bases if base.id in town.facts)
                self.problems.append(self.document.problem((key,), said))
        return None if self.problems else town


def _are_towns(raw: object, beside: Mapping[str, object]) -> bool:
    """Whether the value of an unknown key is towns: a list of mappings, or a mapping beside nothing but such."""
    some = raw if isinstance(raw, list) else beside.values()
    return bool(some) and all(isinstance(each, dict) and len(each) > 1 for each in some)


class _TownReading:
    """Reads one document's mapping into a town, gathering every problem."""

    def __init__(self, document: Document, facts: Facts) -> None:
        self.document, self.facts = document, facts
        self.problems: list[Problem] = []
        self.keys: dict[str, str] = {}
        self.holds_towns = False
        """Whether it is no town, but holds some."""
        self.found_evidence: dict[str, tuple[str, ...]] = {}
        self.found_decisions: dict[int, Decision] = {}
        self.decision_paths: dict[int, tuple[str, ...]] = {}
        self.suggestions = MOST_SUGGESTIONS

    def report(self, path: tuple[str | int, ...], message: str, key: bool = False) -> None:
        self.problems.append(self.document.problem(path, message, key))

    def unknown(self, path: tuple[str, ...]) -> None:
        if FULL_COLON in path[-1] and not self.document.titles:
            self.report(path, full_width_colon(), key=True)
            return
        self.report(path, self.facts.unknown(path[-1], suggest=self.suggestions > 0), key=True)
        self.suggestions -= 1

    def town(self) -> Town | None:
        mapping = self.document.value
        if mapping is None and self.document.problems:
            return None  # its form is broken, which is reported
        if not isinstance(mapping, dict):
            self.report((), _not_a_town(mapping))
            return None
        values: dict[str, Value] = {}
        by_name = self.facts.by_name
        for key, raw in mapping.items():
            fact = by_name.get(key) or self.other(key, raw)
            if fact is None:
                continue
            if (first := self.keys.setdefault(fact.id, key)) != key:
                self.stated_twice(key, fact, first)
                continue
            value = self.value(key, raw, fact)
            if value is not None:
                values[fact.id] = value
        if self.holds_towns:
            return None
        if "name" not in values and "name" not in (self.keys_with_problems()):
            said = _("a town needs a name: write `name: ...`")
            if self.document.titles:
                said = _(
                    "there is no name here: fill it in, or remove this row (in a form, this column) if it is not a town"
                )
            self.report((self.keys["name"],) if "name" in self.keys else (), said, True)
        document, keys = self.document, self.keys
        find = _FactFinder(document.find, shared_ids(tuple(keys)), shared_ids(tuple(keys.values())))
        find_decision = _decision_finder(document.find, self.decision_paths) if self.decision_paths else _no_decision
        return Town(
            values, self.found_evidence, self.found_decisions, document.file, document.line, find, find_decision
        )

    def other(self, key: str, raw: Any) -> Fact | None:
        """The fact of a key that is not plainly the name of one; None where it has evidence or decisions, or none."""
        if key in EVIDENCE_KEYS:
            self.evidence(key, raw)
        elif key in DECISION_KEYS:
            self.decisions(key, raw)
        elif (fact := self.facts.named(key)) is not None:
            return fact
        elif _are_towns(raw, self.document.value):
            said = _("{key} holds towns within it: write them as a list, or one below another, without {key}")
            if not self.holds_towns:
                self.report((key,), said.format(key=quoted(key)), key=True)
            self.holds_towns = True
        else:
            self.unknown((key,))
        return None

    def stated_twice(self, key: str, fact: Fact, first: str) -> None:
        said = _("{key} states the fact {fact} again ({first} did); keep one")
        self.report((key,), said.format(key=quoted(key), fact=fact.called, first=quoted(first)), key=True)

    def value(self, key: str, raw: Any, fact: Fact) -> Value | None:
        """The value of a fact; None where it is missing, or cannot be, which is a problem."""
        if fact.bases:
            said = _("{key} is computed from {bases}; state those")
            bases = _(", ").join(base.called for base in fact.bases)
            self.report((key,), said.format(key=quoted(key), bases=bases), True)
            return None
        if fact.id in NAMING and isinstance(raw, str) and _names_nothing(raw):
            return None
        try:
            value = fact.read(raw)
        except Unreadable as error:
            self.report((key,), self.named(key, fact, str(error)))
            return None
        never_negative = self.facts.never_negative
        if fact.id in never_negative and may_be_negative(value):
            said = _("it is below 0, but {fact} is computed from it").format(fact=never_negative[fact.id].called)
            self.report((key,), _named(self.document.title(key) or key, said))
            return None
        return value

    def named(self, key: str, fact: Fact, said: str) -> str:
        """What is wrong with a value: of a cell by the title that the sheet has, else by the key that the file has."""
        return _named(self.document.title(key) or (fact.called if key == fact.id else key), said)

    def keys_with_problems(self) -> set[str]:
        """Facts the file states in a way that could not be read (which is reported)."""
        places = {(problem.line, problem.column) for problem in self.problems}
        return {fact for fact, key in self.keys.items() if self.document.find((key,), False) in places}

    def evidence(self, key: str, raw: Any) -> None:
        if raw is None:
            return
        if not isinstance(raw, dict):
            self.report(
                (key,), _("evidence is a mapping from facts to texts, like `annual_output: 2023 yearbook, p. 12`")
            )
            return
        found = self.found_evidence
        for name, said in raw.items():
            fact = self.facts.named(name)
            if fact is None:
                self.unknown((key, name))
                continue
            if is_missing(said):
                continue
            texts = said if isinstance(said, list) else [said]
            if not texts or any(isinstance(text, (list, dict)) or is_missing(text) for text in texts):
                self.report((key, name), _("evidence is a text or a list of texts"))
                continue
            if bad := next(filter(None, (control_in(str(text)) for text in texts)), None):
                self.report((key, name), bad)
                continue
            found[fact.id] = found.get(fact.id, ()) + tuple(str(text).strip() for text in texts)

    def decisions(self, key: str, raw: Any) -> None:
        if raw is None:
            return
        if not isinstance(raw, dict):
            self.report(
                (key,),
                _("decisions are a mapping from criteria's numbers, like {example}").format(example=self.example(key)),
            )
            return
        for name, said in raw.items():
            path = (key, name)
            if not _NUMBER.fullmatch(name):
                self.report(path, _("{value} is not a criterion's number").format(value=quoted(name)), key=True)
                continue
            number = int(name)
            if number in self.decision_paths:
                self.report(path, _("criterion {number} is decided twice; keep one").format(number=number), key=True)
                continue
            self.decision_paths[number] = path
            decision = self.decision(path, said)
            if decision is not None:
                self.found_decisions[number] = decision

    def says_in_chinese(self, section: str, decision: object) -> bool:
        """Whether the file writes its decisions, or this one, with Chinese keys or titles."""
        if titles := self.document.titles.values():
            return any(title.startswith(DECISION_KEYS[-1]) for title in titles)
        first = next(iter(decision), section) if isinstance(decision, dict) else section
        return not first.isascii()

    def called(self, field: str, section: str, decision: object) -> str:
        """A field of a decision as the file would call it."""
        if not self.says_in_chinese(section, decision):
            return field
        return next(key for key, name in DECISION_FIELDS.items() if name == field and key != field)

    def example(self, section: str, decision: object = None) -> str:
        """A decision as the file would write it."""
        return DECISION_EXAMPLE_ZH if self.says_in_chinese(section, decision) else DECISION_EXAMPLE

    def decision(self, path: tuple[str, ...], raw: Any) -> Decision | None:
        if not isinstance(raw, dict):
            self.report(path, _("a decision is written like {example}").format(example=self.example(path[0])))
            return None
        before = len(self.problems)
        said: dict[str, Any] = {}
        stated: dict[str, str] = {}
        for key, value in raw.items():
            name = DECISION_FIELDS.get(key)
            if name is None:
                close = near(key, DECISION_FIELDS)
                message = _("unknown key {key} in a decision; it has granted, by, date and why").format(key=quoted(key))
                if self.says_in_chinese(path[0], raw):
                    message = _("unknown key {key} in a decision; it has 同意, 单位, 日期 and 理由").format(
                        key=quoted(key)
                    )
                if FULL_COLON in key:
                    message, close = full_width_colon(), None
                self.report(
                    (*path, key), message + (_("; did you mean {near}?").format(near=close) if close else ""), key=True
                )
                continue
            if name in stated:
                again = _("{key} repeats {first}; keep one")
                self.report((*path, key), again.format(key=quoted(key), first=quoted(stated[name])), key=True)
                continue
            if is_missing(value):
                continue
            stated[name] = key
            try:
                said[name] = _DECISION_READERS[name](value)
            except Unreadable as error:
                self.report((*path, key), _named(key, str(error)))
        absent = [name for name in Decision._fields if name not in stated]
        if absent:
            missing = _("{keys} missing from the decision; write it like {example}")
            if self.document.titles:
                missing = _("{keys} missing from the decision on criterion {number}; fill in the columns of each")
            keys = _(", ").join(self.called(name, path[0], raw) for name in absent)
            said_of = {"keys": keys, "number": path[-1], "example": self.example(path[0], raw)}
            self.report(path, missing.format(**said_of))
        return Decision(**said) if len(self.problems) == before else None


class _FactFinder:
    """Where a town's facts stand in its file. It may outlive all else that was read of the town, and holds little."""

    __slots__ = ("fact_ids", "find", "keys")

    def __init__(
        self, find: Callable[[Path, bool], tuple[int, int]], fact_ids: tuple[str, ...], keys: tuple[str, ...]
    ) -> None:
        self.find, self.fact_ids, self.keys = find, fact_ids, keys

    def __call__(self, fact_id: str) -> tuple[int, int]:
        if fact_id not in self.fact_ids:
            return self.find((), False)
        return self.find((self.keys[self.fact_ids.index(fact_id)],), True)


def _decision_finder(
    find: Callable[[Path, bool], tuple[int, int]], paths: Mapping[int, tuple[str, ...]]
) -> Callable[[int], tuple[int, int]]:
    return lambda number: find(paths[number], True)


def _no_decision(number: int) -> tuple[int, int]:
    raise KeyError(number)


MOST_SUGGESTIONS = 20
"""How many unknown names of one town are answered with a near one."""

_NUMBER = late("[1-9][0-9]?")
DECISION_EXAMPLE = "4: {granted: yes, by: 省工信厅, date: 2023-05-01, why: ...}"
DECISION_EXAMPLE_ZH = "4: {同意: 是, 单位: 省工信厅, 日期: 2023-05-01, 理由: ...}"
DECISION_FIELDS = {
    **{name: name for name in Decision._fields},
    "同意": "granted",
    "单位": "by",
    "日期": "date",
    "理由": "why",
}


def _names_nothing(text: str) -> bool:
    """Whether a text in the place of a name says that there is none known: blank, 未知, `/`, 无."""
    return is_missing(text) or is_placeholder(seen(text), names=True)


def _named(key: str, said: str) -> str:
    """What is wrong, said of the key that it is wrong with."""
    return _("{name}: {said}").format(name=key, said=said)


_KEY_AND_COLON = late(rf"\w+\s*{FULL_COLON}")


def _not_a_town(value: object) -> str:
    """What to say of a value that is not a mapping of facts: of a list of such, how several towns are written."""
    if isinstance(value, str) and _KEY_AND_COLON.match(value):
        return full_width_colon()
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return _("a list of towns is not read from YAML; divide the towns by a line `---`, or save the list as .json")
    return _("a town is a mapping of facts, like `name: 定襄法兰专业镇`")


def _read_date(raw: object) -> str:
    kind = PLAIN_TYPES["date"]
    try:
        day = kind.read(raw)
    except Unreadable:
        day = None
    if isinstance(day, int):
        return str(kind.write(day))
    text = half_width(one_value(raw))
    raise marked(text) or Unreadable(_("{value} is not a date; write it like 2023-05-01").format(value=quoted(text)))


_DECISION_READERS: Mapping[str, Callable[[object], Any]] = {
    "granted": PLAIN_TYPES["yes/no"].read,
    "by": PLAIN_TYPES["text"].read,
    "date": _read_date,
    "why": PLAIN_TYPES["text"].read,
}
