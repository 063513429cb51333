"""By rows a town's judgement takes little room, however many towns there are: what was read of it is let go."""

import gc
import tracemalloc

import pytest

from tests.benchmarks.registers import write_csv
from zhenkit.judging import judgement
from zhenkit.judging.batch import Request, batch_by_rows
from zhenkit.reports.formats import BATCH, Style, formats_of, pieces_of_ranking
from zhenkit.reports.judgement import json
from zhenkit.towns.tables.reading import LOOKED_AT

FEW, MANY = LOOKED_AT + 100, LOOKED_AT + 400
"""Towns of two files, both longer than what of a sheet is looked at first."""
MOST = {"csv": 2000, "json": 3500, "junit": 3500}
"""Bytes a town may take at most, with its part of the report; read from a row of 44 cells, it is five times as much."""


def peak(file, format):
    """The most that was held at a time, from reading to the last piece written."""
    request = Request(
        (str(file),), rules="shanxi", format=format, needs_judgements=formats_of(BATCH)[format].needs_judgements
    )
    gc.collect()
    tracemalloc.start()
    ranking = batch_by_rows(request).ranking
    if format in ("csv", "json"):
        assert sum(map(len, pieces_of_ranking(format, ranking, Style()))) > 100 * len(ranking.rows)
    elif ranking.judgements is not None:
        assert sum(len(judged.criteria) for judged in ranking.judgements) == 8 * len(ranking.rows)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("format", MOST)
def test_a_town_more_takes_little_room(tmp_path, monkeypatch, format):
    for module in (judgement, json):
        monkeypatch.setattr(module, "MEMO_SIZE", 100)  # else what towns share is still growing
    files = {rows: tmp_path / f"{rows}.csv" for rows in (FEW, MANY)}
    for rows, file in files.items():
        write_csv(file, rows)
    peak(files[MANY], format)  # what is made once for all runs, or remembered of other tests
    few, many = (peak(file, format) for file in files.values())
    a_town = (many - few) / (MANY - FEW)
    assert a_town < MOST[format], a_town


def test_judgements_made_again_are_the_same(tmp_path):
    file = tmp_path / "towns.csv"
    write_csv(file, 40, bad=5)
    ranking = batch_by_rows(Request((str(file),), rules="shanxi", format="json")).ranking
    assert ranking.judgements is not None
    assert len(ranking.judgements) == len(ranking.rows) > 20
    for row, judged in zip(ranking.rows, ranking.judgements, strict=True):
        assert (row.name, row.span, row.score) == (judged.town.name, judged.span, judged.score)
        assert row.criteria == {each.criterion.number: each.span for each in judged.criteria}
        assert judged.town.find("province") == (row.line, 2)
    assert [judged.town.name for judged in ranking.judgements[:3]] == [row.name for row in ranking.rows[:3]]
