"""S13 and P07 in whole runs: paper is captured, verified, entered once, with the bank beside it."""

from __future__ import annotations

from sim.experiment.run import Judged
from tests.couriers.bank import BankCourier
from tests.couriers.capture import CaptureCourier, SkipsExpenses
from tests.couriers.house import Courier, effects, outcomes, serve, states
from tests.integration.test_bank import Parameters

PAPER = Parameters(
    paper_supplier_share=1.0,
    edi_850_line_share=0.1,
    invoice_lag_median_d=1.0,
    paper_sent_twice_share=0.9,
)
"""Nearly everybody sends paper, soon, and sends it again."""


def judged(*kinds: type[Courier], parties: tuple[str, ...] = ("invoice_capture",)) -> Judged:
    return serve(kinds or (CaptureCourier,), parties, days=7, parameters=PAPER)[0]


def test_every_captured_invoice_is_entered_once_and_acknowledged() -> None:
    found = judged()
    assert outcomes(found) == {}
    made = states(found, "P07")
    assert made["procurement.invoice met"] >= 5
    assert made["invoice_capture.export met"] >= 15
    assert len(effects(found, "invoice_capture.expense_invoice")) >= 5
    assert set(effects(found, "erp.invoice").values()) == {1}


def test_second_copies_are_put_aside() -> None:
    found = judged()
    assert sum(effects(found, "invoice_capture.rejection").values()) >= 1
    assert outcomes(found) == {}


def test_large_invoices_without_order_are_approved_by_somebody() -> None:
    approved = effects(judged(), "erp.invoice_approval")
    assert approved
    assert all("/SV" in key for key in approved)


def test_an_integration_that_knows_orders_only_loses_the_rest() -> None:
    found = judged(SkipsExpenses)
    assert "lost" in outcomes(found)["loss"]
    lost = states(found, "P07")["erp.invoice lost_silent"]
    assert lost == len(effects(found, "invoice_capture.expense_invoice"))


def test_with_the_bank_captured_invoices_are_paid_like_others() -> None:
    found = judged(CaptureCourier, BankCourier, parties=("invoice_capture", "bank"))
    assert outcomes(found) == {}
    assert states(found, "P08")["bank.payment_received met"] >= 30
