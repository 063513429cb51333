"""Programs that work on hostile files: a disk that is full under what they write is no fault of the file."""

import json
from pathlib import Path

import pytest

from tests.towns.tables.test_legacy import xls
from zhenkit.core.apart import run_apart
from zhenkit.reports.judgement.docx import template

FULL = Path("/dev/full")
FILLER = "zhenkit.reports.layout.docx.fill"
GIVEN = {
    "zhenkit.towns.tables.legacy_child": xls,
    "zhenkit.reports.layout.docx.child": lambda: (
        json.dumps({"filler": FILLER, "language": "en", "report": {}, "title": ""}).encode() + b"\n" + template()
    ),
}


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("module", GIVEN)
def test_a_full_disk_is_told_as_such(module):
    with FULL.open("wb") as full, pytest.raises(OSError, match="No space left"):
        run_apart(module, GIVEN[module](), full, 60)
