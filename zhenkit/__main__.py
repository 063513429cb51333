"""The program's entry: settles the language before anything that speaks is imported, then runs the command line."""

from __future__ import annotations

import os
import sys

GARBAGE_THRESHOLD = 100_000
"""A run makes many values and hardly any cycles: looking for garbage at Python's usual pace is a tenth of its time."""

STANDARD_ERROR = 2


def main() -> None:
    """Run `zhenkit`."""
    try:
        code = _run()
    except KeyboardInterrupt:  # before signals are held, or where they cannot be
        from zhenkit.core import i18n

        sys.stderr.write(i18n._("interrupted") + "\n")
        code = 130
    sys.exit(code)


def _run() -> int:
    import signal  # and the others here, that as little as may be goes before it

    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))  # until we heed them
    import gc
    import gettext

    from zhenkit.core import i18n, signals

    gc.set_threshold(GARBAGE_THRESHOLD)
    _without_plugins()
    wanted = i18n.asked_for(sys.argv[1:]) or i18n.of_environment()
    i18n.use(wanted)
    signals.heed()
    # Typer speaks through the standard library's gettext, which looks at the environment
    os.environ["LANGUAGE"] = wanted
    gettext.bindtextdomain("zhenkit", str(i18n.LOCALE_DIR))
    gettext.textdomain("zhenkit")
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # None where whoever started us has closed it
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    with signals.unstopped:
        _silence_libraries()
    try:
        from zhenkit.cli.main import run

        return run()
    finally:
        signals.finish()


def _without_plugins() -> None:
    """Have pydantic look for no plugins: we use none, and the module that finds them imports `email` and much else."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    finder = type(sys)("pydantic.plugin._loader")
    vars(finder)["get_plugins"] = tuple
    sys.modules.setdefault(finder.__name__, finder)


def _silence_libraries() -> None:
    """Have standard error to ourselves: what libraries not in Python write to it, such as on a panic, goes nowhere.

    Whatever went wrong in them, it is we that report it.
    """
    shown = sys.stderr
    if shown is None or shown.fileno() != STANDARD_ERROR:
        return
    shown.flush()
    own = os.fdopen(os.dup(STANDARD_ERROR), "w", encoding=shown.encoding, errors=shown.errors, buffering=1)
    sys.stderr = own
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, STANDARD_ERROR)
    os.close(nothing)


if __name__ == "__main__":
    main()
