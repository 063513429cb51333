"""Progress on standard error: on a terminal, for work that takes long, and nowhere else."""

import io
import sys
import time

import pytest

from zhenkit.cli.progress_bar import ProgressBar
from zhenkit.core import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def shown_as_by_the_command_line(monkeypatch):
    monkeypatch.setattr(progress, "_make", None)  # to be as it was afterwards
    progress.show_by(ProgressBar)


@pytest.fixture
def shown(monkeypatch):
    """What a thousand steps of work show on a stream that stands for standard error."""

    def run(stream, patience=-1, total=None):
        # not before the test runs: pytest puts its own stream there between a fixture and its test
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(progress, "PATIENCE", patience)
        monkeypatch.setenv("TERM", "xterm")
        with progress.counting("reading towns", total) as step:
            for _step in range(1000):
                step()
        return stream and stream.getvalue()

    return run


@pytest.mark.parametrize(("total", "count"), [(None, "1,000"), (2000, "1,000/2,000")])
def test_long_work_shows_how_far_it_is_on_a_terminal(shown, total, count):
    said = shown(Terminal(), total=total)
    assert "reading towns" in said
    assert count in said


def test_without_a_terminal_nothing_shows(shown):
    assert shown(io.StringIO()) == ""


def test_short_work_shows_nothing(shown):
    assert shown(Terminal(), patience=1e9) == ""


def test_where_standard_error_is_closed_work_goes_on(shown):
    assert shown(None) is None


@pytest.fixture
def shown_at_work(monkeypatch):
    """What work that nobody counts shows while it goes on for so many seconds."""

    def run(stream, patience, seconds):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(progress, "PATIENCE", patience)
        monkeypatch.setenv("TERM", "xterm")
        with progress.working("judging towns"):
            time.sleep(seconds)
        return stream and stream.getvalue()

    return run


def test_work_that_nobody_counts_shows_that_it_goes_on(shown_at_work):
    assert "judging towns" in shown_at_work(Terminal(), 0, 0.5)


@pytest.mark.parametrize(("stream", "patience"), [(Terminal(), 1e6), (io.StringIO(), 0), (None, 0)])
def test_such_work_shows_nothing_where_it_is_short_or_no_terminal_is_there(shown_at_work, stream, patience):
    assert not shown_at_work(stream, patience, 0.05)
