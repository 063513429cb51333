"""The ledger as a workbook, a row an entry, to be kept and filled in: what is for people is marked."""

from __future__ import annotations

from typing import Any

from zhenkit import __version__
from zhenkit.core.i18n import _
from zhenkit.core.print_setup import set_up
from zhenkit.judging.kept_ledger import COLUMNS, PEOPLE
from zhenkit.judging.ledger import STATES, Ledger
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.workbook import check_size, colour, fit_height, made, write_about, write_row
from zhenkit.reports.phrases.ledger import cells, state_word, states_line, summary, title, titles

WIDTHS = {
    **dict.fromkeys(COLUMNS, 14),
    "key": 28,
    "town": 22,
    "place": 22,
    "rules": 10,
    "criterion": 20,
    "problem": 32,
    "gap": 34,
    "task": 22,
    "lead": 24,
    "support": 34,
    "group": 24,
    "evidence": 28,
    "reply": 30,
    "note": 24,
}
"""How wide the columns are, in characters."""
OTHERS = 20
"""The same of columns that people added."""
GRADE_OF = {"urged": "not_met", "returned": "not_met", "closed": "met", "archived": "met", "extended": "review"}
"""As which grade a state is coloured."""
FREE_ROWS = 200
"""For how many rows that people may add the states are offered."""


def render(ledger: Ledger, _style: Style) -> bytes:
    """The workbook's bytes; raises ZhenkitError where it does not fit a sheet, MissingExtra without XlsxWriter."""
    check_size(len(ledger.entries), len(COLUMNS) + len(ledger.extra))

    def write(workbook: Any) -> None:
        _table(workbook, ledger)
        write_about(workbook, _about(ledger), title())

    return made(title(), write)


def _table(workbook: Any, ledger: Ledger) -> None:
    sheet = workbook.add_worksheet(_("Ledger"))
    plain = {"text_wrap": True, "valign": "top", "border": 7, "border_color": "#BFBFBF"}
    head = {**plain, "bold": True, "bottom": 1}
    people = {"bg_color": "#FFF8E1"}
    styles = [workbook.add_format({**plain, **(people if name in PEOPLE else {})}) for name in COLUMNS]
    heads = [workbook.add_format({**head, **(people if name in PEOPLE else {})}) for name in COLUMNS]
    styles += [workbook.add_format({**plain, **people})] * len(ledger.extra)
    heads += [workbook.add_format({**head, **people})] * len(ledger.extra)
    widths = [*(WIDTHS[name] for name in COLUMNS), *[OTHERS] * len(ledger.extra)]
    for position, wide in enumerate(widths):
        sheet.set_column(position, position, wide)
    sheet.freeze_panes(1, 3)
    fit_height(sheet, 0, titles(ledger), widths)
    write_row(sheet, 0, titles(ledger), heads)
    for number, entry in enumerate(ledger.entries, 1):
        row = cells(entry, ledger)
        fit_height(sheet, number, row, widths)
        write_row(sheet, number, row, styles)
    last = len(ledger.entries)
    sheet.autofilter(0, 0, last, len(widths) - 1)
    at = list(COLUMNS).index("state")
    words = [state_word(state) for state in STATES]
    sheet.data_validation(1, at, last + FREE_ROWS, at, {"validate": "list", "source": words})
    if last:
        colour(workbook, sheet, (1, at, last, at), [(state_word(state), grade) for state, grade in GRADE_OF.items()])
    set_up(sheet, title(), sum(widths), 3)


def _about(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """What the workbook is: (title, text), a line each."""
    people = _(", ").join(str(COLUMNS[name]) for name in PEOPLE)
    return (
        (_("Made by"), f"zhenkit {__version__}"),
        (_("Ledger"), summary(ledger)),
        (str(COLUMNS["state"]), states_line(ledger)),
        (
            _("To fill in"),
            _("{columns}, and columns of your own: what stands there stays").format(columns=people),
        ),
        (
            str(COLUMNS["extended_to"]),
            _("counts where it was asked for before the last day was over: fill in that day too"),
        ),
        (str(COLUMNS["key"]), _("by this an entry is known: leave it as it is")),
    )
