"""What letters say, in the language in use, as data of no format: a document, Markdown and the register are made of it.

They are drafts, and say so: zhenkit issues nothing. What nobody gave (who issues them, under which code) is left open.
Nothing here is made safe for an output: texts may hold whatever the town file says, and each format escapes them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from zhenkit.checks.grades import RELAXED
from zhenkit.core.errors import ZhenkitError, quoted
from zhenkit.core.i18n import _, current
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.judging.assessment import AssessedGroup, AssessedTown, Assessment
from zhenkit.judging.gap import CriterionGap, Gap
from zhenkit.judging.outcome import REQUIRE
from zhenkit.judging.routes import Asked, GapMemo, held_by
from zhenkit.reports.assessment.outline import edition_word, group_title, reason_in_words, standing_word
from zhenkit.reports.phrases.criteria import reasons
from zhenkit.reports.phrases.gap import in_one_line
from zhenkit.reports.phrases.grades import grade_in_words, verdict_in_words
from zhenkit.reports.phrases.titles import open_mark
from zhenkit.reports.ranking.since_baseline import changed_towns

MOST_WAYS = 3
"""How many ways to meet a criterion a letter lists."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class BadAddressee(ZhenkitError):
    """`--addressee` has a placeholder that there is not."""


class Sender(NamedTuple):
    """Who issues letters, and when: what is not given stays open in them."""

    day: datetime.date
    issuer: str = ""
    code: str = ""
    """What is before the year in a letter's number."""
    first: int = 1
    """The number of the first letter."""
    addressee: str = ""
    """Whom letters go to, with placeholders for the town's place and name."""
    due: datetime.date | None = None
    """Until when it is to be put right; by default so many days from the letter's day as the rules say."""


class LetterProblem(NamedTuple):
    """A criterion that a town does not meet: what is so, and what would have to be."""

    number: int
    name: str
    clause: str
    grade: str
    why: tuple[str, ...]
    to_do: tuple[str, ...]
    """The ways to meet it, least effort first."""


class LetterTown(NamedTuple):
    """A town that is commended."""

    name: str
    place: str
    group: str
    verdict: str
    reasons: tuple[str, ...]


class ReplyLine(NamedTuple):
    """A line of the reply slip: what is asked, and what is known already."""

    label: str
    value: str


class Letter(NamedTuple):
    """A letter; what there is not is empty."""

    kind: str
    """`notice` or `commendation`."""
    kind_word: str
    draft: str
    red_head: str
    """Where the issuer is given."""
    number: str
    title: str
    addressee: str
    town: str
    place: str
    rules: str
    """The standard."""
    document: str
    opening: str
    reasons: tuple[str, ...]
    problems: tuple[LetterProblem, ...]
    changes: tuple[str, ...]
    """What changed of the town since the last assessment."""
    towns: tuple[LetterTown, ...]
    """Those commended."""
    requirements: tuple[str, ...]
    deadline: str
    closing: str
    signature: str
    date: str
    reply_title: str
    reply: tuple[ReplyLine, ...]
    """The lines of the reply slip."""


def words() -> dict[str, str]:
    """The words of our templates: titles of parts and of columns."""
    return {
        "problems": _("What is wrong"),
        "changes": _("What changed since the last assessment"),
        "requirements": _("What is required"),
        "criterion": _("Criterion"),
        "found": _("What is so"),
        "to_do": _("What would meet it"),
        "town": _("Town"),
        "place": _("Place"),
        "group": _("Group"),
        "verdict": _("Verdict"),
        "reasons": _("Why commended"),
        "attachment": _("Attachment"),
    }


def letters(found: Assessment, sender: Sender) -> list[Letter]:
    """The letters: a notice to each slow town, then for each standard one circular on those commended.

    Raises BadAddressee.
    """
    memo: GapMemo = {}
    changes = {} if found.changes is None else _changes(found)
    slow = found.slow
    numbers = iter(range(sender.first, sender.first + len(slow) + len(found.groups)))
    made = [_notice(town, found, sender, next(numbers), changes, memo) for town in slow]
    for _rule_set, groups in groupby(found.groups, key=lambda group: group.rule_set.id):
        commended = [(group, town) for group in groups for town in group.towns if town.commended]
        if commended:
            made.append(_circular(commended, sender, next(numbers)))
    return made


