"""The dictionary of facts: what others may rely on, each with its type and the Chinese name it goes by."""

import pytest

from zhenkit.rulesets.catalog import shipped

FACTS = {
    "text": "name 名称, province 省, city 市, county 县（区、市）, leading_industry 主导产业",
    "yes/no": "exports 有出口产品, single_county 限定在一个县, historical_origin 历史发源地, "
    "geographical_indication 地理标志, traditional_feature 其他传统特色",
    "finding": "heritage_product 传承产品工艺, brand_effect 品牌效应突出, social_recognition 社会广泛认同, "
    "local_identity 地域标识和声誉, cluster_effect 集聚效应明显, employment_channel 就业重要渠道, "
    "tax_source 税收重要来源, startup_carrier 创业重要载体, income_support 增收有力支撑, "
    "high_market_share 市场占有率高, provincial_share_high 省内占比较高, comparative_advantage 同行业比较优势, "
    "overseas_prospects 海外市场空间, supporting_capacity 产业配套能力和竞争力较强, "
    "industry_influence 行业影响力大, name_recognition 知名度高, development_prospects 发展前景, "
    "focused_products 聚焦特色产业, national_reputation 全国口碑较好, infrastructure 基础设施较为完善, "
    "government_priority 政府重视, clear_plan 思路举措清晰, service_awareness 服务意识强",
    "count": "year 数据年份, firms 企业户数, employees 从业人数, leading_firms 龙头企业数, "
    "supporting_firms 配套企业户数, specialised_firms 专精特新, little_giants 小巨人, single_champions 单项冠军, "
    "designated_leaders 认定龙头企业, high_tech_firms 高新技术企业, standards 主导或参与制定标准数",
    "money": "annual_output 主导产业年产值",
    "date": "designated_on 认定日期",
    "level": "technology_centre 企业技术中心级别, engineering_centre 工程中心级别, influence_scope 行业影响力范围, "
    "brand_level 知名品牌最高级别",
    "choice": "output_basis 产值口径, category 类别",
    "set": "services 公共服务功能",
}
WORDS = {
    "output_basis": "output 产值, sales 销售额, revenue 营业收入, chain 全产业链",
    "category": "manufacturing 制造业, agriculture 特优农业, light_industry 特色轻工, other 其他",
    "brand_level": "none 无, county 县级, city 市级, province 省级, nation 国家级, world 世界级, "
    "province 全省, nation 全国, world 全球",
    "services": "testing 检验检测, rd_design 研发设计, logistics 物流服务, training 业务培训, "
    "ip_protection 知识产权保护, information 信息咨询, exhibition 产品展销, financing 融资担保",
}


def pairs(listed):
    return [pair.split(" ") for pair in listed.split(", ")]


def test_the_facts_there_are_with_their_types():
    facts = shipped().facts.by_id
    assert {fact.id: fact.type.name for fact in facts.values()} == {
        fact_id: kind for kind, listed in FACTS.items() for fact_id, _label in pairs(listed)
    }


@pytest.mark.parametrize(("fact_id", "label"), [pair for listed in FACTS.values() for pair in pairs(listed)])
def test_a_fact_goes_by_its_id_and_its_chinese_label(fact_id, label):
    facts = shipped().facts
    assert facts.named(fact_id) is facts.named(label) is facts[fact_id]
    assert facts[fact_id].label.zh == label


@pytest.mark.parametrize("alias", ["年产值", "产值"])
def test_output_goes_by_its_short_names(alias):
    assert shipped().facts.named(alias).id == "annual_output"


@pytest.mark.parametrize(
    ("fact_id", "member", "label"), [(fact, *pair) for fact, listed in WORDS.items() for pair in pairs(listed)]
)
def test_a_value_is_written_by_its_id_or_in_chinese(fact_id, member, label):
    kind = shipped().facts[fact_id].type
    assert kind.read(label) == kind.read(member)


def test_levels_are_ordered_from_none_to_the_world():
    kind = shipped().facts["influence_scope"].type
    ranks = [kind.read(level) for level in ("none", "county", "city", "province", "nation", "world")]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(kind.members)
