"""The examples in the library's docstrings and on its page of the guide are true, with pandas and with Polars."""

import doctest
from importlib import import_module

import pytest

from tests.docs import GUIDE, LANGUAGES, blocks_of
from tests.paths import ROOT

MODULES = ["facts.money", *(f"library.{path.stem}" for path in sorted((ROOT / "zhenkit/library").glob("[a-z]*.py")))]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_true(name):
    module = import_module(f"zhenkit.{name}")
    failed, _tried = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert failed == 0


def test_every_public_function_has_an_example():
    import zhenkit

    functions = [getattr(zhenkit, name) for name in zhenkit.__all__ if name.islower() and name != "use"]
    without = [each.__name__ for each in functions if ">>> " not in each.__doc__]
    assert without == []


@pytest.mark.parametrize("library", ["pandas", "polars"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_guide_runs(language, library, monkeypatch):
    page = "".join(blocks_of(GUIDE / f"python.{language}.md", "pycon")).replace("pandas", library)
    assert f"import {library} as pd" in page
    test = doctest.DocTestParser().get_doctest(page, {}, f"python.{language}.md", None, 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert (runner.failures, len(test.examples) > 15) == (0, True)
