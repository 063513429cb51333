"""The type of free text."""

from __future__ import annotations

from zhenkit.core.i18n import _, noted
from zhenkit.facts.types.base import MISSING_WORDS, FactType, Json, Storage, one_value
from zhenkit.facts.types.patterns import whole


class TextType(FactType):
    """Free text."""

    name = noted("text")
    definition = "Text"
    storage = Storage.TEXT

    def how_to_write(self) -> str:
        """As it is."""
        return _("text")

    def schema(self) -> Json:
        """A text that says something."""
        return {
            "type": ["string", "number", "boolean"],
            "pattern": r"\S",
            "not": {"pattern": whole("|".join(filter(None, sorted(MISSING_WORDS))))},
        }

    def read(self, raw: object) -> str:
        """The text, trimmed."""
        return one_value(raw).strip()
