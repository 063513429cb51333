"""A report -> a document of Word: filled into our template, or into the user's, which is taken to be hostile."""

from __future__ import annotations

import errno
import json
from collections.abc import Collection, Mapping
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from zhenkit.core.apart import run_apart
from zhenkit.core.errors import FileProblems, Problem, ZhenkitError
from zhenkit.core.escape import visible
from zhenkit.core.extras import load
from zhenkit.core.files import CannotRead, cannot_read, writing_aside
from zhenkit.core.i18n import _, current
from zhenkit.reports.formats import UserTemplate
from zhenkit.reports.layout.docx.child import BAD

MOST_BYTES = 16 * 1024 * 1024
"""The largest template that is read."""
SECONDS = 120
"""So long filling in a template may take."""
LIBRARIES = ("docx", "jinja2", "docxtpl")


def read_template(path: Path) -> UserTemplate:
    """A template, as it is; raises FileProblems where it cannot be read, MissingExtra where it could not be used."""
    load_libraries()
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotRead([Problem(str(path), 1, 1, cannot_read(error))]) from None
    if len(content) > MOST_BYTES:
        said = _("larger than {size} MiB; a template is small: take out what is not needed")
        raise _bad(str(path), said.format(size=MOST_BYTES // 1024**2))
    return UserTemplate(str(path), content)


def read_templates(folder: Path | None, names: Collection[str]) -> dict[str, UserTemplate]:
    """The templates of a folder that are called so, by name; raises FileProblems where it has none, as `read_template`.

    Those that it does not have are left to our own templates.
    """
    if folder is None:
        return {}
    if not folder.is_dir():
        error = OSError(errno.ENOTDIR if folder.exists() else errno.ENOENT, "")
        raise CannotRead([Problem(str(folder), 1, 1, cannot_read(error))])
    found = {name: read_template(folder / name) for name in names if (folder / name).exists()}
    if not found:
        said = _("no template in this folder; they are called: {names}")
        listed = _(", ").join(names)
        raise CannotRead([Problem(str(folder), 1, 1, said.format(names=listed))])
    return found


def load_libraries() -> None:
    """Raise MissingExtra unless documents can be written."""
    for library in LIBRARIES:
        load(library, "reports")


def check_count(towns: int, most: int) -> None:
    """Raise ZhenkitError where a document would have more towns than Word opens in a reasonable time."""
    if towns > most:
        said = _("a document has at most {most} towns, and these are {count}; name fewer, or write another format")
        raise ZhenkitError(said.format(most=most, count=towns))


def document(template: bytes | UserTemplate, report: Mapping[str, Any], title: str) -> bytes:
    """The document that a template makes of a report; raises FileProblems for a user's that is wrong, MissingExtra.

    A report is named tuples, tuples, texts and numbers; `title` is the document's.
    """
    return filled("zhenkit.reports.layout.docx.fill", template, report, title)


def filled(filler: str, template: bytes | UserTemplate, report: Mapping[str, Any], title: str) -> bytes:
    """What a template of any kind makes of a report: `filler` is the module that fills in files of its kind.

    Raises as `document` does.
    """
    load_libraries()
    report, title = {key: as_data(value) for key, value in report.items()}, visible(title)
    if isinstance(template, UserTemplate):
        return _filled_apart(filler, template, report, title)
    made: bytes = import_module(filler).fill(template, report, title)
    return made


def as_data(value: Any) -> Any:
    """What a report says, as JSON has it: named tuples as objects, texts with nothing in them that Word acts on."""
    if isinstance(value, str):
        return visible(value)
    named = value._asdict() if hasattr(value, "_asdict") else value
    if isinstance(named, Mapping):
        return {key: as_data(one) for key, one in named.items()}
    return [as_data(one) for one in value] if isinstance(value, (tuple, list)) else value


def _filled_apart(filler: str, template: UserTemplate, report: Mapping[str, Any], title: str) -> bytes:
    asked = json.dumps({"filler": filler, "language": current(), "report": report, "title": title})
    with writing_aside(), TemporaryFile() as out:
        content = asked.encode() + b"\n" + template.content
        code = run_apart("zhenkit.reports.layout.docx.child", content, out, SECONDS)
        out.seek(0)
        how, made = out.read(1), out.read()
    if code is None:
        said = _("filling it in takes longer than {seconds} seconds; look for loops in loops")
        raise _bad(template.file, said.format(seconds=SECONDS))
    if code or not how:
        raise _bad(template.file, _damaged(Path(template.file).suffix))
    if how == BAD:
        raise _bad(template.file, made.decode())
    return made


def _damaged(ending: str) -> str:
    if ending == ".docx":
        return _(
            "not a document of Word that can be filled in (damage, or too large); open it in Word, save it as .docx"
        )
    return _("it cannot be filled in (damage, or too large); save it as {ending} anew").format(ending=ending)


def _bad(file: str, said: str) -> FileProblems:
    return FileProblems([Problem(file, 1, 1, _("the template cannot be used: {why}").format(why=said))])
