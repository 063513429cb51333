"""Towns of frames, files and folders: those that can be read, and the problems of all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from os import PathLike, fspath
from typing import Any

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.i18n import _, plural
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.money import Between, Money
from zhenkit.judging.rejects import Reject, rejects
from zhenkit.judging.run import ReadingByRules
from zhenkit.judging.standards import Standards
from zhenkit.library import frames
from zhenkit.library.rules import Rules, as_rules
from zhenkit.library.shown import Shown, heading, listed, table
from zhenkit.library.town import TownRecord
from zhenkit.library.words import Backend
from zhenkit.reports.layout.html import Html
from zhenkit.reports.phrases.titles import place
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.inputs import Intake, Reading
from zhenkit.towns.options import Options
from zhenkit.towns.problem_groups import capped, share
from zhenkit.towns.tables.map_file import read_maps
from zhenkit.towns.tables.reading import read_sheets

Path = str | PathLike[str]


class FoundTowns(Shown):
    """The towns of a frame or of files, and what is wrong with those that are left out: nothing of them is raised."""

    def __init__(
        self,
        towns: Iterable[TownRecord],
        problems: Iterable[Problem],
        remarks: Iterable[Problem],
        rejected: Iterable[int],
        dictionary: Facts,
    ) -> None:
        self._dictionary = dictionary
        self.towns: tuple[TownRecord, ...] = tuple(towns)
        """The towns that were read, in their order."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        """Every problem, with its file, line (of a table: row), column and message."""
        self.remarks: tuple[Problem, ...] = tuple(remarks)
        """What is worth knowing: columns that are no facts, cells read as missing."""
        self.rejected: tuple[int, ...] = tuple(rejected)
        """Of a frame: the positions, from 0, of the rows that were left out. Of a file: the lines or rows, from 1."""

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """The problems with the title of the column that each is in."""
        return tuple(rejects(self.problems))

    def to_frame(self, backend: Backend | None = None) -> Any:
        """A row a town, a column a fact, in the frame of pandas, Polars or PyArrow: the one asked for, or installed.

        Money is in yuan, exact, as the title says; a figure given loosely has two columns, a set one of its ids
        divided by `;`. `towns` reads such a frame back. Raises MissingExtra where the library is not installed.
        """
        columns: dict[str, list[Any]] = {}
        for fact in self._dictionary.stated:
            given = [record.facts.get(fact.id) for record in self.towns]
            if any(value is not None for value in given):
                columns.update(_columns_of(fact, given))
        return frames.to_frame(columns or {"name": []}, backend)

    def _line(self) -> str:
        towns, problems = len(self.towns), len(self.problems)
        said = f"{towns} town{'s' if towns != 1 else ''}"
        return said + (f", {problems} problem{'s' if problems != 1 else ''}" if problems else "")

    def _parts(self) -> Iterable[Html]:
        found = plural("{count} town", "{count} towns", len(self.towns)).format(count=len(self.towns))
        yield heading(found)
        rows = [(one.name, place(one._town), one.facts.get("year"), len(one.facts)) for one in self.towns]
        if rows:
            yield table([_("Town"), _("Place"), _("Year"), _("Facts")], rows)
        if self.problems:
            yield heading(_("Problems"))
            yield listed(capped(share(list(self.problems))))


def _columns_of(fact: Fact, given: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    """A fact's columns, titled so that they can be read again."""
    if fact.type.parted == "year":
        for year in sorted({year for series in given if series is not None for year in series}):
            of_year = [None if series is None else series.get(year) for series in given]
            yield from _titled(f"{fact.id}.{year}", of_year)
    else:
        yield from _titled(fact.id, given)


def _titled(title: str, given: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    if not any(isinstance(value, Between) for value in given):
        yield _column(title, given)
        return
    for end in ("low", "high"):
        yield _column(f"{title}_{end}", [getattr(one, end) if isinstance(one, Between) else one for one in given])


def _column(title: str, given: Sequence[Any]) -> tuple[str, list[Any]]:
    if any(isinstance(value, Money) for value in given):
        title = f"{title}（元）"
    return title, [_plain(value) for value in given]


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.yuan.quantize(Decimal("0.01"))
    return (";".join(sorted(value)) or "none") if isinstance(value, frozenset) else value


def towns(frame: Any, rules: Rules | None = None, *, mapping: Path | None = None) -> FoundTowns:
    """The towns of a frame, a row a town: of pandas, Polars, PyArrow or any other library that narwhals knows.

    Titles, units and cells are read as those of any table (`年产值（亿元）`), by the dictionary of `rules`; `mapping`
    is a file as `--map` takes it. Rows that cannot be read are in `.rejected`, and `.problems` says why. Raises
    MissingExtra where narwhals is not installed.

    >>> import polars
    >>> found = towns(polars.DataFrame({"名称": ["A", "B"], "年产值（亿元）": [12.5, -1.0]}))
    >>> found, found.towns[0]["annual_output"], found.rejected
    (<FoundTowns 1 town, 1 problem>, Money('12.5亿元'), (1,))
    """
    reading = _reading([], rules, None, mapping)
    reading.intakes = lambda: [_intake_of(frame, reading.facts, reading.options)]
    found = _found(reading)
    found.rejected = tuple(row - 1 for row in found.rejected)
    return found


def _intake_of(frame: Any, facts: Facts, options: Options) -> Intake:
    try:
        return read_sheets(frames.FRAME, frames.sheets_of(frame), facts, options)
    except FileProblems as error:
        return Intake([], list(error.problems), [])


def read_towns(
    paths: Path | Iterable[Path],
    rules: Rules | None = None,
    *,
    sheet: str | None = None,
    mapping: Path | None = None,
) -> FoundTowns:
    """The towns of files (YAML, JSON, tables) and folders, and every problem of them; nothing is raised for a bad file.

    `rules` are those whose facts the files may state; `sheet` and `mapping` are `--sheet` and `--map`.

    >>> read_towns("nowhere.yaml").problems[0].message
    'cannot read it: No such file or directory'
    """
    named = [fspath(path) for path in ([paths] if isinstance(paths, str | PathLike) else paths)]
    return _found(_reading(named, rules, sheet, mapping))


def load_towns(*paths: Path, rules: Rules | None = None) -> list[TownRecord]:
    """The towns of files and folders, where all are good.

    Raises `FileProblems`, a ZhenkitError whose `.problems` holds every problem of every file with its line and column.

    >>> load_towns("nowhere.yaml")
    Traceback (most recent call last):
        ...
    zhenkit.core.errors.FileProblems: nowhere.yaml:1:1: cannot read it: No such file or directory
    """
    found = read_towns(paths, rules)
    if found.problems:
        raise FileProblems(capped(share(found.problems)))
    return list(found.towns)


def _reading(inputs: Sequence[str], rules: Rules | None, sheet: str | None, mapping: Path | None) -> Reading[Any]:
    """How towns are read: by rules, or where there are none, by the shipped dictionary."""
    rule_set = None if rules is None else as_rules(rules)
    book = shipped()
    facts = book.facts if rule_set is None else rule_set.facts
    said = None if mapping is None else read_maps([fspath(mapping)], facts)
    options = Options(sheet, mapping=said)
    if rule_set is None:
        return Reading(inputs, lambda _raw: book, facts, options)
    return ReadingByRules(inputs, Standards((rule_set,), facts), options)


def _found(reading: Reading[Any]) -> FoundTowns:
    records = [TownRecord(town, reading.facts) for town, _standard, _document in reading]
    return FoundTowns(records, reading.problems, reading.remarks, reading.left_out, reading.facts)
