"""Progress on standard error: on a terminal, for work that takes long, and nowhere else."""

import io
import sys

import pytest

from zhenkit import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def stream(request, monkeypatch):
    found = request.param()
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setenv("TERM", "xterm")
    return found


def work(steps, total=None):
    with progress.counting("reading towns", total) as step:
        for _step in range(steps):
            step()


@pytest.mark.parametrize("stream", [Terminal], indirect=True)
@pytest.mark.parametrize(("total", "count"), [(None, "1,000"), (2000, "1,000/2,000")])
def test_long_work_shows_how_far_it_is_on_a_terminal(stream, monkeypatch, total, count):
    monkeypatch.setattr(progress, "PATIENCE", -1)
    work(1000, total)
    assert "reading towns" in stream.getvalue()
    assert count in stream.getvalue()


@pytest.mark.parametrize("stream", [io.StringIO], indirect=True)
def test_without_a_terminal_nothing_shows(stream, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", -1)
    work(1000)
    assert stream.getvalue() == ""


@pytest.mark.parametrize("stream", [Terminal], indirect=True)
def test_short_work_shows_nothing(stream, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 1e9)
    work(1000)
    assert stream.getvalue() == ""


def test_where_standard_error_is_closed_work_goes_on(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    work(1000)
