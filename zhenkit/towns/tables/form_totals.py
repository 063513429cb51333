"""Towns of a form or of a long table that are none: the totals of the places in which others lie."""

from __future__ import annotations

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import is_blank
from zhenkit.towns.tables.form import Form, FormTown
from zhenkit.towns.tables.layout import read_titles
from zhenkit.towns.tables.no_towns import NoTown
from zhenkit.towns.tables.odd_names import OddNames, remark_on_called, remark_on_marked
from zhenkit.towns.tables.row_kinds import PlacesOfTowns, RowKinds, text_of_cell


def without_totals(form: Form, facts: Facts, options: Options) -> Form:
    """A form without the towns that are called like the place of others, which are reported as in a table."""
    header = read_titles(form.titles, facts, options)
    if not header.names_a_town:
        return form
    kinds = RowKinds(header.columns, facts, options)
    kinds.lies_in = PlacesOfTowns.of_rows(
        (text_of_cell(town.cells, kinds.name), text_of_cell(town.cells, place))
        for town in form.towns
        for place in kinds.places
    )
    totals = [town for town in form.towns if kinds.is_of_place(town.cells)]
    numbers = {town.number for town in totals}
    towns = tuple(town for town in form.towns if town.number not in numbers)
    odd = OddNames()
    for town in towns:
        odd.note(town.number, town.cells, kinds)
    odd.close()
    form = form._replace(towns=towns)
    named = [
        ([town for town in towns if town.number in odd.called], remark_on_called, _called),
        ([town for town in towns if town.number in odd.marked], remark_on_marked, _marked),
    ]
    head = form.labels[kinds.name][0]
    if all(town.places[kinds.name][0] == head for town in (*towns, *totals)):  # of each town a column
        ignored = ((*town.places[kinds.name], text_of_cell(town.cells, kinds.name)) for town in totals)
        remarks = [(*t.places[kinds.name], said(t, kinds.name)) for found, _of_rows, said in named for t in found]
        return form._replace(ignored=(*form.ignored, *ignored), remarks=(*form.remarks, *remarks))
    if totals:
        rows = sorted({row for town in totals for row in _rows_of(town, head)})
        form = form._replace(no_towns={**form.no_towns, NoTown.PLACE: rows})
    for found, said_of_rows, _said in named:
        if found:
            rows = sorted({row for town in found for row in _rows_of(town, head)})
            remark = (rows[0], found[0].places[kinds.name][1], said_of_rows(rows))
            form = form._replace(remarks=(*form.remarks, remark))
    return form


def _rows_of(town: FormTown, head: int) -> set[int]:
    """The rows below the header that state something of a town."""
    stated = zip(town.places, town.cells, strict=True)
    return {row for (row, _column), cell in stated if row > head and not is_blank(cell)}


def _called(town: FormTown, name: int) -> str:
    said = _(
        "{name} is called like a county or a city and is read as a town; "
        "if it is the total of others, remove it; if it is a town, write its full name, and its county"
    )
    return said.format(name=quoted(text_of_cell(town.cells, name)))


def _marked(town: FormTown, name: int) -> str:
    said = _(
        "{name} has numbering or a mark at it and is read as it is; write the name alone: elsewhere it is another town"
    )
    return said.format(name=quoted(text_of_cell(town.cells, name)))
