"""What a sweep found out, as one table: which factor moves which figure of which integration.

    studies/<sweep>/influence.parquet

Effects of levels and partial rank correlations stand in the same columns, so that pages and figures
need not know by which design they were found. Each integration's questions are one family.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.settings import SettingsError
from sim.study.figures import Figure, values_of
from sim.study.replication import Task
from sim.study.sweeps.sensitivity import correlations, effects
from sim.study.sweeps.sweep import Sweep
from sim.study.wording import figure_title

FILE = "influence.parquet"
EFFECT, CORRELATION = "effect", "correlation"
SIGNIFICANT = 0.05
"""Of p values after Holm's correction."""
RUN_AS = ("scenario", "design", "scale", "faults", "seeds")
"""How it was run: the same in every line."""
LINE = ("integration", "figure", "title", "unit", "kind", "factor", "base", "level", "n")
COLUMNS = (*RUN_AS, *LINE, "estimate", "low", "high", "p_value", "p_holm")
MOST = 12
"""Lines that a reader is shown of a figure, beside those that are significant."""


def swept_values(
    tasks: Sequence[Task], measures: pd.DataFrame, figures: Mapping[str, Figure]
) -> pd.DataFrame:
    """A line for each replication and figure that has a value: `integration`, `figure`, `seed`,
    `value`, factors."""
    task_of = {task.key: task for task in tasks}
    found = values_of(measures[measures["run"].isin(task_of)], figures).dropna(subset="value")
    lines: list[dict[str, Any]] = [
        {
            "integration": task.spec.integration,
            "figure": name,
            "seed": task.spec.seed,
            "value": value,
            **task.factors,
        }
        for run, name, value in found.itertuples(index=False, name=None)
        for task in (task_of[run],)
    ]
    return pd.DataFrame(lines)


def influence(asked: Sweep, values: pd.DataFrame, figures: Mapping[str, Figure]) -> pd.DataFrame:
    """Columns `COLUMNS`, of `swept_values`. Raises TooFew for a hypercube of too few points."""
    kind = CORRELATION if asked.design == "latin" else EFFECT
    find = correlations if kind == CORRELATION else effects
    found = []
    for name in asked.integrations:
        own = values[values["integration"] == name]
        found.append(find(own, asked.factors).assign(integration=name))
    table = pd.concat(found, ignore_index=True).rename(columns={kind: "estimate"})
    run_as = {name: getattr(asked, name) for name in RUN_AS}
    is_effect = kind == EFFECT
    return table.assign(
        kind=kind,
        title=[figure_title(figures[name]) for name in table["figure"]],
        unit=[figures[name].unit if is_effect else "" for name in table["figure"]],
        **({} if is_effect else {"base": "", "level": ""}),
        **run_as,
    )[list(COLUMNS)]


def strongest(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines of one figure, those of the factor and level that moves it most first."""
    size = lines["estimate"].abs()
    most = size.groupby([lines["factor"], lines["level"]]).transform("max")
    return lines.assign(most=most).sort_values(
        ["most", "factor", "level"], ascending=[False, True, True], kind="stable"
    )


def shown(lines: pd.DataFrame) -> pd.DataFrame:
    """Of one figure's lines, the strongest first: the first `MOST`, and all that are
    significant."""
    ordered = strongest(lines)
    ordered = ordered[ordered["estimate"].abs() > 0]
    return ordered[(ordered["p_holm"] < SIGNIFICANT) | (np.arange(len(ordered)) < MOST)]


def read_influence(folder: Path, scenario: str, integrations: Sequence[str]) -> pd.DataFrame:
    """The table of a sweep's folder. Raises SettingsError where there is none, or one of another
    scenario, or of none of these integrations."""
    path = folder / FILE
    if not path.exists():
        raise SettingsError(f"--sensitivity {folder}: no {FILE} there; make it with testbed sweep")
    table = pd.read_parquet(path)
    swept = sorted(set(table["scenario"]))
    if swept != [scenario]:
        raise SettingsError(
            f"--sensitivity {folder}: expected a sweep of {scenario}, got {', '.join(swept)}"
        )
    if not set(integrations) & (known := set(table["integration"])):
        raise SettingsError(
            f"--sensitivity {folder}: expected one of {', '.join(integrations)}, got a sweep of "
            f"{', '.join(sorted(known))}"
        )
    return table
