"""Rows among the towns of a table that are none: totals and averages, notes and signatures, the numbers of columns.

As a town, a sum would lead the ranking. What is said of rows here holds by rows and by columns: the patterns are such
as Python and Polars read alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from enum import Enum
from itertools import pairwise

from zhenkit.core.i18n import _, plural
from zhenkit.towns.tables.cells import Cell, Merged, is_blank
from zhenkit.towns.tables.units import units_said


class NoTown(Enum):
    """What a row is that is no town."""

    TOTAL = "total"
    NOTE = "note"
    HEADER = "header"
    UNITS = "units"
    CONTINUED = "continued"
    PLACE = "place"


_COUNTING = r"[\s　]*[0-9一二三四五六七八九十百两]+[\s　]*[个家户项][\s　]*(?:专业)?镇?"
_SUMS = ("合计", "总计", "小计", "共计", "累计", "汇总", "总和")
_LATIN = ("total", "subtotal", "grand total", "sum", "average", "mean")
_SPELT = [spelt for word in _LATIN for spelt in (word, word.capitalize(), word.title(), word.upper())]
_COMPARED = (
    *("占比", "比重", "占全省比重", "占全市比重", "上年", "上年数", "去年", "上年同期", "去年同期", "同期"),
    *("同比", "同比增长", "同比增速", "同比增减", "同比增幅", "环比", "环比增长", "增长", "增长率", "增速", "增幅"),
    *("增减", "比上年增长", "比上年", "较上年增长", "较上年", "上年同期数", "增长率%", "其他", "其它", "其余"),
    *("总数", "总", "计", "∑", "最大值", "最小值", "最高", "最低", "最高值", "最低值", "中位数", "标准差", "差额"),
    *(
        "差距",
        "达标数",
        "排名",
        "位次",
        "名次",
        "得分",
        "评分",
        "权重",
        "满分",
        "分值",
        "完成率",
        "达标率",
    ),
    r"(?:[省市县]级?|国家级?)?(?:认定|考核|申报)?(?:标准|条件|要求|门槛)(?:要求|值)?",
    *("目标", "目标值", "指标值", "参考值", "单位"),
    rf"(?:合计|总计|共计|[总共计])有?[:：]?{_COUNTING}",
    r"占.{1,12}(?:比重|比例|百分比|的?比|[%％])|(?:.*年)?[比较与].{2,12}(?:增长|增减|增加|下降|变化|增幅|增速)[率额量]?[%％]?",
    r"(?:同比|环比|增长|增减|增加|下降)[率额量]?[±]?[%％]?|(?:上年|去年|前年|往年)(?:数据?|值|完成|实绩|情况)?",
    "承前页|过次页|[接续][上下][页表]|(?:全部|所有|各)(?:专业)?镇|全[部域]",
    r"#?其中[^镇]{0,8}|[省市县]本?级(?:直属?)?|本级|市直|县直|省直管?|(?:已|拟)?(?:认定|培育|推荐|申报)(?:专业镇|对象|名单)",
    r"(?:国家|[省市县])级(?:特色|重点|培育|认定)*专业镇|其[他它余](?:专业镇|[县区市])|(?:规上|规模以上|重点|龙头|骨干)(?:工业)?企业",
    "最[大小]|方差|极差|众数|中值|[户镇]均|平均每.{1,4}|不?达标|达标[个家户镇]数|总体情况|测试(?:专业)?镇?",
    "签[字章名]|[（(]?(?:盖章|公章)[）)]?|END|End|AVG|Avg",
    r"与.*(?:差|差额|差距|相比)|(?:特优|特色)?(?:制造业|农业|工业|轻工业?|服务业|文旅|旅游业?)(?:类|小类)?|第[一二三]产业",
)
_SPACED = r"[\s　]*"

_OF_PERIODS = (
    r"(?:19|20)[0-9]{2}年(?:目标|计划|预计|数|数据|实际|实绩|完成)[数值]?|[0-9]{1,2}[-~至—][0-9]{1,2}月份?"
    r"|(?:计划|预计|预算|完成|实际)(?:数据?|值|完成|实绩|情况)?"
    r"|[一二三四前上下1-4]{1,2}个?(?:季度|半年)"
)
TOTAL = (
    rf"^{_SPACED}(?:.*(?:" + "|".join(_SPACED.join(word) for word in _SUMS) + rf")数?|.*平{_SPACED}均[值数]?"
    rf"|均{_SPACED}值|{'|'.join(_COMPARED)}|{_OF_PERIODS}|(?:19|20)[0-9]{{2}}年度?|全{_SPACED}[省市县区国]|其{_SPACED}中(?:[:：].*)?|[一二三四五六七八九十]+、.*"
    "|" + "|".join(_SPELT) + rf"){_SPACED}[:：]?{_SPACED}(?:[（(][^（）()]*[)）])?{_SPACED}$"
)
"""The names of rows that sum up others, or compare: `合计（12个）`, `虚构市 汇总`, `一、虚构市`, `增长率（%）`."""

_SIGNED = (
    "注释|附注|备注|说明|填表说明|填报说明|资料来源|数据来源|来源|填表人|填报人|制表人?|审核人?|审批人?|复核人?|"
    "单位负责人|统计负责人|负责人|分管领导|主管领导|联系人|联系电话|联系方式|电话|计量单位|填报单位|填表单位|报送单位|推荐单位|"
    "填报日期|填表日期|填报时间|报出日期|报送日期|制表日期|制表时间|日期|单位|单位[（(]盖章[）)]|"
    "[Nn]otes?|[Ss]ources?|[Pp]repared by|[Cc]hecked by|经办人?|打印日期|打印时间|签[字章名]|指标解释|统计负责人"
)
_PEOPLE = (
    "填表人|填报人|制表人|审核人|审批人|复核人|经办人|单位负责人|统计负责人|联系人|联系电话|联系方式|手机号?|"
    "填报日期|填表日期|报出日期|报送日期|制表日期|数据来源|资料来源"
)
"""Of these a row says nothing of a town, whether a colon follows them, a blank, or nothing."""
NOTE = (
    rf"^{_SPACED}[*＊※]?{_SPACED}"
    rf"(?:(?:{_SIGNED})[\s　0-9]*[:：]|(?:{_PEOPLE}|电话)(?:[\s　]|$)|(?:备注|说明|附注|填表说明|填报说明){_SPACED}$"
    rf"|[（(]?(?:填写)?(?:示例|样例|范例)(?:专业)?镇?[）)]?{_SPACED}$|[XxＸｘ×某]{{2,10}}(?:专业)?镇?{_SPACED}$|例{_SPACED}[:：]|"
    rf"(?:必填|选填|文本|字符串?|文字)[型项]?{_SPACED}$|[（(](?:示例|样例|范例)[）)]|填写说明"
    rf"|[（(]?以下(?:空白|无正文)|[（(]?(?:此|本)行(?:勿删|不填|请勿)|第{_SPACED}[0-9]+{_SPACED}页|[（(](?:空白|略)[）)]"
    rf"|注{_SPACED}[0-9一二三四五六七八九十]*[、:：.．]|[*＊※])"
)
"""How a row of notes, sources or signatures begins."""

ALONE = (
    rf"^{_SPACED}(?:以下|附{_SPACED}[件表图]|第[一二三四五六七八九十0-9]+[批类部]|[（(][一二三四五六七八九十]+[)）]|(?:19|20)[0-9]{{2}}年)"
    rf"|(?:表|情况|名单|类|批|部分){_SPACED}(?:[（(][^（）()]*[)）])?{_SPACED}$"
    rf"|^{_SPACED}(?:[0-9]{{1,2}}[.、．)）].*[^镇]|[（(].*[)）]|(?:以上|上述|本表|此表|表中|数据|截至|截止).*){_SPACED}$"
    rf"|(?:局|委|厅|政府|委员会|办公室|中心|[省市县区州旗]|[0-9]日|[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}){_SPACED}"
    rf"(?:[（(](?:盖章|公章|章|签章)[）)])?{_SPACED}$"
)
"""What a line of one text says that is no town's name: `以下为培育镇`, `2.产值为快报数`, who made it, a place."""

