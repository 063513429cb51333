"""Tables as people make them, at random, from towns of which is known what they state.

`python -m tests.towns.tables.workbooks --count 10000 --seed 1` writes and reads so many, by rows and by columns, and
says what was read otherwise than it was written; such a file is kept.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from zhenkit.columnar.batch import batch_by_columns
from zhenkit.facts.quantities import UNITS, Range, write_money
from zhenkit.judging.batch import Batched, Request, batch_by_rows
from zhenkit.reports.formats import Style, render_ranking
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.inputs import read_towns
from zhenkit.towns.options import Options

FACTS = shipped().facts
Town = dict[str, Any]
Rows = list[list[Any]]

TITLES: Mapping[str, Sequence[str]] = {
    "name": ("专业镇名称", "名称", "镇名称", "专业镇（全称）", "name"),
    "province": ("省", "省份", "所在省"),
    "city": ("市", "设区市", "所在市", "所属市"),
    "county": ("县", "县（市、区）", "所属县（市、区）", "所在县区", "区县"),
    "year": ("年份", "数据年份", "统计年度", "年度"),
    "firms": ("企业户数", "企业数（户）", "企业数量", "企业总数"),
    "employees": ("从业人数", "从业人员（人）", "从业人员数"),
    "leading_firms": ("龙头企业数", "龙头企业数量（家）", "龙头企业（家）", "龙头企业个数"),
    "supporting_firms": ("配套企业户数", "配套企业数（家）"),
    "annual_output": ("年产值", "主导产业年产值", "主导产业产值", "产值"),
    "exports": ("有出口产品", "是否有出口", "有无出口产品", "是否出口"),
    "geographical_indication": ("地理标志", "有无地理标志", "是否地理标志产品"),
    "government_priority": ("政府重视", "是否政府重视"),
    "technology_centre": ("企业技术中心级别", "企业技术中心（最高级别）", "企业技术中心"),
    "category": ("类别", "产业类别", "主导产业类别"),
    "services": ("公共服务功能", "公共服务功能（可多选）", "公共服务"),
    "leading_industry": ("主导产业", "主导产业名称"),
}
PLACES = ("province", "city", "county")
MISSING = ("", "", "", "—", "不详", "暂无数据", "/", "N/A", "未知")
YES_NO = (("是", "否"), ("有", "无"), ("√", "×"), ("Y", "N"), ("1", "0"), ("yes", "no"), ("对", "否"))
DIVIDERS = ("、", "；", ";", "，", "/", "\n")
NUMBERS = str.maketrans("0123456789.", "０１２３４５６７８９．")
TOTALS = ("合计", "总计", "小计", "全省合计", "平均值", "汇总", "虚构市 汇总", "合计（个）")
BESIDE = ("", "", "", "", "column", "remark", "note")
"""Where else than in the title the unit of money stands: in a column beside it, in remarks, in a note below."""
UNKNOWN = ("备注", "联系人", "联系电话", "工业总产值", "填报说明")


def random_town(choose: random.Random, number: int) -> Town:
    """A town of some of these facts, each known, a range, or missing."""
    city = choose.choice(("虚构市", "青岚市"))
    town: Town = {
        "name": f"虚构{number}号镇",
        "province": "山西省",
        "city": city,
        "county": choose.choice(("甲县", "乙区")),
    }
    town["year"] = choose.choice((2022, 2023, 2024))
    for fact_id in TITLES:
        if fact_id in town:
            continue
        fact = FACTS[fact_id]
        if choose.random() < 0.15:
            town[fact_id] = None
        elif fact.type.name == "count":
            low = choose.randrange(0, 4000)
            town[fact_id] = Range(low, low + choose.randrange(1, 50)) if choose.random() < 0.1 else low
        elif fact.type.name == "money":
            low = choose.randrange(1, 5_000_000) * UNITS["万"] // 100
            town[fact_id] = Range(low, low * 2) if choose.random() < 0.1 else low
        elif fact.type.name in ("yes/no", "finding"):
            town[fact_id] = choose.random() < 0.5
        elif fact.type.name == "level":
            town[fact_id] = choose.randrange(len(fact.type.members))
        elif fact.type.name == "choice":
            town[fact_id] = choose.choice(fact.type.members).id
        elif fact.type.name == "set":
            members = [member.id for member in fact.type.members]
            town[fact_id] = frozenset(choose.sample(members, choose.randrange(len(members))))
        else:
            town[fact_id] = choose.choice(("法兰锻造", "玻璃器皿", "陶瓷"))
    return town


class Writing(NamedTuple):
    """How one table writes its cells."""

    title: Mapping[str, str]
    unit: str | None
    """The unit in the title of money; None: each cell has its own."""
    yes_no: Mapping[str, tuple[str, str]]
    divider: str
    numbered: bool
    grouped: bool
    wide: bool
    year_word: str
    numbers: bool
    """Whether figures are numbers, where the file has such."""


def random_style(choose: random.Random, numbers: bool) -> Writing:
    """A way to write a table."""
    yes_no = {fact_id: choose.choice(YES_NO) for fact_id in TITLES}
    return Writing(
        {fact_id: choose.choice(titles) for fact_id, titles in TITLES.items()},
        choose.choice(("亿元", "万元", "元", None)),
        yes_no,
        choose.choice(DIVIDERS),
        choose.random() < 0.3,
        choose.random() < 0.2,
        choose.random() < 0.1,
        choose.choice(("", "", "年", "年度")),
        numbers and choose.random() < 0.7,
    )


UNIT, REMARK = "unit", "remark"
"""In the place of a fact: columns of the unit of money, and of remarks that say it."""


def title_of(fact_id: str, style: Writing, choose: random.Random) -> str:
    """The title of a fact's column."""
    title = style.title[fact_id]
    if fact_id == "annual_output" and style.unit is not None:
        title = choose.choice((f"{title}（{style.unit}）", f"{title}({style.unit})", f"{title}（单位：{style.unit}）"))
    if choose.random() < 0.1:
        title = choose.choice((f" {title}　", f"“{title}”", f"{title}①", f"*{title}", f"{title[:2]}\n{title[2:]}"))
    return title


