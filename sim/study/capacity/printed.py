"""A capacity on the terminal: the answer, objectives by load, what grew, how an outage drained."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from math import isnan
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from sim.report.palette import mark
from sim.study.capacity.carried import (
    drain_rows,
    growth_title,
    hits_words,
    load_words,
    sentences,
    share_words,
    spread_words,
)
from sim.study.capacity.highest_load import BUSY, QUANTILES, Capacity
from sim.study.capacity.recovery import Recovery
from sim.study.wording import quantity

COLOURS = {True: "green", False: "red"}
SHOWN = (
    *(f"usage_{q}" for q in QUANTILES),
    *("variance_dollar_days", "backlog_peak", "calls", BUSY),
)
OUTCOMES = {True: "pass", False: "fail"}


def render_capacity(found: Capacity) -> RenderableType:
    """The answer, then both tables."""
    lines = "\n".join(sentences(found))
    return Group(f"[bold]{escape(lines)}[/]\n", objectives_table(found), "", growth_table(found))


def render_recovery(recovery: Recovery) -> RenderableType:
    """A line by load: the backlog and its drain, each beside the formula."""
    outage = recovery.outage
    title = f"{escape(outage.plan)}: backlog, and the time to drain it after {outage.hours:g} h"
    table = _table(title, "load", "flows")
    for name in (
        "arrive/h, a",
        "done/h, c",
        "peak",
        "a T",
        "drained after",
        "a T / (c - a)",
        "by the hour",
    ):
        table.add_column(name, justify="right")
    for row in drain_rows(recovery):
        counts = (quantity(row[name], "count") for name in ("arrivals", "carried", "peak"))
        backlog = quantity(row["formula_peak"], "count")
        drains = (row[name] for name in ("drain", "formula", "fluid"))
        table.add_row(row["load"], row["flows"], *counts, backlog, *drains)
    return table


def objectives_table(found: Capacity) -> Table:
    """In how many runs of each load each objective was met; the mean of those that had a value."""
    least = found.judged.loc[found.judged["is_met"], "low"].min()
    table = _table("Mean of the runs that had a value, and how many met the objective", "load")
    if not isnan(least):
        table.caption = f"All of {len(found.seeds)}: at least {least:.0%} of such runs, with 95 %"
        table.caption_justify = "left"
    for title in found.titles.values():
        table.add_column(escape(title), justify="right", overflow="fold")
    for load, met in found.searched.tried.items():
        own = found.judged[found.judged["load"] == load].to_dict("records")
        name = f"[{COLOURS[met]}]{mark(OUTCOMES[met]).symbol} {load_words(load)}[/]"
        table.add_row(name, *(_judged(found, row) for row in own))
    return table


def growth_table(found: Capacity) -> Table:
    """Means of the seeds, their intervals below them; the page has all figures."""
    seeds = len(found.seeds)
    plural = "" if seeds == 1 else "s"
    title = f"What grows with the load, means of {seeds} seed{plural} with 95 % intervals"
    table = _table(title, "load")
    lines = {(row["load"], row["figure"]): row for row in found.growth.to_dict("records")}
    told = {name: growth_title(found, name) for name in SHOWN}
    for heading, _ in told.values():
        table.add_column(heading, justify="right")
    for load in found.searched.tried:
        cells = (_grown(lines[load, name], unit) for name, (_, unit) in told.items())
        table.add_row(load_words(load), *cells)
    return table


def _judged(found: Capacity, row: Mapping[Hashable, Any]) -> str:
    colour = COLOURS[bool(row["is_met"])]
    figure = found.figures.get(str(row["objective"]))
    value = f"{quantity(row['mean'], figure.unit)} " if figure else ""
    share = hits_words(row) if row["is_met"] else share_words(row)
    return f"[{colour}]{value}[/][dim]{share}[/]"


def _grown(row: Mapping[Hashable, Any], unit: str) -> str:
    spread = spread_words(row, unit)
    return quantity(row["mean"], unit) + (f"\n[dim]{spread}[/]" if spread else "")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        table.add_column(name, justify="left")
    return table
