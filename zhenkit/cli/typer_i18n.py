"""The command line's own words: usage errors and help in the language in use, which Typer has in English alone.

What Typer says through gettext (titles of panels, defaults) is translated in our catalogue. The rest is plain English
in its code: it is said anew here, from an error's class and attributes; where these are unknown, in Typer's words.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from typing import Annotated, Any, Literal, TypeVar

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from zhenkit.cli.output import be_quiet, colour_by
from zhenkit.core.errors import near
from zhenkit.core.i18n import _, noted

HELP_OF_HELP = noted("Show this message and exit.")
CHOICES_IN_CHINESE = {
    **dict.fromkeys(("省", "省级"), "province"),
    **dict.fromkeys(("市", "市级"), "city"),
    **dict.fromkeys(("县", "县级", "区", "区级"), "county"),
    **dict.fromkeys(("符合",), "pass"),
    **dict.fromkeys(("放宽", "放宽符合"), "relaxed"),
    **dict.fromkeys(("评审", "待评审"), "review"),
    **dict.fromkeys(("不符合",), "fail"),
    **dict.fromkeys(("资料不全",), "incomplete"),
    **dict.fromkeys(("中文", "汉语"), "zh"),
    **dict.fromkeys(("英文", "英语"), "en"),
    **dict.fromkeys(("安装",), "install"),
    **dict.fromkeys(("专业镇", "专业镇文件"), "towns"),
    **dict.fromkeys(("表格",), "tables"),
    **dict.fromkeys(("等次", "结论", "得分", "退出码"), "grades"),
    **dict.fromkeys(("报告",), "reports"),
    **dict.fromkeys(("排名",), "batch"),
    **dict.fromkeys(("名录",), "registers"),
    **dict.fromkeys(("持续集成",), "ci"),
    **dict.fromkeys(("规则", "规则集"), "rules"),
    **dict.fromkeys(("规则文件",), "rule-files"),
    **dict.fromkeys(("用例", "测试"), "rule-tests"),
    **dict.fromkeys(("比较",), "diff"),
}
"""What a Chinese user types for a value of an option, which is a word of its own in both languages."""
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
"""The shells that Typer has completion for."""


class Misuse(typer.TyperException):
    """A usage error of our own, with the context that says which command it is of."""

    def __init__(self, message: str, ctx: Any) -> None:
        super().__init__(message)
        self.ctx = ctx


class Command(TyperCommand):
    """A command that speaks the language in use, and has the options that all commands have."""

    allow_extra_args = True  # reported by ourselves

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.params = [*self.params, *_of_all_commands()]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse; what is left over is an error."""
        with _within(ctx):
            left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise Misuse(_("one argument too many: {list}").format(list=_listed(left)), ctx)
        return left

    def get_params(self, ctx: Any) -> list[Any]:
        """The arguments and options, their help in the language in use."""
        return [_translated(param) for param in super().get_params(ctx)]

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What follows the command in the usage line: arguments, and the options that it cannot do without."""
        needed = [param for param in self.get_params(ctx) if param.param_type_name == "option" and param.required]
        return [_("[OPTIONS]"), *_arguments(self, ctx), *(f"{_name(param)} {param.metavar}" for param in needed)]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        _format_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        with _folded():
            super().format_help(ctx, formatter)


Colour = Literal["auto", "always", "never"]


def _of_all_commands() -> list[Any]:
    """The options of every command, made anew for each: Typer makes them of a function's parameters."""

    def options(
        color: Annotated[
            Colour,
            typer.Option(
                "--color",
                callback=colour_by,
                expose_value=False,
                help=_("Colour what is printed; by default on a terminal, or where FORCE_COLOR is set."),
            ),
        ] = "auto",
        quiet: Annotated[
            bool,
            typer.Option(
                "--quiet",
                "-q",
                callback=be_quiet,
                expose_value=False,
                help=_("Print no remarks and no progress: problems and the report alone."),
            ),
        ] = False,
    ) -> None:
        """Stand for them."""

    program = typer.Typer(add_completion=False)
    program.command()(options)
    return list(typer.main.get_command(program).params)


