"""A document's lines -> its number, title, issuer and date, and the tree of its clauses by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zhenkit.analysis.document.heads import days_in, number_in, title_in
from zhenkit.analysis.document.passage import HeadLine, Passage
from zhenkit.analysis.document.read import SourceLine, SourceText, nothing_found
from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.i18n import _
from zhenkit.core.patterns import late

LONGEST_HEADING = 40
SHORT = 16
"""A line of fewer characters was never broken: no page is so narrow."""
MOST_CLAUSES = 2000
"""The most clauses that a document is read with: the longest plans have some 200."""
ATTACHMENT, CHAPTER, PART, ARTICLE, SECTION, ITEM, POINT, SUBPOINT, CIRCLED = range(9)
"""The ranks of numbers, the highest first: 附件, 第一章, 第一节, 第一条, 一、 （一） 1. （1） ①."""
_CHINESE = "[一二三四五六七八九十百〇零]{1,5}"
_MARKS = (
    (ATTACHMENT, late(r"附件\s*([0-9一二三四五六七八九十]{0,3})(?![:0-9一二三四五六七八九十所中])[、.]?\s*")),
    (CHAPTER, late(rf"第({_CHINESE}|[0-9]{{1,3}})章\s*")),
    (PART, late(rf"第({_CHINESE}|[0-9]{{1,3}})节\s*")),
    (ARTICLE, late(rf"第({_CHINESE}|[0-9]{{1,3}})条[:、\s]*")),
    (SECTION, late(rf"({_CHINESE})[、.]\s*")),
    (ITEM, late(rf"\(({_CHINESE})\)[、.]?\s*")),
    (POINT, late(r"([0-9]{1,2})[.、](?![0-9])\s*")),
    (SUBPOINT, late(r"\(([0-9]{1,2})\)[、.]?\s*")),
    (CIRCLED, late("([①-⑳])\\s*")),
)
_CONTENTS = late(r".*[.·…]{3,}\s*[0-9]+\s*|目\s*录")
_END = "。;:!?…”’』」》)〕"
_REQUIRES = late(r"[0-9]|(?<![效响供适反])应|须|不低于|不少于|以上|优先|至少|原则上|鼓励|下列|以下|如下")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(eq=False)
class Clause:
    """A clause: its number, its path as rule files write it (二（四）), its heading, its own text, those below it."""

    rank: int
    number: int
    path: str
    line: int
    heading: str = ""
    lines: list[SourceLine] = field(default_factory=list)
    children: list[Clause] = field(default_factory=list)

    def walk(self) -> Iterator[Clause]:
        """The clause and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def whole(self) -> Passage:
        """Its text without the heading, with that of all below it."""
        found: list[SourceLine] = []
        for each in self.walk():
            if each is not self and each.heading:
                found.append(SourceLine(each.line, f"{each.heading}。"))
            found += each.lines
        return Passage.of(found)


@dataclass(frozen=True, eq=False)
class OfficialDocument:
    """An official document: what it says of itself, and its clauses."""

    source: SourceText
    number: HeadLine | None
    title: HeadLine | None
    issuer: HeadLine | None
    date: HeadLine | None
    effective: HeadLine | None
    """From when it is in force, where it says so."""
    clauses: tuple[Clause, ...]

    def walk(self) -> Iterator[Clause]:
        """Every clause, in order."""
        for clause in self.clauses:
            yield from clause.walk()

    def clause(self, path: str) -> Clause | None:
        """The clause that a rule file cites so: by its path, or by its heading where it has no number."""
        wanted = bare(path)
        every = list(self.walk())
        by_path = (each for each in every if bare(each.path) == wanted)
        return next(by_path, None) or next((each for each in every if bare(each.heading) == wanted), None)

    def parent(self, clause: Clause) -> Clause | None:
        """The clause that one stands in."""
        return next((each for each in self.walk() if clause in each.children), None)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(line.text for line in self.source.lines)


def bare(path: str) -> str:
    """A path or heading as it is compared: brackets of either width, blanks and 、 make no difference.

    >>> bare("二、(四)") == bare("二（四）")
    True
    """
    plain = path.replace("（", "(").replace("）", ")")
    return re.sub(r"[\s、.。]", "", plain)


def chinese_number(text: str) -> int:
    """The number that Chinese digits, or Arabic ones, write, below 1000.

    >>> chinese_number("二十三"), chinese_number("十"), chinese_number("7")
    (23, 10, 7)
    """
    if text.isascii():
        return int(text or 0)
    total = 0
    for scale, sign in ((100, "百"), (10, "十")):
        before, found, behind = text.partition(sign)
        if found:
            total += (_DIGITS.get(before[-1:], 1) if before else 1) * scale
            text = behind
    return total + (_DIGITS.get(text[-1:], 0) if text else 0)


def read_document_of(source: SourceText) -> OfficialDocument:
    """The document of these lines; raises FileProblems where there is no clause, or no end of them."""
    tree = _Tree(source.lines)
    head, clauses = tree.read()
    if tree.count > MOST_CLAUSES:
        said = _("it has more clauses than any such document: {most} at most are read").format(most=MOST_CLAUSES)
        raise FileProblems([Problem(source.file, 1, 1, said)])
    if not clauses:
        raise nothing_found(source.file)
    title, issuer = title_in(head)
    return OfficialDocument(source, number_in(head), title, issuer, *days_in(head, source.lines), tuple(clauses))


