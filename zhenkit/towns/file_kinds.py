"""The kind of a file by its top-level keys: one given to the wrong command is answered in a line."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from itertools import islice

from zhenkit.core.i18n import _, noted
from zhenkit.facts.dictionary import Facts


class FileKind(Enum):
    """A kind of YAML file: what to say where another kind is expected."""

    TOWN = noted("this is a town file; use `zhenkit check`")
    RULES = noted("this is a rule file; use `zhenkit rules lint`, or `--rules` to judge by it")
    CASES = noted("this is a file of cases; use `zhenkit rules test`")
    DICTIONARY = noted("this is a dictionary of facts; it is read with the rule files of its folder")

    @property
    def said(self) -> str:
        """What to say of such a file, in the language in use."""
        return _(self.value)


_RULES = {"criteria", "adopts", "effective", "document", "title", "place", "level", "weights"}
_CASES = {"cases", "bases", "verdict", "grades", "missing", "uncertain", "merits", "town", "rules", "like"}


def kind_of(value: object, facts: Facts) -> FileKind | None:
    """The kind of file that a mapping's keys say beyond doubt, or None.

    A town's keys name facts. A misspelt key among others must not turn a file into another kind, so that two keys of
    that kind are needed, and more than of any other.
    """
    if not isinstance(value, Mapping):
        return None
    names = [str(key) for key in value]
    if set(names) <= {"facts", "levels", "assumes"} and "facts" in names:
        return FileKind.DICTIONARY
    counts = {FileKind.RULES: len(_RULES.intersection(names)), FileKind.CASES: len(_CASES.intersection(names))}
    facts_named = (name for name in names if facts.named(name) is not None)
    if max(counts.values()) < 2:  # as of nearly all files; two facts are enough then
        return FileKind.TOWN if len(list(islice(facts_named, 2))) == 2 else None
    counts[FileKind.TOWN] = sum(1 for _name in facts_named)
    kind = max(counts, key=lambda one: counts[one])
    others = max(count for one, count in counts.items() if one is not kind)
    return kind if counts[kind] >= 2 and counts[kind] > others else None