class Several(Command):
    """A command with an option that takes all words up to the next option, once its arguments precede it."""

    option, arguments = "--towns", 2

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse, each of the words with an option of its own."""
        return super().parse_args(ctx, self._each_with_its_option(args))

    def _each_with_its_option(self, args: list[str]) -> list[str]:
        at = args.index(self.option) if self.option in args else len(args)
        first, several = args[: at + 2], args[at + 2 :]
        if self._arguments_in(args[:at]) < self.arguments:
            return args
        end = next((place for place, word in enumerate(several) if word.startswith("-") and word != "-"), len(several))
        return [*first, *(word for one in several[:end] for word in (self.option, one)), *several[end:]]

    def _arguments_in(self, args: list[str]) -> int:
        """How many of the words are arguments: neither options nor their values."""
        valued = {name for param in self.params if not getattr(param, "is_flag", True) for name in param.opts}
        return sum(
            (not word.startswith("-") or word == "-") and before not in valued
            for before, word in zip(["", *args], args, strict=False)
        )


class CommandGroup(TyperGroup):
    """A group of commands that speaks the language in use."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse; without any argument, show the help, on standard error since nobody asked for it."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            with redirect_stdout(sys.stderr):
                typer.echo(ctx.get_help())
            raise typer.Exit(2)
        with _within(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command; an error names the near one."""
        if ctx.resilient_parsing or self.get_command(ctx, args[0]) is not None:
            return super().resolve_command(ctx, args)
        said = _("no such command: {name}").format(name=args[0])
        if close := near(args[0], self.commands):
            raise Misuse(said + _("; did you mean {near}?").format(near=close), ctx)
        raise Misuse(said + _("; there are: {list}").format(list=", ".join(self.commands)), ctx)

    def get_params(self, ctx: Any) -> list[Any]:
        """The arguments and options, their help in the language in use."""
        return [_translated(param) for param in super().get_params(ctx)]

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What follows the group in the usage line."""
        return [_("[OPTIONS]"), _("COMMAND [ARGS]...")]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        _format_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        with _folded():
            super().format_help(ctx, formatter)


class Commands(MutableMapping[str, Any]):
    """Commands by name, each made by its module in this folder when it is asked for."""

    def __init__(self, names: Iterable[str]) -> None:
        self._made: dict[str, Any] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> Any:
        if self._made[name] is None:
            self._made[name] = _made(name)
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._made

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _made(name: str) -> Any:
    """The command, or group of commands, that a module adds to a program."""
    program = Program(add_completion=False)
    import_module(f"zhenkit.cli.{name}").add_to(program)
    made: Any = typer.main.get_command(program)
    return made.commands[name] if program.registered_groups else made


Function = TypeVar("Function", bound=Callable[..., Any])


class Program(typer.Typer):
    """A Typer application all of whose commands and groups speak the language in use."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"cls": CommandGroup, **settings})

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Function], Function]:
        """Register a command, as `typer.Typer.command` does."""
        return super().command(name, **{"cls": Command, **settings})


def usage_error_lines(error: typer.TyperException) -> tuple[str, str]:
    """A usage error as two lines: what is wrong, and the usage with the way to the help."""
    said = f"zhenkit: {_wrong(error)}"
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        return said, _("see {help}").format(help="zhenkit --help")
    usage = " ".join((ctx.command_path, *ctx.command.collect_usage_pieces(ctx)))
    prefix, more = _("Usage: "), _("(see {help})").format(help=f"{ctx.command_path} --help")
    return said, f"{prefix}{usage}  {more}"


def _wrong(error: typer.TyperException) -> str:
    """What is wrong, by the error's class and attributes."""
    if isinstance(error, Misuse):
        return error.message
    for reason in (_no_such_option, _option_value, _missing, _bad_value):
        if said := reason(error):
            return said
    return _(error.format_message())


def _no_such_option(error: Any) -> str | None:
    if type(error).__name__ != "NoSuchOption":
        return None
    name, command = error.option_name, error.ctx.command
    owners = [owner for owner, member in getattr(command, "commands", {}).items() if name in _options(member.params)]
    if owners:
        return _("the option {option} goes after its command ({list})").format(option=name, list=", ".join(owners))
    if name in _options(error.ctx.find_root().command.params):
        return _("the option {option} goes before the command: {usage}").format(
            option=name, usage=f"{error.ctx.find_root().command_path} {name}"
        )
    said = _("no such option: {option}").format(option=name)
    close = _near_option(name, _options(command.get_params(error.ctx)))
    return said + _("; did you mean {near}?").format(near=close) if close else said


def _near_option(name: str, options: Iterable[str]) -> str | None:
    """The option a mistyped one most likely meant: dashes make no likeness, and `--quiet` is not `--require`."""
    long = {option.lstrip("-"): option for option in options if option.startswith("--")}
    close = near(name.lstrip("-"), long, likeness=0.7)
    return None if close is None else long[close]


def _option_value(error: Any) -> str | None:
    if type(error).__name__ != "BadOptionUsage" or error.ctx is None:
        return None
    param = _options(error.ctx.command.get_params(error.ctx)).get(error.option_name)
    if param is None:
        return None
    if param.is_flag:
        return _("the option {option} takes no value").format(option=error.option_name)
    return _("the option {option} needs a value").format(option=error.option_name)


def _missing(error: Any) -> str | None:
    if type(error).__name__ != "MissingParameter" or error.param is None:
        return None
    if choices := _choices(error.param):
        said = _("{argument} is missing; there are: {list}")
        return said.format(argument=_name(error.param), list=", ".join(map(str, choices)))
    if error.param.param_type_name == "argument":
        return _("{argument} is missing").format(argument=_name(error.param))
    return _("the option {option} is missing").format(option=_name(error.param))


def _bad_value(error: Any) -> str | None:
    if not isinstance(error, typer.BadParameter):
        return None
    name = _name(error.param) if error.param is not None else ""
    choices = [str(choice) for choice in _choices(error.param)]
    given = _given(error)
    if not choices or given is None:
        why = _no_such_number(error.param, given) or _(error.message)
        return _("{option}: {why}").format(option=name, why=why) if name else why
    close = CHOICES_IN_CHINESE.get(given) or near(given.lower(), choices)
    if close in choices:
        said = _("{value} is not one of its values; did you mean {near}? There are: {list}")
    else:
        said = _("{value} is not one of its values; there are: {list}")
    why = said.format(value=repr(given), near=close, list=", ".join(choices))
    return _("{option}: {why}").format(option=name, why=why)


def _no_such_number(param: Any, given: str | None) -> str | None:
    """Why a value is not the number that an option takes: whole or not, and from where to where."""
    whole = getattr(getattr(param, "type_descriptor", None), "annotation", None) is int
    low, high = getattr(param, "min", None), getattr(param, "max", None)
    if given is None or (low is None and not whole):
        return None
    if low is None:
        said = _("{value} is not a whole number")
    elif high is None:
        said = _("{value} is not a whole number from {low} on") if whole else _("{value} is not a number from {low} on")
    elif whole:
        said = _("{value} is not a whole number from {low} to {high}")
    else:
        said = _("{value} is not a number from {low} to {high}")
    return said.format(value=repr(given), low=low, high=high)


def _choices(param: Any) -> tuple[Any, ...]:
    return getattr(getattr(param, "type_descriptor", None), "choices", None) or ()


def _given(error: Any) -> str | None:
    """The value that was refused: pydantic, which Typer calls, keeps it."""
    details: Callable[[], list[dict[str, Any]]] | None = getattr(error.__cause__, "errors", None)
    return str(details()[0].get("input")) if details is not None else None


def _name(param: Any) -> str:
    """An option by its first long name, an argument by its metavar."""
    if param.param_type_name == "argument":
        return str(param.display_name_raw)
    return str(max(param.opts, key=len))


def _options(params: list[Any]) -> dict[str, Any]:
    return {name: param for param in params if param.param_type_name == "option" for name in param.opts}


def _listed(words: list[str]) -> str:
    return " ".join(repr(word) for word in words)


@contextmanager
def _within(ctx: Any) -> Iterator[None]:
    """Say of the parser's errors which command they are of, where Typer does not."""
    try:
        yield
    except typer.TyperException as error:
        if getattr(error, "ctx", None) is None:
            vars(error)["ctx"] = ctx
        raise


def _arguments(command: Any, ctx: Any) -> Iterator[str]:
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            name = _name(param) if param.required else f"[{_name(param)}]"
            yield name + ("..." if param.nargs != 1 else "")


def _format_usage(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = command.collect_usage_pieces(ctx)
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))