def cell_of(fact_id: str, value: Any, style: Writing, choose: random.Random) -> Any:
    """What a person writes into the cell of a value."""
    fact = FACTS[fact_id]
    if value is None:
        return choose.choice(MISSING)
    if fact_id == "year":
        return value if style.numbers and not style.year_word else f"{value}{style.year_word}"
    if fact.type.name == "money":
        return _money(value, style, choose)
    if fact.type.name == "count":
        return _count(value, style, choose)
    if fact.type.name in ("yes/no", "finding"):
        return style.yes_no[fact_id][0 if value else 1]
    if fact.type.name == "level":
        return fact.type.members[value].label.zh
    if fact.type.name == "choice":
        return fact.type.by_id[value].label.zh
    if fact.type.name == "set":
        labels = [member.label.zh for member in fact.type.members if member.id in value]
        if not labels:
            return "无"
        if style.numbered:
            return choose.choice(("\n", " ")).join(f"{nth}.{label}" for nth, label in enumerate(labels, 1))
        return style.divider.join(labels)
    return value


def _count(value: Any, style: Writing, choose: random.Random) -> Any:
    if isinstance(value, Range):
        return f"{value.low}{choose.choice('~～至')}{value.high}"
    if style.numbers:
        return value
    text = f"{value:,}" if style.grouped else str(value)
    return text.translate(NUMBERS) if style.wide else text


def _money(value: Any, style: Writing, choose: random.Random) -> Any:
    if isinstance(value, Range):
        return f"{write_money(value.low)}~{write_money(value.high)}"
    if style.unit is None:
        return write_money(value)
    fen = UNITS[style.unit.removesuffix("元")]
    whole, part = divmod(value, fen)
    text = f"{whole:,}" if style.grouped and not style.numbers else str(whole)
    if part:
        text += "." + str(part).rjust(len(str(fen)) - 1, "0").rstrip("0")
    if style.numbers and len(text) <= 14:
        return float(text) if part else int(text)
    return text.translate(NUMBERS) if style.wide else text


@dataclass
class Sheet:
    """A table made: its rows, which cells are merged (from 1, ends included), and what it states."""

    rows: Rows = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    towns: list[Town] = field(default_factory=list)


