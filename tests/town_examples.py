"""The town files of `tests/examples`: good ones, and bad ones that state what must be told of them.

A bad YAML file begins with a line `# expect: LINE:COLUMN: message` for each problem, in order; beside a bad JSON file
or table stands a `.expect` file of such lines. `FILE` in a message is the file itself; one that ends with `...` states
the beginning. A file put into either folder makes a test.
"""

import re
from pathlib import Path

from tests.paths import TESTS

EXAMPLES = TESTS / "examples"
ENDINGS = (".yaml", ".json", ".csv", ".tsv")
GOOD = sorted(path for path in (EXAMPLES / "good").iterdir() if path.suffix in ENDINGS)
BAD = sorted(path for path in (EXAMPLES / "bad").iterdir() if path.suffix in ENDINGS)


def expected(file: Path) -> list[str]:
    """The problems that a bad file states, as `LINE:COLUMN: message`."""
    if file.suffix != ".yaml":
        stated = file.with_suffix(".expect").read_text("utf-8").splitlines()
    else:
        stated = re.findall("^# expect: (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return [line.replace("THIS_FILE", str(file)) for line in stated]


def name(file: Path) -> str:
    """A file's name for a test's id."""
    return file.name


def as_expected(problems: list[str], file: Path) -> bool:
    """Whether the problems told of a bad file are those it states."""
    stated = [f"{file}:{problem}" for problem in expected(file)]
    return len(problems) == len(stated) and all(
        said.startswith(line[:-3]) if line.endswith(", ...") else said == line
        for said, line in zip(problems, stated, strict=True)
    )
