"""JSON Lines -> documents: a JSON text a line, each read by itself, so that a bad line spoils no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhenkit.documents.json import read_json
from zhenkit.documents.yaml import Document, Path


def read_json_lines(text: str, file: str) -> Iterator[Document]:
    """The towns of the lines that are not blank; what cannot be read gives a document with None and its problem."""
    for above, line in enumerate(text.split("\n")):
        if line.strip():
            yield from (_moved(document, above) for document in read_json(line, file))


def _moved(document: Document, lines: int) -> Document:
    """A document read from a text of its own, put so many lines further down."""

    def find(path: Path, key: bool) -> tuple[int, int]:
        line, column = document.find(path, key)
        return line + lines, column

    problems = tuple(problem._replace(line=problem.line + lines) for problem in document.problems)
    return replace(document, line=document.line + lines, problems=problems, find=find)