def table(choose: random.Random, towns: Sequence[Town], numbers: bool, merges: bool) -> Sheet:
    """Towns below a header of one row or two, among rows that are none."""
    sheet = Sheet()
    facts = [fact_id for fact_id in TITLES if fact_id in ("name", *PLACES, "year") or choose.random() < 0.7]
    if choose.random() < 0.5:
        choose.shuffle(facts)
    _above(choose, sheet, len(facts), merges)
    parts = _parts(choose, towns)
    for part in parts:
        style = random_style(choose, numbers)
        beside = choose.choice(BESIDE) if style.unit is not None and "annual_output" in facts else ""
        if beside == "note" and len(parts) > 1:
            beside = ""
        _part(choose, sheet, part, facts, style, merges, beside)
        if choose.random() < 0.3:
            sheet.rows.append([])
        if beside == "note":
            sheet.rows.append(
                [choose.choice(("注：产值单位为{}", "备注：产值以{}计", "说明：1.金额单位：{}")).format(style.unit)]
            )
    _below(choose, sheet)
    return sheet


def _parts(choose: random.Random, towns: Sequence[Town]) -> list[Sequence[Town]]:
    """The towns of one table, or of two below one another."""
    if len(towns) > 3 and choose.random() < 0.15:
        at = choose.randrange(1, len(towns) - 1)
        return [towns[:at], towns[at:]]
    return [towns]


def _above(choose: random.Random, sheet: Sheet, width: int, merges: bool) -> None:
    if choose.random() < 0.4:
        sheet.rows.append(["附件：特色专业镇基本情况表（虚构）"])
        if merges:
            sheet.merged.append((1, 1, 1, width))
    if choose.random() < 0.2:
        sheet.rows.append(["填报单位：虚构市工信局", "", "填报日期：2024-05-01"])
    if choose.random() < 0.1:
        sheet.rows.append([])


def _below(choose: random.Random, sheet: Sheet) -> None:
    notes = ("注：产值为主导产业产值。", "填表人：张三", "数据来源：虚构统计年鉴", "审核人：李四", "说明：数据均为虚构")
    for note in choose.sample(notes, choose.randrange(3)):
        sheet.rows.append([note])


def _part(
    choose: random.Random,
    sheet: Sheet,
    towns: Sequence[Town],
    facts: Sequence[str],
    style: Writing,
    merges: bool,
    beside: str = "",
) -> None:
    """A header and the towns below it; the unit of money may stand `beside` it."""
    with_numbers, with_unknown = choose.random() < 0.4, choose.random() < 0.3
    columns: list[str | None] = [*([None] if with_numbers else []), *facts]
    titles = ["序号"] if with_numbers else []
    titled = style._replace(unit=None) if beside else style
    titles += [title_of(fact_id, titled, choose) for fact_id in facts]
    if beside == "column":
        at = columns.index("annual_output") + 1
        columns.insert(at, UNIT)
        titles.insert(at, choose.choice(("单位", "计量单位", "金额单位")))
    if beside == "remark":
        columns.append(REMARK)
        titles.append("备注")
    elif with_unknown:
        columns.append(None)
        titles.append(choose.choice(UNKNOWN))
    _header(choose, sheet, titles, columns, merges)
    order = list(towns)
    if choose.random() < 0.5:
        order.sort(key=lambda town: (town["city"], town["county"]))
    begin = len(sheet.rows)
    written: list[Town] = []
    for nth, town in enumerate(order, 1):
        stated = {fact_id: town[fact_id] for fact_id in facts}
        said = {UNIT: style.unit, REMARK: f"{choose.choice(('单位：', '金额单位为', ''))}{style.unit}", None: ""}
        row = [
            said[fact_id] if fact_id in said else cell_of(str(fact_id), town[str(fact_id)], style, choose)
            for fact_id in columns
        ]
        if with_numbers:
            row[0] = nth
        sheet.rows.append(row)
        written.append(stated)
    _repeats(choose, sheet, begin, columns, order, merges)
    _totals(choose, sheet, begin, columns, style, order)
    sheet.towns += written