HEADER_NAME = rf"^{_SPACED}(?:专业镇)?名{_SPACED}称{_SPACED}$|^[Nn]ame$|^NAME$"
"""What is in the name's column of another header, or of the same again."""

SIGNS = (
    *("名称", "名 称", "平均", "均值", "其中", "、", "：", ":", "*", "＊", "※", "注"),
    *_SUMS,
    *(f"全{area}" for area in "省市县区国"),
    *("占", "比", "上年", "去年", "同期", "增", "其他", "其它", "其余", "说明", "总", "计", "∑", "最", "中位", "标准"),
    *("差", "达标", "排名", "次", "分", "权重", "完成率", "要求", "条件", "目标", "门槛", "值", "单位", "例", "空白"),
    *("无正文", "行", "页", "略", ")", "）", "以下", "附", "第", "年", "表", "情况", "名单", "类", "批", "部分"),
    *("以上", "上述", "数据", "截", "局", "委", "厅", "政府", "办公室", "中心", "日"),
    *(
        "必填",
        "选填",
        "文本",
        "字符",
        "文字",
        "某",
        "×",
        "Ｘ",
        "ｘ",
        "制造业",
        "农业",
        "工业",
        "轻工",
        "服务业",
        "文旅",
        "旅游",
        "产业",
        "差",
    ),
    *(
        "共",
        "季",
        "月",
        "部",
        "所有",
        "各",
        "全域",
        "全部",
        "预",
        "完成",
        "实际",
        "级",
        "直",
        "认定",
        "培育",
        "推荐",
        "申报",
    ),
    *("企业", "均", "众", "测试", "签", "章", "下降", "变化", "减", "-", "/", "."),
    *("审核", "审批", "复核", "经办", "联系", "手机", "电话", "负责人", "来源", "填报", "报出", "报送", "打印"),
)
"""Of these each such name has one, unless it begins with a Latin letter or has a blank within."""
MOST_CHARACTERS = 100
"""The longest name of a sum."""

