"""What an editor makes of the schema of town files: the real yaml-language-server, asked as editors ask it."""

import pytest

from tests.schemas.language_server import editor
from zhenkit.core import i18n
from zhenkit.rulesets.catalog import shipped
from zhenkit.schemas.catalog import schema

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("editor")]
FACTS = shipped().facts.stated
IDS = {fact.id for fact in FACTS}
LABELS = {fact.label.zh for fact in FACTS}


@pytest.fixture(scope="module", params=i18n.LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def server(language, tmp_path_factory):
    path = tmp_path_factory.mktemp("schema") / f"town.{language}.json"
    with i18n.speaking(language):
        path.write_text(schema("town", shipped()), "utf-8")
    with editor(path) as opened:
        yield opened


def test_one_name_a_fact_is_offered_in_the_language_of_the_file(server, language):
    english, chinese = server.offered("name: A\n"), server.offered("名称: 甲\n")
    assert set(english) == IDS - {"name"} | {"evidence", "decisions"}
    assert set(chinese) == LABELS - {"名称"} | {"佐证", "评审决定"}
    assert english["annual_output"].rstrip("$1") == "annual_output: "
    begun = server.offered("省: 山西省\n") if language == "zh" else server.offered("province: 山西省\n")
    assert {"zh": LABELS - {"省"}, "en": IDS - {"province"}}[language] <= set(begun)
    assert len(begun) == len(FACTS) + 1


def test_one_word_of_a_choice_is_offered(server):
    for key, words in (
        ("category", {"manufacturing", "agriculture", "light_industry", "other", "null"}),
        ("technology_centre", {"none", "county", "city", "province", "nation", "world", "null"}),
        ("类别", {"制造业", "特优农业", "特色轻工", "其他", "未知"}),
        ("有出口产品", {"是", "否", "未知"}),
    ):
        start = "name: A\n" if key.isascii() else "名称: 甲\n"
        assert set(server.offered(f"{start}{key}: ")) == words
    services = set(server.offered("名称: 甲\n公共服务功能:\n  - "))
    assert {"研发设计", "物流服务"} <= services and not {"研发", "rd_design"} & services


def test_snippets_begin_evidence_and_decisions(server):
    decision = "${1:4}:\n    同意: ${2:是}\n    单位: ${3:决定单位}\n    日期: ${4:2023-05-01}\n    理由: ${5:理由}"
    assert server.offered("名称: 甲\n")["评审决定"] == f"评审决定:\n  {decision}"
    assert decision.replace("\n  ", "\n") in server.offered("名称: 甲\n评审决定:\n  ").values()
    assert server.offered("name: A\n")["evidence"] == "evidence:\n  ${1:annual_output}: ${2:2023 yearbook, p. 12}"
    assert set(server.offered("name: A\ndecisions:\n  4:\n    ")) == {"granted", "by", "date", "why"}
    assert set(server.offered("名称: 甲\n评审决定:\n  4:\n    ")) == {"同意", "单位", "日期", "理由"}


def test_what_is_wrong_is_told_with_how_to_write_it(server, language):
    said = {
        "en": "write money with its unit such as 12.5亿元 or 8000万元, or a range such as 9.5~10.5亿元",
        "zh": "请写：带单位的金额，如 12.5亿元 或 8000万元；或区间，如 9.5~10.5亿元",
    }[language]
    for text in ("name: A\nannual_output: 12\n", "name: A\nannual_output: 12个\n", "名称: A\n产值: 12.5\n"):
        assert server.problems(text) == [said]
    (firms,) = server.problems("name: A\nfirms: x\n")
    assert "8~12" in firms
    (foo,) = server.problems("name: A\nfoo: 1\n")
    assert "foo" in foo


@pytest.mark.parametrize(
    "good",
    [
        "name: A\nannual_output: 12.5亿元\nexports: yes\nservices: [testing, 研发]\n年份: 2023\nfirms: 12户\n",
        "名称: 甲\n年产值: 未知\n类别: 工艺美术\n佐证:\n  产值: 年鉴\n"
        "评审决定:\n  4: {同意: 是, 单位: 甲, 日期: 2023-05-01, 理由: 乙}\n",
    ],
)
def test_what_is_right_is_right_by_any_name(server, good):
    assert server.problems(good) == []
