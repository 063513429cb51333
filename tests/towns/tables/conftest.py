"""Sheets as people make them, for tests of where in one the towns are."""

import pytest

from tests.towns.tables.grids import csv_text, read


@pytest.fixture
def table(tmp_path):
    """Rows -> towns, problems and remarks, as of a file of CSV."""

    def of(*rows):
        path = tmp_path / "towns.csv"
        path.write_text(csv_text(rows), "utf-8")
        return read(path)

    return of
