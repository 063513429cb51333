"""The rule files of `tests/examples`: good ones, and bad ones that state what must be told of them.

A bad file begins with a line `# expect: LINE:COLUMN: message` for each problem, in order (a message that ends in `...`
may go on), and a line `# schema: ...`: whether an editor's JSON Schema `refuses` it or `accepts` it (what it says is no
matter of shape), or cannot read it
as YAML (`unread`). A file put into either folder makes a test.
"""

import re
from pathlib import Path

from tests.paths import TESTS

EXAMPLES = TESTS / "examples"
GOOD = sorted((EXAMPLES / "good-rules").glob("*.yaml"))
BAD = sorted((EXAMPLES / "bad-rules").glob("*.yaml"))


def expected(file: Path) -> list[str]:
    """The problems that a bad file states, as `LINE:COLUMN: message`."""
    return re.findall("^# expect: (.+)$", file.read_text("utf-8"), re.MULTILINE)


def uncoded(told: str) -> str:
    """What lint tells, without the codes of lints behind its lines."""
    return re.sub(r" \[[a-z-]+\]$", "", told, flags=re.MULTILINE)


def as_expected(file: Path, told: list[str]) -> bool:
    """Whether what is told of a bad file (`FILE:LINE:COLUMN: message`) is what it states."""
    told = [uncoded(line) for line in told]
    wanted = [f"{file}:{problem}" for problem in expected(file)]
    return len(told) == len(wanted) and all(
        each.startswith(want.removesuffix("...")) if want.endswith("...") else each == want
        for each, want in zip(told, wanted, strict=True)
    )


def by_schema(file: Path) -> str:
    """What the schema says of a bad file: `refuses`, `accepts`, or `unread`."""
    (said,) = re.findall("^# schema: (refuses|accepts|unread)$", file.read_text("utf-8"), re.MULTILINE)
    return said


def name(file: Path) -> str:
    """A file's name for a test's id."""
    return file.stem
