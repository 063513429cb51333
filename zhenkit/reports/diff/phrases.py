"""Rule sets compared, as a report: the words that its formats share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from zhenkit.analysis.diff.changes import PREFERENCE, Change
from zhenkit.analysis.diff.describe import Requirement
from zhenkit.analysis.diff.matrix import MatrixRow
from zhenkit.analysis.diff.result import EQUAL, INCOMPARABLE, LOOSER, STRICTER, UNDECIDED, Compared, DiffResult, Open
from zhenkit.analysis.diff.run import Diff, Proof, Twice
from zhenkit.checks.describe import figure_in_words, words
from zhenkit.checks.grades import EXACT, Grade, Span
from zhenkit.core.i18n import _, pgettext
from zhenkit.facts.fact import Fact
from zhenkit.reports.diff.requirements import requirement_in_words, subject_in_words
from zhenkit.reports.phrases.grades import grade_in_words, in_brackets, verdict_in_words
from zhenkit.reports.phrases.titles import place, place_and_year
from zhenkit.rulesets.dictionary_file import Assumption

RELATIONS = (EQUAL, STRICTER, LOOSER, INCOMPARABLE, UNDECIDED, PREFERENCE)
"""Relations of rule sets, and the directions of changes."""


def relation_word(relation: str) -> str:
    """What a relation, or the direction of a change, is called."""
    return {
        EQUAL: pgettext("relation", "equal"),
        STRICTER: pgettext("relation", "stricter"),
        LOOSER: pgettext("relation", "looser"),
        INCOMPARABLE: pgettext("relation", "incomparable"),
        UNDECIDED: pgettext("relation", "undecided"),
        PREFERENCE: pgettext("relation", "preference"),
    }[relation]


def direction_word(direction: str) -> str:
    """What the direction of a change is called."""
    return pgettext("relation", "no effect") if direction == EQUAL else relation_word(direction)


def finding(comparison: DiffResult, a: str, b: str) -> str:
    """How B relates to A, in a sentence."""
    said = {
        EQUAL: _("{a} and {b} are equal: every complete town has the same verdict under both"),
        STRICTER: _("{b} is stricter than {a}: some towns get a worse verdict under it, and none a better one"),
        LOOSER: _("{b} is looser than {a}: some towns get a better verdict under it, and none a worse one"),
        INCOMPARABLE: _("{a} and {b} are incomparable: some towns get a better verdict under each"),
        UNDECIDED: _("How {b} relates to {a} is not decided: {worse}, {better}"),
    }[comparison.relation]
    worse, better = _worse_or_better(comparison)
    return said.format(a=a, b=b, worse=worse, better=better)


def _worse_or_better(comparison: DiffResult) -> Iterator[str]:
    """What is known of towns with a worse verdict under B, and with a better one."""
    for higher, some, none, unknown in (
        (
            comparison.higher_a,
            _("some towns get a worse verdict under it"),
            _("no town gets a worse verdict under it"),
            _("it is not known whether some town gets a worse verdict under it"),
        ),
        (
            comparison.higher_b,
            _("some get a better one"),
            _("none gets a better one"),
            _("it is not known whether some town gets a better one"),
        ),
    ):
        yield unknown if isinstance(higher, Open) else some if higher else none


def overview(diff: Diff) -> str:
    """Which criteria are looser, stricter, incomparable and equal, in a sentence."""
    a, b = diff.labels
    parts = []
    for relation, said in (
        (LOOSER, _("looser in {numbers}")),
        (STRICTER, _("stricter in {numbers}")),
        (INCOMPARABLE, _("incomparable in {numbers}")),
        (EQUAL, _("equal in {numbers}")),
        (UNDECIDED, _("undecided in {numbers}")),
    ):
        if numbers := [one.key for one in diff.comparison.criteria if one.relation == relation]:
            parts.append(said.format(numbers=_(", ").join(numbers)))
    said = _("By criterion, {b} compared with {a}: {list}.").format(a=a, b=b, list=_("; ").join(parts))
    compared = diff.comparison
    if compared.complete and not compared.differs and any(diff.changes.values()):
        said += _(" Every grade is the same; only merits, or weights in the score, differ.")
    return said


def scope(left_open: Sequence[Open], assuming: Sequence[Assumption], derived: Sequence[Fact]) -> str:
    """Over which towns the rule sets are compared, and why something is not decided."""
    if not left_open:
        if assuming:
            return _(
                "Decided exactly, over the complete towns that meet these assumptions, which are our own readings."
            )
        return _("Decided exactly, over all complete towns.")
    said = _("Compared over all complete towns; not everything is decided.")
    if assuming:
        said = _(
            "Compared over the complete towns that meet these assumptions, which are our own readings; "
            "not everything is decided."
        )
    if any(each.candidate is not None for each in left_open):
        listed = _("; ").join(str(fact.label) for fact in derived)
        said += _(
            " Computed facts are searched as independent quantities, and nothing is claimed of values that no town "
            "was found to have together: {list}."
        ).format(list=listed)
    if any(each.candidate is None for each in left_open):
        said += _(" Where the checks allow too many combinations, the search is given up.")
    return said


def assumption(assumed: Assumption) -> str:
    """An assumption in words."""
    return _("if “{condition}”, then “{consequence}”").format(
        condition=words(assumed.condition), consequence=words(assumed.consequence)
    )


def title(compared: Compared) -> str:
    """What a criterion is called: by both sides, where they differ."""
    names = dict.fromkeys(str(side.name) for side in (compared.a, compared.b) if side is not None)
    return _(" / ").join(names)


def required(requirement: Requirement | None) -> str:
    """What a side requires."""
    return _("not required") if requirement is None else requirement_in_words(requirement)


def cells(row: MatrixRow) -> list[str]:
    """What each rule set requires of one thing."""
    return [_("; ").join(map(requirement_in_words, cell)) or "–" for cell in row.cells]


def changed(change: Change) -> str:
    """A change in one line, without its direction."""
    what = subject_in_words(change.what)
    return _("{what}: {a} → {b}").format(what=what, a=required(change.a), b=required(change.b))


def proofs(diff: Diff, key: str | None) -> Iterator[tuple[str, str]]:
    """The proofs of a criterion; of the whole (None), where no criterion's proves it: each with what to call it."""
    of_criteria = {proof.name for proof in diff.proofs.values() if proof.criterion is not None}
    for side in "ab":
        proof = diff.proofs.get((key, side))
        if proof is not None and (key is not None or proof.name not in of_criteria):
            yield _("Proof") if proof.facts is not None else _("Not proven by a town"), proof_in_words(diff, proof)


