"""Towns as the rows of tables, and tables as files: for tests of what reads them."""

import csv
import io

import openpyxl

from zhenkit.facts.quantities import Range, Series
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.inputs import read_towns
from zhenkit.towns.options import Options

HEAD = ["名称", "省", "市", "县", "年份", "年产值（亿元）"]
TOWN = ["甲镇", "山西省", "虚构市", "虚构县", "2024", "12.5"]


def facts(town):
    """What a town states of a few facts."""
    return {
        key: value for key, value in town.facts.items() if key in ("name", "county", "year", "annual_output", "firms")
    }


def csv_text(rows, delimiter=","):
    """The rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def save_workbook(path, rows, sheet="towns"):
    """A workbook of one sheet with these rows."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    book.save(path)


def read(path, facts=None, **options):
    """Towns, problems and remarks of a file; the last two as texts without the file's name."""
    standard = shipped() if facts is None else type("Standard", (), {"facts": facts})()
    found = read_towns([str(path)], lambda _raw: standard, standard.facts, Options(**options))
    told = [[str(problem).removeprefix(f"{path}:") for problem in one] for one in (found.problems, found.remarks)]
    return [town for town, _standard in found.towns], *told


def cells(fact, value, spread):
    """A fact's columns and what stands in them for a value (None: missing); `spread` over several where it can be."""
    written = None if value is None else fact.type.write(value)
    if fact.type.name == "set" and spread:
        return {
            f"{fact.id}.{member.id}": "" if value is None else "yes" if member.id in value else "no"
            for member in fact.type.members
        }
    if isinstance(value, Series) or fact.type.name == "series":
        years = {} if value is None else dict(value.years)
        return {
            f"{fact.id}.{year}": "" if figure is None else str(fact.type.figure.write(figure))
            for year, figure in years.items()
        }
    if isinstance(value, Range) and spread:
        return {f"{fact.id}_low": fact.type.write(value.low), f"{fact.id}_high": fact.type.write(value.high)}
    if isinstance(written, list):
        written = "；".join(written) or "无"
    return {fact.id: "" if written is None else written}
