"""Price corrections (S01): a credit memo or an invoice without units, each number once (CP7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import (
    BOX_SUPPLIER,
    Desk,
    invoice_body,
    order_body,
    receipt_body,
)


@pytest.fixture
def order(desk: Desk) -> str:
    """Four boxes at $50, received, billed."""
    number = str(desk.done("create_purchase_order", **order_body())["OrderNumber"])
    desk.done("create_receipt", **receipt_body(number))
    desk.done("create_invoice", **invoice_body(number))
    return number


def correction(order: str, **changes: Any) -> dict[str, Any]:
    return {
        "CorrectionNumber": "PC-PO-1-1-1",
        "CorrectionType": "CREDIT",
        "SupplierNumber": BOX_SUPPLIER,
        "OrderNumber": order,
        "OrderLineNumber": 1,
        "BusinessUnit": "BU100",
        "ContractNumber": "C-1",
        "Amount": "8.00",
        "CorrectionDate": "2026-04-20",
        "AccountingDate": "2026-04-20",
        **changes,
    }


def paid(desk: Desk, day: str) -> str:
    return str(desk.done("run_payments", PaymentDate=day)["Amount"])


def test_a_credit_lowers_the_next_payment(desk: Desk, order: str) -> None:
    desk.done("create_price_correction", **correction(order))
    assert (desk.balance("5120"), desk.balance("2110"), desk.balance("2120")) == (-800, -19200, 0)
    (effect,) = desk.effects("erp.price_correction")
    assert (effect.key, effect.amount_minor, effect.period) == ("PC-PO-1-1-1", -800, "2026-04")
    assert desk.effects("erp.credit_memo") == []
    assert paid(desk, "2026-05-13") == "192.00"
    assert desk.balance("2110") == 0


def test_a_debit_is_an_invoice_due_by_the_suppliers_terms(desk: Desk, order: str) -> None:
    desk.done("create_price_correction", **correction(order, CorrectionType="DEBIT"))
    assert (desk.balance("5120"), desk.balance("2110")) == (800, -20800)
    assert [e.amount_minor for e in desk.effects("erp.price_correction")] == [800]
    assert len(desk.effects("erp.invoice")) == 1  # the supplier's own
    (told,) = [e for e in desk.events("erp.invoice.changed") if e["InvoiceNumber"] != "INV-1"]
    assert (told["InvoiceType"], told["Status"]) == ("PRICE_CORRECTION", "APPROVED")
    (status,) = [e for e in desk.effects("erp.invoice_status") if not e.facts["submitted"]]
    assert status.key == f"{BOX_SUPPLIER}/PC-PO-1-1-1"
    assert (paid(desk, "2026-05-19"), paid(desk, "2026-05-20")) == ("200.00", "8.00")
    assert desk.balance("2110") == 0


def test_the_units_of_the_line_stay_billed(desk: Desk, order: str) -> None:
    for number, type_ in (("PC-1", "CREDIT"), ("PC-2", "DEBIT")):
        changes = {"CorrectionNumber": number, "CorrectionType": type_}
        desk.done("create_price_correction", **correction(order, **changes))
    assert desk.erp.tables.orders[order].lines[1].billed_each == 40
    assert (desk.balance("5120"), desk.balance("2110")) == (0, -20000)


def test_a_correction_is_found_by_its_number(desk: Desk, order: str) -> None:
    entered = desk.done("create_price_correction", **correction(order))
    asked = {"SupplierNumber": BOX_SUPPLIER, "CorrectionNumber": "PC-PO-1-1-1"}
    assert desk.done("find_price_corrections", **asked)["items"] == [entered]
    asked["CorrectionNumber"] = "PC-9"
    assert desk.done("find_price_corrections", **asked)["items"] == []


@pytest.mark.parametrize("type_", ["CREDIT", "DEBIT"])
def test_a_number_is_used_once(desk: Desk, order: str, type_: str) -> None:
    desk.done("create_price_correction", **correction(order, CorrectionType=type_))
    for again in ("CREDIT", "DEBIT"):
        body = correction(order, CorrectionType=again, CorrectionNumber="pc-po-1-1 1")
        assert desk.refused("create_price_correction", **body).code == "DUPLICATE_INVOICE"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Amount": "0.00"}, "INVALID_AMOUNT"),
        ({"SupplierNumber": "30000102"}, "SUPPLIER_MISMATCH"),
        ({"OrderLineNumber": 9}, "UNKNOWN_ORDER_LINE"),
        ({"OrderNumber": "PO-9"}, "UNKNOWN_ORDER"),
        ({"BusinessUnit": "BU200"}, "BUSINESS_UNIT_MISMATCH"),
        ({"AccountingDate": "2026-03-20"}, "PERIOD_CLOSED"),
    ],
)
def test_what_does_not_fit_is_refused(
    desk: Desk, order: str, changes: dict[str, Any], code: str
) -> None:
    assert desk.refused("create_price_correction", **correction(order, **changes)).code == code
