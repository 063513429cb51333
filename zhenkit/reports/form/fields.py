"""A fact -> the field of the form that states it, with its name, its unit and how it is written."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.series_years import most_years
from zhenkit.facts.types.members import MemberType, SetType
from zhenkit.facts.types.text import TextType
from zhenkit.facts.types.yes_no import YesNoType
from zhenkit.reports.layout.html import Html, element, escaped, joined


def field(fact: Fact, facts: Facts) -> Html:
    """The field of a fact, with room for what is wrong with it and for its evidence."""
    title = title_of(fact)
    attributes = {"id": f"fact-{fact.id}", "data_fact": fact.id, "class_": "field"}
    helping, described = _help(fact), f"help-{fact.id} told-{fact.id}"
    after = (
        element("p", helping, id=f"help-{fact.id}", class_="help"),
        element("p", "", id=f"told-{fact.id}", class_="told", aria_live="polite", hidden=True),
        _evidence(fact) if not isinstance(fact.type, TextType) else "",
    )
    if isinstance(fact.type, (YesNoType, SetType)) or fact.type.parted:
        parts = joined(_parts(fact, facts))
        legend = element("legend", title)
        return element("fieldset", legend, parts, *after, aria_describedby=described, **attributes)
    label = element("label", title, for_=f"f-{fact.id}")
    if isinstance(fact.type, MemberType):
        options = [element("option", _("not known"), value="")]
        options += [element("option", str(member.label), value=member.id) for member in fact.type.members]
        control = element("select", *options, id=f"f-{fact.id}", aria_describedby=described)
    else:
        control = element("input", type="text", id=f"f-{fact.id}", aria_describedby=described, spellcheck="false")
    return element("div", label, control, *after, **attributes)


def title_of(fact: Fact) -> str:
    """What a fact is called, with its unit."""
    unit = _(" ({unit})").format(unit=fact.unit) if fact.unit is not None else ""
    return f"{fact.label}{unit}"


def _help(fact: Fact) -> str:
    """How it is written, where it is written, and what the dictionary notes."""
    free = not isinstance(fact.type, (YesNoType, MemberType, TextType))
    said = [fact.type.figure.how_to_write()] if free else []
    if fact.note is not None:
        said.append(str(fact.note))
    return _("; ").join(said)


def _parts(fact: Fact, facts: Facts) -> Iterator[Html]:
    """The boxes of a yes or no and of a set; the years of a series."""
    if isinstance(fact.type, YesNoType):
        for value, word in (("", _("not known")), ("yes", _("yes")), ("no", _("no"))):
            box = element("input", type="radio", name=f"f-{fact.id}", value=value, checked=not value)
            yield element("label", box, escaped(word))
    elif isinstance(fact.type, SetType):
        members = [(member.id, str(member.label), "member") for member in fact.type.members]
        for value, word, kind in (*members, ("", _("none of them"), "none")):
            yield element("label", element("input", type="checkbox", value=value, class_=kind), escaped(word))
    else:
        for _row in range(max(most_years(fact, facts), 1)):
            yield _year()
        yield element("button", _("another year"), type="button", class_="more")


def _year() -> Html:
    year = element("input", type="text", class_="year", inputmode="numeric", maxlength=8)
    figure = element("input", type="text", class_="figure", spellcheck="false")
    return element(
        "div", element("label", _("year"), " ", year), element("label", _("figure"), " ", figure), class_="of-year"
    )


def _evidence(fact: Fact) -> Html:
    named = _("evidence: {fact}").format(fact=fact.label)
    area = element("textarea", "", rows=2, id=f"evidence-{fact.id}", aria_label=named)
    hint = element("p", _("title, date, page or address; one a line"), class_="help")
    return element("details", element("summary", _("evidence"), aria_label=named), area, hint, class_="evidence")
