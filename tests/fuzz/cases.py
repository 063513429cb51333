"""A case: the files it needs, the options it is tried with, and how it is kept in a folder."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.fuzz.contents import Content, Raw

NOTE = "case.json"


@dataclass(frozen=True)
class Case:
    """Files by name, the first of which is tried, and the options it is tried with."""

    kind: str
    files: dict[str, Content]
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The name of the file that is tried."""
        return next(iter(self.files))

    def put(self, folder: Path) -> None:
        """Write the files."""
        for name, content in self.files.items():
            (folder / name).write_bytes(content.written())

    def keep(self, folder: Path, note: dict[str, Any]) -> None:
        """Write the files, and a note of how to try them again."""
        folder.mkdir(parents=True, exist_ok=True)
        self.put(folder)
        told = {"kind": self.kind, "files": list(self.files), "options": self.options, **note}
        (folder / NOTE).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")

    def smaller_by(self, name: str) -> list[Case]:
        """The case with less in a file; what cannot be written so is left out."""
        return [replace(self, files={**self.files, name: less}) for less in self.files[name].smaller()]


def kept(folder: Path) -> Case:
    """A case from the folder it was kept in."""
    note = json.loads((folder / NOTE).read_text("utf-8"))
    return Case(note["kind"], {name: Raw((folder / name).read_bytes()) for name in note["files"]}, note["options"])


def chance_of(seed: int, kind: str, number: int) -> random.Random:
    """What decides about a case: the same for the same seed, kind and number."""
    return random.Random(f"{seed}/{kind}/{number}")
