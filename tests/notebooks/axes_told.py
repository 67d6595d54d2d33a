"""Whether each axis of each figure says what it shows and in which unit; runs in the kernel.

An axis of names (categories, rows of a forest plot) needs no unit. Others have a label, or stand
under a title, and tell the unit in the label or beside every number.
"""

from __future__ import annotations

import re
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, NullFormatter, NullLocator

UNITS = re.compile(
    r"\$|%|\b(dollars?|cents|microseconds?|seconds?|minutes?|hours?|days?|weeks?|dates?|"
    r"share|count|number|units?|documents?|invoices?|orders?|items?|lines?|effects?|calls?|seeds?|"
    r"runs?|sites?|keys?|obligations?|duplicates?|exceptions?|users?|requests?|per|rows?|postings?|"
    r"receipts?|claims?|usages?|charges?|patients?|s|ms|min|h|d)\b"
)
NUMBER = re.compile(r"\d")
BARE = re.compile(r"[-+−\d.,\s]*")
FIGURES: list[Figure] = []


def watch() -> None:
    """Remembers every figure that is made from now on."""
    made = Figure.__init__

    def remember(self: Figure, *args: Any, **settings: Any) -> None:
        made(self, *args, **settings)
        FIGURES.append(self)

    Figure.__init__ = remember  # type: ignore[method-assign]


def untold() -> list[str]:
    """What is missing in the figures that were made."""
    return [
        f"figure {number}, {axes.get_title(loc='left') or axes.get_title() or 'no title'}: {lack}"
        for number, figure in enumerate(FIGURES, 1)
        for axes in figure.axes
        if axes.get_visible() and axes.axison and axes.has_data()
        for lack in _lacks(axes)
    ]


def _lacks(axes: Axes) -> list[str]:
    named = ("x", axes.xaxis), ("y", axes.yaxis)
    return [f"the {name} axis {why}" for name, axis in named if (why := _lack(axes, axis))]


def _lack(axes: Axes, axis: Axis) -> str:
    if _is_of_names(axis):
        return ""
    figure = axes.get_figure(root=True)
    assert figure is not None
    shared = figure.get_supxlabel() if axis is axes.xaxis else figure.get_supylabel()
    label = axis.get_label_text() or shared or _label_of_sibling(axes, axis)
    if not label and not (_title(axes) or axes.get_ylabel()):
        return "has no label"
    if UNITS.search(label) or all(map(_with_unit, _ticks(axis))):
        return ""
    return f"has no unit: {label!r}"


def _title(axes: Axes) -> str:
    return axes.get_title(loc="left") or axes.get_title()


def _label_of_sibling(axes: Axes, axis: Axis) -> str:
    """Panels that share an axis are labelled at the edge."""
    across = axis is axes.xaxis
    shared = axes.get_shared_x_axes() if across else axes.get_shared_y_axes()
    labels = (one.get_xlabel() if across else one.get_ylabel() for one in shared.get_siblings(axes))
    return next(filter(None, labels), "")


def _is_of_names(axis: Axis) -> bool:
    if isinstance(axis.get_major_locator(), NullLocator) or not axis.get_visible():
        return True
    if isinstance(axis.get_major_formatter(), NullFormatter):
        return True
    ticks = _ticks(axis)
    fixed = isinstance(axis.get_major_formatter(), FixedFormatter)
    return fixed or not ticks or not any(NUMBER.search(tick) for tick in ticks)


def _ticks(axis: Axis) -> list[str]:
    return [tick.get_text() for tick in axis.get_ticklabels() if tick.get_text()]


def _with_unit(tick: str) -> bool:
    """A bare number has none; 0 needs none."""
    return not BARE.fullmatch(tick) or tick.strip() in ("0", "0.0")
