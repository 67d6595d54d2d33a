"""A comparison on the terminal: verdicts, means with their intervals, differences seed by seed."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from sim.report.palette import mark
from sim.study.comparison import Comparison
from sim.study.wording import bounds, estimate, figure_title, p_value, quantity

COLOURS = {"pass": "green", "fail": "red", "unknown": "yellow"}


def render_comparison(found: Comparison) -> RenderableType:
    """All tables, one below the other."""
    return Group(_verdicts(found), _means(found), _differences(found), _undominated(found))


def render_influence(found: pd.DataFrame) -> RenderableType:
    """What moves what, of one integration of a sweep, the surest first."""
    table = _table("What moves what", "figure", "factor", "level")
    for name in ("estimate", "95 %", "p, Holm"):
        table.add_column(name, justify="right")
    for row in found.sort_values("p_holm", kind="stable").to_dict("records"):
        moved = f"{row['base']} → {row['level']}" if row["level"] else "rank correlation"
        cells = (row["title"], row["factor"], moved, *estimate(row), p_value(row["p_holm"]))
        table.add_row(*map(escape, cells))
    return table


def _verdicts(found: Comparison) -> Table:
    table = _table("Verdicts", "integration", "runs", "pass", "fail", "unknown", "crashed")
    table.add_column("share that fails (95 %)", justify="right")
    table.add_column("checkers that failed, in how many runs", overflow="fold")
    for row in found.verdicts.to_dict("records"):
        outcome = "fail" if row["fail"] else "pass" if row["pass"] else "unknown"
        counts = (str(row[name]) for name in ("runs", "pass", "fail", "unknown", "crashed"))
        share = f"{row['fail_low']:.1%} to {row['fail_high']:.1%}"
        name = f"[{COLOURS[outcome]}]{mark(outcome).symbol} {escape(row['integration'])}[/]"
        known = share if not math.isnan(row["fail_low"]) else "nothing decided"
        table.add_row(name, *counts, known, row["failed_checkers"])
    return table


def _means(found: Comparison) -> Table:
    table = _table(f"Means of {len(found.seeds)} seeds, with 95 % intervals", "figure")
    for name in found.integrations:
        table.add_column(escape(name), justify="right")
    lines = {(row["figure"], row["integration"]): row for row in found.means.to_dict("records")}
    for name, figure in found.figures.items():
        cells = [_mean(lines[name, one], figure.unit) for one in found.integrations]
        table.add_row(figure_title(figure), *cells)
    return table


def _mean(line: Mapping[Hashable, Any], unit: str) -> str:
    if not line["n"]:
        return "[dim]no value[/]"
    if line["note"] and math.isnan(line["mean"]):
        return f"[dim]{escape(line['note'])}[/]"
    if math.isnan(line["low"]):
        return f"{quantity(line['mean'], unit)} [dim]one seed[/]"
    if line["runs_above_0"] == 0:
        return f"0 [dim](in < {line['share_above_0_high']:.1%} of runs)[/]"
    return f"{quantity(line['mean'], unit)} [dim]{bounds(line['low'], line['high'], unit)}[/]"


def _differences(found: Comparison) -> Table:
    title = f"Differences from {found.integrations[0]}, seed by seed"
    table = _table(title, "figure", "integration")
    for name in ("difference", "95 % (t)", "95 % (BCa)", "p, Holm"):
        table.add_column(name, justify="right")
    notes: dict[str, list[str]] = {}
    for row in found.differences.to_dict("records"):
        figure = found.figures[row["figure"]]
        cells = [figure_title(figure), escape(row["integration"])]
        if row["note"]:
            notes.setdefault(row["note"], []).append(f"{cells[0]} ({cells[1]})")
            continue
        cells += [
            quantity(row["difference"], figure.unit, signed=True),
            bounds(row["low"], row["high"], figure.unit),
            bounds(row["bca_low"], row["bca_high"], figure.unit),
            p_value(row["p_holm"]),
        ]
        table.add_row(*cells)
    left_out = [f"Not told, {why}: {', '.join(what)}" for why, what in notes.items()]
    table.caption = escape("\n".join(left_out))
    table.caption_justify = "left"
    return table


def _undominated(found: Comparison) -> str:
    if not found.undominated:
        return ""
    names = ", ".join(found.undominated)
    return f"Beaten by nobody in time, duplicates and work together: {escape(names)}"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for n, name in enumerate(columns):
        table.add_column(name, justify="left" if n == 0 or name == "integration" else "right")
    return table
