"""A ranking as the JSON of `check`, with ranks; the tree of checks where it is asked for, and what changed."""

from __future__ import annotations

from zhenkit.ranking import Ranking
from zhenkit.reports import Style
from zhenkit.reports.changes_json import changes_as_json
from zhenkit.reports.json import document


def render(ranking: Ranking, style: Style) -> str:
    """The report as one JSON document."""
    more = {} if ranking.changes is None else {"changes": changes_as_json(ranking.changes)}
    return document(ranking.run(), style.explain, more)
