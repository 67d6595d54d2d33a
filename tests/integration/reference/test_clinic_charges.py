"""P14, charges of acquired clinics, served by the reference alone: messages and files."""

from __future__ import annotations

import pytest

from sim.checkers.reconciliation import final_differences
from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

PARTIES = ("clinics",)
BUSY = Parameters(outpatient_visits_per_bed_year=4000.0)


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_each_clinics_charges_are_billed_once_at_the_groups_price(faults: str) -> None:
    found = judged(PARTIES, days=2, parameters=BUSY, faults=faults)
    assert found.verdict.outcome == "pass", outcomes(found)
    ended = states(found, "P14")
    assert set(ended) <= {"billing.charge met", "billing.charge late"}
    assert ended.total() == effects(found, "clinics.charge").total() > 100
    differences = final_differences(found.history.whole)
    assert not differences[differences["pair"] == "clinics>billing"]["net_minor"].any()
