"""The examples in the docstrings of `zhenkit/checks/` are true, and every public function there has one."""

import doctest
import inspect
from importlib import import_module
from pathlib import Path

import pytest

import zhenkit.checks

MODULES = sorted(path.stem for path in Path(zhenkit.checks.__file__).parent.glob("[a-z]*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_each_public_function_has_an_example_that_is_true(name):
    module = import_module(f"zhenkit.checks.{name}")
    # what the docstring of the folder sets up, each example may use
    known = {}
    exec("".join(example.source for example in doctest.DocTestParser().get_examples(zhenkit.checks.__doc__)), known)
    examples = doctest.DocTestFinder().find(module, extraglobs=known)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert [test.name for test in examples if runner.run(test).failed] == []
    functions = [
        f"{module.__name__}.{function}"
        for function, each in inspect.getmembers(module, inspect.isroutine)
        if each.__module__ == module.__name__ and not function.startswith("_")
    ]
    assert set(functions) <= {test.name for test in examples if test.examples}
