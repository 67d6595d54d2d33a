"""Opening balances, checked row by row."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import BOX_SUPPLIER, Desk

INVOICE: dict[str, Any] = {
    "SupplierNumber": BOX_SUPPLIER,
    "InvoiceNumber": "OLD-1",
    "InvoiceDate": "2026-03-20",
    "DueDate": "2026-04-19",
    "InvoiceAmount": "321.00",
    "BusinessUnit": "BU200",
    "SourceOrderNumber": "PO-OLD",
}

BANK = {
    "SupplierNumber": BOX_SUPPLIER,
    "RoutingNumber": "021000021",
    "AccountNumber": "11112222",
}
ASSET: dict[str, Any] = {
    "AssetNumber": "A-1",
    "Description": "Scanner",
    "BusinessUnit": "BU100",
    "CostCenter": "CC-1010",
    "InServiceDate": "2025-01-01",
    "Cost": "70.00",
    "LifeMonths": 7,
}


def test_open_invoice_is_an_approved_payable(desk: Desk) -> None:
    desk.erp.load("open_invoices", [INVOICE])
    assert (desk.balance("3900", "BU200"), desk.balance("2110", "BU200")) == (32100, -32100)
    assert desk.notes.effects == []
    answer = desk.done("run_payments", PaymentDate="2026-04-19")
    assert (answer["Payments"], answer["Amount"]) == (1, "321.00")
    assert desk.events("erp.payment.issued")[0]["ContractNumber"] == ""


def test_opening_stock_is_inventory_in_the_month_of_loading(desk: Desk) -> None:
    desk.erp.load("opening_stock", [{"BusinessUnit": "BU100", "Amount": "5000.00"}])
    (inventory, _) = desk.books("erp.gl_balance")
    assert (inventory.key, inventory.amount_minor) == ("BU100/2026-04/1310", 500000)


def test_numbers_of_new_suppliers_follow_the_loaded_ones(desk: Desk) -> None:
    assert desk.erp.tables.next_supplier == 30_000_103


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("planets", {"Name": "Mars"}),
        ("locations", {"BusinessUnit": "B", "Name": "N", "GLN": "12", "TimeZone": "UTC"}),
        ("locations", {"BusinessUnit": "B", "Name": "N", "GLN": "1" * 13, "TimeZone": "No/Where"}),
        ("cost_centers", {"CostCenter": "C", "Name": "N", "BusinessUnit": "X", "Budget": "1"}),
        ("periods", {"PeriodName": "2026-4", "Status": "OPEN"}),
        ("items", {"ItemNumber": "1", "Description": "x", "StandardCost": 5, "Stocked": True}),
        ("open_invoices", {**INVOICE, "SupplierNumber": "1"}),
        ("open_invoices", {**INVOICE, "BusinessUnit": "X"}),
        ("open_invoices", {**INVOICE, "Colour": "red"}),
        ("opening_stock", {"BusinessUnit": "X", "Amount": "1.00"}),
        ("settings", {"DuplicateCheck": "SOMETIMES"}),
        ("approvers", {"Approver": "cfo", "ApprovalLimit": 5}),
        ("bank_accounts", {**BANK, "RoutingNumber": "021000022"}),
        ("bank_accounts", {**BANK, "SupplierNumber": "1"}),
        ("open_receivables", {"Reference": "R", "BusinessUnit": "X", "Amount": "1.00"}),
        ("assets", {**ASSET, "BusinessUnit": "X"}),
    ],
)
def test_bad_row_is_refused_and_not_kept(desk: Desk, kind: str, row: dict[str, Any]) -> None:
    before = copy.deepcopy(desk.erp.tables)
    with pytest.raises(ValueError, match=r"expected|validation error"):
        desk.erp.load(kind, [row])
    assert desk.erp.tables == before


def test_open_invoice_of_a_known_number_is_refused(desk: Desk) -> None:
    desk.erp.load("open_invoices", [INVOICE])
    with pytest.raises(ValueError, match="expected a new InvoiceNumber"):
        desk.erp.load("open_invoices", [INVOICE])
