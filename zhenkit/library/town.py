"""A town from Python: a mapping of facts -> a record of them, with values that say their unit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

from zhenkit.core.errors import FileProblems, Problem, quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import MAX_DEPTH, Document
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.money import Between, Money
from zhenkit.facts.quantities import Unreadable
from zhenkit.facts.town import Decision, Town
from zhenkit.library.rules import Rules, as_rules
from zhenkit.library.shown import Shown, heading, table
from zhenkit.reports.layout.html import Html
from zhenkit.reports.phrases.titles import town_title
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.tables.parquet import as_cell, not_of_a_file
from zhenkit.towns.town_file import RawTown

MAPPING = "<mapping>"
"""What stands for the file of a town that came from a mapping."""


class TownRecord(Shown):
    """A town as it is stated: its facts, evidence and decisions, and where they are.

    >>> town({"name": "祁县玻璃器皿专业镇", "county": "祁县", "年产值": "12.5亿元", "leading_firms": 8})
    <TownRecord 祁县 祁县玻璃器皿专业镇: 4 facts>
    """

    def __init__(self, inner: Town, dictionary: Facts) -> None:
        self._town, self._dictionary = inner, dictionary

    @property
    def name(self) -> str:
        """The town's name."""
        return self._town.name

    @property
    def file(self) -> str:
        """The file it is in; `<mapping>` or `<frame>` where it came from Python."""
        return self._town.file

    @property
    def line(self) -> int:
        """The line (of a table: the row) of the file where it begins, from 1."""
        return self._town.line

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The facts stated, by id: missing ones are absent.

        Money is `Money`, a figure given loosely `Between`; a level or a choice is its id, a set a frozenset of ids, a
        date a `datetime.date`, a series a mapping by year, a percentage a Decimal (12.5% is 0.125).
        """
        return MappingProxyType(
            {fact_id: self._fact(fact_id).type.to_python(value) for fact_id, value in self._town.facts.items()}
        )

    @property
    def evidence(self) -> Mapping[str, tuple[str, ...]]:
        """Where facts are known from, by their ids."""
        return MappingProxyType(dict(self._town.evidence))

    @property
    def decisions(self) -> Mapping[int, Decision]:
        """What people decided, by the numbers of criteria."""
        return MappingProxyType(dict(self._town.decisions))

    def __getitem__(self, name: str) -> Any:
        """A fact, by its id or its Chinese label; None where it is missing. Raises KeyError for what is no fact.

        >>> town({"name": "A", "annual_output": "9.5~10.5亿元"})["年产值"]
        Between(low=Money('9.5亿元'), high=Money('10.5亿元'))
        """
        fact = self._dictionary.named(name) if isinstance(name, str) else None
        if fact is None:
            raise KeyError(self._dictionary.unknown(str(name)))
        return self.facts.get(fact.id)

    def to_dict(self) -> dict[str, Any]:
        """The town as a town file has it: ids, money with its unit.

        >>> town({"名称": "A", "年产值": "1亿5000万元"}).to_dict()
        {'name': 'A', 'annual_output': '1.5亿元'}
        """
        found = {key: self._fact(key).type.write(value) for key, value in self._town.facts.items()}
        if self._town.evidence:
            found["evidence"] = {fact_id: list(said) for fact_id, said in self._town.evidence.items()}
        if self._town.decisions:
            found["decisions"] = {str(number): made._asdict() for number, made in self._town.decisions.items()}
        return found

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, TownRecord) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._town.identity)

    @property
    def _key(self) -> tuple[Any, ...]:
        return dict(self._town.facts), dict(self._town.evidence), dict(self._town.decisions)

    def _fact(self, fact_id: str) -> Fact:
        return self._dictionary[fact_id]

    def _line(self) -> str:
        count = len(self._town.facts)
        return f"{town_title(self._town)}: {count} fact{'s' if count != 1 else ''}"

    def _parts(self) -> Iterable[Html]:
        yield heading(town_title(self._town))
        facts = [(self._fact(fact_id), value) for fact_id, value in self._town.facts.items()]
        rows = [
            (str(fact.label), fact.type.show(value), _("; ").join(self._town.evidence_of(fact)))
            for fact, value in facts
        ]
        yield table([_("Fact"), _("Value"), _("Evidence")], rows)


def town(facts: Mapping[str, Any], rules: Rules | None = None) -> TownRecord:
    """The town of a mapping: facts by id or label as a town file has them, `evidence`, `decisions`.

    Read by the dictionary of `rules`, by default the shipped one. Raises FileProblems, with `.problems`, where a value
    cannot be read or a name is no fact.

    >>> town({"name": "A", "annual_output": 12.5})
    Traceback (most recent call last):
        ...
    zhenkit.core.errors.FileProblems: <mapping>:1:1: annual_output: '12.5' has no unit; write money like 12.5亿元, ...
    """
    dictionary = shipped().facts if rules is None else as_rules(rules).facts
    raw = RawTown(Document(MAPPING, _raw_facts(facts), 1, (), lambda _path, _key: (1, 1)))
    found = raw.read(dictionary)
    if found is None:
        raise FileProblems(raw.problems)
    return TownRecord(found, dictionary)


def _raw_facts(facts: Any) -> Any:
    """The facts of a mapping as a town file has them; raises FileProblems with all that have no such form."""
    if not isinstance(facts, Mapping):
        return type(facts).__name__  # no mapping, which is reported as of any file
    raw: dict[str, Any] = {}
    wrong: list[Problem] = []
    for key, value in facts.items():
        name = str(key)
        try:
            if name in raw:
                raise Unreadable(_("it is here twice; keep one"))
            raw[name] = as_raw(value, 1)
        except Unreadable as error:
            wrong.append(Problem(MAPPING, 1, 1, _("{name}: {said}").format(name=quoted(name), said=error)))
    if wrong:
        raise FileProblems(wrong)
    return raw


def as_record(given: Mapping[str, Any] | TownRecord, rules: Rules | None = None) -> TownRecord:
    """A town, or that of a mapping; raises as `town` does."""
    return given if isinstance(given, TownRecord) else town(given, rules)


_PANDAS_NOTHING = frozenset({"NAType", "NaTType"})


def is_nothing(value: object) -> bool:
    """Whether a value says that there is none, as pandas says it too: NaN, NaT, NA."""
    return (
        value is None
        or (isinstance(value, float) and value != value)
        or (type(value).__name__ in _PANDAS_NOTHING and type(value).__module__.startswith("pandas."))
    )


def as_raw(value: Any, depth: int = 0) -> Any:
    """A value of Python as a town file has it; raises Unreadable for what has no such form.

    >>> as_raw((8, datetime.date(2023, 5, 1), None))
    ['8', '2023-05-01', None]
    """
    if is_nothing(value):
        return None
    if isinstance(value, Money | Between):
        return str(value)
    if depth > MAX_DEPTH:
        raise Unreadable(_("nested more than {depth} levels deep").format(depth=MAX_DEPTH))
    value = without_numpy(value)
    if isinstance(value, Mapping):
        found: dict[str, Any] = {}
        for key, each in value.items():
            if (name := str(key)) in found:
                raise Unreadable(_("{name}: {said}").format(name=quoted(name), said=_("it is here twice; keep one")))
            found[name] = as_raw(each, depth + 1)
        return found
    if isinstance(value, list | tuple | set | frozenset):
        members = [as_raw(each, depth + 1) for each in value]
        return sorted(members, key=str) if isinstance(value, set | frozenset) else members
    return as_plain(value)


def as_plain(value: Any) -> Any:
    """One value of Python as a town file has it, numbers as texts; raises Unreadable for bytes, a function and such."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, ONE_VALUE):
        return as_cell(value)
    raise Unreadable(not_of_a_file())


ONE_VALUE = (str, bool, int, float, Decimal)
"""What Python has for one value that a file could state; beside them dates, money and figures between two."""


def without_numpy(value: Any) -> Any:
    """A number, a date or a list of NumPy as Python has it."""
    if not (hasattr(value, "tolist") and hasattr(value, "dtype")):
        return value
    # of nanoseconds Python has no dates, and NumPy would make numbers of them
    return (value.astype("datetime64[us]") if getattr(value.dtype, "kind", "") == "M" else value).tolist()
