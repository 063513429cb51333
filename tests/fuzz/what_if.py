"""What must hold of `gap`, `sweep`, `reform` and `goals`: what they promise is what `check` then says."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

import zhenkit
from tests.fuzz.answers import FOUND, JUDGED, VERDICTS, Answer, Fault, coded, run, same
from tests.fuzz.cases import Case
from tests.fuzz.harmless import report_in
from tests.fuzz.material import named
from zhenkit.schemas.report import report_schema

MADE = {"granted": True, "by": "省工信厅", "date": "2024-01-01", "why": "据实"}


@cache
def _validator(described: str) -> Draft202012Validator:
    return Draft202012Validator(report_schema(described))


def valid(report: Any, described: str) -> None:
    """Hold a report to the schema that zhenkit prints for it."""
    if error := next(_validator(described).iter_errors(report), None):
        raise Fault(f"{described}: not by its schema: {error.json_path.split('[')[0]}", error.message[:500])


def in_formats(case: Case, command: list[str], name: str, codes: tuple[int, ...], code: int) -> None:
    """The command's report in text, and in the format of the case: written with the same exit code."""
    for format in {"text", case.options["format"]}:
        answer = report_in(command, name, format, case.options["lang"], codes)
        same(f"{name}: exit of {format}", answer.code, code)


def _without_a_way(found: Any, to: str) -> int:
    """The exit code of a report without problems: 1 where a town has no way, 3 where none was found."""
    without = [each["complete"] for each in found["towns"] if VERDICTS[each["reachable"]] < VERDICTS[to]]
    return 1 if any(without) else 3 if without else 0


def separated(case: Case) -> None:
    """`gap`: its ways, written into the town's file, reach the verdict, and no change is one too many."""
    rules, more, to = named(case.options["rules"]), case.options["more"], case.options["to"]
    by = [] if "--ladder" in more else ["--rules", rules]
    command = ["gap", case.first, *by, "--to", to, *more]
    answer = run([*command, "--format", "json"], case.options["lang"], JUDGED)
    report = coded(answer, lambda found: _without_a_way(found, to), lambda found: found["towns"])
    in_formats(case, command, "gap", JUDGED, answer.code)
    if report is None:
        return
    valid(report, "gap")
    given = [each for at, each in enumerate(more) if at and more[at - 1] == "--set"]
    for town in report["towns"]:
        if "0" not in more:
            same("gap: reached is known", VERDICTS[town["worst"]] >= VERDICTS[to], [] in _ways(town))
        own = town["rule_set"]["id"] if "--ladder" in more else rules
        stated = _stated(case, own, town, given)
        for way in _ways(town)[:3]:
            hold(stated, own, way, to, case.options["lang"])
        for criterion in town["criteria"]:
            for one in criterion["alternatives"][:1]:
                _reaches(stated, own, one["changes"], to, criterion["number"])


def _ways(town: Any) -> list[list[dict[str, Any]]]:
    return [one["changes"] for one in town["alternatives"]]


def _stated(case: Case, rules: str, town: Any, given: list[str]) -> dict[str, Any]:
    """What a town states, as `--set` has it."""
    book = zhenkit.load_rules(rules)
    found = next(
        each
        for each in zhenkit.read_towns([case.first], book).towns
        if (each.name, each.line) == (town["name"], town["line"])
    )
    for each in given:
        name, _sign, value = each.partition("=")
        fact = book.facts.named(name.strip())
        assert fact is not None  # else the command had not run
        found = zhenkit.town(
            {**{key: one for key, one in found.to_dict().items() if key != fact.id}, fact.id: value}, book
        )
    return found.to_dict()


