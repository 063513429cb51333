"""Libraries that only some users need: imported where they are used, and asked for by name where they are missing."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
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
        said = _("this needs the library {library}, which is not installed; run: {command}")
        raise MissingExtra(said.format(library=module.partition(".")[0], command=how_to_install(extra))) from None


def how_to_install(extra: str) -> str:
    """The command that adds an extra where this zhenkit is installed: by uv or pipx as a tool, else with pip or uv."""
    prefix, wanted = Path(sys.prefix), f"zhenkit[{extra}]"
    if (receipt := prefix / "uv-receipt.toml").is_file():
        return " ".join(("uv tool install", *_uv_looked_in(receipt), _from_where_it_came(extra)))
    if (receipt := prefix / "pipx_metadata.json").is_file():
        return " ".join(("pipx install --force", *_pipx_looked_in(receipt), _from_where_it_came(extra)))
    # pip and uv keep what is installed, wherever it came from, and add what the extra needs
    for pip in (prefix / "bin" / "pip", prefix / "Scripts" / "pip.exe"):
        if pip.is_file():
            return f"{_quoted(str(_as_seen_from_here(pip)))} install {_quoted(wanted)}"
    return f"uv pip install --python {_quoted(str(_as_seen_from_here(prefix)))} {_quoted(wanted)}"


def _uv_looked_in(receipt: Path) -> Iterator[str]:
    """Where uv looked for packages, as its options: in a folder of wheels, say, and in no index."""
    import tomllib

    try:
        options = tomllib.loads(receipt.read_text("utf-8"))["tool"].get("options", {})
    except (OSError, ValueError, KeyError):
        return
    if options.get("no-index"):
        yield "--no-index"
    for folder in options.get("find-links", ()):
        yield f"--find-links {_quoted(_as_path(folder))}"


def _pipx_looked_in(receipt: Path) -> Iterator[str]:
    """The same of pipx: what it handed to pip."""
    import json
    import shlex

    try:
        given = json.loads(receipt.read_text("utf-8"))["main_package"]["pip_args"]
    except (OSError, ValueError, KeyError):
        return
    if given:
        yield f"--pip-args={_quoted(shlex.join(given))}"


def _as_path(address: str) -> str:
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    return url2pathname(urlsplit(address).path) if address.startswith("file:") else address


def _from_where_it_came(extra: str) -> str:
    """What to name so that a tool is installed again with an extra: of a tool's installer each is a new environment."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        said = json.loads(distribution("zhenkit").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        said = {}
    address, control = said.get("url"), said.get("vcs_info", {})
    if address is None:
        return _quoted(f"zhenkit[{extra}]")
    if said.get("dir_info", {}).get("editable"):
        return f"--editable {_quoted(f'{_as_path(address)}[{extra}]')}"
    if control:
        address = f"{control['vcs']}+{address}@{control.get('requested_revision') or control['commit_id']}"
    return _quoted(f"zhenkit[{extra}] @ {address}")


def _as_seen_from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _quoted(word: str) -> str:
    import shlex  # by few runs

    return f'"{word}"' if sys.platform == "win32" else shlex.quote(word)


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
