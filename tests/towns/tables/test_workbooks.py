"""Tables made at random as people make them: the towns read are the towns written, by rows and by columns."""

import random

import pytest

from tests.towns.tables.workbooks import differences, make


@pytest.mark.parametrize("seed", range(40))
def test_the_towns_read_are_the_towns_written(tmp_path, seed):
    path, towns = make(random.Random(seed), tmp_path, str(seed))
    assert differences(path, towns) == []
