"""An earlier run's JSON report -> what it said of each town; any other file is refused in one line."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from pydantic import ValidationError

from zhenkit.core.errors import ZhenkitError
from zhenkit.core.files import cannot_read
from zhenkit.core.i18n import _
from zhenkit.judging.judgement import Judgement, facts_as_json
from zhenkit.judging.outcome import SCHEMA
from zhenkit.judging.report_model import (
    CriterionJson,
    DecisionJson,
    MeritJson,
    ReportJson,
    RuleSetJson,
    ScoreJson,
    TownJson,
)

MAX_BYTES = 1024**3
"""The largest report we read."""


class BadBaseline(ZhenkitError):
    """The file is not a JSON report of `check` or `batch`."""


def is_report(path: Path) -> bool:
    """Whether a file looks like a JSON report of `check` or `batch`, and not like town files: by its first key."""
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open("rb") as stream:
            begin = stream.read(64)
        return re.match(rb'\s*{\s*"zhenkit"', _as_utf8(begin)) is not None
    except (OSError, UnicodeDecodeError):
        return False


def read_baseline(path: Path, option: str = "--baseline") -> list[TownJson]:
    """The towns of a report, which this option names; raises BadBaseline."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _bad(path, option, cannot_read(error)) from None
    if len(content) > MAX_BYTES:
        raise _bad(path, option, _("larger than {size} MiB").format(size=MAX_BYTES // 1024**2))
    try:
        content = _as_utf8(content)
    except UnicodeDecodeError:
        raise _bad(path, option, _("it begins like UTF-16 but is not valid UTF-16; save the file as UTF-8")) from None
    try:
        report = ReportJson.model_validate_json(content)
    except ValidationError as error:
        raise _bad(path, option, _wrong(error)) from None
    if report.number != SCHEMA:
        said = _("its schema is {number}; this version compares with schema {known}")
        raise _bad(path, option, said.format(number=report.number, known=SCHEMA))
    return report.towns


def as_reported(judgement: Judgement) -> TownJson:
    """What a report says of a judgement, as far as it is compared with a later one."""
    rule_set, span, score = judgement.rule_set, judgement.span, judgement.score
    criteria = [
        CriterionJson.model_construct(
            number=judged.criterion.number,
            worst=judged.span.worst.word,
            best=judged.span.best.word,
            decision=None if judged.decision is None else DecisionJson(**judged.decision._asdict()),
        )
        for judged in judgement.criteria
    ]
    return TownJson.model_construct(
        name=judgement.town.name,
        file=judgement.town.file,
        line=judgement.town.line,
        facts=facts_as_json(judgement),
        rule_set=RuleSetJson.model_construct(
            id=rule_set.id, effective=rule_set.effective, digest=rule_set.digest, level=rule_set.level
        ),
        worst=span.worst.verdict,
        best=span.best.verdict,
        score=ScoreJson(low=score.low, high=score.high),
        merits=[MeritJson.model_construct(held=merit.held) for merit in judgement.merits],
        criteria=criteria,
    )


def _as_utf8(content: bytes) -> bytes:
    """The bytes of a text without the mark that it begins with; PowerShell's `>` writes UTF-16."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16").encode("utf-8", "surrogatepass")
    return content.removeprefix(codecs.BOM_UTF8)


def _wrong(error: ValidationError) -> str:
    """What is wrong with the file, by the first thing that is."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    if len(first["loc"]) < 2:  # it is another kind of file, or none of JSON: no place in it is to blame
        return _("not a JSON report of `zhenkit check` or `zhenkit batch` (--format json)")
    if first["type"] == "missing":
        return _("not a JSON report of `zhenkit check` or `zhenkit batch`: it has no {where}").format(where=where)
    return _("not a JSON report of `zhenkit check` or `zhenkit batch` (at {where})").format(where=where)


def _bad(path: Path, option: str, why: str) -> BadBaseline:
    return BadBaseline(_("{option} {file}: {why}").format(option=option, file=path, why=why))
