"""Commands run in this process, and what must hold of every answer: an exit code that is one, no traceback, no bug."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from zhenkit.cli import main
from zhenkit.core.i18n import speaking

VERDICTS = {"fail": 0, "review": 1, "relaxed": 2, "pass": 3}
JUDGED, FOUND = (0, 1, 2, 3), (0, 1, 2)
"""The exit codes of commands that judge, and of those that look for something."""


class Fault(Exception):
    """What should not be; `what` is the same for what is likely the same fault."""

    def __init__(self, what: str, details: str = "") -> None:
        self.what, self.details = what, details
        super().__init__(f"{what}: {details}" if details else what)


class Answer(NamedTuple):
    """What a command answered."""

    command: list[str]
    code: int
    out: str
    told: list[str]

    def json(self) -> Any:
        try:
            return json.loads(self.out)
        except ValueError as error:
            raise Fault(f"{self.command[0]}: no JSON", str(error)) from None

    def table(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


def run(command: list[str], lang: str, codes: tuple[int, ...]) -> Answer:
    """Run a command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _stream in range(2))
    with speaking("en" if lang == "en" else "zh"), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main.run(command)
    texts = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    answer = Answer(command, code, texts[0], texts[1].splitlines())
    said = " ".join(command)
    if code == main.BUG:
        raise _broken(answer)
    if code not in codes:
        raise Fault(f"{command[0]}: exit {code}", said)
    if "Traceback (most recent call last)" in texts[1]:
        raise Fault(f"{command[0]}: traceback", texts[1])
    return answer


def _broken(answer: Answer) -> Fault:
    """A fault named for the error and the line of ours that it came from."""
    for file in Path(tempfile.gettempdir()).glob("zhenkit-bug-*.txt"):
        details = file.read_text("utf-8")
        file.unlink()
        places = re.findall(r'File ".*?(zhenkit/[^"]+)", line \d+, in (\w+)', details)
        error = details.strip().splitlines()[-1].split(":")[0]
        return Fault(f"broke down: {error} in {'.'.join(places[-1]) if places else '?'}", details)
    return Fault("broke down", "\n".join(answer.told))


def same(what: str, one: object, other: object) -> None:
    """Hold two answers to be one."""
    if one != other:
        raise Fault(what, f"{one!r}\n!=\n{other!r}")


def told_alike(what: str, one: Answer, other: Answer) -> None:
    """Hold what is told of places in files to be one; not how many towns were read, which not every command tells."""
    lines = [Counter(line for line in answer.told if re.search(r":\d+:\d+: ", line)) for answer in (one, other)]
    if differing := sorted([*(lines[0] - lines[1]), *(lines[1] - lines[0])]):
        message = differing[0].split(": ", 1)[1]
        like = re.sub(r"[0-9]+|\b[A-Z]{1,2}(?=\d)", "N", re.sub(r"'[^']*'|\"[^\"]*\"", "…", message))[:80]
        raise Fault(f"{what}: what is told: {like}", f"{sorted(lines[0])!r}\n!=\n{sorted(lines[1])!r}")


def coded(answer: Answer, code_of: Callable[[Any], int], any_of: Callable[[Any], Any], problems: bool = False) -> Any:
    """The report of a command, whose exit code must agree with it: 2 where there is a problem or nothing at all."""
    what = answer.command[0] if answer.command[0] != "rules" else " ".join(answer.command[:2])
    if not answer.out:
        same(f"{what}: exit without a report", answer.code, 2)
        if not answer.told:
            raise Fault(f"{what}: exit 2 without a word")
        return None
    report = answer.json()
    trouble = problems or report.get("problems") or not any_of(report)
    same(f"{what}: exit code", answer.code, 2 if trouble else code_of(report))
    return report


def looked_right(answer: Answer, found: Callable[[Any], bool]) -> Any:
    """The report of a command that looks for something, whose exit code must agree with it."""
    return coded(answer, lambda report: int(bool(found(report))), lambda _report: True)
