"""Invoices without order, services matched on two, numbers compared in normal form (S01)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import (
    BOX_SUPPLIER,
    Desk,
    invoice_body,
    invoice_line,
    order_body,
    receipt_body,
)


def expense(**changes: Any) -> dict[str, Any]:
    return {
        "InvoiceNumber": "E-1",
        "SupplierNumber": BOX_SUPPLIER,
        "InvoiceDate": "2026-04-01",
        "InvoiceAmount": "3000.00",
        "BusinessUnit": "BU100",
        "CostCenter": "CC-1010",
        "Requester": "ward",
        "AccountingDate": "2026-04-14",
        "Lines": [{"LineNumber": 1, "Account": "6200", "Amount": "3000.00"}],
        **changes,
    }


@pytest.fixture
def approved(desk: Desk) -> Desk:
    rows = (("ward", "10.00"), ("clerk", "100.00"), ("cfo", "1000000.00"))
    desk.erp.load("approvers", [{"Approver": who, "ApprovalLimit": limit} for who, limit in rows])
    return desk


def test_small_invoice_is_payable_at_once(desk: Desk) -> None:
    line = {"LineNumber": 1, "Account": "6100", "Amount": "2500.00"}
    answer = desk.done("create_expense_invoice", **expense(InvoiceAmount="2500.00", Lines=[line]))
    assert (answer["Status"], answer["Holds"]) == ("APPROVED", [])
    assert (desk.balance("6100"), desk.balance("2110")) == (250000, -250000)
    (effect,) = desk.effects("erp.invoice")
    assert (effect.key, effect.amount_minor) == (f"{BOX_SUPPLIER}/E-1", 250000)


def test_large_invoice_waits_for_somebody_whose_limit_is_high_enough(approved: Desk) -> None:
    number = approved.done("create_expense_invoice", **expense())["InvoiceId"]
    for who, code in (
        ("clerk", "APPROVAL_LIMIT"),
        ("ward", "SAME_USER"),
        ("eve", "UNKNOWN_APPROVER"),
    ):
        outcome = approved.refused("approve_invoice", InvoiceId=number, Approver=who)
        assert outcome.code == code
    outcome = approved.refused("release_hold", InvoiceId=number, Reason="please")
    assert outcome.code == "NEEDS_APPROVAL"
    answer = approved.done("approve_invoice", InvoiceId=number, Approver="cfo")
    assert answer["Status"] == "APPROVED"
    (effect,) = approved.effects("erp.invoice_approval")
    assert effect.facts["approver"] == "cfo"
    again = approved.refused("approve_invoice", InvoiceId=number, Approver="cfo")
    assert again.code == "NOT_WAITING"


def test_tax_and_freight_are_expenses_of_the_department(desk: Desk) -> None:
    desk.done("create_tax_code", TaxCode="IL", Name="Illinois", RateBasisPoints=625)
    body = expense(InvoiceAmount="3190.00", TaxCode="IL", TaxAmount="187.50", FreightAmount="2.50")
    desk.done("create_expense_invoice", **body)
    assert (desk.balance("5140"), desk.balance("5130")) == (18750, 250)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"InvoiceAmount": "1.00"}, "AMOUNT_MISMATCH"),
        ({"SupplierNumber": "9"}, "UNKNOWN_SUPPLIER"),
        ({"CostCenter": "X"}, "UNKNOWN_COST_CENTER"),
        ({"AccountingDate": "2026-03-31"}, "PERIOD_CLOSED"),
        ({"TaxCode": "NY"}, "UNKNOWN_TAX_CODE"),
        (
            {"Lines": [{"LineNumber": 1, "Account": "2110", "Amount": "3000.00"}]},
            "NO_EXPENSE_ACCOUNT",
        ),
        (
            {"Lines": [{"LineNumber": 1, "ProjectNumber": "P", "Amount": "3000.00"}]},
            "UNKNOWN_PROJECT",
        ),
    ],
)
def test_bad_expense_is_refused(desk: Desk, changes: dict[str, Any], code: str) -> None:
    assert desk.refused("create_expense_invoice", **expense(**changes)).code == code


def test_tax_that_its_code_does_not_explain_is_refused(desk: Desk) -> None:
    desk.done("create_tax_code", TaxCode="IL", Name="Illinois", RateBasisPoints=625)
    body = expense(InvoiceAmount="3100.00", TaxCode="IL", TaxAmount="100.00")
    assert desk.refused("create_expense_invoice", **body).code == "TAX_MISMATCH"


def test_void_expense_leaves_no_balance(desk: Desk) -> None:
    number = desk.done("create_expense_invoice", **expense())["InvoiceId"]
    desk.done("cancel_invoice", InvoiceId=number, AccountingDate="2026-04-20", Reason="wrong")
    assert (desk.balance("6200"), desk.balance("2110")) == (0, 0)
    assert desk.done("list_held_invoices")["items"] == []


SERVICE = {
    "LineNumber": 1,
    "Description": "Cleaning of theatre 2",
    "Quantity": 10,
    "UOMCode": "HR",
    "UnitPrice": "40.00",
    "MatchOption": "2-WAY",
}


def test_service_is_matched_without_receipt(desk: Desk) -> None:
    order = desk.done("create_purchase_order", **order_body(Lines=[SERVICE]))["OrderNumber"]
    lines = [invoice_line(1, 1, 10, "HR", "40.00")]
    body = invoice_body(order, InvoiceAmount="400.00", Lines=lines)
    assert desk.done("create_invoice", **body)["Status"] == "APPROVED"
    assert (desk.balance("6200"), desk.balance("2110"), desk.balance("9100")) == (40000, -40000, 0)
    assert desk.balance("2120") == 0
    (found,) = desk.done("find_purchase_orders", SourceOrderNumber="PO-1")["items"]
    assert found["Status"] == "CLOSED"


def test_service_beyond_its_order_is_held(desk: Desk) -> None:
    order = desk.done("create_purchase_order", **order_body(Lines=[SERVICE]))["OrderNumber"]
    lines = [invoice_line(1, 1, 11, "HR", "40.00")]
    body = invoice_body(order, InvoiceAmount="440.00", Lines=lines)
    assert desk.done("create_invoice", **body)["Holds"] == ["QTY_ORDERED"]


def test_service_billed_twice_is_held_and_cancelled_leaves_the_first(desk: Desk) -> None:
    order = desk.done("create_purchase_order", **order_body(Lines=[SERVICE]))["OrderNumber"]
    lines = [invoice_line(1, 1, 10, "HR", "40.00")]
    body = invoice_body(order, InvoiceAmount="400.00", Lines=lines)
    desk.done("create_invoice", **body)
    second = desk.done("create_invoice", **{**body, "InvoiceNumber": "INV-1-R"})
    assert second["Holds"] == ["QTY_ORDERED"]
    void = {"AccountingDate": "2026-04-20", "Reason": "billed beyond the order"}
    answer = desk.done("cancel_invoice", InvoiceId=second["InvoiceId"], **void)
    assert (answer["Status"], answer["Holds"]) == ("CANCELLED", [])
    assert (desk.balance("6200"), desk.balance("2110"), desk.balance("9100")) == (40000, -40000, 0)
    assert desk.done("list_held_invoices")["items"] == []


def test_service_is_not_received(desk: Desk) -> None:
    order = desk.done("create_purchase_order", **order_body(Lines=[SERVICE]))["OrderNumber"]
    body = receipt_body(order, UOMCode="HR")
    assert desk.refused("create_receipt", **body).code == "NO_RECEIPT_REQUIRED"


def test_free_text_needs_a_description_and_its_own_unit(desk: Desk) -> None:
    bare = {**SERVICE, "Description": ""}
    assert desk.refused("create_purchase_order", **order_body(Lines=[bare])).code == "ITEM_REQUIRED"
    goods = {**SERVICE, "MatchOption": "3-WAY", "ExpenseAccount": "6100"}
    order = desk.done("create_purchase_order", **order_body(Lines=[goods]))["OrderNumber"]
    assert desk.refused("create_receipt", **receipt_body(order)).code == "UOM_MISMATCH"
    desk.done("create_receipt", **receipt_body(order, UOMCode="HR"))
    assert (desk.balance("6100"), desk.balance("2120")) == (16000, -16000)


@pytest.mark.parametrize("number", ["inv1", "INV 1", "Inv.-1"])
def test_numbers_that_differ_in_form_only_are_one_invoice(desk: Desk, number: str) -> None:
    order = desk.done("create_purchase_order", **order_body())["OrderNumber"]
    desk.done("create_invoice", **invoice_body(order))
    outcome = desk.refused("create_invoice", **invoice_body(order, InvoiceNumber=number))
    assert (outcome.status, outcome.code) == (409, "DUPLICATE_INVOICE")


def test_exact_duplicate_check_is_a_setting(desk: Desk) -> None:
    desk.erp.load("settings", [{"DuplicateCheck": "EXACT"}])
    order = desk.done("create_purchase_order", **order_body())["OrderNumber"]
    desk.done("create_invoice", **invoice_body(order))
    desk.done("create_invoice", **invoice_body(order, InvoiceNumber="inv1"))
    assert desk.refused("create_invoice", **invoice_body(order)).code == "DUPLICATE_INVOICE"
