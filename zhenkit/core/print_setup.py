"""How the sheets of a workbook are printed: on their side, as wide as a page, the header on each."""

from __future__ import annotations

from typing import Any

A4 = 9
HEADER_MOST = 255
"""What a sheet's header holds, in characters."""


def set_up(sheet: Any, title: str) -> None:
    """Print a sheet of XlsxWriter's on as few pages as its columns allow: titled, numbered, the first row on each."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&L" + title.replace("&", "&&")[: HEADER_MOST // 2])
    sheet.set_footer("&C&P / &N")
