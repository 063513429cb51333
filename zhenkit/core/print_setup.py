"""How the sheets of a workbook are printed: on their side, the header on each page, as few pages as stay readable."""

from __future__ import annotations

import math
from typing import Any

from zhenkit.core.escape import visible

A4 = 9
READABLE = 300
"""So many characters of a sheet's columns fit a page at half their size."""
HEADER_MOST = 255
"""What a sheet's header holds, in characters."""


def set_up(sheet: Any, title: str, width: float = 0, columns: int = 0) -> None:
    """Print a sheet of XlsxWriter's: titled, numbered, the first row on each page.

    It is as wide as a page; where that would be too small to read (`width` is that of its columns, in characters), as
    wide as several, its first `columns` columns on each.
    """
    pages = math.ceil(width / READABLE) or 1
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(pages, 0)
    sheet.repeat_rows(0)
    if pages > 1 and columns:
        sheet.repeat_columns(0, columns - 1)
    sheet.set_header("&L" + visible(title)[: HEADER_MOST // 3].replace("&", "&&"))  # each & is a command of Excel's
    sheet.set_footer("&C&P / &N")
