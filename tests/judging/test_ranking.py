"""Ranking towns: within a rule set, equals together, in an order that does not hang on the order they came in."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.reports.runs import check, rank_judged, town, write_town
from tests.rules.towns import GOOD
from zhenkit import load_rules
from zhenkit.checks.grades import SPANS
from zhenkit.facts.town import Town
from zhenkit.judging.judgement import Score, judge
from zhenkit.judging.ranking import Ranked, merit_order, rank, ranks, row


def of(name, worst=3, best=3, score=50.0, merits=0, rule_set="shanxi", sure=0, **more):
    place = {"province": "", "city": "", "county": "", **more}
    return Ranked(
        None,
        name,
        **place,
        rule_set=rule_set,
        span=SPANS[worst][best],
        criteria=dict.fromkeys(range(sure), SPANS[3][3]),
        score=Score(score, 100.0),
        merits=merits,
    )


def shown(rows):
    return [(ranked.rank, ranked.name) for ranked in rank(rows)]


def test_what_is_known_to_hold_counts_before_what_may():
    """Worst; failing for good last; criteria sure to be met; score; merits; best."""
    in_order = [
        of("passes", 3, 3, 1.0, 0, sure=0),
        of("worst", 1, 1, 2.0, 0, sure=1),
        of("sure", 0, 1, 3.0, 0, sure=7),
        of("score", 0, 2, 60.0, 0, sure=6),
        of("merits", 0, 1, 50.0, 3, sure=6),
        of("best", 0, 3, 50.0, 2, sure=6),
        of("plain", 0, 2, 50.0, 2, sure=6),
        of("fails", 0, 0, 99.0, 9, sure=8),
    ]
    expected = list(enumerate((ranked.name for ranked in in_order), 1))
    assert shown(in_order) == shown(in_order[::-1]) == expected


def test_leaving_a_figure_out_gains_an_open_town_nothing():
    rules, random = load_rules("shanxi"), Random(5)
    figures = {"annual_output": [0, *(10**n for n in range(8, 12))], **dict.fromkeys(COUNTED, range(12))}
    compared = 0
    for town_number in range(250):
        facts = {key: value for key, value in GOOD.items() if random.random() > 0.2 or key == "name"}
        facts |= {key: random.choice(values) for key, values in figures.items() if random.random() > 0.2}
        stated = judged(facts, rules)
        for fact in figures.keys() & facts.keys() if not stated.span.decided else ():
            left_out = judged({key: value for key, value in facts.items() if key != fact}, rules)
            assert merit_order(stated) <= merit_order(left_out), (fact, facts)
            compared += merit_order(stated) < merit_order(left_out)
        # of what is no figure, a no that is stated lowers the best verdict, which counts last: it settles ties alone
        for fact in facts.keys() - {"name"} if town_number < 25 and not stated.span.decided else ():
            left_out = judged({key: value for key, value in facts.items() if key != fact}, rules)
            assert merit_order(stated)[:-1] <= merit_order(left_out)[:-1], (fact, facts)
    assert compared > 100


COUNTED = ("leading_firms", "supporting_firms", "standards", "specialised_firms", "little_giants", "high_tech_firms")


def judged(facts, rules):
    read = {key: rules.facts[key].read(value) if type(value) is not int else value for key, value in facts.items()}
    return row(judge(Town(read), rules))


def test_completeness_counts_the_facts_that_the_criteria_ask_for():
    rules = load_rules("shanxi")
    asked = {fact.id for fact in rules.to_state}
    assert {"annual_output", "services", "category"} <= asked
    assert not {"name", "firms", "output_basis", "technology_centre"} & asked
    given = {"name": "甲", "firms": 3, "annual_output": "9~12亿元", "services": [], "exports": False}
    assert judged({"name": "甲", **given}, rules).completeness == (3, len(asked))


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
        ("低", 2, ("1",)),
        ("中", 3, ("3",)),
    ]
    assert [judgement.town.name for judgement in ranking.judgements or ()] == ["高", "低", "中"]
    assert ranking.numbers == (1, 2, 3, 4, 5, 6, 7, 8)
    assert [ranked.line for ranked in ranking.rows] == [judgement.town.line for judgement in ranking.judgements or ()]
