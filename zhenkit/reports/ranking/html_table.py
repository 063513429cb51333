"""The heat map of a ranking's page: what to show of it, its header, a row a town, and why it has its grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import repeat

from zhenkit.checks.grades import Grade, Span
from zhenkit.core.escape import plain
from zhenkit.core.i18n import _
from zhenkit.facts.places import full_places
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.judging.ranking import Completeness, Ranked, Ranking, kept_text
from zhenkit.reports.layout.html import Html, element, escaped, joined
from zhenkit.reports.layout.page import grade, verdict
from zhenkit.reports.phrases.criteria import reasons
from zhenkit.reports.phrases.grades import (
    GRADES,
    grade_ends,
    grade_in_words,
    grade_word,
    in_brackets,
    score_in_words,
    score_note,
    tally,
    verdict_ends,
)
from zhenkit.reports.phrases.sections import merits
from zhenkit.reports.phrases.titles import criterion_title, place_and_year

MOST_EXPLAINED = 5000
"""Towns; a page of more has no details of each, so that a browser still opens it."""
SEVERAL = 2
"""From so many places on there is one to choose."""
FITTING = 3
"""So many columns to keep fit a screen; with more of them, the table scrolls in a frame of its own."""


def explained(ranking: Ranking) -> Sequence[Judgement]:
    """The judgements that the page reports, town by town; none where they are too many, or were made by columns."""
    return (ranking.judgements or ()) if len(ranking.rows) <= MOST_EXPLAINED else ()


class HeatMap:
    """The parts of a ranking's table; there is at least one town."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking, self.numbers = ranking, ranking.numbers
        self.several = len(ranking.rule_sets) > 1
        spans = [Span(worst, best) for worst in Grade for best in Grade if worst <= best]
        self.heat = {span: _heat(span) for span in spans}
        self.places = full_places({row.parts for row in ranking.rows})
        self.verdict = cache(_verdict)
        """Few differ: each is made once."""

    def columns(self) -> str:
        """The page's style of the columns: their widths, in rem and shares of what is left; on cards, their names."""
        widths = ["3.5rem", "minmax(7rem, 2fr)", "minmax(9rem, 2fr)", "6rem" if self.several else ""]
        widths += ["minmax(7rem, 1fr)"] * len(self.ranking.kept)
        widths += ["9.5rem", *["var(--grade)"] * len(self.numbers), "7.25rem", "5rem"]
        width = 49 + 3 * len(self.numbers) + 7 * len(self.ranking.kept)
        names, first = self.names(), 5 + self.several + len(self.ranking.kept)
        named = [
            f".ranking td:nth-child({at})::after {{ content: {_css_text(f'{number} {names[number]}')}; }}"
            for at, number in enumerate(self.numbers, start=first)
        ]
        named += [
            f".ranking td:nth-child({at})::before {{ content: {_css_text(f'{title} ')}; }}"
            for at, title in enumerate((_("Score"), _("Merits")), start=first + len(self.numbers))
        ]
        columns = f".ranking {{ --columns: {' '.join(filter(None, widths))}; --width: {width}rem; }}"
        return "\n".join(("", columns, "@media screen and (max-width: 64rem) {", *named, "}", ""))

    def parts(self) -> Iterator[str]:
        """The table from its controls to its legend, row by row."""
        ranking, heads = self.ranking, list(self.heads())
        yield self.controls()
        name = escaped(_("Ranking"))
        scrolls = f' class="scrolls" role="region" aria-label="{name}" tabindex="0"'
        yield f"<div{scrolls if len(ranking.kept) > FITTING else ''}>"
        yield f'<table id="ranking" class="ranking" aria-label="{name}">'
        yield element("thead", element("tr", joined(heads, "\n")))
        yield "<tbody>"
        judgements = explained(ranking)
        for ranked, judgement in zip(ranking.rows, judgements or repeat(None), strict=False):
            yield self.row(ranked, bool(judgements))
            if judgement is not None:
                yield element("tr", element("td", joined(_details(judgement)), colspan=len(heads)), class_="more")
        yield "</tbody></table></div>"
        yield element("ul", *(element("li", grade(word)) for word in GRADES), class_="legend")
        yield element("p", _("Score: {note}").format(note=score_note()), class_="soft")
        if ranking.judgements is not None and not judgements:
            yield element("p", _("Too many towns to show the details of each here."), class_="soft")

    def controls(self) -> Html:
        """What to show: a search, verdicts, a rule set. It stays hidden where no script runs."""
        boxes = [
            element("label", element("input", type="checkbox", name="verdict", value=word, checked=True), verdict(word))
            for word, _count in tally(self.ranking.rows)
        ]
        search = element("input", type="search", name="search", autocomplete="off")
        return element(
            "form",
            element("label", _("Search"), search),
            element("fieldset", element("legend", _("Verdict")), *boxes),
            self.choice_of_rules() if self.several else "",
            self.choice_of_place(),
            *self.choice_of_criterion(),
            element("button", _("Reset"), type="reset"),
            element("output", id="shown", data_text=_("{shown} of {all} towns shown")),
            id="controls",
            class_="controls",
            hidden=True,
        )

    def choice_of_rules(self) -> Html:
        """A list of the rule sets, to show the towns of one."""
        options = [element("option", str(found.title), value=key) for key, found in self.ranking.rule_sets.items()]
        every = element("option", _("all"), value="")
        return element("label", _("Rules"), element("select", every, *options, name="rules"))

    def choice_of_place(self) -> Html:
        """A list of the places that towns lie in, the larger ones before those within them."""
        places = {tuple(filter(None, place)) for place in self.places.values()} - {()}
        if len(places) < SEVERAL:
            return Html()
        options = [
            element("option", "· " * (len(place) - 1) + place[-1], value=" ".join(place)) for place in sorted(places)
        ]
        every = element("option", _("all"), value="")
        return element("label", _("Place"), element("select", every, *options, name="place"))

    def choice_of_criterion(self) -> Iterator[Html]:
        """A list of the criteria and one of grades, to show the towns that have the grade in the criterion."""
        names = self.names()
        options = [
            element("option", f"{number} {names[number]}", value=at) for at, number in enumerate(self.numbers, start=1)
        ]
        every = element("option", _("any"), value="")
        yield element("label", _("Criterion"), element("select", every, *options, name="criterion"))
        grades = [element("option", grade_word(word), value=word) for word in GRADES]
        short = element("option", _("not fully met"), value="")
        yield element("label", _("Grade"), element("select", short, *grades, name="grade", disabled=True))

    def heads(self) -> Iterator[Html]:
        """The header's cells, each a button to sort by."""
        yield _head("rank number", _("Rank"), "number")
        yield _head("town", _("Town"), "text")
        yield _head("place", _("Place"), "text")
        if self.several:
            yield _head("rules", _("Rules"), "text")
        yield from (_head("kept", title, "text") for title in self.ranking.kept)
        yield _head("verdict", _("Verdict"), "ends", at=0)
        names = self.names()
        for at, number in enumerate(self.numbers, start=1):
            said = joined([str(number), element("small", names[number])], " ")
            yield _head("heat", said, "ends", at, title=f"{number} {names[number]}")
        yield _head("score number", _("Score"), "number", best="descending")
        yield _head("merits number", _("Merits"), "number", best="descending")

    def names(self) -> dict[int, str]:
        """The name of each criterion, where all rule sets call it the same."""
        criteria = [criterion for found in self.ranking.rule_sets.values() for criterion in found.criteria]
        names = {number: {str(one.name) for one in criteria if one.number == number} for number in self.numbers}
        return {number: found.pop() if len(found) == 1 else "" for number, found in names.items()}

    def row(self, ranked: Ranked, opens: bool) -> str:
        """A town's row; its name opens the details below, where there are any."""
        name, span, lies = escaped(ranked.name), ranked.span, self.places[ranked.parts]
        lies_in = "" if lies == ranked.parts else f' data-place="{escaped(" ".join(filter(None, lies)))}"'
        ends = [span, *(ranked.criteria.get(number) for number in self.numbers)]
        cells = [
            f'<td class="rank number">{"" if ranked.rank is None else ranked.rank}</td>',
            f'<th class="town" scope="row">{f"<details><summary>{name}</summary></details>" if opens else name}</th>',
            f'<td class="place"{lies_in}>{escaped(place_and_year(ranked.place, ranked.year))}</td>',
            f'<td class="rules">{escaped(ranked.rule_set)}</td>' if self.several else "",
            *(f'<td class="kept">{escaped(kept_text(value))}</td>' for value in ranked.kept),
            self.verdict(span, ranked.completeness),
            *("<td></td>" if found is None else self.heat[found] for found in ends[1:]),
            f'<td class="score number">{score_in_words(ranked.score)}</td>',
            f'<td class="merits number">{ranked.merits}</td>',
        ]
        sorted_by = "".join("--" if found is None else f"{found.worst:d}{found.best:d}" for found in ends)
        about = f'data-verdict="{span.verdict}" data-rules="{escaped(ranked.rule_set)}" data-ends="{sorted_by}"'
        return f"<tr {about}>{''.join(cells)}</tr>"


