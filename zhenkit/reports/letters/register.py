"""The register of letters as a workbook: a row a letter, with columns for what becomes of it, to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhenkit.core.i18n import _
from zhenkit.core.print_setup import set_up
from zhenkit.reports.layout.workbook import FormColumn, check_size, made, write_form
from zhenkit.reports.letters.letter import Letter


def render(letters: Sequence[Letter], files: Sequence[str]) -> bytes:
    """The workbook's bytes; `files` are the letters' names without an ending. Raises MissingExtra, ZhenkitError."""
    columns = _columns()
    check_size(len(letters), len(columns))

    def write(workbook: Any) -> None:
        sheet = workbook.add_worksheet(_("Register"))
        sheet.freeze_panes(1, 2)
        write_form(workbook, sheet, columns, (_row(*each) for each in enumerate(zip(letters, files, strict=True), 1)))
        set_up(sheet, title(), sum(column.width for column in columns), 2)

    return made(title(), write)


def _row(number: int, of: tuple[Letter, str]) -> list[str]:
    """What is known of a letter; the rest is for people to fill in."""
    letter, file = of
    known = [
        str(number),
        letter.number,
        letter.kind_word,
        letter.town,
        letter.place,
        letter.addressee,
        "\n".join(letter.reasons or [reason for town in letter.towns for reason in town.reasons]),
        letter.deadline,
        letter.date,
        f"{file}.docx",
    ]
    return [*known, *[""] * (len(_columns()) - len(known))]


def title() -> str:
    """What the register is called."""
    return _("Register of letters")


def _columns() -> list[FormColumn]:
    return [
        FormColumn(_("No."), 5),
        FormColumn(_("Number"), 18),
        FormColumn(_("Kind"), 14),
        FormColumn(_("Town"), 18),
        FormColumn(_("Place"), 20),
        FormColumn(_("Addressee"), 20),
        FormColumn(_("Reasons"), 40),
        FormColumn(_("Deadline"), 14),
        FormColumn(_("Drafted on"), 14),
        FormColumn(_("File"), 28),
        FormColumn(_("Issued on"), 12, people=True),
        FormColumn(_("Delivered on"), 12, people=True),
        FormColumn(_("Reply received on"), 12, people=True),
        FormColumn(_("How it ended"), 20, people=True),
    ]
