"""Facts computed from others, held to brute force: exact, and of missing and uncertain figures all that they allow."""

import math
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhenkit.checks.tree import AT_LEAST, AT_MOST, LESS_THAN, MORE_THAN
from zhenkit.facts.derived import (
    BY_ZERO,
    DERIVATIONS,
    GROWTHS,
    HIGHEST,
    LOWEST,
    RATIO,
    REVIEW,
    WITHOUT_YEARS,
    Derivation,
    Growth,
    bounds,
    exactly,
    growth,
    quotient,
)
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range, Series

OF_SERIES = sorted(set(DERIVATIONS) - {*WITHOUT_YEARS})
SAMPLES = (0, Fraction(1, 3), 1, 2, 3, 5, 8, 1000)
"""Figures that a missing one is tried at."""
FAR = 10**40


def series(*figures, first=2021):
    return Series(tuple(enumerate(figures, first)))


def value(kind, years, *figures):
    """What a derivation gives in the year of the last of the figures."""
    facts = {"x": series(*figures), "year": 2020 + len(figures)} if figures else {}
    return Derivation(kind, ("x",), years).value(facts)


def nth_growth(first, last, years, by_zero=REVIEW):
    """The growth as a float, said once more in plain words; None where it is undefined."""
    if first == 0:
        return {REVIEW: None, HIGHEST: math.inf, LOWEST: -1.0}[by_zero]
    return float(Fraction(last) / first) ** (1 / years) - 1


def by_hand(kind, years, figures, by_zero=REVIEW):
    """What a derivation gives for complete figures, the last of them last; growths as floats, None if undefined."""
    last = figures[-years:]
    if kind == "sum":
        return sum(last)
    if kind == "average":
        return Fraction(sum(last)) / years
    if kind == "least":
        return min(last)
    if kind == "growth":
        return nth_growth(figures[-years - 1], figures[-1], 1, by_zero)
    if kind == "yearly_growth":
        return nth_growth(figures[-years - 1], figures[-1], years, by_zero)
    steps = list(zip(figures[-years - 1 : -1], figures[-years:], strict=True))
    found = [nth_growth(one, other, 1, by_zero) for one, other in steps]
    return None if None in found else min(found)


def split(found):
    """The bounds of what can be computed, None where nothing can; and whether what is divided by may be 0."""
    if found is UNDEFINED:
        return None, True
    return (bounds(found.value), True) if isinstance(found, OrUndefined) else (bounds(found), False)


def ways(figure):
    """The values to try for a figure: itself, or some that a range or a missing one allows."""
    if figure is None:
        return SAMPLES
    if isinstance(figure, Range):
        return sorted({figure.low, figure.high, *(one for one in SAMPLES if figure.low <= one <= figure.high)})
    return (figure,)


small = st.integers(0, 8)
ranges = st.tuples(small, small).filter(lambda two: two[0] < two[1]).map(lambda two: Range(*two))
figures_of_years = st.lists(st.one_of(small, small, ranges, st.none()), min_size=1, max_size=4)


by_zeros = st.sampled_from(BY_ZERO)


@pytest.mark.parametrize("kind", OF_SERIES)
@given(figures=figures_of_years, years=st.integers(1, 3), by_zero=by_zeros)
@example(figures=[1, None, 1], years=2, by_zero=REVIEW)
@example(figures=[0, None, 0], years=2, by_zero=REVIEW)
@example(figures=[0, 0, None], years=2, by_zero=HIGHEST)
@example(figures=[None, 3, None, 3], years=3, by_zero=LOWEST)
@example(figures=[5], years=3, by_zero=REVIEW)
def test_no_completion_of_the_missing_years_lies_outside_the_bounds(kind, figures, years, by_zero):
    facts = {"x": series(*figures), "year": 2020 + len(figures)}
    within, may_be_undefined = split(Derivation(kind, ("x",), years, by_zero=by_zero).value(facts))
    wanted = years + (kind in GROWTHS)
    whole = [None] * (wanted - len(figures)) + figures
    reached = [by_hand(kind, years, list(full), by_zero) for full in product(*map(ways, whole[-wanted:]))]
    assert (None in reached) == may_be_undefined
    defined = [found for found in reached if found is not None]
    assert bool(defined) == (within is not None)
    for found in defined:
        low, high = within
        assert low <= found or float(low) == pytest.approx(float(found))
        assert found <= high or float(high) == pytest.approx(float(found))


