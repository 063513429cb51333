"""Files, folders and standard input -> towns, each problem with its place."""

from __future__ import annotations

import datetime
import errno
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.extras import MissingExtra
from zhenkit.core.files import MAX_BYTES, RealPaths, can_be_named, cannot_read, decode, files_below, read_text
from zhenkit.core.i18n import _, plural
from zhenkit.documents.yaml import Document, as_text, read_yaml
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.town import Town
from zhenkit.towns.given import with_given
from zhenkit.towns.options import Options
from zhenkit.towns.own_reports import is_ledger, is_report
from zhenkit.towns.partitions import partitions
from zhenkit.towns.problem_groups import capped, share
from zhenkit.towns.town_file import RawTown

STDIN = "-"
RULES = "rules"
"""A folder of this name among towns holds rule files (and what belongs to them): it is searched only where it is named
itself."""


def _read_yaml(text: str, file: str) -> Iterator[Document]:
    return read_yaml(text, file, as_text)


def _read_json(text: str, file: str) -> Iterator[Document]:
    from zhenkit.documents.json import read_json

    return read_json(text, file)


def _read_json_lines(text: str, file: str) -> Iterator[Document]:
    from zhenkit.documents.json_lines import read_json_lines

    return read_json_lines(text, file)


READERS: Mapping[str, Callable[[str, str], Iterator[Document]]] = {
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
    ".json": _read_json,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
}
"""The reader of each kind of file of towns in text, by its ending: that of JSON is imported only where there is any."""
OF_PROGRAMS = frozenset({".json", ".jsonl", ".ndjson"})
"""Files that programs export tables to, whose keys may be such titles as those have."""
TABLES: Mapping[str, str] = {
    ".csv": "zhenkit.towns.tables.csv",
    ".tsv": "zhenkit.towns.tables.csv",
    ".xlsx": "zhenkit.towns.tables.xlsx.workbook",
    ".xlsm": "zhenkit.towns.tables.xlsx.workbook",
    ".xls": "zhenkit.towns.tables.legacy",
    ".xlsb": "zhenkit.towns.tables.legacy",
    ".ods": "zhenkit.towns.tables.legacy",
    ".et": "zhenkit.towns.tables.legacy",
    ".parquet": "zhenkit.towns.tables.parquet",
}
"""The module that reads each kind of table, by its ending: imported only where there is one."""
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"})
"""The tables that have sheets."""
ENDINGS = (*READERS, *TABLES)


class Intake(NamedTuple):
    """What one file (or standard input) gave: documents, and problems and remarks of the file itself.

    A table gives its documents one by one; what is wrong further down in its file joins `problems` meanwhile.
    """

    documents: Iterable[Document]
    problems: list[Problem]
    remarks: list[Problem]
    titles: tuple[str, ...] | None = None
    """The titles of a table; None of what is none."""


def titles_of(inputs: Iterable[str], facts: Facts, options: Options) -> Iterator[tuple[str, ...]]:
    """The titles of each table that can be read, no more of which is read than that; none of a file of another kind."""
    named = tuple(inputs)
    for found in find_inputs(named):
        if not isinstance(found, Path) or found.suffix.lower() not in TABLES:
            yield ()
            continue
        intake = _read_file(found, facts, options._replace(inputs=options.inputs or named))
        documents = iter(intake.documents)
        next(documents, None)  # what is read in part can be closed
        if isinstance(documents, Generator):
            documents.close()
        if intake.titles is not None:
            yield intake.titles


def read_inputs(inputs: Iterable[str], facts: Facts, options: Options = Options()) -> Iterator[Intake]:  # noqa: B008 - frozen
    """Each file that the inputs name, in order: files, folders, `-` for YAML on standard input; each file once.

    The headers of tables are read by the dictionary `facts`. A folder is searched to any depth, but for folders called
    `rules` in it.
    """
    named = tuple(inputs)
    options = options._replace(inputs=options.inputs or named)
    for found in find_inputs(named):
        if isinstance(found, Path):
            yield _read_file(found, facts, options)
        else:
            yield _read_stdin() if found is None else found


