"""The same figures as pictures, for slides and papers: `figures/variance.png`, `latency.png`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib.dates as mdates
import matplotlib.ticker as mticker
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report import palette, wording
from sim.report.charts import DURATION_TICKS
from sim.report.content import Content
from sim.report.panels import Panel, variance_panels
from sim.report.series import headroom, latency_of, latency_span_s
from sim.report.windows import labels, shaded

DPI = 160
WIDTH_IN = 10.0
ROW_IN = 1.75
TEXT: dict[str, Any] = {"color": palette.INK, "fontsize": 10, "fontweight": "bold", "loc": "left"}


def write_figures(content: Content, folder: Path) -> list[Path]:
    """Writes what there is to draw into a folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {"variance.png": variance_figure(content), "latency.png": latency_figure(content)}
    paths = []
    for name, figure in drawn.items():
        if figure is not None:
            figure.savefig(folder / name, dpi=DPI, facecolor="white")
            paths.append(folder / name)
    return paths


def variance_figure(content: Content) -> Figure | None:
    """What two books differ by, in money and in documents; None when none ever did."""
    panels = variance_panels(content)
    if not panels:
        return None
    figure, places = _grid(len(panels))
    for panel, axes in zip(panels, places, strict=True):
        _steps(axes, panel)
        axes.set_title(panel.title, **TEXT)
        axes.set_ylabel(panel.unit)
    _finish(places, content)
    return figure


def latency_figure(content: Content) -> Figure | None:
    """Median and 95th percentile of each flow against its deadline; None without data."""
    flows = content.timed_flows
    if not flows:
        return None
    figure, places = _grid(len(flows))
    for flow, axes in zip(flows, places, strict=True):
        _quantiles(axes, latency_of(content, flow))
        axes.set_title(wording.flow(flow), **TEXT)
    _finish(places, content)
    lines = places[0].get_legend_handles_labels()
    figure.legend(*lines, loc="outside lower left", ncols=3, frameon=False, fontsize=9)
    return figure


def _grid(panels: int) -> tuple[Figure, list[Axes]]:
    """A figure of two columns, without pyplot, whose global state no library may touch."""
    rows = (panels + 1) // 2
    figure = Figure(figsize=(WIDTH_IN, ROW_IN * rows + 0.35), layout="constrained")
    places = list(figure.subplots(rows, 2, squeeze=False).flat)
    for spare in places[panels:]:
        spare.remove()
    return figure, places[:panels]


def _steps(axes: Axes, panel: Panel) -> None:
    line, column, colour = panel.line, panel.field, panel.colour
    axes.step(line["moment"], line[column], where="post", color=colour, linewidth=1.4)
    axes.fill_between(line["moment"], line[column], step="post", color=colour, alpha=0.13, lw=0)
    axes.yaxis.set_major_formatter(mticker.FuncFormatter(_thousands))
    axes.yaxis.set_major_locator(mticker.MaxNLocator(4, integer=True))
    top = headroom(line[column])
    axes.set_ylim(-0.02 * top, top)  # a line at zero must be seen


def _quantiles(axes: Axes, line: pd.DataFrame) -> None:
    x = line["moment"]
    steps: dict[str, Any] = {"where": "post", "linewidth": 1.6}
    axes.step(x, line["p50_s"], color=palette.BLUE, label="median", zorder=3, **steps)
    axes.step(x, line["p95_s"], color=palette.SKY, label="95th percentile", **steps)
    axes.plot(x, line["due_s"], color=palette.VERMILLION, linestyle=(0, (5, 4)), label="deadline")
    axes.set_yscale("log")
    axes.set_ylabel("latency")
    axes.set_ylim(*latency_span_s(line))
    axes.yaxis.set_major_locator(mticker.FixedLocator(DURATION_TICKS))
    axes.yaxis.set_major_formatter(mticker.FuncFormatter(lambda v, _: wording.tick(v)))
    axes.yaxis.set_minor_locator(mticker.NullLocator())


def _finish(panels: Iterable[Axes], content: Content) -> None:
    start = pd.Timestamp(content.first_day)
    stop = start + pd.to_timedelta(content.end_us, unit="us")
    windows = shaded(content)
    for axes in panels:
        for left, right in zip(windows["start"], windows["stop"], strict=True):
            _shade(axes, left, right)
        for label in labels(content).itertuples():
            _name(axes, label)
        axes.set_xlim(float(mdates.date2num(start)), float(mdates.date2num(stop)))
        axes.grid(axis="y", color=palette.HAIRLINE, linewidth=0.8)
        axes.set_axisbelow(True)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(palette.HAIRLINE)
        axes.tick_params(colors=palette.MUTED, labelsize=8, length=2)
        axes.yaxis.label.set(color=palette.MUTED, fontsize=8)
        axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=4, maxticks=7))
        axes.xaxis.set_major_formatter(mdates.DateFormatter("%-d %b"))


def _shade(axes: Axes, left: pd.Timestamp, right: pd.Timestamp) -> None:
    ends = float(mdates.date2num(left)), float(mdates.date2num(right))
    axes.axvspan(*ends, color=palette.SHADE, linewidth=0, zorder=0)


def _name(axes: Axes, label: Any) -> None:
    place = axes.get_xaxis_transform()
    style: dict[str, Any] = {"ha": "center", "va": "top", "fontsize": 7.5, "color": palette.INK}
    axes.text(label.middle, 0.98, label.label, transform=place, **style)


def _thousands(value: float, _place: int) -> str:
    return f"{value / 1000:,.3g} k" if abs(value) >= 1000 else f"{value:,.3g}"
