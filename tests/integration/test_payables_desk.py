"""P07 in whole runs: holds go back to their owners, disputes end in a credit or in payment."""

from __future__ import annotations

from sim.experiment.run import Judged
from tests.couriers.house import Courier, effects, outcomes, serve, states
from tests.couriers.payables import CreditsTwice, PayablesCourier
from tests.integration.test_bank import Parameters

DISPUTED = Parameters(
    invoice_price_discrepancy_share=0.5,
    dispute_share=1.0,
    dispute_answer_mean_h=2.0,
    hold_release_median_h=2.0,
    invoice_lag_median_d=1.0,
)
"""Many prices are wrong, and everybody is quick."""


def judged(kind: type[Courier] = PayablesCourier) -> Judged:
    return serve((kind,), ("payables_desk",), days=6, parameters=DISPUTED)[0]


def test_holds_reach_their_owners_and_disputes_end_in_credits() -> None:
    found = judged()
    assert outcomes(found) == {}
    made = states(found, "P07")
    assert made["procurement.invoice_hold met"] >= 10
    assert made["procurement.invoice_hold_release met"] >= 5
    assert made["contracts.invoice_hold met"] >= 5
    assert made["contracts.invoice_hold_lift met"] >= 3
    assert made["erp.credit_memo met"] >= 5


def test_no_dispute_stays_without_its_invoice() -> None:
    found = judged()
    opened = effects(found, "procurement.dispute_opened")
    closed = effects(found, "procurement.dispute_closed")
    assert set(closed) <= set(opened)
    assert set(opened.values()) == {1}


def test_a_credit_entered_twice_is_found() -> None:
    assert "never owed" in outcomes(judged(CreditsTwice))["phantoms"]
