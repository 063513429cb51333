"""The columns of the input that a ranking carries over (`--keep`): whether there are such, and their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zhenkit.core.errors import ZhenkitError, near, quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.town import Town


class CannotBatch(ZhenkitError):
    """Options of `batch` do not go together, or cannot be met."""


def check_kept(titles: Iterable[str], there_are: Sequence[str], facts: Facts) -> None:
    """Raise CannotBatch for a column to keep that is neither one of these nor a fact."""
    for title in titles:
        if facts.named(title) or title in there_are:
            continue
        said = _("--keep {title}: no input has this column").format(title=quoted(title))
        close = near(title, [*facts.by_name, *there_are])
        raise CannotBatch(said + (_("; did you mean {near}?").format(near=close) if close else ""))


def kept_cell(title: str, town: Town, facts: Facts, document: Document) -> Any:
    """What a town has in a column to keep: the cell as it was written, else the fact of that name."""
    if document.kept is not None and title in document.kept:
        return document.kept[title]
    fact = facts.named(title)
    value = town.facts.get(fact.id) if fact is not None else None
    return None if fact is None or value is None else fact.type.write(value)
