"""The types of a yes or a no: one that anyone can look up, and one that people find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _, noted
from zhenkit.facts.quantities import Unreadable
from zhenkit.facts.types.base import FactType, Json, Storage, Value, one_value
from zhenkit.facts.types.patterns import whole

YES = frozenset({"true", "yes", "是", "有"})


NO = frozenset({"false", "no", "否", "无"})


class YesNoType(FactType):
    """A yes or a no that anyone can look up."""

    name = noted("yes/no")
    definition = "YesNo"
    operators = ("is",)
    units: ClassVar[Mapping[str, str | None]] = dict.fromkeys(("是/否", "有/无", "yes/no", "是否", "有无"))
    storage = Storage.YES_NO
    ordered = True
    bottom = False
    top = True

    def read(self, raw: object) -> bool:
        """True or False."""
        if isinstance(raw, bool):
            return raw
        word = one_value(raw).strip().lower()
        if word in YES:
            return True
        if word in NO:
            return False
        raise Unreadable(_("{value} is neither yes nor no; write yes or no (是 or 否)").format(value=quoted(raw)))

    def show(self, value: Value) -> str:
        """Yes or no, as a word."""
        return _("yes") if value else _("no")

    def how_to_write(self) -> str:
        """Yes or no."""
        return _("yes or no")

    def how_to_ask(self) -> str:
        """`is:`."""
        return _("write `is: yes` or `is: no`")

    def schema(self) -> Json:
        """Yes or no in every spelling, capitals or not."""
        words = "|".join("".join(f"[{c}{c.upper()}]" if c.isascii() else c for c in word) for word in sorted(YES | NO))
        spelled = [True, False, *sorted(YES), *sorted(NO)]
        return {"anyOf": [{"enum": spelled}, {"type": "string", "pattern": whole(words)}]}

    def offered(self, chinese: bool) -> tuple[str, ...]:
        """Yes and no."""
        return ("是", "否") if chinese else ("yes", "no")


class FindingType(YesNoType):
    """A yes or no that a person judged."""

    name = noted("finding")

    def how_to_write(self) -> str:
        """Yes or no, as people found it."""
        return _("yes or no, as people found it")
