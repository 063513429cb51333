"""The zip file that a workbook is, looked through before anything parses it: bombs, entities and passwords refused."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _

MAX_UNPACKED = 512 * 1024 * 1024
"""The most bytes that the parts of a workbook may unpack to."""
MAX_RATIO, SMALL = 200, 32 * 1024 * 1024
"""How many times its size a workbook may unpack to, where that is more than `SMALL` bytes."""
MAX_PARTS = 10_000
PIECE = 1024 * 1024


class Refused(Exception):
    """The workbook is not one that we read; the text says why."""


def inspect(stream: BinaryIO) -> None:
    """Raise Refused for what is no workbook, or is made to do harm."""
    begin = stream.read(8)
    if begin == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Refused(_("an old .xls workbook, or one with a password; save it as .xlsx without a password"))
    if not begin.startswith(b"PK"):
        raise Refused(_("not an XLSX workbook; save it as .xlsx, or name it by what it is"))
    size = stream.seek(0, 2)
    with zipfile.ZipFile(stream) as archive:
        bounded(archive, size)
        for part in archive.infolist():
            if is_guarded(part.filename) and has_entities(archive, part):
                raise Refused(_("a part of it ({part}) is not such as Excel writes").format(part=quoted(part.filename)))


def bounded(archive: zipfile.ZipFile, size: int) -> None:
    """Raise Refused for a package of so many bytes that unpacks to more than is read, or has a password."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked > max(SMALL, MAX_RATIO * size):
        most = MAX_UNPACKED // 1024**2
        raise Refused(_("it unpacks to more than is read ({size} MiB); keep so many towns in CSV").format(size=most))
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(_("it is encrypted; save it without a password"))


def is_guarded(part: str) -> bool:
    """Whether a part is one that is looked through here: no other is ever parsed."""
    return part.casefold().endswith((".xml", ".rels"))


def has_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part of a package defines entities, or is written so that it could hide them."""
    kept = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            text = kept + piece
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text:  # NUL: an encoding that hides them
                return True
            kept = text[-16:]
    return False
