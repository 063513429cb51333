"""The columns of the input that a ranking carries over (`--keep`): whether there are such, and their cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhenkit.core.errors import ZhenkitError, near, quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.town import Town
from zhenkit.towns.inputs import titles_of
from zhenkit.towns.options import Options


class CannotBatch(ZhenkitError):
    """Options of `batch` do not go together, or cannot be met."""


def check_kept(keep: Iterable[str], inputs: Iterable[str], facts: Facts, options: Options) -> None:
    """Raise CannotBatch for a column to keep that no table has and that is no fact: before anything is judged.

    Where no input can be read, that is all that is to be said.
    """
    wanted = [title for title in keep if facts.named(title) is None]
    there_are: dict[str, None] = {}
    is_read = False
    for titles in titles_of(inputs, facts, options) if wanted else ():
        is_read = True
        there_are.update(dict.fromkeys(titles))
        if not (wanted := [title for title in wanted if title not in there_are]):
            return
    if wanted and is_read:
        said = _("--keep {title}: no input has this column").format(title=quoted(wanted[0]))
        close = near(wanted[0], [*facts.by_name, *there_are])
        raise CannotBatch(said + (_("; did you mean {near}?").format(near=close) if close else ""))


def kept_cell(title: str, town: Town, facts: Facts, document: Document) -> Any:
    """What a town has in a column to keep: the cell as it was written, else the fact of that name."""
    if document.kept is not None and title in document.kept:
        return document.kept[title]
    fact = facts.named(title)
    value = town.facts.get(fact.id) if fact is not None else None
    return None if fact is None or value is None else fact.type.write(value)