def _after(stated: dict[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    granted = {str(each["criterion"]): MADE for each in changes if each["fact"] == "decisions"}
    facts = {each["fact"]: each["to"] for each in changes if each["fact"] != "decisions"}
    decisions = {**stated.get("decisions", {}), **granted}
    return {**stated, **facts, **({"decisions": decisions} if decisions else {})}


def hold(stated: dict[str, Any], rules: str, way: list[dict[str, Any]], to: str, lang: str) -> None:
    """Hold a way to what `check` says of the town after it, and after it but for one change."""
    Path("changed.json").write_text(json.dumps(_after(stated, way), ensure_ascii=False), "utf-8")
    answer = run(["check", "changed.json", "--rules", rules, "--require", to], lang, JUDGED)
    same("gap: a way reaches the verdict", answer.code, 0)
    for left_out in way:
        others = [change for change in way if change is not left_out]
        if VERDICTS[zhenkit.judge(_after(stated, others), rules).worst] >= VERDICTS[to]:
            raise Fault("gap: a change too many", f"{left_out} of {way}")


def _reaches(stated: dict[str, Any], rules: str, changes: list[dict[str, Any]], to: str, number: int) -> None:
    judged = zhenkit.judge(_after(stated, changes), rules)
    worst = next(one.worst for one in judged.criteria if one.number == number)
    grades = {"not_met": 0, "review": 1, "relaxed": 2, "met": 3}
    same("gap: a way of a criterion reaches the grade", grades[worst] >= VERDICTS[to], True)


def swept(case: Case) -> None:
    """`sweep`: at each point where something changes, and beside it, `check` says what the piece says."""
    rules, facts, lang = named(case.options["rules"]), case.options["facts"], case.options["lang"]
    command = ["sweep", case.first, "--rules", rules, *(part for fact in facts for part in ("--fact", fact))]
    command += case.options["more"]
    answer = run([*command, "--format", "json"], lang, FOUND)
    report = coded(answer, lambda _found: 0, lambda found: found["towns"])
    in_formats(case, command, "sweep", FOUND, answer.code)
    if report is None:
        return
    valid(report, "sweep")
    for town in report["towns"]:
        facts = {axis["fact"] for axis in town["axes"]}
        if len(facts) == 1 and "--set" not in command and facts.isdisjoint(_computed(rules)):
            _pieces_hold(town, _stated(case, rules, town, []), rules)


def _computed(rules: str) -> set[str]:
    return {fact.id for fact in zhenkit.load_rules(rules).derived}


def _pieces_hold(town: Any, stated: dict[str, Any], rules: str) -> None:
    (axis,) = town["axes"]
    if not axis["pieces"]:  # whatever a text says comes out alike
        return
    for piece, at in zip(town["pieces"], axis["pieces"], strict=True):
        for end, included in (("from", "from_included"), ("to", "to_included")):
            if at.get(end) is None or not at.get(included):
                continue
            judged = zhenkit.judge({**stated, axis["fact"]: at[end]}, rules)
            same("sweep: a piece is what is judged", (judged.worst, judged.best), (piece["worst"], piece["best"]))


def reformed(case: Case) -> None:
    """`reform`: who gains and who loses is what the verdicts by each standard say."""
    rules, lang = named(case.options["rules"]), case.options["lang"]
    other = "rules.yaml" if "rules.yaml" in case.files else named(case.options["other"])
    command = ["reform", rules, *([] if case.options["set"] else [other]), "--towns", case.first]
    command += [part for said in case.options["set"] for part in ("--set-rule", said)]
    answer = run([*command, "--format", "json"], lang, FOUND)
    report = coded(answer, lambda found: int(found["tally"]["loses"] > 0), lambda found: found["towns_judged"])
    in_formats(case, command, "reform", FOUND, answer.code)
    if report is None:
        return
    valid(report, "reform")
    same("reform: the tally is of all", sum(report["tally"].values()), report["towns_judged"])
    same("reform: so are the verdicts", sum(each["towns"] for each in report["verdicts"]), report["towns_judged"])


def reached(case: Case) -> None:
    """`goals`: the exit code is what the goals' states say."""
    name = "rules.yaml" if "rules.yaml" in case.files else case.options["rules"]
    files = [file for file in case.files if file.startswith("towns")]
    command = ["goals", name, *files, "--on", case.options["on"]]
    answer: Answer = run([*command, "--format", "json"], case.options["lang"], JUDGED)

    def code(found: Any) -> int:
        states = {goal["status"] for goal in found["goals"]}
        return 0 if not files else 1 if "behind" in states else 3 if "unknown" in states else 0

    report = coded(answer, code, lambda _found: True)
    in_formats(case, command, "goals", JUDGED, answer.code)
    if report is not None:
        valid(report, "goals")
