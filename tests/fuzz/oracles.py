"""What must hold of any input, however bad: else there is a fault.

No command breaks down or leaves files behind; its exit code agrees with what it reports; its JSON and its CSV say the
same; by rows and by columns the answers are one; what `diff` claims of two standards holds for towns.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tests.columnar.registers import Register
from tests.fuzz.answers import FOUND, JUDGED, VERDICTS, Answer, Fault, looked_right, run, same, told_alike
from tests.fuzz.cases import Case
from tests.fuzz.drafts import drafted
from tests.fuzz.from_python import from_python
from tests.fuzz.material import named
from tests.fuzz.paperwork import assessed, filed, formed, kept_up, merged
from tests.fuzz.what_if import reached, reformed, separated, swept
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.escape import cell
from zhenkit.rulesets.catalog import shipped

ENGINES = ("polars", "duckdb")


def fault_of(case: Case) -> Fault | None:
    """What is wrong with how a case is answered."""
    with tempfile.TemporaryDirectory(prefix="zhenkit-fuzz-") as name:
        folder, before, temporary = Path(name, "in"), Path.cwd(), tempfile.tempdir
        (folder / "tmp").mkdir(parents=True)
        try:
            case.put(folder)
        except (ValueError, OverflowError, yaml.YAMLError):  # what cannot be written so is no case
            return None
        os.chdir(folder)
        tempfile.tempdir = str(folder / "tmp")
        try:
            ORACLES[case.kind.split("-")[0]](case)
            if left := [path.name for path in Path("tmp").iterdir()]:
                raise Fault("files left behind", str(left))
            if outside := [path.name for path in folder.parent.iterdir() if path != folder]:
                raise Fault("files outside the folder", str(outside))
        except Fault as fault:
            return fault
        except ZhenkitError as error:  # what the oracle itself asked for is to be had
            return Fault(f"{case.kind}: what is promised is refused", str(error))
        finally:
            os.chdir(before)
            tempfile.tempdir = temporary
    return None


Town = tuple[Any, ...]


def _town(town: dict[str, Any]) -> Town:
    """What JSON says of a town that tables say as well."""
    grades = tuple(grade for each in town["criteria"] for grade in (each["worst"], each["best"]))
    return (cell(town["name"]), cell(town["rule_set"]["id"]), town["verdict"], town["worst"], town["best"], *grades)


def _row(row: dict[str, str]) -> Town:
    grades = (value for title, value in row.items() if re.fullmatch(r"c\d+_(worst|best)", title) and value)
    return (row["name"], row["rule_set"], row["verdict"], row["worst"], row["best"], *grades)


def _stated(towns: list[dict[str, Any]]) -> Counter[Town]:
    return Counter(map(_town, towns))


def judged_right(answer: Answer, require: str) -> Any:
    """The report of a command that judges, whose exit code must agree with it."""
    if not answer.out:
        same(f"{answer.command[0]}: exit without a report", answer.code, 2)
        if not answer.told:
            raise Fault(f"{answer.command[0]}: exit 2 without a word")
        return None
    report = answer.json()
    asked, towns = VERDICTS[require], report["towns"]
    ends = [(VERDICTS[town["worst"]], VERDICTS[town["best"]]) for town in towns]
    code = 0
    if report["problems"] or not towns:
        code = 2
    elif any(best < asked and best != VERDICTS["review"] for _worst, best in ends):
        code = 1
    elif any(worst < asked for worst, _best in ends):
        code = 3
    same(f"{answer.command[0]}: exit code", answer.code, code)
    told = sum(1 for line in answer.told if line.startswith(tuple({problem["file"] for problem in report["problems"]})))
    if told < len(report["problems"]):
        raise Fault(f"{answer.command[0]}: problems not told", str(report["problems"]))
    return report


def judging(case: Case) -> None:
    """Towns: `check` and `batch`, by rows and by each engine."""
    options, lang = case.options, case.options["lang"]
    more = ["--rules", named(options["rules"]), "--require", options["require"]]
    more += ["--strict"] if options["strict"] else []
    checked = run(["check", case.first, *more, "--format", "json"], lang, JUDGED)
    report = judged_right(checked, options["require"])
    ranked = run(["batch", case.first, *more, "--format", "json"], lang, JUDGED)
    by_rank = judged_right(ranked, options["require"])
    same("check and batch: exit", checked.code, ranked.code)
    if report is not None and by_rank is not None:
        same("check and batch: problems", report["problems"], by_rank["problems"])
        same("check and batch: towns", _stated(report["towns"]), _stated(by_rank["towns"]))
    listed = run(["check", case.first, *more, "--format", "csv"], lang, JUDGED)
    same("check: exit of formats", listed.code, checked.code)
    if report is not None:
        of_json = [
            (cell(town["name"]), town["verdict"], str(each["number"]), each["worst"], each["best"])
            for town in report["towns"]
            for each in town["criteria"]
        ]
        of_csv = [
            (row["name"], row["verdict"], row["criterion"], row["criterion_worst"], row["criterion_best"])
            for row in listed.table()
        ]
        same("check: JSON and CSV", of_json, of_csv)
    by_engine(case, more, lang, ranked, report)


def by_engine(case: Case, more: list[str], lang: str, by_rows: Answer, report: Any) -> None:
    """By rows and by columns the answers are one; `by_rows` is of `batch` to JSON, which is by rows always."""
    answers, rejected = [], []
    for engine in (None, *ENGINES):
        command = ["batch", case.first, *more, "--format", "csv", "--rejects", "tmp/rejects.csv"]
        answer = run([*command, *(("--engine", engine) if engine else ())], lang, JUDGED)
        rejects, what = Path("tmp/rejects.csv"), engine or "rows"
        answers.append(answer)
        rejected.append(sorted(rejects.read_text("utf-8").splitlines()) if rejects.exists() else None)
        rejects.unlink(missing_ok=True)
        same(f"{what}: exit", answer.code, by_rows.code)
        if report is not None:
            same(f"{what}: towns", Counter(map(_row, answer.table())), _stated(report["towns"]))
        same(f"{what}: report", answer.out, answers[0].out)
        same(f"{what}: rejects", rejected[-1], rejected[0])
        told_alike(what, answer, by_rows)
    if case.options["strict"]:  # as good a toss as any
        to_parquet(case, more, lang, answers[0])


def to_parquet(case: Case, more: list[str], lang: str, listed: Answer) -> None:
    """The Parquet that is written says what the CSV says."""
    import polars as pl

    for engine in ENGINES:
        command = ["batch", case.first, *more, "--engine", engine, "--output", "tmp/out.parquet"]
        answer = run(command, lang, JUDGED)
        same("parquet: exit", answer.code, listed.code)
        out = Path("tmp/out.parquet")
        if out.exists():
            verdicts = Counter(pl.read_parquet(out)["verdict"].cast(pl.String).to_list())
            same("parquet: verdicts", verdicts, Counter(row["verdict"] for row in listed.table()))
            out.unlink()


def standards(case: Case) -> None:
    """A rule file, or a dictionary: `rules lint`, `rules show`, and where it can be used, towns by it and `diff`."""
    lang = case.options["lang"]
    linted = run(["rules", "lint", case.first, "--format", "json"], lang, FOUND)
    report = looked_right(linted, lambda report: bool(report["findings"]))
    plain = run(["rules", "lint", case.first], lang, FOUND)
    same("rules lint: exit of formats", plain.code, linted.code)
    if case.first == "facts.yaml":
        return
    shown = run(["rules", "show", case.first, "--format", "json"], lang, FOUND)
    if shown.code:
        if report is not None and linted.code == 0:
            raise Fault("rules lint: clean, and cannot be shown", "\n".join(shown.told))
        return
    shown.json()
    run(["rules", "show", case.first], lang, (0,))
    try:
        rule_set = shipped().named(case.first)
    except ZhenkitError as error:
        raise Fault("rules show: shown, and cannot be loaded", str(error)) from None
    rows = Register(rule_set, case.options["towns"]).rows(6, typed=False)
    towns_by(case, rows, lang)
    compared(case, rule_set, lang)


def towns_by(case: Case, rows: list[dict[str, Any]], lang: str) -> None:
    """Towns by a rule file, by rows and by columns."""
    written = io.StringIO()
    csv.writer(written).writerows([list(rows[0]), *(row.values() for row in rows)])
    Path("towns.csv").write_text(written.getvalue(), "utf-8")
    more = ["--rules", case.first]
    by_rows = run(["batch", "towns.csv", *more, "--format", "json"], lang, JUDGED)
    report = judged_right(by_rows, "relaxed")
    towns = Case("table-csv", {"towns.csv": case.files[case.first]}, {**case.options, "strict": False})
    by_engine(towns, more, lang, by_rows, report)


def compared(case: Case, rule_set: Any, lang: str) -> None:
    """`diff` with the file of before: its witnesses prove what it says, and random towns do not belie it."""
    answer = run(["diff", "before.yaml", case.first, "--format", "json"], lang, FOUND)
    if answer.code == 2:
        same("diff: exit 2 with a word", bool(answer.told), True)
        return
    found = answer.json()
    relation = found["relation"]
    if relation == "equal" and answer.code == 0:
        same("diff: changes of what is equal", (found["higher_under_a"], found["higher_under_b"]), (None, None))
    for side, sign in (("higher_under_a", 1), ("higher_under_b", -1)):
        if found[side] is not None:
            one, other = (_verdict_by(found[side], rules, lang) for rules in ("before.yaml", case.first))
            if one is not None and other is not None and (one - other) * sign <= 0:
                raise Fault(f"diff: witness {side}", f"{found[side]}: {one} and {other}")
    alike = shipped().named("before.yaml").facts.by_id == rule_set.facts.by_id  # else towns are read otherwise
    if relation not in ("equal", "stricter", "looser") or not alike:
        return
    rows = Register(rule_set, case.options["towns"], bad=False).rows(12, typed=False)
    rows = [{key: cell for key, cell in row.items() if not key.startswith("decisions")} for row in rows]
    ends = []
    for rules in ("before.yaml", case.first):
        written = io.StringIO()
        csv.writer(written).writerows([list(rows[0]), *(row.values() for row in rows)])
        Path("towns.csv").write_text(written.getvalue(), "utf-8")
        towns = run(["check", "towns.csv", "--rules", rules, "--format", "json"], lang, JUDGED).json()["towns"]
        ends.append({town["name"]: (VERDICTS[town["worst"]], VERDICTS[town["best"]]) for town in towns})
    for name in ends[0].keys() & ends[1].keys():
        for one, other in zip(ends[0][name], ends[1][name], strict=True):
            if (other > one and relation != "looser") or (other < one and relation != "stricter"):
                raise Fault(f"diff: {relation}, which a town belies", f"{name}: {ends[0][name]}, {ends[1][name]}")


def _verdict_by(town: dict[str, Any], rules: str, lang: str) -> int | None:
    Path("witness.json").write_text(json.dumps(town, ensure_ascii=False), "utf-8")
    answer = run(["check", "witness.json", "--rules", rules, "--format", "json"], lang, JUDGED)
    towns = answer.json()["towns"] if answer.out else []
    return VERDICTS[towns[0]["worst"]] if towns and towns[0]["worst"] == towns[0]["best"] else None


def tested(case: Case) -> None:
    """Cases of `rules test`."""
    lang = case.options["lang"]
    answer = run(["rules", "test", case.first, "--format", "json"], lang, FOUND)
    report = looked_right(answer, lambda report: not all(each["passed"] for each in report["cases"]))
    for each in report["cases"] if report else ():
        same("rules test: a case that passes has no failure", each["passed"], not each["failures"])
    same("rules test: exit of formats", run(["rules", "test", case.first], lang, FOUND).code, answer.code)


def since(case: Case) -> None:
    """Towns compared with an earlier report."""
    lang, require = case.options["lang"], case.options["require"]
    more = ["--rules", "shanxi", "--require", require, "--baseline", case.first]
    answer = run(["batch", "towns.yaml", *more, "--format", "json"], lang, JUDGED)
    report = judged_right(answer, require)
    for format in ("text", "csv", "markdown"):
        other = run(["batch", "towns.yaml", *more, "--format", format], lang, JUDGED)
        same(f"baseline: exit of {format}", other.code, answer.code)
    strict = run(["batch", "towns.yaml", *more, "--format", "json", "--fail-on-regression"], lang, JUDGED)
    if report is not None:
        same("baseline: changes", "changes" in report, True)
        fell = report["changes"]["regressed"]
        same("baseline: exit on regression", strict.code, 1 if fell and answer.code != 2 else answer.code)


ORACLES: dict[str, Callable[[Case], None]] = {
    "towns": judging,
    "table": judging,
    "rules": standards,
    "dictionary": standards,
    "cases": tested,
    "baseline": since,
    "gap": separated,
    "sweep": swept,
    "reform": reformed,
    "goals": reached,
    "ledger": kept_up,
    "merge": merged,
    "assess": assessed,
    "dossier": filed,
    "form": formed,
    "document": drafted,
    "python": from_python,
}
"""What holds each kind of case to what must be."""
