"""The table that the towns of a form are, for who reads them as rows."""

from __future__ import annotations

from zhenkit.facts.dictionary import Facts
from zhenkit.towns.options import Options
from zhenkit.towns.tables.form import Form
from zhenkit.towns.tables.header import with_units_of_notes, with_units_said
from zhenkit.towns.tables.layout import read_titles
from zhenkit.towns.tables.sheet import Sheet
from zhenkit.towns.tables.table import Table
from zhenkit.towns.tables.units import names_units


def table_of_form(file: str, sheet: Sheet, form: Form, facts: Facts, options: Options) -> Table:
    """The table that a form's towns are, of which each cell stands elsewhere."""
    header = with_units_said(read_titles(form.titles, facts, options), form.above)
    header = with_units_of_notes(header, (text for text in form.notes if names_units([text])))
    places = {town.number: town.places for town in form.towns}

    def place(town: int, nth: int) -> tuple[int, int]:
        """Where a cell of a town stands; of town 0, the title."""
        of_town = places.get(town, form.labels)
        row, column = of_town[nth - 1] if 0 < nth <= len(of_town) else of_town[0]
        return row, column + 1

    table = Table(file, header, 0, facts, options, sheet.name or None, place)
    of_towns = ((at, title) for town in form.towns for at, title in zip(town.places, form.titles, strict=True))
    of_labels = zip(form.labels, form.titles, strict=True)
    table.titles_of_form = {(row, column + 1): title.strip() for (row, column), title in (*of_towns, *of_labels)}
    table.can_reread(lambda: ((town.number, town.cells) for town in form.towns))
    return table
