"""The words by which titles call facts: their stems, and what may be before and behind one of each type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from zhenkit.facts.dictionary import PLACE_FACTS, Facts, is_too_short
from zhenkit.facts.fact import Fact
from zhenkit.facts.names import tidy, unambiguous

MOST_FORMS = 100
"""How many forms of one title are looked up: no title that people write has as many."""


@dataclass(frozen=True)
class Affixes:
    """What may be around the stem of a title, and says nothing but of which type its figures are.

    `heads` and `tails` may be left off; `marks` are those of them that some stems need: 企业 is no count, 企业数 is.
    """

    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    mark_heads: tuple[str, ...] = ()
    mark_tails: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    """Marks that may stand in the middle."""

    def stems(self, text: str, of_title: bool, marked: bool = False) -> set[tuple[str, bool]]:
        """Each stem that a text may have, and whether a mark stood beside it; of a dictionary's word, marks alone."""
        left = [(text, marked)]
        found: set[tuple[str, bool]] = set()
        for state in left:  # which grows meanwhile
            if state[0] and state not in found:
                found.add(state)
                if len(found) == MOST_FORMS:
                    break
                left += self._shorter(*state, of_title)
        return found

    def _shorter(self, text: str, marked: bool, of_title: bool) -> Iterator[tuple[str, bool]]:
        for head in self.heads if of_title and text.startswith(self.heads) else ():
            if text.startswith(head):
                yield text.removeprefix(head), marked
        for tail in self.tails if of_title and text.endswith(self.tails) else ():
            if text.endswith(tail):
                yield text.removesuffix(tail), marked
        for head in self.mark_heads if text.startswith(self.mark_heads) else ():
            if text.startswith(head):
                yield text.removeprefix(head), True
        for tail in self.mark_tails if text.endswith(self.mark_tails) else ():
            if text.endswith(tail):
                yield text.removesuffix(tail), True
        for word in self.inside if of_title else ():
            before, found, behind = text.partition(word)
            if found and before and behind:
                yield before + behind, True


_TOWN = ("专业镇", "本镇", "本专业镇", "该镇")
_COUNTED = (*_TOWN, "全镇", "镇域", "镇内", "镇域内", "现有", "拥有", "已有", "共有", "目前")
_TAILS_OF_COUNTS = ("数", "数量", "总数", "总数量", "总量", "count", "number")
_TAILS_BY_UNIT: Mapping[str, tuple[str, ...]] = {
    "人": ("人数", "总人数"),
    **dict.fromkeys("户家", ("个数", "家数", "户数", "总户数", "总家数")),
    **dict.fromkeys("项件", ("个数", "项数", "件数", "总项数")),
}
_ASKING = ("是否", "有无", "有没有", "是不是")
_WHETHER = (
    *_ASKING,
    *("是否有", "是否为", "是否是", "是否属于", "是否具有", "是否拥有", "是否存在", "是否已有", "是否获得", "是否已"),
    *("是否能", "有", "具有", "whether", "is", "has"),
)

PLACES = Affixes(
    heads=("所在", "所属", "归属", "隶属", *_TOWN),
    mark_tails=("名称", "名"),
)
BY_TYPE: Mapping[str, Affixes] = {
    "text": Affixes(heads=(*_TOWN, "申报"), mark_tails=("名称", "名")),
    "money": Affixes(heads=("专业镇", "本镇", "本专业镇"), tails=("规模",)),
    "level": Affixes(
        heads=(*_TOWN, "现有", "拥有", "最高", "highest", "highestlevelof"),
        tails=("情况",),
        mark_tails=("级别", "等级", "层级", "最高级别", "最高等级", "最高层级", "最高级", "level"),
    ),
    **dict.fromkeys(
        ("yes/no", "finding"),
        Affixes(
            heads=(*_TOWN, "主导产业", "主导产品", "产业"),
            tails=("情况",),
            mark_heads=_WHETHER,
            mark_tails=("是否", "有无", "与否"),
            inside=_ASKING,
        ),
    ),
    "choice": Affixes(heads=(*_TOWN, "所属", "主导产业")),
    "set": Affixes(heads=(*_TOWN, "现有", "已有", "拥有", "具备"), tails=("情况",)),
}
YES_NO = BY_TYPE["yes/no"]
NONE = Affixes()


