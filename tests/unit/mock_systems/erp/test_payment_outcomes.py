"""What the bank says of payments (S01): cleared, sent back, and how long suppliers wait."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.erp.desk import Desk, invoice_body, order_body, receipt_body

PAYMENT = "PAY-00000001"


@pytest.fixture
def paid(desk: Desk) -> Desk:
    order = desk.done("create_purchase_order", **order_body())["OrderNumber"]
    desk.done("create_receipt", **receipt_body(order))
    desk.done("create_invoice", **invoice_body(order))
    desk.done("run_payments", PaymentDate="2026-05-13")
    return desk


def cleared(**changes: str) -> dict[str, str]:
    body = {"PaymentNumber": PAYMENT, "StatementReference": "ST-7", "ClearedDate": "2026-05-14"}
    return {**body, "Amount": "200.00", **changes}


REJECTED = {"PaymentNumber": PAYMENT, "ReasonCode": "R03", "AccountingDate": "2026-05-15"}


def test_statement_clears_a_payment_once(paid: Desk) -> None:
    answer = paid.done("confirm_cleared", **cleared())
    assert (answer["Status"], answer["StatementReference"]) == ("CLEARED", "ST-7")
    (effect,) = paid.effects("erp.payment_clearing")
    assert (effect.key, effect.amount_minor) == (PAYMENT, 20000)
    assert paid.refused("confirm_cleared", **cleared()).code == "NOT_ISSUED"


def test_statement_of_another_amount_is_refused(paid: Desk) -> None:
    assert paid.refused("confirm_cleared", **cleared(Amount="20.00")).code == "AMOUNT_MISMATCH"
    assert paid.refused("confirm_cleared", **cleared(PaymentNumber="PAY-9")).status == 404


def test_payment_sent_back_makes_its_invoice_payable_again(paid: Desk) -> None:
    paid.done("confirm_cleared", **cleared())
    assert paid.done("reject_payment", **REJECTED)["Status"] == "REJECTED"
    assert (paid.balance("1010"), paid.balance("2110")) == (0, -20000)
    assert paid.events("erp.payment.rejected")[0]["ReasonCode"] == "R03"
    assert paid.events("erp.invoice.changed")[-1]["Status"] == "APPROVED"
    assert [effect.count for effect in paid.effects("erp.payment")] == [1, -1]
    assert paid.done("run_payments", PaymentDate="2026-05-16")["Amount"] == "200.00"
    assert paid.refused("reject_payment", **REJECTED).code == "ALREADY_REJECTED"


def test_payments_of_a_run_share_a_file_with_one_trace_each(paid: Desk) -> None:
    (payment,) = paid.done("list_payment_file", PaymentFile="PF-000001")["items"]
    assert (payment["PaymentNumber"], payment["TraceNumber"]) == (PAYMENT, "")
    assert paid.refused("list_payment_file", PaymentFile="PF-9").status == 404
    assert paid.done("find_payments", PaymentNumber="PAY-2")["items"] == []


def test_days_payable_come_from_the_ledger(paid: Desk) -> None:
    april = paid.done("get_payable_days", BusinessUnit="BU100", PeriodName="2026-04")
    assert (april["DaysPayableOutstanding"], april["DaysToPay"]) == ("30.0", "")
    may = paid.done("get_payable_days", BusinessUnit="BU100", PeriodName="2026-05")
    assert (may["PayableAmount"], may["DaysToPay"]) == ("0.00", "30.0")
    paid.done("reject_payment", **REJECTED)
    may = paid.done("get_payable_days", BusinessUnit="BU100", PeriodName="2026-05")
    assert (may["PayableAmount"], may["PaidAmount"]) == ("200.00", "0.00")
