"""Figures that can stand on a slide: large type, the palette of Okabe and Ito, axes with units.

    slides.use()
    axes = plt.figure().subplots()
    axes.plot(days, cents / 100, **slides.line("reference"))
    slides.dollars(axes.yaxis)

An integration has the same colour and line in every figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib.axis import Axis
from matplotlib.dates import DayLocator, num2date
from matplotlib.ticker import FuncFormatter, NullLocator

from sim.report import palette
from sim.report.wording import tick

OUTCOMES = {name: one.colour for name, one in palette.MARKS.items()}
"""pass, fail, unknown -> colour; write the word beside it."""
CAUSES = palette.CAUSES
"""Cause of a difference between books -> colour."""
STATES = {
    "met": palette.GREEN,
    "late": palette.ORANGE,
    "queued": palette.SKY,
    "in_flight": "#C9CED6",
    "superseded": "#7F8793",
    "lost_visible": palette.PURPLE,
    "lost_silent": palette.VERMILLION,
}
"""What became of an obligation -> colour, in the order in which they are stacked."""
INK, MUTED, HAIRLINE, SHADE = palette.INK, palette.MUTED, palette.HAIRLINE, palette.SHADE
BLUE, ORANGE, GREEN = palette.BLUE, palette.ORANGE, palette.GREEN
VERMILLION, SKY, PURPLE = palette.VERMILLION, palette.SKY, palette.PURPLE

LINES: Mapping[str, tuple[str, Any]] = {
    "reference": (GREEN, "-"),
    "point_to_point": (VERMILLION, (0, (5, 2))),
    "nightly_batch": (BLUE, (0, (1, 1.5))),
    "api_led": (PURPLE, (0, (5, 2, 1, 2))),
}
"""Integration -> colour and dashes, so that no meaning hangs on colour alone."""
OTHERS = (ORANGE, (0, (3, 1.5)))
DURATIONS_S = (0.1, 1.0, 10.0, 60.0, 600.0, 3_600.0, 21_600.0, 86_400.0, 864_000.0)

SLIDE: dict[Any, Any] = {
    "figure.figsize": (11.0, 5.2),
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "figure.titlesize": 17,
    "figure.titleweight": "bold",
    "font.size": 14,
    "text.parse_math": False,  # two amounts in dollars are no formula
    "axes.titlesize": 17,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 14,
    "axes.titlecolor": INK,
    "axes.labelsize": 14,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": HAIRLINE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.prop_cycle": cycler(color=[BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, INK]),
    "grid.color": HAIRLINE,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "legend.frameon": False,
    "legend.fontsize": 13,
    "lines.linewidth": 2.4,
}


def use() -> None:
    """Draws all figures that follow in this style."""
    plt.rcParams.update(SLIDE)


def colour(integration: str) -> str:
    """Of an integration; others than the compared models share one."""
    return LINES.get(integration, OTHERS)[0]


def line(integration: str) -> dict[str, Any]:
    """Colour, dashes and label of an integration's line, as arguments of `plot`."""
    hue, dashes = LINES.get(integration, OTHERS)
    return {"color": hue, "linestyle": dashes, "label": integration}


def dollars(axis: Axis) -> None:
    """Ticks of an axis in US dollars: $1,500."""
    axis.set_major_formatter(
        FuncFormatter(lambda usd, _: f"{'-' if usd < 0 else ''}${abs(usd):,.0f}")
    )


def dates(axis: Axis, every_d: int = 7) -> None:
    """Ticks of an axis of dates: 1 May."""
    axis.set_major_locator(DayLocator(interval=every_d))
    axis.set_major_formatter(FuncFormatter(lambda day, _: f"{num2date(day):%d %b}".lstrip("0")))


def percent(axis: Axis) -> None:
    """Ticks of an axis of shares: 95 %."""
    axis.set_major_formatter(FuncFormatter(lambda share, _: f"{share * 100:g} %"))


def durations(axis: Axis) -> None:
    """Ticks of a logarithmic axis of seconds at spoken durations: 1 s, 10 min, 6 h."""
    axes = axis.axes
    (axes.set_xscale if axis is axes.xaxis else axes.set_yscale)("log")
    axis.set_ticks(list(DURATIONS_S))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda seconds, _: tick(seconds)))
