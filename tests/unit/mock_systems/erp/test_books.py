"""What an auditor reads: balances beside independent control totals."""

from __future__ import annotations

from mock_systems.erp.ledger import Journal
from mock_systems.service import BookEntry
from tests.unit.mock_systems.erp.desk import Desk, invoice_body, order_body, receipt_body


def controls(desk: Desk) -> dict[str, int]:
    return {entry.key: entry.amount_minor for entry in desk.books("erp.subledger")}


def test_controls_are_added_up_from_the_documents(desk: Desk) -> None:
    order = desk.done("create_purchase_order", **order_body())["OrderNumber"]
    desk.done("create_receipt", **receipt_body(order))
    assert controls(desk) == {
        "BU100/2110": 0,
        "BU100/2120": -20000,
        "BU100/9100": 32340,
        "BU200/2110": 0,
        "BU200/2120": 0,
        "BU200/9100": 0,
    }
    desk.done("create_invoice", **invoice_body(order))
    assert {k: v for k, v in controls(desk).items() if v} == {
        "BU100/2110": -20000,
        "BU100/9100": 12340,
    }


def test_balances_name_unit_period_and_account(desk: Desk) -> None:
    desk.done("create_purchase_order", **order_body())
    first, _ = desk.books("erp.gl_balance")
    assert first == BookEntry(
        "erp.gl_balance",
        "BU100/2026-04/9100",
        amount_minor=32340,
        facility="BU100",
        period="2026-04",
        account="9100",
    )


def test_journal_out_of_balance_is_reported(desk: Desk) -> None:
    assert list(desk.books("erp.journal_out_of_balance")) == []
    lines = (("5110", "", 5), ("1310", "", -4))
    desk.erp.tables.ledger.journals.append(Journal("BU100", "2026-04-01", "COST", "", lines))
    (entry,) = desk.books("erp.journal_out_of_balance")
    assert (entry.key, entry.amount_minor, entry.period) == ("JE-00000001", 1, "2026-04")
