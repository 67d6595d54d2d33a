"""P07 on paper in whole runs of the reference alone: captured, entered once, acknowledged."""

from __future__ import annotations

import pytest

from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

PAPER = Parameters(
    paper_supplier_share=1.0,
    edi_850_line_share=0.1,
    invoice_lag_median_d=1.0,
    paper_sent_twice_share=0.9,
)
"""Nearly everybody sends paper, soon, and sends it again."""


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_every_captured_invoice_is_entered_once_acknowledged_and_paid(faults: str) -> None:
    found = judged(("invoice_capture", "bank"), faults=faults, days=7, parameters=PAPER)
    assert outcomes(found) == {}
    made = states(found, "P07")
    assert {state.partition(" ")[2] for state in made} == {"met"}
    assert made["procurement.invoice met"] >= 15
    assert made["invoice_capture.export met"] >= 35
    assert len(effects(found, "invoice_capture.expense_invoice")) >= 15
    assert set(effects(found, "erp.invoice").values()) == {1}
    assert states(found, "P08")["bank.payment_received met"] >= 80
