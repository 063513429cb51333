# Short names for what CONTRIBUTING.md describes; another Python: make test PYTHON=python3
PYTHON ?= .venv/bin/python

.PHONY: test fast lint golden catalogue docs bench

test:
	$(PYTHON) -m pytest -q -n auto

fast:
	$(PYTHON) -m pytest -q -n auto -m "not slow"

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

golden:
	$(PYTHON) -m pytest -q tests/reports/test_golden.py --update-golden

catalogue:
	$(PYTHON) -m tests.catalogue

docs:
	$(PYTHON) -m tests.docs

bench:
	$(PYTHON) -m tests.benchmarks
