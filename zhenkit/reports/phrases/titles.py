"""What towns, criteria and rule sets are called in reports, and their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import IDENTITY, PLACE_FACTS
from zhenkit.facts.quantities import write_count
from zhenkit.facts.town import Town
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.phrases.grades import verdict_in_words
from zhenkit.rulesets.model import Criterion, RuleSet

if TYPE_CHECKING:
    from zhenkit.judging.assessment import Assessment
    from zhenkit.judging.gaps import Gaps
    from zhenkit.judging.goals import GoalsFound
    from zhenkit.judging.ranking import Ranking
    from zhenkit.judging.reform import Reform


def town_title(town: Town) -> str:
    """What identifies a town, in one line: province, city, county, name and year, as far as the file states them."""
    known = {**town.facts, "year": write_count(town.facts["year"])} if "year" in town.facts else town.facts
    return " ".join(str(known[key]) for key in IDENTITY if key in known)


def verdict_line(judgement: Judgement) -> str:
    """The verdict of a town in one line."""
    return _("{town} ({rules}): {verdict}").format(
        town=town_title(judgement.town), verdict=verdict_in_words(judgement.span), rules=judgement.rule_set.edition
    )


def place(town: Town) -> str:
    """Province, city and county, as far as the file states them."""
    return " ".join(str(town.facts[key]) for key in PLACE_FACTS if key in town.facts)


def place_and_year(place: str, year: int | None) -> str:
    """Where a town lies, and of which year its data are: with the name, what identifies it."""
    return _(" · ").join(filter(None, (place, "" if year is None else str(year))))


def town_heading(judgement: Judgement) -> str:
    """Where the town lies, its leading industry, its category and the year of its data, as far as they are stated."""
    facts, dictionary = judgement.town.facts, judgement.rule_set.facts.by_id
    parts = [place(judgement.town)]
    for fact_id in ("leading_industry", "category", "year"):
        if fact_id in facts and fact_id in dictionary:
            parts.append(dictionary[fact_id].type.show(facts[fact_id]))
    return _(" · ").join(filter(None, parts))


def criterion_title(criterion: Criterion) -> str:
    """A criterion's number, name and clause."""
    return _("{number} {name}, {clause}").format(number=criterion.number, name=criterion.name, clause=criterion.clause)


def rule_set_heading(rule_set: RuleSet) -> str:
    """By what towns are judged: the document, the rule set's id, from when (and until when) it is in force."""
    since = _("in force {period}").format(period=period(rule_set))
    return _(" · ").join((rule_set.document.name, rule_set.id, since))


def compared() -> str:
    """What towns set against the criteria are called, several together (对照表)."""
    return _("Towns compared with the criteria")


def compared_of(name: str) -> str:
    """The same of one town."""
    return _("{town} compared with the criteria").format(town=name)


def period(rule_set: RuleSet) -> str:
    """From when, and until when, a rule set is in force."""
    if rule_set.until:
        return _("from {first} to {last}").format(first=rule_set.effective, last=rule_set.until)
    return _("from {first}").format(first=rule_set.effective)


def open_mark() -> str:
    """What is in a document where something is to be filled in."""
    return _("[to fill in]")


def problems_note(run: Run | Ranking | GoalsFound | Gaps | Reform | Assessment) -> str:
    """That some towns are not judged, or nothing."""
    if not run.problems:
        return ""
    return _("Problems in the files: {count}. A town with a problem is not judged.").format(count=len(run.problems))
