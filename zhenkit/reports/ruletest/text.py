"""Cases that were run, for people: a line a failure, then what no case reaches."""

from __future__ import annotations

from itertools import groupby

from zhenkit.analysis.ruletest.run import Casework
from zhenkit.core.escape import plain
from zhenkit.core.i18n import _, plural
from zhenkit.reports.ruletest.phrases import coverage_line, criterion_title, failure_line, kinds, share


def render(casework: Casework, fail_under: float) -> str:
    """The failures, how many cases were run, and how much each rule set's cases reach."""
    found = [failure_line(ran, failure, casework) for ran in casework.ran for failure in ran.failures]
    if found:
        found.append("")
    count, failed = len(casework.ran), len(casework.failed)
    said = plural("{count} case run", "{count} cases run", count).format(count=count)
    found.append(
        _("no case was run")
        if not count
        else _("{said}, {failed} failed").format(said=said, failed=failed)
        if failed
        else _("{said}, all as expected").format(said=said)
    )
    for coverage in casework.coverage.values():
        found.append(coverage_line(coverage, fail_under, casework))
        if coverage.not_reached:
            found.append("  " + _(", ").join(share(*each) for each in kinds(coverage)))
            for title, targets in groupby(coverage.not_reached, key=criterion_title):
                found += [f"  {title}", *(f"    - {target.lacking}" for target in targets)]
    return "".join(f"{plain(line)}\n" for line in found)
