"""Towns as pages to hand on: one HTML file that loads nothing and runs nothing; of several towns with an index.

A town's page says the verdict first and what it hangs on, then all the rest down to the whole trace, which is folded.
It prints on two sheets of A4 for an ordinary town. Its own style is `page/town.css`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import _
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.bullet import bullet
from zhenkit.reports.judgement.outline import CheckOutline, CriterionOutline, Given, TownOutline, outline
from zhenkit.reports.judgement.scales import Scale
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.layout.page import frame, grade, problems, text_of, verdict
from zhenkit.reports.phrases.grades import grade_word, in_brackets, tally
from zhenkit.reports.phrases.sections import Item, Section
from zhenkit.reports.phrases.titles import problems_note, town_heading

FOLDER = Path(__file__).parent / "page"
MOST_TOWNS = 1000
"""Of some 30 kB each: a browser still opens the page."""


def render(run: Run, style: Style) -> str:
    """The page; of several towns with an index before them."""
    judged = run.judgements
    if len(judged) > MOST_TOWNS:
        said = _("a page has at most {most} towns, and these are {count}; name fewer, or rank them: `zhenkit batch`")
        raise ZhenkitError(said.format(most=MOST_TOWNS, count=len(judged)))
    alone = judged[0].town.name if len(judged) == 1 else ""
    count = _("Towns judged: {count}").format(count=len(judged))
    before, after = frame(alone or count, text_of(FOLDER / "town.css"))
    pieces = [before, "<main>"]
    note = problems_note(run)
    if not alone:
        pieces += _index(count, judged)
    if note:
        pieces.append(element("p", element("a", note, href="#problems"), class_="notice"))
    pieces += (
        _TownPage(outline(judgement, style.day, style.sections(judgement)), f"t{at}", 1 if alone else 2).whole()
        for at, judgement in enumerate(judged, 1)
    )
    pieces += problems(run.problems)
    return "\n".join((*pieces, "</main>", after.lstrip("\n")))


def _index(title: str, judged: Sequence[Judgement]) -> Iterator[Html]:
    """How many towns have each verdict, and each town with its verdict and the criteria that are not met."""
    yield element("h1", title, id="index")
    if not judged:
        return
    counts = (element("li", verdict(word), f" {count}") for word, count in tally(judged))
    yield element("ul", joined(counts, "\n"), class_="tally")
    heads = (
        element("th", name, scope="col") for name in (_("Town"), _("Place"), _("Verdict"), _("Criteria not fully met"))
    )
    several = len({judgement.rule_set.id for judgement in judged}) > 1
    rows = (_row(judgement, f"t{at}", several) for at, judgement in enumerate(judged, 1))
    yield element(
        "table", element("thead", element("tr", *heads)), element("tbody", joined(rows, "\n")), class_="index"
    )


def _row(judgement: Judgement, key: str, with_rules: bool) -> Html:
    wanting = [judged for judged in judgement.criteria if judged.span.word != "met"]
    rules = element("div", str(judgement.rule_set.title), class_="soft") if with_rules else ""
    marked = (
        element(
            "li",
            element("span", f"{judged.criterion.number} {judged.criterion.name}", class_=f"mark {judged.span.word}"),
        )
        for judged in wanting
    )
    return element(
        "tr",
        element("th", element("a", judgement.town.name, href=f"#{key}"), scope="row"),
        element("td", town_heading(judgement), rules),
        element("td", verdict(judgement.verdict)),
        element("td", element("ul", *marked, class_="marks") if wanting else ""),
    )


class _TownPage:
    """The page of one town. `key` begins the ids of its parts, `level` is that of its heading."""

    def __init__(self, town: TownOutline, key: str, level: int) -> None:
        self.town, self.key, self.level = town, key, level

    def whole(self) -> Html:
        """All of its parts."""
        town = self.town
        figures = [scale for criterion in town.criteria for scale in criterion.scales]
        return element(
            "section",
            self.head(),
            self.heading(_("The criteria at a glance")),
            element("ol", *map(self.glance, town.criteria), class_="glance"),
            element(
                "p", _("Score {score} of 100").format(score=town.score), " · ", town.score_note, class_="soft score"
            ),
            *(
                (self.heading(_("Figures")), element("div", *map(_figure, figures), class_="figures"))
                if figures
                else ()
            ),
            element("div", *map(self.listing, town.sections), class_="lists") if town.sections else "",
            self.heading(_("Criterion by criterion")),
            element("div", *map(self.criterion, town.criteria), class_="criteria"),
            *self.notes(),
            self.heading(_("What was judged, and by what")),
            element(
                "dl",
                *(element("div", element("dt", name), element("dd", said)) for name, said in town.basis),
                class_="basis",
            ),
            class_="town",
            id=self.key,
        )

    def heading(self, said: str, more: str = "") -> Html:
        """The heading of a part."""
        return element(f"h{self.level + 1}", said, more)

    def head(self) -> Html:
        """The verdict in a sentence, and what it hangs on."""
        town = self.town
        hangs = [
            element(
                "li",
                joined([grade(each.grade), self.link(each.number, f"{each.number} {each.name}")], " "),
                element("span", each.why, class_="why"),
            )
            for each in town.decided_by
        ]
        back = element("p", element("a", _("All towns"), href="#index"), class_="back") if self.level > 1 else ""
        return element(
            "header",
            back,
            element(f"h{self.level}", town.name),
            element("p", town.heading, class_="soft"),
            element("p", grade(town.verdict, town.said), " ", town.sentence, class_="sentence"),
            joined([element("p", _("The verdict hangs on:")), element("ul", *hangs, class_="hangs")]) if hangs else "",
        )

    def link(self, number: int, said: str) -> Html:
        """A link to a criterion."""
        return element("a", said, href=f"#{self.key}-{number}")

    def glance(self, criterion: CriterionOutline) -> Html:
        """A criterion's name and grade."""
        name = self.link(criterion.number, f"{criterion.number} {criterion.name}")
        return element("li", name, " ", grade(criterion.grade))

    def listing(self, section: Section) -> Html:
        """What is missing, uncertain or for people to decide, by criterion."""
        names = {criterion.number: criterion.name for criterion in self.town.criteria}
        entries: dict[int, list[Item]] = {}
        for item in section.items:
            entries.setdefault(item.number, []).append(item)
        bare = all(item.below == () and not item.grade for item in section.items)
        items = [
            element(
                "div",
                element("dt", f"{number} {names[number]}") if number in names else "",
                element("dd", element("ul", *map(_entry, found), class_="names" if bare else "entries")),
            )
            for number, found in entries.items()
        ]
        note = element("small", section.note, class_="soft") if section.note else ""
        return element("section", self.heading(section.title, joined([" ", note])), element("dl", *items))

    def criterion(self, criterion: CriterionOutline) -> Html:
        """A criterion with its clause, what is required and given, its notes, and the trace, folded."""
        given = element("ul", *map(_given, criterion.given), class_="marks given")
        rows: list[tuple[str, str]] = [(_("Required"), criterion.required), (_("Given"), given)]
        rows += [(_("Decision"), criterion.decision)] if criterion.decision else []
        rows += [(_("Evidence"), self.references(criterion.evidence))] if criterion.evidence else []
        rows += [(_("Readings"), self.references(criterion.readings))] if criterion.readings else []
        return element(
            "article",
            element(
                "header",
                element(f"h{self.level + 2}", f"{criterion.number} {criterion.name}"),
                element("span", criterion.clause, class_="soft"),
                grade(criterion.grade, criterion.said),
            ),
            element("dl", *(element("div", element("dt", name), element("dd", said)) for name, said in rows)),
            element(
                "details",
                element("summary", _("Every check"), element("span", _(": ") + criterion.name, class_="unseen")),
                element("ul", self.check(criterion.check), class_="trace"),
            ),
            class_="criterion",
            id=f"{self.key}-{criterion.number}",
        )

    def references(self, numbers: Iterable[int]) -> Html:
        """Links to notes."""
        return joined([element("a", f"[{number}]", href=f"#{self.key}-note-{number}") for number in numbers], " ")

    def check(self, check: CheckOutline) -> Html:
        """A check and those below it."""
        lines = [element("div", line, class_="soft") for line in check.lines]
        text = element("b", check.text) if check.decides else check.text
        notes = self.references(check.notes)
        parts = element("ul", *map(self.check, check.parts)) if check.parts else ""
        return element("li", joined(filter(None, [text, grade(check.grade, check.said), notes]), " "), *lines, parts)

    def notes(self) -> Iterator[Html]:
        """The numbered notes: evidence and readings."""
        if self.town.notes:
            yield self.heading(_("Notes"))
            items = [
                element(
                    "li",
                    element("span", f"[{note.number}]", class_="number"),
                    " ",
                    element("b", _(" · ").join(filter(None, (note.kind, note.about))), _(": ")),
                    note.text,
                    id=f"{self.key}-note-{note.number}",
                )
                for note in self.town.notes
            ]
            yield element("ol", joined(items, "\n"), class_="notes")


