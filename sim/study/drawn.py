"""The figures of a comparison, one call each: for its page, for slides and for papers.

    figure = latency_figure(latency)
    figure.savefig("latency.pdf")

Integrations are told apart by colour and by line, in the palette of Okabe and Ito.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import isnan
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from sim.report import palette, wording
from sim.study.comparison import Comparison
from sim.study.wording import figure_title, quantity

COLOURS = (
    *(palette.BLUE, palette.VERMILLION, palette.GREEN, palette.PURPLE),
    *(palette.ORANGE, palette.SKY, palette.INK),
)
DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 2, 1, 2)))
MARKERS = "osD^vPX"
WIDTH_IN = 10.0
PANEL_IN = 2.3
LINE_IN = 0.42
TITLE: dict[str, Any] = {"color": palette.INK, "fontsize": 10, "fontweight": "bold", "loc": "left"}
TICKS_S = (0.1, 1.0, 10.0, 60.0, 600.0, 3_600.0, 21_600.0, 86_400.0, 864_000.0)
LEAST_S = 0.05
"""Latencies are drawn from here on."""
DAY_S = 86_400.0


def differences_figure(found: Comparison) -> Figure | None:
    """Each other integration minus the first, with its 95 % interval; a row per figure, None where
    nothing can be told. A filled mark is significant in the family of all questions."""
    told = found.differences[found.differences["note"] == ""]
    moved = told.groupby("figure", sort=False).filter(lambda rows: bool(rows["difference"].any()))
    names = list(dict.fromkeys(moved["figure"]))
    others = found.integrations[1:]
    if not names:
        return None
    tall = LINE_IN * len(names) * max(1, len(others)) + 0.5
    figure = Figure(figsize=(WIDTH_IN, tall + 0.4), layout="constrained")
    places = np.atleast_1d(figure.subplots(len(names), 1))
    for axes, name in zip(places, names, strict=True):
        _forest(axes, moved[moved["figure"] == name], others)
        unit = found.figures[name].unit
        axes.set_ylabel(figure_title(found.figures[name]), rotation=0, ha="right", va="center")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _, u=unit: quantity(x, u, True)))
    marks = [
        Line2D([], [], color=_style(name, found.integrations)["color"], linestyle="", marker=mark)
        for name, mark in zip(others, MARKERS[1:], strict=False)
    ]
    _legend_of(figure, marks, others)
    return figure


def latency_figure(
    latency: pd.DataFrame, integrations: Sequence[str], wrong: Collection[str] = ()
) -> Figure | None:
    """By flow, within which time which share had ended: the median of the seeds, and a band from
    the least to the most. Lines stop where too many had not ended. `latency` as in the dataset;
    those that are `wrong` are marked so: who leaves work away is fast."""
    flows = sorted(set(latency["flow"]))
    if not flows:
        return None
    figure, places = _panels(len(flows))
    for axes, flow in zip(places, flows, strict=False):
        for name in integrations:
            own = latency[(latency["flow"] == flow) & (latency["integration"] == name)]
            _curve(axes, own, name, integrations)
        axes.set_title(wording.flow(flow), **TITLE)
        axes.set_yscale("log")
        axes.set_yticks(list(TICKS_S), minor=False)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: quantity(y, "s")))
        axes.minorticks_off()
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:.0%}"))
    figure.supylabel("latency", fontsize=9, color=palette.MUTED)
    figure.supxlabel("share of documents", fontsize=9, color=palette.MUTED)
    _legend(figure, integrations, wrong)
    return figure


def variance_figure(variance: pd.DataFrame, integrations: Sequence[str]) -> Figure | None:
    """How much money the books were apart, hour by hour: the mean of the seeds, without what was on
    its way in time. None where the books never were."""
    lines = variance[variance["cause"] != "in_flight"]
    if lines.empty:
        return None
    seeds = variance.groupby("integration")["run"].nunique()
    figure = Figure(figsize=(WIDTH_IN, 3.2), layout="constrained")
    axes = figure.subplots()
    for name in integrations:
        own = lines[lines["integration"] == name].groupby("t_s")["minor"].sum().sort_index()
        if own.empty:
            continue
        hours = pd.Index(np.arange(0.0, own.index.max() + 3600.0, 3600.0))
        mean_usd = own.reindex(hours, fill_value=0) / 100.0 / int(seeds[name])
        style = _style(name, integrations)
        axes.plot(hours / DAY_S, mean_usd, drawstyle="steps-post", **style)
    axes.set_yscale("symlog", linthresh=100.0)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("day")
    axes.set_ylabel("US dollars apart")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"${y:,.0f}"))
    _clean(axes)
    _legend(figure, integrations)
    return figure


def pareto_figure(found: Comparison, across: str, up: str) -> Figure | None:
    """Two costs of each integration against each other, with their intervals; who is beaten by
    nobody has a ring. None unless two integrations have both."""
    rows = {(row["figure"], row["integration"]): row for row in found.means.to_dict("records")}
    known = [
        name
        for name in found.integrations
        if not any(isnan(rows[one, name]["low"]) for one in (across, up))
    ]
    if len(known) < 2:
        return None
    figure = Figure(figsize=(WIDTH_IN / 2, 3.4), layout="constrained")
    axes = figure.subplots()
    for name in known:
        x, y = rows[across, name], rows[up, name]
        xerr, yerr = ([[one["mean"] - one["low"]], [one["high"] - one["mean"]]] for one in (x, y))
        colour = _style(name, found.integrations)["color"]
        mark = MARKERS[found.integrations.index(name) % len(MARKERS)]
        place = (x["mean"], y["mean"])
        axes.errorbar(*place, yerr, xerr, fmt=mark, color=colour, markersize=7, capsize=3)
        axes.annotate(name, place, (7, 6), textcoords="offset points", fontsize=9)
    for put, label, one in (
        (axes.set_xlabel, axes.xaxis, across),
        (axes.set_ylabel, axes.yaxis, up),
    ):
        put(figure_title(found.figures[one]))
        unit = found.figures[one].unit
        label.set_major_formatter(FuncFormatter(lambda v, _, u=unit: quantity(v, u)))
    axes.set_ylim(bottom=0.0)
    axes.margins(0.15)
    _clean(axes)
    return figure


def _forest(axes: Axes, rows: pd.DataFrame, others: Sequence[str]) -> None:
    for place, name in enumerate(others):
        own = rows[rows["integration"] == name]
        if own.empty:
            continue
        row = own.iloc[0]
        sure = row["p_holm"] < 0.05
        colour = COLOURS[(place + 1) % len(COLOURS)]
        reach = [[row["difference"] - row["low"]], [row["high"] - row["difference"]]]
        axes.errorbar(
            row["difference"],
            -place,
            xerr=reach,
            fmt=MARKERS[(place + 1) % 7],
            color=colour,
            markerfacecolor=colour if sure else "white",
            capsize=3,
        )
    axes.axvline(0.0, color=palette.MUTED, linewidth=0.8)
    axes.set_ylim(-len(others) + 0.4, 0.6)
    axes.set_yticks([])
    _clean(axes)


def _curve(axes: Axes, own: pd.DataFrame, name: str, integrations: Sequence[str]) -> None:
    if own.empty:
        return
    by_share = own.groupby("share")["latency_s"]
    # A share that some seeds never reached has no median: it would be one of the lucky.
    reached = by_share.count() == own["run"].nunique()
    middle, low, high = (
        getattr(by_share, kind)()[reached].clip(lower=LEAST_S) for kind in ("median", "min", "max")
    )
    style = _style(name, integrations)
    axes.fill_between(middle.index, low, high, color=style["color"], alpha=0.15, linewidth=0)
    axes.plot(middle.index, middle, **style)


def _style(name: str, integrations: Sequence[str]) -> dict[str, Any]:
    place = list(integrations).index(name)
    colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
    return {"color": colour, "linestyle": dash, "linewidth": 1.8}


def _panels(count: int) -> tuple[Figure, list[Axes]]:
    rows = (count + 1) // 2
    figure = Figure(figsize=(WIDTH_IN, PANEL_IN * rows + 0.4), layout="constrained")
    places = list(np.atleast_1d(figure.subplots(rows, 2 if count > 1 else 1)).flat)
    for unused in places[count:]:
        unused.set_visible(False)
    for axes in places:
        _clean(axes)
    return figure, places


def _clean(axes: Axes) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(palette.HAIRLINE)
    axes.tick_params(colors=palette.MUTED, labelsize=8.5)
    axes.grid(axis="y", color=palette.HAIRLINE, linewidth=0.6)
    axes.set_axisbelow(True)


def _legend(figure: Figure, shown: Sequence[str], wrong: Collection[str] = ()) -> None:
    lines = [Line2D([], [], **_style(name, shown)) for name in shown]
    _legend_of(figure, lines, [f"{name} (incorrect)" if name in wrong else name for name in shown])


def _legend_of(figure: Figure, marks: Sequence[Line2D], names: Sequence[str]) -> None:
    where: dict[str, Any] = {"loc": "outside upper left", "ncols": 4}
    figure.legend(list(marks), list(names), frameon=False, fontsize=9, **where)
