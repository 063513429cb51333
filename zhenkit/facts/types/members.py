"""The types of what comes from a list of words: a level (ordered), a choice (one of them), a set (any of them)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from zhenkit.core.characters import seen
from zhenkit.core.errors import near, quoted
from zhenkit.core.escape import cell
from zhenkit.core.i18n import Text, _, noted, plural
from zhenkit.core.patterns import late
from zhenkit.facts.names import unambiguous
from zhenkit.facts.quantities import Unreadable
from zhenkit.facts.types.base import OF_FIGURES, FactType, Json, Storage, Value, one_value


class Member(NamedTuple):
    """One value of a level, a choice or a set: its id, its labels, other names."""

    id: str
    label: Text
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to write it."""
        return (self.id, self.label.zh, *self.aliases)


class MemberType(FactType):
    """What level, choice and set share: a closed list of members."""

    def __init__(self, members: tuple[Member, ...]) -> None:
        self.members = members

    @cached_property
    def by_name(self) -> Mapping[str, Member]:
        """Members by id, Chinese label and alias."""
        return {name: member for member in self.members for name in member.names}

    @cached_property
    def by_id(self) -> Mapping[str, Member]:
        """Members by id."""
        return {member.id: member for member in self.members}

    @property
    def listed(self) -> str:
        """The members for a person who writes one: ids, with labels where these differ."""
        both = _("{id} ({label})")
        return _(", ").join(
            member.id if str(member.label) == member.id else both.format(id=member.id, label=member.label)
            for member in self.members
        )

    @cached_property
    def words(self) -> list[str]:
        """Every name that a member goes by."""
        return [name for member in self.members for name in member.names]

    def schema(self) -> Json:
        """One of the words."""
        return {"enum": self.words}

    def offered(self, chinese: bool) -> tuple[str, ...]:
        """The members' labels; ids where a label cannot be written in a cell."""
        labels = tuple(member.label.zh for member in self.members)
        if chinese and all(label == cell(label) for label in labels):
            return labels
        return tuple(member.id for member in self.members)

    def member(self, raw: object) -> Member:
        """The member a word names; raises Unreadable with the near name and the list."""
        word = one_value(raw).strip()
        found = self.by_name.get(word) or self.by_name.get(word.lower())
        if found is None:
            raise Unreadable(self.unknown(word))
        return found

    def unknown(self, word: str) -> str:
        """What to say of a word that is not a member."""
        listed = _(", ").join(
            _("{id} ({label})").format(id=member.id, label=member.label.zh) for member in self.members
        )
        if close := near(word, self.by_name):
            return _("{value} is not one of its values; did you mean {near}? There are: {list}").format(
                value=quoted(word), near=close, list=listed
            )
        return _("{value} is not one of its values; there are: {list}").format(value=quoted(word), list=listed)


class LevelType(MemberType):
    """An ordered scale; a value is a member's rank, 0 the lowest."""

    name = noted("level")
    operators = OF_FIGURES
    has_steps = True
    has_shares = True
    storage = Storage.RANK
    ordered = True
    bottom = 0

    @cached_property
    def top(self) -> int:
        """The highest rank."""
        return len(self.members) - 1

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Ranks by member id."""
        return {member.id: rank for rank, member in enumerate(self.members)}

    def how_to_write(self) -> str:
        """One of the levels."""
        return _("a level, from the lowest: {list}").format(list=self.listed)

    def how_to_ask(self) -> str:
        """`at_least:` with a level."""
        return _("write `at_least: province`")

    def difference(self, amount: Value) -> str:
        """How many levels."""
        return plural("{count} level", "{count} levels", int(amount)).format(count=amount)

    def figure_schema(self) -> Json:
        """One of the words."""
        return self.schema()

    def read(self, raw: object) -> int:
        """The member's rank."""
        return self.ranks[self.member(raw).id]

    def write(self, value: Value) -> str:
        """The member's id."""
        return self.members[value].id

    def _to_python(self, value: Value) -> str:
        return self.write(value)

    def show(self, value: Value) -> str:
        """The member's label."""
        return str(self.members[value].label)


class ChoiceType(MemberType):
    """One of a list that has no order; a value is the member's id."""

    name = noted("choice")
    storage = Storage.CODE

    def how_to_write(self) -> str:
        """One of the words."""
        return _("one word of this list: {list}").format(list=self.listed)

    def how_to_ask(self) -> str:
        """By a table of figures."""
        return _("a choice selects a figure: `at_least: {by: category, ...}`")

    def read(self, raw: object) -> str:
        """The member's id."""
        return self.member(raw).id

    def show(self, value: Value) -> str:
        """The member's label."""
        return str(self.by_id[value].label)


def literally(name: str) -> str:
    """A name as a pattern; only what has a meaning in one is escaped, as ECMA 262 wants it."""
    return re.sub(r"[\\^$.*+?()\[\]{}|/]", r"\\\g<0>", name)


