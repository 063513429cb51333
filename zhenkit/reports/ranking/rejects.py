"""What kept towns from being judged, as CSV: a line a problem, for those who fix it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import lru_cache

from zhenkit.core.escape import cell
from zhenkit.judging.rejects import Reject


def render(found: Iterable[Reject]) -> str:
    """The lines below a header, which is there even where nothing was rejected."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(Reject._fields)
    safe = lru_cache(maxsize=1024)(cell)  # files, columns and most reasons are repeated many times
    writer.writerows([value if isinstance(value, int) else safe(value) for value in reject] for reject in found)
    return table.getvalue()