_TOTAL, _NOTE, _ALONE = re.compile(TOTAL), re.compile(NOTE), re.compile(ALONE)


def is_total(name: str) -> bool:
    """Whether this is the name of a row that sums up others."""
    return len(name) <= MOST_CHARACTERS and _TOTAL.match(name) is not None


def is_of_a_period(name: str) -> bool:
    """Whether this is the name of figures of another time, or not yet: `1-6月`, `2025年计划`."""
    return re.fullmatch(_OF_PERIODS, name.strip()) is not None


def is_note(text: str) -> bool:
    """Whether a row that begins so is a note or a signature."""
    return _NOTE.match(text) is not None


def what_it_is(cells: Sequence[Cell], name: int, places: Iterable[int], stated: Collection[int] = ()) -> NoTown | None:
    """What a row is that is no town, None of a town's; `name` and `places` are the columns (from 0) of those facts.

    Where there is a name, it decides, or a total before it (in a column of numbers, or of places); else the first cell
    and the places. Beside a name, what is in the columns of other facts (`stated`) is theirs: a year, 其他.
    """
    first = next((index for index, cell in enumerate(cells) if not is_blank(cell)), None)
    if first is None:
        return None
    if _says_units(cells, first):
        return NoTown.NOTE
    named = _text(cells, name)
    looked_at = [named] if named else [_text(cells, index) for index in places]
    if not named or (first < name and first not in stated):
        looked_at.append(_text(cells, first))
    is_numbered = named.endswith("镇") and _NUMBERED_NAME.match(named) is not None
    if any(is_total(text) for text in looked_at if text) and not (is_numbered and any(_text(cells, i) for i in places)):
        return NoTown.TOTAL
    begins = [named] if named and first in stated else [_text(cells, first), named]
    if any(is_note(text.lstrip(STARS)) for text in begins if text):
        return NoTown.NOTE
    # what has a star and stands beside figures is a name with a mark
    starred = any(text.startswith(tuple(STARS)) for text in begins)
    said = starred or any(len(text) <= MOST_CHARACTERS and _ALONE.search(text) for text in begins)
    if said and len({_text(cells, index) for index, cell in enumerate(cells) if not is_blank(cell)}) == 1:
        return NoTown.NOTE
    return None


def _says_units(cells: Sequence[Cell], first: int) -> bool:
    """Whether a row has one text, or two, that say units: `以下单位：万元`, `单位：` and `万元`."""
    if all(map(is_blank, cells[first + 1 :])):
        return bool(units_said([_text(cells, first)]))
    texts = [_text(cells, index) for index, cell in enumerate(cells) if not is_blank(cell)]
    return len(texts) == 2 and texts[0].endswith(("：", ":")) and bool(units_said(["".join(texts)]))


