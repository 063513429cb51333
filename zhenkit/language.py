"""The two languages: gettext for our own sentences, pairs of texts for what rule files say."""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import NamedTuple

LANGUAGES = ("zh", "en")
LOCALE_DIR = Path(__file__).parent / "locale"

_current: ContextVar[str] = ContextVar("zhenkit_language", default="en")


class Text(NamedTuple):
    """One text in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if current() == "zh" else self.en


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("zhenkit", LOCALE_DIR, languages=[language])


def current() -> str:
    """The language in use: `zh` or `en`."""
    return _current.get()


def use(language: str) -> None:
    """Speak this language (`zh` or `en`) from now on, in this context."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language!r}")
    _current.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language within the block."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def of_environment() -> str:
    """The language of the user's locale, English where it is neither."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _(message: str) -> str:
    """The message in the language in use. English is the source; catalogues are in `locale/`."""
    return _catalogue(current()).gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """The form of a message that fits the count."""
    return _catalogue(current()).ngettext(one, many, count)


def both(message: str) -> Text:
    """The message in both languages, where a report carries both (JSON)."""
    return Text(_catalogue("zh").gettext(message), message)
