"""Seeds are added until a mean is known as well as somebody asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.experiment.settings import SettingsError
from sim.study.figures import Figure
from sim.study.sequential import first_seeds, read_goal, seeds_needed

WORK = Figure("work", "manual_hours", "hours", "all")


def study(**spreads: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Forty seeds of each integration about a mean of 100."""
    draw = np.random.default_rng(8)
    runs, lines = [], []
    for name, spread in spreads.items():
        for seed in range(40, 0, -1):
            run = f"{name}-{seed}"
            runs.append({"run": run, "integration": name, "seed": seed, "outcome": "pass"})
            value = 100.0 + spread * draw.standard_normal()
            lines.append((run, "manual_hours", "all", "hours", value))
    return pd.DataFrame(runs), pd.DataFrame(
        lines, columns=["run", "measure", "item", "column", "value"]
    )


def test_what_varies_more_needs_more_seeds() -> None:
    precision = read_goal("work=10%", 100).precision
    needed = seeds_needed(*study(steady=5.0, restless=25.0, wild=400.0), WORK, precision)
    assert needed["steady"] is not None
    assert needed["restless"] is not None
    assert needed["steady"] < needed["restless"]
    assert needed["wild"] is None


def test_a_goal_is_relative_or_absolute() -> None:
    relative, absolute = read_goal("latency/p95_s/P09=5%", 30), read_goal("duplicates=0.5", 30)
    assert (relative.figure, relative.precision.relative) == ("latency/p95_s/P09", 0.05)
    assert (absolute.precision.relative, absolute.precision.absolute) == (0.0, 0.5)
    assert first_seeds(relative.precision) == 8


@pytest.mark.parametrize("text", ["work", "=10%", "work=", "work=ten", "work=-1", "work=0%"])
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="expected FIGURE=10% or"):
        read_goal(text, 30)
