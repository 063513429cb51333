"""Which rule sets there are, and which of them applies at a place and a level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zhenkit.core.errors import FileProblems, LintProblem, ZhenkitError, near, quoted
from zhenkit.core.i18n import _, noted
from zhenkit.facts.dictionary import Facts, same_place
from zhenkit.rulesets.dictionary_file import Assumption
from zhenkit.rulesets.editions import Edition, as_day, edition_of, listed, newest, read_edition
from zhenkit.rulesets.glance import DAY_SIGN, NO_RULES, split
from zhenkit.rulesets.glance import DICTIONARY as DICTIONARY  # these are imported from here together with the rulebook
from zhenkit.rulesets.glance import RULE_FILES as RULE_FILES
from zhenkit.rulesets.glance import shipped_rules as shipped_rules
from zhenkit.rulesets.loader import load_assumptions, load_facts, load_rule_set, read_document, rule_set_of
from zhenkit.rulesets.model import RuleSet

if TYPE_CHECKING:
    from zhenkit.rulesets.changed import Changed, RuleChange

CASES = "tests"
"""The folder of cases beside rule files, which contains no rule file."""
LEVELS = (noted("province"), noted("city"), noted("county"))


def file_named(name: str) -> Path | None:
    """The file that `--rules` names, or None where it names an id."""
    path = Path(name)
    return path if path.suffix.lower() in RULE_FILES or len(path.parts) > 1 else None


class NoSuchRules(ZhenkitError, LookupError):
    """No rule set of that id, or for that place and level; the text says what there is."""


_LOADING: ContextVar[tuple[Path, ...]] = ContextVar("_LOADING", default=())
"""The files being loaded, each for the one before it; of each thread its own, since others may load the same ones."""


class Rulebook:
    """The rule files of a folder: one `facts.yaml`, a file for each edition of a standard, read when needed.

    A folder `beside` another takes from that one what it does not have itself: the dictionary, what its files adopt.
    """

    def __init__(
        self,
        folder: Path,
        beside: Rulebook | None = None,
        changes: Sequence[RuleChange] = (),
        told: list[Changed] | None = None,
    ) -> None:
        self.folder = folder
        self.beside = beside
        self.changes = changes
        """Figures that are other than the files say, in the file that states the criteria."""
        self.told: list[Changed] = [] if told is None else told
        """What was changed of the rule sets read."""
        self._loaded: dict[Path, RuleSet] = {}
        self._editions: dict[str, tuple[Edition, ...]] = {}
        self._in_force: dict[str | None, tuple[Edition, ...]] = {}

    @cached_property
    def facts(self) -> Facts:
        """The dictionary of facts."""
        return self.beside.facts if self.beside is not None else load_facts(self.folder / DICTIONARY)

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the dictionary assumes of its facts: ours, used only on request."""
        return load_assumptions(self.folder / DICTIONARY, self.facts)

    @cached_property
    def files(self) -> Mapping[str, tuple[Path, ...]]:
        """The files of each id's editions, by their names: `ID.yaml`, `ID@DATE.yaml`."""
        found: dict[str, tuple[Path, ...]] = {}
        for path in sorted(self.folder.glob("*.yaml")):
            if path.name not in NO_RULES:
                rule_id, _day = split(path.stem)
                found[rule_id] = (*found.get(rule_id, ()), path)
        return dict(sorted(found.items()))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the rule sets, which their files are named by."""
        return tuple(self.files)

    def __iter__(self) -> Iterator[RuleSet]:
        """The newest edition of each rule set."""
        return (self.get(rule_id) for rule_id in self.ids)

    def editions(self, rule_id: str) -> tuple[Edition, ...]:
        """The editions of an id, the oldest first; raises NoSuchRules, or FileProblems where a file is wrong."""
        if rule_id not in self._editions:
            found = [read_edition(path) or edition_of(self._at(path), path) for path in self.paths_of(rule_id)]
            self._editions[rule_id] = tuple(sorted(found, key=lambda edition: (edition.effective, edition.path)))
        return self._editions[rule_id]

    def all_editions(self) -> Iterator[RuleSet]:
        """Every edition of each rule set."""
        return (self._at(edition.path) for rule_id in self.ids for edition in self.editions(rule_id))

    def in_force(self, on: str | None = None) -> tuple[Edition, ...]:
        """The edition of each id that is in force on a day, where there is one; without a day, its newest."""
        if on not in self._in_force:
            found = [self._edition(rule_id, on) for rule_id in self.ids]
            self._in_force[on] = tuple(edition for edition in found if edition is not None)
        return self._in_force[on]

    def of_day(self, on: str | None) -> Iterator[RuleSet]:
        """The rule sets in force on a day; without a day, the newest of each."""
        return (self._at(edition.path) for edition in self.in_force(on)) if on is not None else iter(self)

    def of_level(self, level: str, on: str | None) -> Iterator[RuleSet]:
        """Those of `of_day` that are of a level; no others are read whole."""
        return (self._at(edition.path) for edition in self.in_force(on) if edition.level == level)

    def get(self, name: str, on: str | None = None) -> RuleSet:
        """The rule set of an id: its newest edition, or the one in force on the day given (`on`, or `ID@DATE`).

        Raises NoSuchRules, or FileProblems where its file is wrong.
        """
        return self._at(self.path_of(name, on))

    def path_of(self, name: str, on: str | None = None) -> Path:
        """The file of the rule set of an id, or of `ID@DATE`; raises NoSuchRules."""
        rule_id, day = split(name)
        paths = self.paths_of(rule_id)
        if day is not None and on is not None:
            raise NoSuchRules(_("{name} already names a day: omit --on {day}").format(name=quoted(name), day=on))
        day = as_day(day) if day is not None else on
        if day is None and len(paths) == 1:
            return paths[0]
        found = self._edition(rule_id, day)
        if found is None:
            raise NoSuchRules(
                _("no edition of {id} is in force on {day}; there are: {editions}").format(
                    id=rule_id, day=day, editions=listed(self.editions(rule_id))
                )
            )
        return found.path

    def _edition(self, rule_id: str, day: str | None) -> Edition | None:
        return newest(edition for edition in self.editions(rule_id) if day is None or edition.in_force(day))

    def paths_of(self, rule_id: str) -> tuple[Path, ...]:
        """The files of all editions of an id; raises NoSuchRules."""
        if rule_id in self.files:
            return self.files[rule_id]
        close = self._of_place(rule_id) or near(rule_id, self.ids)
        message = _("no rule set {id}; there are: {ids}").format(id=quoted(rule_id), ids=", ".join(self.ids))
        raise NoSuchRules(
            _("{message}. Did you mean {near}?").format(message=message, near=close) if close else message
        )

    def _of_place(self, name: str) -> str | None:
        """The id of the rule set of a place, such as 山西 or 晋城市, by the heads of the files that can be read."""
        for rule_id, paths in self.files.items():
            edition = read_edition(paths[-1])
            if edition is not None and edition.place and same_place(name, [*edition.place.values()][-1]):
                return rule_id
        return None

    def _at(self, path: Path) -> RuleSet:
        if path not in self._loaded:
            self._loaded[path] = self.load(path)
        return self._loaded[path]

    def load(self, path: Path) -> RuleSet:
        """The rule set of a file; raises FileProblems.

        What it adopts is the edition in force on the day it begins itself, or the newest where none was. A file of the
        folder is what its name says.
        """
        loading = (*_LOADING.get(), path)
        if path in loading[:-1]:
            names = " > ".join(each.stem for each in loading)
            raise NoSuchRules(_("it adopts itself, through {ids}").format(ids=names))
        outer = _LOADING.set(loading)
        try:
            rule_set = load_rule_set(path, self.facts, self._adopted)
            if self.changes and rule_set.criteria and rule_set.adopts is None:
                rule_set = self._with_changes(path, rule_set)
        finally:
            _LOADING.reset(outer)
        if path.parent == self.folder and (wrong := misnamed(rule_set)):
            raise FileProblems(wrong)
        return rule_set

    def _with_changes(self, path: Path, rule_set: RuleSet) -> RuleSet:
        """The rule set with figures changed; raises WrongChange."""
        from zhenkit.rulesets.changed import changed, told_of

        document = read_document(path, self.facts)
        edited, told = changed(document, rule_set, self.changes)
        self.told.extend(told)
        try:
            return rule_set_of(edited, self.facts, self._adopted)
        except FileProblems as error:
            raise told_of(error.problems, document, rule_set, self.changes) from None

    def _adopted(self, name: str, day: str | None) -> RuleSet:
        rule_id, own_day = split(name)
        if self.beside is not None and rule_id not in self.files:
            return self.beside._adopted(name, day)
        if own_day is None and day is not None and self._edition(rule_id, day) is None:
            day = None
        return self.get(name, None if own_day else day)

    def named(self, name: str, on: str | None = None) -> RuleSet:
        """The rule set that `--rules` names: a file, an id, `ID@DATE`, or one of these behind a folder of rule files.

        `on` is the day it is to be in force on; raises NoSuchRules.
        """
        book, rule_id = self.of_folder(name)
        path = file_named(name)
        if path is None or book is not self:
            return book.get(rule_id, on)
        rule_set = self.load(path)
        edition = edition_of(rule_set, path)
        if on is not None and not edition.in_force(on):
            said = _("{file} is not in force on {day}; it is {edition}")
            said = said.format(file=name, day=on, edition=listed([edition]))
            if len(Rulebook(path.parent, beside=self).files.get(edition.id, ())) > 1:
                said += _("; to choose among the editions beside it, name {name}").format(name=path.parent / edition.id)
            raise NoSuchRules(said)
        return rule_set

    def of_folder(self, name: str) -> tuple[Rulebook, str]:
        """The rulebook that a name is looked up in: that of a folder named before an id, else this one.

        Raises NoSuchRules where an edition is named by a file's ending.
        """
        path = file_named(name)
        if path is None or path.suffix.lower() in RULE_FILES or not path.parent.is_dir() or path.exists():
            return self, name
        rule_id, day = split(path.name)
        if day is not None and rule_id.endswith(RULE_FILES):
            plain = path.with_name(f"{Path(rule_id).stem}{DAY_SIGN}{day}")
            raise NoSuchRules(_("an edition is named without the ending of a file: {name}").format(name=plain))
        return Rulebook(path.parent, beside=self, changes=self.changes, told=self.told), path.name

    def levels_at(self, place: Mapping[str, str], on: str | None = None) -> dict[str, RuleSet]:
        """The rule set of each level there is one for, at a place given by province, city and county."""
        return {found.level: self._at(found.path) for found in self._holding(place, on) if self._judges(found)}

    def _holding(self, place: Mapping[str, str], on: str | None) -> Iterator[Edition]:
        return (found for found in self.in_force(on) if _holds_at(found, place))

    def _judges(self, found: Edition) -> bool:
        """Whether an edition has criteria; its head may only seem to say so."""
        return found.judges and bool(self._at(found.path).criteria)

    @cached_property
    def to_judge_by(self) -> tuple[str, ...]:
        """The ids of the rule sets by which towns can be judged."""
        return tuple(found.id for found in self.in_force() if found.judges)

    def at(self, place: Mapping[str, str], level: str, on: str | None = None) -> RuleSet:
        """The rule set of a level at a place, the newest or the one in force on a day.

        Raises NoSuchRules naming the place, the level, the day and what there is.
        """
        for edition in self._holding(place, on):
            if edition.level == level and self._judges(edition):
                return self._at(edition.path)
        there_is = self._there_is(on)
        wanted = LEVELS[: LEVELS.index(level) + 1]
        if level not in place:
            said = _(
                "the town does not state its {level}, so its rule set is not known; state it in the file, or name the "
                "rule set with --rules (check, batch, gap and sweep also take --set {level}=NAME); "
                "there are: {there_is}"
            )
            raise NoSuchRules(said.format(level=_(level), there_is=there_is))
        where = " ".join(place[key] for key in wanted if key in place)
        said = (
            _("no {level}-level rule set for {place}; there are: {there_is}")
            if on is None
            else _("no {level}-level rule set for {place} is in force on {day}; there are: {there_is}")
        )
        said = said.format(level=_(level), place=where, day=on, there_is=there_is)
        goals = [edition for edition in self.in_force(on) if not edition.judges and _lies_in(edition, place, wanted)]
        if goals:
            told = _("{said}; goals are known, which set no standard: {goals}")
            said = told.format(said=said, goals=_("; ").join(f"`zhenkit goals {edition.id}`" for edition in goals))
        raise NoSuchRules(said)

    def _there_is(self, on: str | None) -> str:
        """The rule sets for a message; where a day was named, each edition with its days."""
        editions = self.in_force() if on is None else [each for rule_id in self.ids for each in self.editions(rule_id)]
        return _("; ").join(
            _("{id} ({level}: {place})").format(
                id=each.id if on is None else listed([each]), level=_(each.level), place=" ".join(each.place.values())
            )
            for each in editions
            if each.judges
        )


def misnamed(rule_set: RuleSet) -> list[LintProblem]:
    """What a rule file says of itself that its name `ID.yaml` or `ID@DATE.yaml` does not."""
    stem = Path(rule_set.file).stem
    rule_id, day = split(stem)
    wrong: list[LintProblem] = []
    if rule_id != rule_set.id:
        said = _("the file is named {name}, but its id is {id}; use one name for both")
        wrong.append(rule_set.problem(("id",), said.format(name=quoted(stem), id=rule_set.id), MISNAMED))
    if day is not None and day != rule_set.effective:
        said = _("the file is named {name}, but is in force from {day}; use one day for both")
        path = ("effective", "from")
        wrong.append(rule_set.problem(path, said.format(name=quoted(stem), day=rule_set.effective), MISNAMED))
    return wrong


MISNAMED = "misnamed"
"""The lint's code."""


