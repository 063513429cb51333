"""The command line as a whole: its commands, its exit codes, errors reported in one line each."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from zhenkit import __version__
from zhenkit.cli.completing import as_bash_splits
from zhenkit.cli.options import LangOption
from zhenkit.cli.output import (
    ReaderGone,
    as_by_default,
    cannot_write_out,
    discard,
    flush,
    is_of_writing,
    report_problems,
    say,
)
from zhenkit.cli.typer_i18n import CommandGroup, Commands, Program, usage_error_lines
from zhenkit.core import i18n
from zhenkit.core.errors import FileProblems, ZhenkitError, quoted
from zhenkit.core.extras import is_panic
from zhenkit.core.i18n import _
from zhenkit.core.progress import Bar, show_by
from zhenkit.core.signals import INTERRUPTED, unstopped

TROUBLE = 2
BUG = 70
"""What programs end with that broke down themselves (EX_SOFTWARE)."""
READER_GONE = 141
"""128 + the signal, SIGPIPE, that such a program dies of."""
COMMANDS = (
    "check",
    "batch",
    "preview",
    "gap",
    "sweep",
    "ledger",
    "merge",
    "assess",
    "dossier",
    "form",
    "diff",
    "reform",
    "goals",
    "rules",
    "facts",
    "schema",
    "init",
    "guide",
)
"""The modules of commands, in the order of the help; that of the command that is run is imported, and no other."""


class RootGroup(CommandGroup):
    """The program's commands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = Commands(COMMANDS)


app = Program(
    name="zhenkit",
    cls=RootGroup,
    help=_("Judge specialised towns (专业镇) against a jurisdiction's published standard, clause by clause."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"zhenkit {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=_("Show the version."))
    ] = False,
    lang: LangOption = None,
) -> None:
    """Judge specialised towns against a jurisdiction's published standard."""


def run(arguments: list[str] | None = None) -> int:
    """Run a command line; the exit code. Errors are reported in one line each; none ends in a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    show_by(_bar)
    with i18n.speaking(i18n.asked_for(given) or i18n.current()), as_by_default(), as_bash_splits():
        try:
            return _run(given)
        except ReaderGone:
            discard(sys.stdout, sys.stderr)
            return READER_GONE
        except BaseException as error:
            if not isinstance(error, Exception) and not is_panic(error):
                raise
            return _bug(error, given)


def _bug(error: BaseException, arguments: list[str]) -> int:
    """Report what nobody foresaw: it is a fault of ours, and no verdict."""
    import platform
    import tempfile
    import traceback
    from pathlib import Path

    details = [f"zhenkit {__version__}, Python {platform.python_version()}, {platform.platform()}", repr(arguments)]
    details += traceback.format_exception(error)
    file: Any = None
    try:
        with (
            unstopped,  # what others do while the program is being stopped may go wrong, and be no bug
            tempfile.NamedTemporaryFile(
                "w", prefix="zhenkit-bug-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
            ) as file,
        ):
            file.write("\n".join(details))
        where = _("the details are in {file}").format(file=file.name)
    except OSError:  # there may be no room
        if file is not None:
            Path(file.name).unlink(missing_ok=True)
        where = quoted(traceback.format_exception_only(error)[-1].strip())
    say("zhenkit: " + _("this is a fault of zhenkit, not of your files; please report it: {where}").format(where=where))
    return BUG


def _bar(said: str, total: int | None, counted: bool) -> Bar:
    from zhenkit.cli.progress_bar import ProgressBar

    return ProgressBar(said, total, counted)


def _run(arguments: list[str]) -> int:
    try:
        code = app(args=arguments, prog_name="zhenkit", standalone_mode=False)
        flush()
        if code == INTERRUPTED:  # Typer makes this of a KeyboardInterrupt, without a word
            say(_("interrupted"))
        return code if isinstance(code, int) else 0
    except typer.TyperException as error:
        return _usage_error(error)
    except FileProblems as error:
        report_problems(error.problems)
    except ZhenkitError as error:
        from zhenkit.core.escape import plain

        say(f"zhenkit: {plain(str(error))}")
    except OSError as error:  # of help, which Typer writes; whoever reads or writes files reports their errors
        if not is_of_writing(error):
            raise
        discard(sys.stdout)
        say(f"zhenkit: {cannot_write_out(error)}")
    except SystemExit as error:  # Typer's, which makes 1 of it: that would say that a town failed
        if isinstance(error.__context__, BrokenPipeError):
            raise ReaderGone from None
        raise
    except (typer.Abort, KeyboardInterrupt):
        say(_("interrupted"))
        return INTERRUPTED
    return TROUBLE


def _usage_error(error: typer.TyperException) -> int:
    from zhenkit.core.escape import plain

    for line in usage_error_lines(error):
        say(plain(line))
    return TROUBLE
