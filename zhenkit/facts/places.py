"""Places as towns state them, named for counting: 长治 and 长治市 are one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from zhenkit.facts.dictionary import PLACE_FACTS, bare_place

Place = tuple[str, ...]
"""Province, city and county; empty where it is not stated."""


def full_places(places: Collection[Place]) -> dict[Place, Place]:
    """What each place is called in full, those that it lies in as well.

    A name without 省, 市, 县 or 区 is that of the one place there that has one behind it; of several it stays apart.
    """
    full: dict[Place, Place] = {(): ()}
    for size in range(1, len(PLACE_FACTS) + 1):
        parts = {place[:size] for place in places}
        called: dict[tuple[Place, str], set[str]] = {}
        for part in parts:
            called.setdefault((full[part[:-1]], bare_place(part[-1])), set()).add(part[-1])
        for part in parts:
            above, name = full[part[:-1]], part[-1]
            others = called[above, bare_place(name)] - {name}
            full[part] = (*above, others.pop() if len(others) == 1 and bare_place(name) == name else name)
    return full


def counted_as(places: Sequence[Place]) -> list[str]:
    """As what each place is counted: its city; where all lie in one, its county. Empty where it is not stated."""
    full = full_places(places)
    named = [full[place] for place in places]
    depth = 2 if len({place[:2] for place in named}) > 1 else 3
    return [" ".join(filter(None, place[:depth])) for place in named]
