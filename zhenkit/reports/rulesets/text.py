"""Rule sets for people: which there are, and what one requires line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text as Words

from zhenkit.checks.describe import asked_in_words
from zhenkit.checks.tree import All, AnyOf, Check, FigureTable, Fold, InPrinciple, Leaf, Of, Relaxed
from zhenkit.core.i18n import Text, _, plural
from zhenkit.facts.derived import AMOUNTS, HIGHEST, LATEST, LOWEST
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import MemberType
from zhenkit.facts.types.registry import SIGNED_TYPES
from zhenkit.facts.types.series import SeriesType
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.styles import grid, text
from zhenkit.reports.layout.terminal import Page
from zhenkit.reports.phrases.duties import group_line, task_lines, task_title
from zhenkit.reports.phrases.goals import goal_title, until
from zhenkit.reports.phrases.titles import criterion_title, period
from zhenkit.rulesets.goals import Goals
from zhenkit.rulesets.model import Criterion, RuleSet


class Point(NamedTuple):
    """What a check requires, in the language in use: for print, with the points below it."""

    words: str
    required: tuple[tuple[str, str], ...] = ()
    """A fact and the figure required of it; of a table, then each choice and its figure."""
    reading: Text | None = None
    points: tuple[Point, ...] = ()


class Points(Fold[Point]):
    """The points of a check."""

    def leaf(self, check: Leaf) -> Point:
        """A fact, and what is required of it."""
        label = named(check.fact)
        figure = check.figure
        if isinstance(figure, FigureTable):
            by = figure.by
            label = _("{fact}, by {choice}").format(fact=label, choice=named(by))
            rows = [(by.type.show(choice), asked_in_words(check, each)) for choice, each in figure.figures.items()]
            required = ((label, ""), *rows)
        else:
            required = ((label, asked_in_words(check, figure)),)
        return Point(str(check.text or ""), required, check.reading)

    def all(self, check: All, parts: Sequence[Point]) -> Point:
        """All of the points."""
        return self._group(check, _("all of these"), parts)

    def any(self, check: AnyOf, parts: Sequence[Point]) -> Point:
        """One of the points."""
        return self._group(check, _("one of these"), parts)

    def of(self, check: Of, parts: Sequence[Point]) -> Point:
        """So many of the points."""
        if not check.weighed:
            return self._group(check, _("at least {count} of these").format(count=check.count), parts)
        awards = []
        for part, points in zip(parts, check.points, strict=True):
            worth = plural("{points} point: {what}", "{points} points: {what}", points)
            awards.append(part._replace(words=worth.format(points=points, what=part.words)))
        said = plural("at least {count} point of these", "at least {count} points of these", check.count)
        return self._group(check, said.format(count=check.count), awards)

    def relaxed(self, check: Relaxed, part: Point) -> Point:
        """The exception."""
        return self._group(check, _("an exception: relaxed at best"), [part])

    def in_principle(self, check: InPrinciple, part: Point) -> Point:
        """The point in principle."""
        return self._group(check, _("in principle: where it is not met, people decide"), [part])

    def _group(self, check: Check, kind: str, parts: Sequence[Point]) -> Point:
        words = (
            _("{words} ({kind}):").format(words=check.text, kind=kind) if check.text else _("{name}:").format(name=kind)
        )
        return Point(words, (), check.reading, tuple(parts))


def named(fact: Fact) -> str:
    """A fact's label and its id."""
    return _("{name} ({id})").format(name=fact.label, id=fact.id)


def render_list(rule_sets: Iterable[RuleSet], style: Style) -> str:
    """One row a rule set; where that is too narrow for words, one entry of lines."""
    page = _Page(style)
    found = list(rule_sets)
    headings = (_("id"), _("level"), _("place"), _("title"), _("document"), _("effective"))
    rows = [
        (
            text(rule_set.id, "bold"),
            text(level(rule_set)),
            Words("\n").join(text(name) for name in rule_set.place.values()),
            text(str(rule_set.title)),
            text(rule_set.document.name),
            Words("\n").join(text(day) for day in (rule_set.effective, rule_set.until and f"–{rule_set.until}") if day),
        )
        for rule_set in found
    ]
    # the title takes what the others leave: a number, a date and an id are not to be broken
    widths = [max(map(cell_len, (heading, *column))) for heading, column in zip(headings, _lines(rows), strict=True)]
    widths[DOCUMENT] = max(cell_len(rule_set.document.number or headings[DOCUMENT]) for rule_set in found)
    widths[TITLE] += style.width - sum(widths) - 2 * (len(widths) - 1)
    if widths[TITLE] < LEAST_TITLE:
        for row in rows:
            page.entry(headings, row)
        return page.printed()
    table = grid(len(headings))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    table.add_row(*(text(heading, "bold") for heading in headings))
    for row in rows:
        table.add_row(*row)
    page.console.print(table)
    return page.printed()


