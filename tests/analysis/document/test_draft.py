"""A draft is a rule file that loads, has no lint, agrees with its document, and says what people have to look at."""

import pytest

from tests.analysis.document.plans import DOCUMENT, right, written
from tests.loading import load_towns
from tests.paths import ROOT
from zhenkit.analysis.diff.compare import compare
from zhenkit.analysis.document.clauses import OfficialDocument, read_document_of
from zhenkit.analysis.document.draft import Draft, draft
from zhenkit.analysis.document.read import read_source
from zhenkit.analysis.document.verify import verify
from zhenkit.analysis.lint.run import lint
from zhenkit.core.errors import FileProblems
from zhenkit.core.i18n import LANGUAGES, speaking
from zhenkit.judging.judgement import judge
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.model import RuleSet

HEAD = "虚构县人民政府关于印发《虚构县专业镇认定办法》的通知\n2024年4月2日\n一、认定条件\n"


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


def loaded(folder, document: OfficialDocument, section: str | None = None) -> tuple[RuleSet, Draft]:
    drafted = draft(document, shipped(), section)
    path = folder / "draft.yaml"
    path.write_text(drafted.text, "utf-8")
    return shipped().named(str(path)), drafted


def required(folder, text: str) -> str:
    """What a draft requires of the one clause that follows the head, as YAML without blanks and comments."""
    _rule_set, drafted = loaded(folder, written(f"{HEAD}（一）甲。{text}\n（二）乙。有地理标志。"))
    lines = drafted.text.split("require:")[1].split("- number")[0].splitlines()
    kept = (line.partition("  #")[0].split("reading:")[0] for line in lines)
    return " ".join(line.strip() for line in kept if line.strip())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_loads_has_no_lint_agrees_with_its_document_and_judges(tmp_path, language):
    document = read_document_of(read_source(DOCUMENT))
    with speaking(language):
        rule_set, drafted = loaded(tmp_path, document)
    assert lint([rule_set.file], shipped()).findings == ()
    assert verify(rule_set, document).differences == []
    assert (rule_set.level, rule_set.place["city"], rule_set.effective) == ("city", "虚构市", "2024-04-01")
    assert (rule_set.document.number, rule_set.document.issuer) == ("虚政办发〔2024〕5号", "虚构市人民政府办公室")
    assert drafted.counts == {"figures": 6, "words": 8, "own": 2} and drafted.unplaced == 0
    assert "24: " in drafted.text or "第 24 行" in drafted.text  # each line says where in the document it is from
    town = load_towns(ROOT / "samples" / "made-up" / "pass.yaml")[0]
    assert judge(town, rule_set).criteria


def test_a_draft_asks_what_the_file_asks_that_people_made_of_it(tmp_path):
    document, people = read_document_of(read_source(DOCUMENT)), right()
    text = draft(document, shipped()).text
    for at, fact in enumerate(("research_share", "waste_water", "accidents"), 1):
        text = text.replace(f"own_{at}", fact)
    head = people[people.index("facts:") : people.index("criteria:")]
    text = text[: text.index("facts:")] + head + text[text.index("criteria:") :]
    files = [tmp_path / name for name in ("draft.yaml", "people.yaml")]
    for file, content in zip(files, (text, people), strict=True):
        file.write_text(content, "utf-8")
    found = compare(*(shipped().named(str(file)) for file in files))
    assert found.relation == "equal"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年产值达到5亿元以上。", "fact: annual_output at_least: 5亿元"),
        ("年产值超过5亿元。", "fact: annual_output more_than: 5亿元"),
        ("品牌效应突出，社会广泛认同。", "all: - fact: brand_effect is: yes - fact: social_recognition is: yes"),
        ("有历史发源地、地理标志等传统特色。",
         "any: - fact: historical_origin is: yes - fact: geographical_indication is: yes"
         " - fact: traditional_feature is: yes"),
        ("有高新技术企业。", "fact: high_tech_firms at_least: 1"),
        ("具备研发设计、检验检测等功能。", "fact: services includes: [rd_design, testing]"),
        ("初步具备研发设计、检验检测等功能。",
         "all: - fact: services at_least: 1 - in_principle: fact: services includes: [rd_design, testing]"),
        ("原则上限定在一个县内。", "in_principle: fact: single_county is: yes"),
        ("亩均税收20万元以上。", "fact: own_1 at_least: 20万元"),
        ("发生重大事故的不予认定。", "fact: own_1 is: no"),
        ("年产值5亿元以上。知名度高的，可放宽，但不少于年产值1亿元。",
         "all: - fact: annual_output at_least: 1亿元 - any: - fact: annual_output at_least: 5亿元"
         " - relaxed: fact: name_recognition is: yes"),
        ("邻里和睦。", "fact: own_1 is: yes"),
        ("", "fact: own_1 is: yes"),
    ],
)  # fmt: skip
def test_what_a_clause_becomes(tmp_path, text, expected):
    assert required(tmp_path, text) == expected