def _changes(found: Assessment) -> Mapping[int, tuple[str, ...]]:
    assert found.changes is not None
    told = zip(found.changes.towns, changed_towns(found.changes), strict=True)
    return {id(change.judgement): said.details for change, said in told}


def _notice(
    town: AssessedTown,
    found: Assessment,
    sender: Sender,
    number: int,
    changes: Mapping[int, tuple[str, ...]],
    memo: GapMemo,
) -> Letter:
    row, rule_set = town.row, town.stand.judgement.rule_set
    due = sender.due or sender.day + datetime.timedelta(days=found.rules.days)
    addressee = _addressee(town, sender)
    numbered = _number(sender, number)
    problems = tuple(_problems(town, memo))
    issuer = sender.issuer or _("us")
    said = _("In {assessment} by “{rules}” the following was found of {town}; it is to be put right.")
    opening = said.format(assessment=_assessment([row.year]), rules=rule_set.title, town=row.name)
    return Letter(
        kind="notice",
        kind_word=kind_word("notice"),
        draft=draft_mark(),
        red_head=_red_head(sender),
        number=numbered,
        title=_("Notice of rectification to {town} after the yearly assessment").format(town=row.name),
        addressee=addressee,
        town=row.name,
        place=row.place,
        rules=str(rule_set.title),
        document=rule_set.document.name,
        opening=opening,
        reasons=(*map(reason_in_words, town.slow), *_by_which_edition(town)),
        problems=problems,
        changes=changes.get(id(town.judgement), ()),
        towns=(),
        requirements=(
            _("Put these problems right by {deadline}, and report to {issuer} how, with evidence.").format(
                deadline=day_in_words(due), issuer=issuer
            ),
            _("Who needs more time asks for it in writing before that day is over."),
            _("Fill in the reply slip attached and send it back."),
        ),
        deadline=day_in_words(due),
        closing=_("Attached: reply slip"),
        signature=sender.issuer or _("(signature of the issuer)"),
        date=day_in_words(sender.day),
        reply_title=_("Reply slip to the notice of rectification"),
        reply=tuple(_reply(numbered, row.name, addressee, problems, day_in_words(due))),
    )


def _by_which_edition(town: AssessedTown) -> Iterator[str]:
    """That a town which is slow by the edition of its group meets that which it was designated under."""
    if town.other_edition is not None and town.standing in ("meets", "reached"):
        said = _("{standing} by the {edition}, under which it was designated; score and changes are by the {other}")
        yield said.format(
            standing=standing_word(town.standing),
            edition=edition_word(town.other_edition),
            other=edition_word(town.judgement.rule_set),
        )


def _circular(commended: Sequence[tuple[AssessedGroup, AssessedTown]], sender: Sender, number: int) -> Letter:
    rule_set = commended[0][0].rule_set
    assessment = _assessment([town.row.year for _group, town in commended])
    named = _(", ").join(town.row.name for _group, town in commended)
    opening = _("In {assessment} by “{rules}” these towns did best, and are commended: {towns}.").format(
        assessment=assessment, rules=rule_set.title, towns=named
    )
    return Letter(
        kind="commendation",
        kind_word=kind_word("commendation"),
        draft=draft_mark(),
        red_head=_red_head(sender),
        number=_number(sender, number),
        title=_("Circular commending the best towns of {assessment}").format(assessment=assessment),
        addressee=_(", ").join(dict.fromkeys(_addressee(town, sender) for _group, town in commended)),
        town=named,
        place=_(", ").join(dict.fromkeys(town.row.place for _group, town in commended if town.row.place)),
        rules=str(rule_set.title),
        document=rule_set.document.name,
        opening=opening,
        reasons=(),
        problems=(),
        changes=(),
        towns=tuple(
            LetterTown(
                town.row.name,
                town.row.place,
                group_title(group),
                verdict_in_words(town.row.span),
                tuple(map(reason_in_words, town.commended)),
            )
            for group, town in commended
        ),
        requirements=(),
        deadline="",
        closing="",
        signature=sender.issuer or _("(signature of the issuer)"),
        date=day_in_words(sender.day),
        reply_title="",
        reply=(),
    )