def affixes_of(fact: Fact) -> Affixes:
    """What may be around the words for a fact."""
    if fact.id in PLACE_FACTS:
        return PLACES
    if fact.id == "year":
        return NONE
    if fact.type.figure.measures:
        return _of_counts(fact.unit.zh if fact.unit is not None else "")
    return BY_TYPE.get(fact.type.figure.name, NONE)


@lru_cache(maxsize=64)
def _of_counts(unit: str) -> Affixes:
    return Affixes(
        heads=_COUNTED, mark_heads=("numberof",), mark_tails=(*_TAILS_OF_COUNTS, *_TAILS_BY_UNIT.get(unit, ()))
    )


_SAYS_NOTHING = re.compile("[、,/;:|的()—–-]")


def plain(text: str) -> str:
    """A title as stems are looked up: without what divides alternatives, brackets, and the particle 的."""
    return _SAYS_NOTHING.sub("", text).replace("其它", "其他")


class Stems:
    """The words that the titles of a dictionary's facts may have."""

    def __init__(self, facts: Facts) -> None:
        self.names: Mapping[str, Fact] = unambiguous(
            (name, fact) for fact in facts.by_id.values() for name in fact.names
        )
        """The facts by each of their names, tidied; a name that two share so is left to its exact writing."""
        self.by_stem: dict[Affixes, dict[str, dict[Fact, bool]]] = {}
        """By what may be around: the facts of a stem, and whether it needs a mark for each."""
        for fact in facts.by_id.values():
            affixes = affixes_of(fact)
            by_stem = self.by_stem.setdefault(affixes, {})
            for word in words_of(fact):
                for stem, needs_mark in affixes.stems(plain(tidy(word)), of_title=False):
                    found = by_stem.setdefault(stem, {})
                    found[fact] = needs_mark and found.get(fact, True)

    def meant(self, text: str, is_asked: bool = False) -> list[Fact]:
        """The facts that a title (tidied) can mean; `is_asked` says that it asks for a yes or no."""
        if text in self.names:
            return [self.names[text]]
        found: dict[Fact, None] = {}
        bare = plain(text)
        for affixes, by_stem in self.by_stem.items():
            for stem, marked in affixes.stems(bare, True, is_asked and affixes is YES_NO):
                found.update(dict.fromkeys(f for f, needs in by_stem.get(stem, {}).items() if marked or not needs))
        exact = [fact for fact in found if bare in {plain(tidy(word)) for word in words_of(fact)}]
        return exact or list(found)

    def within(self, text: str) -> list[Fact]:
        """The facts whose words are a part of a title (tidied) that is none of theirs: first those that it ends in."""
        found: dict[Fact, tuple[bool, int]] = {}
        bare = plain(text)
        for affixes, by_stem in self.by_stem.items():
            if affixes is PLACES:
                continue
            for stem, facts in by_stem.items():
                if SHORTEST <= len(stem) < len(bare) and stem in bare:
                    for fact in (fact for fact, needs_mark in facts.items() if not needs_mark):
                        found[fact] = max(found.get(fact, (False, 0)), (bare.endswith(stem), len(stem)))
        return sorted(found, key=lambda fact: found[fact], reverse=True)[:MOST_NEAR]

    def with_word(self, text: str) -> list[Fact]:
        """The facts in whose words a title (tidied) is a part: `出口` of 有出口产品. Those of shorter words first."""
        bare = _COUNTING.sub("", plain(text)) or plain(text)
        found: dict[Fact, int] = {}
        if is_too_short(bare):
            return []
        for affixes, by_stem in self.by_stem.items():
            if affixes is PLACES:
                continue
            for stem, facts in by_stem.items():
                if bare in stem:
                    found.update((fact, min(found.get(fact, len(stem)), len(stem))) for fact in facts)
        return sorted(found, key=lambda fact: found[fact])


SHORTEST, MOST_NEAR = 2, 2
"""Of words that are a part of others: how long they have to be, and of how many facts they are reported."""
_COUNTING = re.compile("(?:情况|数量|个数|家数|户数|总数|名称|数)$")


def words_of(fact: Fact) -> tuple[str, ...]:
    """Every word that the dictionary has for a fact's title."""
    return (*fact.names, fact.label.en, *fact.titles)


@lru_cache(maxsize=8)
def stems_of(facts: Facts) -> Stems:
    """The words of a dictionary, looked up once."""
    return Stems(facts)
