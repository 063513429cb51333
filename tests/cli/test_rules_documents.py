"""`zhenkit rules verify` and `rules draft`, as a user meets them: exit codes, misuse, what is written."""

import json

import pytest

from tests.analysis.document.plans import DOCUMENT, RULES, right
from tests.paths import ROOT
from zhenkit.cli import main
from zhenkit.core import extras, i18n

TOWN = ROOT / "samples" / "made-up" / "pass.yaml"


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def zhenkit(capfdbinary):
    def run(*arguments):
        code = main.run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def test_verify_exits_1_where_something_differs_and_0_where_nothing_does(zhenkit, tmp_path):
    code, out, err = zhenkit("rules", "verify", RULES, "--document", DOCUMENT)
    assert (code, err) == (1, "")
    assert "supporting firms: 15户以上 in the document (line 27), at least 12 firms here" in out
    assert zhenkit("rules", "verify", RULES, "--document", DOCUMENT, "--exit-zero")[0] == 0
    rules = tmp_path / "right.yaml"
    rules.write_text(right(), "utf-8")
    code, out, err = zhenkit("rules", "verify", rules, "--document", DOCUMENT)
    assert (code, err) == (0, "")
    assert "no difference in what was compared" in out and "9 lines are for people to read" in out


@pytest.mark.parametrize("ending", ["json", "sarif", "txt"])
def test_verify_writes_by_the_ending(zhenkit, tmp_path, ending):
    output = tmp_path / f"found.{ending}"
    assert zhenkit("rules", "verify", RULES, "--document", DOCUMENT, "-o", output) == (1, "", "")
    assert "figure-differs" in output.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("verify", RULES), "--document"),
        (("verify", "nowhere", "--document", DOCUMENT), "no rule set 'nowhere'"),
        (("verify", RULES, "--document", "none.txt"), "none.txt:1:1: cannot read it: No such file"),
        (("verify", RULES, "--document", TOWN), "no document: what is read here ends in .txt .md .html .htm .docx"),
        (("verify", RULES, "--document", ROOT), "no document"),
        (("verify", TOWN, "--document", DOCUMENT), "this is a town file"),
        (("verify", RULES, "--document", DOCUMENT, "-o", "found.csv"), ".json .sarif"),
        (("draft",), "DOC"),
        (("draft", TOWN), "no document"),
        (("draft", DOCUMENT, "-o", "draft.txt"), ".yaml .yml"),
        (("draft", DOCUMENT, "--section", "九"), "the document has no clause 九; its clauses are: 一 发展目标"),
    ],
)
def test_what_cannot_be_done_exits_2_and_says_what_would(zhenkit, arguments, said):
    code, out, err = zhenkit("rules", *arguments)
    assert (code, out) == (2, "")
    assert said in " ".join(err.replace("│", " ").split())


def test_a_draft_is_written_linted_verified_and_judges(zhenkit, tmp_path):
    file = tmp_path / "draft.yaml"
    code, out, err = zhenkit("rules", "draft", DOCUMENT, "-o", file)
    assert (code, out) == (0, "")
    assert "a draft: 6 lines of figures, 8 of known words, 2 of unknown words" in err
    assert zhenkit("rules", "lint", file)[0] == 0
    assert zhenkit("rules", "verify", file, "--document", DOCUMENT)[0] == 0
    code, out, _err = zhenkit("check", TOWN, "--rules", file, "--format", "json")
    assert code == 3  # what the file's own facts ask is not stated
    assert json.loads(out)["towns"][0]["rule_set"]["id"] == "draft"


def test_a_town_file_given_as_text_is_no_document(zhenkit, tmp_path):
    document = tmp_path / "town.txt"
    document.write_bytes(TOWN.read_bytes())
    code, _out, err = zhenkit("rules", "draft", document)
    assert code == 2
    assert "no clause found" in err


def test_a_document_in_another_encoding_is_remarked_on(zhenkit, tmp_path):
    document = tmp_path / "plan.txt"
    document.write_bytes(DOCUMENT.read_bytes().decode().encode("gb18030"))
    code, _out, err = zhenkit("rules", "verify", RULES, "--document", document)
    assert code == 1
    assert "read as GB18030" in err


def test_a_pdf_without_its_library_says_how_to_install_it(zhenkit, tmp_path, monkeypatch):
    def missing(module):
        raise ModuleNotFoundError(name=module)

    monkeypatch.setattr(extras.importlib, "import_module", missing)
    document = tmp_path / "plan.pdf"
    document.write_bytes(b"%PDF-1.4")
    code, _out, err = zhenkit("rules", "draft", document)
    assert code == 2
    assert "zhenkit[documents]" in err
