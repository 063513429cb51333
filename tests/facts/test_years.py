"""A year is a year: what spreadsheets and people write instead is told."""

from decimal import Decimal

import pytest

from zhenkit.core.i18n import speaking
from zhenkit.facts.quantities import Range, Unreadable
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.facts.types.series import SeriesType
from zhenkit.rulesets.catalog import shipped

YEAR = shipped().facts["year"].type


@pytest.mark.parametrize(
    ("raw", "year"),
    [
        (2024, 2024),
        ("2024", 2024),
        ("２０２４", 2024),
        (Decimal("2024.0"), 2024),
        ("2024.0", 2024),
        ("1900", 1900),
        (2100, 2100),
        ("2023~2024", Range(2023, 2024)),
        ("2023 ～ 2023", 2023),
    ],
)
def test_years_are_read(raw, year):
    assert YEAR.read(raw) == year


@pytest.mark.parametrize(
    "raw", [45657, "45657", "20240101", 20244, 1899, 2101, "24", "2024年", "2024-01-01", "2,024", -2024, True, 10**400]
)
def test_what_is_no_year_is_told_with_how_to_write_one(raw):
    with pytest.raises(Unreadable, match="is not a year from 1900 to 2100; write the year alone, such as 2023"):
        YEAR.read(raw)


def test_a_year_with_a_mark_is_told_as_every_figure_with_one():
    with pytest.raises(Unreadable, match="the mark ① is not part of a number; write 2024 "):
        YEAR.read("2024①")


def test_a_year_goes_from_low_to_high():
    with pytest.raises(Unreadable, match="goes from low to high"):
        YEAR.read("2024~2023")


@pytest.mark.parametrize("year", ["1899", "2101", "20240", "２０２４"])
def test_figures_by_year_are_of_years(year):
    with pytest.raises(Unreadable, match="is not a year from 1900 to 2100"):
        SeriesType(PLAIN_TYPES["money"]).read({year: "2亿元"})


def test_how_to_write_a_year_is_said_with_a_year():
    with speaking("en"):
        assert YEAR.how_to_write() == "a year such as 2023"


@pytest.mark.parametrize("raw", ["2023-2024", "2023—2024", "2023至2024", "2023/2024", "2023、2024", "2023-2023"])
def test_several_years_are_not_taken_for_one_that_is_not_known(raw):
    with pytest.raises(Unreadable, match="is several years; write the one of the figures, such as 2023"):
        YEAR.read(raw)
