"""Facts for people: a line each, or of those that go by a word all that is known of them."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.styles import grid, table_of, text
from zhenkit.reports.layout.terminal import Page
from zhenkit.rulesets.fact_search import FoundFact, FoundFacts
from zhenkit.rulesets.fact_usage import in_words


def render(found: FoundFacts, style: Style) -> str:
    """The facts found."""
    page = Page(style)
    if found.word is None:
        table = table_of(_("Fact"), _("Label"), _("Type"), _("Required by"))
        for fact, asked in found.facts:
            table.add_row(text(fact.id), text(str(fact.label)), text(_(fact.type.name)), text(in_words(asked)))
        page.say(table)
        return page.printed()
    for nth, one in enumerate(found.facts):
        page.say(text(_("{name} ({id})").format(name=one.fact.label, id=one.fact.id), "bold"), before=min(nth, 1))
        pairs = grid(2)
        for name, said in _described(one):
            pairs.add_row(text(name, "dim"), text(said))
        page.say(pairs, indent=2)
    return page.printed()


def _described(found: FoundFact) -> Iterator[tuple[str, str]]:
    """What is known of a fact: a word, and what it is."""
    fact = found.fact
    yield _("In both languages"), f"{fact.label.zh} / {fact.label.en}"
    yield _("Type"), _(fact.type.name)
    yield _("Written"), _written(fact)
    if names := [name for name in fact.names if name not in (fact.id, fact.label.zh)]:
        yield _("Other names"), _(", ").join(names)
    if fact.titles:
        yield _("Titles in tables"), _(", ").join(fact.titles)
    if found.asked:
        yield _("Required by"), in_words(found.asked)
    if fact.note is not None:
        yield _("Note"), str(fact.note)


def _written(fact: Fact) -> str:
    if fact.derived is not None:
        bases = _(", ").join(base.called for base in fact.bases)
        return _("not at all: it is computed from {bases}").format(bases=bases)
    unit = _(", in {unit}").format(unit=fact.unit) if fact.unit is not None else ""
    return fact.type.how_to_write() + unit