class _Mark(NamedTuple):
    rank: int
    number: int
    label: str
    rest: str


def _mark(text: str) -> _Mark | None:
    for rank, pattern in _MARKS:
        if match := pattern.match(text):
            said = match[1]
            number = ord(said) - ord("①") + 1 if rank == CIRCLED else chinese_number(said)
            label = {
                ATTACHMENT: f"附件{said}",
                ITEM: f"（{said}）",
                SUBPOINT: f"（{said}）",
                CHAPTER: f"第{said}章",
                PART: f"第{said}节",
                ARTICLE: f"第{said}条",
            }.get(rank, said)
            return _Mark(rank, number, label, text[match.end() :])
    return None


class _Tree:
    """Puts lines under clauses: a number begins one where it is the next of its kind, or first after a full stop."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self.lines = [line for line in lines if not _CONTENTS.fullmatch(line.text)]
        lengths = sorted(len(line.text) for line in self.lines if len(line.text) > 10) or [0]
        self.short = max(SHORT, 0.75 * lengths[len(lengths) * 4 // 5])
        """Shorter than this, a line was not broken but ended."""
        self.root = Clause(-1, 0, "", 1)
        self.articles = 0
        """The number of the last article, which are numbered through all chapters."""
        self.count = 0

    def read(self) -> tuple[list[SourceLine], list[Clause]]:
        """What is before the first clause, and the clauses."""
        stack, before = [self.root], ""
        for line in self.lines:
            if self.count > MOST_CLAUSES:
                break
            if line.text.startswith("抄送:"):
                stack = [self.root, Clause(ATTACHMENT, 0, "", line.number)]  # nobody's: what the last page says
            mark = _mark(line.text)
            if mark is None or not self._begins(mark, stack, before):
                stack[-1].lines.append(line)
            else:
                while stack[-1].rank >= mark.rank:
                    stack.pop()
                parent = stack[-1]
                self._drop_contents(mark, parent)
                clause = Clause(mark.rank, mark.number, _path(parent, mark), line.number)
                if mark.rest:
                    clause.lines.append(SourceLine(line.number, mark.rest))
                parent.children.append(clause)
                self.count += 1
                if mark.rank == ARTICLE:
                    self.articles = mark.number
                stack.append(clause)
            before = line.text
        paths: dict[str, int] = {}
        for clause in self.root.walk():
            if clause is not self.root:
                self._headed(clause)
                paths[clause.path] = paths.get(clause.path, 0) + 1
                if paths[clause.path] > 1:  # numbered anew without a word of it
                    clause.path += f"·{paths[clause.path]}"
        return self.root.lines, self.root.children

    def _begins(self, mark: _Mark, stack: Sequence[Clause], before: str) -> bool:
        parent = next(each for each in reversed(stack) if each.rank < mark.rank)
        before_it = next((each for each in reversed(parent.children) if each.rank == mark.rank), None)
        last = self.articles if mark.rank == ARTICLE else before_it.number if before_it is not None else 0
        ended = not before or before.endswith(tuple(_END)) or len(before) < self.short
        if mark.rank == ATTACHMENT:
            return bool(self.root.children) and (not mark.rest or (ended and len(mark.rest) < LONGEST_HEADING))
        follows = mark.number == last + 1 and last > 0
        return follows or (ended and (mark.number == 1 or last < mark.number <= last + 3))

    def _drop_contents(self, mark: _Mark, parent: Clause) -> None:
        """Where the numbers begin anew and those before had no text, they were a table of contents."""
        listed = [each for child in parent.children if child.rank == mark.rank for each in child.walk()]
        bare_lines = all(len(each.lines) < 2 and "。" not in Passage.of(each.lines).text for each in listed)
        if mark.number == 1 and len(listed) > 1 and bare_lines:
            parent.children = [each for each in parent.children if each.rank != mark.rank]

    def _headed(self, clause: Clause) -> None:
        """Take the heading off a clause's text: a line of its own, or its first words up to a full stop or colon."""
        if not clause.lines:
            return
        first, *others = clause.lines
        alone = len(first.text) < max(self.short, LONGEST_HEADING / 2) or not others
        leads = bool(others or clause.children) or clause.rank <= SECTION
        if leads and alone and len(first.text) <= LONGEST_HEADING and not re.search("。|[;:,、]$", first.text):
            clause.heading, clause.lines = first.text, others
            return
        match = re.match(r"([^。:;]{1,40})[。:]", first.text)
        if match and not _REQUIRES.search(match[1]) and (match.end() < len(first.text) or others or clause.children):
            clause.heading = match[1]
            rest = first.text[match.end() :]
            clause.lines = [*([SourceLine(first.number, rest)] if rest else []), *others]


def _path(parent: Clause, mark: _Mark) -> str:
    if mark.rank in (ATTACHMENT, ARTICLE, CHAPTER) or not parent.path:
        return mark.label
    if parent.rank in (CHAPTER, PART):
        return f"{parent.path} {mark.label}"
    return f"{parent.path} {mark.label}" if parent.rank == ATTACHMENT else parent.path + mark.label
