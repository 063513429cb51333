"""Facts as JSON: what each is called, how it is written, who asks for it."""

from __future__ import annotations

from typing import Any

from zhenkit.core.i18n import speaking
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import MemberType
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.json import document
from zhenkit.rulesets.fact_search import FoundFact, FoundFacts


def render(found: FoundFacts, _style: Style) -> str:
    """The facts found, one a line."""
    return document({"word": found.word}, {"facts": [_fact(one) for one in found.facts]})


def _fact(found: FoundFact) -> dict[str, Any]:
    fact = found.fact
    said: dict[str, Any] = {
        "id": fact.id,
        "type": fact.type.name,
        "label": fact.label._asdict(),
        "aliases": list(fact.aliases),
        "titles": list(fact.titles),
        "written": {language: _written(fact, language) for language in ("zh", "en")},
        "asked": [
            {"rule_set": asking.rule_set.id, "criterion": asking.criterion.number, "merit": asking.merit}
            for asking in found.asked
        ],
    }
    if fact.unit is not None:
        said["unit"] = fact.unit._asdict()
    if isinstance(fact.type, MemberType):
        said["values"] = [
            {"id": member.id, "label": member.label._asdict(), "aliases": list(member.aliases)}
            for member in fact.type.members
        ]
    if fact.derived is not None:
        said["computed_from"] = [base.id for base in fact.bases]
    if fact.note is not None:
        said["note"] = fact.note._asdict()
    return said


def _written(fact: Fact, language: str) -> str | None:
    """How a fact is written; None where no file states it."""
    with speaking(language):
        return fact.type.how_to_write() if fact.derived is None else None
