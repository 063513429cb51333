"""Options of the test run, and the command line as tests run it.

With ZHENKIT_NO_SKIPS set, as `.ci/run` sets it, a test that skips has failed: what it needs was to be installed.
"""

import os

import pytest

from zhenkit.cli import main


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden reports anew instead of comparing")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of pages run in one process, where one Chromium serves them."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return _unskipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return _unskipped((yield))


def _unskipped(report):
    """The report; of a skip, where none is allowed, that of a failure with the same reason."""
    if os.environ.get("ZHENKIT_NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"skipped, and nothing is to be: {report.longrepr[2]}"
    return report


@pytest.fixture
def zhenkit(capfdbinary):
    """Runs a command line: the exit code, standard output, standard error."""

    def run(*arguments):
        code = main.run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run
