"""What must hold of `rules draft` and `rules verify`: a draft of any document loads, and nothing in it is hidden."""

from __future__ import annotations

import json
from pathlib import Path

from tests.fuzz.answers import FOUND, Fault, run, same
from tests.fuzz.cases import Case
from zhenkit.reports.formats import VERIFY, formats_of


def drafted(case: Case) -> None:
    """A draft is a rule file without an error; whatever is compared, every format says the same."""
    lang, document = case.options["lang"], case.first
    if run(["rules", "draft", document, "-o", "draft.yaml"], lang, (0, 2)).code == 2:
        return
    linted = run(["rules", "lint", "draft.yaml", "--format", "json"], lang, FOUND)
    if linted.code == 2 or any(each["level"] == "error" for each in linted.json()["findings"]):
        raise Fault("rules draft: its file does not load", linted.out)
    again = run(["rules", "draft", document], lang, (0,))
    same("rules draft: on standard output", again.out, Path("draft.yaml").read_text("utf-8"))
    for rules in ("draft.yaml", "shanxi"):
        command = ["rules", "verify", rules, "--document", document]
        answers = {name: run([*command, "--format", name], lang, FOUND) for name in formats_of(VERIFY)}
        found = answers["json"].json()
        same("rules verify: exit", answers["json"].code, int(not found["agrees"]))
        same("rules verify: agrees", found["agrees"], not found["differences"])
        for name, answer in answers.items():
            same(f"rules verify: exit of {name}", answer.code, answers["json"].code)
        results = json.loads(answers["sarif"].out)["runs"][0]["results"]
        same(
            "rules verify: results",
            [each["ruleId"] for each in results],
            [each["code"] for each in found["differences"]],
        )
