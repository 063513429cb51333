"""Files at the rim: reading them bounded and decoded, finding them in folders, writing them whole or not at all."""

from __future__ import annotations

import codecs
import errno
import io
import os
import shutil
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from zhenkit.core.errors import FileProblems, Problem, ZhenkitError
from zhenkit.core.i18n import _, noted
from zhenkit.core.signals import cleared, unstopped

if TYPE_CHECKING:
    import tempfile

MAX_BYTES = 16 * 1024 * 1024
"""The largest YAML or JSON file we read."""


MAX_TABLE = 1024**3
"""The largest table we read, in bytes."""


class CannotRead(FileProblems):
    """There is no such file, or we may not read it."""


def can_be_named(name: str) -> bool:
    r"""Whether a file may have this name: NUL ends one, and half a character cannot be written.

    >>> can_be_named("towns.yaml"), can_be_named("towns\0.yaml")
    (True, False)
    """
    try:
        return b"\0" not in os.fsencode(name)
    except UnicodeEncodeError:
        return False


def read_text(path: Path) -> tuple[str, Problem | None]:
    """The text of a file, with a remark where it is not UTF-8; raises FileProblems."""
    file = str(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CannotRead([Problem(file, 1, 1, cannot_read(error))]) from None
    return decode(content, file)


def opened(path: Path) -> BinaryIO:
    """A table's file, open and seekable; raises FileProblems."""
    try:
        stream: BinaryIO = path.open("rb")
        if not stream.seekable():
            with stream:
                stream = io.BytesIO(stream.read(MAX_TABLE + 1))
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
    except OSError as error:
        raise CannotRead([Problem(str(path), 1, 1, cannot_read(error))]) from None
    if size > MAX_TABLE:
        stream.close()
        said = _("larger than {size} MiB; split so many towns into several files, or use Parquet")
        raise FileProblems([Problem(str(path), 1, 1, said.format(size=MAX_TABLE // 1024**2))])
    return stream


REASONS = {
    errno.ENAMETOOLONG: noted("File name too long"),
    errno.EBADF: noted("it is closed"),
    errno.EIO: noted("Input/output error"),
    errno.EBUSY: noted("Device or resource busy"),
    errno.EEXIST: noted("File exists"),
    errno.EFBIG: noted("File too large"),
    errno.EINVAL: noted("Invalid argument"),
    errno.EISDIR: noted("Is a directory"),
    errno.ENOSPC: noted("No space left on device"),
    errno.EDQUOT: noted("No space left on device"),
    errno.ENXIO: noted("No such device or address"),
    errno.ENOENT: noted("No such file or directory"),
    errno.ENOTDIR: noted("Not a directory"),
    errno.EPERM: noted("Operation not permitted"),
    errno.EACCES: noted("Permission denied"),
    errno.EROFS: noted("Read-only file system"),
    errno.ELOOP: noted("Too many levels of symbolic links"),
    errno.EMFILE: noted("Too many open files"),
    errno.ECONNREFUSED: noted("Connection refused"),
    errno.EHOSTUNREACH: noted("No route to host"),
    errno.ENETUNREACH: noted("Network is unreachable"),
    errno.ETIMEDOUT: noted("Connection timed out"),
}


def reason(error: OSError) -> str:
    """Why the system refused, in the language in use: by its number, for its words differ from system to system."""
    number = errno.ETIMEDOUT if isinstance(error, TimeoutError) else error.errno or 0
    known = REASONS.get(number)
    return _(known) if known else _("system error {number}").format(number=number)


def cannot_read(error: OSError) -> str:
    """What to say of a file that cannot be read."""
    return _("cannot read it: {why}").format(why=reason(error))


def decode(content: bytes, file: str) -> tuple[str, Problem | None]:
    """The text of a file's bytes: UTF-8, else GB18030 with a remark; raises FileProblems."""
    if len(content) > MAX_BYTES:
        said = _("larger than {size} MiB; many towns are better kept in a table (CSV, XLSX or Parquet)")
        raise FileProblems([Problem(file, 1, 1, said.format(size=MAX_BYTES // 1024**2))])
    try:
        return content.decode("utf-8-sig").lstrip("\ufeff"), None  # files put together have two
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\0" not in content:
            try:
                text = content.decode("gb18030")
            except UnicodeDecodeError:
                pass
            else:
                said = _("read as {encoding}, since it is not UTF-8").format(encoding="GB18030")
                return text, Problem(file, 1, 1, said)
    raise FileProblems([Problem(file, line, 1, _("neither UTF-8 nor GB18030 text; save the file as UTF-8"))]) from None


CLEARING_TRIES = 50
CLEARING_PAUSE = 0.01
"""How often, and after how many seconds, a folder is cleared again that another thread still writes to."""
HIDDEN = (".", "~$")
"""What hidden files begin with, and what Excel keeps beside a workbook that is open."""


def search(
    folder: Path,
    endings: Iterable[str],
    report: Callable[[OSError], object],
    aside: str | None = None,
    unread: list[Path] | None = None,
) -> Iterator[Path]:
    """The files below a folder with one of these endings, in order; hidden ones and links to folders ignored.

    `report` is called for each folder that cannot be read; folders called `aside` are ignored. `unread` takes what else
    there is, links to folders and to nothing among it, but for what begins with a dot.
    """
    wanted = tuple(endings)
    others = [] if unread is None else unread
    for at, folders, names in os.walk(folder, onerror=report):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != aside)
        others += [Path(at) / name for name in folders if (Path(at) / name).is_symlink()]
        for name in sorted(names):
            path = Path(at) / name
            if not name.startswith(HIDDEN) and name.lower().endswith(wanted) and path.is_file():
                yield path
            elif not name.startswith("."):
                others.append(path)


def files_below(
    folder: str,
    endings: Sequence[str],
    none: str,
    aside: str | None = None,
    but_in: Container[str] = (),
    unread: list[Path] | None = None,
) -> tuple[list[Path], list[Problem]]:
    """What `search` finds but in folders of some names, and the problems: what cannot be read, or `none` at all."""
    errors: list[OSError] = []
    every = search(Path(folder), endings, errors.append, aside, unread)
    found = [path for path in every if path.parent.name not in but_in]
    problems = [Problem(str(error.filename), 1, 1, cannot_read(error)) for error in errors]
    if not found and not errors:
        problems.append(Problem(folder, 1, 1, none.format(endings=" ".join(endings))))
    return found, problems


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file so that nobody ever finds half of it under its name; raises OSError."""
    if path.exists() and not path.is_file():  # a pipe or a device: there is nothing to replace
        with path.open("wb") as stream:
            stream.writelines(pieces)
        return
    with whole(path) as temporary, temporary.open("wb") as stream:
        stream.writelines(pieces)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file to write, near `path`, which takes its place when all has gone well; raises OSError."""
    path = Path(os.path.realpath(path))
    with temporary_folder(".zhenkit-", path.parent) as folder:
        temporary = folder / path.name
        yield temporary
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        with unstopped:
            temporary.replace(path)


class RealPaths:
    """The real paths of many files, of each folder looked up once."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def __call__(self, path: str | Path) -> str:
        """The path of a file, without links."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        whole = os.path.join(self._folders[folder], name)  # noqa: PTH118 - a Path costs as much as the look-up
        # Windows has several ways to write one name
        as_it_is = name not in ("", os.curdir, os.pardir) and os.name != "nt" and not os.path.islink(whole)  # noqa: PTH114
        return whole if as_it_is else os.path.realpath(whole)


@contextmanager
def temporary_folder(prefix: str = "zhenkit-", parent: Path | None = None) -> Iterator[Path]:
    """A folder that is gone after the block, and where the program is stopped; raises OSError."""
    import tempfile  # which takes a while, and not every run writes a file

    with (
        cleared(lambda: tempfile.TemporaryDirectory(prefix=prefix, dir=parent), _clear_folder) as folder,
        folder as name,
    ):
        yield Path(name)


@contextmanager
def writing_aside() -> Iterator[None]:
    """Raise ZhenkitError where the block cannot write a temporary file: it names where the system keeps those."""
    try:
        yield
    except OSError as error:
        raise cannot_write_aside(error) from None


def cannot_write_aside(error: OSError) -> ZhenkitError:
    """What to say of temporary files that cannot be written."""
    import tempfile

    try:
        where = tempfile.gettempdir()
    except OSError:  # there is no folder to write into at all
        where = "TMPDIR"
    return cannot_write(Path(where), error)


def _clear_folder(folder: tempfile.TemporaryDirectory[str]) -> None:
    for _try in range(CLEARING_TRIES):
        shutil.rmtree(folder.name, ignore_errors=True)
        if not os.path.lexists(folder.name):
            return
        time.sleep(CLEARING_PAUSE)


def cannot_write(output: Path, error: OSError) -> ZhenkitError:
    """What to say of a file that cannot be written."""
    return ZhenkitError(_("cannot write {file}: {why}").format(file=output, why=reason(error)))
