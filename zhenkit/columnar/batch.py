"""Judging by columns: refuses what needs each town by itself and loads what an engine needs."""

from __future__ import annotations

from zhenkit.core.extras import load
from zhenkit.core.i18n import _
from zhenkit.judging.batch import Batched, Request
from zhenkit.judging.kept_columns import CannotBatch

ENGINES = {
    "polars": ("polars", "narwhals"),
    "duckdb": ("polars", "narwhals", "duckdb"),
    "spark": ("polars", "narwhals", "pyspark", "pandas"),
}
"""The libraries that each engine needs."""


def batch_by_columns(request: Request) -> Batched:
    """Judge the towns of tables by columns, in an engine; where the format is Parquet, the output is written.

    Raises CannotBatch for what takes judging one by one, MissingExtra where the engine is not installed, OSError where
    the output cannot be written, and what `check_towns` does.
    """
    if request.explains:
        raise CannotBatch(_explained_by_rows(request))
    for module in ENGINES[request.engine or "polars"]:
        load(module, "spark" if request.engine == "spark" else "scale")
    from zhenkit.columnar.pipeline import judge_register

    return judge_register(request)


def _explained_by_rows(request: Request) -> str:
    """What to say where a report that explains each town is wanted by columns."""
    other = f"--engine {request.engine}" if request.engine is not None else f"--format {request.format}"
    if request.baseline is not None:
        return _("--baseline compares each town; it does not go with {other}").format(other=other)
    if request.explain:
        return _("--explain shows each check; it does not go with {other}").format(other=other)
    said = _("--format {format} shows each criterion; it does not go with {other}")
    return said.format(format=request.format, other=other)