_CIRCLED = r"(?:[①-⑳㈠-㈩⑴-⒇⒈-⒛❶-❿㊀-㊉]|[(（][0-9]{1,2}[)）])"
_NUMBERED = "(?:[0-9]{1,2}[.．、)）:：])"
"""Numbers in a list: those in circles or brackets divide it too, others follow what divides it."""
_DIVIDER = r"[;；,，、/／\s]"
_GAP = rf"(?:{_DIVIDER}(?:{_NUMBERED})?|{_CIRCLED})"
"""What may be between the members of a set in one text, once or more: a divider, and the number of the next."""
_NUMBER = late(rf"{_CIRCLED}|(?:^|(?<={_DIVIDER})(?<![0-9]、)){_NUMBERED}")
_DIVIDERS = (late(r"[;；,，、\n\r]"), late("[/／]"), late(r"\s+"))
"""What divides the members of a set in one text: those that no member's name has first."""
EMPTY_SET = frozenset({"无", "none"})


class SetType(MemberType):
    """Any of a list; a value is a frozenset of member ids."""

    name = noted("set")
    parted = "member"
    operators = ("at_least", "less_than", "includes")
    has_shares = True
    ordered = True
    bottom = frozenset()

    @cached_property
    def top(self) -> frozenset[str]:
        """All members."""
        return frozenset(member.id for member in self.members)

    def how_to_write(self) -> str:
        """Any of the words, or none."""
        said = _("any words of this list, such as [{first}, {last}], or none where there is none: {list}")
        return said.format(list=self.listed, first=self.members[0].id, last=self.members[-1].id)

    def how_to_ask(self) -> str:
        """By members, or by how many there are."""
        return _("write `includes: [...]` or `at_least: 1`")

    def part_of(self, text: str) -> str | None:
        """The member's id."""
        return self._parts.get(text)

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        return unambiguous((name, member.id) for member in self.members for name in member.names)

    def schema(self) -> Json:
        """A list of the words, or a text of them divided."""
        one = "|".join(literally(name) for name in self.words)
        none = "|".join(sorted(EMPTY_SET))
        divided = rf"{_DIVIDER}*|(?:{_NUMBERED})?{_GAP}*(?:{one})(?:{_GAP}+(?:{one}))*{_GAP}*"
        return {
            "anyOf": [
                {"type": "array", "items": {"enum": self.words}},
                {"type": "array", "items": {"enum": sorted(EMPTY_SET)}, "minItems": 1, "maxItems": 1},
                {"enum": sorted(EMPTY_SET)},
                {"type": "string", "pattern": rf"^(?:{divided}|(?:{_NUMBERED})?{_GAP}*(?:{none}){_GAP}*)$"},
            ]
        }

    def read(self, raw: object) -> frozenset[str]:
        """The ids of the members named, in a list or in one text: divided by ; , 、 / blanks or breaks, or numbered."""
        if isinstance(raw, dict):
            raise Unreadable(_("a list of members is expected here, like [{first}]").format(first=self.members[0].id))
        words: Iterable[object] = raw if isinstance(raw, list) else self.divided(one_value(raw))
        words = [word for word in words if not (isinstance(word, str) and not seen(word))]
        if any(word is None for word in words):
            raise Unreadable(_("a member of the list is empty"))
        if len(words) == 1 and isinstance(words[0], str) and seen(words[0]).lower() in EMPTY_SET:
            return frozenset()
        return frozenset(self.member(word).id for word in words)

    def divided(self, text: str) -> list[str]:
        """The names in one text: it is divided further only where a piece is not a member's name."""
        if self._knows(text):
            return [text]
        pieces = self._pieces(_NUMBER.sub("\n", text), _DIVIDERS)
        return (
            pieces if any(pieces) or not _NUMBER.search(text) else [text]
        )  # a number without a name is not the empty set

    def _pieces(self, text: str, dividers: Sequence[re.Pattern[str]]) -> list[str]:
        text = text.strip()
        if not text or self._knows(text) or not dividers:
            return [text]
        first, *others = dividers
        pieces = [piece for part in first.split(text) for piece in self._pieces(part, others)]
        # blanks divide members alone: an unknown name is shown whole
        return pieces if others or all(map(self._knows, pieces)) else [text]

    def _knows(self, word: str) -> bool:
        return word in self.by_name or word.lower() in self.by_name

    def unknown(self, word: str) -> str:
        """What to say of a word that is not a member, such as `none` beside members."""
        if word.lower() in EMPTY_SET:
            return _("{value} is listed with other members; write it alone, or remove it").format(value=quoted(word))
        return super().unknown(word)

    def write(self, value: Value) -> list[str]:
        """The ids in the dictionary's order."""
        return [member.id for member in self.members if member.id in value]

    def show(self, value: Value) -> str:
        """The labels, in the dictionary's order."""
        labels = [str(member.label) for member in self.members if member.id in value]
        return _(", ").join(labels) if labels else _("none of them")
