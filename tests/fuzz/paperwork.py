"""What must hold of `ledger`, `merge`, `assess`, `dossier` and `form`: nothing half-written, nothing lost, no code."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import zhenkit
from tests.fuzz.answers import FOUND, JUDGED, Answer, Fault, coded, run, same
from tests.fuzz.cases import Case
from tests.fuzz.harmless import look_at, look_into
from tests.fuzz.material import named
from tests.fuzz.what_if import in_formats, valid

ON = ["--on", "2026-03-01"]


def written_or_none(answer: Answer, folder: Path) -> list[str]:
    """The names of what a command wrote into a folder: there is none after an answer without a report."""
    if not folder.exists():
        return []
    if not answer.out and answer.code == 2 and not any("written" in line or "写" in line for line in answer.told):
        raise Fault(f"{answer.command[0]}: a folder is left of what failed", str(list(folder.iterdir())))
    return look_into(folder)


def kept_up(case: Case) -> None:
    """`ledger`: the ledger that is kept says the same again when nothing has changed; the sheets of departments."""
    lang, rules = case.options["lang"], named(case.options["rules"])
    kept = next(name for name in case.files if name.startswith("ledger"))
    if case.options["begin"]:
        Path(kept).unlink()
    before = Path(kept).read_bytes() if Path(kept).exists() else None
    command = ["ledger", case.first, "--rules", rules, *ON, "--ledger", kept]
    asking = [*command, "--requests", "requests", "--due", "2026-05-01"]
    answer = run([*asking, "--format", "json"], lang, FOUND)
    report = coded(answer, _overdue, lambda found: found["towns"] or found["entries"], problems=answer.code == 2)
    written_or_none(answer, Path("requests"))
    if answer.code == 2:
        same("ledger: kept as it was where there is trouble", _content(kept), before)
        return
    look_at(Path(kept))
    first = _content(kept)
    again = run([*command, "--due", "2026-05-01", "--format", "json"], lang, FOUND)
    same("ledger: exit again", again.code, answer.code)
    same("ledger: entries again", _keys(again.json()), _keys(report))
    if Path(kept).suffix != ".xlsx":
        run([*command, "--format", "json"], lang, FOUND)
        third = _content(kept)
        run([*command, "--format", "json"], lang, FOUND)
        same("ledger: the file again", _content(kept), third)
    assert first is not None  # it was written
    in_formats(case, command, "ledger", FOUND, answer.code)


def _overdue(found: Any) -> int:
    return int(any(entry["state"] == "urged" for entry in found["entries"]))


def _keys(found: Any) -> list[Any]:
    return sorted(entry["key"] for entry in found["entries"])


def _content(name: str) -> bytes | None:
    return Path(name).read_bytes() if Path(name).exists() else None


def merged(case: Case) -> None:
    """`merge`: the town files afterwards are read, and state what was put in; without an answer they stay."""
    lang, into = case.options["lang"], "towns.yaml"
    command = ["merge", case.first, "--into", into, *case.options["more"]]
    before = _content(into)
    tried = run([*command, "--dry-run", "--format", "json"], lang, FOUND)
    same("merge: --dry-run changes nothing", _content(into), before)
    was = [town.to_dict() for town in zhenkit.read_towns([into]).towns]
    answer = run([*command, "--format", "json"], lang, FOUND)
    same("merge: exit of --dry-run", answer.code, tried.code)
    if not answer.out:
        same("merge: nothing is changed where there is no report", _content(into), before)
        return
    report = answer.json()
    taken = [each for each in report["answers"] if each["outcome"] in ("taken", "replaced", "filled_in")]
    found = zhenkit.read_towns([into])
    now = [town.to_dict() for town in found.towns]
    if len(now) < len(was):
        raise Fault("merge: a town is lost", str(found.problems))
    if not report["files"]:
        same("merge: no file is named, none is changed", _content(into), before)
    by_name = {town["name"]: town for town in now}
    for each in taken:
        if each["fact"] and each["town"] in by_name:
            same("merge: what is taken stands there", by_name[each["town"]].get(each["fact"]), each["value"])
    again = run([*command, "--format", "json"], lang, FOUND)
    if answer.code == 0:
        same("merge: exit again", again.code, 0)
        same("merge: nothing is left to change", again.json()["files"], [])


def assessed(case: Case) -> None:
    """`assess`: the exit code is what the towns' states say; letters are all written, or none."""
    lang, rules = case.options["lang"], named(case.options["rules"])
    command = ["assess", case.first, "--rules", rules, *case.options["more"]]
    if "last.yaml" in case.files:
        command += ["--last", "last.yaml"]
    if "by.yaml" in case.files:
        command += ["--by", "by.yaml"]
    answer = run([*command, "--format", "json", "--letters", "letters", *case.options["letters"]], lang, JUDGED)

    def code(found: Any) -> int:
        towns = [town for group in found["groups"] for town in group["towns"]]
        return 1 if any(town["slow"] for town in towns) else 3 if any(t["standing"] == "open" for t in towns) else 0

    report = None
    if answer.out:  # else the exit is 2; letters that cannot be written have their report all the same
        report = answer.json()
        valid(report, "assess")
    letters = written_or_none(answer, Path("letters"))
    plain = run([*command, "--format", "json"], lang, JUDGED)
    found = coded(plain, code, lambda found: found["groups"])
    if answer.code != plain.code:
        same("assess: letters only add trouble", (answer.code, letters), (2, []))
    if report is not None:
        same("assess: with letters and without", report, found)
    in_formats(case, command, "assess", JUDGED, plain.code)


def filed(case: Case) -> None:
    """`dossier`: all files or none, and never over those that are there."""
    lang, rules = case.options["lang"], named(case.options["rules"])
    command = ["dossier", case.first, "--rules", rules, "-o", "dossier"]
    answer = run(command, lang, (0, 2))
    judged = run(["check", case.first, "--rules", rules, "--format", "json"], lang, JUDGED)
    names = written_or_none(answer, Path("dossier"))
    towns = judged.json()["towns"] if judged.out else []
    same("dossier: written where there is a town", bool(names), bool(towns))
    same("dossier: exit", answer.code, 2 if judged.code == 2 else 0)
    if names:
        again = run(command, lang, (2,))
        same("dossier: nothing is written over", (again.code, look_into(Path("dossier"))), (2, names))
        same("dossier: --force", run([*command, "--force"], lang, (0, 2)).code, answer.code)
        shutil.rmtree("dossier")


def formed(case: Case) -> None:
    """`form`: a page of a rule file that can be used, whatever its texts say."""
    lang = case.options["lang"]
    answer = run(["form", case.first, "-o", "form.html"], lang, (0, 2))
    shown = run(["rules", "show", case.first, "--format", "json"], lang, FOUND)
    if shown.code == 0:  # of goals alone there is no form
        same("form: written of a standard", answer.code, 0 if shown.json()["rule_set"]["criteria"] else 2)
    same("form: written or not", Path("form.html").exists(), answer.code == 0)
    if answer.code == 0:
        look_at(Path("form.html"))
        page = Path("form.html").read_text("utf-8").lower()
        same("form: scripts begin and end", page.count("<script"), page.count("</script"))