def _header(
    choose: random.Random, sheet: Sheet, titles: list[str], columns: Sequence[str | None], merges: bool
) -> None:
    """One row of titles, or two where places or figures stand below a group; perhaps with numbers below."""
    places = [at for at, fact_id in enumerate(columns) if fact_id in PLACES]
    together = len(places) > 1 and places == list(range(places[0], places[-1] + 1))
    if together and choose.random() < 0.4:
        upper, lower = list(titles), [""] * len(titles)
        first = len(sheet.rows) + 1
        for at in places:
            upper[at], lower[at] = "", titles[at]
        upper[places[0]] = choose.choice(("所在地", "所属地区", "基本情况"))
        if merges:
            sheet.merged.append((first, places[0] + 1, first, places[-1] + 1))
            sheet.merged += [(first, at + 1, first + 1, at + 1) for at in range(len(titles)) if at not in places]
        sheet.rows += [upper, lower]
    else:
        sheet.rows.append(list(titles))
    if choose.random() < 0.15:
        sheet.rows.append([str(nth) for nth in range(1, len(titles) + 1)])


def _repeats(
    choose: random.Random, sheet: Sheet, begin: int, columns: Sequence[str | None], towns: Sequence[Town], merges: bool
) -> None:
    """Places that are the same as above: a ditto mark, or one cell merged over several rows."""
    for place in PLACES:
        if place not in columns or choose.random() > 0.3:
            continue
        column = columns.index(place)
        start = 0
        for nth in range(1, len(towns) + 1):
            if nth < len(towns) and towns[nth][place] == towns[start][place]:
                continue
            if nth - start > 1:
                mark = "" if merges and choose.random() < 0.6 else choose.choice(("同上", "〃"))
                for row in range(start + 1, nth):
                    sheet.rows[begin + row][column] = mark
                if not mark:
                    sheet.merged.append((begin + start + 1, column + 1, begin + nth, column + 1))
            start = nth


def _totals(
    choose: random.Random,
    sheet: Sheet,
    begin: int,
    columns: Sequence[str | None],
    style: Writing,
    towns: Sequence[Town],
) -> None:
    """A row that sums up, at the end; its figures are of the kind that towns have."""
    if choose.random() > 0.4:
        return
    row: list[Any] = ["" for _column in columns]
    row[columns.index("name")] = choose.choice((*TOTALS, towns[0]["county"], towns[0]["city"]))
    for column in (fact_id for fact_id in ("firms", "annual_output") if fact_id in columns):
        row[columns.index(column)] = cell_of(column, 10**12 if column == "annual_output" else 999, style, choose)
    sheet.rows.append(row)


def form(choose: random.Random, towns: Sequence[Town], numbers: bool) -> Sheet:
    """Facts one below another: of one town or several, with their units beside or not; or two facts in a row."""
    style = random_style(choose, numbers)._replace(unit=choose.choice(("亿元", "万元", None)))
    facts = [fact_id for fact_id in TITLES if fact_id in ("name", *PLACES, "year") or choose.random() < 0.8]
    sheet = Sheet(towns=[{fact_id: town[fact_id] for fact_id in facts} for town in towns])
    if choose.random() < 0.5:
        sheet.rows.append(["专业镇申报表（虚构）"])
    if len(towns) == 1 and choose.random() < 0.4:
        cells = [[title_of(f, style, choose), cell_of(f, towns[0][f], style, choose)] for f in facts]
        sheet.rows += [[*cells[at], *(cells[at + 1] if at + 1 < len(cells) else [])] for at in range(0, len(cells), 2)]
        return sheet
    for fact_id in facts:
        sheet.rows.append(
            [title_of(fact_id, style, choose), *(cell_of(fact_id, town[fact_id], style, choose) for town in towns)]
        )
    return sheet


def long(choose: random.Random, towns: Sequence[Town], numbers: bool) -> Sheet:
    """Several rows a town: a column of facts, one of figures, perhaps one of units; the name may stand but once."""
    style = random_style(choose, numbers)._replace(unit=choose.choice(("亿元", "万元", None)))
    named = ("name", *PLACES, "year")
    facts = ["annual_output", *(f for f in TITLES if f not in (*named, "annual_output") and choose.random() < 0.7)]
    with_units, once = style.unit is not None and choose.random() < 0.5, choose.random() < 0.3
    titled = style._replace(unit=None) if with_units else style
    sheet = Sheet(towns=[{fact_id: town[fact_id] for fact_id in (*named, *facts)} for town in towns])
    heads = choose.choice((("指标", "数值"), ("项目", "内容"), ("指标名称", "数据")))
    sheet.rows.append([*(style.title[fact_id] for fact_id in named), *heads, *(["单位"] if with_units else [])])
    titles = {fact_id: title_of(fact_id, titled, choose) for fact_id in facts}
    for town in towns:
        for nth, fact_id in enumerate(facts):
            names = [cell_of(each, town[each], style, choose) if not once or not nth else "" for each in named]
            unit = [style.unit if fact_id == "annual_output" else ""] if with_units else []
            sheet.rows.append([*names, titles[fact_id], cell_of(fact_id, town[fact_id], style, choose), *unit])
    _below(choose, sheet)
    return sheet


