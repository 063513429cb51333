"""Ranking towns: within a rule set, equals together, in an order that does not hang on the order they came in."""

from hypothesis import given
from hypothesis import strategies as st

from tests.reports.runs import check, rank_judged, town, write_town
from zhenkit.checks.grades import SPANS
from zhenkit.judging.judgement import Score
from zhenkit.judging.ranking import Ranked, merit_order, rank, ranks


def of(name, worst=3, best=3, score=50.0, merits=0, rule_set="shanxi", **more):
    place = {"province": "", "city": "", "county": "", **more}
    return Ranked(
        None,
        name,
        **place,
        rule_set=rule_set,
        span=SPANS[worst][best],
        criteria={},
        score=Score(score, 100.0),
        merits=merits,
    )


def shown(rows):
    return [(ranked.rank, ranked.name) for ranked in rank(rows)]


def test_worst_counts_before_best_before_score_before_merits():
    rows = [
        of("merits", merits=1),
        of("score", score=60.0, merits=9),
        of("best", 1, 3, 99.0, 9),
        of("plain"),
        of("lowest", 1, 2, 99.9, 9),
    ]
    assert shown(rows) == [(1, "score"), (2, "merits"), (3, "plain"), (4, "best"), (5, "lowest")]


def test_equals_share_a_rank_and_are_listed_by_name():
    rows = [of("d", score=1.0), of("c"), of("b"), of("a", score=99.0)]
    assert shown(rows) == [(1, "a"), (2, "b"), (2, "c"), (4, "d")]


def test_towns_of_one_name_are_listed_by_place_then_year():
    rows = [of("a", county="乙", year=2020), of("a", county="甲", year=2024), of("a", county="乙", year=2019)]
    assert [(ranked.county, ranked.year) for ranked in rank(rows)] == [("乙", 2019), ("乙", 2020), ("甲", 2024)]


def test_each_rule_set_has_a_ranking_of_its_own():
    rows = [of("a", rule_set="shanxi", score=1.0), of("b", rule_set="jincheng", score=0.0), of("c", rule_set="shanxi")]
    found = [(ranked.rule_set, ranked.rank, ranked.name) for ranked in rank(rows)]
    assert found == [("jincheng", 1, "b"), ("shanxi", 1, "c"), ("shanxi", 2, "a")]


ROWS = st.lists(
    st.builds(
        of,
        st.sampled_from("abc"),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from([0.0, 50.0]),
        st.integers(0, 1),
        st.sampled_from(["jincheng", "shanxi"]),
    ),
    max_size=12,
)


@given(ROWS, st.randoms())
def test_a_rank_is_one_more_than_how_many_are_better(rows, random):
    found = rank(rows)
    for ranked in found:
        rivals = [other for other in found if other.rule_set == ranked.rule_set]
        assert ranked.rank == 1 + sum(merit_order(other) < merit_order(ranked) for other in rivals)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert rank(shuffled) == found


def test_ranks_of_nothing_are_none():
    assert ranks([]) == []


def test_judgements_and_kept_cells_stay_with_their_towns(tmp_path):
    towns = [
        town(name=name, annual_output=output) for name, output in (("低", "19亿元"), ("高", "30亿元"), ("中", None))
    ]
    run = check(write_town(tmp_path / "towns.yaml", *towns))
    ranking = rank_judged(run.judgements, ("code",), [("1",), ("2",), ("3",)])
    assert [(ranked.name, ranked.rank, ranked.kept) for ranked in ranking.rows] == [
        ("高", 1, ("2",)),
        ("中", 2, ("3",)),
        ("低", 3, ("1",)),
    ]
    assert [judgement.town.name for judgement in ranking.judgements or ()] == ["高", "中", "低"]
    assert ranking.numbers == (1, 2, 3, 4, 5, 6, 7, 8)
    assert [ranked.line for ranked in ranking.rows] == [judgement.town.line for judgement in ranking.judgements or ()]