def _lies_in(edition: Edition, place: Mapping[str, str], levels: Sequence[str]) -> bool:
    """Whether an edition is of a place itself, or of one that lies in it, down to the lowest of these levels."""
    return all(key in edition.place and same_place(place[key], edition.place[key]) for key in levels if key in place)


def _holds_at(edition: Edition, place: Mapping[str, str]) -> bool:
    """Whether a place lies where the edition applies; what a town omits above its lowest name is not compared."""
    lowest = edition.level
    return lowest in place and all(same_place(place[key], name) for key, name in edition.place.items() if key in place)


def listing(book: Rulebook, every: bool, on: str | None) -> list[RuleSet]:
    """The rule sets to list: the newest of each, those in force on a day, or every edition."""
    if every and on is not None:
        raise NoSuchRules(_("give --all or --on, not both"))
    found = list(book.all_editions() if every else book.of_day(on if on is None else as_day(on)))
    if not found:
        said = _("no rule set is in force on {day}; there are: {editions}")
        editions = [edition for rule_id in book.ids for edition in book.editions(rule_id)]
        raise NoSuchRules(said.format(day=on, editions=listed(editions)))
    return found


@cache
def shipped() -> Rulebook:
    """The rulebook zhenkit ships."""
    return Rulebook(shipped_rules())