def _assessment(years: Sequence[int | None]) -> str:
    """The assessment, with the year of its data where that is one and known."""
    (year, *others) = dict.fromkeys(years)
    if others or year is None:
        return _("the yearly assessment")
    return _("the yearly assessment of {year}").format(year=year)


def kind_word(kind: str) -> str:
    """What a kind of letter is called."""
    return {"notice": _("Notice of rectification"), "commendation": _("Circular of commendation")}[kind]


def draft_mark() -> str:
    """What marks a letter as a draft."""
    return _("(draft for the issuer)")


def _red_head(sender: Sender) -> str:
    return _("Document of {issuer}").format(issuer=sender.issuer) if sender.issuer else ""


def _number(sender: Sender, number: int) -> str:
    """A letter's number, with the year in its brackets: 晋工信督〔2026〕3号."""
    code = sender.code or _("(issuer's code)")
    return f"{code}〔{sender.day.year}〕{number}号"


def day_in_words(day: datetime.date) -> str:
    """A day as letters have it: in Chinese 2026年11月27日."""
    return f"{day.year}年{day.month}月{day.day}日" if current() == "zh" else day.isoformat()


def _addressee(town: AssessedTown, sender: Sender) -> str:
    """Whom a letter on a town goes to; raises BadAddressee."""
    row = town.row
    known = {**dict(zip(PLACE_FACTS, (row.province, row.city, row.county), strict=True)), "town": row.name}
    if not sender.addressee:
        return _("People's Government of {county}").format(county=row.county) if row.county else row.name

    def said(match: re.Match[str]) -> str:
        if match[1] not in known:
            wrong = _("--addressee {text}: there is no {name}; there are: {list}")
            names = _(", ").join(f"{{{name}}}" for name in known)
            raise BadAddressee(wrong.format(text=quoted(sender.addressee), name=match[0], list=names))
        return known[match[1]] or open_mark()

    return _PLACEHOLDER.sub(said, sender.addressee)


def _problems(town: AssessedTown, memo: GapMemo) -> Iterator[LetterProblem]:
    """The criteria of the edition that the town stands by which are not met for sure.

    Each with the ways to meet it, were it by relaxation or by decision.
    """
    judgement = town.stand.judgement
    found = Gap(judgement, Asked(REQUIRE["relaxed"], held_by(judgement.rule_set)), memo)
    for one in found.criteria:
        judged = one.judged
        if judged.span.worst < RELAXED:
            criterion = judged.criterion
            yield LetterProblem(
                criterion.number,
                str(criterion.name),
                criterion.clause,
                grade_in_words(judged.span),
                tuple(reasons(judged, judgement)),
                tuple(_to_do(one)),
            )


def _to_do(one: CriterionGap) -> Iterator[str]:
    ways = one.alternatives
    if not ways:
        yield _("no change that anybody can make meets it")
    for nth, way in enumerate(ways[:MOST_WAYS], 1):
        said = in_one_line(way.changes)
        yield said if len(ways) == 1 else _("way {number}: {changes}").format(number=nth, changes=said)
    if len(ways) > MOST_WAYS:
        yield _("... and {count} more").format(count=len(ways) - MOST_WAYS)


def _reply(
    number: str, town: str, addressee: str, problems: Iterable[LetterProblem], deadline: str
) -> Iterator[ReplyLine]:
    yield ReplyLine(_("Number of the notice"), number)
    yield ReplyLine(_("Town"), town)
    yield ReplyLine(_("Received by"), addressee)
    yield ReplyLine(_("Received on"), "")
    for one in problems:
        yield ReplyLine(_("Criterion {number}: what was put right").format(number=one.number), "")
    yield ReplyLine(_("To be put right by"), deadline)
    yield ReplyLine(_("Put right on, or expected"), "")
    yield ReplyLine(_("Evidence attached"), "")
    yield ReplyLine(_("Who answers for it, telephone"), "")
    yield ReplyLine(_("Seal and date"), "")
