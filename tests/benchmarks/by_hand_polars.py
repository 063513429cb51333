"""Shanxi's provincial standard for millions of towns in plain Polars: what the column path is measured against.

`python -m tests.benchmarks.by_hand_polars TOWNS.parquet OUTPUT.parquet`
`python -m tests.benchmarks.by_hand_polars TOWNS.csv OUTPUT.parquet REJECTS.csv`

It reads nothing but the table, written the one way in which `registers.py` writes it (a set names a member once), and
computes the integers that zhenkit computes. Null is "not known" to Polars, so one answer in three-valued logic gives
both ends of a criterion that asks for nothing twice; the ends of criterion 4, which does, stand apart.
From CSV every cell is checked; a row with one that cannot be read is left out, and each such cell is told.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

import polars as pl

YI = 10**8
OUTPUT = "annual_output (元)"
IDENTITY = ("name", "province", "city", "county")
CATEGORIES = ("manufacturing", "agriculture", "light_industry", "other")
LEVELS = ("none", "county", "city", "province", "nation", "world")
SERVICES = ("rd_design", "testing", "training", "information", "ip_protection", "financing", "exhibition", "logistics")
HERITAGE = ("heritage_product", "brand_effect", "social_recognition", "local_identity")
LIVELIHOOD = ("cluster_effect", "employment_channel", "tax_source", "startup_carrier", "income_support")
FEATURES = ("historical_origin", "geographical_indication", "traditional_feature")
RELAXATION = ("industry_influence", "name_recognition", "high_market_share", "development_prospects")
ENVIRONMENT = ("government_priority", "clear_plan", "service_awareness")
TITLES = ("specialised_firms", "little_giants", "single_champions", "designated_leaders")
YES_OR_NO = (
    *(*HERITAGE, *LIVELIHOOD, *FEATURES, *RELAXATION, *ENVIRONMENT),
    *("exports", "overseas_prospects", "single_county", "supporting_capacity", "focused_products", "infrastructure"),
)
FIGURES = (OUTPUT, "leading_firms", "supporting_firms", *TITLES, "standards")
MEMBERS = {
    "category": CATEGORIES,
    **dict.fromkeys(("technology_centre", "engineering_centre", "influence_scope", "brand_level"), LEVELS),
}
REVIEW = pl.lit(1, pl.Int8)
VERDICTS = ("fail", "review", "relaxed", "pass")
INCOMPLETE = "incomplete"
WORDS = pl.Enum([*VERDICTS, INCOMPLETE])
Ends = tuple[pl.Expr, pl.Expr]


def main(towns: str, output: str, rejects: str = "") -> None:
    """Judge a table of towns."""
    if not rejects:
        judged(pl.scan_parquet(towns)).sink_parquet(output)
        return
    read = _read_csv(towns)
    good, bad = read.filter(~pl.col("bad")), read.filter("bad").drop("bad")
    typed = good.select(*IDENTITY, **{name: _typed(name) for name in _READERS})
    _written, refused = pl.collect_all([judged(typed).sink_parquet(output, lazy=True), bad])
    _told(refused).write_csv(rejects)


def judged(towns: pl.LazyFrame) -> pl.LazyFrame:
    """The table that `zhenkit batch` writes, from a register with types."""
    criteria = (
        _met(_every(HERITAGE)),
        _met(_every(LIVELIHOOD)),
        _met(pl.col("high_market_share") & (~pl.col("exports") | pl.col("overseas_prospects"))),
        _clustering(),
        _met((pl.col("leading_firms") >= 1) & (pl.col("supporting_firms") >= 10)),
        _met(
            pl.col("focused_products")
            & _at_least("influence_scope", "nation")
            & _at_least("brand_level", "province")
            & (pl.col("standards") >= 1)
        ),
        _services(),
        _met(_every(ENVIRONMENT)),
    )
    worsts = {f"c{number}_worst": worst for number, (worst, _best) in enumerate(criteria, 1)}
    bests = {f"c{number}_best": best for number, (_worst, best) in enumerate(criteria, 1)}
    worst, best = pl.col("worst"), pl.col("best")
    verdict = pl.lit(INCOMPLETE)
    for grade, word in enumerate(VERDICTS):
        verdict = pl.when((worst == grade) & (best == grade)).then(pl.lit(word)).otherwise(verdict)
    return (
        towns.with_columns(**worsts, **bests)
        .with_columns(worst=pl.min_horizontal(list(worsts)), best=pl.min_horizontal(list(bests)))
        .with_columns(rule_set=pl.lit("shanxi"), verdict=verdict.cast(WORDS), merits=_merits())
        .select(
            *(*IDENTITY, "rule_set", "verdict", "worst", "best"),
            *(name for pair in zip(worsts, bests, strict=True) for name in pair),
            "merits",
        )
    )


def _clustering() -> Ends:
    output, category, one_county = pl.col(OUTPUT), pl.col("category"), pl.col("single_county")
    unknown, other, twenty = category.is_null(), category == "other", output >= 20 * YI
    reached = pl.when(category == "manufacturing").then(twenty).otherwise(output >= 10 * YI)
    exception = _every(RELAXATION) & reduce(or_, map(pl.col, FEATURES))
    floor = pl.col("supporting_capacity") & (output >= YI)
    # a category that is not known is at worst manufacturing or other, and at best one with a threshold of ten
    figure_worst = pl.when(unknown).then(_grade(_sure(twenty), 1)).otherwise(_grade(_sure(reached), 3))
    figure_best = pl.max_horizontal(_grade(_possible(reached), 3), _grade(unknown, 1))
    excepted_worst, excepted_best = _grade(_sure(exception), 2), _grade(_possible(exception), 2)
    return (
        pl.min_horizontal(
            pl.max_horizontal(pl.when(other).then(REVIEW).otherwise(figure_worst), excepted_worst),
            _grade(_sure(floor), 3),
            1 + _grade(_sure(one_county), 2),
        ),
        pl.min_horizontal(
            pl.max_horizontal(pl.when(other).then(REVIEW).otherwise(figure_best), excepted_best),
            _grade(_possible(floor), 3),
            1 + _grade(_possible(one_county), 2),
        ),
    )


def _services() -> Ends:
    infrastructure, services = pl.col("infrastructure"), pl.col("services")
    some = infrastructure & (services != "none")
    every = infrastructure & (services.str.count_matches(";", literal=True) == len(SERVICES) - 1)
    return (
        _grade(_sure(some), 1) + _grade(_sure(every), 2),
        _grade(_possible(some), 1) + _grade(_possible(every), 2),
    )


def _merits() -> pl.Expr:
    centres = (_at_least("technology_centre", "province"), _at_least("engineering_centre", "province"))
    return pl.sum_horizontal([_grade(_sure(held), 1) for held in (*centres, *(pl.col(title) >= 1 for title in TITLES))])


def _every(names: Iterable[str]) -> pl.Expr:
    return reduce(and_, map(pl.col, names))


def _at_least(name: str, level: str) -> pl.Expr:
    return _is_one_of(name, LEVELS[LEVELS.index(level) :])


def _is_one_of(name: str, words: Iterable[str]) -> pl.Expr:
    return reduce(or_, [pl.col(name) == word for word in words])


def _sure(answer: pl.Expr) -> pl.Expr:
    return answer.fill_null(False)


def _possible(answer: pl.Expr) -> pl.Expr:
    return answer.fill_null(True)


def _grade(answer: pl.Expr, grade: int) -> pl.Expr:
    """The grade where it holds, else 0."""
    return answer.cast(pl.Int8) * grade


def _met(answer: pl.Expr) -> Ends:
    return _grade(_sure(answer), 3), _grade(_possible(answer), 3)


def _read_csv(towns: str) -> pl.LazyFrame:
    """The register as text, what each cell says beside it (null where it cannot be read), and whether one is bad."""
    text = pl.scan_csv(towns, infer_schema=False, row_index_name="row", row_index_offset=2)
    read = text.with_columns(**{f"{name}?": reader for name, reader in _READERS.items()})
    return read.with_columns(bad=pl.any_horizontal([_bad(name) for name in _READERS]))


def _bad(name: str) -> pl.Expr:
    return pl.col(name).is_not_null() & _typed(name).is_null()


def _typed(name: str) -> pl.Expr:
    return pl.col(f"{name}?")


def _told(refused: pl.DataFrame) -> pl.DataFrame:
    """Each cell that cannot be read: its row in the file, its column, and why."""
    cells = [
        refused.select("row", name, f"{name}?")
        .filter(_bad(name))
        .select("row", column=pl.lit(name), reason="unreadable: " + pl.col(name))
        for name in _READERS
    ]
    return pl.concat(cells).sort("row", maintain_order=True)


def _yes_or_no(name: str) -> pl.Expr:
    return pl.when(pl.col(name) == "true").then(True).when(pl.col(name) == "false").then(False)


def _figure(name: str) -> pl.Expr:
    figure = pl.col(name).cast(pl.Int64, strict=False)
    return pl.when(figure >= 0).then(figure)


def _set(name: str) -> pl.Expr:
    member = f"(?:{'|'.join(SERVICES)})"
    return pl.when(pl.col(name).str.contains(f"^(?:none|{member}(?:;{member})*)$")).then(pl.col(name))


_READERS = {
    **{name: _yes_or_no(name) for name in YES_OR_NO},
    **{name: _figure(name) for name in FIGURES},
    **{name: pl.when(_is_one_of(name, words)).then(pl.col(name)) for name, words in MEMBERS.items()},
    "services": _set("services"),
}
"""What the text of a cell says, by column; null where it says nothing that can be read."""


if __name__ == "__main__":
    main(*sys.argv[1:])
