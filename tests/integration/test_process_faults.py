"""Whole runs under faults of process and storage: the reference survives them, a naive model does
not, and a run whose fault met nothing says so."""

from __future__ import annotations

from functools import lru_cache

import pytest

from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import Judged, run

SCALE = 0.002


@lru_cache(maxsize=8)
def judged(integration: str, faults: str) -> Judged:
    spec = build_spec(RunRequest("ordinary_day", integration, scale=SCALE, faults=faults))
    return run(spec, new_integration(integration), None)


@pytest.mark.parametrize("faults", ["F22@harsh", "F24@harsh", "F43@harsh", "F44@harsh"])
def test_the_reference_survives(faults: str) -> None:
    assert judged("reference", faults).verdict.outcome == "pass"


def test_all_of_them_at_once() -> None:
    assert judged("reference", "F22@harsh+F24@harsh+F44@harsh").verdict.outcome == "pass"


def test_who_keeps_nothing_loses_in_a_crash_and_repeats_what_is_delivered_again() -> None:
    found = judged("point_to_point", "F22@harsh+F45@harsh").verdict
    assert found.finding("duplicates").outcome == "fail"


def test_a_storage_that_nobody_uses_proves_nothing() -> None:
    assert judged("point_to_point", "F43").verdict.outcome == "unknown"
