"""A check -> what it asks, line by line as it is built, each fact's field where the fact is asked for first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zhenkit.checks.describe import asked_in_words, figure_in_words
from zhenkit.checks.tree import IS_YES, All, AnyOf, Check, FigureTable, Fold, InPrinciple, Leaf, Of, Relaxed
from zhenkit.core.i18n import Text, _, plural
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.reports.form.fields import field, title_of
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.layout.page import grade


class Lines(Fold[Html]):
    """The lines of checks, in one list; leaves are numbered through, as the script numbers them.

    The fact that says what a figure measures has its field beside the figure's, where it is one of those `stated`.
    """

    def __init__(self, facts: Facts, stated: Iterable[Fact]) -> None:
        self.facts = facts
        self.placed: set[Fact] = set()
        self.leaves = 0
        bases = {fact.id: facts[fact.basis] for fact in facts.stated if fact.basis is not None}
        self.basis_of = {fact_id: basis for fact_id, basis in bases.items() if basis in {*stated}}

    def leaf(self, check: Leaf) -> Html:
        """What is asked of the fact, its state, and the fields of the facts it needs that have none yet."""
        number, self.leaves = self.leaves, self.leaves + 1
        wanted = [check.figure.by] if isinstance(check.figure, FigureTable) else []
        wanted += check.fact.bases or (check.fact,)
        text = str(check.text) if check.text is not None else title_of(check.fact)
        said = (
            element("p", grade("incomplete", ""), " ", text, class_="asks"),
            element("p", _required(check), class_="required") if check.operator is not IS_YES else "",
            self._computed(check.fact) if check.fact.derived is not None else "",
            _reading(check.reading),
        )
        return element("li", *said, *self.fields(wanted), class_="leaf", data_leaf=number)

    def fields(self, wanted: Iterable[Fact]) -> Iterator[Html]:
        """The fields of facts; of those that have theirs elsewhere, where."""
        for fact in wanted:
            if fact in self.placed:
                link = element("a", str(fact.label), href=f"#fact-{fact.id}")
                yield element("p", _("filled in above: "), link, class_="above")
                continue
            self.placed.add(fact)
            yield field(fact, self.facts)
            if fact.id in self.basis_of:
                yield from self.fields([self.basis_of[fact.id]])

    def _computed(self, fact: Fact) -> Html:
        bases = _(", ").join(str(base.label) for base in fact.bases)
        value = element("output", "", data_computed=fact.id)
        said = _("{fact}, computed from {bases}: ").format(fact=title_of(fact), bases=bases)
        return element("p", said, value, class_="computed")

    def all(self, check: All, parts: Sequence[Html]) -> Html:
        """All of the lines."""
        return _group(check, _("all of these"), parts)

    def any(self, check: AnyOf, parts: Sequence[Html]) -> Html:
        """One of the lines."""
        return _group(check, _("one of these"), parts)

    def of(self, check: Of, parts: Sequence[Html]) -> Html:
        """So many of the lines, or points."""
        if not check.weighed:
            return _group(check, _("at least {count} of these").format(count=check.count), parts)
        said = plural("at least {count} point of these", "at least {count} points of these", check.count)
        worth = [str(points) for points in check.points]
        listed = _("points of each, in this order: {list}").format(list=_(", ").join(worth))
        return _group(check, _("; ").join((said.format(count=check.count), listed)), parts)

    def relaxed(self, check: Relaxed, part: Html) -> Html:
        """The exception."""
        return _group(check, _("an exception: relaxed at best"), [part])

    def in_principle(self, check: InPrinciple, part: Html) -> Html:
        """The line in principle."""
        return _group(check, _("in principle: where it is not met, people decide"), [part])


def _group(check: Check, kind: str, parts: Sequence[Html]) -> Html:
    heading = _("{text} ({kind})").format(text=check.text, kind=kind) if check.text is not None else kind
    inside = element("ul", joined(parts, "\n"))
    return element("li", element("p", heading, class_="asks"), _reading(check.reading), inside, class_="group")


def _reading(reading: Text | None) -> Html:
    if reading is None:
        return Html("")
    return element("details", element("summary", _("how it is read")), element("p", str(reading)), class_="reading")


def _required(check: Leaf) -> str:
    return _("required: {figure}").format(figure=asked_in_words(check, check.figure))


def requirements(check: Leaf) -> str | dict[str, str]:
    """What a leaf asks, in words: of a table, for each value of its choice."""
    if isinstance(check.figure, FigureTable):
        return {choice: _one(check, figure) for choice, figure in check.figure.figures.items()}
    return _one(check, check.figure)


def _one(check: Leaf, figure: object) -> str:
    if figure is None:
        return figure_in_words(check.fact, None)
    return asked_in_words(check, figure)
