"""A template of Markdown with its tags filled in: no text of the data becomes markup, whatever the template is.

Imported only where a letter is written, for it needs the extra `reports`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.reports.judgement.markdown import inline
from zhenkit.reports.layout.docx.sandbox import (
    WRONG_TAGS,
    BadTemplate,
    Sandbox,
    as_record,
    check_tags,
    line_of,
    reason_of,
)


def fill(template: bytes, report: Mapping[str, Any], _title: str) -> bytes:
    """The text that a template makes of a report, in UTF-8; raises BadTemplate."""
    try:
        source = template.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadTemplate(_("it is not UTF-8; save it as UTF-8")) from None
    check_tags(source)
    sandbox = Sandbox(list(report), inline, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    for name in ("e", "escape"):  # safe in HTML, which is not enough here
        del sandbox.filters[name]
    try:
        filled = sandbox.from_string(source).render({key: as_record(value) for key, value in report.items()})
    except WRONG_TAGS as error:
        number, lines = line_of(error), source.splitlines()
        if number is None or number > len(lines):
            raise BadTemplate(_("its tags cannot be filled in: {why}").format(why=reason_of(error))) from None
        said = _("in {paragraph}: {why}")
        raise BadTemplate(said.format(paragraph=quoted(lines[number - 1].strip()), why=reason_of(error))) from None
    return filled.encode("utf-8", "backslashreplace")
