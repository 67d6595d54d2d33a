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
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from sim.report import palette, wording
from sim.study.canvas import (
    COLOURS,
    TITLE,
    WIDTH_IN,
    clean,
    legend_of,
    marker,
    style,
    unit_axis,
)
from sim.study.comparison import Comparison
from sim.study.wording import cause_name, figure_title, quantity

PANEL_IN = 2.3
LINE_IN = 0.42
TICKS_S = (0.1, 1.0, 10.0, 60.0, 600.0, 3_600.0, 21_600.0, 86_400.0, 864_000.0)
LEAST_S = 0.05
"""Latencies are drawn from here on."""
DAY_S = 86_400.0
HOUR_S = 3_600.0
CAUSES_OVER = {"usd_days": "over time, per run", "end_minor": "at the end, per run"}
HATCH_OF = {
    "missing": "////",
    "duplicate": "....",
    "phantom": "xxxx",
    "quantity_or_unit": "\\\\\\\\",
    "period": "||||",
}
"""So that a print without colours tells causes apart; the others differ in lightness."""


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
        unit_axis(axes.xaxis, unit, signed=True)
    marks = [
        Line2D([], [], color=style(place)["color"], linestyle="", marker=marker(place))
        for place in range(1, len(found.integrations))
    ]
    legend_of(figure, marks, others)
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


def variance_figure(
    variance: pd.DataFrame, runs: pd.DataFrame, integrations: Sequence[str]
) -> Figure | None:
    """How much money the books were apart, hour by hour: the mean of the seeds, without what was on
    its way in time. What is apart when a run ends stays so. None where the books never were."""
    lines = variance[variance["cause"] != "in_flight"]
    if lines.empty:
        return None
    figure = Figure(figsize=(WIDTH_IN, 3.2), layout="constrained")
    axes = figure.subplots()
    made = runs.dropna(subset="simulated_s")
    hours = np.arange(0.0, float(made["simulated_s"].max()) + HOUR_S, HOUR_S)
    for name in integrations:
        ends_s = made[made["integration"] == name].set_index("run")["simulated_s"]
        if ends_s.empty:
            continue
        minor = sum(_apart(lines[lines["run"] == run], hours, end) for run, end in ends_s.items())
        mean_usd = minor / 100.0 / len(ends_s)
        axes.plot(hours / DAY_S, mean_usd, drawstyle="steps-post", **_style(name, integrations))
    axes.set_yscale("symlog", linthresh=100.0)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("day")
    axes.set_ylabel("US dollars apart")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"${y:,.0f}"))
    clean(axes)
    _legend(figure, integrations)
    return figure


def causes_figure(causes: pd.DataFrame, integrations: Sequence[str]) -> Figure | None:
    """Of what the money apart is made, by cause: shares of each integration's own total, which
    stands beside its bar. `causes` as of `by_cause`; None where nothing was apart."""
    totals = causes[["usd_days", "end_minor"]].sum()
    shown = [name for name in ("usd_days", "end_minor") if totals[name]]
    if not shown:
        return None
    tall = 0.38 * len(integrations) + 1.3
    figure = Figure(figsize=(WIDTH_IN, tall), layout="constrained")
    places = np.atleast_1d(figure.subplots(1, len(shown), sharey=True))
    for axes, name in zip(places, shown, strict=True):
        for place, one in enumerate(integrations):
            own = causes[causes["integration"] == one].set_index("cause")[name]
            _stack(axes, place, own, "dollar-days" if name == "usd_days" else "cents")
        axes.set_title(CAUSES_OVER[name], **TITLE)
        axes.set_yticks(range(len(integrations)), list(integrations))
        axes.set_ylim(len(integrations) - 0.4, -0.6)
        axes.set_xlim(0.0, 1.2)
        axes.set_xticks(np.linspace(0.0, 1.0, 6), [f"{n * 20} %" for n in range(6)])
        clean(axes)
        axes.grid(visible=False)
    drawn = [cause for cause in palette.CAUSES if cause in _of_any(causes, shown)]
    patches = [_patch(cause) for cause in drawn]
    legend_of(figure, patches, [cause_name(cause) for cause in drawn])
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
        mark = marker(found.integrations.index(name))
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
    clean(axes)
    return figure


def _apart(lines: pd.DataFrame, hours: np.ndarray, end_s: float) -> np.ndarray:
    """Cents at each hour; from the run's end on what stood there."""
    by_instant = lines.groupby("t_s")["minor"].sum()
    found = by_instant.reindex(hours, fill_value=0).to_numpy(dtype=float, copy=True)
    # Its last instant is in the table to the microsecond, if anything was apart.
    found[hours >= end_s] = by_instant[by_instant.index >= end_s - 1.0].iloc[-1:].sum()
    return found


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
            fmt=marker(place + 1),
            color=colour,
            markerfacecolor=colour if sure else "white",
            capsize=3,
        )
    axes.axvline(0.0, color=palette.MUTED, linewidth=0.8)
    axes.set_ylim(-len(others) + 0.4, 0.6)
    axes.set_yticks([])
    clean(axes)


def _stack(axes: Axes, place: int, own: pd.Series, unit: str) -> None:
    """One bar of shares, with the total behind it."""
    total, left = float(own.sum()), 0.0
    for cause in palette.CAUSES:
        share = float(own.get(cause, 0.0)) / total if total else 0.0
        if share:
            axes.barh(place, share, 0.62, left=left, **_filling(cause))
            left += share
    text = quantity(total, unit) if total else "nothing apart"
    where: dict[str, Any] = {"va": "center", "fontsize": 9}
    axes.text(1.02 if total else 0.02, place, text, color=palette.INK, **where)


def _of_any(causes: pd.DataFrame, columns: Sequence[str]) -> set[str]:
    return set(causes.loc[(causes[list(columns)] > 0).any(axis=1), "cause"])


def _patch(cause: str) -> Patch:
    return Patch(**_filling(cause))


def _filling(cause: str) -> dict[str, Any]:
    hatch = HATCH_OF.get(cause, "")
    return {"facecolor": palette.CAUSES[cause], "edgecolor": "white", "hatch": hatch}


def _curve(axes: Axes, own: pd.DataFrame, name: str, integrations: Sequence[str]) -> None:
    if own.empty:
        return
    by_share = own.groupby("share")["latency_s"]
    # A share that some seeds never reached has no median: it would be one of the lucky.
    reached = by_share.count() == own["run"].nunique()
    middle, low, high = (
        getattr(by_share, kind)()[reached].clip(lower=LEAST_S) for kind in ("median", "min", "max")
    )
    line = _style(name, integrations)
    axes.fill_between(middle.index, low, high, color=line["color"], alpha=0.15, linewidth=0)
    axes.plot(middle.index, middle, **line)


def _style(name: str, integrations: Sequence[str]) -> dict[str, Any]:
    return style(list(integrations).index(name))


def _panels(count: int) -> tuple[Figure, list[Axes]]:
    rows = (count + 1) // 2
    figure = Figure(figsize=(WIDTH_IN, PANEL_IN * rows + 0.4), layout="constrained")
    places = list(np.atleast_1d(figure.subplots(rows, 2 if count > 1 else 1)).flat)
    for unused in places[count:]:
        unused.set_visible(False)
    for axes in places:
        clean(axes)
    return figure, places


def _legend(figure: Figure, shown: Sequence[str], wrong: Collection[str] = ()) -> None:
    lines = [Line2D([], [], **_style(name, shown)) for name in shown]
    legend_of(figure, lines, [f"{name} (incorrect)" if name in wrong else name for name in shown])
