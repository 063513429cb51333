"""Figures of a rule file that are changed with the command (`--set-rule`): what the standard would be, if.

A figure is named by its criterion and some of what leads to it in the file, enough to distinguish it from others:
`4.annual_output.manufacturing`, or from the top `4.require.all.4.any.1.at_least.manufacturing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from zhenkit.core.errors import Problem, ZhenkitError, quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document, as_value, read_yaml
from zhenkit.documents.yaml import Path as KeyPath
from zhenkit.facts.types.base import OF_FIGURES
from zhenkit.rulesets.model import RuleSet

THRESHOLD = "threshold"
"""A word for whichever comparison a check has."""
COMPARISONS = (*OF_FIGURES, "is", "includes")
MOST_LISTED = 12


class WrongChange(ZhenkitError):
    """What is to be changed is no figure of the rule file, or cannot be what it is to be."""


class RuleChange(NamedTuple):
    """A figure to be changed, as it was said, and to what."""

    said: str
    steps: tuple[str, ...]
    value: Any


class Figure(NamedTuple):
    """A figure of a rule file: where it is, and the names of each step to it."""

    path: KeyPath
    steps: tuple[tuple[str, ...], ...]
    value: Any
    fact: str | None

    @property
    def whole_name(self) -> str:
        """The name that no other figure has: every step, places counted from 1."""
        return ".".join((self.steps[0][0], *_counted(self.path[2:])))

    @property
    def name(self) -> str:
        """A short name: its criterion, its fact, its comparison, its row."""
        if self.fact is None:
            return self.whole_name
        return ".".join((self.steps[0][0], *(step[0] for step in self.steps[-3 if self._has_row else -2 :])))

    @property
    def _has_row(self) -> bool:
        return self.path[-1] not in COMPARISONS

    def goes_by(self, steps: Sequence[str]) -> bool:
        """Whether these steps lead to it: its criterion, then some of the others in their order, and the last."""
        if len(steps) < 2 or steps[0] not in self.steps[0]:
            return False
        last = len(self.steps)
        shortest = last if self.fact is None else last - 2 if self._has_row else last - 1  # its fact may be enough
        return any(self._ends_so(steps[1:], end) for end in range(shortest, last + 1))

    def _ends_so(self, steps: Sequence[str], end: int) -> bool:
        names = iter(self.steps[1 : end - 1])
        return steps[-1] in self.steps[end - 1] and all(any(step in one for one in names) for step in steps[:-1])


class Changed(NamedTuple):
    """A figure that was changed."""

    name: str
    before: Any
    after: Any
    fact: str | None
    """The id of the fact that it is asked of; None of points."""


def read_changes(said: Sequence[str]) -> tuple[RuleChange, ...]:
    """What texts like `4.annual_output.manufacturing=15亿元` say, values read as a rule file's; raises WrongChange."""
    found = []
    for text in said:
        name, sign, value = (part.strip() for part in text.partition("="))
        documents = list(read_yaml(value, "-", as_value)) if sign else []
        if not name or len(documents) != 1 or documents[0].problems:
            example = "4.annual_output.manufacturing=15亿元"
            raise WrongChange(
                _("--set-rule {text}: write where the figure is and its value, like {example}").format(
                    text=quoted(text), example=example
                )
            )
        found.append(RuleChange(text, tuple(step.strip() for step in name.split(".")), documents[0].value))
    return tuple(found)


def figures_in(document: Document, rule_set: RuleSet) -> Iterator[Figure]:
    """The figures of a rule file's criteria, in the order of the file."""
    numbers = {at: (str(one.number), one.id) for at, one in enumerate(rule_set.criteria)}
    for path in dict.fromkeys(rule_set.places.values()):
        if path[:1] != ("criteria",):
            continue
        raw = _at(document.value, path)
        fact = raw.get("fact")
        inner = tuple((step,) for step in _counted(path[2:]))
        front = (numbers[int(path[1])], *inner, *(((str(fact),),) if fact is not None else ()))
        for word in COMPARISONS:
            if word not in raw:
                continue
            names = (word, THRESHOLD) if word in OF_FIGURES else (word,)
            if not isinstance(raw[word], dict):
                yield Figure((*path, word), (*front, names), raw[word], fact)
                continue
            for row, value in raw[word].items():
                if row != "by":
                    yield Figure((*path, word, row), (*front, names, (str(row),)), value, fact)
        for at, award in enumerate(raw.get("points") or ()):
            place = (*path, "points", at, "points")
            yield Figure(
                place, (*front, *((step,) for step in ("points", str(at + 1), "points"))), award["points"], None
            )


