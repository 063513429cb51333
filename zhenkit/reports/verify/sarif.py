"""What `rules verify` found, as SARIF 2.1.0: a rule a kind of difference, a result a difference, both its places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhenkit.analysis.document.kinds import DIFFERENCES, Difference
from zhenkit.analysis.document.read import LINE
from zhenkit.analysis.document.verify import Verified
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.sarif import beyond, descriptor, finding, location, log

LEVEL = "warning"


def render(verified: Verified, _style: Style) -> str:
    """The differences as one SARIF log."""
    rules = [descriptor(kind.code, kind.why, LEVEL) for kind in DIFFERENCES.values()]
    return log(rules, [_result(each, verified) for each in verified.differences], ())


def limits(verified: Verified, _style: Style) -> Iterator[str]:
    """A remark where GitHub takes no log of so many differences."""
    yield from beyond(len(verified.differences))


def _result(found: Difference, verified: Verified) -> dict[str, Any]:
    result = finding(found.place, found.code, list(DIFFERENCES).index(found.code), LEVEL)
    source = verified.document.source
    line = found.line if source.unit == LINE and found.line is not None else 1
    return {**result, "relatedLocations": [location(source.file, line, 1)]}
