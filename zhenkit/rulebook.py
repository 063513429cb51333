"""Which rule sets there are, and which of them holds at a place and a level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from zhenkit.errors import ZhenkitError, near
from zhenkit.facts import Assumption, Facts, same_place
from zhenkit.language import _, noted
from zhenkit.quantities import shown
from zhenkit.rulefile import load_assumptions, load_facts, load_rule_set
from zhenkit.ruleset import RuleSet

RULE_FILES = (".yaml", ".yml")
"""The endings of rule files."""
DICTIONARY = "facts.yaml"
"""The file of a rulebook's folder that is no rule file, but the dictionary of facts."""
CASES = "tests"
"""The folder beside rule files that holds their cases, and is no rule file either."""
LEVELS = (noted("province"), noted("city"), noted("county"))


def shipped_rules() -> Path:
    """The folder of the rule files zhenkit ships: inside the package, or beside it in a checkout."""
    inside = Path(__file__).parent / "rules"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "rules"


def file_named(name: str) -> Path | None:
    """The file that `--rules` names, or None where it names an id."""
    path = Path(name)
    return path if path.suffix.lower() in RULE_FILES or len(path.parts) > 1 else None


class NoSuchRules(ZhenkitError, LookupError):
    """No rule set of that id, or for that place and level; the text says what there is."""


class Rulebook:
    """The rule files of a folder: one `facts.yaml`, one file a jurisdiction, read when asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: dict[str, RuleSet] = {}

    @cached_property
    def facts(self) -> Facts:
        """The dictionary of facts."""
        return load_facts(self.folder / DICTIONARY)

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the dictionary assumes of its facts: ours, kept only where that is asked for."""
        return load_assumptions(self.folder / DICTIONARY, self.facts)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the rule sets, which are their files' names."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.yaml") if path.name != DICTIONARY))

    def __iter__(self) -> Iterator[RuleSet]:
        return (self.get(rule_id) for rule_id in self.ids)

    def get(self, rule_id: str) -> RuleSet:
        """The rule set of this id; raises NoSuchRules, or FileProblems where its file is wrong."""
        if rule_id not in self._loaded:
            self._loaded[rule_id] = self.load(self.path_of(rule_id))
        return self._loaded[rule_id]

    def path_of(self, rule_id: str) -> Path:
        """The file of the rule set of this id; raises NoSuchRules."""
        if rule_id not in self.ids:
            close = near(rule_id, self.ids)
            message = _("no rule set {id}; there are: {ids}").format(id=shown(rule_id), ids=", ".join(self.ids))
            raise NoSuchRules(
                _("{message}. Did you mean {near}?").format(message=message, near=close) if close else message
            )
        return self.folder / f"{rule_id}.yaml"

    def load(self, path: Path, adopting: tuple[str, ...] = ()) -> RuleSet:
        """The rule set of a file; raises FileProblems."""

        def adopted(rule_id: str) -> RuleSet:
            if rule_id in adopting:
                raise NoSuchRules(_("it adopts itself, through {ids}").format(ids=" > ".join((*adopting, rule_id))))
            if rule_id in self._loaded:
                return self._loaded[rule_id]
            if rule_id not in self.ids:
                return self.get(rule_id)  # which says what there is
            return self.load(self.folder / f"{rule_id}.yaml", (*adopting, rule_id))

        return load_rule_set(path, self.facts, adopted)

    def named(self, name: str) -> RuleSet:
        """The rule set that `--rules` names: a file, or an id."""
        path = file_named(name)
        return self.get(name) if path is None else self.load(path)

    def levels_at(self, place: Mapping[str, str]) -> dict[str, RuleSet]:
        """The rule set of each level there is one for, at a place given by province, city and county."""
        return {rule_set.level: rule_set for rule_set in self if _holds_at(rule_set, place)}

    def at(self, place: Mapping[str, str], level: str) -> RuleSet:
        """The rule set of a level at a place; raises NoSuchRules naming the place, the level and what there is."""
        for rule_set in self:
            if rule_set.level == level and _holds_at(rule_set, place):
                return rule_set
        there_is = "; ".join(
            f"{rule_set.id} ({rule_set.level}: {' '.join(rule_set.place.values())})" for rule_set in self
        )
        wanted = LEVELS[: LEVELS.index(level) + 1]
        if level not in place:
            raise NoSuchRules(
                _("the town does not state its {level}, so its rule set is not known; there are: {there_is}").format(
                    level=_(level), there_is=there_is
                )
            )
        where = " ".join(place[key] for key in wanted if key in place)
        raise NoSuchRules(
            _("no {level}-level rule set for {place}; there are: {there_is}").format(
                level=_(level), place=where, there_is=there_is
            )
        )


def _holds_at(rule_set: RuleSet, place: Mapping[str, str]) -> bool:
    """Whether a place lies where the rule set holds; what a town leaves out above its lowest name is not asked."""
    lowest = rule_set.level
    return lowest in place and all(same_place(place[key], name) for key, name in rule_set.place.items() if key in place)


@cache
def shipped() -> Rulebook:
    """The rulebook zhenkit ships."""
    return Rulebook(shipped_rules())
