"""What the figures of all pages share: how axes look, and how a figure gets into a page.

Text stays text, so that it can be searched and looks like the page; the same input gives the same
bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from sim.report import palette
from sim.study.wording import quantity

COLOURS = (
    *(palette.BLUE, palette.VERMILLION, palette.GREEN, palette.PURPLE),
    *(palette.ORANGE, palette.SKY, palette.INK),
)
DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 2, 1, 2)))
MARKERS = "osD^vPX"
STEPS_S = (
    *(1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0, 7_200.0),
    *(21_600.0, 43_200.0, 86_400.0, 172_800.0, 432_000.0, 864_000.0),
)
"""Between ticks of a duration: a reader counts in minutes, hours and days."""
TICKS = 6

WIDTH_IN = 10.0
TITLE: dict[str, Any] = {"color": palette.INK, "fontsize": 10, "fontweight": "bold", "loc": "left"}
FONTS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "study",
    "font.family": "sans-serif",
}


def saved(figures: Mapping[str, Figure], folder: Path) -> dict[str, Markup]:
    """Each figure as an element for a page, and in the folder as SVG and PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    with rc_context(FONTS):
        return {name: _svg(figure, folder / name) for name, figure in figures.items()}


def clean(axes: Axes) -> None:
    """Only what guides the eye: two thin sides, and a grid behind the data."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(palette.HAIRLINE)
    axes.tick_params(colors=palette.MUTED, labelsize=8.5)
    axes.grid(axis="y", color=palette.HAIRLINE, linewidth=0.6)
    axes.set_axisbelow(True)


def legend_of(figure: Figure, marks: Sequence[Artist], names: Sequence[str]) -> None:
    """One legend for all panels, above them."""
    where: dict[str, Any] = {"loc": "outside upper left", "ncols": 4}
    figure.legend(list(marks), list(names), frameon=False, fontsize=9, **where)


def style(place: int) -> dict[str, Any]:
    """The line of the integration at this place: a colour and a dash, so that a print without
    colours tells it too."""
    colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
    return {"color": colour, "linestyle": dash, "linewidth": 1.8}


def marker(place: int) -> str:
    """The mark of the integration at this place."""
    return MARKERS[place % len(MARKERS)]


def unit_axis(axis: Axis, unit: str, signed: bool = False) -> None:
    """Ticks in a unit, of differences with their sign; call it when everything is drawn."""
    low, high = axis.get_view_interval()
    steps = [step for step in STEPS_S if (high - low) / step <= TICKS]
    is_time = unit == "s" and steps and high - low > STEPS_S[0]
    axis.set_major_locator(MultipleLocator(steps[0]) if is_time else MaxNLocator(TICKS))
    axis.set_major_formatter(FuncFormatter(lambda x, _: quantity(x, unit, signed)))


def _svg(figure: Figure, beside: Path) -> Markup:
    """The figure's element; it is ours, its texts are escaped by Matplotlib."""
    figure.savefig(beside.with_suffix(".png"), dpi=160, facecolor="white")
    text = StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    beside.with_suffix(".svg").write_text(text.getvalue(), "utf8")
    return Markup(text.getvalue()[text.getvalue().index("<svg") :])
