"""The two languages: gettext for our own sentences, pairs of texts for what rule files say."""

from __future__ import annotations

import gettext as _gettext
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import NamedTuple

from zhenkit.core.catalogue import Catalogue

LANGUAGES = ("zh", "en")
LOCALE_DIR = Path(__file__).parents[1] / "locale"

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
    return _gettext.translation("zhenkit", LOCALE_DIR, languages=[language], class_=Catalogue)


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


def asked_for(arguments: Sequence[str]) -> str | None:
    """The language that the last good `--lang` of a command line names, wherever on the line it is."""
    wanted = None
    for position, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if argument == "--":
            break
        if name == "--lang":
            value = value if equals else next(iter(arguments[position + 1 :]), "")
            wanted = value if value in LANGUAGES else wanted
    return wanted


def of_environment() -> str:
    """The language of the user's locale, English where it is neither.

    As in gettext: LC_ALL, LC_MESSAGES and LANG, the first that is set, name the locale; unless that is C or POSIX, the
    list of languages in LANGUAGE goes before it.
    """
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), None)
    if locale is None:
        return _of_windows()
    if _base(locale) in ("c", "posix"):
        return "en"
    wishes = [*os.environ.get("LANGUAGE", "").split(":"), locale]
    return next((_base(wish) for wish in wishes if _base(wish) in LANGUAGES), "en")


def _base(locale: str) -> str:
    """`zh` of `zh_CN.UTF-8`, `zh-Hans` and `zh`."""
    return re.split(r"[-_.@]", locale.lower(), maxsplit=1)[0]


def _of_windows() -> str:
    """The language of Windows' own settings, which sets none of the variables; English elsewhere."""
    if sys.platform == "win32":
        import ctypes

        primary = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF
        return "zh" if primary == 0x04 else "en"
    return "en"


def _(message: str) -> str:
    """The message in the language in use. English is the source; catalogues are in `locale/`."""
    return _catalogue(current()).gettext(message) if message else ""


def plural(one: str, many: str, count: int) -> str:
    """The form of a message that fits the count."""
    return _catalogue(current()).ngettext(one, many, count)


def noted(message: str) -> str:
    """The message as it is: marks for the catalogue what is translated later, by `_` of a variable."""
    return message


def pgettext(context: str, message: str) -> str:
    """The message in the language in use, where one English word is two in Chinese: `context` says which is meant."""
    return _catalogue(current()).pgettext(context, message)


def both(message: str) -> Text:
    """The message in both languages, where a report carries both (JSON)."""
    return Text(_catalogue("zh").gettext(message), message)
