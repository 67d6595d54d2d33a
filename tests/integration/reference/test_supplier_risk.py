"""P01 with the risk service in whole runs of the reference alone: screenings, holds, releases."""

from __future__ import annotations

import pytest

from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

EVENTFUL = Parameters(
    supplier_requests_per_week=400.0,
    risk_holds_per_month=8000.0,
    screening_failed_share=0.3,
)


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_screenings_and_holds_stand_in_procurement(faults: str) -> None:
    found = judged(("supplier_risk",), faults=faults, days=4, parameters=EVENTFUL)
    assert outcomes(found) == {}
    made = states(found, "P01")
    assert {state.partition(" ")[2] for state in made} == {"met"}
    assert made["procurement.supplier_screening met"] >= 10
    holds = effects(found, "procurement.risk_hold")
    assert len(holds) >= 20
    assert set(holds.values()) == {2}, "each is placed, then released"
    assert effects(found, "procurement.supplier_onboarding")


def test_a_hold_that_meets_an_order_is_seen_by_somebody() -> None:
    found = judged(("supplier_risk",), days=4, parameters=EVENTFUL)
    items = found.history.items
    stopped = items[items["reason"].astype(str).str.contains("SUPPLIER_ON_HOLD")]
    assert set(stopped["owner"].astype(str)) == {"supply chain desk"}
