"""What is written is not code to whoever opens it: a terminal, a browser, a spreadsheet, Word, the log of a CI run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from tests.fuzz.answers import Answer, Fault, run
from tests.fuzz.mutate import MARKUP
from zhenkit.core.escape import cell, visible
from zhenkit.reports.formats import formats_of

ACTED_ON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Characters that a terminal acts on, or that turn the order of what is read."""
COMMAND = re.compile(r"::[a-z]+|##[a-z]*\[")
"""A command in the log of a CI run."""
RUN_BY_A_PROGRAM = re.compile(rb'<f[ >]|TargetMode="External"|<w:instrText|<w:fldSimple|vbaProject')
"""In a workbook or a document: formulas, what is fetched, fields."""
FIELDS = re.compile(rb"<w:instrText[^>]*> *(?:PAGE|NUMPAGES)[^<]*</w:instrText>")
"""Those that we write: the numbers of pages."""


def report_in(command: list[str], name: str, format: str, lang: str, codes: tuple[int, ...]) -> Answer:
    """Run a command (`name` that of its reports) in this format, into a file, and look at what was written."""
    ending = formats_of(name)[format].ending
    out = Path(f"tmp/report{ending}")
    answer = run([*command, "--format", format, "--output", str(out)], lang, codes)
    if out.exists():
        look_at(out)
        out.unlink()
    return answer


def look_at(file: Path) -> None:
    """Raise Fault for a file that does anything where it is opened."""
    data, ending = file.read_bytes(), file.suffix
    if ending in (".xlsx", ".docx"):
        _office(file)
        return
    text = data.decode("utf-8")
    if ending in (".html", ".svg"):
        if MARKUP in text:
            raise Fault(f"{ending}: markup of a file's", text[text.index(MARKUP) - 200 :][:400])
        if ending == ".svg":
            ElementTree.fromstring(text)
    if found := ACTED_ON.search(text.replace("\r\n", "\n")):
        raise Fault(f"{ending}: a character that is acted on", repr(text[max(0, found.start() - 99) :][:200]))
    if ending in (".txt", ".md") and (found := COMMAND.search(text)):
        raise Fault(f"{ending}: a command of a log", text[max(0, found.start() - 99) :][:200])
    if ending == ".csv":
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
            if bad := [each for each in row if cell(each) != visible(each)]:
                raise Fault(".csv: a formula", repr(bad))


def _office(file: Path) -> None:
    with zipfile.ZipFile(file) as parts:
        for name in parts.namelist():
            data = parts.read(name)
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(data)
            if found := RUN_BY_A_PROGRAM.search(FIELDS.sub(b"", data)):
                raise Fault(f"{file.suffix}: something that is run", f"{name}: {data[found.start() :][:200]!r}")


def look_into(folder: Path) -> list[str]:
    """Look at each file of a folder that was written; their names, which every system has to take."""
    names = sorted(path.name for path in folder.iterdir())
    for name in names:
        if ACTED_ON.search(name) or re.search(r'[\\:*?"<>|]|[. ]$', name) or len(name.encode()) > 200:
            raise Fault(f"{folder.name}: the name of a file", repr(name))
        look_at(folder / name)
    return names
