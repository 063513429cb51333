"""The golden reports: which there are, and how each is made from `tests/golden/towns.yaml`."""

import datetime
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from tests.paths import TESTS
from zhenkit.core.i18n import LANGUAGES, speaking
from zhenkit.judging.assessing import assess_files
from zhenkit.judging.batch import Request, batch_by_rows
from zhenkit.judging.gaps import Wanted, gaps_of
from zhenkit.judging.goals import GoalsFound, goals_of
from zhenkit.judging.kept_ledger import KeptLedger
from zhenkit.judging.ledger import Ledger, brought_up_to_date, open_items
from zhenkit.judging.merge import merge
from zhenkit.judging.outcome import Run
from zhenkit.judging.reform import reform
from zhenkit.judging.run import check_towns
from zhenkit.judging.sweep import sweeps_of
from zhenkit.reports.formats import (
    ASSESS,
    CHECK,
    GAP,
    GOALS,
    LEDGER,
    MERGE,
    REFORM,
    SWEEP,
    Style,
    formats_of,
    render,
    render_ranking,
    report,
)
from zhenkit.reports.phrases.ledger import described
from zhenkit.rulesets.catalog import shipped

FOLDER = TESTS / "golden"
TOWNS = "towns.yaml"
SAMPLES = "../../samples"
MARCH = datetime.date(2024, 3, 1)
MADE_UP = [f"{SAMPLES}/made-up/{name}.yaml" for name in ("fail", "review", "incomplete")]
ASSESSED = Request((f"{SAMPLES}/assessment/2024",), level="province", needs_judgements=True)
EARLIER = "earlier.json"
"""The report of an earlier run, to compare with: `batch --format json` over towns that were otherwise then."""
ENDINGS = {
    "text": "txt",
    "json": "json",
    "csv": "csv",
    "markdown": "md",
    "junit": "xml",
    "sarif": "sarif",
    "github": "txt",
    "html": "html",
    "gitlab": "json",
    "yaml": "yaml",
}


class Golden(NamedTuple):
    """One golden report: `file` is what `render` gives for the towns, or for the one at `position` among them."""

    name: str
    format: str
    language: str
    style: Style = Style()
    position: int | None = None
    request: Request | None = None
    """Of a ranking: what `batch` was asked for."""
    subject: str = ""
    """Of other commands: what is reported, one of SUBJECTS."""

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.{self.language}.{ENDINGS[self.format]}"

    def made(self) -> str:
        """The report, made anew; the working directory is the goldens' own."""
        with speaking(self.language):
            if self.subject:
                return report(self.subject, self.format, SUBJECTS[self.subject](), self.style)
            if self.request is not None:
                made = render_ranking(
                    self.format,
                    batch_by_rows(replace(self.request, format=self.format, explain=self.style.explain)).ranking,
                    self.style,
                )
                return made if isinstance(made, str) else made.decode()
            run = check_towns([TOWNS], None, "shanxi", strict=False).run
            if self.position is not None:
                run = Run([run.judgements[self.position]])
            return render(self.format, run, self.style)


def goals() -> GoalsFound:
    """The goals of a plan, by a made-up town."""
    return goals_of("xiangning", [f"{SAMPLES}/rules/goals/made-up-xiangning-town.yaml"], MARCH, shipped())


def ledger() -> Ledger:
    """A ledger of made-up towns."""
    gaps = gaps_of(MADE_UP, None, "shanxi", Wanted()).gaps
    items = open_items(gaps.gaps, lambda gap: gap.rule_set.duties)
    return brought_up_to_date(KeptLedger(), items, gaps.gaps, described, "2026-11-27", "2027-06-30")


SUBJECTS = {
    GOALS: goals,
    LEDGER: ledger,
    GAP: lambda: gaps_of(MADE_UP[:1], None, "shanxi", Wanted("relaxed", ask=True, blockers=True)).gaps,
    SWEEP: lambda: sweeps_of([MADE_UP[-1]], None, "shanxi", ["annual_output"]),
    REFORM: lambda: reform(["shanxi"], [f"{SAMPLES}/made-up"], ["4.light_industry=1亿元", "5.supporting_firms=40"]),
    ASSESS: lambda: assess_files(ASSESSED, (f"{SAMPLES}/assessment/2023",)).assessment,
    MERGE: lambda: merge(Path("../examples/answers.csv"), Path(SAMPLES, "made-up"), shipped().facts, write=False),
}
"""What commands report, made anew."""
SHOWN = {"en": ("text", "json"), "zh": ("text", "markdown")}
"""The formats that are shown of most of them, by language: the others are held by tests of their own."""


PASS, RELAXED, REVIEW, INCOMPLETE, FAIL, HOSTILE = range(6)
RANKING = Request((TOWNS,), rules="shanxi", keep=("leading_industry",))
CHANGED = replace(RANKING, keep=(), baseline=Path(EARLIER))
RANKED = ("text", "json", "csv", "markdown", "junit", "sarif", "github", "gitlab")
GOLDENS = [
    golden
    for language in LANGUAGES
    for golden in (
        *(Golden(name, name, language) for name, format in formats_of(CHECK).items() if not format.binary),
        Golden("text-one", "text", language, position=PASS),
        Golden("text-wide", "text", language, Style(width=120), position=FAIL),
        Golden("text-colour", "text", language, Style(colour=True), position=REVIEW),
        Golden("text-explain", "text", language, Style(explain=True), position=RELAXED),
        Golden("markdown-one", "markdown", language, position=INCOMPLETE),
        *(Golden(f"ranking-{format}", format, language, request=RANKING) for format in RANKED),
        Golden("ranking-text-narrow", "text", language, Style(width=60), request=RANKING),
        Golden("ranking-text-wide", "text", language, Style(width=140), request=RANKING),
        Golden("ranking-text-colour", "text", language, Style(colour=True), request=CHANGED),
        Golden("ranking-text-changes", "text", language, request=CHANGED),
        Golden("ranking-text-explain", "text", language, Style(explain=True), request=CHANGED),
        Golden("ranking-json-explain", "json", language, Style(explain=True), request=CHANGED),
        Golden("ranking-markdown-changes", "markdown", language, request=CHANGED),
        *(
            Golden(f"{subject}-{name}", name, language, subject=subject)
            for subject in SUBJECTS
            for name in (ENDINGS if subject in (GOALS, LEDGER) else SHOWN[language])
            if name in formats_of(subject)
        ),
        Golden("ranking-html", "html", language, request=replace(CHANGED, keep=RANKING.keep)),
    )
]


def fix_version(monkeypatch) -> None:
    """Let reports tell no version, so that a release changes no golden file."""
    modules = (
        *(f"judgement.{format}" for format in formats_of(CHECK)),
        "judgement.outline",
        "layout.page",
        "layout.json",
        "gap.json",
    )
    for module in modules:
        monkeypatch.setattr(import_module(f"zhenkit.reports.{module}"), "__version__", "VERSION", raising=False)
