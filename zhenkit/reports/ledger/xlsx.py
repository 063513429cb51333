"""The ledger as a workbook, a row an entry, to be kept and filled in: what is for people is marked."""

from __future__ import annotations

from typing import Any

from zhenkit import __version__
from zhenkit.core.i18n import _
from zhenkit.core.print_setup import set_up
from zhenkit.judging.kept_ledger import COLUMNS, PEOPLE
from zhenkit.judging.ledger import STATES, Ledger
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.workbook import FormColumn, check_size, colour, made, write_about, write_form
from zhenkit.reports.phrases.ledger import cells, state_word, states_line, summary, title

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
    columns = [FormColumn(str(text), WIDTHS[name], name in PEOPLE) for name, text in COLUMNS.items()]
    columns += [FormColumn(name, OTHERS, people=True) for name in ledger.extra]
    sheet.freeze_panes(1, 3)
    last = write_form(workbook, sheet, columns, (cells(entry, ledger) for entry in ledger.entries))
    at = list(COLUMNS).index("state")
    words = [state_word(state) for state in STATES]
    sheet.data_validation(1, at, last + FREE_ROWS, at, {"validate": "list", "source": words})
    if last:
        colour(workbook, sheet, (1, at, last, at), [(state_word(state), grade) for state, grade in GRADE_OF.items()])
    set_up(sheet, title(), sum(column.width for column in columns), 3)


def _about(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """What the workbook is: (title, text), a line each."""
    people = _(", ").join(str(COLUMNS[name]) for name in PEOPLE)
    return (
        (_("Made by"), f"zhenkit {__version__}"),
        (_("Ledger"), summary(ledger)),
        (str(COLUMNS["state"]), states_line(ledger)),
        (
            _("To fill in"),
            _("{columns}, and columns of your own: what they contain is kept").format(columns=people),
        ),
        (
            str(COLUMNS["extended_to"]),
            _("counts where it was asked for before the last day was over: fill in that day too"),
        ),
        (str(COLUMNS["key"]), _("by this an entry is known: leave it as it is")),
    )
