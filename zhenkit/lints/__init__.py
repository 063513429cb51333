"""The lints: one entry each, in the module of what it looks at."""

from __future__ import annotations

from zhenkit.lints import assuming, dates, idle, loading, order, writing
from zhenkit.lints.interface import Lint

LINTS: dict[str, Lint] = {
    lint.code: lint for module in (loading, idle, order, writing, dates, assuming) for lint in module.LINTS
}
"""Every lint, by its code."""