def changed(document: Document, rule_set: RuleSet, changes: Sequence[RuleChange]) -> tuple[Document, list[Changed]]:
    """A rule file's document with figures changed, and what they were; raises WrongChange.

    `rule_set` is that of the file as it is.
    """
    figures = list(figures_in(document, rule_set))
    names = _names(figures)
    value, told, taken = document.value, [], set()
    for change in changes:
        figure = _meant(change, figures, names)
        if figure.path in taken:
            raise WrongChange(
                _("--set-rule {text}: {name} is changed twice; keep one").format(
                    text=quoted(change.said), name=names[figure.path]
                )
            )
        taken.add(figure.path)
        value = _with(value, figure.path, change.value)
        told.append(Changed(names[figure.path], figure.value, change.value, figure.fact))
    return replace(document, value=value), told


def told_of(
    problems: Sequence[Problem], document: Document, rule_set: RuleSet, changes: Sequence[RuleChange]
) -> WrongChange:
    """What is wrong with a changed rule file, which was right as it is: each is reported of the change that made it."""
    figures = list(figures_in(document, rule_set))
    places = {}
    for change in changes:
        path = _meant(change, figures, _names(figures)).path
        places.update({document.find(path, key): change for key in (True, False)})
    said = []
    for problem in problems:
        wrong = places.get((problem.line, problem.column))
        whose = quoted(wrong.said) if wrong is not None else _(", ").join(quoted(one.said) for one in changes)
        said.append(_("--set-rule {text}: {said}").format(text=whose, said=problem.message))
    return WrongChange("\n".join(said))


def _names(figures: Sequence[Figure]) -> Mapping[KeyPath, str]:
    """The short names, where these distinguish figures, else the whole ones."""
    short = [figure.name for figure in figures]
    return {
        figure.path: name if short.count(name) == 1 else figure.whole_name
        for figure, name in zip(figures, short, strict=True)
    }


def _meant(change: RuleChange, figures: Sequence[Figure], names: Mapping[KeyPath, str]) -> Figure:
    found = [figure for figure in figures if figure.goes_by(change.steps)]
    if len(found) == 1:
        return found[0]
    exact = [figure for figure in found if ".".join(change.steps) in (figure.whole_name, names[figure.path])]
    if len(exact) == 1:
        return exact[0]
    text = quoted(change.said)
    if found:
        said = _("--set-rule {text}: this may be {list}; name one")
        raise WrongChange(said.format(text=text, list=_listed([names[figure.path] for figure in found])))
    criteria = dict.fromkeys(figure.steps[0] for figure in figures)
    if not any(change.steps[0] in one for one in criteria):
        said = _("--set-rule {text}: it begins with a criterion's number or id; there are: {list}")
        listed = [_("{number} ({id})").format(number=number, id=name) for number, name in criteria]
        raise WrongChange(said.format(text=text, list=_listed(listed)))
    near = _near(change.steps, figures, names)
    said = _("--set-rule {text}: there is no such figure; there are: {list}")
    raise WrongChange(said.format(text=text, list=_listed(near)))


def _near(steps: Sequence[str], figures: Sequence[Figure], names: Mapping[KeyPath, str]) -> list[str]:
    """The figures that may be meant: those that share a name with it, are called alike, or are of its criterion."""
    from difflib import get_close_matches

    every = [names[figure.path] for figure in figures if steps[0] in figure.steps[0]]
    wanted = ".".join(steps)[:100]
    shared = [name for name in every if any(step in name.split(".")[1:] for step in steps[1:])]
    return shared or get_close_matches(wanted, every, n=MOST_LISTED, cutoff=0.5) or every


def _listed(names: Sequence[str]) -> str:
    said = _(", ").join(names[:MOST_LISTED])
    return said + _(", ...") if len(names) > MOST_LISTED else said


def _counted(path: KeyPath) -> tuple[str, ...]:
    """The steps of a path as texts, places counted from 1."""
    return tuple(str(step + 1) if isinstance(step, int) else step for step in path)


def _at(value: Any, path: KeyPath) -> Any:
    for step in path:
        value = value[step]
    return value


def _with(value: Any, path: KeyPath, new: Any) -> Any:
    """The value with another at a path; what shares parts with it stays as it is."""
    if not path:
        return new
    first, *rest = path
    inner = _with(value[first], tuple(rest), new)
    if isinstance(value, dict):
        return {key: inner if key == first else each for key, each in value.items()}
    return [inner if at == first else each for at, each in enumerate(value)]
