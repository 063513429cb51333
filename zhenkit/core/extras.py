"""Libraries that only some users need: imported where they are used, and asked for by name where they are missing."""

from __future__ import annotations

import importlib
from types import ModuleType, TracebackType

from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import _


class MissingExtra(ZhenkitError):
    """A library is not installed; the text says which command installs it."""


def load(module: str, extra: str) -> ModuleType:
    """The module, which belongs to `zhenkit[extra]`; raises MissingExtra with the command that installs it."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != module.partition(".")[0]:
            raise
        said = _("this needs the library {library}, which is not installed; run: pip install 'zhenkit[{extra}]'")
        raise MissingExtra(said.format(library=module.partition(".")[0], extra=extra)) from None


PANICS = "pyo3_runtime"
READERS = frozenset({"polars", "narwhals", "duckdb", "_duckdb", "pyarrow", "python_calamine", PANICS})
"""The packages that read and judge tables for us in this process, by whose faults a damaged file shows."""


def is_panic(error: BaseException) -> bool:
    """Whether a library in Rust broke down: its PanicException is no Exception, and no module gives its class."""
    return any(kind.__module__ == PANICS for kind in type(error).__mro__)


def raised_by_reader(error: BaseException) -> bool:
    """Whether one of these packages raised it, be it an error of its own, one of Python's, or a panic."""
    if not isinstance(error, Exception):
        return is_panic(error)
    return _package(type(error).__module__) in READERS or _package(_raised_in(error.__traceback__)) in READERS


def _package(module: str) -> str:
    return module.partition(".")[0]


def _raised_in(trace: TracebackType | None) -> str:
    """The module whose code raised, or called what is not Python and did."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else str(trace.tb_frame.f_globals.get("__name__", ""))
