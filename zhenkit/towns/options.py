"""What is asked of the readers of towns: which sheet of a table, what of unknown columns, what every town has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhenkit.towns.given import GivenFact
from zhenkit.towns.partitions import Partition

if TYPE_CHECKING:
    from zhenkit.towns.tables.title_map import TitleMap


class Options(NamedTuple):
    """How tables are read; of it files of one town a document take notice of what is given alone."""

    sheet: str | None = None
    """The sheet of a workbook; by default the one that holds towns."""
    strict_columns: bool = False
    """A column of no known fact is a problem, where else it is ignored with a remark."""
    keep: tuple[str, ...] = ()
    """Titles of columns whose cells go with the town's document (`Document.kept`), facts or not."""
    mapping: TitleMap | None = None
    """What is said of titles, words and units (`--map`)."""
    inputs: tuple[str, ...] = ()
    """The inputs as they were named, where a file of a folder is read by itself."""
    partitions: tuple[Partition, ...] = ()
    """What the folders of a table say of its towns."""
    given: tuple[GivenFact, ...] = ()
    """Facts that every town has, whatever its file states (`--set`); files of one town a document too."""