@contextmanager
def _folded() -> Iterator[None]:
    """Have Rich break help as Chinese is broken, and fold what is longer than a line instead of cutting it off."""
    from typer import rich_utils

    from zhenkit.reports.layout.wrap import FlowingText

    highlighted = rich_utils.highlighter

    def folded(said: Any) -> Any:
        return FlowingText(overflow="fold").append_text(highlighted(said))

    vars(rich_utils)["highlighter"] = folded
    try:
        yield
    finally:
        vars(rich_utils)["highlighter"] = highlighted


def _lightened(param: Any) -> None:
    """Have Typer make no pydantic model for a parameter that is not given, nor for one that is being completed."""
    whole = type(param).process_value

    def process_value(ctx: Any, value: Any) -> Any:
        if ctx.resilient_parsing:
            return value
        if param.required or (value not in (None, (), []) and value != param.default):
            return whole(param, ctx, value)
        return value if param.callback is None else param.callback(ctx, param, value)

    param.process_value = process_value


def _translated(param: Any) -> Any:
    """The parameter: help of Typer's own options translated, types that say nothing to a user omitted."""
    _lightened(param)
    param.help = _(param.help) if param.help else param.help
    param.metavar = _(param.metavar) if param.metavar else param.metavar
    if param.param_type_name == "argument":
        param.metavar = param.metavar or "|".join(map(str, _choices(param))) or None
        param.display_type_rich = lambda ctx: None
    elif param.is_flag:
        param.metavar = ""
    elif choices := param.multiple and _choices(param):
        param.display_type = lambda ctx: f"<{'|'.join(map(str, choices))}>"
    if param.name == "install_completion":
        param.callback = _install_completion
    return param


def _install_completion(ctx: Any, _param: Any, wanted: Any) -> Any:
    """Install completion for the shell it is run in, as Typer's own callback does, and say so in our words."""
    if not wanted or ctx.resilient_parsing:
        return wanted
    import shellingham  # type: ignore[import-untyped]  # Typer's, to know the shell by
    from typer import completion

    try:
        shell = shellingham.detect_shell()[0]
    except shellingham.ShellDetectionFailure:
        shell = None
    if shell not in SHELLS:
        said = _("--install-completion: run it in one of the shells that have completion: {list}")
        raise Misuse(said.format(list=", ".join(SHELLS)), ctx)
    with redirect_stdout(io.StringIO()):
        path = vars(completion)["install"](shell=shell)[1]  # no name that Typer exports
    typer.echo(_("{shell} completion installed in {path}").format(shell=shell, path=path))
    typer.echo(_("Completion will take effect once you restart the terminal"))
    raise typer.Exit
