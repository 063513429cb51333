"""What became of answers, in words."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.checks.describe import figure_in_words
from zhenkit.core.i18n import _, plural
from zhenkit.facts.quantities import Series
from zhenkit.facts.types.base import Value
from zhenkit.judging.answers import FilledAnswer
from zhenkit.judging.merge import LEFT_OUT, OUTCOMES, MergedAnswer, MergeFound


def outcome_title(outcome: str) -> str:
    """What became of answers, as a title."""
    return {
        "added": _("Put into the town files"),
        "replaced": _("Put in the place of what the file stated"),
        "same": _("There already"),
        "contradicts": _("Not put in: the file says otherwise (--replace takes the answer)"),
        "disputed": _("Not put in: answers contradict each other"),
    }[outcome]


def groups(found: MergeFound) -> Iterator[tuple[str, list[MergedAnswer]]]:
    """The answers by what became of them."""
    for outcome in OUTCOMES:
        if several := [one for one in found.merged if one.outcome == outcome]:
            yield outcome, several


def summary(found: MergeFound) -> str:
    """How many answers there are, how many were put in, how many questions are left."""
    count = len(found.merged) + found.unplaced
    answers = plural("{count} answer", "{count} answers", count).format(count=count)
    files = plural("{count} file changed", "{count} files changed", len(found.files))
    if not found.written:
        files = plural("{count} file would change", "{count} files would change", len(found.files))
    files = files.format(count=len(found.files))
    left = sum(one.outcome in LEFT_OUT for one in found.merged) + found.unplaced
    not_in = _("{count} not put in").format(count=left)
    rest = plural("{count} question without an answer", "{count} questions without an answer", found.open)
    return _(" · ").join((answers, files, not_in, rest.format(count=found.open)))


def line(one: MergedAnswer) -> str:
    """An answer in one line: its town, its fact, what was and what is."""
    answer = one.answer
    said = _("{town}: {fact}: {value}").format(
        town=answer.town["name"], fact=_called(answer), value=_shown(answer, answer.value)
    )
    if one.before is not None and one.outcome in ("replaced", "contradicts"):
        said = _("{said}, the file: {before}").format(said=said, before=_shown(answer, one.before))
    return said


def replies(found: MergeFound) -> dict[str, list[str]]:
    """By the keys of the ledger's entries what came back: the answer, and who gave it."""
    by_key: dict[str, list[str]] = {}
    for one in found.merged:
        answer = one.answer
        said = _("{fact}: {value}").format(fact=_called(answer), value=_shown(answer, answer.value))
        sources = _("; ").join(answer.sources)
        text = _("{said} · {sources}").format(said=said, sources=sources) if sources else said
        for key in answer.keys:
            by_key.setdefault(key, []).append(text)
    return by_key


def below(one: MergedAnswer) -> Iterator[str]:
    """Where an answer comes from."""
    yield from one.answer.sources
    place = one.answer.place
    yield f"{place.file}:{place.line}:{place.column}"


def _called(answer: FilledAnswer) -> str:
    if answer.fact is not None:
        return str(answer.fact.label)
    assert answer.decision is not None  # it is of one or the other
    return _("decision on criterion {number}").format(number=answer.decision[0])


def _shown(answer: FilledAnswer, value: Value) -> str:
    fact = answer.fact
    if fact is None:
        return _("granted") if value else _("refused")
    return fact.type.show(value) if isinstance(value, (frozenset, Series)) else figure_in_words(fact, value)