STARS = "*＊※ \u3000"


def _text(cells: Sequence[Cell], index: int) -> str:
    cell = cells[index] if index < len(cells) else None
    cell = cell.value if isinstance(cell, Merged) else cell
    return cell.strip() if isinstance(cell, str) else ""


_NUMBERED_NAME = re.compile("[一二三四五六七八九十]+、")
"""Of a town that lies somewhere it is numbering, of others the title of a part."""
MOST_COLUMNS = 0.6
"""Of which part of the columns there is a number, where they are numbered."""
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_COLUMN_WORDS = {"栏次", "列次", "序号", "编号", "栏目", "代码", "—", "-", "－"}
_NUMBERED = re.compile(r"[(（]?([0-9]{1,3}|[①-⑳])[)）]?(?:[=＝].*)?")


def numbers_columns(cells: Sequence[Cell], titles: int) -> bool:
    """Whether a row below a header of so many titles only numbers the columns: `甲 乙 1 2`, `(1) (2)=(3)+(4)`.

    It has more than two numbers, and for most of the columns: a town called 甲 of one firm is none.
    """
    texts = [_text(cells, index) for index, cell in enumerate(cells) if not is_blank(cell)]
    numbers, letters = [], []
    for text in texts:
        if found := _NUMBERED.fullmatch(text):
            numbers.append(int(found[1]) if found[1].isascii() else ord(found[1]) - ord("①") + 1)
        elif len(text) == 1 and (text in _STEMS or "A" <= text <= "Z"):
            letters.append(text)
        elif text not in _COLUMN_WORDS:
            return False
    follow = all(after == before + 1 for before, after in pairwise(numbers))
    ordered = all(before < after for before, after in pairwise(map(_order, letters)))
    return (
        len(numbers) + len(letters) >= max(3, MOST_COLUMNS * titles)
        and follow
        and ordered
        and (not numbers or numbers[0] in (0, 1))
    )


def _order(letter: str) -> int:
    return _STEMS.index(letter) if letter in _STEMS else ord(letter)


ENDS_OF_PLACES = ("省", "市", "县", "区", "州", "旗")
"""How names end that are those of places in which towns lie."""
COUNTIES = tuple(end for end in ENDS_OF_PLACES if end != "区")
"""How names end that are counties' and cities', and of no town."""


ROWS_SHOWN = 5


def remark_on(kind: NoTown, rows: Sequence[int]) -> str:
    """What to say of the rows of a kind that are no towns: how many, and the first of them."""
    said = {
        NoTown.TOTAL: plural(
            "{count} row of totals, averages or comparisons is not a town and is ignored (row {rows})",
            "{count} rows of totals, averages or comparisons are not towns and are ignored (rows {rows})",
            len(rows),
        ),
        NoTown.NOTE: plural(
            "{count} row of notes or signatures is not a town and is ignored (row {rows})",
            "{count} rows of notes or signatures are not towns and are ignored (rows {rows})",
            len(rows),
        ),
        NoTown.HEADER: plural(
            "{count} more header in the table: the rows below are read by it (row {rows})",
            "{count} more headers in the table: the rows below each are read by it (rows {rows})",
            len(rows),
        ),
        NoTown.UNITS: plural(
            "{count} line in the table says units: the rows below are read by it (row {rows})",
            "{count} lines in the table say units: the rows below each are read by it (rows {rows})",
            len(rows),
        ),
        NoTown.PLACE: plural(
            "{count} row is called like the place that other rows lie in, and is ignored as its total (row {rows}); "
            "if it is a town, write its full name",
            "{count} rows are called like the places that other rows lie in, and are ignored as their totals "
            "(rows {rows}); if one is a town, write its full name",
            len(rows),
        ),
        NoTown.CONTINUED: plural(
            "{count} row has nothing of its own but cells merged with those above, and is no town (row {rows})",
            "{count} rows have nothing of their own but cells merged with those above, and are no towns (rows {rows})",
            len(rows),
        ),
    }
    listed = _(", ").join(map(str, rows[:ROWS_SHOWN])) + (_(", ...") if len(rows) > ROWS_SHOWN else "")
    return said[kind].format(count=len(rows), rows=listed)
