"""A figure as a bullet chart in SVG: a bar for the value, a shade where it is enough, a flag for each mark.

Places are percents of the width and texts keep their size, so that a chart is as legible on a telephone as on paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from zhenkit.core.i18n import _
from zhenkit.reports.judgement.scales import Mark, Scale
from zhenkit.reports.layout.html import Html, element

ROW, TRACK, BAR = 17, 18, 8
"""The heights of a line of text, of the track, and of the bar in it, in pixels."""


def bullet(scale: Scale) -> Html:
    """The chart; all that it shows is in its label as well."""
    above = [mark for mark in scale.marks if mark.kind == "threshold"]
    below = [mark for mark in scale.marks if mark.kind != "threshold"]
    top = ROW * len(above) + 2
    bottom = top + TRACK
    parts = [
        element("rect", x="0", y=top, width="100%", height=TRACK, class_="track"),
        *_enough(scale, above, top),
        *_value(scale, top),
        *_steps(scale, bottom),
    ]
    steps = ROW if scale.steps else 0
    for row, mark in enumerate(above):
        parts += _flag(
            scale, mark, top - ROW * (len(above) - row), bottom + 3, top - ROW * (len(above) - row) + ROW - 5
        )
    for row, mark in enumerate(below):
        foot = bottom + steps + ROW * (row + 1)
        parts += _flag(scale, mark, top - 3, foot, foot - 3)
    height = bottom + steps + ROW * len(below) + 4
    return element(
        "svg", *parts, class_=f"bullet {scale.grade}", role="img", aria_label=scale.text, width="100%", height=height
    )


def _at(scale: Scale, figure: float) -> float:
    """Where a figure lies, in percent."""
    return min(max(100 * (figure - scale.start) / (scale.end - scale.start), 0), 100)


def _percent(at: float) -> str:
    return f"{at:.2f}%"


def _enough(scale: Scale, thresholds: list[Mark], top: int) -> Iterator[Html]:
    """The shade of what is enough; none where that depends on what is missing."""
    if len({mark.at for mark in thresholds}) != 1:
        return
    at = _at(scale, thresholds[0].at)
    start, width = (at, 100 - at) if scale.upward else (0, at)
    yield element("rect", x=_percent(start), y=top, width=_percent(width), height=TRACK, class_="enough")


def _value(scale: Scale, top: int) -> Iterator[Html]:
    """A bar from nothing to the value; of a range to its nearer end, a paler one over it; a tick at either end."""
    if scale.low is None or scale.high is None:
        yield element("text", _("missing"), x="50%", y=top + TRACK - 5, text_anchor="middle", class_="none")
        return
    low, high = _at(scale, scale.low), _at(scale, scale.high)
    y = top + (TRACK - BAR) // 2
    nothing = _at(scale, max(scale.start, 0))
    nearer = low if nothing < low else min(nothing, high)
    start, width = min(nothing, nearer), abs(nearer - nothing)
    yield element("rect", x=_percent(start), y=y, width=_percent(width), height=BAR, class_="bar")
    if high > low:
        yield element("rect", x=_percent(low), y=y, width=_percent(high - low), height=BAR, class_="range")
    for figure, at in dict.fromkeys(((scale.low, low), (scale.high, high))):
        if scale.start <= figure <= scale.end:
            yield element("line", x1=_percent(at), x2=_percent(at), y1=top + 2, y2=top + TRACK - 2, class_="tick")
        elif figure != -math.inf:  # beyond the scale
            arrow = element("path", d=f"M-9 {top + 1} L1 {top + TRACK / 2} L-9 {top + TRACK - 1} Z", class_="tip")
            yield element("svg", arrow, x=_percent(at), overflow="visible")


def _steps(scale: Scale, bottom: int) -> Iterator[Html]:
    """The names of levels, each below its place."""
    for rank, name in enumerate(scale.steps):
        at = _at(scale, rank)
        anchor = "start" if not rank else "end" if rank == len(scale.steps) - 1 else "middle"
        yield element("line", x1=_percent(at), x2=_percent(at), y1=bottom - 4, y2=bottom, class_="step")
        yield element("text", name, x=_percent(at), y=bottom + ROW - 4, text_anchor=anchor, class_="step")


def _flag(scale: Scale, mark: Mark, first: int, last: int, baseline: int) -> Iterator[Html]:
    """A line at a mark, with its text at the end that is free."""
    at = _at(scale, mark.at)
    yield element("line", x1=_percent(at), x2=_percent(at), y1=first, y2=last, class_=mark.kind)
    left = at > HALF
    yield element(
        "text",
        mark.text,
        x=_percent(at),
        y=baseline,
        dx=-5 if left else 5,
        text_anchor="end" if left else "start",
        class_=mark.kind,
    )


HALF = 50
"""Beyond the middle a text is to the left of its mark."""