def test_what_is_preferred_is_a_merit_and_a_title_that_is_required_is_another_fact(tmp_path):
    text = "至少有1家龙头企业。有省级企业技术中心、龙头企业、邻里和睦的优先评定。"
    rule_set, _draft = loaded(tmp_path, written(f"{HEAD}（一）甲。{text}\n（二）乙。有地理标志。"))
    merits = [check.fact.id for check in rule_set.criteria[0].prefer]  # type: ignore[attr-defined]
    assert merits == ["technology_centre", "designated_leaders"]


def test_a_fact_between_two_figures_becomes_two_criteria_of_one_clause(tmp_path):
    document = written(f"{HEAD}（一）甲。从业人数50人以上、300人以下。\n（二）乙。有地理标志。")
    rule_set, _draft = loaded(tmp_path, document)
    assert [(each.number, each.clause) for each in rule_set.criteria] == [
        (1, "一（一）"),
        (2, "一（一）"),
        (3, "一（二）"),
    ]
    assert lint([rule_set.file], shipped()).findings == ()
    assert verify(rule_set, document).differences == []


def test_what_found_no_place_is_listed_at_the_end(tmp_path):
    text = "主导产业应具备一定规模，年产值5亿元以上。"
    _rule_set, drafted = loaded(tmp_path, written(f"{HEAD}（一）甲。{text}\n（二）乙。有地理标志。"))
    assert drafted.unplaced == 1
    assert drafted.text.rstrip().endswith("# - line 4: 主导产业应具备一定规模")


def test_what_the_document_does_not_say_is_left_to_be_filled_in(tmp_path):
    document = written("一、认定条件\n（一）甲。年产值5亿元以上。\n（二）乙。有地理标志。")
    rule_set, drafted = loaded(tmp_path, document)
    assert rule_set.place == dict.fromkeys(("province", "city", "county"), "待填")
    assert "no day found" in drafted.text and "# number: not found" in drafted.text


def test_the_section_is_found_or_named(tmp_path):
    text = "一、重点任务\n（一）甲。年产值5亿元以上。\n（二）乙。丙。\n"
    text += "二、申报条件\n（一）丁。企业户数20户以上。\n（二）戊。己。"
    rule_set, _draft = loaded(tmp_path, written(text))
    assert rule_set.criteria[0].clause == "二（一）"
    rule_set, _draft = loaded(tmp_path, written(text), "一")
    assert rule_set.criteria[0].clause == "一（一）"
    with pytest.raises(FileProblems, match="一 重点任务"):
        draft(written(text), shipped(), "九")
    with pytest.raises(FileProblems, match="--section"):
        draft(written(text.replace("条件", "事项")), shipped())


def test_nothing_of_a_document_acts_in_the_file_that_is_made_of_it(tmp_path):
    hostile = "yes: [x]}\t#&a *b !!python/object:os.system \x1b[31m\u2028'\"\\ ::error::{x}"
    text = f"《{hostile}》的标准方案\n一、认定条件\n（一）{hostile}。{hostile}；no\n（二）no。yes。"
    rule_set, drafted = loaded(tmp_path, written(text))
    assert len(rule_set.criteria) == 2
    assert "\x1b" not in drafted.text and "\u2028" not in drafted.text
