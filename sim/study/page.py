"""A comparison as one page that needs no network: what was asked, what came out, how to repeat
it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.figure import Figure as Drawn

from sim.report.page import fill
from sim.report.palette import mark
from sim.study.comparison import OUTCOMES, Comparison
from sim.study.drawn import differences_figure, latency_figure, pareto_figure, variance_figure
from sim.study.stress import checklist
from sim.study.wording import NONE, bounds, figure_title, p_value, quantity

PAGE = "comparison.html"
FONTS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "study",
    "font.family": "sans-serif",
}
"""Text stays text: it can be searched, and looks like the page. The same input, the same bytes."""
ALWAYS = ("differences", "latency", "variance")
"""Figures that the page asks for; those that have nothing to show are empty."""
AGAINST_TIME = "-against-time"
PARETO = (("latency_usage_p95", "duplicates"), ("latency_usage_p95", "manual_hours"))


class Study(NamedTuple):
    """What a page is made of: the comparison with its command, and the tables of its dataset."""

    title: str
    command: str
    found: Comparison
    runs: pd.DataFrame
    latency: pd.DataFrame
    variance: pd.DataFrame


def write_page(study: Study, folder: Path) -> Path:
    """Writes the page, and its figures beside it as SVG and PNG."""
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    drawn = _drawn(study)
    with rc_context(FONTS):
        inline = {name: _svg(figure, figures / name) for name, figure in drawn.items()}
    page = folder / PAGE
    traded = [name for name in inline if name.endswith(AGAINST_TIME)]
    values = {**_values(study), "figures": {**dict.fromkeys(ALWAYS, ""), **inline}}
    page.write_text(fill("comparison.html", {**values, "traded": traded}), "utf8")
    return page


def _drawn(study: Study) -> dict[str, Drawn]:
    found, names = study.found, study.found.integrations
    wanted = {
        "differences": differences_figure(found),
        "latency": latency_figure(study.latency, names, _wrong(found)),
        "variance": variance_figure(study.variance, names),
    }
    for across, up in PARETO:
        if {across, up} <= set(found.figures):
            wanted[f"{up}{AGAINST_TIME}"] = pareto_figure(found, across, up)
    return {name: figure for name, figure in wanted.items() if figure is not None}


def _wrong(found: Comparison) -> set[str]:
    rows = found.verdicts.to_dict("records")
    return {str(row["integration"]) for row in rows if row["fail"]}


def _svg(figure: Drawn, beside: Path) -> Markup:
    """The figure's element; it is ours, its texts are escaped by Matplotlib."""
    figure.savefig(beside.with_suffix(".png"), dpi=160, facecolor="white")
    text = StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    beside.with_suffix(".svg").write_text(text.getvalue(), "utf8")
    return Markup(text.getvalue()[text.getvalue().index("<svg") :])


def _values(study: Study) -> dict[str, Any]:
    found = study.found
    return {
        "title": study.title,
        "command": study.command,
        "sentence": _sentence(found),
        "integrations": found.integrations,
        "seeds": len(found.seeds),
        "verdicts": [_verdict(row) for row in found.verdicts.to_dict("records")],
        "means": [_means(found, name) for name in found.figures],
        "differences": [_difference(found, row) for row in _told(found)],
        "left_out": _left_out(found),
        "undominated": found.undominated,
        "checklist": checklist(study.runs, found),
        "replays": sorted(study.runs["replay"])[:: max(1, len(study.runs) // 3)][:3],
        "commits": ", ".join(sorted(set(study.runs["commit"]) - {""})) or "no checkout",
    }


def _sentence(found: Comparison) -> str:
    rows = found.verdicts.to_dict("records")
    right = [row["integration"] for row in rows if row["pass"] and not row["fail"]]
    wrong = [f"{row['integration']} in {row['fail']}" for row in rows if row["fail"]]
    parts = [f"{len(found.seeds)} hospital groups, each with every integration."]
    parts += [f"Correct in all decided runs: {', '.join(right)}."] if right else []
    parts += [f"Incorrect: {', '.join(wrong)}."] if wrong else []
    return " ".join(parts)


def _verdict(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    outcome = "fail" if row["fail"] else "pass" if row["pass"] else "unknown"
    share = NONE
    if not math.isnan(row["fail_low"]):
        share = f"{row['fail_share']:.0%} ({row['fail_low']:.1%} to {row['fail_high']:.1%})"
    counts = [row[name] for name in OUTCOMES]
    told = {"name": row["integration"], "css": outcome, "symbol": mark(outcome).symbol}
    return {**told, "counts": counts, "share": share, "checkers": row["failed_checkers"]}


def _means(found: Comparison, name: str) -> dict[str, Any]:
    figure = found.figures[name]
    lines = found.means[found.means["figure"] == name].to_dict("records")
    return {"title": figure_title(figure), "cells": [_cell(line, figure.unit) for line in lines]}


def _cell(line: Mapping[Hashable, Any], unit: str) -> dict[str, str]:
    if not line["n"]:
        return {"value": NONE, "note": "no value"}
    if math.isnan(line["mean"]):
        return {"value": NONE, "note": f"withheld: {line['note']}"}
    if line["runs_above_0"] == 0:
        return {"value": "0", "note": f"in less than {line['share_above_0_high']:.1%} of runs"}
    missing = f"; none in {line['without']} seeds" if line["without"] else ""
    reach = bounds(line["low"], line["high"], unit)
    return {"value": quantity(line["mean"], unit), "note": reach + missing}


def _told(found: Comparison) -> list[dict[Hashable, Any]]:
    return found.differences[found.differences["note"] == ""].to_dict("records")


def _difference(found: Comparison, row: Mapping[Hashable, Any]) -> dict[str, Any]:
    figure = found.figures[row["figure"]]
    return {
        "title": figure_title(figure),
        "name": row["integration"],
        "n": int(row["n"]),
        "difference": quantity(row["difference"], figure.unit, signed=True),
        "t": bounds(row["low"], row["high"], figure.unit),
        "bca": bounds(row["bca_low"], row["bca_high"], figure.unit),
        "p": p_value(row["p_holm"]),
        "is_sure": row["p_holm"] < 0.05,
    }


def _left_out(found: Comparison) -> list[dict[str, str]]:
    rows = found.differences[found.differences["note"] != ""].to_dict("records")
    return [
        {
            "title": figure_title(found.figures[row["figure"]]),
            "name": str(row["integration"]),
            "why": str(row["note"]),
        }
        for row in rows
    ]