def find_inputs(inputs: Iterable[str]) -> Iterator[Path | Intake | None]:
    """The files that the inputs name, each once; None for standard input, an Intake for what is said of a folder."""
    seen: set[str] = set()
    real_path = RealPaths()
    for name in inputs:
        if name == STDIN:
            yield None
            continue
        paths = [Path(name)]
        if not can_be_named(name):
            yield Intake([], [Problem(name, 1, 1, _("no file can have this name"))], [])
            continue
        if os.path.isdir(name):  # noqa: PTH112 - Path.is_dir raises on a name too long, or out of reach
            unread: list[Path] = []
            none = _("no town file in this folder ({endings})")
            paths, problems = files_below(name, ENDINGS, none, aside=RULES, unread=unread)
            own = {path for path in paths if is_report(path)}
            if own and len(own) == len(paths):
                problems.append(Problem(name, 1, 1, none.format(endings=" ".join(ENDINGS))))
            paths = [path for path in paths if path not in own]
            yield from (Intake([], [problem], []) for problem in problems)
            if own:
                yield Intake([], [], [_of_own(name, sorted(own))])
            if unread:
                yield Intake([], [], [_unread(name, unread)])
        for found in paths:
            resolved = real_path(found)
            if resolved not in seen:
                seen.add(resolved)
                yield found


MOST_NAMED = 5


def _unread(folder: str, files: list[Path]) -> Problem:
    """That files of a folder are not read: each is named, if there are few."""
    said = plural(
        "{count} file in this folder is not read: {names}",
        "{count} files in this folder are not read: {names}",
        len(files),
    )
    return Problem(folder, 1, 1, said.format(count=len(files), names=_names(folder, files)))


def _of_own(folder: str, files: list[Path]) -> Problem:
    """The same of reports of ours."""
    said = plural(
        "{count} file in this folder is a report of zhenkit's, and is not read: {names}",
        "{count} files in this folder are reports of zhenkit's, and are not read: {names}",
        len(files),
    )
    return Problem(folder, 1, 1, said.format(count=len(files), names=_names(folder, files)))


def _names(folder: str, files: list[Path]) -> str:
    names = _(", ").join(str(file.relative_to(folder)) for file in files[:MOST_NAMED])
    return names + (_(", ...") if len(files) > MOST_NAMED else "")


def _trouble(file: str, message: str) -> Intake:
    return Intake([], [Problem(file, 1, 1, message)], [])


def _read_file(path: Path, facts: Facts, options: Options) -> Intake:
    ending = path.suffix.lower()
    if ending in TABLES:
        said = partitions(path, options.inputs or ())
        return _read_table(path, TABLES[ending], facts, options._replace(partitions=said))
    reader = READERS.get(ending)
    if reader is None and os.path.lexists(path):
        return _trouble(
            str(path), _("not a kind of file that is read here; there are: {endings}").format(endings=" ".join(ENDINGS))
        )
    if ending == ".json" and is_report(path):
        return _trouble(str(path), _("this is a report of zhenkit's, no file of towns"))
    try:
        text, remark = read_text(path)
    except FileProblems as error:
        return Intake([], list(error.problems), [])
    if is_ledger(text):
        return _trouble(str(path), _("this is a ledger of zhenkit's, no file of towns; give it as --ledger"))
    assert reader is not None  # a file that does not exist was reported just above
    intake = _documents(reader, text, str(path), remark)
    return _as_records(intake, str(path), facts) if ending in OF_PROGRAMS else intake


def _as_records(intake: Intake, file: str, facts: Facts) -> Intake:
    """What programs export of tables: titles such as those have are read as theirs, and totals are no towns."""
    from zhenkit.towns.titled_keys import with_titles, without_totals

    towns, remarks = without_totals([with_titles(document, facts) for document in intake.documents], facts)
    return Intake(towns, _none_if_not(towns, file), [*intake.remarks, *remarks])


def _read_table(path: Path, module: str, facts: Facts, options: Options) -> Intake:
    try:
        intake: Intake = import_module(module).read(path, facts, options)
    except FileProblems as error:
        return Intake([], list(error.problems), [])
    except MissingExtra as error:
        return _trouble(str(path), str(error))
    return intake


def _read_stdin() -> Intake:
    if sys.stdin is None:  # closed by whoever started us
        return _trouble(STDIN, cannot_read(OSError(errno.EBADF, "")))
    try:
        text, remark = decode(sys.stdin.buffer.read(MAX_BYTES + 1), STDIN)
    except FileProblems as error:
        return Intake([], list(error.problems), [])
    return _documents(_read_yaml, text, STDIN, remark)


def _documents(
    reader: Callable[[str, str], Iterator[Document]], text: str, file: str, remark: Problem | None
) -> Intake:
    documents = list(reader(text, file))
    return Intake(documents, _none_if_not(documents, file), [remark] if remark else [])


