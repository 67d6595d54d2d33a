"""Figures of a load test: what one request waited for, over time and as shares; the pace."""

from __future__ import annotations

from io import StringIO
from typing import Any

import numpy as np
from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

from sim.report import palette
from sim.results import LoadTest

SHARES = (0.5, 0.75, 0.9, 0.95, 0.99, 0.999)
WINDOWS = 60
"""Of equal width, in which the pace is counted."""
SIZE_IN = (10.0, 3.1)
SMALL_MS = 0.1
"""The logarithmic axis begins no lower."""
FONTS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "load",
    "font.family": "sans-serif",
}
TITLE: dict[str, Any] = {
    "color": palette.INK,
    "fontsize": 10,
    "fontweight": "bold",
    "loc": "left",
}


def figures(test: LoadTest) -> dict[str, Figure]:
    """By name; none of a test in which nothing left."""
    if not test.requests["finished_s"].notna().any():
        return {}
    return {"waits": waits_figure(test), "shares": shares_figure(test), "pace": pace_figure(test)}


def inline(figure: Figure) -> Markup:
    """A figure as an element of a page; its text stays text."""
    text = StringIO()
    with rc_context(FONTS):
        figure.savefig(text, format="svg", metadata={"Date": None})
    return Markup(text.getvalue()[text.getvalue().index("<svg") :])  # ours, not a user's


def waits_figure(test: LoadTest) -> Figure:
    """Each request at its intended moment."""
    figure, axes = _empty("What each request waited, from the moment at which it should have left")
    left = test.requests.dropna(subset=["finished_s"])
    for word, colour, form in (
        ("answered", palette.BLUE, "o"),
        ("refused", palette.ORANGE, "s"),
        ("failed", palette.VERMILLION, "X"),
        ("censored", palette.PURPLE, "^"),
    ):
        some = left[left["outcome"] == word]
        if len(some):
            label = f"{word} ({len(some):,})" + (", at least" if word == "censored" else "")
            waits_ms = np.maximum(SMALL_MS, 1000 * some["waited_s"])
            axes.plot(some["intended_s"], waits_ms, form, ms=3.5, color=colour, label=label)
    axes.set(xlabel="time since the test began (s)", ylabel="waited (ms, log.)")
    _logarithmic(axes)
    _legend(axes)
    return figure


def shares_figure(test: LoadTest) -> Figure:
    """Quantiles from the intended moment beside those of the service alone."""
    figure, axes = _empty("Share of the requests that were through within a time")
    found = np.maximum(SMALL_MS, 1000 * test.quantiles(SHARES))
    places = range(len(SHARES))
    for column, colour, form, name in (
        ("waited_s", palette.VERMILLION, "o-", "from the intended moment"),
        ("took_s", palette.BLUE, "s--", "service alone, from the actual one"),
    ):
        axes.plot(places, found[column], form, ms=5, color=colour, label=name)
    axes.set_xticks(places, [f"{100 * share:g} %" for share in SHARES])
    axes.set(xlabel="share of requests", ylabel="time (ms, log.)")
    _logarithmic(axes)
    _legend(axes)
    return figure


def pace_figure(test: LoadTest) -> Figure:
    """Offered beside sent and answered."""
    figure, axes = _empty("Offered, sent and answered")
    width_s = max(0.5, float(test.requests["intended_s"].max()) / WINDOWS)
    rates = test.rates(width_s)
    for column, colour, dash, line_width in (
        ("offered_per_s", "#C9CED6", "-", 4.0),
        ("sent_per_s", palette.VERMILLION, "--", 1.6),
        ("answered_per_s", palette.BLUE, ":", 1.8),
    ):
        name = column.removesuffix("_per_s")
        axes.step(
            *(rates["second"], rates[column]),
            where="post",
            color=colour,
            ls=dash,
            lw=line_width,
            label=name,
        )
    axes.set(xlabel="time since the test began (s)", ylabel="requests per second", ylim=(0, None))
    _legend(axes)
    return figure


def _empty(title: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=SIZE_IN, layout="constrained")
    axes = figure.subplots()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color=palette.HAIRLINE, lw=0.8)
    axes.set_axisbelow(True)
    axes.set_title(title, **TITLE)
    axes.tick_params(colors=palette.MUTED, labelsize=8.5)
    return figure, axes


def _logarithmic(axes: Axes) -> None:
    """Plain numbers at 1, 2 and 5, so that also a narrow range has some."""
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axes.yaxis.set_minor_locator(NullLocator())


def _legend(axes: Axes) -> None:
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9)
