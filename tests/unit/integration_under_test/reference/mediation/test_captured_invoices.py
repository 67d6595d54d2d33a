"""Invoices that were read off paper, in the terms of procurement and the ERP."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.reference.mediation.canonical.expense_invoices import InvoiceExport
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import expense_invoices
from integration_under_test.reference.mediation.invoice_capture import invoices as captured
from integration_under_test.reference.mediation.procurement import invoices
from tests.unit.integration_under_test.reference.fakes import crosswalk

AT = "2026-05-01T03:30:00+00:00"
"""April still, at the facility."""


def usd(units: str, nanos: int = 0) -> dict[str, Any]:
    return {"currency_code": "USD", "units": units, "nanos": nanos}


def verified(price: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    line = {
        "line_number": 1,
        "order_line": 4,
        "description": "GLOVES",
        "quantity": 2,
        "unit": "BX",
        "unit_price": price or usd("12", 500_000_000),
        "account": "",
        "cost_center": "",
    }
    invoice = {
        "vendor_code": "30000001",
        "invoice_number": "INV-7",
        "purchase_order": "PO-1",
        "invoice_date": {"year": 2026, "month": 4, "day": 9},
        "total_amount": usd("25"),
        "business_unit": "",
        "requester": "",
        "line_items": [line],
    }
    return {"document": "documents/D0000007", "invoice": invoice | changes}


def coded() -> dict[str, Any]:
    row = {"line_number": 1, "quantity": 1, "account": "6200", "cost_center": "CC-1010"}
    second = {**row, "line_number": 2, "cost_center": "CC-1020", "unit_price": usd("0", 50_000_000)}
    lines = [{**row, "unit_price": usd("400")}, second]
    changes: dict[str, Any] = {
        "purchase_order": "",
        "business_unit": "BU100",
        "requester": "manager.CC-1010",
    }
    return verified(**changes, total_amount=usd("400", 50_000_000), line_items=lines)


def test_with_an_order_it_is_entered_as_at_the_portal() -> None:
    assert captured.has_order(verified())
    invoice = captured.read(verified(), arrived_at=AT)
    assert from_json(to_json(invoice)) == invoice
    assert invoices.write(invoice, Context(crosswalk(), consulted=17)) == {
        "invoice-number": "INV-7",
        "supplier-id": 17,
        "po-number": "PO-1",
        "invoice-date": "04/09/2026",
        "total": "25.00",
        "lines": [
            {
                "line-num": 1,
                "po-line": 4,
                "quantity": 2,
                "uom": "box",
                "unit-price": "12.5000",
            }
        ],
    }


def test_the_same_number_with_another_sum_is_another_invoice() -> None:
    invoice = captured.read(verified(), arrived_at=AT)
    assert invoices.is_same(invoice, {"invoices": [{"total": "25.00"}]})
    assert not invoices.is_same(invoice, {"invoices": [{"total": "25.01"}]})
    assert not invoices.is_same(invoice, {"invoices": []})


def test_without_an_order_it_is_entered_in_the_erp_as_it_was_coded() -> None:
    assert not captured.has_order(coded())
    expense = captured.read_expense(coded(), arrived_at=AT)
    assert from_json(to_json(expense)) == expense
    day = expense_invoices.posting_day(expense, crosswalk())
    assert expense_invoices.write(expense, Context(crosswalk(), posting_on=day)) == {
        "InvoiceNumber": "INV-7",
        "SupplierNumber": "30000001",
        "InvoiceDate": "2026-04-09",
        "InvoiceAmount": "400.05",
        "BusinessUnit": "BU100",
        "CostCenter": "CC-1010",
        "Requester": "manager.CC-1010",
        "AccountingDate": "2026-04-30",
        "Lines": [
            {
                "LineNumber": 1,
                "Account": "6200",
                "CostCenter": "CC-1010",
                "Amount": "400.00",
            },
            {
                "LineNumber": 2,
                "Account": "6200",
                "CostCenter": "CC-1020",
                "Amount": "0.05",
            },
        ],
    }
    assert expense_invoices.is_same(expense, {"items": [{"InvoiceAmount": "400.05"}]})
    assert not expense_invoices.is_same(expense, {"items": [{"InvoiceAmount": "400.06"}]})


def test_a_price_may_have_four_decimals_an_amount_only_two() -> None:
    price = usd("0", 12_500_000)
    (line,) = captured.read(verified(price), arrived_at=AT).lines
    assert line.price_e4 == 125
    rows = [{**coded()["invoice"]["line_items"][0], "unit_price": price}]
    with pytest.raises(ValueError, match="whole cents"):
        captured.read_expense(verified(line_items=rows), arrived_at=AT)


@pytest.mark.parametrize(
    ("price", "reason"),
    [
        ({"currency_code": "CAD", "units": "1", "nanos": 0}, "USD"),
        (usd("1", 1), "four decimals"),
        (usd("one"), "invalid literal"),
    ],
)
def test_money_that_cannot_be_kept_exactly_is_refused(price: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        captured.read(verified(price), arrived_at=AT)


def test_the_export_is_acknowledged_under_the_number_of_the_invoice() -> None:
    export = captured.read_export(verified())
    assert export == InvoiceExport("documents/D0000007", "INV-7")
    assert captured.write_export(export, Context(crosswalk())) == {
        "document": "documents/D0000007",
        "external_reference": "INV-7",
    }