def _none_if_not(documents: Sequence[Document], file: str) -> list[Problem]:
    return [] if documents else [Problem(file, 1, 1, _("there is no town in this file"))]


class Standard(Protocol):
    """By what a town is read: anything with a dictionary of facts, such as a rule set."""

    @property
    def facts(self) -> Facts:
        """The dictionary."""


S = TypeVar("S", bound=Standard)


class Reading(Generic[S]):
    """Reads the towns of files and folders one by one; of those handed on it holds no more than the places.

    A town with a problem is left out, its neighbours are not. `standard_of` gives the standard to read a town by, or
    the problem that there is none; `facts` is the dictionary by which tables' headers are read, and a town of no
    standard, to report its other problems.
    """

    def __init__(
        self,
        inputs: Iterable[str],
        standard_of: Callable[[RawTown], S | Problem],
        facts: Facts,
        options: Options = Options(),  # noqa: B008 - it is frozen
    ) -> None:
        self.inputs, self.standard_of, self.facts, self.options = inputs, standard_of, facts, options
        self.problems: list[Problem] = []
        """Every problem, each row's by itself."""
        self.remarks: list[Problem] = []
        self.read = 0
        """How many towns there were."""
        self.left_out: list[int] = []
        """Where those of them begin that were left out: their lines, or rows."""
        self.intakes: Callable[[], Iterable[Intake]] = lambda: read_inputs(self.inputs, self.facts, self.options)
        """What is read, file by file; a frame may be put in its place."""

    def __iter__(self) -> Iterator[tuple[Town, S, Document]]:
        """Each town with the standard it was read by and what it was read from."""
        seen: dict[tuple[object, ...], tuple[str, int]] = {}
        today = datetime.date.today().isoformat()
        for intake in self.intakes():
            for document in intake.documents:
                self.read += 1
                found = self._read(document)
                if found is None:
                    self.left_out.append(document.line)
                    continue
                town, standard = found
                place = town.file, town.line
                first = seen.setdefault(town.identity, place)
                if first is place:
                    self.remarks.extend(_dated_ahead(town, today))
                    yield town, standard, document
                else:
                    self.left_out.append(document.line)
                    self.problems.append(document.at(*town.find("name"), again(*first)))
            self.problems.extend(intake.problems)
            self.remarks.extend(intake.remarks)

    @property
    def rejected(self) -> int:
        """How many towns were left out."""
        return len(self.left_out)

    def _read(self, document: Document) -> tuple[Town, S] | None:
        raw = RawTown(with_given(document, self.options.given, self.facts))
        if raw.is_of_another_kind(self.facts):
            self.problems.extend(raw.problems)
            return None
        standard = self.standard_of(raw)
        if isinstance(standard, Problem):
            # its other problems are reported all the same
            raw.read(self.facts)
            self.problems.extend([*([standard] if isinstance(document.value, dict) else []), *raw.problems])
            return None
        town = raw.read(standard.facts)
        self.problems.extend(sorted(raw.problems) if document.titles else raw.problems)
        return None if town is None else (town, standard)

    def reported(self) -> list[Problem]:
        """The problems to report: one that many rows of a table share is reported once, of a file so many at most."""
        return list(capped(share(self.problems)))


class Towns(NamedTuple, Generic[S]):
    """Towns, each with the standard it was read by; and the problems and remarks of the files they came from."""

    towns: list[tuple[Town, S]]
    problems: list[Problem]
    remarks: list[Problem]


def read_towns(
    inputs: Iterable[str],
    standard_of: Callable[[RawTown], S | Problem],
    facts: Facts,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Towns[S]:
    """The towns of files and folders, all at once, as `Reading` reads them."""
    return all_of(Reading(inputs, standard_of, facts, options))


def all_of(reading: Reading[S]) -> Towns[S]:
    """What a reading gives, to its end."""
    towns = [(town, standard) for town, standard, _document in reading]
    return Towns(towns, reading.reported(), reading.remarks)


def _dated_ahead(town: Town, today: str) -> Iterator[Problem]:
    """Remarks on decisions of days to come: most likely a mistake in writing."""
    for number, decision in town.decisions.items():
        if decision.date > today:
            said = _("the decision on criterion {number} is dated {date}, which is in the future; check the date")
            yield Problem(town.file, *town.find_decision(number), said.format(number=number, date=decision.date))


def again(file: str, line: int) -> str:
    """What to say of a town that is in the input already."""
    said = _("the same town is in {file}:{line} already (same province, city, county, name and year); keep one")
    return said.format(file=file, line=line)
