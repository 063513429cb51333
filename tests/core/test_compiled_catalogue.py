"""The catalogue as we read it, message by message, says what the standard library's reader says."""

import gettext

import pytest

from zhenkit.core.catalogue import CONTEXT_SIGN, Catalogue
from zhenkit.core.i18n import LOCALE_DIR

MO = LOCALE_DIR / "zh" / "LC_MESSAGES" / "zhenkit.mo"


@pytest.fixture(scope="module")
def both() -> tuple[Catalogue, gettext.GNUTranslations]:
    with MO.open("rb") as ours, MO.open("rb") as theirs:
        return Catalogue(ours), gettext.GNUTranslations(theirs)


def test_every_message_is_the_same(both: tuple[Catalogue, gettext.GNUTranslations]) -> None:
    ours, theirs = both
    plain, plurals, in_context = 0, 0, 0
    for key, said in theirs._catalog.items():  # type: ignore[attr-defined]
        if isinstance(key, tuple):
            assert ours.ngettext(key[0], "", 2) == said
            plurals += 1
        elif CONTEXT_SIGN in key:
            assert ours.pgettext(*key.split(CONTEXT_SIGN)) == said
            in_context += 1
        elif key:
            assert ours.gettext(key) == said
            plain += 1
    assert min(plain, plurals, in_context) > 0


def test_what_it_does_not_have_is_the_english(both: tuple[Catalogue, gettext.GNUTranslations]) -> None:
    ours, _theirs = both
    assert ours.gettext("no such message") == "no such message"
    assert ours.pgettext("a verb", "no such message") == "no such message"
    assert [ours.ngettext("one such", "many such", count) for count in (1, 2)] == ["one such", "many such"]
