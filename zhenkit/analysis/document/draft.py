"""A document -> the text of a first rule file for its standard, each line with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from zhenkit.analysis.document.clauses import ARTICLE, ATTACHMENT, SECTION, Clause, OfficialDocument
from zhenkit.analysis.document.draft_checks import (
    FROM_FIGURES,
    FROM_WORDS,
    OWN,
    DraftCheck,
    DraftCriterion,
    complete,
)
from zhenkit.analysis.document.draft_clause import ClauseDraft
from zhenkit.analysis.document.read import as_printed, where
from zhenkit.analysis.document.words import Vocabulary
from zhenkit.analysis.lint.conventions import EIGHT, PROGRAMME
from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.escape import encode, visible
from zhenkit.core.i18n import Text, _
from zhenkit.core.patterns import late
from zhenkit.facts.dictionary import PLACE_FACTS, same_place
from zhenkit.rulesets.catalog import Rulebook

NOT_FOUND = "待填"
"""What is where the document does not say what a rule file needs."""
UNSAID = "条文所述"
"""What a finding is called where the clause has no words for it."""
NO_DAY = "1900-01-01"
_STANDARD = late(r"标准|条件")
_OF_DESIGNATION = late(r"认定|申报|评定|评选|入选|遴选|命名|培育|准入|基本")
_CONDITIONS = late(r"(?:下列|以下|如下)(?:基本)?(?:条件|标准|要求)")
_PLACE = late(r"((?!市).{2,8}?(?:省|自治区))?(.{1,8}?[市州盟])?(.{1,8}?[县区旗市])?人民政府")
_CITED = late(r"《([^《》]{4,60}(?:方案|办法|标准|意见|细则))》")


class Draft(NamedTuple):
    """A rule file's text, and how many of its lines come from figures, known words, unknown words."""

    text: str
    counts: Mapping[str, int]
    unplaced: int


def draft(document: OfficialDocument, book: Rulebook, section: str | None = None) -> Draft:
    """A first rule file for the standard of a document: that of `section`, else where it lists conditions.

    Raises FileProblems where no such section is found.
    """
    return _Drafting(document, book, section).draft()


