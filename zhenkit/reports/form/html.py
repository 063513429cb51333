"""The form of a rule set as one HTML page that loads nothing: it judges a town as its facts are filled in.

The fields are HTML; what judges them is the data of the rule set (`data.py`) and a script, whose parts are in `page/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhenkit.checks.describe import words as words_of
from zhenkit.core.escape import encode
from zhenkit.core.i18n import _, pgettext
from zhenkit.facts.dictionary import IDENTITY
from zhenkit.reports.form.data import data
from zhenkit.reports.form.outline import Lines
from zhenkit.reports.layout.html import Html, element, escaped, joined
from zhenkit.reports.layout.page import frame, grade, text_of, verdict
from zhenkit.reports.phrases.titles import rule_set_heading
from zhenkit.rulesets.fact_usage import facts_to_state
from zhenkit.rulesets.model import Criterion, RuleSet

FOLDER = Path(__file__).parent / "page"
SCRIPTS = ("exact", "derive", "judge", "relevance", "enough", "read", "town_file", "fields", "form")
"""The parts of the script, each after those it needs."""


def render(rule_set: RuleSet) -> str:
    """The page, in the language in use."""
    title = _("Form: {standard}").format(standard=rule_set.title)
    before, after = frame(title, text_of(FOLDER / "form.css"), script())
    return "\n".join((before, joined(_parts(rule_set), "\n"), _data(rule_set), after))


def script() -> str:
    """The parts as one: what they share stays among them."""
    parts = "\n".join(text_of(FOLDER / f"{part}.js") for part in SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}\n}})();'


def _data(rule_set: RuleSet) -> Html:
    # in a script element nothing but `</script` and `<!--` has a meaning, and without `<` there is neither
    content = encode(data(rule_set)).replace("<", "\\u003c")
    return Html(f'<script type="application/json" id="data">{content}</script>')


def _parts(rule_set: RuleSet) -> Iterator[Html]:
    said = _(
        "What is filled in here stays on this computer: the page loads and sends nothing. It judges at once, by the "
        "same rules as `zhenkit check`; what is left blank counts as missing, never as no."
    )
    yield element(
        "header",
        element("h1", str(rule_set.title)),
        element("p", rule_set_heading(rule_set), class_="soft"),
        element("p", *_with_code(said)),
        element("noscript", element("p", _("Without scripts this page is a form to print."), class_="notice")),
    )
    yield Html("<main>")
    yield from _bar(rule_set)
    stated = facts_to_state(rule_set.facts, rule_set)
    lines = Lines(rule_set.facts, stated)
    known_by = [fact for fact in stated if fact.id in IDENTITY]
    yield Html('<form id="form" autocomplete="off" novalidate>')
    yield element("section", element("h2", _("The town")), *lines.fields(known_by), id="the-town", class_="fields")
    for criterion in rule_set.criteria:
        yield _criterion(criterion, lines)
    if merits := list(_merits(rule_set, lines)):
        heading = element("h2", _("Merits, which change no verdict"))
        yield element("section", heading, element("ul", joined(merits, "\n"), class_="outline"), id="merits")
    yield Html("</form>")
    yield Html("</main>")


def _with_code(said: str) -> Iterator[str]:
    """A text, what is in backticks as code."""
    for at, part in enumerate(said.split("`")):
        yield element("code", part) if at % 2 else part


def _bar(rule_set: RuleSet) -> Iterator[Html]:
    """The verdict, and each criterion's grade; the buttons."""
    items = (
        element(
            "li",
            element(
                "a",
                f"{criterion.number} ",
                element("span", grade("incomplete"), data_grade_of=criterion.number),
                href=f"#criterion-{criterion.number}",
                aria_label=f"{criterion.number} {criterion.name}",
                title=str(criterion.name),
            ),
        )
        for criterion in rule_set.criteria
    )
    said = element(
        "p",
        element("span", verdict("incomplete"), id="verdict", role="status"),
        " ",
        element("span", "", id="given", class_="soft"),
    )
    yield element("div", said, element("ul", *items, class_="strip", aria_label=_("criteria")), class_="bar")
    buttons = [element("button", text, type="button", id=name) for name, text in _buttons()]
    opened = element("input", type="file", id="file", accept=".yaml,.yml,.json", hidden=True, aria_label=_("town file"))
    yield element("p", joined(buttons, " "), opened, class_="buttons")
    yield element("p", "", id="told", class_="notice", role="alert", hidden=True)


def _buttons() -> Iterator[tuple[str, str]]:
    yield "save", _("Save the town file")
    yield "load", _("Load a town file")
    yield "print", _("Print")
    yield "clear", _("Clear")


def _criterion(criterion: Criterion, lines: Lines) -> Html:
    named = f"criterion-{criterion.number}"
    heading = element(
        "h2",
        f"{criterion.number} {criterion.name} ",
        element("span", grade("incomplete"), data_grade_of=criterion.number),
        id=f"{named}-name",
    )
    return element(
        "section",
        heading,
        element("p", criterion.clause, class_="soft"),
        element("div", "", class_="next", data_next_of=criterion.number, aria_live="polite"),
        element("ul", criterion.require.fold(lines), class_="outline"),
        _decision(criterion),
        id=named,
        class_="criterion",
        aria_labelledby=f"{named}-name",
    )


def _merits(rule_set: RuleSet, lines: Lines) -> Iterator[Html]:
    number = 0
    for criterion in rule_set.criteria:
        for check in criterion.prefer:
            state = element("b", "", data_merit=number)
            said = element("p", f"{criterion.number} {words_of(check)}{_(': ')}", state)
            yield element("li", said, element("ul", check.fold(lines)), class_="merit")
            number += 1


def _decision(criterion: Criterion) -> Html:
    """What people decided, where the criterion is for review."""
    name = f"decision-{criterion.number}"
    answers = (
        ("", pgettext("decision", "not decided")),
        ("yes", pgettext("decision", "granted")),
        ("no", pgettext("decision", "refused")),
    )
    boxes = [
        element("label", element("input", type="radio", name=name, value=value, checked=not value), escaped(word))
        for value, word in answers
    ]
    texts = [
        element("label", word, " ", element("input", type="text", data_field=field))
        for field, word in (("by", _("by whom")), ("date", _("when, such as 2023-05-01")), ("why", _("why")))
    ]
    told = element("p", "", class_="told", aria_live="polite", hidden=True)
    legend = element("legend", _("What people decided of criterion {number}").format(number=criterion.number))
    return element(
        "fieldset", legend, *boxes, *texts, told, class_="decision", data_decision=criterion.number, hidden=True
    )
