"""Facts that are given with the command (`--set`), in the place of what the files state: what would be, if."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document, Path
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Unreadable
from zhenkit.towns.town_file import EVIDENCE_KEYS


class WrongGiven(ValueError):
    """What is given is no fact with a value; the text says why, and how to write it."""


class GivenFact(NamedTuple):
    """A fact by its id, and its value as a town file would have it."""

    fact: str
    text: str


def read_given(said: Sequence[str], facts: Facts) -> tuple[GivenFact, ...]:
    """What texts like `annual_output=20亿元` give, each checked as a town file's would be; raises WrongGiven."""
    found: dict[str, GivenFact] = {}
    for text in said:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not name:
            raise WrongGiven(
                _("{text}: write a fact and its value, like annual_output=20亿元").format(text=quoted(text))
            )
        fact = facts.named(name)
        if fact is None:
            raise WrongGiven(facts.unknown(name))
        if fact.id in found:
            raise WrongGiven(_("{fact} is given twice; keep one").format(fact=fact.called))
        if why := _not_to_be_given(fact):
            raise WrongGiven(why)
        try:
            fact.read(value)
        except Unreadable as error:
            raise WrongGiven(_("{name}: {said}").format(name=name, said=error)) from None
        found[fact.id] = GivenFact(fact.id, value)
    return tuple(found.values())


def _not_to_be_given(fact: Fact) -> str:
    if fact.bases:
        bases = _(", ").join(base.called for base in fact.bases)
        return _("{key} is computed from {bases}; state those").format(key=fact.called, bases=bases)
    if fact.id == "name":
        return _("a name distinguishes towns, and is not given to all of them")
    if fact.type.parted == "year":
        return _("{fact} has a figure a year; write them in the town's file").format(fact=fact.called)
    return ""


def with_given(document: Document, given: Sequence[GivenFact], facts: Facts) -> Document:
    """A town's document with these facts in the place of its own, and without the evidence for those."""
    if not given or not isinstance(document.value, dict):
        return document
    by_id = {each.fact: each.text for each in given}

    def is_given(name: str) -> bool:
        fact = facts.named(name)
        return fact is not None and fact.id in by_id

    stated: dict[str, Any] = {}
    for key, raw in document.value.items():
        if key in EVIDENCE_KEYS and isinstance(raw, dict):
            raw = {name: said for name, said in raw.items() if not is_given(name)}
        if not is_given(key):
            stated[key] = raw

    def find(path: Path, key: bool) -> tuple[int, int]:
        return (document.line, 1) if path and path[0] in by_id else document.find(path, key)

    return replace(document, value={**stated, **by_id}, find=find)
