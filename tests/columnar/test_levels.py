"""With `--level` each row is judged by the rule set of its place, by columns as by rows; one without is told."""

import pytest

from tests.columnar.answers import answers
from zhenkit.judging.batch import Request
from zhenkit.rulesets.catalog import shipped

PLACES = ("山西省,长治市,", "山西,晋城,阳城县", "山西,晋城市,沁水", "山西,,", ",,", "陕西省,西安市,", "山西,临汾,")
FACTS = ("出口,主导产业年产值（亿元）,类别", "是,20,制造业", "否,9.5~10.5,特优农业", ",,其他", "yes,many,")


@pytest.mark.parametrize("level", ["province", "city", "county"])
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_rows_of_many_places_are_judged_as_towns_are(tmp_path, engine, level):
    table = tmp_path / "towns.csv"
    rows = [f"{place},镇{nth},{fact}" for place in PLACES for nth, fact in enumerate(FACTS[1:])]
    table.write_text("\n".join([f"省,市,县,名称,{FACTS[0]}", *rows]), "utf-8")
    expected = answers(Request((str(table),), level=level, format="csv"))
    found = answers(Request((str(table),), level=level, format="csv", engine=engine))
    for what in expected:
        assert found[what] == expected[what], what
    assert expected["rows"]
    assert expected["problems"]


def test_a_tables_header_means_the_same_for_every_rule_set_shipped():
    # under --level one header is read for rows of many places: by the dictionary, to which none of them adds
    assert [rule_set.id for rule_set in shipped().of_day(None) if rule_set.own_facts] == []
