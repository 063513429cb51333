"""The made-up document of the samples with the rule file beside it, to be changed and held against each other."""

from pathlib import Path

from tests.paths import ROOT
from zhenkit.analysis.document.clauses import OfficialDocument, read_document_of
from zhenkit.analysis.document.read import SourceLine, SourceText, plain_line, read_source
from zhenkit.analysis.document.verify import Verified, verify
from zhenkit.rulesets.catalog import shipped

FOLDER = ROOT / "samples" / "documents"
DOCUMENT, RULES = FOLDER / "made-up-plan.md", FOLDER / "made-up-plan.yaml"


def written(text: str) -> OfficialDocument:
    """The document of a text."""
    lines = [SourceLine(number, plain_line(line)) for number, line in enumerate(text.split("\n"), 1)]
    return read_document_of(SourceText("plan.txt", "line", tuple(line for line in lines if line.text)))


def changed(text: str, *changes: tuple[str, str]) -> str:
    """The text with these pieces replaced, each of which it has."""
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def held(folder: Path, rules: list[tuple[str, str]], document: list[tuple[str, str]]) -> Verified:
    """The rule file against the document, both changed."""
    files = []
    for path, changes in ((RULES, rules), (DOCUMENT, document)):
        files.append(folder / path.name)
        files[-1].write_text(changed(path.read_text("utf-8"), *changes), "utf-8")
    return verify(shipped().named(str(files[0])), read_document_of(read_source(files[1])))
