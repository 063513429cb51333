"""An earlier run's JSON report -> what it said of each town; any other file is refused in one line."""

from __future__ import annotations

import codecs
from pathlib import Path

from pydantic import ValidationError

from zhenkit.core.errors import ZhenkitError
from zhenkit.core.files import cannot_read
from zhenkit.core.i18n import _
from zhenkit.judging.outcome import SCHEMA
from zhenkit.judging.report_model import ReportJson, TownJson

MAX_BYTES = 1024**3
"""The largest report we read."""


class BadBaseline(ZhenkitError):
    """The file is not a JSON report of `check` or `batch`."""


def read_baseline(path: Path) -> list[TownJson]:
    """The towns of a report; raises BadBaseline."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _bad(path, cannot_read(error)) from None
    if len(content) > MAX_BYTES:
        raise _bad(path, _("larger than {size} MiB").format(size=MAX_BYTES // 1024**2))
    try:
        content = _as_utf8(content)
    except UnicodeDecodeError:
        raise _bad(path, _("it begins like UTF-16 but is not valid UTF-16; save the file as UTF-8")) from None
    try:
        report = ReportJson.model_validate_json(content)
    except ValidationError as error:
        raise _bad(path, _wrong(error)) from None
    if report.number != SCHEMA:
        said = _("its schema is {number}; this version compares with schema {known}")
        raise _bad(path, said.format(number=report.number, known=SCHEMA))
    return report.towns


def _as_utf8(content: bytes) -> bytes:
    """The bytes of a text without the mark that it begins with; PowerShell's `>` writes UTF-16."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16").encode("utf-8", "surrogatepass")
    return content.removeprefix(codecs.BOM_UTF8)


def _wrong(error: ValidationError) -> str:
    """What is wrong with the file, by the first thing that is."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    if not where:
        return _("not a JSON report of zhenkit")
    return _("not a JSON report of `zhenkit check` or `zhenkit batch` (at {where})").format(where=where)


def _bad(path: Path, why: str) -> BadBaseline:
    return BadBaseline(_("--baseline {file}: {why}").format(file=path, why=why))
