"""The Chinese catalogue is whole: every message of the code is in it, translated, and compiled."""

import ast
import gettext
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
from babel.messages.catalog import Message

from tests.catalogue import KEYWORDS, MO, PACKAGE, ROOT, TYPER, compiled, extracted, translated, untranslated
from zhenkit.core import i18n
from zhenkit.documents.syntax import why
from zhenkit.documents.yaml import as_text, read_yaml
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.town_file import DECISION_KEYS, EVIDENCE_KEYS

HAN = re.compile(r"[\u3400-\u9fff]")
CODE = re.compile(r"`[^`]*`|--[a-z-]+|\{[^}]*\}")
ENGLISH = re.compile(r"\b[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}\b")
SIGNS = " ,;:.()…·/→"
"""What is no word in either language."""


def messages() -> Iterator[tuple[str, str]]:
    """Each message that has words, and its translation; plurals form by form."""
    for message in translated():
        if message.id:
            translations = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from ((one, many) for one in forms(message) for many in translations)


def forms(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


@cache
def known_texts() -> frozenset[str]:
    return frozenset(form for message in extracted() if message.id for form in forms(message))


def keys(catalogue: object) -> set[tuple[str | None, str]]:
    return {(message.context, message.id) for message in catalogue if message.id}  # type: ignore[attr-defined]


def test_the_catalogue_is_up_to_date_with_the_code() -> None:
    assert keys(translated()) == keys(extracted()), "run `python -m tests.catalogue`"


def test_every_message_has_a_translation() -> None:
    assert [message.id for message in untranslated(translated())] == []


def test_no_translation_is_a_guess() -> None:
    assert [message.id for message in translated() if message.id and message.fuzzy] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    unequal = [(said, told) for said, told in messages() if fields(said) != fields(told)]
    assert unequal == []


def test_translations_are_in_chinese() -> None:
    assert [said for said, told in messages() if CODE.sub("", said).strip(SIGNS) and not HAN.search(told)] == []


def test_translations_hold_no_english_sentence() -> None:
    assert [told for _said, told in messages() if ENGLISH.search(CODE.sub("", told))] == []


def test_the_compiled_catalogue_says_what_the_catalogue_says() -> None:
    def said(content: bytes) -> dict[object, str]:
        catalogue = dict(gettext.GNUTranslations(io.BytesIO(content))._catalog)  # type: ignore[attr-defined]
        catalogue.pop("")
        return catalogue

    assert said(MO.read_bytes()) == said(compiled(translated()))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_call_that_translates_a_text_is_found_by_the_extraction(path: Path) -> None:
    # a call inside an f-string is seen by Python but not by the extraction
    known = known_texts()
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS
    ]
    texts = [
        argument.value
        for call in calls
        for argument in call.args[:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    contexts = {call.args[0].value for call in calls if call.func.id == "pgettext"}  # type: ignore[attr-defined]
    assert [text for text in texts if text not in known | contexts] == []
    assert not [call.lineno for call in calls if isinstance(call.args[-1], ast.JoinedStr)]


@pytest.mark.parametrize("message", TYPER)
def test_what_is_said_by_typer_is_still_in_typer(message: str) -> None:
    folder = Path(typer.__file__).parent
    assert any(message in path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))


@pytest.mark.parametrize(
    "text",
    ["a: b: c", "[1", "{a: 1", "a: 'b", "a: *", "- a\nb: 1", "a: 1\n b: 2", '"\\z"', "@a", "\ta: 1", "%A\n---\na"],
)
def test_faults_of_form_are_told_in_the_language_in_use(text: str) -> None:
    for spoken in i18n.LANGUAGES:
        with i18n.speaking(spoken):
            (document,) = read_yaml(text, "t.yaml", as_text)
            (problem,) = document.problems
            assert bool(HAN.search(problem.message)) == (spoken == "zh")


def test_words_of_a_parser_that_nobody_knows_yet_are_said_in_ours() -> None:
    with i18n.speaking("zh"):
        assert HAN.search(why("exceeded a limit that no version has today"))


PEOPLE = ("待评审", "评审决定", "提请评审", "由人评审", "评审人员", "评审方", "交评审", "评审组", "经评审认可")
"""What people do: zhenkit judges (判定), people review (评审)."""


def chinese_texts() -> Iterator[str]:
    """All Chinese that users see: of the catalogue, the rule files, samples, the guide and the README."""
    yield from (said for _english, said in messages())
    for pattern in ("README.zh.md", "zhenkit/guide/*.zh.md", "rules/**/*.yaml", "samples/**/*.yaml"):
        for path in sorted(ROOT.glob(pattern)):
            yield from path.read_text(encoding="utf-8").splitlines()


SYNONYMS = {
    "事实": "指标",
    "准则": "认定条件",
    "指标字典": "指标词典",
    "自有指标": "自定义指标",
    "层级": "级别",
    "每项检查": "每个检查项",
    "各项检查": "检查项",
    "派生": "计算得出",
    "指称": "写编号",
    "兼备": "同时具备",
    "据以": "信息来源",
    "及于": "的范围",
}
"""Words that are not used, and what is said instead: one word for one thing, and present-day Chinese."""


def test_one_word_for_one_thing_in_chinese() -> None:
    wrong = [text for text in chinese_texts() if re.search("|".join(SYNONYMS), text)]
    by_people = re.compile("|".join(PEOPLE))
    wrong += [text for text in chinese_texts() if "评审" in by_people.sub("", text)]
    assert wrong == [], f"what zhenkit does is 判定; and {SYNONYMS}"


TOWN_KEYS = {*shipped().facts.by_id, EVIDENCE_KEYS[0], DECISION_KEYS[0]}
OF_TOWNS = tuple(f"zhenkit/{folder}/" for folder in ("judging", "reports", "templates", "towns", "columnar"))
"""Where it is told how to fill in town files and tables; rule files and cases have English keys alone."""


def test_keys_of_town_files_are_named_in_chinese() -> None:
    named = re.compile(rf"(?<![\w（{{])(?:{'|'.join(sorted(TOWN_KEYS))})(?![\w}}])")
    wrong = [
        message.string
        for message in translated()
        if message.id and any(place.startswith(OF_TOWNS) for place, _line in message.locations)
        if named.search(re.sub(r"\{\w+\}", "", str(message.string)))
    ]
    assert wrong == [], "a town file may say it in Chinese: 评审决定, not decisions"
