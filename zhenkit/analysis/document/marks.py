"""A criterion against its clause: what the clause names and no line asks for, and how strictly each is meant."""

from __future__ import annotations

from collections.abc import Sequence

from zhenkit.analysis.document.against import Against
from zhenkit.analysis.document.figures import IN_PRINCIPLE, PREFERRED, RELAXED
from zhenkit.analysis.document.lines import READING, AskedLine
from zhenkit.checks.describe import words
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import SetType


class AgainstCriterion(Against):
    """Holds a criterion's lines against its clause, and the marked phrases of the clause against the criterion."""

    def compare(self) -> None:
        """Compare all."""
        super().compare()
        self._not_asked()
        self._in_principle()
        self._relaxed()
        self._preferred()

    def _not_asked(self) -> None:
        asked = {line.leaf.fact for line in self.lines}
        for mention in self.mentions:
            if asked.isdisjoint(mention.facts) and self.own.isdisjoint(fact.id for fact in mention.facts):
                said = self.passage.text[mention.start : mention.end]
                self._add("not-asked", self.place, said, mention.start, of=_labels(mention.facts))
        for fact in self.words.sets:
            if fact not in asked and isinstance(fact.type, SetType) and len((listed := self._listed(fact.type))[0]) > 2:
                said = "、".join(fact.type.by_id[each].label.zh for each in listed[0])
                self._add("not-asked", self.place, said, listed[2], of=str(fact.label))

    def _in_principle(self) -> None:
        said, governed = _("in principle (原则上)"), set()
        for part, mentions in self._parts_with(IN_PRINCIPLE):
            facts = {fact for mention in mentions for fact in mention.facts}
            governed |= facts
            about = [line for line in self.lines if line.leaf.fact in facts and not line.relaxed]
            if any(line.in_principle or line.speaks_of(IN_PRINCIPLE) for line in about):
                continue
            if not facts and any(line.in_principle for line in self.lines):
                continue
            place = self.place_of(about[0].leaf) if about else self.place
            of = str(words(about[0].leaf)) if about else self.passage.text[part.start : part.end]
            self._add("in-principle", place, said, part.start, _("required"), of)
        for line in self.lines:
            if line.in_principle and line.leaf.fact not in governed and not self._reads_in(line, IN_PRINCIPLE):
                of = str(words(line.leaf))
                self._add("in-principle", self.place_of(line.leaf), _("required"), self._at(line), said, of)

    def _relaxed(self) -> None:
        text = self.passage.text
        excepted = [line for line in self.lines if line.relaxed]
        parts = list(self._parts_with(RELAXED))
        for line in [] if parts else excepted[:1]:
            self._add("relaxation", self.place_of(line.leaf), "", None, _("an exception"), _("relaxation"))
        for part, _mentions in parts:
            start, end = part.sentence
            inside = [each for each in self.mentions if start <= each.start < end]
            for mention in inside:
                conditions = [fact for fact in mention.facts if fact.type.figure.name in ("finding", "yes/no")]
                if conditions and not any(line.leaf.fact in mention.facts for line in excepted):
                    said = text[mention.start : mention.end]
                    file = _("no condition of an exception")
                    self._add("relaxation", self.place, said, mention.start, file, _labels(mention.facts))
            if not excepted and not any(line.speaks_of(RELAXED) for line in self.lines):
                self._add("relaxation", self.place, _("an exception (放宽)"), part.start, "", _("relaxation"))

    def _preferred(self) -> None:
        merits = [line for line in self.lines if line.merit]
        sentences = self.preferring
        said = _("preferred (优先)")
        inside = [each for each in self.mentions if self._is_preferred(each.start)]
        for mention in inside:
            required = [line for line in self.lines if line.leaf.fact in mention.facts and not line.merit]
            held = any(line.leaf.fact in mention.facts for line in merits)
            if required and not held and not any(line.speaks_of(PREFERRED) for line in required):
                place, of = self.place_of(required[0].leaf), str(words(required[0].leaf))
                self._add("merit", place, said, mention.start, _("required"), of)
        if sentences and not merits and not inside:
            self._add("merit", self.place, said, sentences[0][0], "", _("merits"))
        for line in merits:
            named = any(line.leaf.fact in mention.facts for mention in inside)
            in_text = self._at(line)  # elsewhere in the clause, so required
            excused = line.speaks_of(PREFERRED) if in_text is not None else self._reads_in(line, PREFERRED)
            if not named and not excused:
                document = "" if in_text is None else _("required")
                place = self.place_of(line.leaf)
                self._add("merit", place, document, in_text, _("preferred"), str(words(line.leaf)))

    def _reads_in(self, line: AskedLine, phrase: str) -> bool:
        """Whether a reading adds what the phrase would say; one that speaks of the phrase explains it instead."""
        adds = bool(line.readings) and not line.speaks_of(phrase)
        if adds:
            at = self.lines.index(line)
            self.beside[at] = self.beside[at]._replace(state=READING, said=str(line.readings[0]), line=None)
        return adds


def _labels(facts: Sequence[Fact]) -> str:
    return _(" or ").join(str(fact.label) for fact in facts)
