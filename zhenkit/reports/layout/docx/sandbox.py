"""What the tags of a template may do: show, loop, choose. They reach the data they are given and nothing else.

A template and a town's name may both be hostile. So only what is listed here is there at all, and no text of the data
is ever taken for XML, whatever a tag makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing
from markupsafe import Markup, escape

from zhenkit.core.errors import near
from zhenkit.core.i18n import _, noted

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
SAID_BY_JINJA = {
    "No (?:filter|test) named '(.*?)'": noted("there is no filter or test {it}; there are the filters: {filters}"),
    "Encountered unknown tag 'end(.*?)'": noted("end{it} does not belong there: what it closes is not open"),
    "Encountered unknown tag '(.*?)'": noted("there is no tag {it}; there are: {tags}"),
    "Unexpected end of template.*'(.*)'\\.": noted("{it} is not closed: end{it} is missing"),
    "(?i:unexpected end of template)|Missing end of": noted("a tag is opened and not closed"),
    ".* got 'end of |Expected an expression": noted("a tag ends too early"),
    "expected token '.*', got '(.*)'|unexpected (?:char )?'(.*?)'|unexpected char \"(')\"": noted(
        "{it} does not belong there"
    ),
}
"""What Jinja says of tags that are written wrongly, as patterns, and how we say it; `it` is what a group holds."""
LONGEST_REASON = 300
"""So much of what a library says is reported: it may be the whole report where a tag calls it as if it were a macro."""


class BadTemplate(Exception):
    """The template cannot be filled in; the text says why, and what to do."""


class UnknownTag(TemplateSyntaxError):
    """A tag that no template may have; the text is ours."""


def check_tags(*texts: str) -> None:
    """Raise BadTemplate for a template without a tag: a report that was made before, as it may be, of another town."""
    if not any(opening in text for text in texts for opening in ("{{", "{%", "{#")):
        raise BadTemplate(_("it has no tags, so that it would say nothing of this report; `zhenkit init` writes ours"))


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
            said = _("there is no {name}; did you mean {meant}?").format(name=name, meant=meant)
        elif known:
            said = _("there is no {name}; there are: {list}").format(name=name, list=_(", ").join(known))
        else:
            said = _("there is no {name}").format(name=name)
        if owner is missing:
            return _("{said} (a template is for one kind of document: `zhenkit init` has --of)").format(said=said)
        return said


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
                raise UnknownTag(said, lines[0], name, filename)
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
    """What is wrong with a tag, in so many words: ours, but for what Jinja or Python says that we do not know."""
    said = str(error).strip() or type(error).__name__
    if isinstance(error, (UndefinedError, UnknownTag)):
        return _shortened(said)
    if isinstance(error, SecurityError):
        return _("a tag may show, choose and loop over what the report says, and do nothing else")
    for pattern, ours in SAID_BY_JINJA.items() if isinstance(error, TemplateError) else ():
        if found := re.match(pattern, said):
            it = next(filter(None, found.groups()), "")
            return _(ours).format(it=it, filters=_(", ").join(FILTERS), tags=TAGS)
    return _("it fails there: {said}").format(said=_shortened(said))


def _shortened(said: str) -> str:
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
