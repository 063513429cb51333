"""The towns that prove a comparison, as a town file: `check` grades each differently by the two rule sets."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from zhenkit.diffing import Diff, Proof
from zhenkit.language import _
from zhenkit.reports.comparison import told
from zhenkit.reports.safe import visible


def render(diff: Diff) -> str:
    """One YAML document a town, each below a comment that says what it proves."""
    proofs: dict[str, Proof] = {}
    for proof in diff.proofs.values():
        if proof.facts is not None:
            proofs.setdefault(proof.name, proof)
    documents = [_document(diff, proof) for proof in proofs.values()]
    return "".join(documents) or _comment(
        _("No town has a different grade by {a} and {b}.").format(a=diff.labels[0], b=diff.labels[1])
    )


def remarks(diff: Diff) -> Iterator[str]:
    """What to know of these towns: which are left out, and which facts one of the rule sets does not know."""
    for proof in diff.proofs.values():
        if proof.facts is None:
            yield _("{name}: left out, since no facts were found that its computed facts come from").format(
                name=proof.name
            )
    comparison = diff.comparison
    for label, rule_set in zip(diff.labels, (comparison.a, comparison.b), strict=True):
        stated = dict.fromkeys(fact_id for proof in diff.proofs.values() for fact_id in proof.facts or ())
        if unknown := [fact_id for fact_id in stated if fact_id not in rule_set.facts.by_id]:
            yield _("`check --rules {rules}` does not know {facts}; judge these towns by `diff --towns`").format(
                rules=label, facts=", ".join(unknown)
            )


def _document(diff: Diff, proof: Proof) -> str:
    number = _("criterion {number}").format(number=proof.number) if proof.number is not None else _("the whole")
    said = _("{what}: {proof}").format(what=number, proof=told(diff, proof))
    facts = yaml.safe_dump(proof.facts, allow_unicode=True, sort_keys=False, width=110)
    return f"---\n{_comment(said)}{facts}"


def _comment(said: str) -> str:
    return f"# {visible(said)}\n"
