"""A template's package, looked through before anything parses it: bombs, entities and passwords are refused."""

from __future__ import annotations

import io
import zipfile

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.reports.layout.docx.sandbox import BadTemplate
from zhenkit.towns.tables.xlsx.guard import has_entities, is_guarded

MOST_UNPACKED, MOST_PARTS = 64 * 1024 * 1024, 2000
"""What the parts of a template may unpack to, in bytes, and how many there may be."""


def look_through(template: bytes, program: str, ending: str) -> None:
    """Raise BadTemplate for a package that is made to do harm; `program` writes such files, of this ending."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            said = _("it unpacks to more than {size} MiB; a template is small: take out what is not needed")
            raise BadTemplate(said.format(size=MOST_UNPACKED // 1024**2))
        if any(part.flag_bits & 1 for part in parts):
            raise BadTemplate(_("it is encrypted; save it without a password"))
        for part in parts:
            if is_guarded(part.filename) and has_entities(archive, part):
                said = _("a part of it ({part}) is not such as {program} writes; open it there and save it as {ending}")
                raise BadTemplate(said.format(part=quoted(part.filename), program=program, ending=ending))
