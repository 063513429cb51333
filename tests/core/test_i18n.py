"""The two languages, and texts that are in both."""

import threading

import pytest

from zhenkit.core.i18n import Text, _, both, current, noted, pgettext, plural, speaking, use


def test_a_text_is_shown_in_the_language_in_use():
    text = Text("专业镇", "specialised town")
    assert str(text) == f"{text}" == "specialised town"
    with speaking("zh"):
        assert str(text) == f"{text}" == "专业镇"


def test_a_language_is_spoken_within_its_block_alone():
    assert current() == "en"
    with speaking("zh"):
        assert current() == "zh"
        with speaking("en"):
            assert current() == "en"
        assert current() == "zh"
    assert current() == "en"


def test_a_language_is_put_back_whatever_happens():
    with pytest.raises(RuntimeError), speaking("zh"):
        raise RuntimeError
    assert current() == "en"


def test_messages_are_english_and_translated_where_chinese_is_spoken():
    assert _("yes") == "yes"
    assert both("yes") == Text("是", "yes")
    with speaking("zh"):
        assert _("yes") == "是"
        assert both("yes") == Text("是", "yes")
        assert _("no such message in the catalogue") == "no such message in the catalogue"


def test_nothing_is_translated_as_nothing():
    with speaking("zh"):
        assert _("") == ""


def test_a_message_noted_for_later_is_not_translated_yet():
    with speaking("zh"):
        assert noted("yes") == "yes"


def test_a_plural_and_a_word_in_context_fall_back_on_the_english():
    assert plural("{count} one", "{count} many", 1) == "{count} one"
    assert plural("{count} one", "{count} many", 2) == "{count} many"
    assert pgettext("nowhere", "word") == "word"


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="no such language: 'fr'"):
        use("fr")
    assert current() == "en"


def test_what_one_thread_speaks_another_does_not():
    heard = []

    def listen():
        use("zh")
        heard.append(current())

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()
    assert (heard, current()) == (["zh"], "en")