def _css_text(said: str) -> str:
    """A text as CSS has it, in quotes, each character escaped that might mean something there or in HTML."""
    safe = (each if each.isalnum() or each == " " else f"\\{ord(each):x} " for each in plain(said))
    return f'"{"".join(safe)}"'


def _verdict(span: Span, completeness: Completeness | None) -> Html:
    """The verdict; where it is open from which to which; and how many facts are given."""
    below = [] if span.decided else [verdict_ends(span)]
    if completeness is not None:
        below.append(_("{given} of {asked} facts given").format(**completeness._asdict()))
    return element("td", verdict(span.verdict), *(element("small", said) for said in below), class_="verdict")


def _head(name: str, said: str, kind: str, at: int = 0, best: str = "", title: str = "") -> Html:
    """A column's head. What is sorted by grades shows the best first."""
    first = best or ("descending" if kind == "ends" else "ascending")
    options: dict[str, str | int] = {"data_kind": kind, "data_at": at, "data_first": first, "title": title or False}
    return element("th", element("button", said, type="button", disabled=True, **options), class_=name, scope="col")


def _heat(span: Span) -> Html:
    """A criterion's cell: its words are for those who cannot see its colour and symbol."""
    if span.decided:
        return element("td", grade_word(span.word), class_=f"heat {span.word}")
    return element("td", grade_in_words(span), class_=f"heat {span.word}", title=grade_ends(span))


def _details(judgement: Judgement) -> Iterator[Html]:
    """The reasons for the town's grades: criteria that are not met, and merits."""
    items = [_criterion(judged, judgement) for judged in judgement.criteria if judged.span.word != "met"]
    for merit in merits(judgement):
        mark, labels = merit.cells
        items.append(element("li", joined([f"{merit.number}", grade(merit.grade, mark), labels], " ")))
    met = [str(judged.criterion.number) for judged in judgement.criteria if judged.span.word == "met"]
    if met:
        items.append(element("li", joined([grade("met"), _(", ").join(met)], " ")))
    yield element("ul", *items)
    town = judgement.town
    yield element("p", f"{town.file}:{town.line}", class_="soft")


def _criterion(judged: CriterionJudgement, judgement: Judgement) -> Html:
    """A criterion that is not met, or not surely: its grade's ends, and why."""
    span = judged.span
    ends = "" if span.decided else in_brackets(grade_ends(span))
    why = element("div", _("; ").join(reasons(judged, judgement)), class_="soft")
    title = element("b", criterion_title(judged.criterion))
    return element("li", joined([grade(span.word), title, ends], " "), why)
