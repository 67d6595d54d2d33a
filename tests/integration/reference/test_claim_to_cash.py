"""P10, its financial half, and P15, served by the reference alone: claims, answers, cash."""

from __future__ import annotations

from sim.experiment.run import Judged
from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

PARTIES = ("bank", "billing_office", "payers")
QUICK = Parameters(
    medicare_payment_d=1.0,
    medicaid_payment_d=1.0,
    commercial_payment_d=1.0,
    appeal_decision_d=1.0,
    takeback_share=0.05,
    takeback_after_d=1.0,
    patient_pays_median_d=1.0,
    initial_denial_share=0.15,
)
"""So that ten days see all of the cycle."""
CYCLE = {
    "payers.claim_received",
    "billing.claim_answer",
    "billing.remittance_line",
    "billing.takeback",
    "erp.receivable",
    "erp.cash_receipt",
    "erp.cash_application",
}


def ten_days(faults: str = "none") -> Judged:
    return judged(PARTIES, days=10, parameters=QUICK, faults=faults)


def test_the_cycle_from_claim_to_cash_is_closed() -> None:
    found = ten_days()
    assert found.verdict.outcome == "pass", outcomes(found)
    assert set(states(found, "P10")) == {f"{kind} met" for kind in CYCLE}
    assert found.recorded.quiescent


def test_denied_supplies_have_their_evidence() -> None:
    found = ten_days()
    assert set(states(found, "P15")) == {"billing.denial_evidence met"}
    assert set(effects(found, "billing.denial_evidence").values()) == {1}


def test_a_rough_day_among_them_changes_nothing_of_it() -> None:
    found = ten_days("rough_day")
    assert found.verdict.outcome == "pass", outcomes(found)
    assert states(found, "P10") == states(ten_days(), "P10")
    assert states(found, "P15") == states(ten_days(), "P15")
