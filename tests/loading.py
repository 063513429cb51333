"""Towns from files as the program has them inside, where all are good."""

from __future__ import annotations

from os import PathLike

from zhenkit.core.errors import FileProblems
from zhenkit.facts.town import Town
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import read_towns


def load_towns(*paths: str | PathLike[str], rules: RuleSet | None = None) -> list[Town]:
    """The towns of files and folders, by the dictionary of the rules."""
    standard = rules if rules is not None else shipped()
    found = read_towns([str(path) for path in paths], lambda _raw: standard, standard.facts)
    if found.problems:
        raise FileProblems(found.problems)
    return [town for town, _standard in found.towns]