def write(choose: random.Random, sheet: Sheet, path: Path) -> None:
    """The table as a file of the kind that its ending says."""
    if path.suffix != ".xlsx":
        text = io.StringIO()
        divider = "\t" if path.suffix == ".tsv" else choose.choice(",,,\t")
        csv.writer(text, delimiter=divider).writerows(sheet.rows)
        path.write_bytes(text.getvalue().encode(choose.choice(("utf-8", "utf-8-sig", "gb18030"))))
        return
    book = openpyxl.Workbook()
    active = book.active
    assert active is not None
    active.title = "专业镇"
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row, 1):
            if value != "":
                active.cell(number, column, value)
    for top, left, bottom, right in sheet.merged:
        active.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    if choose.random() < 0.2:
        book.create_sheet("说明").append(["怎样填写", "见文件"])
    if choose.random() < 0.2:
        active.row_dimensions[len(sheet.rows)].hidden = True
    book.save(path)


def make(choose: random.Random, folder: Path, name: str) -> tuple[Path, list[Town]]:
    """A file of towns, and what it states of each, in order."""
    ending = choose.choice((".xlsx", ".xlsx", ".csv", ".tsv"))
    numbers = ending == ".xlsx"
    towns = [random_town(choose, number) for number in range(choose.randrange(1, 9))]
    towns = towns or [random_town(choose, 0)]
    if choose.random() < 0.2:
        sheet = form(choose, towns[: choose.choice((1, 1, 3))], numbers)
    elif choose.random() < 0.1:
        sheet = long(choose, towns, numbers)
    else:
        sheet = table(choose, towns, numbers, merges=ending == ".xlsx")
    path = folder / f"{name}{ending}"
    write(choose, sheet, path)
    return path, sheet.towns


def differences(path: Path, stated: Sequence[Town]) -> list[str]:
    """What is read of a file otherwise than it was written, by rows and by columns."""
    found = read_towns([str(path)], lambda _raw: shipped(), FACTS, Options())
    said = [str(problem) for problem in found.problems]
    read = {town.facts["name"]: dict(town.facts) for town, _standard in found.towns}
    wrong = [f"problem: {problem}" for problem in said]
    names = [town["name"] for town in stated]
    if sorted(read) != sorted(names):
        wrong.append(f"towns {sorted(read)} for {sorted(names)}")
    for town in stated:
        meant = {key: value for key, value in town.items() if value is not None}
        if town["name"] in read and read[town["name"]] != meant:
            got = read[town["name"]]
            keys = {key for key in {*meant, *got} if meant.get(key) != got.get(key)}
            wrong += [f"{town['name']}: {key} is {got.get(key)!r}, was {meant.get(key)!r}" for key in sorted(keys)]
    return wrong + _columns_differ(path)


def _columns_differ(path: Path) -> list[str]:
    by_rows = _grades(batch_by_rows(Request((str(path),), rules="shanxi", format="csv")))
    by_columns = _grades(batch_by_columns(Request((str(path),), rules="shanxi", format="csv", engine="polars")))
    return [] if by_rows == by_columns else [f"by rows {by_rows}, by columns {by_columns}"]


def _grades(found: Batched) -> tuple[str, list[str]]:
    """The ranking as CSV, and the problems."""
    return str(render_ranking("csv", found.ranking, Style())), sorted(map(str, found.ranking.problems))


def main() -> int:
    """Make and read so many; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.towns.tables.workbooks", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        for number in range(options.count):
            seed = options.seed * 1_000_000 + number
            path, towns = make(random.Random(seed), Path(name), str(seed))
            if wrong := differences(path, towns):
                bad += 1
                kept = Path(tempfile.gettempdir()) / f"zhenkit-{path.name}"
                shutil.copy(path, kept)
                print(f"{kept}:", *wrong[:6], sep="\n  ", flush=True)
            path.unlink()
    print(f"{options.count - bad} of {options.count} tables are read as they were written")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
