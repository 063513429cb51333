"""A row of a table is the town that YAML would be; each cell that cannot be read is told by its name."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import DICTIONARY, values
from tests.towns.tables.grids import cells, csv_text, read, save_workbook
from zhenkit.documents.yaml import as_text, read_yaml
from zhenkit.facts.quantities import Range
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.tables.cells import cell_name, number_text
from zhenkit.towns.town_file import RawTown

FACTS = shipped().facts
MEMBERS = [f"services.{member.id}" for member in FACTS["services"].type.members]


@pytest.fixture
def table(tmp_path):
    """Reads rows as a CSV file."""

    def of(*rows, facts=None, **options):
        path = tmp_path / "towns.csv"
        path.write_text(csv_text(rows), "utf-8")
        return read(path, facts, **options)

    return of


def by_yaml(facts, spoken):
    """The town of a YAML text."""
    (document,) = read_yaml(spoken, "t.yaml", as_text)
    raw = RawTown(document)
    town = raw.read(facts)
    assert raw.problems == []
    return town


@st.composite
def _towns(draw):
    return {fact.id: draw(values(fact)) for fact in DICTIONARY.stated if fact.type.name != "text"}


@given(_towns(), st.booleans(), st.booleans(), st.sampled_from([".csv", ".tsv", ".xlsx"]))
def test_a_random_town_is_the_same_town_in_every_table_as_in_yaml(tmp_path_factory, town, spread, evidence, ending):
    row = {"name": "A"}
    lines = ["name: A"]
    for fact_id, value in town.items():
        fact = DICTIONARY[fact_id]
        row |= cells(fact, value, spread)
        if value is not None:
            written = fact.type.write(value)
            lines.append(f"{fact_id}: {'[' + ', '.join(written) + ']' if isinstance(written, list) else written}")
    if evidence:
        row |= {"evidence.money": "年鉴", "decisions.4.granted": "yes", "decisions.4.by": "b"}
        row |= {"decisions.4.date": "2023-05-01", "decisions.4.why": "w"}
        lines += ["evidence: {money: 年鉴}", "decisions: {4: {granted: yes, by: b, date: 2023-05-01, why: w}}"]
    path = tmp_path_factory.mktemp("t") / f"towns{ending}"
    grid = [list(row), list(row.values())]
    if ending == ".xlsx":
        save_workbook(path, grid)
    else:
        path.write_text(csv_text(grid, "\t" if ending == ".tsv" else ","), "utf-8")
    (found,), problems, remarks = read(path, DICTIONARY)
    expected = by_yaml(DICTIONARY, "\n".join(lines))
    assert (found.facts, found.evidence, found.decisions) == (expected.facts, expected.evidence, expected.decisions)
    assert (problems, remarks) == ([], [])


def test_the_units_of_a_title_go_behind_bare_figures_alone(table):
    towns, problems, _remarks = table(
        ["name", "年产值（亿元）"],
        ["A", "12.5"],
        ["B", "8000万元"],
        ["C", "9.5~10.5"],
        ["D", "１２．５"],
        ["E", "9~1亿"],
    )
    assert [town.facts["annual_output"] for town in towns] == [
        1_250_000_000_00,
        80_000_000_00,
        Range(950_000_000_00, 1_050_000_000_00),
        1_250_000_000_00,
    ]
    assert [problem.partition(" ")[0] for problem in problems] == ["6:2:"]


def test_a_bare_figure_under_no_unit_is_told_with_its_cell(table):
    _towns, problems, _remarks = table(["name", "年产值"], ["A", "12.5"])
    assert problems == ["2:2: B2: 年产值: '12.5' has no unit; write money like 12.5亿元, 8000万元 or 1250000000元"]


def test_blank_cells_and_unknown_are_missing_and_empty_rows_are_none(table):
    towns, problems, _remarks = table(
        ["name", "firms", "exports"], [], ["A", "", "未知"], ["", " ", ""], ["B", "3", "是"]
    )
    assert [dict(town.facts) for town in towns] == [{"name": "A"}, {"name": "B", "firms": 3, "exports": True}]
    assert [town.line for town in towns] == [3, 5]
    assert problems == []


def test_a_row_without_a_name_is_told(table):
    assert table(["name", "firms"], ["", "3"])[1] == [
        "2:1: A2: there is no name here: fill it in, or remove this row (in a form, this column) if it is not a town"
    ]


def test_a_range_in_two_columns_has_both_ends(table):
    towns, problems, _remarks = table(
        ["name", "firms_low", "firms_high"],
        ["A", "3", "5"],
        ["B", "", ""],
        ["C", "3", ""],
        ["D", "3", "x"],
        ["E", "5", "3"],
    )
    assert [town.facts.get("firms") for town in towns] == [Range(3, 5), None]
    assert problems == [
        "4:3: C4: a range has two ends: fill in 'firms_high', or leave 'firms_low' empty too",
        "5:3: C5: firms_high: 'x' is not a whole number of 0 or more; write it like 12, or a range like 8~12",
        "6:2: B6: firms_low: a range goes from low to high, but '5~3' goes down",
    ]


def test_a_set_in_columns_is_known_whole_or_missing(table):
    count = len(MEMBERS)
    towns, problems, _remarks = table(
        ["name", *MEMBERS],
        ["A", "yes", "是", *["no"] * (count - 2)],
        ["B", *["no"] * count],
        ["C", *[""] * count],
        ["D", "yes", *[""] * (count - 1)],
        ["E", "√", *["×"] * (count - 1)],
        ["F", "○", *["no"] * (count - 1)],
    )
    first = [member.id for member in FACTS["services"].type.members][:2]
    assert [town.facts.get("services") for town in towns] == [frozenset(first), frozenset(), None, frozenset(first[:1])]
    assert problems == [
        f"5:3: C5: '{MEMBERS[1]}' is open where others of services are not: "
        "write yes or no in each, or leave all empty",
        "7:2: B7: '○' means different things to different people; write yes or no (是 or 否)",
    ]


def test_a_decision_that_lacks_a_part_is_told_at_its_columns(table):
    columns = ["name", *(f"decisions.4.{part}" for part in ("granted", "by", "date", "why"))]
    towns, problems, _remarks = table(
        columns, ["A", "yes", "b", "2023-05-01", "w"], ["B", "", "", "", ""], ["C", "yes", "b", "", "w"]
    )
    assert [set(town.decisions) for town in towns] == [{4}, set()]
    said = "date missing from the decision on criterion 4; fill in the columns of each"
    assert problems == [f"4:2: B4: {said}"]


def test_a_cell_under_no_title_is_told(table):
    towns, problems, _remarks = table(
        ["name", "", "firms"], ["A", "x", "3"], ["B", "", "3", "", "9"], ["C", "", "3", ""]
    )
    assert [town.name for town in towns] == ["C"]
    assert problems == [
        "2:2: B2: this cell has no title above it; give its column one, or clear the cell",
        "3:4: D3: this row has a cell beyond the last title; give its column a title, or clear the cell",
    ]


def test_a_problem_that_many_rows_share_is_told_once(table):
    rows = [[f"T{number}", "x" * number, "z"] for number in range(1, 6)]
    _towns, problems, _remarks = table(["name", "firms", "exports"], *rows, ["T6", "?", "3"])
    said = "{0}: firms: {1} is not a whole number of 0 or more; write it like 12, or a range like 8~12"
    assert problems == [
        f"2:2: {said.format('B2', repr('x'))} (likewise in 6 rows: 2, 3, 4, ...)",
        "2:3: C2: exports: 'z' is neither yes nor no; write yes or no (是 or 否) (likewise in 6 rows: 2, 3, 4, ...)",
    ]


def test_the_same_town_twice_is_told_with_its_cell(table):
    towns, problems, _remarks = table(["firms", "name"], ["3", "A"], ["4", "A"])
    assert [town.facts["firms"] for town in towns] == [3]
    assert problems[0].startswith("3:2: B3: the same town is in ")


def test_an_unknown_column_is_left_aside_refused_or_kept(table):
    rows = (["name", "firmz", "编号"], ["A", "3", "001"])
    assert table(*rows)[1:] == (
        [],
        [
            "1:2: B1: this column is ignored: unknown fact 'firmz'; did you mean firms?",
            "1:3: C1: this column is ignored: unknown fact '编号'; `zhenkit facts` lists the facts there are",
        ],
    )
    assert table(*rows, strict_columns=True) == (
        [],
        [
            "1:2: B1: unknown fact 'firmz'; did you mean firms?",
            "1:3: C1: unknown fact '编号'; `zhenkit facts` lists the facts there are",
        ],
        [],
    )
    assert len(table(*rows, keep=("编号",))[2]) == 1
    assert table(*rows[:1], ["A", "", ""], strict_columns=True, keep=("编号", "firmz"))[1] == []


def test_a_table_that_names_no_town_or_no_fact_is_one_problem_of_the_file(table):
    assert table(["firms", "exports"], ["3", "yes"], ["4", "no"])[:2] == (
        [],
        ["1:1: A1: no column has the towns' names; add the column `name` (名称)"],
    )
    assert table(["x", "y y", ""], ["3", "yes"])[:2] == (
        [],
        [
            "1:1: its header names no known fact (read as UTF-8; the first titles: 'x', 'y y'); "
            "`zhenkit preview FILE` shows what is read, `zhenkit init` writes a table to fill in"
        ],
    )


def test_a_table_without_rows_holds_no_town(table):
    assert table(["name", "firms"])[1] == ["1:1: there is no town in this file"]
    assert table()[1] == ["1:1: there is no town in this file"]


def test_a_header_with_a_problem_is_told_once_and_no_row_is_read(table):
    towns, problems, _remarks = table(["name", "firms", "企业户数"], ["A", "3", "4"], ["B", "3", "4"])
    assert (towns, problems) == ([], ["1:3: C1: '企业户数' repeats 'firms'; keep one"])


def test_a_row_may_have_no_more_than_ten_thousand_columns(table):
    assert table(["name"], ["A", *["x"] * 10_000], ["B"])[1] == ["2:10001: NTQ2: more than 10000 columns are not read"]


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\ufffe"])
def test_a_character_that_no_text_has_is_told(table, character):
    _towns, problems, _remarks = table(["name", "firms"], [f"A{character}", "3"])
    assert problems == [f"2:1: A2: the character U+{ord(character):04X} is not allowed; remove it"]


def test_cells_are_called_as_spreadsheets_call_them():
    assert [cell_name(5, column) for column in (1, 3, 26, 27, 702, 703)] == ["A5", "C5", "Z5", "AA5", "ZZ5", "AAA5"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (12.5, "12.5"),
        (20.0, "20"),
        (20, "20"),
        (0.07, "0.07"),
        (1e16, "10000000000000000"),
        (1e-7, "0.0000001"),
        (0.1 + 0.2, "0.3"),
        (0.1 + 0.7, "0.8"),
        (1_234_567_890_123.45, "1234567890123.45"),
        (12345678901234567, "12345678901234567"),
        (Decimal("0.30000000000000004"), "0.30000000000000004"),
    ],
)
def test_a_float_is_read_to_the_digits_that_a_spreadsheet_shows_and_all_else_exactly(number, text):
    assert number_text(number) == text


def test_a_figure_in_text_is_exact(table):
    problems = table(["name", "年产值（亿元）"], ["A", "0.30000000000000004"])[1]
    assert problems == ["2:2: B2: 年产值（亿元）: '0.30000000000000004亿元' is finer than a fen (0.01元); round it"]


def test_a_measure_word_may_stand_behind_a_count(table):
    towns, problems, _remarks = table(
        ["name", "year", "企业户数", "龙头企业数_low", "龙头企业数_high", "leading_industry"],
        ["A", "2024年", "12户", "1 家", "２个", "12户"],
        ["B", "2024年度", "8~12家", "", "", ""],
        ["C", "2024", "1,200户~1,300户", "", "", "2024年"],
    )
    assert problems == []
    assert [(town.facts["year"], town.facts["firms"]) for town in towns] == [
        (2024, 12),
        (2024, Range(8, 12)),
        (2024, Range(1200, 1300)),
    ]
    assert towns[0].facts["leading_firms"] == Range(1, 2)
    assert [town.facts.get("leading_industry") for town in towns] == ["12户", None, "2024年"]


@pytest.mark.parametrize(
    ("fact", "cell"), [("year", "12户"), ("firms", "12年"), ("firms", "近12户"), ("firms", "1.2万户"), ("firms", "户")]
)
def test_a_word_that_is_none_of_this_count_or_changes_it_is_told(table, fact, cell):
    towns, problems, _remarks = table(["name", fact], ["A", cell])
    assert towns == []
    assert len(problems) == 1 and problems[0].startswith(f"2:2: B2: {fact}: ")


def test_places_and_years_that_are_blank_below_others_are_told(tmp_path):
    path = tmp_path / "towns.csv"
    head = ["市", "县", "年份", "名称", "企业户数"]
    rows = [["", "虚构县", "2024", "甲镇", "3"], ["虚构市", "", "", "乙镇", "4"], [], ["", " ", "—", "丙镇", ""]]
    path.write_text(csv_text([head, *rows]), "utf-8")
    towns, problems, remarks = read(path)
    assert (problems, [town.facts.get("county") for town in towns]) == ([], ["虚构县", None, None])
    assert remarks[2:] == [
        "5:1: A5: 1 row is blank in '市' below others, which is read as missing (row 5); "
        "if the value above is its own too, write it into the row; if the row is no town, remove it",
        "3:2: B3: 2 rows are blank in '县' below others, which is read as missing (rows 3, 5); "
        "if the values above are theirs too, write them into the rows; remove rows that are no towns",
        "3:3: C3: 1 row is blank in '年份' below others, which is read as missing (row 3); "
        "if the value above is its own too, write it into the row; if the row is no town, remove it",
    ]
