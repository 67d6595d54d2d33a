"""The file of a payment run: what a bank's own reader finds in it (P08)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.unit.mock_systems.erp.desk import (
    BOX_SUPPLIER,
    Desk,
    invoice_body,
    order_body,
    receipt_body,
)
from tests.unit.mock_systems.standards.files.nacha_referee import payments

ACCOUNT = {
    "SupplierNumber": BOX_SUPPLIER,
    "RoutingNumber": "021000021",
    "AccountNumber": "11112222",
}


@pytest.fixture
def due(desk: Desk) -> Desk:
    """One invoice of 200 dollars to a supplier with an account."""
    desk.erp.load("bank_accounts", [ACCOUNT])
    order = desk.done("create_purchase_order", **order_body())["OrderNumber"]
    desk.done("create_receipt", **receipt_body(order))
    desk.done("create_invoice", **invoice_body(order))
    return desk


def paid(desk: Desk, day: str = "2026-05-15") -> str:
    """Runs payments at noon of a day (UTC); the file's number."""
    desk.clock.instant = datetime.fromisoformat(f"{day}T19:00:30+00:00").astimezone(UTC)
    return str(desk.done("run_payments", "world/finance", PaymentDate=day)["PaymentFile"])


def test_each_transfer_is_an_entry_with_the_payments_number(due: Desk) -> None:
    exported = due.done("export_payment_file", PaymentFile=paid(due))
    assert (exported["FormatName"], exported["Transfers"]) == ("NACHA-CCD", 1)
    (entry,) = payments(exported["Content"])
    assert (entry["reference"], int(entry["amount"])) == ("PAY-00000001", 20000)
    assert entry["rdfi"] + entry["check digit"] == "021000021"
    assert entry["account"].strip() == "11112222"
    (payment,) = due.done("find_payments", PaymentNumber="PAY-00000001")["items"]
    assert entry["trace number"] == payment["TraceNumber"]


def test_the_bank_settles_on_the_next_working_day(due: Desk) -> None:
    """The fifteenth of May 2026 is a Friday."""
    text = due.done("export_payment_file", PaymentFile=paid(due))["Content"]
    assert text.splitlines()[1][69:75] == "260518"


def test_an_export_gives_the_same_text_again_whatever_changed_since(due: Desk) -> None:
    file = paid(due)
    first = due.done("export_payment_file", PaymentFile=file)
    due.clock.instant = datetime(2026, 6, 1, tzinfo=UTC)
    change = due.done(
        "propose_bank_change",
        **{**ACCOUNT, "AccountNumber": "99998888"},
        EffectiveDate="2026-05-01",
        ProposedBy="mary",
        Evidence="letter",
    )["ChangeId"]
    approval = {"SupplierNumber": BOX_SUPPLIER, "ChangeId": change, "ApprovedBy": "john"}
    due.done("approve_bank_change", **approval)
    assert due.done("export_payment_file", PaymentFile=file) == first


def test_a_file_with_transfers_is_announced_once(due: Desk) -> None:
    file = paid(due)
    assert due.events("erp.payment_file.ready") == [
        {"PaymentFile": file, "PaymentDate": "2026-05-15", "Transfers": 1, "Amount": "200.00"}
    ]


def test_files_of_one_day_differ_in_their_modifier(due: Desk) -> None:
    first = paid(due)
    rejection = {"PaymentNumber": "PAY-00000001", "ReasonCode": "R03"}
    due.done("reject_payment", **rejection, AccountingDate="2026-05-15")
    second = paid(due)
    texts = [due.done("export_payment_file", PaymentFile=f)["Content"] for f in (first, second)]
    assert [text[33] for text in texts] == ["A", "B"]


def test_cheques_are_no_transfers(desk: Desk) -> None:
    order = desk.done("create_purchase_order", **order_body())["OrderNumber"]
    desk.done("create_receipt", **receipt_body(order))
    desk.done("create_invoice", **invoice_body(order))
    file = paid(desk)
    assert desk.events("erp.payment_file.ready") == []
    assert desk.refused("export_payment_file", PaymentFile=file).code == "NO_TRANSFERS"
    assert desk.refused("export_payment_file", PaymentFile="PF-9").status == 404


def test_a_rejection_is_an_effect_of_its_own(due: Desk) -> None:
    paid(due)
    rejection = {"PaymentNumber": "PAY-00000001", "ReasonCode": "R03"}
    due.done("reject_payment", **rejection, AccountingDate="2026-05-18")
    (effect,) = due.effects("erp.payment_rejection")
    assert (effect.key, effect.count, effect.amount_minor) == ("PAY-00000001", 1, 20000)
    assert effect.facts["contract"] == "C-1"
    (told,) = due.events("erp.payment.rejected")
    assert (told["ContractNumber"], told["InvoiceType"]) == ("C-1", "STANDARD")
