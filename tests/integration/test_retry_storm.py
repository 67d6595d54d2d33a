"""C14: half an hour without the ERP, and how long each integration keeps it busy afterwards."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import Judged, run
from sim.experiment.settings import Settings
from sim.measures.goodput import goodput
from sim.measures.latency import latency

HOUR_S = 3600.0
OUTAGE_H = (9.0, 9.5)
BUSIEST_PER_H = 2 / 6.2 * 3600
"""What the server can do in an hour."""

pytestmark = pytest.mark.slow


@lru_cache
def judged(integration: str, **settings: Any) -> Judged:
    asked = RunRequest("retry_storm", integration, settings=Settings(integration=settings))
    return run(build_spec(asked), new_integration(integration), None)


def at_the_erp(found: Judged) -> dict[str, float]:
    lines = goodput(found.history).to_dict("records")
    (own,) = (line for line in lines if line["hop"] == "integration>erp")
    return {str(name): float(value) for name, value in own.items() if name != "hop"}


def slow_end_s(found: Judged) -> float:
    """The 95th percentile of usages."""
    table = latency(found.history)
    return float(table.loc[table["flow"].astype(str) == "P09", "p95_s"].iloc[0])


def failing(found: Judged) -> set[str]:
    return {finding.checker for finding in found.verdict.findings if finding.outcome != "pass"}


def test_the_server_has_a_third_to_spare_before_the_outage() -> None:
    calls = judged("reference").history.calls
    mine = calls[calls["hop"] == "integration>erp"]
    hours = (mine["t_us"] // round(HOUR_S * 1e6)).value_counts()
    assert 0.6 < hours[8] / BUSIEST_PER_H < 0.7


def test_the_reference_passes_and_its_overload_ends_with_the_outage() -> None:
    found = judged("reference")
    assert failing(found) == set()
    told = at_the_erp(found)
    assert told["overloaded_until_s"] <= OUTAGE_H[1] * HOUR_S
    assert (told["wasted_share"], round(told["attempts_per_effect"], 1)) == (0.0, 1.0)


def test_without_the_circuit_breaker_a_system_that_is_away_is_called_all_the_time() -> None:
    bare = judged("reference", without="circuit_breaker")
    assert failing(bare) == set()
    whole = at_the_erp(judged("reference"))
    assert at_the_erp(bare)["turned_away_share"] > 10 * whole["turned_away_share"]
    assert slow_end_s(bare) > slow_end_s(judged("reference"))


def test_a_lane_that_does_not_narrow_keeps_the_server_overloaded() -> None:
    """Neither breaker nor budget bounds how many calls are given up at once: only the width."""
    told = at_the_erp(judged("reference", without="narrowing"))
    assert told["wasted_share"] > 0.3
    assert told["overloaded_until_s"] > 24 * HOUR_S


def test_point_to_point_keeps_the_server_busy_for_nobody_long_after_the_outage() -> None:
    found = judged("point_to_point")
    told = at_the_erp(found)
    assert told["overloaded_until_s"] > 24 * HOUR_S
    assert told["attempts_per_effect"] > 10
    assert {"duplicates", "liveness", "loss"} <= failing(found)
