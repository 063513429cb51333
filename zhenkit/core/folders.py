"""Folders of documents: names that every system takes, and files written all or none, nothing overwritten unasked."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from zhenkit.core.characters import HIDDEN
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.escape import visible
from zhenkit.core.files import cannot_write, temporary_folder
from zhenkit.core.i18n import _
from zhenkit.core.signals import unstopped

LONGEST = 120
"""The longest name of a file that is made, in bytes of UTF-8, its ending not counted: systems take 255."""
MOST_NAMED = 5
_UNSAFE = re.compile(r'[/\\:*?"<>|]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever follows a dot."""


class FolderTaken(ZhenkitError):
    """Files would be overwritten that nobody said to overwrite."""


def file_stem(text: str, longest: int = LONGEST) -> str:
    """A text as a part of a file's name on every system: no separators, no devices, no dots or blanks at its ends.

    >>> file_stem("../甲/乙镇: CON"), file_stem("nul.txt"), file_stem("..")
    ('_甲_乙镇_ CON', '_nul.txt', '_')
    """
    bare = "".join(character for character in text if character not in HIDDEN)
    shown = _UNSAFE.sub("_", visible(unicodedata.normalize("NFC", bare)))
    shown = _cut(shown.strip(" .\u3000"), longest).rstrip(" .\u3000")
    return f"_{shown}" if not shown or _RESERVED.match(shown) else shown


def _cut(text: str, longest: int) -> str:
    return text.encode()[:longest].decode(errors="ignore")


def distinct(stems: Iterable[str]) -> list[str]:
    """The stems, made different where a system would take two for one: `甲`, `甲 (2)`.

    >>> distinct(["甲", "Abc", "甲", "abc"])
    ['甲', 'Abc', '甲 (2)', 'abc (2)']
    """
    taken: set[str] = set()
    found = []
    for stem in stems:
        name, nth = stem, 1
        while (key := name.casefold()) in taken:
            nth += 1
            name = f"{stem} ({nth})"
        taken.add(key)
        found.append(name)
    return found


def check_folder(folder: Path, names: Iterable[str], force: bool) -> None:
    """Raise FolderTaken where `folder` is a file, or has files of these names and nobody said to overwrite them."""
    if os.path.lexists(folder) and not folder.is_dir():
        raise FolderTaken(_("{folder} is no folder; choose another name").format(folder=folder))
    there = [name for name in names if os.path.lexists(folder / name)]
    if there and not force:
        listed = _(", ").join(there[:MOST_NAMED]) + (_(", ...") if len(there) > MOST_NAMED else "")
        said = _(
            "{folder} has files of these names already: {names}; choose another folder, or --force writes over them"
        )
        raise FolderTaken(said.format(folder=folder, names=listed))


def write_folder(folder: Path, files: Mapping[str, bytes], force: bool = False) -> None:
    """Write files into a folder, which is made where there is none: all of them, or none where one cannot be written.

    Raises FolderTaken, ZhenkitError where it cannot be written.
    """
    check_folder(folder, files, force)
    try:
        with folder_made(folder), temporary_folder(".zhenkit-", folder) as aside:
            for name, content in files.items():
                with (aside / name).open("xb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
            _put_in_place(aside, folder, list(files))
    except OSError as error:
        where = Path(error.filename) if error.filename else folder
        raise cannot_write(folder / where.name if where != folder else folder, error) from None


@contextmanager
def folder_made(folder: Path) -> Iterator[None]:
    """A folder that is there for the block, and is gone again where that fails and it was not there before.

    Raises ZhenkitError where it cannot be made.
    """
    is_new = not os.path.lexists(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        yield
    except BaseException:
        if is_new:
            _remove_empty(folder)
        raise


def _put_in_place(aside: Path, folder: Path, names: list[str]) -> None:
    """Move every file to its name; where one cannot be, take back those that were, so that all is as it was."""
    kept = aside / "kept"
    with unstopped:
        kept.mkdir()
        moved: list[str] = []
        try:
            for name in names:
                if os.path.lexists(folder / name):
                    (folder / name).replace(kept / name)
                moved.append(name)
                (aside / name).replace(folder / name)
        except OSError:
            for name in moved:
                if os.path.lexists(kept / name):
                    (kept / name).replace(folder / name)
                else:
                    (folder / name).unlink(missing_ok=True)
            raise


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return
