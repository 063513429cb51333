"""Options of the test run, and the command line as tests run it."""

import pytest

from zhenkit import cli


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden reports anew instead of comparing")


@pytest.fixture
def zhenkit(capfdbinary):
    """Runs a command line: the exit code, standard output, standard error."""

    def run(*arguments):
        code = cli.run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run
