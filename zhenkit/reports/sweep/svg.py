"""The chart of towns along the values of a fact, or of two, as a file of SVG that loads nothing."""

from __future__ import annotations

from zhenkit.core.i18n import _
from zhenkit.judging.sweep import Sweeps
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.phrases.sweep import headline, nothing
from zhenkit.reports.sweep.chart import chart

PLAIN = """text { font: 13px "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; fill: #1d232b }
.soft { fill: #56606d }
.head, .name { font-weight: 600 }
.box rect { fill: #ffffff; stroke: #dcdfe3 }
.cut { stroke: #1d232b; stroke-dasharray: 2 3 }"""
"""No variables: not every program that shows SVG knows them."""
COLOURS = {
    "met": ("#d2e8e1", "#0a4a40"),
    "pass": ("#d2e8e1", "#0a4a40"),
    "relaxed": ("#d9e5f8", "#1b3d77"),
    "review": ("#fbe6ab", "#573d00"),
    "incomplete": ("#e9eaee", "#414856"),
    "not_met": ("#ad3521", "#ffffff"),
    "fail": ("#ad3521", "#ffffff"),
}
"""The colours of pages, in light."""
LINE = 24


def render(found: Sweeps, _style: Style) -> str:
    """The charts, one below the other, each with its title."""
    parts: list[Html] = []
    top, wide = 8, 0
    for sweep in found.sweeps:
        lines = [_("{town}: {said}").format(town=sweep.judgement.town.name, said=headline(sweep)), *nothing(sweep)]
        for line in lines:
            parts.append(element("text", line, x=10, y=top + 16, class_="head"))
            top += LINE
        if sweep.moves:
            drawn = chart(sweep)
            width, height = _size(drawn)
            parts.append(element("g", drawn, transform=f"translate(0 {top})"))
            top, wide = top + height, max(wide, width)
        top += LINE
    colours = [
        f".{word} rect {{ fill: {fill} }}\n.{word} text {{ fill: {ink} }}" for word, (fill, ink) in COLOURS.items()
    ]
    style = Html("<style>\n" + "\n".join((PLAIN, *colours)) + "\n</style>")
    wide = max(wide, 800)
    whole = element(
        "svg",
        style,
        element("rect", width=wide, height=top, fill="#ffffff"),
        joined(parts, "\n"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {wide} {top}",
        width=wide,
        height=top,
        class_="sweep",
    )
    return f"{whole}\n"


def _size(drawn: Html) -> tuple[int, int]:
    """How wide and high a chart is."""
    _before, _mark, after = drawn.partition('viewBox="0 0 ')
    width, height = after.partition('"')[0].split()
    return int(width), int(height)