class _Drafting:
    def __init__(self, document: OfficialDocument, book: Rulebook, section: str | None) -> None:
        self.document, self.book = document, book
        self.words = Vocabulary(book.facts)
        self.own: dict[str, tuple[str, str, str]] = {}
        """The facts of the file's own: by label, their id, type and unit."""
        self.section = self._named(section) if section else self._found()

    # which section

    def _named(self, path: str) -> Clause:
        clause = self.document.clause(path)
        if clause is None:
            said = _("the document has no clause {path}; its clauses are: {list}")
            said = said.format(path=path, list=self._listed())
            raise FileProblems([Problem(self.document.source.file, 1, 1, said)])
        return clause

    def _listed(self) -> str:
        return _(", ").join(f"{each.path} {each.heading}".strip() for each in self.document.clauses[:20])

    def _found(self) -> Clause:
        scored = [(self._likeness(clause), -at, clause) for at, clause in enumerate(self.document.walk())]
        best = max(scored, key=lambda each: each[:2])
        if best[0] == 0:
            said = _("no section of conditions found in it; name it by --section: {list}").format(list=self._listed())
            raise FileProblems([Problem(self.document.source.file, 1, 1, said)])
        return best[2]

    @staticmethod
    def _likeness(clause: Clause) -> int:
        """How much a clause is like one that lists the conditions of a standard; 0: not at all."""
        said = clause.heading + "".join(line.text for line in clause.lines[:3])
        if clause.rank not in (ATTACHMENT, ARTICLE, SECTION, SECTION + 1) or not _STANDARD.search(said):
            return 0
        score = 4 + 2 * bool(_OF_DESIGNATION.search(clause.heading)) if _STANDARD.search(clause.heading) else 0
        score += 3 * bool(_CONDITIONS.search(said))
        return score + (2 if len(clause.children) > 1 else 0) if score else 0

    # the file

    def draft(self) -> Draft:
        """The file."""
        clauses = self.section.children or [self.section]
        made = [
            (clause, ClauseDraft(clause.whole, self.words, self._own).criterion(clause.heading)) for clause in clauses
        ]
        made = [each for clause, criterion in made for each in self._pulling_one_way(clause, criterion)]
        tops = [check for _clause, criterion in made for check in (*criterion.require, *criterion.prefer)]
        for check in tops:
            complete(check, self.words.choices)
        checks = [each for check in tops for each in check.walk() if each.fact]
        counts = {source: sum(check.source == source for check in checks) for source in (FROM_FIGURES, FROM_WORDS, OWN)}
        unplaced = [(line, said) for _clause, criterion in made for line, said in criterion.unplaced]
        lines = chain(
            self._head(counts, bool(unplaced)),
            self._document(),
            self._acknowledged(len(made)),
            self._facts(),
            ["", "criteria:"],
            *(self._criterion(number, *each) for number, each in enumerate(made, 1)),
            self._tail(unplaced),
        )
        return Draft("".join(f"{line}\n" for line in lines), counts, len(unplaced))

    def _pulling_one_way(self, clause: Clause, criterion: DraftCriterion) -> Iterator[tuple[Clause, DraftCriterion]]:
        """The criterion, and one more for its lines of facts of which another line asks for the contrary: 5 to 9."""
        yield clause, criterion
        ways: dict[str, bool] = {}
        moved: list[DraftCheck] = []
        for top in list(criterion.require):
            for check in top.walk():
                if not check.fact or ways.setdefault(check.fact, check.is_upward) == check.is_upward:
                    continue
                if check is top:
                    criterion.require.remove(top)
                    moved.append(top)
                else:
                    own = {fact_id: label for label, (fact_id, _kind, _unit) in self.own.items()}
                    called = own.get(check.fact) or self.book.facts.by_id[check.fact].label.zh
                    label = f"{called}{as_printed(check.said)}"
                    check.fact, check.asked, check.source = self._own(label, "finding", ""), {"is": True}, OWN
        if moved:
            yield clause, DraftCriterion(moved)

    def _own(self, label: str, kind: str, unit: str) -> str:
        """The id of a fact of the file's own."""
        label = label or UNSAID
        if self.book.facts.named(label) is not None:
            label = f"{label}（文件所述）"
        while label in self.own and self.own[label][1] != kind:
            label += "·"
        return self.own.setdefault(label, (f"own_{len(self.own) + 1}", kind, unit))[0]

    def _head(self, counts: Mapping[str, int], unplaced: bool) -> Iterator[str]:
        file = self.document.source.file
        yield from _comment(_("A DRAFT, made by `zhenkit rules draft` of {file}.").format(file=file))
        said = _(
            "Confirm each line against the document: {figures} of figures, {words} of words that are known, "
            "{own} of words that are not."
        )
        yield from _comment(said.format(figures=counts[FROM_FIGURES], words=counts[FROM_WORDS], own=counts[OWN]))
        said = _("It is of the clause {clause}: no other, no goal and no task is drafted.")
        called = f"{self.section.path} {as_printed(self.section.heading)}".strip()
        yield from _comment(said.format(clause=called))
        if unplaced:
            yield from _comment(_("What found no place is listed at the end."))
        yield from _comment(_("Then: `zhenkit rules lint`, `zhenkit rules verify`, `zhenkit rules test`."))

    def _document(self) -> Iterator[str]:
        document = self.document
        level, place, told = self._place()
        title = as_printed(document.title.text) if document.title else NOT_FOUND
        yield "id: draft"
        yield f"level: {level}{told}"
        yield f"place: {_flow(place)}"
        yield f"title: {_flow({'zh': f'{title}（草稿）', 'en': f'{title} (draft)'})}"
        yield "document:"
        yield f"  title: {encode(title)}{self._stands('title')}"
        absent = _("not found in the document")
        for key in ("number", "issuer"):
            if getattr(document, key) is not None:
                yield f"  {key}: {encode(getattr(document, key).text)}{self._stands(key)}"
            else:
                yield f"  # {key}: {absent}"
        if document.date is None:
            yield f"  # date: {absent}"
        else:
            yield f"  date: {document.date.text}{self._stands('date')}"
        told = self._stands("effective")
        if document.effective is None:
            told = _("the document names no other day") if document.date else _("no day found: fill it in")
            told = f"  # {told}"
        day = document.effective or document.date
        yield f"effective: {{from: {day.text if day else NO_DAY}}}{told}"
        own = document.title.text if document.title else ""
        for cited in dict.fromkeys(_CITED.findall(self.section.whole.text)):
            if cited != own:
                said = _("the section names {title}: where that has a rule set, `adopts:` may be what is meant")
                yield from _comment(said.format(title=f"《{cited}》"))

    def _acknowledged(self, count: int) -> Iterator[str]:
        """That the document has more or fewer clauses than standards for specialised towns usually have."""
        title = self.document.title.text if self.document.title else ""
        if count != EIGHT and PROGRAMME in title:
            reason = _("as many as the document has clauses")
            yield f"lint: {_flow({'numbers': reason})}"

    def _stands(self, key: str) -> str:
        stated = getattr(self.document, key)
        return "" if stated is None else f"  # {where(self.document.source.unit, stated.line)}"

    def _place(self) -> tuple[str, dict[str, str], str]:
        """The level, the place, and a comment on what was not found."""
        issuer = self.document.issuer.text if self.document.issuer else ""
        match = _PLACE.match(issuer)
        found = dict(zip(PLACE_FACTS, match.groups() if match else (), strict=False))
        found = {key: name for key, name in found.items() if name}
        for edition in self.book.in_force():
            known = edition.place
            if found and all(key in known and same_place(known[key], name) for key, name in found.items()):
                lowest = PLACE_FACTS.index([*found][-1])
                found = {key: known[key] for key in PLACE_FACTS[: lowest + 1] if key in known} | found
                break
        level = [key for key in PLACE_FACTS if key in found][-1:] or ["county"]
        place = {key: found.get(key, NOT_FOUND) for key in PLACE_FACTS[: PLACE_FACTS.index(level[0]) + 1]}
        if NOT_FOUND not in place.values():
            return level[0], place, ""
        told = _("fill in what the document does not say: {word}").format(word=NOT_FOUND)
        return level[0], place, f"  # {told}"

    def _facts(self) -> Iterator[str]:
        if self.own:
            yield "facts:"
        for label, (fact_id, kind, unit) in self.own.items():
            said: dict[str, Any] = {"type": kind, "zh": label, "en": label}
            if unit and kind in ("count", "number"):
                said["unit"] = {"zh": unit, "en": unit}
            yield f"  {fact_id}: {_flow(said)}"

    def _criterion(self, number: int, clause: Clause, criterion: DraftCriterion) -> Iterator[str]:
        name = as_printed(clause.heading or clause.whole.text[:20].rstrip("。;,:、")) or clause.path
        yield f"  - number: {number}  # {where(self.document.source.unit, clause.line)}"
        yield f"    id: c{number}"
        yield f"    name: {_flow({'zh': name, 'en': f'Clause {clause.path}'})}"
        yield f"    clause: {encode(clause.path)}"
        if len(criterion.require) == 1:
            yield "    require:"
            yield from self._check(criterion.require[0], "      ")
        else:
            yield "    require:"
            yield "      all:"
            for check in criterion.require:
                yield from self._item(check, "        ")
        if criterion.prefer:
            yield "    prefer:"
            for check in criterion.prefer:
                yield from self._item(check, "      ")

    def _item(self, check: DraftCheck, indent: str) -> Iterator[str]:
        first, *others = self._check(check, f"{indent}  ")
        yield f"{indent}- {first.strip()}"
        yield from others

    def _check(self, check: DraftCheck, indent: str) -> Iterator[str]:
        told = "" if check.line is None else f"  # {where(self.document.source.unit, check.line)}"
        if check.said:
            told += _(": ") + visible(as_printed(check.said))
        if check.word == "fact":
            yield f"{indent}fact: {check.fact}{told}"
            for word, asked in check.asked.items():
                yield f"{indent}{word}: {_flow(asked)}"
        elif check.word in ("relaxed", "in_principle"):
            yield f"{indent}{check.word}:{told}"
            yield from self._check(check.of[0], f"{indent}  ")
        else:
            yield f"{indent}{check.word}:{told}"
            for each in check.of:
                yield from self._item(each, f"{indent}  ")
        if check.reading is not None:
            yield f"{indent}reading: {_flow(_text(check.reading))}"

    def _tail(self, unplaced: Iterable[tuple[int, str]]) -> Iterator[str]:
        between = _(": ")
        listed = [f"{where(self.document.source.unit, line)}{between}{as_printed(said)}" for line, said in unplaced]
        if listed:
            yield ""
            yield from _comment(_("No place was found for:"))
            for said in listed:
                yield from _comment(f"- {said}")


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


_PLAIN = re.compile(
    r"(?!(?:yes|no|true|false|null|on|off|y|n)$)[a-z_][a-z0-9_]*|[0-9]+(?:\.[0-9]+)?(?:亿元|万元|元|%)?"
)


def _flow(value: Any) -> str:
    """A value on one line, as YAML."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value) if _PLAIN.fullmatch(str(value)) else encode(str(value))


def _comment(text: str) -> Iterator[str]:
    yield f"# {visible(text)}"
