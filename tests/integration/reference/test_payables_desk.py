"""P07 with the payables desk in whole runs of the reference alone: holds, disputes, services."""

from __future__ import annotations

import pytest

from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

DISPUTED = {
    "invoice_price_discrepancy_share": 0.5,
    "invoice_lag_median_d": 1.0,
    "dispute_share": 1.0,
    "dispute_answer_mean_h": 2.0,
    "hold_release_median_h": 2.0,
}
BUSY = {
    "service_requisition_share": 1.0,
    "service_visit_mean_h": 4.0,
    "service_billed_twice_share": 0.3,
    "requisition_approval_adhoc_median_h": 1.0,
    "hold_release_median_h": 2.0,
}
DESK = Parameters(DISPUTED)
DESKS = Parameters(BUSY | DISPUTED | {"dispute_rebilled_share": 1.0})


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_holds_reach_their_owners_and_disputes_end_in_credits(faults: str) -> None:
    found = judged(("payables_desk",), faults=faults, days=6, parameters=DESK)
    assert outcomes(found) == {}
    made = states(found, "P07")
    assert {state.partition(" ")[2] for state in made} == {"met"}
    assert made["procurement.invoice_hold met"] >= 20
    assert made["procurement.invoice_hold_release met"] >= 15
    assert made["contracts.invoice_hold met"] >= 20
    assert made["contracts.invoice_hold_lift met"] >= 15
    assert made["erp.credit_memo met"] >= 5


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_a_service_is_paid_without_receipt_and_billed_twice_is_cancelled(faults: str) -> None:
    parties = ("payables_desk", "service_desk")
    found = judged(parties, faults=faults, days=6, parameters=DESKS)
    assert outcomes(found) == {}
    assert len(effects(found, "procurement.service_entry")) >= 20
    assert len(effects(found, "erp.invoice_cancellation")) >= 6
    assert any("/FS-" in key for key in effects(found, "contracts.invoice_hold"))


def test_without_a_desk_services_are_served_and_holds_are_no_phantoms() -> None:
    found = judged(("service_desk",), days=4, parameters=Parameters(BUSY))
    assert outcomes(found) == {}
    assert len(effects(found, "procurement.service_entry")) >= 10
    assert effects(found, "procurement.invoice_hold")
