"""What the tags of a template may do: show, loop, choose. They reach the data they are given and nothing else.

A template and a town's name may both be hostile. So only what is listed here is there at all, and no text of the data
is ever taken for XML, whatever a tag makes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
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


WRONG_TAGS = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What wrong tags raise, when they are read and when they are at work."""
LONGEST_REASON = 300
"""So much of what a library says is reported: it may be the whole report where a tag calls it as if it were a macro."""


class BadTemplate(Exception):
    """The template cannot be filled in; the text says why, and what to do."""


class Record(SimpleNamespace):
    """Something that a report says, with its parts: a town, a criterion."""


def as_record(value: Any) -> Any:
    """What a report says, its parts to be named by tags."""
    if isinstance(value, Mapping):
        return Record(**{key: as_record(one) for key, one in value.items()})
    return [as_record(one) for one in value] if isinstance(value, list) else value


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

    def __init__(self, names: Sequence[str], safe: Callable[[str], str] = escape, **options: Any) -> None:
        """`names` are those that a template begins with; `safe` makes a text harmless where it is shown."""
        undefined = type("UnknownNameHere", (UnknownName,), {"__slots__": (), "reports": names})

        def shown(value: Any) -> Markup:
            """What a tag shows: text as it is, never markup; nothing for what is not there."""
            if isinstance(value, Markup):  # what a macro of the template made, with all texts in it made safe
                return value
            return Markup() if value is None else Markup(safe(str(value)))  # noqa: S704 - it is safe then

        super().__init__(autoescape=True, undefined=undefined, finalize=shown, **options)
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


def reason_of(error: Exception) -> str:
    """What is wrong with a tag, in so many words."""
    said = str(error).strip() or type(error).__name__
    return said if len(said) <= LONGEST_REASON else f"{said[:LONGEST_REASON]}..."


def line_of(error: Exception) -> int | None:
    """The line of the template where an error was raised, as jinja has it in the traceback."""
    found, trace = getattr(error, "lineno", None), error.__traceback__
    while trace is not None and found is None:
        if "__jinja_template__" in trace.tb_frame.f_globals:
            found = trace.tb_frame.f_globals["__jinja_template__"].get_corresponding_lineno(trace.tb_lineno)
        elif trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
