"""A compiled catalogue of messages, of which those that are asked for are decoded, and no others."""

from __future__ import annotations

import gettext
import struct
from typing import Any

HEAD = struct.Struct("<5I")
"""The magic number, the format's version, how many messages there are; where the tables of both languages begin."""
PLACE = struct.Struct("<2I")
"""How long a message is, in bytes, and where it begins."""
CONTEXT_SIGN = "\x04"
"""Between a message's context and the message."""


class Catalogue(gettext.NullTranslations):
    """A catalogue (`.mo`) of a language with one plural form, as Chinese has it, in UTF-8.

    `gettext.GNUTranslations` decodes all messages when it opens a catalogue, which takes longer than judging a town.
    """

    def _parse(self, fp: Any) -> None:
        self._read = fp.read()
        _magic, _version, count, originals, translations = HEAD.unpack_from(self._read)
        tables = (
            PLACE.iter_unpack(self._read[begin : begin + count * PLACE.size]) for begin in (originals, translations)
        )
        self._places = {  # of a message with a plural, the singular comes before a NUL
            self._read[begin : begin + length].partition(b"\0")[0]: place
            for (length, begin), place in zip(*tables, strict=True)
        }
        self._known: dict[str, str] = {}

    def _translated(self, message: str) -> str | None:
        if message not in self._known:
            place = self._places.get(message.encode("utf-8", "surrogatepass"))
            if place is None:
                return None
            length, begin = place
            self._known[message] = self._read[begin : begin + length].decode("utf-8")
        return self._known[message]

    def gettext(self, message: str) -> str:
        """The message in the catalogue's language; itself where it has none."""
        found = self._translated(message)
        return message if found is None else found

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form that fits the count."""
        found = self._translated(msgid1)
        return super().ngettext(msgid1, msgid2, n) if found is None else found

    def pgettext(self, context: str, message: str) -> str:
        """The message as it is meant in this context."""
        found = self._translated(f"{context}{CONTEXT_SIGN}{message}")
        return message if found is None else found