TITLE, DOCUMENT = 3, 4
"""Columns of the list."""
LEAST_TITLE = 12
"""Cells that a title needs for most words to stay whole."""


def _lines(rows: Sequence[Sequence[Words]]) -> Iterator[list[str]]:
    """The lines of each column's cells."""
    for column in zip(*rows, strict=True):
        yield [line for cell in column for line in cell.plain.split("\n")]


def render_set(rule_set: RuleSet, style: Style) -> str:
    """A whole standard, to be read and agreed with or not, line by line."""
    page = _Page(style)
    page.line(0, "", _("{name} ({id})").format(name=rule_set.title, id=rule_set.id), "bold")
    page.blank()
    page.pairs(heading(rule_set))
    for criterion in rule_set.criteria:
        page.blank()
        page.criterion(criterion, rule_set)
    if rule_set.own_facts:
        page.blank()
        page.line(0, "", _("Its own facts"), "bold")
        for fact in rule_set.facts.by_id.values():
            if fact.id in rule_set.own_facts:
                page.line(2, "- ", defined(fact))
    for goal in rule_set.goals.listed if rule_set.goals else ():
        page.blank()
        page.line(0, "", goal_title(goal), "bold")
        page.line(2, "", _("{until} · {clause}").format(clause=goal.clause, until=until(goal)), "dim")
        page.point(goal.require.fold(Points()), 2)
    if rule_set.goals is not None and rule_set.goals.own_facts:
        page.blank()
        page.line(0, "", _("Facts of its goals"), "bold")
        for line in _of_goals(rule_set.goals):
            page.line(2, "- ", line)
    _duties(page, rule_set)
    return page.printed()


def _duties(page: _Page, rule_set: RuleSet) -> None:
    """The tasks of the plan and the work groups of towns."""
    for task in rule_set.duties.tasks:
        page.blank()
        page.line(0, "", _("Task {title}").format(title=task_title(task)), "bold")
        page.line(2, "", task.clause, "dim")
        for line in task_lines(task, rule_set):
            page.line(2, "- ", line)
    readings = {str(task.reading): None for task in rule_set.duties.tasks if task.reading is not None}
    for reading in readings:  # which of them is a task's own does not matter: most files have one for all
        page.blank()
        page.line(0, "", _("reading: {text}").format(text=reading), "italic")
    if rule_set.duties.groups:
        page.blank()
        page.line(0, "", _("Work groups"), "bold")
        for group in rule_set.duties.groups:
            page.line(2, "- ", _("{said} ({clause})").format(said=group_line(group), clause=group.clause))


def _of_goals(goals: Goals) -> Iterator[str]:
    """The facts that only goals ask for, each with how it is counted or computed where no file states it."""
    for fact in goals.facts.by_id.values():
        if fact.id not in goals.own_facts:
            continue
        said = defined(fact)
        if fact.id in goals.multiples:
            of, since = goals.multiples[fact.id]
            how = _("computed: {fact} as a multiple of that of {year}").format(fact=of.called, year=since)
            said = _("{said}; {how}").format(said=said, how=how)
        yield said


def level(rule_set: RuleSet) -> str:
    """The level of a rule set, as the dictionary calls it."""
    return next((str(member.label) for member in rule_set.facts.levels if member.id == rule_set.level), rule_set.level)


def place(rule_set: RuleSet) -> str:
    """Where a rule set is in force."""
    return " ".join(rule_set.place.values())


def heading(rule_set: RuleSet) -> Iterator[tuple[str, str]]:
    """What identifies a rule set, above its criteria: a word, and its value."""
    document = rule_set.document
    yield _("Level"), level(rule_set)
    yield _("Place"), place(rule_set)
    yield _("Document"), " ".join(filter(None, (document.number, document.title)))
    if document.issuer or document.date:
        yield (
            _("Issued"),
            _("{issuer}, {date}").format(issuer=document.issuer, date=document.date)
            if document.issuer and document.date
            else document.issuer or document.date or "",
        )
    if document.known_through:
        yield _("Known through"), document.known_through
    yield _("In force"), period(rule_set)
    if rule_set.adopts:
        yield _("Adopts"), _("{id}, in force from {date}").format(id=rule_set.adopts, date=rule_set.adopted_from)
    if rule_set.note:
        yield _("Note"), str(rule_set.note)


