"""Changes at random: of cells, of values within values, of lines and characters, of bytes."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from zhenkit.facts.dictionary import Facts
from zhenkit.rulesets.catalog import shipped

MARKUP = "<i id=zk>"
"""What no page may have as it stands."""
WORDS = (
    "", " ", "\u3000", "未知", "—", "-", "/", "不详", "暂无", "N/A", "同上", "〃", "若干", "约5", "5左右", "10亿元以上",
    "无", "none", "是", "否", "有", "√", "×", "Y", "1", "0", "-1", "1.5", "1e3", "１２", "①", "12²", "12户", "007",
    "60平方公里", "1亿5000万元", "9.5~10.5亿元", "9~1", "10亿元", "1250000000元", "0.001元", "-5万元", "8~12", "12%",
    "0.5", "120%", "2024-01-01", "2024年", "2024", "2023-02-30", "true", "null", "NaN", "inf", "1,234", "1，234",
    "=1+1", "合计", "小计", "平均", "备注", "说明：以上数据", "填表人：张三", "省级", "国家级", "县级", "制造业",
    "manufacturing", "山西省", "晋城市", "阳城县", "甲镇", "testing;training", "检验检测、业务培训", "1.检验检测 2.培",
    "\u200b", "\u202e镇", "a\x00b", "\x0b", "\x85", "\u2028", "\ufeff", "e\u0301", "𠮷", "9" * 40, "长" * 300, '"', "'",
    '"a', "a\nb", "\t", "{", "[1", "*a", "&a b", "!!int 3", "%", "#", "@", "a: b", "- a", "||", "〇", "十二", "50万",
    MARKUP, "</script>" + MARKUP, "\x1b[31mzk", "::error::zk", "##[error]zk", "##teamcity[zk]", "../../zk", "CON",
    "=cmd|'/C calc'!A0", "@SUM(1)", "+1+1", "-1+1", "[zk](javascript:zk)", "![](http://zk)", "{{ zk }}", "{%zk%}",
    "nul.txt", "${zk}", "a|b", "`zk`", "甲" * 200, "\r\n::error::zk", "镇\u2067zk", "]]>", "&lt;", "*zk*", "${{zk}}",
)  # fmt: skip
"""What people, programs and enemies write into a cell."""
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 3, 2024, 10**9, 10**18, 2**63, 10**400, 0.5, 1.5, -0.0, 1e308, [], {}, [None],
    ["是", "否"], [1, 2], {"a": 1}, [[]], {"zh": "甲", "en": "a"}, "x" * 3000,
)  # fmt: skip
BYTES = (0x00, 0x0A, 0x0D, 0x22, 0x2C, 0x3A, 0x7F, 0x80, 0xC0, 0xE4, 0xED, 0xFE, 0xFF)
TITLES = (
    "",
    "序号",
    "备注",
    "合计",
    "名称",
    "编号",
    "未知",
    "产值（亿元）",
    "2024年产值（亿元）",
    "产值(万元)",
    "县（市、区）",
)


def title(chance: random.Random, facts: Facts) -> str:
    """A title that a column may have."""
    fact = chance.choice(list(facts.by_id.values()))
    name = chance.choice((fact.id, fact.label.zh, *fact.aliases))
    end = chance.choice(
        (
            "",
            "",
            "",
            "（亿元）",
            "（元）",
            "(家)",
            "_low",
            "_high",
            "下限",
            "佐证",
            ".2023",
            ".testing",
            "·检验检测",
            " ",
        )
    )
    front = chance.choice(("", "", "", "evidence.", "2024年", "decisions.4.", " "))
    return chance.choice((front + name + end, chance.choice(TITLES)))


def mutated_grid(chance: random.Random, rows: list[list[Any]], facts: Facts) -> list[list[Any]]:
    """A table with some things changed."""
    rows = [list(row) for row in rows]
    for _time in range(chance.choice((0, 1, 1, 2, 3, 6))):
        at = chance.randrange(len(rows))
        row = rows[at]
        column = chance.randrange(len(row)) if row else 0
        match chance.randrange(14):
            case 0 | 1 | 2 | 3 | 4:
                if row:
                    row[column] = word(chance)
            case 5:
                if rows[0]:
                    rows[0][chance.randrange(len(rows[0]))] = title(chance, facts)
            case 6:
                rows.insert(at, list(chance.choice(rows)))
            case 7:
                rows.insert(at, ["" for _cell in row])
            case 8:
                rows.insert(
                    at,
                    [chance.choice(("合计", "备注：无", "填表人：甲", "1", "平均"))] + [word(chance) for _ in row[1:]],
                )
            case 9:
                del row[column:]
            case 10:
                row.extend(word(chance) for _time in range(chance.choice((1, 1, 3))))
            case 11:
                new, value = title(chance, facts), word(chance)
                for number, each in enumerate(rows):
                    each.insert(min(column, len(each)), new if number == 0 else chance.choice((value, word(chance))))
            case 12:
                for each in rows:
                    del each[column : column + 1]
            case 13 if row:  # one whole column says the same
                value = word(chance)
                for each in rows[1:]:
                    each[column : column + 1] = [value]
        rows = rows or [[]]
    return rows


def word(chance: random.Random) -> str:
    """What may stand in a cell."""
    if chance.random() < 0.05:
        return chance.choice(WORDS) + chance.choice(WORDS)
    return chance.choice(WORDS)


def mutated_tree(chance: random.Random, value: Any, more: Callable[[], Any], keys: list[str], times: int) -> Any:
    """Values within values with some things changed; `more` gives a value of another file, `keys` are known keys."""
    holder = [copy.deepcopy(value)]
    for _time in range(times):
        places = list(_places(holder))[1:] or [(holder, 0)]
        place, key = chance.choice(places)
        match chance.randrange(10):
            case 0 | 1:
                place[key] = word(chance)
            case 2:
                place[key] = copy.deepcopy(chance.choice(VALUES))
            case 3:
                place[key] = copy.deepcopy(more())
            case 4:
                other, from_key = chance.choice(places)
                place[key] = copy.deepcopy(other[from_key])
            case 5 | 6 if place is not holder:
                del place[key]
            case 7:
                if isinstance(place, list):
                    place.insert(key, copy.deepcopy(place[key]))
                else:
                    _renamed(place, key, chance.choice((chance.choice(keys), word(chance), str(key)[:-1], key)))
            case 8:
                place[key] = [place[key]] if chance.random() < 0.5 else {chance.choice(keys): place[key]}
            case 9:
                if isinstance(place, dict):
                    place[chance.choice(keys)] = chance.choice((word(chance), copy.deepcopy(more())))
                else:
                    chance.shuffle(place)
    return holder[0]


def _renamed(place: dict[Any, Any], key: Any, new: Any) -> None:
    items = [(new if each == key else each, value) for each, value in place.items()]
    place.clear()
    place.update(items)


def _places(value: Any) -> Any:
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield value, index
            yield from _places(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield value, key
            yield from _places(each)


def mutated_text(chance: random.Random, text: bytes) -> bytes:
    """A text with some lines, words or bytes changed."""
    for _time in range(chance.choice((1, 1, 2, 4))):
        lines = text.splitlines(keepends=True) or [b""]
        at = chance.randrange(len(lines))
        line, where = lines[at], chance.randrange(len(lines[at]) + 1)
        match chance.randrange(8):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, chance.choice(lines))
            case 2:
                lines[at] = line[:where] + word(chance).encode() + line[where:]
            case 3:
                lines[at] = line[:where] + line[where + chance.choice((1, 1, 2, 5)) :]
            case 4:
                lines[at] = line[:where] + bytes([chance.choice(BYTES)]) + line[where:]
            case 5:
                lines[at] = chance.choice((b" ", b"\t", b"- ", b"  ")) + line
            case 6:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 7:
                lines = [b"".join(lines)[: chance.randrange(len(text) + 1)]]
        text = b"".join(lines)
    return text


def flipped(chance: random.Random, data: bytes) -> bytes:
    """Bytes of which one to three have one bit changed, or that end early."""
    if not data or chance.random() < 0.15:
        return data[: chance.randrange(len(data) + 1)]
    changed = bytearray(data)
    for _time in range(chance.choice((1, 1, 3))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


KEYS = [
    "name", "evidence", "decisions", "facts", "criteria", "require", "prefer", "all", "any", "none", "of", "fact",
    "is", "at_least", "at_most", "more_than", "less_than", "includes", "relaxed", "in_principle", "by", "other",
    "points", "weights", "adopts", "id", "level", "place", "title", "document", "effective", "number", "clause",
    "derived", "years", "ratio", "sum", "average", "growth", "type", "values", "zh", "en", "rules", "bases", "like",
    "cases", "town", "grades", "missing", "verdict", "towns", "reading", "veto", "unit", "from", "until",
    *shipped().facts.by_id,
]  # fmt: skip
"""Names that mean something in some file."""
