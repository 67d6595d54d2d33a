"""The figures of a sweep, one call each: for its page, for slides and for papers.

    lines = pd.read_parquet("studies/mine/influence.parquet")
    figure = tornado_figure(lines[lines["figure"] == "duplicates"], ["reference"])
    figure.savefig("tornado.pdf")

A filled bar or mark is significant at 5 % after Holm's correction, a hollow one is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from sim.report import palette
from sim.statistics import TooFew, t_interval
from sim.study.canvas import COLOURS, WIDTH_IN, clean, legend_of, marker, style, unit_axis
from sim.study.figures import Figure as Measured
from sim.study.sweeps.design import Factor
from sim.study.sweeps.influence import CORRELATION, SIGNIFICANT, shown
from sim.study.wording import figure_title, level

ROW_IN = 0.30
BAR = 0.8
"""Of a row is filled by the bars of all integrations."""
HATCHES = ("", "////", "....", "xxxx")
"""In the order of integrations, so that a print without colours tells them apart."""


def tornado_figure(lines: pd.DataFrame, integrations: Sequence[str]) -> Figure | None:
    """Of one figure's lines of `influence`: what each level makes to the base, or how each factor
    correlates, with 95 % intervals, the strongest on top; None where nothing moved."""
    told = shown(lines)
    if told.empty:
        return None
    rows = list(dict.fromkeys(zip(told["factor"], told["base"], told["level"], strict=True)))
    tall = ROW_IN * len(rows) * max(1.0, 0.6 * len(integrations)) + 0.9
    figure = Figure(figsize=(WIDTH_IN, tall), layout="constrained")
    axes = figure.subplots()
    for place, row in enumerate(rows):
        own = told[(told["factor"] == row[0]) & (told["level"] == row[2])]
        for line in own.to_dict("records"):
            _bar(axes, place, line, list(integrations))
    axes.axvline(0.0, color=palette.INK, linewidth=0.8)
    axes.set_yticks(range(len(rows)), [row_name(*row) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    clean(axes)
    axes.grid(visible=False, axis="y")
    axes.grid(axis="x", color=palette.HAIRLINE, linewidth=0.6)
    _scale(axes, told)
    marks = [
        Patch(facecolor=style(n)["color"], edgecolor="white", hatch=_hatch(n), linewidth=0)
        for n in range(len(integrations))
    ]
    if len(integrations) > 1:
        legend_of(figure, marks, integrations)
    return figure


def response_figure(
    values: pd.DataFrame, factor: Factor, measured: Measured, integrations: Sequence[str]
) -> Figure | None:
    """How one figure answers to one numeric factor: the mean of the seeds at each level with its
    95 % interval. `values` as of `swept_values`, of this figure alone; None for less than two seeds
    at a level."""
    figure = Figure(figsize=(WIDTH_IN * 0.6, 3.2), layout="constrained")
    axes = figure.subplots()
    for place, name in enumerate(integrations):
        own = values[values["integration"] == name]
        by_level = [(at, own.loc[own[factor.name] == at, "value"]) for at in factor.levels]
        try:
            found = [(at, t_interval(held.to_numpy(dtype=float))) for at, held in by_level]
        except TooFew:
            continue
        middle = [one.estimate for _, one in found]
        reach = [[one.half_width for _, one in found]] * 2
        drawn: dict[str, Any] = {**style(place), "marker": marker(place), "capsize": 3}
        axes.errorbar([at for at, _ in found], middle, reach, **drawn)
    if not axes.lines:
        return None
    axes.set_xlabel(factor.name)
    axes.set_ylabel(figure_title(measured))
    unit_axis(axes.yaxis, measured.unit)
    clean(axes)
    marks = [Line2D([], [], **style(n), marker=marker(n)) for n in range(len(integrations))]
    if len(integrations) > 1:
        legend_of(figure, marks, integrations)
    return figure


def row_name(factor: str, base: str, to: str) -> str:
    """A line's name: the factor, and from where it was moved whereto."""
    return f"{factor}  {level(base)} → {level(to)}" if to else factor


def _bar(axes: Axes, place: int, line: dict[Any, Any], integrations: list[str]) -> None:
    """An integration's effect in a row, as a bar from zero with its interval."""
    own = integrations.index(line["integration"])
    thick = BAR / len(integrations)
    at = place - BAR / 2 + thick * (own + 0.5)
    colour = COLOURS[own % len(COLOURS)]
    is_sure = line["p_holm"] < SIGNIFICANT
    look: dict[str, Any] = {
        "color": colour,
        "edgecolor": "white",
        "hatch": _hatch(own),
        "linewidth": 0,
    }
    hollow: dict[str, Any] = {"color": "white", "edgecolor": colour, "linewidth": 1.0}
    axes.barh(at, line["estimate"], thick * 0.9, **(look if is_sure else hollow))
    # A perfect correlation lies a hair outside of its bounds.
    sides = (line["estimate"] - line["low"], line["high"] - line["estimate"])
    reach = [[max(0.0, side)] for side in sides]
    axes.errorbar(
        line["estimate"], at, xerr=reach, fmt="none", ecolor=palette.INK, capsize=2, linewidth=0.9
    )


def _scale(axes: Axes, told: pd.DataFrame) -> None:
    if told["kind"].iloc[0] == CORRELATION:
        axes.set_xlim(-1.05, 1.05)
        axes.set_xticks([-1.0, -0.5, 0.0, 0.5, 1.0])
        axes.set_xlabel("partial rank correlation, 95 % interval")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:+.1f}" if x else "0"))
        return
    axes.set_xlabel("difference from the base, 95 % interval")
    unit_axis(axes.xaxis, str(told["unit"].iloc[0]), signed=True)


def _hatch(place: int) -> str:
    return HATCHES[place % len(HATCHES)]