def _figure(scale: Scale) -> Html:
    """A figure's name and value, and its chart."""
    margin = " ~ ".join(scale.margin)
    caption = [
        element("span", f"{scale.number} {scale.label}"),
        element("b", scale.value),
        element("span", margin, class_="soft") if margin else "",
        element("span", scale.note, class_="soft") if scale.note else "",
    ]
    return element("figure", element("figcaption", joined(filter(None, caption), " ")), bullet(scale))


def _given(given: Given) -> Html:
    """A line of what is given, marked by how it compares with what is required."""
    said = given.label + _(": ") + given.value if given.label else given.value
    said += in_brackets(_("required: {figure}").format(figure=given.required)) if given.required else ""
    more = _("; ").join(filter(None, (" ~ ".join(given.margin), given.note)))
    state = element("span", grade_word(given.grade) + _(": "), class_="unseen")
    return element(
        "li", state, said, element("span", " " + more, class_="soft") if more else "", class_=f"mark {given.grade}"
    )


def _entry(item: Item) -> Html:
    """An entry of a list."""
    first, *others = item.cells
    cells = [grade(item.grade, first) if item.grade else first, *others]
    code = element("code", f" {item.fact}") if item.fact else ""
    below = [element("div", line, class_="soft") for line in item.below]
    return element("li", joined(cells, " "), code, *below)
