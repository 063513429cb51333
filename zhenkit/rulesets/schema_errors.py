"""What is wrong with the shape of a rule file, in our words and with its place: read when something is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from zhenkit.core.errors import Problem, near, quoted
from zhenkit.core.i18n import _, both, noted
from zhenkit.documents.yaml import Document, Path
from zhenkit.facts.derived import DERIVATIONS, LATEST
from zhenkit.rulesets.derived_shapes import DERIVATION
from zhenkit.rulesets.schema import CHECK_SHAPES
from zhenkit.rulesets.shape import Shape


class ShapeError(NamedTuple):
    """One thing pydantic found."""

    kind: str
    key: str | int
    """The last step of the way to it."""
    value: Any
    bounds: Mapping[str, Any]
    known: Callable[[], list[str]]
    """The keys that may be beside it."""


def problems_of(error: ValidationError, document: Document) -> Iterator[Problem]:
    """What pydantic found, each with its place and in our words."""
    for detail in error.errors(include_url=False):
        kind, path = detail["type"], detail["loc"]
        if path and path[-1] == "[key]":  # pydantic's word for the key itself
            path, at_key = path[:-1], True
        else:
            at_key = kind == "extra_forbidden"
        last = path[-1] if path else ""

        def known(path: Path = path) -> list[str]:
            return _keys_known(path, document.value)

        found = ShapeError(kind, last, detail["input"], detail.get("ctx", {}), known)
        if kind == "too_short" and len(found.value) >= found.bounds["min_length"]:
            continue  # what is wrong with the parts is reported by itself
        say = _SAY.get(kind)
        if say is not None:
            message = say(found)
        elif kind == DERIVATION:
            message = detail["msg"]
        else:
            message = _("{value}: {why}").format(value=quoted(found.value), why=detail["msg"])
        yield document.problem(path, message, key=at_key, code=_code(path))


def _code(path: Path) -> str:
    """The code of the lint that looks after what is wrong at this path, if one does."""
    last = path[-1] if path else ""
    if path[:1] == ("weights",):
        return "weights"
    return {"clause": "no-clause", "zh": "one-language", "en": "one-language"}.get(str(last), "")


def document_path(detail: Any) -> Path:
    """Where in the document pydantic found something, without the names of kinds that it puts in between."""
    return tuple(step for step in detail["loc"] if not (isinstance(step, str) and step[:1] == "<"))


def is_mapping(value: object) -> str:
    """What to say where a mapping is expected and this is there instead."""
    return _("{wanted} is expected here, not {value}").format(wanted=_("a mapping"), value=_named(value))


def _named(value: object) -> str:
    """A value for a message, by its kind where it has parts."""
    if isinstance(value, dict):
        return _("a mapping")
    if isinstance(value, list):
        return _("a list")
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return _("yes or no (a word is written in quotes)")
    return quoted(value)


def _missing(error: ShapeError) -> str:
    return _("{key} is missing here; add it").format(key=quoted(error.key))


_MEANT = {
    **dict.fromkeys((">=", "≥", "=>", "=", "==", "equals", "equal", "minimum", "min", "不低于", "不少于"), "at_least"),
    **dict.fromkeys((">", "above", "over", "greater_than", "exceeds", "大于", "超过"), "more_than"),
    **dict.fromkeys(("<=", "≤", "=<", "maximum", "max", "不高于", "不超过"), "at_most"),
    **dict.fromkeys(("<", "below", "under", "fewer_than", "小于", "低于"), "less_than"),
    **dict.fromkeys(("to", "till", "end", "ends", "expires", "expiry", "至", "截止", "有效期至"), "until"),
    **dict.fromkeys(("since", "start", "begin", "begins", "自", "起"), "from"),
}
"""The comparisons by signs and words of other languages, and the days between which an edition is in force."""
_OF_DERIVATIONS = {
    **dict.fromkeys(("smallest", "lowest", "minimum", "min"), "least"),
    **dict.fromkeys(("mean", "avg"), "average"),
    "total": "sum",
    **dict.fromkeys(("share", "quotient"), "ratio"),
    **dict.fromkeys(("greatest", "largest", "highest", "maximum", "max", "most", "median"), ""),
}
"""The derivations by other words; those that there are none for, however near the words look (greatest, least)."""


def _unknown_key(error: ShapeError) -> str:
    key, known = str(error.key).lower(), error.known()
    if "least_growth" in known and key in _OF_DERIVATIONS:
        if meant := _OF_DERIVATIONS[key]:
            return _("unknown key {key}; write `{near}:`").format(key=quoted(error.key), near=meant)
        return _("unknown key {key}; a fact is derived by one of {kinds}").format(
            key=quoted(error.key), kinds=", ".join((*DERIVATIONS, LATEST))
        )
    if (meant := _MEANT.get(key, "")) in known:
        return _("unknown key {key}; write `{near}:`").format(key=quoted(error.key), near=meant)
    if close := near(str(error.key), known):
        return _("unknown key {key}; did you mean {near}?").format(key=quoted(error.key), near=close)
    return _("unknown key {key}; remove it").format(key=quoted(error.key))


def _no_kind(error: ShapeError) -> str:
    said = _("a check is a mapping with exactly one of these keys: {keys}").format(keys=", ".join(CHECK_SHAPES))
    names = list(error.value) if isinstance(error.value, dict) else []
    if len(found := [name for name in names if name in CHECK_SHAPES]) > 1:
        return said + _("; this one has {keys}").format(keys=", ".join(found))
    for name in names:
        if name not in ("text", "reading") and (close := near(name, CHECK_SHAPES)):
            return said + _("; did you mean {near} for {key}?").format(near=close, key=quoted(name))
    return said


def _not_listed(error: ShapeError) -> str:
    listed = error.bounds["expected"].replace("'", "").replace(" or ", ", ")
    said = _("{value} is not one of: {list}").format(value=quoted(error.value), list=listed)
    close = _by_chinese(str(error.value), listed.split(", ")) or near(str(error.value), listed.split(", "))
    return said + (_("; did you mean {near}?").format(near=close) if close else "")


def _by_chinese(value: str, listed: Sequence[str]) -> str | None:
    """The word that a Chinese one stands for: 县 or 县级 for `county`, 日期 for `date`."""
    names = {both(word).zh: word for word in listed}
    return names.get(value) or names.get(value.removesuffix("级"))


_WANTED = {
    "string_type": noted("a text"),
    "int_type": noted("a whole number"),
    "int_parsing": noted("a whole number"),
    "dict_type": noted("a mapping"),
    "model_type": noted("a mapping"),
    "tuple_type": noted("a list"),
    "decimal_parsing": noted("a number"),
    "decimal_type": noted("a number"),
    "finite_number": noted("a number"),
}


def _another_type(error: ShapeError) -> str:
    wanted = _(_WANTED[error.kind])
    if wanted == _("a whole number") and isinstance(error.value, str) and re.fullmatch("-?[0-9]{19,}", error.value):
        return _("{value} is too large").format(value=quoted(error.value))
    if error.key in DERIVATIONS and isinstance(error.value, list):
        said = _("`{key}:` takes one fact, a series; what is of several facts is stated as a fact of its own")
        return said.format(key=error.key)
    said = _("{wanted} is expected here, not {value}").format(wanted=wanted, value=_named(error.value))
    if error.kind in ("dict_type", "model_type") and (example := MAPPING_EXAMPLES.get(str(error.key))):
        said += _("; write it like {example}").format(example=example)
    return said


MAPPING_EXAMPLES = {
    **dict.fromkeys(("title", "name", "text", "reading", "note", "unit"), "{zh: ..., en: ...}"),
    "values": "{big: {zh: 大, en: big}, ...}",
    "effective": "{from: 2024-01-01}",
    "document": "{title: ...}",
    "place": "{province: ...}",
}
"""How mappings that are often written as a text or a list are written, by their key."""


def _out_of_bounds(error: ShapeError) -> str:
    if error.kind == "greater_than_equal":
        return _("{value} is too small; it is at least {bound}").format(
            value=quoted(error.value), bound=error.bounds["ge"]
        )
    return _("{value} is too large; it is at most {bound}").format(value=quoted(error.value), bound=error.bounds["le"])


def _no_id(error: ShapeError) -> str:
    return _("{value} is not an id; write small letters, digits and _, a letter first, at most 60").format(
        value=quoted(error.value)
    )


def _no_date(error: ShapeError) -> str:
    return _("{value} is not a date; write it like 2023-05-01").format(value=_named(error.value))


def _empty(_error: ShapeError) -> str:
    return _("it is empty; write something here")


def _another_length(error: ShapeError) -> str:
    wanted = error.bounds["min_length"] if error.kind == "too_short" else error.bounds["max_length"]
    if not error.value or wanted == 1:
        return _empty(error)
    return _("a list of {wanted} is expected here, not of {count}").format(wanted=wanted, count=len(error.value))


_SAY: Mapping[str, Callable[[ShapeError], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    **dict.fromkeys(("union_tag_not_found", "union_tag_invalid"), _no_kind),
    "literal_error": _not_listed,
    **dict.fromkeys(_WANTED, _another_type),
    **dict.fromkeys(("greater_than_equal", "less_than_equal"), _out_of_bounds),
    **dict.fromkeys(("string_pattern_mismatch", "string_too_long"), _no_id),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), _no_date),
    "string_too_short": _empty,
    **dict.fromkeys(("too_short", "too_long"), _another_length),
}


def _keys_known(path: Path, value: Any) -> list[str]:
    """The keys of the shape that the mapping at this path looks most like."""
    for step in path[:-1]:
        if (isinstance(value, dict) and step in value) or (isinstance(value, list) and isinstance(step, int)):
            value = value[step]  # type: ignore[index]
    every = [[field.alias or name for name, field in shape.model_fields.items()] for shape in _all_shapes()]
    keys = [known for known in every if path[-1] not in known]  # else it would be no unknown key
    name = str(path[-1])  # of shapes that are as like, the one that says most: others may be a part of it
    return max(keys, key=lambda known: (len(set(known) & set(value)), near(name, known) is not None, len(known)))


def _all_shapes() -> Iterator[type[Shape]]:
    # the others have been imported: they were read, or are the base of these
    import zhenkit.rulesets.goal_shapes
    import zhenkit.rulesets.other_shapes  # noqa: F401

    pending = [Shape]
    while pending:
        subclasses = pending.pop().__subclasses__()
        yield from subclasses
        pending += subclasses