NEAR = Fraction(1, FAR)


@pytest.mark.parametrize("kind", sorted(set(OF_SERIES) - {"least_growth"}))
@given(figures=figures_of_years, years=st.integers(1, 3), by_zero=by_zeros)
@example(figures=[0, None, 0], years=2, by_zero=REVIEW)
@example(figures=[3, 0], years=1, by_zero=HIGHEST)
def test_each_end_of_the_bounds_is_reached(kind, figures, years, by_zero):
    facts = {"x": series(*figures), "year": 2020 + len(figures)}
    within, _may_be_undefined = split(Derivation(kind, ("x",), years, by_zero=by_zero).value(facts))
    wanted = years + (kind in GROWTHS)
    whole = ([None] * (wanted - len(figures)) + figures)[-wanted:]
    near = [(*ways(one), *([NEAR] if bounds(one)[0] == 0 != bounds(one)[1] else [])) for one in whole]
    tried = [(0, NEAR, FAR) if one is None else each for one, each in zip(whole, near, strict=True)]
    reached = [by_hand(kind, years, list(full), by_zero) for full in product(*tried)]
    defined = [float(found) for found in reached if found is not None]
    if within is None:
        assert not defined
        return
    low, high = map(float, within)
    assert low == pytest.approx(min(defined), abs=1e-9)
    assert high == pytest.approx(max(defined)) or (high == math.inf and max(defined) > 10**9)


@given(figures=figures_of_years, years=st.integers(1, 3))
@example(figures=[100, None, 121], years=2)
@example(figures=[0, 0, None], years=2)
@example(figures=[4, None, None, 1], years=3)
@example(figures=[Range(1, 8), 2, None, 3], years=3)
def test_the_least_growth_reaches_both_ends(figures, years):
    """The highest: figures that keep the pace, from the last year back, each as high as it may be."""
    within, _may_be_undefined = split(value("least_growth", years, *figures))
    whole = ([None] * (years + 1 - len(figures)) + figures)[-years - 1 :]
    each = [bounds(figure) for figure in whole]
    if within is None:
        assert any(high == 0 for _low, high in each[:-1])
        return
    low, high = within
    lowest = min(float(after[0]) / float(min(before[1], FAR)) - 1 for before, after in pairwise(each))
    assert float(low) == pytest.approx(lowest, abs=1e-9)
    pace = min(1 + float(high), 1e6)
    path = [min(float(each[-1][1]), 1e30)]
    for _least, most in reversed(each[:-1]):
        path.insert(0, min(float(most), path[0] / pace if pace else 1e30))
    for found, (least, _most) in zip(path, each, strict=True):
        assert found >= least or found == pytest.approx(float(least))
    for one, other in pairwise(path):
        assert other / one >= pace - 1e-9


@given(figures=figures_of_years, years=st.integers(1, 3), last=small, by_zero=by_zeros)
@example(figures=[2, None], years=2, last=3, by_zero=REVIEW)
@example(figures=[0, None], years=2, last=3, by_zero=HIGHEST)
@example(figures=[5, None, None], years=3, last=2, by_zero=LOWEST)
@example(figures=[0, 0, None], years=3, last=1, by_zero=HIGHEST)
def test_the_least_growth_of_whole_figures_is_one_that_whole_figures_have(figures, years, last, by_zero):
    """No figure of a year before the last need be above the highest bound: a higher one only makes the next fall."""
    given = [*figures, last]
    kind = Derivation("least_growth", ("x",), years, whole=True, by_zero=by_zero)
    whole = ([None] * (years + 1 - len(given)) + given)[-years - 1 :]
    each = [
        range(9) if one is None else range(one.low, one.high + 1) if isinstance(one, Range) else (one,) for one in whole
    ]
    within, may_be_undefined = split(kind.value({"x": series(*given), "year": 2020 + len(given)}))
    reached = [by_hand("least_growth", years, list(full), by_zero) for full in product(*each)]
    assert (None in reached) == may_be_undefined
    defined = [found for found in reached if found is not None]
    assert bool(defined) == (within is not None)
    if within is not None:
        assert float(within[1]) == pytest.approx(max(defined))


