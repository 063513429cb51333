"""What people say of a table themselves: which fact a title means, which member a word, which unit a column has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zhenkit.core.errors import near, quoted
from zhenkit.core.i18n import _
from zhenkit.facts.names import tidy
from zhenkit.towns.tables.titles import cleaned

NOTHING = "-"
IGNORED = frozenset({NOTHING, "忽略", "ignore"})
"""What a title is mapped to that is to be ignored."""
MOST_TITLES = 10_000
"""How many titles of tables are remembered, to find those that no table has."""


def title_key(title: str) -> str:
    """A title as it is looked up in a map."""
    return tidy(cleaned(title)) or title.strip()


@dataclass(frozen=True)
class TitleMap:
    """What was said of titles, of words in cells, of units."""

    titles: Mapping[str, str] = field(default_factory=dict)
    """By the title as it is looked up: what it means, as a title that says so, or `-`."""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By the id of a fact: the words that are in its cells, and what each of them is."""
    units: Mapping[str, str] = field(default_factory=dict)
    """By the title as it is looked up: the unit of its bare figures."""
    written: Mapping[str, str] = field(default_factory=dict)
    """Each title as it was written."""
    met: set[str] = field(default_factory=set, compare=False)
    """The titles of tables that were looked up, tidied."""

    def target(self, title: str) -> str | None:
        """What a title is said to mean."""
        key = title_key(title)
        if len(self.met) < MOST_TITLES:
            self.met.add(key)
        return self.titles.get(key)

    def unit(self, title: str) -> str | None:
        """The unit that a title is said to have."""
        return self.units.get(title_key(title))

    def joined(self, other: TitleMap) -> TitleMap:
        """Both; what the other says wins."""
        choices = {
            key: {**self.choices.get(key, {}), **other.choices.get(key, {})} for key in (*self.choices, *other.choices)
        }
        return TitleMap(
            {**self.titles, **other.titles}, choices, {**self.units, **other.units}, {**self.written, **other.written}
        )

    def unmet(self) -> Iterator[str]:
        """What to say of titles that no table has, with the near one."""
        for key in dict.fromkeys((*self.titles, *self.units)):
            if key not in self.met:
                said = _("--map: no table has the title {title}").format(title=quoted(self.written[key]))
                close = near(key, sorted(self.met))
                yield said + (_("; did you mean {near}?").format(near=close) if close else "")
