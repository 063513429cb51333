"""The kinds of difference between a rule file and its document, a row each, and one such difference."""

from __future__ import annotations

from typing import NamedTuple

from zhenkit.analysis.document.read import as_printed, where
from zhenkit.core.errors import Problem
from zhenkit.core.i18n import _, noted


class DifferenceKind(NamedTuple):
    """A kind of difference."""

    code: str
    reason: str
    """Why it matters, in English."""
    said: str
    """The sentence of a difference of this kind, in English: {document}, {where}, {file}, {of}."""

    @property
    def why(self) -> str:
        """Why it matters, in the language in use."""
        return _(self.reason)


DIFFERENCES = {
    kind.code: kind
    for kind in (
        DifferenceKind(
            "document-head",
            noted("who looks up a rule file's document finds it by title, number, issuer and date"),
            noted("{of}: {document} in the document ({where}), {file} here; correct the one that is wrong"),
        ),
        DifferenceKind(
            "not-cited",
            noted("a standard that is known or adopted through another document is named in that one"),
            noted("{of} {file} is not named in the document; name the document that this is known through"),
        ),
        DifferenceKind(
            "no-such-clause",
            noted("a clause that the document does not have cannot be looked up"),
            noted("the document has no clause {file}; its clauses there are: {document}"),
        ),
        DifferenceKind(
            "name-differs",
            noted("what is called otherwise than in the document is taken for another thing"),
            noted("it is called {document} in the document ({where}), {file} here; use the document's name"),
        ),
        DifferenceKind(
            "clause-not-cited",
            noted("what the document asks and no criterion encodes is not judged"),
            noted("no criterion is of the document's clause {document} ({where}); add one, or cite it"),
        ),
        DifferenceKind(
            "figure-differs",
            noted("a figure that is not the document's judges by another standard"),
            noted("{of}: {document} in the document ({where}), {file} here; correct the one that is wrong"),
        ),
        DifferenceKind(
            "figure-added",
            noted("a figure that the document does not state is made up, unless a reading says how it is meant"),
            noted("{of}: {file} here, no such figure in the document ({where}); remove it, or give it a `reading:`"),
        ),
        DifferenceKind(
            "figure-missing",
            noted("a figure that no line has is not judged"),
            noted("{document} in the document ({where}), and no line here has this figure; add one"),
        ),
        DifferenceKind(
            "comparison-differs",
            noted("whether the figure itself is enough decides at the boundary"),
            noted("{of}: {document} in the document ({where}), {file} here; compare as the document does"),
        ),
        DifferenceKind(
            "category-differs",
            noted("a figure counts for those for whom the document sets it"),
            noted("{of}: {document} in the document ({where}), {file} here; set it for whom the document does"),
        ),
        DifferenceKind(
            "members-differ",
            noted("a list is asked for as the document has it"),
            noted("{of}: the document ({where}) lists {document}, this line {file}; list the document's"),
        ),
        DifferenceKind(
            "not-asked",
            noted("what the clause names and no line asks for is not judged"),
            noted("the document ({where}) says {document}, which names {of}, and no line here asks for it; add one"),
        ),
        DifferenceKind(
            "in-principle",
            noted("what the document asks in principle leaves room, and what it asks does not"),
            noted("{of}: {document} in the document ({where}), {file} here; wrap it, or give it a `reading:`"),
        ),
        DifferenceKind(
            "relaxation",
            noted("an exception applies under the document's conditions"),
            noted("{of}: {document} in the document ({where}), {file} here; make both the same exception"),
        ),
        DifferenceKind(
            "merit",
            noted("what is preferred never decides, and what is required always does"),
            noted("{of}: {document} in the document ({where}), {file} here; move it, or give it a `reading:`"),
        ),
        DifferenceKind(
            "goal-day",
            noted("a goal is behind from the day on that the document names"),
            noted("by {file} here, {document} in the document ({where}); correct the one that is wrong"),
        ),
        DifferenceKind(
            "departments",
            noted("a problem goes to those who answer for it"),
            noted("{of}: {document} in the document ({where}), {file} here; list those whom the document names"),
        ),
    )
}
"""By code."""


class Difference(NamedTuple):
    """What a rule file and its document say differently."""

    code: str
    place: Problem
    """Where in the rule file; its message is the difference's, in the language in use."""
    line: int | None
    """Where in the document, in its unit; None where it says nothing of it."""


def difference(
    code: str, place: Problem, document: str, at: tuple[str, int] | None, file: str, of: str = ""
) -> Difference:
    """A difference: what the document says and what the file, empty where that is nothing; `of` what they speak.

    `at` is the unit and the number of the place in the document.
    """
    document = as_printed(document)
    stands = _("nowhere in it") if at is None else where(*at)
    nothing = _("nothing of it")
    said = _(DIFFERENCES[code].said).format(document=document or nothing, where=stands, file=file or nothing, of=of)
    return Difference(code, place._replace(message=said), None if at is None else at[1])
