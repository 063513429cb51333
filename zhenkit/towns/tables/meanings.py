"""What one title means: a fact, an end of a range, a member, a year, evidence, a decision; its unit and its year."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.names import tidy
from zhenkit.facts.types.members import MemberType, SetType
from zhenkit.towns.tables.stems import YES_NO, affixes_of, stems_of
from zhenkit.towns.tables.titles import MOST_CHARACTERS, Title, taken_apart
from zhenkit.towns.tables.units import WrongTitle, own_units, unit_of
from zhenkit.towns.town_file import DECISION_FIELDS, DECISION_KEYS, EVIDENCE_KEYS

EVIDENCE_TITLES = ("佐证材料", "佐证资料", "证明材料", "证明文件", "支撑材料", "依据", "佐证依据")
"""What a column of evidence is called beside the keys that a town file has for it."""


class Role(Enum):
    """What a column is to its fact."""

    FACT = "fact"
    LOW = "low"
    HIGH = "high"
    MEMBER = "member"
    YEAR = "year"
    EVIDENCE = "evidence"
    DECISION = "decision"


_DIVIDER = re.compile("[.·・•]")
_DIVIDERS = re.compile("[.·・•:/_|>—–-]+")
"""What may be between a fact and its part, where both are known."""
_ENDS = {"low": Role.LOW, "下限": Role.LOW, "high": Role.HIGH, "上限": Role.HIGH}
_EVIDENCE = sorted({tidy(key) for key in (*EVIDENCE_KEYS, *EVIDENCE_TITLES)}, key=len, reverse=True)
_DECISIONS = {tidy(key) for key in DECISION_KEYS}
_NUMBER = re.compile("[1-9][0-9]?")
_OPTIONS = re.compile(r"[、,/;|或\s]+")

_Meant = tuple[Role, Fact | None, str]
"""What a title means but for its unit and year: role, fact, part."""


class Meaning(NamedTuple):
    """What a title means: the fact and what its column is to it; None of a decision."""

    role: Role
    fact: Fact | None
    part: str = ""
    unit: str | None = None
    dated: int | None = None


def meaning(title: str, facts: Facts, target: str | None = None, unit: str | None = None) -> Meaning | None:
    """What a title means; None where it is no fact's. Raises WrongTitle for one that cannot be read, or means two.

    `target` is a title in the dictionary's words that says what this one is to mean, `unit` the unit it is to have.
    """
    if target is None and unit is None:
        return _own_meaning(title, facts)
    return _meaning(title, facts, target, unit)


@lru_cache(maxsize=20_000)
def _own_meaning(title: str, facts: Facts) -> Meaning | None:
    """What a title means by itself: the titles of a table are looked at several times, until its header is found."""
    return _meaning(title, facts, None, None)


def _meaning(title: str, facts: Facts, target: str | None, unit: str | None) -> Meaning | None:
    fact = facts.named(target or title)
    if target is not None:
        way = next((way for way in reversed(list(taken_apart(title))) if way.units or way.years), Title(title))
        meant = (Role.FACT, fact, "") if fact is not None else _first(target, facts)
        if meant is not None and (meant[1] is None or meant[1].id == "year" or len(set(way.years)) > 1):
            way.years = []  # what is said wins
    elif fact is not None:
        way, meant = Title(title), (Role.FACT, fact, "")
    else:
        found = ((way, _meant_by(way, title, facts)) for way in taken_apart(title))
        way, meant = next(((way, meant) for way, meant in found if meant is not None), (Title(title), None))
        if meant is None and (of_chinese := _in_two_languages(title, facts)) is not None:
            return of_chinese
    if unit is not None:
        way.units = [tidy(unit)]
    return None if meant is None else _checked(meant, title, way)


_TWO_LANGUAGES = re.compile(
    r"(?P<zh>[^A-Za-z]*[\u4e00-\u9fff][^A-Za-z]*?)[\s/|·-]+(?P<en>[A-Za-z][A-Za-z '’-]{1,60})"
    r"(?P<unit>\s*[(（][^()（）]*[)）])?\s*"
)
_ENGLISH = frozenset({"town", "towns", "name", "names", "total", "number", "of", "the", "in", "year", "data", "annual"})
"""What the English words of a title may have beside those of the fact's own label."""


def _in_two_languages(title: str, facts: Facts) -> Meaning | None:
    """What a title means that has English words behind the Chinese ones: all of them such as that fact's."""
    found = _TWO_LANGUAGES.fullmatch(title) if len(title) <= MOST_CHARACTERS else None
    meant = None if found is None else _first(found["zh"], facts)
    if found is None or meant is None or meant[1] is None:
        return None
    own = {*re.split("[^a-z]+", f"{meant[1].id} {meant[1].label.en}".lower()), *_ENGLISH}
    is_same = own.issuperset(found["en"].lower().replace("-", " ").split())
    return _meaning(found["zh"] + (found["unit"] or ""), facts, None, None) if is_same else None


