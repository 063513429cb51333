"""Libraries that only some users need: imported where they are used, and asked for by name where they are missing."""

from __future__ import annotations

import importlib
from types import ModuleType

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
