"""The figures of a capacity: latency and variance by load, a backlog and its drain."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.report import palette
from sim.study.canvas import TITLE, WIDTH_IN, clean, legend_of, marker, style
from sim.study.capacity.carried import load_words
from sim.study.capacity.highest_load import QUANTILES, Capacity
from sim.study.capacity.objectives import Objective
from sim.study.capacity.recovery import Recovery
from sim.study.wording import figure_title, quantity

TALL_IN = 3.4
HOUR_S = 3600.0
BEFORE_H, AFTER = 1.0, 1.5
"""Hours that are drawn before an outage, and times the longest drain after it."""
USAGE = "latency_usage_p95"
TICKS_S = (0.1, 1.0, 10.0, 60.0, 600.0, 3_600.0, 21_600.0, 86_400.0, 864_000.0)
LEAST_S = 0.05
ROOM = 3.0
FLUIDS = {"formula_drain_h": "a T / (c - a)", "fluid_drain_h": "fluid by the hour"}


def latency_by_load(found: Capacity) -> Figure | None:
    """Median, p95 and p99 of usage to charge: the mean of the seeds, and a band from the least to
    the most; its objective as a line. None where no load has a value."""
    names = [f"usage_{q}" for q in QUANTILES]
    if found.growth.loc[found.growth["figure"].isin(names), "mean"].isna().all():
        return None
    figure, axes = _by_load(found, "latency of usage to charge")
    for place, name in enumerate(names):
        _rise(axes, found, name, place)
    axes.set_yscale("log")
    axes.set_yticks(list(TICKS_S))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: quantity(y, "s")))
    axes.minorticks_off()
    marks = [_mark(n) for n in range(len(names))]
    titles = [found.figures[name].title.partition(", ")[2] for name in names]
    asked = next((one for one in found.objectives if one.name == USAGE), None)
    if asked:
        marks.append(_limit(axes, asked))
        titles.append(f"objective: {asked.title}")
    _around(axes, found.growth[found.growth["figure"].isin(names)], asked)
    legend_of(figure, [*marks, *_reached(axes, found)], [*titles, *_reached_words(found)])
    return figure


def variance_by_load(found: Capacity) -> Figure | None:
    """How far the books were apart, over time and at the end. None where they never were."""
    most = found.growth.groupby("figure")["most"].max()
    names = [name for name in ("variance_dollar_days", "variance_at_end") if most.get(name, 0) > 0]
    if not names:
        return None
    figure = Figure(figsize=(WIDTH_IN, TALL_IN), layout="constrained")
    panels = np.atleast_1d(figure.subplots(1, len(names)))
    for place, (name, axes) in enumerate(zip(names, panels, strict=True)):
        _across(axes, found)
        _rise(axes, found, name, place)
        one = found.figures[name]
        axes.set_title(figure_title(one), **TITLE)
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _, u=one.unit: quantity(y, u)))
        marks = _reached(axes, found)
    legend_of(figure, marks, _reached_words(found))
    return figure


def backlog_by_load(recovery: Recovery) -> Figure | None:
    """Documents that wait because of the outage, by load: the mean of the seeds. None where it held
    up nothing."""
    curves, outage = recovery.curves, recovery.outage
    if curves.empty or curves["waiting"].max() <= 0:
        return None
    figure = Figure(figsize=(WIDTH_IN, TALL_IN), layout="constrained")
    axes = figure.subplots()
    loads = sorted(set(curves["load"]))
    for place, load in enumerate(loads):
        own = curves[curves["load"] == load]
        axes.plot(own["t_s"] / HOUR_S, own["waiting"], **style(place))
    axes.axvspan(outage.from_h, outage.until_h, color=palette.SHADE, linewidth=0)
    axes.set_xlim(outage.from_h - BEFORE_H, _last_h(recovery))
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    axes.set_xlabel("hours since the start of the scenario")
    axes.set_ylabel("documents waiting because of it")
    clean(axes)
    marks = [Line2D([], [], **style(n)) for n in range(len(loads))]
    legend_of(figure, [*marks, Patch(color=palette.SHADE)], [*map(load_words, loads), "outage"])
    return figure


def drain_by_load(recovery: Recovery) -> Figure | None:
    """Hours to drain by load, measured by seed and by the formula. None for a single load."""
    pairs = recovery.pairs
    if pairs.empty or pairs["load"].nunique() < 2:
        return None
    figure = Figure(figsize=(WIDTH_IN / 2, TALL_IN), layout="constrained")
    axes = figure.subplots()
    axes.plot(pairs["load"], pairs["drain_h"], **_points(0))
    by_load = pairs.replace(np.inf, np.nan).groupby("load")
    for place, name in enumerate(FLUIDS, start=1):
        line = by_load[name].mean()
        axes.plot(line.index, line, marker=marker(place), **style(place))
    axes.set_xlabel("load, multiples of the usual business")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: load_words(x)))
    axes.set_ylabel("hours to drain after the outage")
    axes.set_ylim(bottom=0)
    clean(axes)
    marks = [Line2D([], [], **_points(0)), *(_mark(n + 1) for n in range(len(FLUIDS)))]
    legend_of(figure, marks, ["measured, a seed", *FLUIDS.values()])
    return figure


def _by_load(found: Capacity, title: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH_IN, TALL_IN), layout="constrained")
    axes = figure.subplots()
    _across(axes, found)
    axes.set_ylabel(title)
    return figure, axes


def _across(axes: Axes, found: Capacity) -> None:
    """Loads on a logarithmic axis, each labelled unless it would stand on its neighbour."""
    loads = list(found.searched.tried)
    axes.set_xscale("log", base=2)
    axes.set_xticks(_apart(loads))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: load_words(x)))
    axes.minorticks_off()
    axes.set_xlabel("load, multiples of the usual business")
    clean(axes)


def _apart(loads: Sequence[float]) -> list[float]:
    shown = [loads[0]]
    for load in loads[1:]:
        if load > shown[-1] * 1.15:
            shown.append(load)
    return shown


def _rise(axes: Axes, found: Capacity, name: str, place: int) -> None:
    own = found.growth[(found.growth["figure"] == name) & found.growth["mean"].notna()]
    colour = style(place)["color"]
    axes.fill_between(own["load"], own["least"], own["most"], color=colour, alpha=0.15, linewidth=0)
    axes.plot(own["load"], own["mean"], **style(place))
    met = own["load"].map(found.searched.tried)
    for is_met, fill in ((True, colour), (False, "white")):
        some = own[met == is_met]
        dots: dict[str, Any] = {"marker": marker(place), "markerfacecolor": fill, "linestyle": ""}
        axes.plot(some["load"], some["mean"], color=colour, **dots)


def _around(axes: Axes, lines: pd.DataFrame, asked: Objective | None) -> None:
    """Half a decade of room at each end, so that a tick stands beside every line."""
    ends = [lines["least"].min(), lines["most"].max(), *([asked.limit] if asked else [])]
    axes.set_ylim(max(min(ends), LEAST_S) / ROOM, max(ends) * ROOM)


def _limit(axes: Axes, asked: Objective) -> Line2D:
    dotted: dict[str, Any] = {"color": palette.INK, "linewidth": 1.2, "linestyle": (0, (1, 1))}
    axes.axhline(asked.limit, **dotted)
    return Line2D([], [], **dotted)


def _reached(axes: Axes, found: Capacity) -> list[Line2D]:
    """The capacity as an upright line, and what an open mark means."""
    marks = [Line2D([], [], color=palette.MUTED, marker="o", markerfacecolor="white", linestyle="")]
    if (load := found.searched.capacity) is not None:
        axes.axvline(load, color=palette.MUTED, linewidth=0.9)
        marks.append(Line2D([], [], color=palette.MUTED, linewidth=0.9))
    return marks


def _reached_words(found: Capacity) -> list[str]:
    load = found.searched.capacity
    return ["open: an objective missed", *([f"capacity {load_words(load)}"] if load else [])]


def _last_h(recovery: Recovery) -> float:
    longest = recovery.pairs["drain_h"].max()
    lasts = recovery.outage.hours if isnan(longest) else max(longest, 1.0)
    return recovery.outage.until_h + AFTER * lasts


def _mark(place: int) -> Line2D:
    return Line2D([], [], marker=marker(place), **style(place))


def _points(place: int) -> dict[str, Any]:
    return {"color": style(place)["color"], "marker": marker(place), "linestyle": ""}
