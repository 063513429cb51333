"""What a shell completes where an option or an argument is a rule set, a day, a fact (those zhenkit ships) or a lint.

Where nothing of it begins as the word does, the shell completes files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

SPLITTING = "=@:"
"""The signs of values here at which bash splits words."""


@contextmanager
def as_bash_splits() -> Iterator[None]:
    """Complete whole words where bash, for which it is, splits them (`ID@DAY`), and offer what follows the last split.

    Typer takes each part for a word of its own.
    """
    if os.environ.get("_ZHENKIT_COMPLETE") != "complete_bash":
        yield
        return
    import io
    import shlex
    import sys
    from contextlib import redirect_stdout

    try:
        words = _whole(shlex.split(os.environ["COMP_WORDS"]), int(os.environ["COMP_CWORD"]))
    except (ValueError, KeyError):  # a quote is open
        yield
        return
    os.environ |= {"COMP_WORDS": shlex.join(words), "COMP_CWORD": str(len(words) - 1)}
    value = words[-1].partition("=")[2] if words[-1].startswith("-") else words[-1]
    there = value[: max(map(value.rfind, SPLITTING)) + 1]
    offered = io.StringIO()
    try:
        with redirect_stdout(offered):
            yield
    finally:
        sys.stdout.writelines(line.removeprefix(there) for line in offered.getvalue().splitlines(keepends=True))


def _whole(parts: Sequence[str], current: int) -> list[str]:
    """The words up to the current one, of the parts that bash splits them into."""
    words: list[str] = []
    after_sign = False
    for part in parts[: current + 1]:
        sign = part != "" and set(part) <= set(SPLITTING)
        if words and (sign or after_sign):
            words[-1] += part
        else:
            words.append(part)
        after_sign = sign
    return words if current < len(parts) else [*words, ""]


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


def fact_and_value(incomplete: str) -> list[tuple[str, str]]:
    """The facts, for a value to follow; nothing once it is begun."""
    return [] if "=" in incomplete else [(f"{fact}=", said) for fact, said in facts(incomplete)]


def title_and_fact(incomplete: str) -> list[tuple[str, str]]:
    """Behind the title of a column and `=`, the facts."""
    title, equals, begun = incomplete.rpartition("=")
    return [(f"{title}={fact}", said) for fact, said in facts(begun)] if equals else []
