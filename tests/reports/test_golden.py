"""Every format's report, in both languages, is what the golden files hold.

After a change that is meant: `pytest tests/reports/test_golden.py --update-golden`, and read the difference.
"""

import pytest

from tests.reports.golden import EARLIER, FOLDER, GOLDENS, TOWNS, fix_version


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.file.name)
def test_the_report_is_the_golden_one(golden, monkeypatch, request):
    monkeypatch.chdir(FOLDER)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(FOLDER))
    fix_version(monkeypatch)
    made = golden.made().encode("utf-8", "backslashreplace")
    if request.config.getoption("--update-golden"):
        golden.file.write_bytes(made)
    assert golden.file.exists(), "make it with: pytest tests/reports/test_golden.py --update-golden"
    assert made.decode() == golden.file.read_bytes().decode()


def test_every_file_beside_the_goldens_is_one_of_them():
    known = {TOWNS, EARLIER, *(golden.file.name for golden in GOLDENS)}
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == known
