"""`zhenkit assess` in every format: one answer, and no text of a town file that becomes more than a text."""

import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from tests.paths import ROOT
from tests.reports.runs import HOSTILE, town, write_town
from zhenkit.core.escape import visible
from zhenkit.reports.formats import ASSESS, formats_of

ASSESSED = ROOT / "samples" / "assessment"
BOTH = (ASSESSED / "2024", "--level", "province", "--last", ASSESSED / "2023")


@pytest.fixture
def report(zhenkit, tmp_path):
    """The report in a format, as its bytes."""

    def run(name, *arguments, code=1):
        path = tmp_path / "report"
        got, _out, err = zhenkit("assess", *arguments, "--format", name, "--output", path, "--lang", "zh")
        assert got == code, err
        return path.read_bytes()

    return run


@pytest.mark.parametrize("name", formats_of(ASSESS))
def test_every_format_says_who_is_commended_and_who_is_slow(report, name):
    made = report(name, *BOTH)
    if name == "json":
        towns = {town["name"]: town for group in json.loads(made)["groups"] for town in group["towns"]}
        assert [name for name, one in towns.items() if one["commended"]] == ["虚构陶瓷镇"]
        assert [name for name, one in towns.items() if one["slow"]] == ["虚构铸造镇", "虚构玻璃镇"]
        return
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            made = archive.read("word/document.xml")
    if name == "xlsx":
        rows = [row for sheet in load_workbook(io.BytesIO(made)) for row in sheet.iter_rows(values_only=True)]
        made = "\n".join(str(cell) for row in rows for cell in row).encode()
    said = "".join(made.decode().replace("\\~", "~").split())
    for words in ("表扬名额：1", "上次评估达到认定标准（符合），本次不再达标（不符合）", "zhenkit自拟", "不再达标"):
        assert words in said


@pytest.mark.parametrize("name", formats_of(ASSESS))
def test_no_text_of_a_town_file_becomes_more_than_a_text(report, tmp_path, name):
    known = [text for text in HOSTILE if text.isprintable()]
    towns = [town(name=f"{text} 镇", county=text, category=None, leading_industry=text) for text in known]
    file = write_town(tmp_path / "towns.yaml", *towns)
    earlier = write_town(tmp_path / "last.yaml", *({**one, "year": 2023, "standards": 9} for one in towns))
    made = report(name, file, "--rules", "shanxi", "--last", earlier, code=3)
    if name == "xlsx":
        cells = [cell for sheet in load_workbook(io.BytesIO(made)) for row in sheet.iter_rows() for cell in row]
        assert cells and all(cell.data_type in "sn" for cell in cells)
    elif name == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert b"<script" not in archive.read("word/document.xml")
    elif name != "json":
        said = made.decode()
        assert all(visible(line) == line for line in said.splitlines())
        assert "::error" not in said and "##[" not in said
        if name != "text":
            assert "<script>alert" not in said


def test_the_last_towns_may_be_several_files(zhenkit, tmp_path):
    files = sorted((ASSESSED / "2023").glob("*.yaml"))
    whole = zhenkit("assess", *BOTH, "--format", "json")
    parts = zhenkit("assess", ASSESSED / "2024", "--level", "province", "--last", *files, "--format", "json")
    without = [{**json.loads(out), "last": None} for _code, out, _err in (whole, parts)]
    assert without[0] == without[1]


def test_a_file_that_is_no_report_of_towns_is_told_with_its_place(zhenkit, tmp_path):
    wrong = tmp_path / "last.json"
    wrong.write_text('{"zhenkit": "0", "schema": 1, "towns": 3}', "utf-8")
    code, _out, err = zhenkit("assess", ASSESSED / "2024", "--level", "province", "--last", wrong, "--lang", "en")
    assert code == 2 and f"--last {wrong}: not a JSON report" in err
    code, _out, err = zhenkit("assess", *BOTH, "--by", tmp_path / "none.yaml", "--lang", "en")
    assert code == 2 and "none.yaml:1:1: cannot read it" in err
