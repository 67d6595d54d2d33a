"""What moves a figure is found, with its sign; what does not is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.statistics import TooFew
from sim.study.sweeps.design import Factor, Point, latin, one_at_a_time
from sim.study.sweeps.sensitivity import correlations, effects

PULL = Factor("pull", low=0.0, high=1.0, base=0.5)
PUSH = Factor("push", low=0.0, high=1.0)
IDLE = Factor("idle", levels=("a", "b"))
FACTORS = (PULL, PUSH, IDLE)


def measured(points: Sequence[Point], seeds: int = 6) -> pd.DataFrame:
    """A figure that rises with pull and falls with push, in worlds that differ much more."""
    draw = np.random.default_rng(1)
    worlds = draw.normal(0.0, 50.0, seeds)
    lines: list[dict[str, Any]] = [
        {
            "figure": "f",
            "seed": seed,
            "value": worlds[seed] + 3 * point["pull"] ** 3 - point["push"] + draw.normal(0.0, 0.05),
            **point,
        }
        for seed in range(seeds)
        for point in points
    ]
    return pd.DataFrame(lines)


def by_factor(table: pd.DataFrame) -> Mapping[str, Any]:
    return {row["factor"]: row for row in table.to_dict("records")}


def test_effects_are_pairs_of_the_same_world() -> None:
    found = effects(measured(one_at_a_time(FACTORS, 0)), FACTORS)
    up = found[(found["factor"] == "pull") & (found["level"] == "1.0")].iloc[0]
    assert up["low"] < 3 * (1 - 0.125) < up["high"]
    assert up["p_holm"] < 0.001
    idle = by_factor(found)["idle"]
    assert idle["low"] < 0 < idle["high"]
    assert idle["n"] == 6


def test_correlations_hold_the_other_factors_fast() -> None:
    found = by_factor(correlations(measured(latin(FACTORS, 40)), FACTORS))
    assert found["pull"]["correlation"] > 0.9
    assert found["push"]["correlation"] < -0.8
    assert found["pull"]["low"] < found["pull"]["correlation"] < found["pull"]["high"]
    assert found["idle"]["p_holm"] > 0.05 > found["push"]["p_holm"]


def test_too_few_points_for_a_correlation_are_said() -> None:
    with pytest.raises(TooFew, match="at least 7 values, got 5"):
        correlations(measured(latin(FACTORS, 5)), FACTORS)


def test_one_seed_has_no_effects() -> None:
    assert effects(measured(one_at_a_time(FACTORS, 0), seeds=1), FACTORS).empty
