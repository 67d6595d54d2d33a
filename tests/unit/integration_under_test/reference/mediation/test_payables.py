"""Holds and credits of disputes, as procurement, the contract platform and the ERP take them."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.dispute_credits import DisputeCredit
from integration_under_test.reference.mediation.canonical.invoice_holds import InvoiceHold
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.contracts import invoice_holds as contract_holds
from integration_under_test.reference.mediation.erp import credit_memos
from integration_under_test.reference.mediation.erp import invoice_holds as erp_holds
from integration_under_test.reference.mediation.erp.invoice_holds import HeldInvoice
from integration_under_test.reference.mediation.procurement import disputes, invoice_holds
from tests.unit.integration_under_test.reference.fakes import crosswalk

HOLD = InvoiceHold("300", "INV-1", "PRICE")
CLOSED: dict[str, Any] = {
    "dispute-reference": "DSP-300-INV-1",
    "invoice-number": "INV-1",
    "erp-supplier-number": "300",
    "outcome": "credited",
    "credit-amount": "12.40",
}


def test_a_hold_goes_to_who_can_lift_its_cause() -> None:
    body = invoice_holds.write(HOLD, Context(crosswalk(), consulted=7))
    reason = "the billed price differs from the order's"
    expected = {"id": 7, "hold-code": "PRICE", "reason": reason, "owner": "supply chain desk"}
    assert body == expected
    new = InvoiceHold("300", "INV-1", "EMBARGO")
    body = invoice_holds.write(new, Context(crosswalk(), consulted=7))
    assert (body["reason"], body["owner"]) == ("held for EMBARGO", "AP desk")


def test_only_a_hold_that_stands_is_released() -> None:
    assert invoice_holds.write_release(HOLD, Context(crosswalk())) is None
    body = invoice_holds.write_release(HOLD, Context(crosswalk(), consulted=7))
    assert body == {"id": 7, "hold-code": "PRICE", "released-by": "AP desk"}


def test_the_contract_platform_hears_of_its_own_invoices_only() -> None:
    answer = {"items": [{"ContractNumber": "CT-1", "InvoiceAmount": "250.00"}]}
    held = erp_holds.read_invoice(answer)
    assert held == HeldInvoice("CT-1", 25000)
    of = {"contractNumber": "CT-1", "invoiceReference": "300/INV-1", "holdCode": "PRICE"}
    body = contract_holds.write(HOLD, Context(crosswalk(), consulted=held))
    assert body == {**of, "amount": {"value": "250.00", "currency": "USD"}}
    without = Context(crosswalk(), consulted=HeldInvoice("", 25000))
    assert contract_holds.write(HOLD, without) is None
    assert contract_holds.write_lift(HOLD, Context(crosswalk(), consulted=held)) == of
    assert contract_holds.write_lift(HOLD, Context(crosswalk())) is None


@pytest.mark.parametrize("read", [invoice_holds.read_id, erp_holds.read_invoice])
def test_an_invoice_that_is_not_there_yet_is_waited_for(read: Any) -> None:
    with pytest.raises(NotYet):
        read({"invoices": [], "items": []})


def test_a_credit_is_a_memo_on_the_first_line_of_the_order() -> None:
    assert disputes.is_credited(CLOSED)
    assert not disputes.is_credited({**CLOSED, "outcome": "paid-as-billed"})
    credit = disputes.read(CLOSED, closed_at="2026-05-01T03:30:00+00:00")
    assert credit == DisputeCredit(
        "DSP-300-INV-1", "300", "INV-1", 1240, "2026-05-01T03:30:00+00:00"
    )
    assert from_json(to_json(credit)) == credit
    line = {"LineNumber": 2, "UOMCode": "BX"}
    row = {"OrderNumber": "US100-1", "BusinessUnit": "BU100", "Lines": [line]}
    order = credit_memos.read_order({"items": [row]})
    day = credit_memos.posting_day(credit, crosswalk())
    body = credit_memos.write(credit, Context(crosswalk(), consulted=order, posting_on=day))
    assert body == {
        "CreditNumber": "CM-DSP-300-INV-1",
        "SupplierNumber": "300",
        "OrderNumber": "US100-1",
        "BusinessUnit": "BU100",
        "InvoiceNumber": "INV-1",
        "CreditType": "PRICE",
        "CreditAmount": "12.40",
        "AccountingDate": "2026-04-30",
        "Lines": [
            {
                "LineNumber": 1,
                "OrderLineNumber": 2,
                "Quantity": "1",
                "UOMCode": "BX",
                "UnitPrice": "12.40",
            }
        ],
    }


@pytest.mark.parametrize("read", [credit_memos.read_source_order, credit_memos.read_order])
def test_a_credit_waits_for_its_invoice_and_for_its_order(read: Any) -> None:
    with pytest.raises(NotYet):
        read({"items": []})
