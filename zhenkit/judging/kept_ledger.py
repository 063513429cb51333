"""The file of a ledger that is kept (xlsx, csv, yaml): its rows as they are, with what people wrote in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhenkit.core.characters import seen
from zhenkit.core.errors import FileProblems, Problem, near, quoted
from zhenkit.core.files import read_text
from zhenkit.core.i18n import Text, _
from zhenkit.documents.yaml import Document, as_text, read_yaml
from zhenkit.facts.quantities import Unreadable
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.towns.tables.plain import unescaped, with_rows

YAML = (".yaml", ".yml")
ENDINGS = (".xlsx", ".csv", *YAML)
"""The kinds of file that a ledger is kept in."""
COLUMNS = {
    "key": Text("编号", "key"),
    "outcome": Text("本次核对", "this run"),
    "town": Text("专业镇", "town"),
    "place": Text("所在地", "place"),
    "rules": Text("标准", "rules"),
    "criterion": Text("认定条件", "criterion"),
    "problem": Text("问题", "problem"),
    "gap": Text("差距", "gap"),
    "kind": Text("类别", "class of effort"),
    "task": Text("重点任务", "task"),
    "lead": Text("牵头单位", "lead departments"),
    "support": Text("配合单位", "supporting departments"),
    "group": Text("工作专班", "work group"),
    "evidence": Text("需取得的佐证", "evidence to obtain"),
    "since": Text("立项日期", "registered on"),
    "due": Text("办理期限", "due"),
    "state": Text("状态", "state"),
    "closed": Text("办结日期", "closed on"),
    "assigned": Text("承办单位", "assigned to"),
    "extension_asked": Text("申请延期日期", "extension asked on"),
    "extended_to": Text("延期至", "extended to"),
    "reply": Text("书面反馈", "reply"),
    "note": Text("备注", "note"),
}
"""The columns of a ledger, each with its title in both languages."""
PEOPLE = ("due", "state", "assigned", "extension_asked", "extended_to", "reply", "note")
"""Those that people fill in or change: what they wrote stays."""
DATES = ("since", "closed", "due", "extension_asked", "extended_to")


@dataclass(frozen=True)
class KeptRow:
    """A row as it is in the file: its texts by column, and where they are."""

    key: str
    state: str
    values: Mapping[str, str]
    place: Callable[[str, str], Problem]

    def problem(self, column: str, said: str) -> Problem:
        """Something wrong with what is in a column."""
        return self.place(column, said)


@dataclass(frozen=True)
class KeptLedger:
    """What is kept: the rows, and the titles of columns that people added."""

    rows: Sequence[KeptRow] = ()
    extra: tuple[str, ...] = ()


def read_ledger(path: Path, states: Mapping[str, Text]) -> KeptLedger:
    """The ledger of a file, an empty one where there is none yet; raises FileProblems with all that is wrong."""
    if not path.exists():
        return KeptLedger()
    if path.suffix.lower() in YAML:
        return _of_yaml(path, states)
    with with_rows(path) as sheets:
        found = [table for sheet in sheets if (table := list(sheet.rows())) and _is_head(table[0][1])]
        if not found:
            said = _("this is no ledger: a sheet of one begins with a row of titles, {first} among them")
            raise FileProblems([Problem(str(path), 1, 1, said.format(first=quoted(str(COLUMNS["key"]))))])
        (_row, titles), *rows = found[0]
        names, extra = _named(titles)
        kept: list[KeptRow] = []
        wrong: list[Problem] = []
        for number, cells in rows:
            raw = {name: unescaped(said) for name, said in zip(names, cells, strict=False) if name and said.strip()}
            if raw:
                kept.append(_row_of(raw, states, _in_table(str(path), number, names), wrong))
    return _whole(kept, extra, wrong)


def _is_head(cells: Sequence[str]) -> bool:
    return any(_column(cell) == "key" for cell in cells)


def _column(title: str) -> str | None:
    """The column that a title, in either language, or an id means."""
    title = seen(title)
    return next((name for name, text in COLUMNS.items() if title in (name, text.zh, text.en)), None)


def _named(titles: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """What each column is called; those that people added by their titles."""
    names = [_column(title) or seen(title) for title in titles]
    return names, tuple(dict.fromkeys(name for name in names if name and name not in COLUMNS))


def _in_table(file: str, number: int, names: Sequence[str]) -> Callable[[str, str], Problem]:
    from zhenkit.towns.tables.cells import cell_name

    def place(column: str, said: str) -> Problem:
        at = names.index(column) + 1 if column in names else 1
        return Problem(file, number, at, f"{cell_name(number, at)}: {said}")

    return place


def _of_yaml(path: Path, states: Mapping[str, Text]) -> KeptLedger:
    text, _remark = read_text(path)
    kept: list[KeptRow] = []
    wrong: list[Problem] = []
    extra: dict[str, None] = {}
    for document in read_yaml(text, str(path), as_text):
        if document.problems or not isinstance(document.value, dict):
            said = _("an entry of a ledger is a mapping; divide entries by a line `---`")
            wrong += document.problems or [document.problem((), said)]
            continue
        raw, keys = {}, {}
        for key, said in document.value.items():
            name = _column(str(key)) or seen(str(key))
            keys[name] = key
            if isinstance(said, (list, dict)):
                wrong.append(document.problem((key,), _("a text is expected here")))
            elif said is not None and str(said).strip():
                raw[name] = str(said)
        extra |= dict.fromkeys(name for name in keys if name not in COLUMNS)
        kept.append(_row_of(raw, states, _in_document(document, keys), wrong))
    return _whole(kept, tuple(extra), wrong)


def _in_document(document: Document, keys: Mapping[str, Any]) -> Callable[[str, str], Problem]:
    def place(column: str, said: str) -> Problem:
        return document.problem((keys[column],) if column in keys else (), said)

    return place


def _row_of(
    raw: Mapping[str, str], states: Mapping[str, Text], place: Callable[[str, str], Problem], wrong: list[Problem]
) -> KeptRow:
    values = {name: said.strip() for name, said in raw.items()}
    for name in DATES:
        if name in values:
            try:
                values[name] = _day(values[name])
            except Unreadable as error:
                wrong.append(place(name, str(error)))
    word = values.pop("state", "")
    state = next((one for one, text in states.items() if word in (one, text.zh, text.en)), "")
    if word and not state:
        names = _(", ").join(str(text) for text in states.values())
        close = near(word, [each for text in states.values() for each in text])
        hint = _("; did you mean {near}?").format(near=close) if close else ""
        wrong.append(
            place("state", _("{word} is no state; there are: {names}").format(word=quoted(word), names=names) + hint)
        )
    return KeptRow(values.get("key", ""), state, values, place)


def _day(raw: str) -> str:
    """A day as it is kept: 2024-06-30."""
    kind = PLAIN_TYPES["date"]
    value = kind.read(raw)
    if not isinstance(value, int):
        raise Unreadable(_("{value} is not a date; write it like 2023-05-01").format(value=quoted(raw)))
    return str(kind.write(value))


def _whole(kept: Sequence[KeptRow], extra: tuple[str, ...], wrong: list[Problem]) -> KeptLedger:
    """The ledger; raises FileProblems where something is wrong, or an entry is there twice."""
    seen_keys: set[str] = set()
    for row in kept:
        if row.key and row.key in seen_keys:
            wrong.append(
                row.problem("key", _("{key} is there already; keep one of the two").format(key=quoted(row.key)))
            )
        seen_keys.add(row.key)
    if wrong:
        raise FileProblems(sorted(wrong))
    return KeptLedger(tuple(kept), extra)
