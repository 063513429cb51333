"""The golden reports: which there are, and how each is made from `tests/golden/towns.yaml`."""

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from zhenkit.checking import check_towns
from zhenkit.language import LANGUAGES, speaking
from zhenkit.outcome import Run
from zhenkit.reports import FORMATS, Style, render

FOLDER = Path(__file__).parent.parent / "golden"
TOWNS = "towns.yaml"
ENDINGS = {
    "text": "txt",
    "json": "json",
    "csv": "csv",
    "markdown": "md",
    "junit": "xml",
    "sarif": "sarif",
    "github": "txt",
}


class Golden(NamedTuple):
    """One golden report: `file` is what `render` gives for the towns, or for the one at `position` among them."""

    name: str
    format: str
    language: str
    style: Style = Style()
    position: int | None = None

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.{self.language}.{ENDINGS[self.format]}"

    def made(self) -> str:
        """The report, made anew; the working directory is the goldens' own."""
        with speaking(self.language):
            run = check_towns([TOWNS], None, "shanxi", strict=False).run
            if self.position is not None:
                run = Run([run.judgements[self.position]])
            return render(self.format, run, self.style)


PASS, RELAXED, REVIEW, INCOMPLETE, FAIL, HOSTILE = range(6)
GOLDENS = [
    golden
    for language in LANGUAGES
    for golden in (
        *(Golden(format, format, language) for format in FORMATS),
        Golden("text-one", "text", language, position=PASS),
        Golden("text-wide", "text", language, Style(width=120), position=FAIL),
        Golden("text-colour", "text", language, Style(colour=True), position=REVIEW),
        Golden("text-explain", "text", language, Style(explain=True), position=RELAXED),
        Golden("markdown-one", "markdown", language, position=INCOMPLETE),
    )
]


def fix_version(monkeypatch) -> None:
    """Let reports tell no version, so that a release changes no golden file."""
    for format in FORMATS:
        monkeypatch.setattr(import_module(f"zhenkit.reports.{format}"), "__version__", "VERSION", raising=False)