def test_what_comes_after_the_last_known_figure_sets_no_bound_to_the_least_growth():
    of_firms = Derivation("least_growth", ("x",), 3, whole=True)
    assert of_firms.value({"x": series(2, None, 3, None), "year": 2024}) == OrUndefined(Range(-1, 0))
    assert of_firms.value({"x": series(2, None, None, None), "year": 2024}) == OrUndefined(Range(-1, math.inf))


@pytest.mark.parametrize("by_zero", BY_ZERO)
@pytest.mark.parametrize("whole", [False, True])
@given(one=st.one_of(small, ranges, st.none()), other=st.one_of(small, ranges, st.none()))
def test_a_ratio_is_what_its_two_facts_allow_and_no_more(whole, by_zero, one, other):
    facts = {name: given for name, given in (("a", one), ("b", other)) if given is not None}
    found = Derivation(RATIO, ("a", "b"), whole=whole, by_zero=by_zero).value(facts)
    within, may_be_undefined = split(found)
    ends = [bounds(figure) for figure in (one, other)]
    above, below = (
        sorted({low, high if high < math.inf else FAR, *([] if low else [1, *([] if whole else [NEAR])])})
        for low, high in ends
    )
    below = [figure for figure in below if figure <= ends[1][1]]
    above = [figure for figure in above if figure <= ends[0][1]]
    by_nothing = {REVIEW: None, HIGHEST: math.inf, LOWEST: 0}[by_zero]
    reached = [Fraction(a) / b if b else by_nothing for a, b in product(above, below)]
    assert (None in reached) == may_be_undefined
    defined = [float(found) for found in reached if found is not None]
    if within is None:
        assert not defined
        return
    low, high = map(float, within)
    assert min(defined) == low or (min(defined) < 10**-30 and low == 0)
    assert max(defined) == high or (max(defined) > 10**30 and high == math.inf)


@pytest.mark.parametrize(
    ("kind", "years", "figures", "expected"),
    [
        ("sum", 3, (1, 2, 3), 6),
        ("sum", 2, (9, 1, 2), 3),
        ("sum", 3, (1, None, 3), Range(4, math.inf)),
        ("sum", 3, (1, Range(2, 4), 3), Range(6, 8)),
        ("sum", 3, (2, 3), Range(5, math.inf)),
        ("average", 2, (1, 2), Fraction(3, 2)),
        ("average", 2, (1, 3), 2),
        ("average", 3, (1, Range(2, 3), 3), Range(2, Fraction(7, 3))),
        ("least", 3, (5, 2, 7), 2),
        ("least", 3, (5, None, 7), Range(0, 5)),
        ("least", 3, (5, Range(2, 9), 7), Range(2, 5)),
        ("growth", 1, (100, 110), Fraction(1, 10)),
        ("growth", 2, (100, None, 121), Fraction(21, 100)),
        ("growth", 2, (None, 100, 121), OrUndefined(Range(-1, math.inf))),
        ("growth", 1, (0, 5), UNDEFINED),
        ("growth", 1, (0, 0), UNDEFINED),
        ("growth", 1, (5, 0), -1),
        ("growth", 3, (100, 121), OrUndefined(Range(-1, math.inf))),
        ("yearly_growth", 2, (100, None, 121), Fraction(1, 10)),
        ("yearly_growth", 2, (100, 110, 120), Growth(Fraction(6, 5), 2)),
        ("yearly_growth", 4, (1, 0, 0, 0, 4), Growth(Fraction(2), 2)),
        ("yearly_growth", 2, (100, 0, Range(121, 144)), Range(Fraction(1, 10), Fraction(1, 5))),
        ("least_growth", 2, (100, 120, 126), Fraction(1, 20)),
        ("least_growth", 2, (100, None, 121), OrUndefined(Range(-1, Fraction(1, 10)))),
        ("least_growth", 2, (100, Range(105, 110), 121), Range(Fraction(1, 20), Fraction(1, 10))),
        ("least_growth", 2, (100, Range(111, 115), 121), Range(Fraction(6, 115), Fraction(10, 111))),
        ("least_growth", 2, (None, 100, 121), OrUndefined(Range(-1, Fraction(21, 100)))),
        ("least_growth", 3, (1000, None, None, 1331), OrUndefined(Range(-1, Fraction(1, 10)))),
    ],
)
def test_what_a_series_gives(kind, years, figures, expected):
    assert value(kind, years, *figures) == expected


