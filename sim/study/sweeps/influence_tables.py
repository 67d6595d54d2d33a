"""What a sweep found out, as tables and tornado charts of a page: a section for each figure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.study.sweeps.drawn import row_name, tornado_figure
from sim.study.sweeps.influence import SIGNIFICANT, shown
from sim.study.wording import estimate, p_value

TORNADO = "tornado-"
DESIGNS = {
    "one_at_a_time": "one factor at a time, the others at their base",
    "full": "every level with every other",
    "latin": "a Latin hypercube over all factors",
}


def influence_sections(table: pd.DataFrame) -> list[dict[str, Any]]:
    """By figure: `title`, `rows` with the strongest first, `rest` (how many lines are left out,
    none of them significant), `sure` (how many are significant), `drawn` (the tornado's name)."""
    return [
        _section(str(name), lines)
        for name, lines in table.groupby("figure", sort=False)
        if len(lines)
    ]


def tornadoes(table: pd.DataFrame, integrations: Sequence[str]) -> dict[str, Figure | None]:
    """The charts that sections name; of the integrations that the table has, in this order."""
    known = [name for name in integrations if name in set(table["integration"])]
    return {
        drawn_name(str(name)): tornado_figure(lines, known)
        for name, lines in table.groupby("figure", sort=False)
    }


def drawn_name(figure: str) -> str:
    """Of a figure's tornado: also a file's name, so without what an address has between words."""
    return TORNADO + figure.replace("/", "-")


def run_as(table: pd.DataFrame) -> str:
    """How the sweep was run, in words."""
    line = table.iloc[0]
    return (
        f"{line['scenario']}, {DESIGNS[line['design']]}; scale {line['scale']:g}, faults "
        f"{line['faults']}, {line['seeds']} seeds"
    )


def _section(name: str, lines: pd.DataFrame) -> dict[str, Any]:
    told = shown(lines)
    return {
        "title": str(lines["title"].iloc[0]),
        "rows": [_row(line) for line in told.to_dict("records")],
        "rest": len(lines) - len(told),
        "sure": int((lines["p_holm"] < SIGNIFICANT).sum()),
        "drawn": drawn_name(name),
    }


def _row(line: Mapping[Hashable, Any]) -> dict[str, Any]:
    is_sure = line["p_holm"] < SIGNIFICANT
    told, reach = estimate(line)
    return {
        "name": row_name(line["factor"], line["base"], line["level"]),
        "integration": line["integration"],
        "n": int(line["n"]),
        "estimate": told,
        "reach": reach,
        "p": p_value(line["p_holm"]),
        "is_sure": is_sure,
        "said": "" if is_sure else "not significant",
    }
