"""What a shell completes where an option or an argument is a rule set, a day, a fact (those zhenkit ships) or a lint.

Where nothing of it begins as the word does, the shell completes files.
"""

from __future__ import annotations


def rule_sets(incomplete: str) -> list[str]:
    """Ids of rule sets; behind an id and `@`, the days of its editions."""
    from zhenkit.rulesets.glance import DAY_SIGN, shipped_editions, shipped_ids

    if DAY_SIGN in incomplete:
        return [f"{rule_id}{DAY_SIGN}{day}" for rule_id, day in shipped_editions()]
    return shipped_ids()


def days(incomplete: str) -> list[tuple[str, str]]:
    """The days from which editions are in force, each with whose."""
    from zhenkit.rulesets.glance import shipped_editions

    of_day: dict[str, list[str]] = {}
    for rule_id, day in shipped_editions():
        of_day.setdefault(day, []).append(rule_id)
    return [(day, ", ".join(ids)) for day, ids in sorted(of_day.items())]


def facts(incomplete: str) -> list[tuple[str, str]]:
    """The ids of facts with their labels, or the labels where one is begun."""
    from zhenkit.rulesets.glance import shipped_facts

    found = shipped_facts().items()
    return list(found) if incomplete.isascii() else [(label, fact_id) for fact_id, label in found]


LINTS = (
    *("unloadable", "unknown-fact", "wrong-type", "no-clause", "one-language", "numbers-twice", "weights", "misnamed"),
    *("never-fails", "never-holds", "never-matters", "preference-repeats", "nobody-passes", "nobody-fails"),
    *("floor-above-threshold", "relaxation-no-easier", "numbers", "principle-unread", "derived-with-base"),
    *("derived-together", "editions-overlap", "editions-gap", "idle-assumption"),
    *("unused-acknowledgement", "unknown-acknowledgement"),
)
"""The lints there are, named here as well: their own modules take long to import."""


def lints(_incomplete: str) -> tuple[str, ...]:
    """The names of lints."""
    return LINTS


def title_and_fact(incomplete: str) -> list[tuple[str, str]]:
    """Behind the title of a column and `=`, the facts."""
    title, equals, begun = incomplete.rpartition("=")
    return [(f"{title}={fact}", said) for fact, said in facts(begun)] if equals else []