@pytest.mark.parametrize("kind", OF_SERIES)
def test_of_an_absent_series_nothing_is_known(kind):
    growing = OrUndefined(Range(-1, math.inf))
    assert value(kind, 2) == (growing if kind in GROWTHS else Range(0, math.inf))


def test_a_year_left_out_between_two_is_as_missing_as_one_without_a_figure():
    skipped = Series(((2021, 100), (2023, 121)))
    for kind in OF_SERIES:
        assert Derivation(kind, ("x",), 2).value({"x": skipped}) == value(kind, 2, 100, None, 121)


def test_without_a_year_years_are_counted_back_from_the_last_figure_whatever_years_are_named_after_it():
    for figures in ((100, 110), (100, 110, None), (100, 110, None, None)):
        assert Derivation("sum", ("x",), 2).value({"x": series(*figures)}) == 210
        assert Derivation("growth", ("x",), 1).value({"x": series(*figures)}) == Fraction(1, 10)
    assert Derivation("sum", ("x",), 2).value({"x": series(None, None)}) == Range(0, math.inf)


FIGURES = series(100, 110, 121, first=2017)


@pytest.mark.parametrize("kind", OF_SERIES)
@pytest.mark.parametrize("year", range(2015, 2026))
def test_years_are_counted_back_from_the_towns_year(kind, year):
    known = dict(FIGURES.years)
    expected = value(kind, 2, *[known.get(one) for one in range(year - 2, year + 1)])
    assert Derivation(kind, ("x",), 2).value({"x": FIGURES, "year": year}) == expected
    assert Derivation(kind, ("x",), 2, until=year).value({"x": FIGURES, "year": 2000}) == expected
    assert Derivation(kind, ("x",), 2, until="latest").value({"x": FIGURES, "year": year}) == value(
        kind, 2, 100, 110, 121
    )


@pytest.mark.parametrize("kind", OF_SERIES)
def test_of_a_year_that_is_a_range_all_that_its_years_give_is_allowed(kind):
    derivation = Derivation(kind, ("x",), 1)
    given_by = [split(derivation.value({"x": FIGURES, "year": year})) for year in (2018, 2019, 2020)]
    found = split(derivation.value({"x": FIGURES, "year": Range(2018, 2020)}))
    lows, highs = zip(*[within for within, _may_be_undefined in given_by], strict=True)
    assert found == ((min(lows), max(highs)), any(may_be for _within, may_be in given_by))


def test_figures_that_may_be_negative_are_unknown_downward_too():
    unknown = Derivation("sum", ("x",), 2, lowest=-math.inf)
    assert unknown.value({"x": series(-3, None), "year": 2022}) == Range(-math.inf, math.inf)
    assert unknown.value({"x": series(-3, 1), "year": 2022}) == -2
    assert Derivation("average", ("x",), 2, lowest=-math.inf).value({}) == Range(-math.inf, math.inf)
    assert Derivation("least", ("x",), 2, lowest=-math.inf).value({"x": series(-3, None), "year": 2022}) == Range(
        -math.inf, -3
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (3, 2, Fraction(3, 2)),
        (4, 2, 2),
        (0, 0, UNDEFINED),
        (0, 5, 0),
        (5, 0, UNDEFINED),
        (Range(0, 5), 0, UNDEFINED),
        (None, 0, UNDEFINED),
        (Range(1, 2), 4, Range(Fraction(1, 4), Fraction(1, 2))),
        (1, Range(0, 4), OrUndefined(Range(Fraction(1, 4), math.inf))),
        (None, 4, Range(0, math.inf)),
        (4, None, OrUndefined(Range(0, math.inf))),
        (0, None, OrUndefined(0)),
        (None, None, OrUndefined(Range(0, math.inf))),
    ],
)
def test_what_two_facts_give(one, other, expected):
    facts = {name: given for name, given in (("a", one), ("b", other)) if given is not None}
    found = Derivation(RATIO, ("a", "b")).value(facts)
    assert found == expected


