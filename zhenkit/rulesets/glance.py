"""What rule files there are and what they are called, at a glance: by their names and heads, nothing of them checked.

Completion asks this at every key, so nothing is imported here that takes long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from zhenkit.documents.yaml import as_text, as_value, read_head

RULE_FILES = (".yaml", ".yml")
"""The endings of rule files."""
DICTIONARY = "facts.yaml"
"""The file in a rulebook's folder that is the dictionary of facts, not a rule file."""
ASSESSMENT = "assessment.yaml"
"""The file there that says how towns are assessed each year."""
NO_RULES = frozenset({DICTIONARY, ASSESSMENT})
"""The files of such a folder that are no rule files."""
DAY_SIGN = "@"
"""The sign between an id and a day, in the name of an edition and of its file."""


def shipped_rules() -> Path:
    """The folder of the rule files zhenkit ships: inside the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def split(name: str) -> tuple[str, str | None]:
    """The id that a name or a file's stem has, and what follows `@`."""
    rule_id, at, day = name.partition(DAY_SIGN)
    return rule_id, day if at else None


def shipped_ids() -> list[str]:
    """The ids of the rule sets zhenkit ships."""
    return sorted({split(path.stem)[0] for path in _files()})


def shipped_editions() -> Iterator[tuple[str, str]]:
    """Each edition zhenkit ships: its id, and the day from which it is in force."""
    for path in _files():
        effective = read_head(path.read_text("utf-8"), ("effective",), as_value).get("effective")
        if isinstance(effective, dict) and isinstance(effective.get("from"), str):
            yield split(path.stem)[0], effective["from"]


def shipped_facts() -> Mapping[str, str]:
    """The ids of the facts in the dictionary, each with its Chinese label."""
    text = (shipped_rules() / DICTIONARY).read_text("utf-8")
    found = read_head(text, ("facts",), as_text)["facts"]
    return {fact_id: fact["zh"] for fact_id, fact in found.items()}


def _files() -> list[Path]:
    return sorted(path for path in shipped_rules().glob("*.yaml") if path.name not in NO_RULES)
