"""The tasks and work groups of rule files: those of the documents, read when asked for, told where wrong."""

from pathlib import Path

import pytest

from zhenkit.analysis.lint.run import lint
from zhenkit.rulesets.catalog import Rulebook, shipped


@pytest.mark.parametrize(
    ("rule_id", "tasks", "groups"),
    [("shanxi", 10, 0), ("changzhi", 10, 0), ("yangcheng", 6, 2), ("xiangning", 10, 0), ("jishan", 10, 6)],
)
def test_each_plan_has_its_tasks_and_every_one_somebody_who_answers(rule_id: str, tasks: int, groups: int) -> None:
    duties = shipped().get(rule_id).duties
    assert [task.number for task in duties.tasks] == list(range(1, tasks + 1))
    assert all(task.first for task in duties.tasks)
    assert len(duties.groups) == groups


@pytest.mark.parametrize("rule_id", ["shanxi", "changzhi", "yangcheng", "xiangning", "jishan"])
def test_each_criterion_is_served_by_a_task(rule_id: str) -> None:
    duties = shipped().get(rule_id).duties
    assert [criterion.id for criterion in shipped().get("shanxi").criteria if not duties.serving(criterion.id)] == []


def test_departments_are_those_of_the_documents() -> None:
    province, yangcheng = shipped().get("shanxi").duties, shipped().get("yangcheng").duties
    assert province.tasks[7].lead == ("省商务厅", "省投资促进局")
    assert province.tasks[8].support[-2:] == ("省小企业局", "各市政府")
    assert yangcheng.tasks[2].lead == ("县开发区", "县发改局")
    assert shipped().get("xiangning").duties.tasks[8].first[0] == "县委组织部"


def test_a_work_group_is_found_by_the_name_of_its_town() -> None:
    duties = shipped().get("jishan").duties
    group = duties.group_of("稷山包装印刷专业镇")
    assert group is not None
    assert (group.lead, group.township) == (("稷山经开区",), "翟店镇")
    assert duties.group_of("定襄法兰专业镇") is None


def test_what_adopts_a_standard_has_duties_of_its_own() -> None:
    assert shipped().get("jincheng").duties.tasks == ()
    assert shipped().get("yangcheng").duties.serving("leaders")[0].number == 1


def test_wrong_tasks_are_told_by_lint_with_their_place(tmp_path: Path) -> None:
    text = (shipped().folder / "jishan.yaml").read_text("utf-8").replace("    lead: [县行政审批局]\n", "", 1)
    (tmp_path / "jishan.yaml").write_text(text, "utf-8")
    found = lint([str(tmp_path / "jishan.yaml")], Rulebook(tmp_path, beside=shipped()))
    assert ["lead:" in each.message for each in found.findings] == [True]
    assert found.findings[0].line > 1
