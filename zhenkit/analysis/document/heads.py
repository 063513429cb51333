"""What a document says of itself, in the lines before its clauses: number, title, issuer, its days."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from zhenkit.analysis.document.passage import HeadLine, Passage
from zhenkit.analysis.document.read import SourceLine
from zhenkit.core.patterns import late

_NUMBER = late(r"[\u4e00-\u9fff]{2,15}〔(?:19|20)[0-9]{2}〕[0-9]{1,5}号")
_NOTICE = late(r"([\u4e00-\u9fff、\s\n]{2,60}?)\s*关于\s*印发\s*《?([^《》。;,]{4,120}?)》?\s*的\s*通\s*知")
_DAY_WRITTEN = "((?:19|20)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日"
_DAY = late(_DAY_WRITTEN)
_IN_FORCE = late(rf"自{_DAY_WRITTEN}起(?:施行|实施|执行|生效)")
_TITLE_END = ("方案", "办法", "意见", "标准", "细则", "规定", "规划", "指引", "条件")
_AUTHORITY = late(r"[\u4e00-\u9fff]{2,30}(?:办公厅|办公室|人民政府|委员会|领导小组|厅|局|委|部)")


def number_in(head: Sequence[SourceLine]) -> HeadLine | None:
    """The document's number, which stands in a line of its own."""
    return next((HeadLine(line.text, line.number) for line in head if _NUMBER.fullmatch(line.text)), None)


def title_in(head: Sequence[SourceLine]) -> tuple[HeadLine | None, HeadLine | None]:
    """The title of what is issued, and who issues it."""
    starts, text = [], ""
    for line in head[:60]:
        starts.append((len(text), line.number))
        text += line.text + "\n"
    passage = Passage(text, tuple(starts) or ((0, 1),))
    title = issuer = None
    if match := _NOTICE.search(text):
        title = HeadLine(re.sub(r"\s", "", match[2]), passage.line_at(match.start(2)))
        named = re.sub(r"\s", "", match[1].rstrip().rpartition("\n")[2])
        if _AUTHORITY.fullmatch(named):
            at = match.start() + match[1].rfind(match[1].rstrip().rpartition("\n")[2])
            issuer = HeadLine(named, passage.line_at(at))
    else:
        for at, line in enumerate(head):
            if line.text.endswith(_TITLE_END) and len(line.text) < 80 and "。" not in line.text:
                title = HeadLine(line.text, line.number)
                if len(line.text) < 8 and at:
                    title = HeadLine(head[at - 1].text + line.text, head[at - 1].number)
                break
    if issuer is None:
        signed = [line for line in head if _AUTHORITY.fullmatch(line.text)]
        issuer = HeadLine(signed[-1].text, signed[-1].number) if signed else None
    return title, issuer


def days_in(head: Sequence[SourceLine], lines: Sequence[SourceLine]) -> tuple[HeadLine | None, HeadLine | None]:
    """The day of the signature, else that of the imprint; and the day from which it says that it is in force."""
    alone = [line for line in (*head, *lines[-40:]) if _DAY.fullmatch(line.text)]
    imprint = [line for line in lines if line.text.endswith("印发")]
    signed = (_day(_DAY.search(line.text), line) for line in (*alone, *imprint))
    passage = Passage.of(lines)
    in_force = (
        _day(match, SourceLine(passage.line_at(match.start()), "")) for match in _IN_FORCE.finditer(passage.text)
    )
    return next(filter(None, signed), None), next(filter(None, in_force), None)


def _day(match: re.Match[str] | None, line: SourceLine) -> HeadLine | None:
    """The day that is written; None where there is no such day."""
    try:
        return match and HeadLine(datetime.date(*map(int, match.groups())).isoformat(), line.number)
    except ValueError:
        return None
