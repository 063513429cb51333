"""What must hold of `import zhenkit`: its own errors and no other, and the answers of the command line."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

import zhenkit
from tests.fuzz.answers import JUDGED, VERDICTS, Fault, run, same
from tests.fuzz.cases import Case
from tests.fuzz.material import named


def asked(what: Callable[..., Any], *given: Any, **more: Any) -> Any:
    """What a function answers; None where it raises an error of zhenkit's."""
    try:
        return what(*given, **more)
    except zhenkit.ZhenkitError as error:
        if not str(error):
            raise Fault(f"python: {what.__name__}: an error without a word") from None
        return None
    except Exception as error:  # noqa: BLE001 - that there is none is what is tried
        details = traceback.format_exc()
        places = re.findall(r'File ".*?(zhenkit/[^"]+)", line \d+, in (\w+)', details)
        where = ".".join(places[-1]) if places else "?"
        raise Fault(f"python: {what.__name__}: {type(error).__name__} in {where}", details) from None


def shown(value: Any) -> None:
    """What a notebook does with a value."""
    repr(value)
    value._repr_html_()
    json.dumps(value.to_dict())


def from_python(case: Case) -> None:
    """Towns as Python has them, by each function; the verdicts are those that `check` has."""
    rules = zhenkit.load_rules(named(case.options["rules"]))
    try:
        raw = json.loads(Path(case.first).read_bytes())
    except ValueError:
        raw = None  # no JSON, or not in UTF-8
    towns = [] if raw is None else raw if isinstance(raw, list) else [raw]
    judged = []
    for one in towns:
        town = asked(zhenkit.town, one, rules)
        result = asked(zhenkit.judge, one, rules)
        same("python: a town is judged where it is one", town is None, result is None)
        if town is None or result is None:
            continue
        judged.append(result)
        asked(shown, town)
        asked(shown, result)
        same("python: written and read again", asked(zhenkit.town, town.to_dict(), rules), town)
        _gap_and_sweep(town, rules, case)
    if raw is not None:
        _alike(case, judged)
    _of_frames(case, towns, rules)


def _gap_and_sweep(town: Any, rules: Any, case: Case) -> None:
    to = case.options["require"]
    gap = asked(zhenkit.gap, town, rules, to, fixed=case.options["fixed"])
    if gap is not None:
        asked(shown, gap)
        ways = gap.alternatives(2)
        same("python: gap: ways", bool(ways), VERDICTS[gap.reachable] >= VERDICTS[to])
        _ = gap.common, gap.blockers
    for facts in case.options["sweep"]:
        sweep = asked(zhenkit.sweep, town, rules, *facts)
        if sweep is not None:
            asked(shown, sweep)
            _ = sweep.points


def _alike(case: Case, judged: list[Any]) -> None:
    answer = run(["check", case.first, "--rules", named(case.options["rules"]), "--format", "json"], "en", JUDGED)
    if answer.out and not answer.json()["problems"]:
        of_check = [(town["name"], town["worst"], town["best"]) for town in answer.json()["towns"]]
        found = [(one.town.name, one.worst, one.best) for one in judged]
        # a file that programs write may name facts as the titles of tables do, which a mapping may not
        same("python: as check", [one for one in of_check if one in found], found)


def _of_frames(case: Case, towns: list[Any], rules: Any) -> None:
    table = next(name for name in case.files if name.startswith("table"))
    found = asked(zhenkit.read_towns, [table], rules)
    if found is not None:
        ranked = asked(zhenkit.rank, found.towns, rules)
        if ranked is not None:
            asked(shown, ranked)
            asked(ranked.to_frame, "polars")
        asked(found.to_frame, "polars")
    rows = [one for one in towns if isinstance(one, dict)]
    try:
        frame = pl.DataFrame(rows, strict=False, infer_schema_length=None)
    except Exception:  # noqa: BLE001 - what polars makes no frame of
        return
    of_frame = asked(zhenkit.towns, frame, rules)
    if of_frame is not None:
        repr(of_frame)
        if len(of_frame.towns) + len(of_frame.rejected) > len(rows):
            raise Fault("python: more towns than rows", repr(of_frame))
