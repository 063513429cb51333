"""What the form's script says, in the language in use: the program's own messages, wherever there is one."""

from __future__ import annotations

from typing import Any

from zhenkit.checks.grades import GRADE_WORDS, VERDICT_WORDS
from zhenkit.core.i18n import _, current, pgettext
from zhenkit.facts.types.members import EMPTY_SET
from zhenkit.facts.types.registry import PLAIN_TYPES, SIGNED_TYPES
from zhenkit.facts.types.yes_no import NO, YES
from zhenkit.reports.phrases.grades import grade_word, verdict_word
from zhenkit.towns.town_file import DECISION_FIELDS, DECISION_KEYS, EVIDENCE_KEYS


def words() -> dict[str, Any]:
    """The texts by the names that the script has for them; lists of words that a town file may have."""
    first = 1 if current() == "zh" else 0
    kinds = [*PLAIN_TYPES.values(), *SIGNED_TYPES.values()]
    return {
        **_messages(),
        **_of_files(),
        "grades": {word: grade_word(word) for word in (*GRADE_WORDS, "incomplete")},
        "verdicts": {word: verdict_word(word) for word in (*VERDICT_WORDS, "incomplete")},
        "how": {kind.definition: kind.how_to_write() for kind in kinds},
        "ranges": {kind.definition: _range(kind.definition) for kind in kinds},
        "yes": sorted(YES),
        "no": sorted(NO),
        "none": sorted(EMPTY_SET),
        "saved": {"yes": ("yes", "是")[first], "no": ("no", "否")[first]},
        "keys": {"evidence": EVIDENCE_KEYS[first], "decisions": DECISION_KEYS[first]},
        "sections": {
            **dict.fromkeys(EVIDENCE_KEYS, "evidence"),
            **dict.fromkeys(DECISION_KEYS, "decisions"),
        },
        "decision": DECISION_FIELDS,
        "decision_keys": {name: key for key, name in list(DECISION_FIELDS.items())[4 * first :][:4]},
    }


def _range(kind: str) -> str:
    return {"Money": "9.5亿元~10.5亿元", "SignedMoney": "9.5亿元~10.5亿元", "Percent": "10%~12.5%"}.get(kind, "8~12")


def _messages() -> dict[str, str]:
    """What is said of fields and of verdicts."""
    return {
        "control": _("the character {code} is not allowed; remove it"),
        "inexact": _(
            "{value} is not an exact figure, and zhenkit does not guess; "
            "write one, or a range like {range}, or leave it blank"
        ),
        "nothing": _("{value} is not a figure; write 0 if there is none, or leave it blank if it is not known"),
        "unread": _("{value} is not read here; write {how}"),
        "long": _("{value} is too long for a quantity"),
        "twoEnds": _("a range has two ends, like 8~12 or 9.5亿元~10.5亿元"),
        "down": _("a range goes from low to high, but {value} goes down"),
        "finer": _("{value} is finer than a fen (0.01元); round it"),
        "tooMuch": _("{value} is too large to be an amount of money"),
        "tooMany": _("{value} is too large to be a count"),
        "noUnit": _("{value} has no unit; write money like 12.5亿元, 8000万元 or 1250000000元"),
        "noDay": _("{value} is not a day of the calendar"),
        "above": _("{value} is above {end}, the most that it can be; correct it"),
        "below": _("{value} is below {end}, the least that it can be; correct it"),
        "negative": _("it is below 0, but {fact} is computed from it"),
        "contradiction": _("{fact} comes to {value}, which it cannot be; correct the figures that it is computed from"),
        "yearTwice": _("{value} is here twice; keep one"),
        "oneValue": _("one value is expected here, not a list or a mapping"),
        "unknownWord": _("{value} is not one of its values; there are: {list}"),
        "neitherYesNorNo": _("{value} is neither yes nor no; write yes or no (是 or 否)"),
        "figuresByYear": _("figures by year are expected here, like {{2021: ..., 2022: ...}}").format(),
        "countsAsMissing": _("{said} (it counts as missing)"),
        "undefined": _("cannot be computed: divided by 0"),
        "orUndefined": _("{figure}, or cannot be computed: divided by 0"),
        "notKnown": _("not known"),
        "from": _("from {figure}"),
        "ends": _("{word} ({worst} to {best})"),
        "given": _("{given} of {all} facts given"),
        "missing": _("missing: {list}"),
        "uncertain": _("uncertain: {list}"),
        "notAll": _("too much is open to say for each of these whether it still matters"),
        "enough": _("one way that is enough for {grade}:"),
        "noWay": _("no figure leads to a better grade than {grade}"),
        "standsAt": _("{fact}: {value} → {required}"),
        "missingWord": _("missing"),
        "listComma": _(", "),
        "decisionUnfinished": _("a decision needs all four: granted or refused, by whom, when and why"),
        "held": pgettext("merit", "held"),
        "notHeld": pgettext("merit", "not held"),
        "open": pgettext("merit", "open"),
    }


def _of_files() -> dict[str, str]:
    """What is said of files that are loaded and saved."""
    return {
        "atLine": _("line {line}: {said}"),
        "notSubset": _("this page does not read it so; `zhenkit check` reads the file, and judges it"),
        "indented": _("this line is indented further than it should be; `zhenkit check` reads the file, and judges it"),
        "tab": _("a tab at the beginning of a line; write blanks"),
        "fullColon": _("the colon is full width; write : and a blank"),
        "openQuote": _("the quotation mark is not closed on its line; `zhenkit check` says more"),
        "twice": _("{key} is here twice; keep one"),
        "severalTowns": _("the file has several towns, and this page takes one; `zhenkit batch` judges them all"),
        "noTown": _("a town is a mapping of facts, like `name: 定襄法兰专业镇`"),
        "fileTooLarge": _("the file is too large for one town; `zhenkit batch` reads tables"),
        "notText": _("the file is not text in UTF-8; `zhenkit check` reads other files"),
        "notLoaded": _("{file} is not loaded: {said}"),
        "loaded": _("{file} is loaded"),
        "keptOthers": _("not asked here, and kept for saving: {list}"),
        "notTaken": _("not taken over: {list}"),
        "savedAs": _("saved as {file}"),
        "savedWithout": _("saved as {file}; what is not read is in it as a comment: {list}"),
        "needsName": _("a town file needs the town's name: fill it in, and save again"),
        "replace": _("What is filled in is not saved. Go on without it?"),
        "comment": _("a town file for zhenkit, filled in by the form of {rules}"),
        "unreadComment": _("not read: {line}"),
    }
