"""Series are counted back from the town's year: by rows and by columns, in YAML and in a table."""

import pytest

from tests.columnar.answers import answers
from tests.made_up_rules import HEAD
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.core.i18n import speaking
from zhenkit.judging.batch import Request, batch_by_rows

RULES = (
    HEAD
    + """\
  accidents_by_year: {type: series, of: count, zh: 历年事故数, en: accidents by year}
  output_by_year: {type: series, of: money, zh: 历年产值, en: output by year}
  accidents: {type: count, zh: 事故数, en: accidents, derived: {sum: accidents_by_year, years: 3UNTIL}}
  growth: {type: percent, zh: 增速, en: growth, derived: {least_growth: output_by_year, years: 2UNTIL}}
criteria:
  - {number: 1, id: a, name: {zh: 甲, en: a}, clause: 一, require: {fact: accidents, at_most: 2}}
  - {number: 2, id: b, name: {zh: 乙, en: b}, clause: 二, require: {fact: growth, more_than: 5%}}
"""
)
YEARS = range(2017, 2026)


TOWNS = {
    # what is known in which years, the town's year, and the grades where no rule says `until`
    "stale": (2017, (0, 1, 0), (1, 2, 3), 2024, ("incomplete", "incomplete")),
    "fresh": (2022, (0, 1, 0), (1, 2, 3), 2024, ("met", "met")),
    "later": (2022, (0, 1, 0, 9), (1, 2, 3, 1), 2024, ("met", "met")),
    "a year short": (2021, (0, 1, 0), (1, 2, 3), 2024, ("incomplete", "incomplete")),
    "no year": (2022, (0, 1, 0), (1, 2, 3), None, ("met", "met")),
    "too many before": (2022, (9, 9, None), (1, 1, None), 2024, ("not_met", "not_met")),
    "a range of years": (2021, (0, 1, 0, 0), (1, 2, 3, 3), "2023~2024", ("met", "incomplete")),
}


def as_yaml(town, null):
    first, accidents, output, year, _grades = TOWNS[town]
    lines = [f"name: {town}"] + ([f"year: {year}"] if year else [])
    for fact, given, unit in (("accidents_by_year", accidents, ""), ("output_by_year", output, "亿元")):
        known = dict(enumerate(given, first))
        shown = {one: known.get(one) for one in (YEARS if null else known)}
        inner = ", ".join(f"{one}: {'null' if figure is None else f'{figure}{unit}'}" for one, figure in shown.items())
        lines.append(f"{fact}: {{{inner}}}")
    return "\n".join(lines)


def as_table():
    titles = [*(f"accidents_by_year.{year}" for year in YEARS), *(f"output_by_year.{year}（亿元）" for year in YEARS)]
    rows = [",".join(["name", "year", *titles])]
    for town, (first, accidents, output, year, _grades) in TOWNS.items():
        known = [dict(enumerate(given, first)) for given in (accidents, output)]
        cells = [given.get(one) for given in known for one in YEARS]
        rows.append(",".join([town, str(year or ""), *("" if cell is None else str(cell) for cell in cells)]))
    return "\n".join(rows)


def graded(request):
    found = answers(request)
    assert not found["problems"]
    return {row.name: tuple(span.word for span in row.criteria.values()) for row in found["rows"]}


@pytest.fixture
def run(tmp_path):
    def graded_of(text, ending, engine=None, until=""):
        rules, file = tmp_path / "rules.yaml", tmp_path / f"towns.{ending}"
        rules.write_text(RULES.replace("UNTIL", until), "utf-8")
        file.write_text(text, "utf-8")
        return graded(Request((str(file),), rules=str(rules), format="csv", engine=engine))

    return graded_of


EXPECTED = {town: grades for town, (*_others, grades) in TOWNS.items()}


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
def test_years_are_counted_back_from_the_towns_year(run, engine):
    assert run(as_table(), "csv", engine) == EXPECTED


@pytest.mark.parametrize("null", [False, True], ids=["named", "every year named"])
def test_a_town_file_gives_what_the_table_gives(run, null):
    assert run("\n---\n".join(as_yaml(town, null) for town in TOWNS), "yaml") == EXPECTED


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
def test_until_says_otherwise(run, engine):
    latest = run(as_table(), "csv", engine, ", until: latest")
    assert latest["stale"] == latest["a year short"] == ("met", "met")
    assert latest["later"] == ("not_met", "not_met")
    fixed = run(as_table(), "csv", engine, ", until: 2019")
    assert fixed["stale"] == ("met", "met")
    assert fixed["fresh"] == ("incomplete", "incomplete")


@pytest.mark.parametrize(
    ("engine", "format"),
    [(None, "csv"), *((engine, format) for engine in ("polars", "duckdb") for format in ("csv", "parquet"))],
)
def test_a_series_that_ends_elsewhere_is_remarked_on_by_rows_and_by_columns(tmp_path, engine, format):
    rules, file = tmp_path / "rules.yaml", tmp_path / "towns.csv"
    rules.write_text(RULES.replace("UNTIL", ""), "utf-8")
    apart = "mixed,,0,0,1,,,,,,,,,,,,1,2,3,,\n"
    again = "\n".join(f"another {row}" for row in as_table().splitlines()[1:])
    file.write_text(f"{as_table()}\n{apart}{again}\n", "utf-8")
    request = Request((str(file),), rules=str(rules), format=format, engine=engine, output=tmp_path / "out")
    with speaking("en"):
        found = (batch_by_columns if engine else batch_by_rows)(request).remarks
    said = {(remark.line, remark.column): remark.message for remark in found}
    count = len(YEARS)
    ends = "ends in {end}, before the town's year 2024: the years after {end} count as missing"
    on = "goes on to 2025, after the town's year 2024: the years after 2024 do not count; likewise in 1 more town"
    for column, fact in ((3, "accidents_by_year"), (3 + count, "output_by_year")):
        assert said.pop((2, column)) == f"{fact} {ends.format(end=2019)}; likewise in 1 more town"
        assert said.pop((4, column)) == f"{fact} {on}"
        assert said.pop((5, column)) == f"{fact} {ends.format(end=2023)}; likewise in 3 more towns"
    assert said == {
        (6, 2): "B6: 3 rows are blank in 'year' below others, which is read as missing (rows 6, 9, 14); "
        "if the values above are theirs too, write them into the rows; remove rows that are no towns",
        (9, 3): "series end in different years (accidents_by_year in 2019, output_by_year in 2024), "
        "and the town has no year to count back from; state its year",
    }
