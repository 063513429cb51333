"""What the tags of a template may do: show, loop, choose. They reach the data they are given and nothing else.

A template and a town's name may both be hostile. So only what is listed here is there at all, and no text of the data
is ever taken for XML, whatever a tag makes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing
from markupsafe import Markup, escape

from zhenkit.core.errors import near
from zhenkit.core.i18n import _

FILTERS = (
    *("capitalize", "count", "d", "default", "e", "escape", "first", "groupby", "int", "join", "last", "length"),
    *("list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort"),
    *("string", "sum", "title", "trim", "truncate", "unique", "upper"),
)
"""None makes XML of a text, or needs much memory for little."""
GLOBALS = ("namespace", "range")
STATEMENTS = (
    *(nodes.Output, nodes.For, nodes.If, nodes.Assign, nodes.AssignBlock),
    *(nodes.Macro, nodes.CallBlock, nodes.With, nodes.ExprStmt),
)
TAGS = "for, if, set, macro, call, with"
"""Those, as a template writes them."""


class Record(SimpleNamespace):
    """Something that a report says, with its parts: a town, a criterion."""


class UnknownName(StrictUndefined):
    """A name that the template uses and the report does not have."""

    __slots__ = ()
    reports: Sequence[str] = ()
    """The names that a template begins with."""

    @property
    def _undefined_message(self) -> str:
        name, owner = self._undefined_name, self._undefined_obj
        if name is None:
            return str(self._undefined_hint)
        known = list(vars(owner)) if isinstance(owner, Record) else self.reports if owner is missing else []
        meant = near(str(name), known)
        if meant is not None:
            return _("there is no {name}; did you mean {meant}?").format(name=name, meant=meant)
        if known:
            return _("there is no {name}; there are: {list}").format(name=name, list=_(", ").join(known))
        return _("there is no {name}").format(name=name)


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that tags run in."""

    def __init__(self, names: Sequence[str]) -> None:
        """`names` are those that a template begins with."""
        undefined = type("UnknownNameHere", (UnknownName,), {"__slots__": (), "reports": names})
        super().__init__(autoescape=True, undefined=undefined, finalize=_shown)
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.globals = {name: self.globals[name] for name in GLOBALS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for statement in _statements(tree):
            if not isinstance(statement, STATEMENTS) or getattr(statement, "filter", None) is not None:
                said = _("a template may have no such tag; there are: {list}").format(list=TAGS)
                lines = [node.lineno for node in (statement, *statement.find_all(nodes.Node)) if node.lineno]
                raise TemplateSyntaxError(said, lines[0], name, filename)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Parts of the data, and what a loop knows of itself."""
        return isinstance(obj, (Record, LoopContext, Namespace)) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        """The template's own macros, loops, and what `GLOBALS` names; no method of a text."""
        of_loop = isinstance(getattr(obj, "__self__", None), LoopContext)
        return of_loop or isinstance(obj, (Macro, LoopContext)) or obj in self.globals.values()


def _statements(node: nodes.Node) -> Iterator[nodes.Node]:
    return node.find_all((nodes.Stmt, nodes.EvalContextModifier))


def _shown(value: Any) -> Markup:
    """What a tag shows: text as it is, never XML; nothing for what is not there."""
    if isinstance(value, Markup):  # what a macro of the template made, with all texts in it made safe
        return value
    return Markup() if value is None else escape(value)
