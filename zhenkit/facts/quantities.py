"""12.5亿元 <-> exact numbers: money in whole fen, counts, and ranges of them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from zhenkit.core.characters import half_width, seen
from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.core.patterns import late
from zhenkit.facts.no_figure import Unreadable as Unreadable  # imported from here together with the quantities
from zhenkit.facts.no_figure import no_figure


class Range(NamedTuple):
    """A quantity whose true value lies somewhere from `low` to `high`, ends included."""

    low: int
    high: int


class Undefined:
    """What a quotient is whose divisor is 0: no quantity, neither above nor below any."""

    def __lt__(self, _other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__

    def __repr__(self) -> str:
        return "UNDEFINED"

    def __reduce__(self) -> str:
        """In another process it is that one as well."""
        return "UNDEFINED"


UNDEFINED = Undefined()


class OrUndefined(NamedTuple):
    """A quantity or a Range, or else UNDEFINED: a quotient whose divisor may be 0."""

    value: Any


Quantity = int | Range


class Series(NamedTuple):
    """Figures by year, earliest first. A year that is named without a figure is there with None."""

    years: tuple[tuple[int, Any], ...]

    @property
    def has_gaps(self) -> bool:
        """Whether a year between those named is not."""
        return self.years[-1][0] - self.years[0][0] >= len(self.years)

    @property
    def latest(self) -> int:
        """The last year that has a figure; of none, the last that is named."""
        # a year after it that is named without a figure, as by an empty column of a table, says nothing
        return next((year for year, figure in reversed(self.years) if figure is not None), self.years[-1][0])

    def last(self, count: int, until: int) -> list[Any]:
        """The figures of the last `count` years up to that of `until`; None for a year without."""
        known = dict(self.years)
        return [known.get(until - back) for back in range(count - 1, -1, -1)]


FEN_PER_YUAN = 100
UNITS = {"亿": 10**8 * FEN_PER_YUAN, "万": 10**4 * FEN_PER_YUAN, "": FEN_PER_YUAN}
"""Units of money, in fen."""

MOST_FEN = 10**6 * UNITS["亿"]
"""The most money we read: a million 亿元, far above any country's output and inside 64 bits."""
MOST_COUNT = 10**12
"""The highest count we read."""
MOST_DIGITS = 15
"""The most digits of a count."""
MOST_CHARACTERS = 100
"""The longest text we read as a quantity."""

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_MONEY = late(rf"({_NUMBER})\s*(亿|万|)\s*元?")
_YUAN = late(r"^(?:人民币|RMB|CNY|¥)\s*(?=[0-9])|(?<=[亿万元])\s*(?:人民币|\(人民币\))$", re.IGNORECASE)
"""That money is yuan, as is said before or behind it: other money is not read."""
_CURRENCY = late(
    r"[$€£₩₽฿]|\b(?:USD|EUR|GBP|HKD|JPY|KRW|TWD)\b|[美欧港日台新澳加]元|美金|港币|日圆|英镑|韩元|台币|卢布|円|外币"
)
_COMPOUND = late(r"([0-9]+)\s*亿\s*([0-9]+(?:\.[0-9]+)?)\s*万\s*元?")
_COUNT = late(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.0*)?")
_RANGE = late(r"(.+?)\s*(?:~|至|-|–|—)\s*(.+)")
_UNIT_AT_END = late(r"[亿万]元?$|元$")


_COUNTED = late(rf"({_NUMBER})\s*([亿万]?)\s*[户家个人项件种名年]?")


