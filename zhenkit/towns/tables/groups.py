"""Groups above titles: whose the figures below are, in which unit, and the title that they make together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenkit.facts.dictionary import Facts
from zhenkit.facts.names import tidy
from zhenkit.towns.options import Options
from zhenkit.towns.tables.meanings import Meaning, meaning
from zhenkit.towns.tables.title_map import NOTHING, title_key
from zhenkit.towns.tables.titles import names_a_unit, taken_apart
from zhenkit.towns.tables.units import WrongTitle, unit_said_of, units_of_line

_NEUTRAL = re.compile(
    r"(?:[一二三四五六七八九十0-9]+[、.．]|专业镇|主导产业|产业|基本|基础|主要|经济|总体|综合|整体|发展|"
    r"运行|规模|效益|填报|申报|年度|[0-9]{4}年?度?|情况|信息|指标|概况|数据|资料|内容|项目|[一二三四五六七八]类|其他|"
    r"现状|现有|当前|目前|本年|今年|当年|全年|实际|完成|本镇|全镇|镇域|"
    r"就业|从业|用工|收入|增收|富民|带动|集聚|聚集|集群|创新|科技|研发|能力|市场|主体|需求|历史|底蕴|文化|特色|产品|品牌|质量|公共|服务|"
    r"设施|支撑|保障|组织|政策|绿色|生态|人才|水平|实力|影响力?|优势|结构)+|企业(?:基本|发展|经营)?(?:情况|概况|信息)?"
)
_OF_OTHERS = re.compile(
    r"上年|去年|前年|往年|同期|计划|目标|预计|预期|预测|规划[数值]|季度?|半年|[0-9]{1,2}\s*[-~～—–至]\s*[0-9]{1,2}月|增[长速减幅量加]|新增|"
    r"同比|环比|占比|比重|排名|位次|名次|[得评]分|自评|分值|权重|差额|差距|平均|均值|累计|全[国省市县区]|^所[在属][省市县区]$|规上|规模以上|认定(?:标准|条件|要求)|标准值?$|要求|门槛|达标"
)


def joined_title(parts: Sequence[str], facts: Facts, options: Options) -> str:
    """The title that a column's cells from the header's rows make: together, or the lowest where that says it all.

    `产值（亿元）` over `2023` is one title; `龙头企业` over `产值` is no town's output; `基本情况` over `省` is the
    province.
    """
    parts = [part.strip() for part in dict.fromkeys(parts) if part.strip()]
    if len(parts) < 2:
        return "".join(parts)
    last = parts[-1]
    below_neutral = all(map(is_neutral, parts[:-1])) and names_a_fact(last, facts, options)
    for count in range(len(parts), 1, -1):
        if count < len(parts) and not all(map(is_neutral, parts[:-count])):
            continue
        some = parts[-count:]
        # of a set the members stand below it
        for title in (" ".join(some), " ".join(some[::-1]), "·".join(some)):
            # what is wrong together may be right below a group that says nothing but the unit
            if names_a_fact(title, facts, options, or_wrong=not below_neutral):
                return title
    of_others = any(is_of_others(part) and tidy(part) not in tidy(last) for part in parts[:-1])
    if not of_others and names_a_fact(last, facts, options) and (below_neutral or not is_generic(last)):
        return _with_unit_of(parts[:-1], last, facts, options)
    return " ".join(parts)


def _with_unit_of(groups: Sequence[str], title: str, facts: Facts, options: Options) -> str:
    """A title with the unit that the groups above it say for its figures, where it names none itself."""
    said = units_of_line(groups)
    if not said or names_a_unit(title):
        return title
    try:
        meant = stated_by(title, facts, options)
    except WrongTitle:
        return title
    fact = None if meant is None else meant.fact
    if fact is None or fact.id == "year" or not fact.type.figure.is_quantity:
        return title
    for word in said:
        try:
            if unit_said_of(fact, title, {word: said[word]}) is None:
                continue
        except WrongTitle:
            pass  # it is reported of the title
        return f"{title}（{word}）"
    return title


def is_neutral(group: str) -> bool:
    """Whether a group says nothing of whose the figures below are; in brackets it may say their unit, or a year."""
    found = next(taken_apart(group), None)
    return found is not None and not found.others and _NEUTRAL.fullmatch(tidy(found.text)) is not None


def is_of_others(group: str) -> bool:
    """Whether a group says that the figures below are of another time, or none of the town's at all."""
    return _OF_OTHERS.search(tidy(group)) is not None


def names_a_fact(title: str, facts: Facts, options: Options, or_wrong: bool = True) -> bool:
    """Whether a text is the title of a column, or (`or_wrong`) one that cannot be read, or could be several facts."""
    try:
        return stated_by(title, facts, options) is not None
    except WrongTitle:
        return or_wrong


def stated_by(title: str, facts: Facts, options: Options) -> Meaning | None:
    """What a text means as a title, None where it is none; raises WrongTitle."""
    target = None if options.mapping is None else options.mapping.titles.get(title_key(title))
    return None if target == NOTHING else meaning(title, facts, target)


GENERIC = re.compile(
    r"(?:[0-9]{4}年度?)?(?:主导产业)?(?:名称|数量|个数|类别|类型|级别|等级|年份|年度|年?产值|总产值|年?销售额|年?营业收入|户数|人数"
    r"|企业(?:户|家|个|总)?数量?|(?:从业|就业|职工)(?:人员)?(?:总|人)?数?|职工|员工)(?:[户家人]|[十百千万亿]*[元人户])?(?:\(.*\))?"
)
"""Titles that say nothing without the group above them."""


def is_generic(title: str) -> bool:
    """Whether a title means what the group above it says."""
    return GENERIC.fullmatch(tidy(title)) is not None
