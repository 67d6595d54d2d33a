"""The respiratory season (C10): more patients beside the usual ones, and urgent replenishment."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pandas as pd

from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run

DAY_US = 86_400_000_000
DAYS, BEGINS, ENDS = 9, 1, 7


@lru_cache
def season(days: float = ENDS - BEGINS) -> Judged:
    """A short one without the record's own charges, which only cost time here."""
    spec = build_spec(RunRequest("demand_surge", "reference", scale=0.005))
    parameters = {
        **spec.scenario.parameters,
        "surge_days": days,
        "surge_first_d": float(BEGINS),
    }
    short = replace(
        spec.scenario, days=DAYS, parties=("replenishment",), parameters=parameters, expects={}
    )
    return run(replace(spec, scenario=short), Reference(), None)


def of_kind(found: Judged, kind: str) -> pd.DataFrame:
    rows = found.history.effects
    chosen: pd.DataFrame = rows[rows["f"] == kind]
    return chosen.assign(effect_key=chosen["effect_key"].astype(str))


def urgent(found: Judged) -> pd.DataFrame:
    asked = of_kind(found, "procurement.requisition")
    return asked[asked["process"].astype(str) == "world/urgent"]


def test_the_reference_passes() -> None:
    found = season().verdict
    assert found.outcome == "pass", [f.summary for f in found.findings if f.outcome != "pass"]


def test_more_patients_come_while_it_lasts_beside_the_usual_ones() -> None:
    came, usual = (of_kind(season(*days), "billing.encounter") for days in ((), (0.0,)))
    more = came[~came["effect_key"].isin(usual["effect_key"])]
    assert set(usual["effect_key"]) <= set(came["effect_key"])
    assert len(more) > 0.3 * len(usual)
    assert more["t_us"].between(BEGINS * DAY_US, ENDS * DAY_US).all()


def test_more_is_used_and_the_usual_draws_stay_as_they_were() -> None:
    used, usual = (of_kind(season(*days), "inventory.usage") for days in ((), (0.0,)))
    assert len(used) > 1.2 * len(usual)
    before = [rows[rows["t_us"] < BEGINS * DAY_US]["t_us"].tolist() for rows in (used, usual)]
    assert before[0] == before[1]


def test_what_runs_out_is_requested_at_once_and_only_while_the_surge_lasts() -> None:
    asked = urgent(season())
    assert len(asked) > 3
    assert asked["t_us"].between(BEGINS * DAY_US, ENDS * DAY_US).all()
    assert urgent(season(0.0)).empty
