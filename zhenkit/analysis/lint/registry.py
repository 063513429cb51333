"""The lints: one entry each, in the module of what it looks at."""

from __future__ import annotations

from zhenkit.analysis.lint import (
    acknowledged,
    assumptions,
    conventions,
    editions,
    loading,
    ordering,
    outcomes,
    redundant,
)
from zhenkit.analysis.lint.lint import Lint

LINTS: dict[str, Lint] = {
    lint.code: lint
    for module in (loading, redundant, outcomes, ordering, conventions, editions, assumptions, acknowledged)
    for lint in module.LINTS
}
"""Every lint, by its code."""