def _first(title: str, facts: Facts) -> _Meant | None:
    return next((meant for way in taken_apart(title) if (meant := _meant_by(way, title, facts)) is not None), None)


def _checked(meant: _Meant, title: str, way: Title) -> Meaning | None:
    """What a title means, if its column can be read."""
    role, fact, part = meant
    if len(set(way.years)) > 1 or (way.dated is not None and (fact is None or fact.id == "year")):
        return None
    if fact is not None and role is Role.FACT and fact.type.parted == Role.YEAR.value and way.dated is not None:
        role, part = Role.YEAR, str(way.dated)
    if fact is not None and role is not Role.EVIDENCE:
        if fact.bases:
            bases = _(", ").join(base.id for base in fact.bases)
            raise WrongTitle(_("{key} is computed from {bases}; state those").format(key=quoted(title), bases=bases))
        if role is Role.FACT and fact.type.parted == Role.YEAR.value:
            example = f"{fact.id}.2021, {fact.id}.2022"
            raise WrongTitle(_("{fact} has a column a year, like {example}").format(fact=fact.id, example=example))
    dated = way.dated if role is not Role.YEAR else None
    units = {unit_of(unit, title, None if role is Role.EVIDENCE else fact, role is Role.MEMBER) for unit in way.units}
    if way.yes_no and (role is not Role.EVIDENCE and not (fact is not None and affixes_of(fact) is YES_NO)):
        units.add(unit_of(way.yes_no, title, fact, role is Role.MEMBER))
    if len(units) > 1:
        raise WrongTitle(_("{title} names two units; keep one").format(title=quoted(title)))
    return Meaning(role, fact, part, next(iter(units), None), dated)


def _meant_by(way: Title, title: str, facts: Facts) -> _Meant | None:
    """What a title taken apart so means: with what its brackets hold as a part of it, or as words to choose from."""
    asked = bool(way.yes_no)
    if (meant := _meant(way.text, title, facts, asked)) is not None or not way.others:
        return meant
    meant = _meant(way.without, title, facts, asked)
    if meant is None or meant[0] is not Role.FACT or meant[1] is None:
        return None
    if own_units(meant[1]).issuperset(map(tidy, way.others)):
        return meant
    kind = meant[1].type
    if not isinstance(kind, MemberType):
        return None
    words = [word for other in way.others for word in _OPTIONS.split(tidy(other)) if word]
    names = {tidy(name) for member in kind.members for name in member.names}
    if len(words) > 1 and names.issuperset(words):
        return meant
    part = kind.part_of(words[0]) if len(words) == 1 else None
    return (Role.MEMBER, meant[1], part) if part is not None and isinstance(kind, SetType) else None


def _meant(text: str, title: str, facts: Facts, is_asked: bool = False) -> _Meant | None:
    tidied = tidy(text)
    if (fact := _fact(tidied, title, facts, is_asked)) is not None:
        return Role.FACT, fact, ""
    first, *parts = _DIVIDER.split(tidied)
    if first in _DECISIONS:
        return _decision(parts)
    for key in _EVIDENCE:
        for rest in (tidied.removeprefix(key), tidied.removesuffix(key)):
            about = _meant(rest.strip(".·・•:/|-—–"), title, facts) if rest != tidied else None
            if about is not None and about[0] is Role.FACT:
                return Role.EVIDENCE, about[1], ""
    for end, role in _ENDS.items():
        fact = _fact(tidied.removesuffix(end), title, facts) if tidied.endswith(end) else None
        if fact is not None and fact.type.has_ranges:
            return role, fact, ""
    return _part(text, title, facts)


def _fact(text: str, title: str, facts: Facts, is_asked: bool = False) -> Fact | None:
    """The one fact that a text (tidied) can mean; raises WrongTitle where it can mean two."""
    found = stems_of(facts).meant(text, is_asked)
    if len(found) < 2:
        return found[0] if found else None
    said = _('{title} could mean {facts}; say which with --map "{bare}=FACT"')
    listed = _(" or ").join(fact.called for fact in found)
    raise WrongTitle(said.format(title=quoted(title), facts=listed, bare=title.strip()))


def _decision(parts: list[str]) -> _Meant | None:
    if len(parts) != 2 or not _NUMBER.fullmatch(parts[0]) or parts[1] not in DECISION_FIELDS:
        return None
    return Role.DECISION, None, f"{parts[0]}.{DECISION_FIELDS[parts[1]]}"


def _part(text: str, title: str, facts: Facts) -> _Meant | None:
    """A member of a set, a year of a series: behind the fact, and something that divides them."""
    for match in _DIVIDERS.finditer(text):
        fact = _fact(tidy(text[: match.start()]), title, facts)
        if fact is None or not fact.type.parted:
            continue
        behind = tidy(text[match.end() :])
        for part, _marked in YES_NO.stems(behind, of_title=True):
            if (named := fact.type.part_of(part)) is not None:
                return Role(fact.type.parted), fact, named
    return None
