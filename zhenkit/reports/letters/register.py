"""The register of letters as a workbook: a row a letter, with columns for what becomes of it, to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from zhenkit.core.i18n import _
from zhenkit.core.print_setup import set_up
from zhenkit.reports.layout.workbook import check_size, fit_height, made, write_row
from zhenkit.reports.letters.letter import Letter


class RegisterColumn(NamedTuple):
    """A column of the register."""

    title: str
    width: int
    people: bool = False
    """Whether people fill it in."""


def render(letters: Sequence[Letter], files: Sequence[str]) -> bytes:
    """The workbook's bytes; `files` are the letters' names without an ending. Raises MissingExtra, ZhenkitError."""
    columns = _columns()
    check_size(len(letters), len(columns))

    def write(workbook: Any) -> None:
        plain = {"text_wrap": True, "valign": "top", "border": 7, "border_color": "#BFBFBF"}
        filled = {"bg_color": "#FFF8E1", "num_format": "@"}
        styles = [workbook.add_format({**plain, **(filled if column.people else {})}) for column in columns]
        heads = [
            workbook.add_format({**plain, "bold": True, "bottom": 1, **(filled if column.people else {})})
            for column in columns
        ]
        sheet = workbook.add_worksheet(_("Register"))
        widths = [column.width for column in columns]
        for position, wide in enumerate(widths):
            sheet.set_column(position, position, wide)
        sheet.freeze_panes(1, 2)
        titles = [column.title for column in columns]
        fit_height(sheet, 0, titles, widths)
        write_row(sheet, 0, titles, heads)
        for number, (letter, file) in enumerate(zip(letters, files, strict=True), 1):
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
            row = [*known, *[""] * (len(columns) - len(known))]
            fit_height(sheet, number, row, widths)
            write_row(sheet, number, row, styles)
        sheet.autofilter(0, 0, len(letters), len(columns) - 1)
        set_up(sheet, title(), sum(widths), 2)

    return made(title(), write)


def title() -> str:
    """What the register is called."""
    return _("Register of letters")


def _columns() -> list[RegisterColumn]:
    return [
        RegisterColumn(_("No."), 5),
        RegisterColumn(_("Number"), 18),
        RegisterColumn(_("Kind"), 14),
        RegisterColumn(_("Town"), 18),
        RegisterColumn(_("Place"), 20),
        RegisterColumn(_("Addressee"), 20),
        RegisterColumn(_("Reasons"), 40),
        RegisterColumn(_("Deadline"), 14),
        RegisterColumn(_("Drafted on"), 14),
        RegisterColumn(_("File"), 28),
        RegisterColumn(_("Issued on"), 12, people=True),
        RegisterColumn(_("Delivered on"), 12, people=True),
        RegisterColumn(_("Reply received on"), 12, people=True),
        RegisterColumn(_("How it ended"), 20, people=True),
    ]
