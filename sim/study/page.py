"""A comparison as one page that needs no network: what was asked, what came out, how to repeat
it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure as Drawn

from sim.report.page import fill
from sim.report.palette import CAUSES, MUTED, mark
from sim.study.canvas import saved
from sim.study.causes import UNEXPLAINED, WITHOUT_TOTAL
from sim.study.comparison import OUTCOMES, Comparison
from sim.study.drawn import (
    causes_figure,
    differences_figure,
    latency_figure,
    pareto_figure,
    variance_figure,
)
from sim.study.steady_state import NO_WARM_UP, WarmUpRule
from sim.study.stress import Experiment, checklist
from sim.study.sweeps.influence_tables import influence_sections, run_as, tornadoes
from sim.study.wording import NONE, bounds, cause_name, figure_title, p_value, quantity

PAGE = "comparison.html"
ALWAYS = ("differences", "latency", "variance", "causes")
"""Figures that the page asks for; those that have nothing to show are empty."""
AGAINST_TIME = "-against-time"
PARETO = (("latency_usage_p95", "duplicates"), ("latency_usage_p95", "manual_hours"))


class Study(NamedTuple):
    """What a page is made of: the comparison with its command, the tables of its dataset, which
    warm-up was cut, why there are so many seeds, and the table of a sweep if one was named."""

    title: str
    command: str
    found: Comparison
    runs: pd.DataFrame
    latency: pd.DataFrame
    variance: pd.DataFrame
    warm_up: WarmUpRule = NO_WARM_UP
    stopping: Sequence[str] = ()
    influence: pd.DataFrame | None = None


def write_page(study: Study, folder: Path) -> Path:
    """Writes the page, and its figures beside it as SVG and PNG."""
    inline = saved(_drawn(study), folder / "figures")
    page = folder / PAGE
    traded = [name for name in inline if name.endswith(AGAINST_TIME)]
    values = {**_values(study), "figures": {**dict.fromkeys(ALWAYS, ""), **inline}}
    values |= _sensitivity(study)
    page.write_text(fill("comparison.html", {**values, "traded": traded}), "utf8")
    return page


def _drawn(study: Study) -> dict[str, Drawn]:
    found, names = study.found, study.found.integrations
    wanted: dict[str, Drawn | None] = {
        "differences": differences_figure(found),
        "latency": latency_figure(study.latency, names, _wrong(found)),
        "variance": variance_figure(study.variance, study.runs, names),
        "causes": causes_figure(found.causes, names),
    }
    for across, up in PARETO:
        if {across, up} <= set(found.figures):
            wanted[f"{up}{AGAINST_TIME}"] = pareto_figure(found, across, up)
    if study.influence is not None:
        wanted |= tornadoes(_of_both(study), names)
    return {name: figure for name, figure in wanted.items() if figure is not None}


def _wrong(found: Comparison) -> set[str]:
    rows = found.verdicts.to_dict("records")
    return {str(row["integration"]) for row in rows if row["fail"]}


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
        "causes": [
            _cause(study, str(cause)) for cause in dict.fromkeys(study.found.causes["cause"])
        ],
        "causes_total": [_causes_total(study, name) for name in found.integrations],
        "warm_up": study.warm_up,
        "stopping": study.stopping,
        "checklist": checklist(study.runs, _experiment(study)),
        "replays": sorted(study.runs["replay"])[:: max(1, len(study.runs) // 3)][:3],
        "commits": ", ".join(sorted(set(study.runs["commit"]) - {""})) or "no checkout",
    }


def _experiment(study: Study) -> Experiment:
    found = study.found
    others = ", ".join(found.integrations[1:]) or "nobody else"
    return Experiment(
        tuple(found.figures.values()),
        f"{found.integrations[0]} beside {others}.",
        study.warm_up.told,
        f"{len(found.seeds)} replications of each integration; the unit is the replication. Means "
        "with Student's t, differences by pairs, BCa beside them from ten pairs on, Holm over all "
        f"questions, exact bounds for what never happened. {' '.join(study.stopping[:1])}",
    )


def _of_both(study: Study) -> pd.DataFrame:
    """What the sweep found of the figures and integrations that are compared."""
    assert study.influence is not None
    table = study.influence[study.influence["figure"].isin(study.found.figures)]
    return table[table["integration"].isin(study.found.integrations)]


def _sensitivity(study: Study) -> dict[str, Any]:
    if study.influence is None:
        return {"swept": "", "sections": [], "unmoved": []}
    own = _of_both(study)
    sections = influence_sections(own)
    return {
        "swept": run_as(study.influence),
        "sections": [one for one in sections if one["sure"]],
        "unmoved": [one["title"] for one in sections if not one["sure"]],
    }


def _cause(study: Study, cause: str) -> dict[str, Any]:
    lines = study.found.causes[study.found.causes["cause"] == cause].set_index("integration")
    cells = [_apart(lines.loc[name].to_dict()) for name in study.found.integrations]
    is_extra = cause == UNEXPLAINED or cause in WITHOUT_TOTAL
    colour = CAUSES.get(cause, MUTED)
    return {"name": cause_name(cause), "colour": colour, "cells": cells, "is_extra": is_extra}


def _causes_total(study: Study, name: str) -> dict[str, str]:
    """Of the end without what is in no total, see causes.py."""
    own = study.found.causes[study.found.causes["integration"] == name].set_index("cause")
    total = own.drop(columns="integration").sum()
    at_end = own[~own.index.isin(WITHOUT_TOTAL)].drop(columns="integration").sum()
    return _apart({**at_end.to_dict(), "usd_days": total["usd_days"]})


def _apart(line: Mapping[Hashable, Any]) -> dict[str, str]:
    at_end = f"{quantity(line['end_minor'], 'cents')} in {quantity(line['end_units'], 'count')}"
    note = f"{at_end} effects" if line["end_minor"] or line["end_units"] else "none"
    return {"value": quantity(line["usd_days"], "dollar-days"), "note": f"at the end {note}"}


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
