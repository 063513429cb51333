"""The made-up document of the samples with the rule file beside it, to be changed and held against each other."""

from pathlib import Path

from tests.paths import ROOT
from zhenkit.analysis.document.clauses import OfficialDocument, read_document_of
from zhenkit.analysis.document.read import SourceLine, SourceText, plain_line, read_source
from zhenkit.analysis.document.verify import Verified, verify
from zhenkit.rulesets.catalog import shipped

FOLDER = ROOT / "samples" / "rules" / "documents"
DOCUMENT, RULES = FOLDER / "made-up-plan.md", FOLDER / "made-up-plan.yaml"


def right() -> str:
    """The rule file, its one wrong figure put right."""
    return changed(RULES.read_text("utf-8"), ("supporting_firms, at_least: 12", "supporting_firms, at_least: 15"))


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
    files = folder / RULES.name, folder / DOCUMENT.name
    for file, text in zip(
        files, (changed(right(), *rules), changed(DOCUMENT.read_text("utf-8"), *document)), strict=True
    ):
        file.write_text(text, "utf-8")
    return verify(shipped().named(str(files[0])), read_document_of(read_source(files[1])))
