"""The reference integration passes every checker on every seed, however rough the month.

CI runs a slice; `make nightly` runs the campaign.
"""

from __future__ import annotations

import pytest

from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import run

SLICE = range(101, 105)
CAMPAIGN_DAYS = range(1, 61)
CAMPAIGN_MONTHS = range(1, 13)


def violations(scenario: str, plan: str, seed: int, scale: float = 0.02) -> list[str]:
    """What the checkers object to; a fault that met nothing in so small a group is no objection."""
    spec = build_spec(RunRequest(scenario, "reference", seed, scale, plan))
    verdict = run(spec, new_integration("reference"), None).verdict
    found = [f"{f.checker}: {f.summary}" for f in verdict.findings if f.outcome != "pass"]
    return found + [gap for gap in verdict.gaps if not gap.startswith("fault ")]


@pytest.mark.parametrize("seed", SLICE)
def test_the_reference_survives_a_rough_day(seed: int) -> None:
    assert violations("ordinary_day", "rough_day", seed) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", CAMPAIGN_DAYS)
def test_the_reference_survives_many_rough_days(seed: int) -> None:
    assert violations("ordinary_day", "rough_day", seed) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", CAMPAIGN_MONTHS)
def test_the_reference_survives_many_rough_months(seed: int) -> None:
    assert violations("month_end", "rough_month", seed) == []
