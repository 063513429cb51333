"""Tables in a terminal: whatever their texts say and however narrow it is."""

from zhenkit.reports.layout.table import TextCell, TextColumn, lay_out

HARM = "::error::\x1b[31m"


def test_no_part_of_it_is_acted_on():
    columns = [TextColumn(HARM), TextColumn(HARM)]
    rows = [[TextCell(HARM), (TextCell(HARM), TextCell(HARM))]]
    shown = "\n".join(lay_out(columns, rows, 80, False))
    assert "::" not in shown and "\x1b" not in shown


def test_columns_that_do_not_fold_are_as_wide_as_they_are():
    assert list(lay_out([TextColumn("title")], [[TextCell("a cell")]], 4, False)) == ["title", "──────", "a cell"]