# exact thresholds

TEN = Fraction(1, 10)


def holds(comparison, found, figure):
    """Whether it holds at the worst and at the best of what was found, where that can be computed."""
    (low, high), _may_be_undefined = split(found)
    ends = (low, high) if comparison.upward else (high, low)
    return tuple(comparison.holds(end, figure) for end in ends)


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [(AT_LEAST, (False, True)), (MORE_THAN, (False, False)), (AT_MOST, (True, True)), (LESS_THAN, (False, True))],
)
def test_a_gap_between_100_and_121_allows_a_least_growth_of_exactly_a_tenth_and_no_more(comparison, expected):
    assert holds(comparison, value("least_growth", 2, 100, None, 121), TEN) == expected


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_a_growth_next_to_its_threshold_is_never_rounded_onto_it(step):
    """One part in 10**30 beside a yearly growth of a tenth: no float could tell."""
    before, after = 100 * 10**30, 121 * 10**30 + step
    found = value("yearly_growth", 2, before, 0, after)
    assert holds(AT_LEAST, found, TEN) == (step >= 0,) * 2
    assert holds(MORE_THAN, found, TEN) == (step > 0,) * 2
    assert holds(AT_MOST, found, TEN) == (step <= 0,) * 2
    assert holds(LESS_THAN, found, TEN) == (step < 0,) * 2
    assert (found == TEN) == (step == 0)


# growths

factors = st.fractions(0, 5, max_denominator=20)


@given(factors, st.integers(1, 6), factors, st.integers(1, 6))
def test_growths_compare_as_the_powers_of_their_factors(one, years, other, others_years):
    mine, its = one**others_years, other**years
    a, b = growth(one, years), growth(other, others_years)
    assert ((a < b), (a == b), (a > b), (a <= b)) == ((mine < its), (mine == its), (mine > its), (mine <= its))
    assert a != b or hash(a) == hash(b)


@given(factors, st.integers(1, 6), st.fractions(-2, 5, max_denominator=20))
def test_a_growth_compares_with_a_figure_exactly_either_way_round(factor, years, figure):
    found = growth(factor, years)
    mine, its = (factor, (1 + figure) ** years) if figure >= -1 else (1, 0)
    assert ((found < figure), (found == figure), (found > figure)) == ((mine < its), (mine == its), (mine > its))
    assert ((figure > found), (figure == found), (figure < found)) == ((mine < its), (mine == its), (mine > its))
    assert found == figure or (found >= figure) == (mine > its)


@given(factors, st.integers(1, 6))
def test_a_growth_that_a_fraction_can_say_is_that_fraction(factor, years):
    assert growth(factor**years, years) == factor - 1
    found = growth(factor, years)
    if isinstance(found, Growth):
        assert float(found) == pytest.approx(float(factor) ** (1 / years) - 1)
    else:
        assert (1 + found) ** years == factor


def test_a_growth_lies_between_the_ends_of_the_scale_and_is_no_word():
    root = growth(Fraction(2), 2)
    assert -math.inf < root < math.inf
    assert not root > math.inf
    assert not root < -math.inf
    assert root != math.inf
    assert root != "0.41"
    assert growth(math.inf, 3) == math.inf
    assert growth(0, 3) == -1
    with pytest.raises(TypeError):
        assert root < "1"
    assert repr(root) == "Growth(Fraction(2, 1), 2)"


def test_a_growth_of_the_highest_figures_there_are_is_no_trouble():
    for factor in (Fraction(10**18 - 1, 3 * 10**17), Fraction(10**36), Fraction(1, 10**36)):
        for years in (2, 50):
            found = growth(factor, years)
            assert float(found) == pytest.approx(float(factor) ** (1 / years) - 1)
            assert exactly(found) == Fraction(float(found)) or exactly(found) == found


def test_a_quotient_of_what_is_beyond_every_figure():
    assert quotient(math.inf, math.inf) == math.inf
    assert quotient(-math.inf, 2) == -math.inf
    assert quotient(5, math.inf) == 0
