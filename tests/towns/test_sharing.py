"""Problems that rows of one table share are told once, all others as they are."""

from zhenkit.core.errors import Problem
from zhenkit.core.i18n import speaking
from zhenkit.towns.problem_groups import CellProblem, share


def cell(row, column, said, file="t.csv", table=""):
    return CellProblem(file, row, column, f"X{row}: {said}").of(table, said, f"X{row}")


def test_problems_that_differ_in_nothing_but_the_value_quoted_are_told_once():
    told = share([cell(2, 1, "'a' is bad"), cell(3, 1, "'b\\'c' is bad"), cell(4, 1, '"d" is bad')])
    assert [str(problem) for problem in told] == ["t.csv:2:1: X2: 'a' is bad (likewise in 3 rows: 2, 3, 4)"]


def test_problems_alike_in_several_columns_are_told_once_with_their_cells():
    (told,) = share([cell(2, 1, "'a' is bad"), cell(3, 2, "'a' is bad"), cell(4, 2, "'a' is bad")])
    assert str(told) == "t.csv:2:1: X2: 'a' is bad (likewise in 3 cells: X2, X3, X4)"
    apart = [cell(2, 1, "'a' is bad"), cell(3, 2, "'b' is bad")]
    assert share(apart) == apart


def test_in_chinese_the_rows_are_listed_as_chinese_lists_are():
    with speaking("zh"):
        (told,) = share([cell(row, 1, "不对") for row in range(2, 7)])
    assert told.message == "X2: 不对（共 5 行如此：第 2、3、4、… 行）"


def test_other_messages_columns_sheets_and_files_are_told_apart():
    apart = [
        cell(2, 1, "bad"),
        cell(3, 1, "worse"),
        cell(3, 1, "bad", table="s"),
        cell(3, 1, "bad", "u.csv"),
    ]
    assert share(apart) == apart


def test_problems_of_other_files_stay_each_for_itself():
    told = [Problem("a.yaml", 1, 1, "bad"), Problem("a.yaml", 2, 1, "bad"), Problem("a.yaml", 2, 1, "bad")]
    assert share(told) == told