def normal(text: str) -> str:
    """The text as it is seen, full-width digits and signs made plain; raises Unreadable where it is too long."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(_("{value} is too long for a quantity").format(value=quoted(text)))
    return half_width(seen(text))


def _counted(text: str) -> Unreadable | None:
    """What to say of a count with a measure word or in 万 (`41户`, `1.2万人`), or None."""
    match = _COUNTED.fullmatch(text)
    if match is None or len(match[1]) > MOST_DIGITS:
        return None
    number = Fraction(match[1].replace(",", "")) * (UNITS[match[2]] // FEN_PER_YUAN)
    if number.denominator != 1 or number > MOST_COUNT:
        return None
    return Unreadable(_("{value} is not a bare number; write {number}").format(value=quoted(text), number=number))


def _range(match: re.Match[str], read: Callable[[str], int]) -> Quantity:
    low, high = read(match[1]), read(match[2])
    if low > high:
        raise Unreadable(_("a range goes from low to high, but {value} goes down").format(value=quoted(match[0])))
    return low if low == high else Range(low, high)


def read_count(text: str) -> Quantity:
    """A whole number, or a range of them (`8~12`); raises Unreadable."""
    text = normal(text)
    if match := _COUNT.fullmatch(text):
        digits = match[1].replace(",", "")
        if len(digits) > MOST_DIGITS or (value := int(digits)) > MOST_COUNT:
            raise Unreadable(_("{value} is too large to be a count").format(value=quoted(text)))
        return value
    if not text.startswith("-") and (match := _RANGE.fullmatch(text)):
        return _range(match, lambda end: _one(read_count(end)))
    said = _("{value} is not a whole number of 0 or more; write it like 12, or a range like 8~12")
    exact = _("{value} is not a whole number of 0 or more; write it like 12")
    raise (
        _counted(text)
        or no_figure(text, "8~12")
        or Unreadable(said.format(value=quoted(text)), exact.format(value=quoted(text)))
    )


def read_money(text: str, unit: str | None = None) -> Quantity:
    """Money in fen, or a range; raises Unreadable.

    `unit` is the one a table's header names (`亿元`, `万元`, `元`); without it a bare number is refused, unless it is
    said to be yuan (`¥1,000`).
    """
    written = normal(text)
    text = _YUAN.sub("", written)
    if text != written and unit is None:
        unit = "元"
    if match := _MONEY.fullmatch(text):
        number, scale = match[1], match[2]
        if not scale and not text.endswith("元"):
            if unit is None:
                raise Unreadable(
                    _("{value} has no unit; write money like 12.5亿元, 8000万元 or 1250000000元").format(
                        value=quoted(text)
                    )
                )
            scale = unit.removesuffix("元")
        return _fen(number, scale, text)
    if match := _COMPOUND.fullmatch(text):
        if float(match[2]) >= 10_000:
            raise Unreadable(_("{value} has more than 1亿 in 万; write it like 12.5亿元").format(value=quoted(text)))
        return _limit(_fen(match[1], "亿", text) + _fen(match[2], "万", text), text)
    if not text.startswith("-") and (match := _RANGE.fullmatch(text)):
        # 9.5~10.5亿元: the first end takes the unit of the second, unless that is 1亿5000万元 and so has two
        last = None if _COMPOUND.fullmatch(match[2]) else _UNIT_AT_END.search(match[2])
        shared = last[0] if last else unit
        return _range(match, lambda end: _one(read_money(end, shared)))
    if _CURRENCY.search(text):
        said = _(
            "{value} is in another currency; yuan is the only one read here: convert it, and write it like 12.5亿元"
        )
        raise Unreadable(said.format(value=quoted(text)))
    said = _("{value} is not an amount of money; write it like 12.5亿元, 8000万元, or a range 9.5亿元~10.5亿元")
    exact = _("{value} is not an amount of money; write it like 12.5亿元 or 8000万元")
    raise no_figure(text, "9.5亿元~10.5亿元") or Unreadable(
        said.format(value=quoted(text)), exact.format(value=quoted(text))
    )


_BELOW_ZERO = late(r"^-|(?:~|至)\s*-")


def read_signed_money(text: str) -> Quantity:
    """Money in fen that may be below 0 (`-3亿元`, `-3~2亿元`), or a range; raises Unreadable."""
    written = normal(text)
    if not _BELOW_ZERO.search(written):
        return read_money(text)
    if match := _SIGNED_RANGE.fullmatch(written):
        last = None if _COMPOUND.fullmatch(match[2].removeprefix("-")) else _UNIT_AT_END.search(match[2])
        shared = last[0] if last else None
        return _range(match, lambda end: _one_signed(end, shared))
    return _one_signed(written, None)


def _one_signed(text: str, unit: str | None) -> int:
    bare = text.removeprefix("-").lstrip()
    value = read_money(bare, unit)
    if isinstance(value, Range):
        said = _("{value}: a range with an end below 0 is written with ~, like -3亿元~5亿元")
        raise Unreadable(said.format(value=quoted(text)))
    return -value if text.startswith("-") else value


def _one(value: Quantity) -> int:
    if isinstance(value, Range):
        raise Unreadable(_("a range has two ends, like 8~12 or 9.5亿元~10.5亿元"))
    return value


def _fen(number: str, scale: str, text: str) -> int:
    whole, _dot, part = number.replace(",", "").partition(".")
    if len(whole) > 20 or len(part) > 20:
        raise Unreadable(_("{value} has more digits than money can have").format(value=quoted(text)))
    fen, rest = divmod(int(whole + part) * UNITS[scale], 10 ** len(part))
    if rest:
        raise Unreadable(_("{value} is finer than a fen (0.01元); round it").format(value=quoted(text)))
    return _limit(fen, text)


def _limit(fen: int, text: str) -> int:
    if fen > MOST_FEN:
        raise Unreadable(_("{value} is too large to be an amount of money").format(value=quoted(text)))
    return fen


def write_money(value: Quantity) -> str:
    """Money as a town file would have it, exact: `12.5亿元`, `8000万元`, `9.5亿元~10.5亿元`."""
    if isinstance(value, Range):
        return f"{write_money(value.low)}~{write_money(value.high)}"
    if value < 0:
        return f"-{write_money(-value)}"
    if not isinstance(value, int):  # of a derived fact: an average of whole fen, or no upper end
        return "∞" if value == math.inf else write_money(round(value))
    for scale in ("亿", "万"):
        if value >= UNITS[scale]:
            return _decimal(value, UNITS[scale]) + scale + "元"
    return _decimal(value, FEN_PER_YUAN) + "元"


def rounded_money(value: Fraction) -> str:
    """Money that is not in whole fen, for a person: to four places of its unit."""
    if value < 0:
        return f"-{rounded_money(-value)}"
    scale = next((scale for scale in ("亿", "万") if value >= UNITS[scale]), "")
    return write_number(Fraction(round(value / UNITS[scale] * 10**4), 10**4)) + scale + "元"


def _decimal(value: int, unit: int) -> str:
    whole, part = divmod(value, unit)
    if not part:
        return str(whole)
    return f"{whole}.{str(part).zfill(len(str(unit)) - 1).rstrip('0')}"


_DECIMAL = late(r"([+-]?)(?:([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18}))(?:\.([0-9]{1,18}))?")
FINEST = 10**18
"""In how many parts of 1 a number is read and written."""
_SIGNED_RANGE = late(r"(.+?)\s*(?:~|至)\s*(.+)")


def read_number(text: str, sign: str = "") -> Any:
    """An exact decimal number as a Fraction, or a Range; `sign` is what follows it (`%`). Raises Unreadable."""
    text = normal(text)
    number = text.removesuffix(sign).rstrip() if sign else text
    if (match := _DECIMAL.fullmatch(number)) and (text.endswith(sign) if sign else True):
        return _signed(match)
    if match := _SIGNED_RANGE.fullmatch(text):
        first = match[1] if not sign or match[1].endswith(sign) else match[1] + sign
        low, high = read_number(first, sign), read_number(match[2], sign)
        if isinstance(low, Range) or isinstance(high, Range):
            raise Unreadable(_("a range has two ends, like 8~12 or 9.5亿元~10.5亿元"))
        if low > high:
            raise Unreadable(_("a range goes from low to high, but {value} goes down").format(value=quoted(text)))
        return low if low == high else Range(low, high)
    example = f"12.5{sign}"
    raise no_figure(text, f"10{sign}~{example}") or Unreadable(
        _("{value} is not read here; write it like {example}, or a range like {range}").format(
            value=quoted(text), example=example, range=f"10{sign}~{example}"
        ),
        _("{value} is not read here; write it like {example}").format(value=quoted(text), example=example),
    )


def _signed(match: re.Match[str]) -> Fraction:
    digits, part = match[2].replace(",", ""), match[3] or ""
    value = Fraction(int(digits + part), 10 ** len(part))
    return -value if match[1] == "-" else value


def write_number(value: Any, sign: str = "") -> str:
    """A number as a town file would have it, exact; what no decimal holds (a third, a root) to four places."""
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, OrUndefined):
        return f"{write_number(value.value, sign)} or undefined"
    if isinstance(value, Range):
        return f"{write_number(value.low, sign)}~{write_number(value.high, sign)}"
    if value in (math.inf, -math.inf):
        return "∞" if value > 0 else "-∞"
    exact = Fraction(value) if isinstance(value, (int, Fraction)) else Fraction(float(value)).limit_denominator(10**9)
    rounded = exact if (FINEST * exact).denominator == 1 else round(exact, 4)
    whole, part = divmod(abs(int(rounded * 10**18)), 10**18)
    minus = "-" if rounded < 0 else ""
    return f"{minus}{whole}{f'.{part:018}'.rstrip('0') if part else ''}{sign}"


def write_count(value: Quantity) -> int | str:
    """A count as a town file would have it: `12`, `8~12`."""
    if isinstance(value, Range):
        return f"{write_count(value.low)}~{write_count(value.high)}"
    return value if isinstance(value, int) else write_number(value)