def defined(fact: Fact) -> str:
    """A fact as the dictionary has it: label, id, type, unit, values, note."""
    said = [_("{name}: {type}").format(name=named(fact), type=_(fact.type.name))]
    if fact.unit:
        said.append(_("in {unit}").format(unit=fact.unit))
    if isinstance(fact.type, MemberType):
        members = [_("{name} ({id})").format(name=member.label, id=member.id) for member in fact.type.members]
        said.append(_(", ").join(members))
    if isinstance(fact.type, SeriesType):
        said.append(_("of type {type}").format(type=_(fact.type.figure.name)))
    if fact.derived is None and fact.type.figure in SIGNED_TYPES.values():
        said.append(_("may be below 0"))
    if fact.derived is not None:
        said.append(computed(fact))
    listed = _("; ").join(said)
    return _("{said}. {note}").format(said=listed, note=fact.note) if fact.note else listed


def computed(fact: Fact) -> str:
    """How a derived fact is computed."""
    return _("computed: {how}").format(how=_how(fact))


def _how(fact: Fact) -> str:
    derivation = fact.derived
    assert derivation is not None  # asked of derived facts alone
    one, other = (_part(part) for part in (fact.parts[0], fact.parts[-1]))
    if derivation.kind in AMOUNTS and derivation.years == 1:
        in_year = (
            _("the figure of {fact} in the town's year")
            if derivation.until is None
            else _("the figure of {fact} in {year}")
        )
        said = _("the last figure of {fact}") if derivation.until == LATEST else in_year
        return said.format(fact=one, year=derivation.until)
    said = {
        "sum": _("the sum of {fact} over its last {years} years"),
        "average": _("the mean of {fact} over its last {years} years"),
        "least": _("the least of {fact} in its last {years} years"),
        "growth": _("the growth of {fact} over its last {years} years"),
        "yearly_growth": _("the yearly growth of {fact} over its last {years} years"),
        "least_growth": _("the least growth of {fact} from year to year in its last {years} years"),
        "ratio": _("{fact} over {other}"),
        "years_since": _("the years from {fact} to {other}"),
    }[derivation.kind]
    said = said.format(fact=one, other=other, years=derivation.years)
    if derivation.until == LATEST:
        said = _("{said}, up to the last that has a figure").format(said=said)
    elif derivation.until is not None:
        said = _("{said}, up to {year}").format(said=said, year=derivation.until)
    if derivation.by_zero == HIGHEST:
        return _("{said}; divided by 0 it is above every figure").format(said=said)
    if derivation.by_zero == LOWEST:
        return _("{said}; divided by 0 it is the lowest there is").format(said=said)
    return said


def _part(fact: Fact) -> str:
    """What a fact is computed from: a fact of the dictionary, or what the ratio itself says."""
    return _("({how})").format(how=_how(fact)) if fact.is_nameless else fact.called


class _Page(Page):
    """Lines with a hanging indent, wrapped to a width."""

    def __init__(self, style: Style) -> None:
        super().__init__(style, narrowest=0)

    def blank(self) -> None:
        self.stream.write("\n")

    def line(self, indent: int, mark: str, words: str, style: str = "") -> None:
        if not indent and not mark:
            self.console.print(text(words, style))
            return
        table = grid(2)
        table.padding = (0, 0, 0, 0)
        table.columns[0].width = indent + len(mark)
        table.add_row(text(" " * indent + mark), text(words, style))
        self.console.print(table)

    def pairs(self, pairs: Iterable[tuple[str, str]], indent: int = 0) -> None:
        table = grid(2)
        for name, said in pairs:
            table.add_row(text(" " * indent + name, "dim"), text(said))
        self.console.print(table)

    def entry(self, headings: Sequence[str], row: Sequence[Words]) -> None:
        """A row of a table as lines: its first cell, below it each other with its heading."""
        self.console.print(row[0])
        cells = [" ".join(cell.plain.split("\n")) for cell in row[1:]]
        self.pairs(zip(headings[1:], cells, strict=True), 2)

    def criterion(self, criterion: Criterion, rule_set: RuleSet) -> None:
        self.line(0, "", criterion_title(criterion), "bold")
        if rule_set.weights:
            weight = rule_set.weights.get(criterion.number, 1)
            self.line(2, "", _("weight in the score: {weight}").format(weight=weight))
        self.point(criterion.require.fold(Points()), 2)
        if criterion.prefer:
            self.line(2, "", _("Merits (优先评定): preferred; they never change the verdict"))
            for check in criterion.prefer:
                self.point(check.fold(Points()), 2)

    def point(self, point: Point, indent: int) -> None:
        mark = "- "
        if point.words:
            self.line(indent, mark, point.words)
            mark = "  "
        for position, (name, figure) in enumerate(point.required):
            said = _("{fact}: {figure}").format(fact=name, figure=figure) if figure else _("{name}:").format(name=name)
            self.line(indent + 2 * (position > 0), mark, said, "cyan")
            mark = "  "
        if point.reading is not None:
            self.line(indent, "  ", _("reading: {text}").format(text=point.reading), "italic")
        for part in point.points:
            self.point(part, indent + 2)
