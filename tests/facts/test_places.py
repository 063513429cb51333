"""Places named for counting: a name without its suffix is the place that has it, where there is but one."""

import pytest

from zhenkit.facts.places import counted_as, full_places


@pytest.mark.parametrize(
    ("places", "named"),
    [
        ([("山西", "长治", "黎城"), ("山西省", "长治市", "黎城县")], [("山西省", "长治市", "黎城县")] * 2),
        ([("山西省", "长治", ""), ("山西", "", "")], [("山西省", "长治", ""), ("山西省", "", "")]),
        (
            [("山西省", "虚构市", "甲"), ("山西省", "虚构市", "甲县"), ("山西省", "虚构市", "甲区")],
            [("山西省", "虚构市", "甲"), ("山西省", "虚构市", "甲县"), ("山西省", "虚构市", "甲区")],
        ),
        ([("山西省", "市", ""), ("", "市", "")], [("山西省", "市", ""), ("", "市", "")]),
    ],
)
def test_a_place_has_its_name_in_full(places, named):
    full = full_places(places)
    assert [full[place] for place in places] == named


def test_towns_are_counted_by_city_or_where_all_lie_in_one_by_county():
    one = [("山西省", "长治市", "黎城县"), ("山西", "长治", "黎城"), ("山西省", "长治市", "")]
    assert counted_as(one) == ["山西省 长治市 黎城县"] * 2 + ["山西省 长治市"]
    assert counted_as([*one, ("", "", "")]) == ["山西省 长治市"] * 3 + [""]