def proof_in_words(diff: Diff, proof: Proof) -> str:
    """A proof in a sentence: the facts in which the town differs from one that is best for both, and its grades."""
    witness = proof.witness
    facts = [
        _("{fact}: {value}").format(fact=fact.label, value=figure_in_words(fact, witness.facts[fact.id]))
        for fact in witness.named
    ]
    said = _("{facts}, all else at its best") if facts else _("all at its best")
    if not witness.at_best:
        said = _("{facts}, all else as most criteria prefer it") if facts else _("all as most criteria prefer it")
    town = said.format(facts=_("; ").join(facts))
    say = verdict_in_words if proof.criterion is None else grade_in_words
    said = _("{town}: {grades}").format(town=town, grades=_under(diff, witness.a, witness.b, say))
    if witness.stated is None:
        said += in_brackets(_("no town with such facts was found"))
    if not witness.by_verdict:
        verdicts = _under(diff, witness.verdict_a, witness.verdict_b, verdict_in_words)
        said += in_brackets(_("its verdict: {verdicts}").format(verdicts=verdicts))
    return said


def _under(diff: Diff, a: Grade, b: Grade, say: Callable[[Span], str]) -> str:
    return _("{one} under {a}, {other} under {b}").format(
        one=say(EXACT[a]), other=say(EXACT[b]), a=diff.labels[0], b=diff.labels[1]
    )


def differing(diff: Diff) -> Iterator[Compared]:
    """The criteria that differ."""
    for compared in diff.comparison.criteria:
        if compared.relation != EQUAL or diff.changes[compared.key]:
            yield compared


def town(twice: Twice) -> str:
    """A town's name, where it lies and the year of its data, as far as the file states them."""
    where = place_and_year(place(twice.town), twice.town.facts.get("year"))
    return _(" · ").join(filter(None, (twice.town.name, where)))


def verdicts(twice: Twice) -> str:
    """The verdict of a town under either side: one, where they are the same."""
    a, b = verdict_in_words(twice.a.span), verdict_in_words(twice.b.span)
    return _("verdict: {a} → {b}").format(a=a, b=b) if a != b else _("verdict: {verdict} under both").format(verdict=a)


def moves(twice: Twice) -> Iterator[tuple[str, list[str]]]:
    """For each criterion that grades a town differently: from what to what, and which changes make it so."""
    for moved in twice.moved:
        said = _("criterion {number}: {one} → {other}")
        yield (
            said.format(number=moved.criterion.key, one=grade_in_words(moved.a), other=grade_in_words(moved.b)),
            [changed(change) for change in moved.because],
        )


def tally(towns: tuple[Twice, ...]) -> str:
    """How many of the towns change verdict, and how many are not listed since nothing of them changes."""
    count = sum(twice.a.span != twice.b.span for twice in towns)
    said = _("verdicts that change: {count} of {all}").format(count=count, all=len(towns))
    if same := len(towns) - len(changing(towns)):
        said += _("; same grades under both: {count}").format(count=same)
    return said


def changing(towns: tuple[Twice, ...]) -> list[Twice]:
    """The towns of which the verdict or a criterion's grade changes."""
    return [twice for twice in towns if twice.moved or twice.a.span != twice.b.span]
