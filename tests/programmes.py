"""Rule files of made-up programmes with computed facts, for tests that compare two of them."""

PROGRAMME = """
id: {id}
level: county
place: {{province: 山西省, city: 晋中市, county: 祁县}}
title: {{zh: 虚构标准, en: Made-up standard}}
document: {{title: 虚构的文件}}
effective: {{from: 2024-01-01}}
facts:
  output_by_year: {{type: series, of: money, zh: 历年产值, en: output by year}}
  growth: {{type: percent, zh: 年均增长, en: yearly growth, derived: {{yearly_growth: output_by_year, years: 2}}}}
  three_years: {{type: money, zh: 三年合计, en: output of three years, derived: {{sum: output_by_year, years: 3}}}}
  least: {{type: money, zh: 最低年产值, en: least output, derived: {{least: output_by_year, years: 2}}}}
  baseline: {{type: money, zh: 基期产值, en: baseline output}}
  multiple: {{type: number, zh: 倍数, en: output over baseline, derived: {{ratio: [annual_output, baseline]}}}}
  accidents: {{type: count, zh: 事故数, en: accidents}}
  rank: {{type: number, zh: 排名, en: rank}}
criteria:
  - number: 1
    id: growth
    name: {{zh: 增长, en: Growth}}
    clause: 一
    require:
      all:
        - {{fact: growth, at_least: {growth}}}
        - {{fact: three_years, at_least: {total}}}
        - {{fact: multiple, {multiple}}}
        - {{fact: annual_output, at_least: 10亿元}}
  - number: 2
    id: safety
    name: {{zh: 安全, en: Safety}}
    clause: 二
    require: {{all: [{{fact: accidents, at_most: {accidents}}}, {{fact: rank, {rank}}}]}}
"""


def programme(folder, id, **asked):
    settings = {
        "growth": "10%",
        "total": "30亿元",
        "multiple": "at_least: 2",
        "accidents": 2,
        "rank": "less_than: 10.5",
    }
    file = folder / f"{id}.yaml"
    file.write_text(PROGRAMME.format(id=id, **{**settings, **asked}), "utf-8")
    return file


OF_FIGURES = """
id: {id}
level: province
place: {{province: 虚构省}}
title: {{zh: 虚构（{id}）, en: Made up}}
document: {{title: 虚构}}
effective: {{from: 2024-01-01}}
facts:
  figures: {{type: series, of: {kind}, zh: 历年数, en: figures}}
  total: {{type: {kind}, zh: 三年合计, en: total, derived: {{sum: figures, years: 3}}}}
criteria:
  - number: 1
    id: total
    name: {{zh: 合计, en: Total}}
    clause: 一
    require: {{fact: total, {asked}: 10}}
"""


def of_figures(folder, id, kind, asked):
    file = folder / f"{id}.yaml"
    file.write_text(OF_FIGURES.format(id=id, kind=kind, asked=asked), "utf-8")
    return file
