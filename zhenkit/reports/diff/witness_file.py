"""The towns that prove a comparison, as a town file: `check` grades each differently by the two rule sets."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Iterator
from pathlib import Path

import yaml

from zhenkit.analysis.diff.run import Diff, Proof
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.escape import visible
from zhenkit.core.i18n import _
from zhenkit.reports.diff.phrases import proof_in_words


def check_target(witness: Path, output: Path | None) -> None:
    """Raises ZhenkitError where the towns cannot have a file of their own."""
    if str(witness) == "-":
        raise ZhenkitError(_("--witness names a file; standard output is the report's"))
    if output is not None and os.path.realpath(witness) == os.path.realpath(output):
        raise ZhenkitError(_("--witness and --output name one file: {file}").format(file=witness))


def files(diff: Diff, file: Path) -> Iterator[tuple[Path, str]]:
    """The file of whole towns; and for a side that does not know all their facts, which `check` would refuse, a file
    beside it with the towns without these."""
    yield file, render(diff)
    for side, unknown in _unknown(diff).items():
        yield beside(file, side), render(diff, unknown)


def beside(file: Path, side: str) -> Path:
    """The file for one side: `towns-b.yaml` beside `towns.yaml`."""
    return file.with_name(f"{file.stem}-{side}{file.suffix}")


def render(diff: Diff, without: Collection[str] = ()) -> str:
    """One YAML document a town, each below a comment that says what it proves."""
    proofs: dict[str, Proof] = {}
    for proof in diff.proofs.values():
        if proof.facts is not None:
            proofs.setdefault(proof.name, proof)
    documents = [_document(diff, proof, without) for proof in proofs.values()]
    none = _("No town has a different grade by {a} and {b}.")
    if not diff.comparison.complete:
        none = _("No town was found that has a different grade by {a} and {b}; not everything is decided.")
    return "".join(documents) or _comment(none.format(a=diff.labels[0], b=diff.labels[1]))


def remarks(diff: Diff, file: Path) -> Iterator[str]:
    """Remarks on these towns: which are not in the file, and which facts one of the rule sets does not know."""
    for proof in diff.proofs.values():
        if proof.facts is None:
            yield _("{name}: not in the file, since no facts were found that give its computed facts").format(
                name=proof.name
            )
    for side, unknown in _unknown(diff).items():
        at = "ab".index(side)
        yield _("{rules} does not know {facts}; judge the towns without them: `zhenkit check {file} {options}`").format(
            rules=diff.labels[at],
            facts=", ".join(unknown),
            file=shlex.quote(str(beside(file, side))),
            options=diff.options[at],
        )


def _unknown(diff: Diff) -> dict[str, list[str]]:
    """By the side that does not know them: facts that the towns state."""
    stated = dict.fromkeys(fact_id for proof in diff.proofs.values() for fact_id in proof.facts or ())
    sides = {"a": diff.comparison.a, "b": diff.comparison.b}
    found = {side: [fact for fact in stated if fact not in rules.facts.by_id] for side, rules in sides.items()}
    return {side: unknown for side, unknown in found.items() if unknown}


def _document(diff: Diff, proof: Proof, without: Collection[str]) -> str:
    key = proof.criterion
    what = _("criterion {number}").format(number=key) if key is not None else _("the whole")
    said = _("{what}: {proof}").format(what=what, proof=proof_in_words(diff, proof))
    stated = {fact_id: value for fact_id, value in (proof.facts or {}).items() if fact_id not in without}
    facts = yaml.safe_dump(stated, allow_unicode=True, sort_keys=False, width=110)
    return f"---\n{_comment(said)}{facts}"


def _comment(said: str) -> str:
    return f"# {visible(said)}\n"
