"""Patient receivables with their cash (S01): the roll-forward closes on the control account."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import Desk


def entry(type_: str, amount: str, **changes: str) -> dict[str, str]:
    body = {"Reference": "BILL-1", "EntryType": type_, "BusinessUnit": "BU100"}
    return {**body, "AccountingDate": "2026-04-12", "Amount": amount, **changes}


def deposit(**changes: str) -> dict[str, str]:
    body = {"DepositTrace": "TRN-1", "BusinessUnit": "BU100", "Payer": "AETNA"}
    return {**body, "AccountingDate": "2026-04-20", "Amount": "60.00", **changes}


def application(number: int, amount: str) -> dict[str, Any]:
    body = {"CashReceiptId": number, "Reference": "835-1", "AccountingDate": "2026-04-21"}
    return {**body, "Amount": amount}


@pytest.mark.parametrize(
    ("type_", "receivable", "account", "other"),
    [
        ("CHARGE", 1000, "4010", -1000),
        ("CHARGE_CREDIT", -1000, "4010", 1000),
        ("CONTRACTUAL", -1000, "4020", 1000),
        ("CONTRACTUAL_REVERSAL", 1000, "4020", -1000),
        ("WRITE_OFF", -1000, "6310", 1000),
        ("REFUND", 1000, "1010", -1000),
    ],
)
def test_each_type_has_its_side_and_counter_account(
    desk: Desk, type_: str, receivable: int, account: str, other: int
) -> None:
    desk.done("post_receivable", **entry(type_, "10.00"))
    assert (desk.balance("1210"), desk.balance(account)) == (receivable, other)
    (effect,) = desk.effects("erp.receivable")
    assert (effect.key, effect.amount_minor, effect.facts["type"]) == ("BILL-1", 1000, type_)


def test_same_reference_twice_posts_twice_and_both_are_found(desk: Desk) -> None:
    for _ in range(2):
        desk.done("post_receivable", **entry("CHARGE", "10.00"))
    assert desk.balance("1210") == 2000
    assert len(desk.done("find_receivables", Reference="BILL-1")["items"]) == 2


def test_roll_forward_closes_on_the_control_account(desk: Desk) -> None:
    desk.erp.load(
        "open_receivables", [{"Reference": "OLD", "BusinessUnit": "BU100", "Amount": "5"}]
    )
    desk.done("post_receivable", **entry("CHARGE", "100.00"))
    desk.done("post_receivable", **entry("CONTRACTUAL", "30.00", AccountingDate="2026-05-02"))
    number = desk.done("record_cash_receipt", **deposit())["CashReceiptId"]
    desk.done("apply_cash", **application(number, "45.00"))
    roll = desk.done("get_receivable_roll", BusinessUnit="BU100", PeriodName="2026-04")
    assert roll["Lines"] == [
        {"EntryType": "CHARGE", "Amount": "100.00"},
        {"EntryType": "OPENING", "Amount": "5.00"},
        {"EntryType": "PAYMENT", "Amount": "-45.00"},
    ]
    may = desk.done("get_receivable_roll", BusinessUnit="BU100", PeriodName="2026-05")
    assert (may["OpeningAmount"], may["ClosingAmount"]) == (roll["ClosingAmount"], "30.00")
    assert desk.balance("1210") == 3000
    controls = {entry.key: entry.amount_minor for entry in desk.books("erp.subledger")}
    assert (controls["BU100/1210"], controls["BU100/2150"]) == (3000, -1500)
    rolled = [entry.amount_minor for entry in desk.books("erp.receivable_roll")]
    assert sum(rolled) == 3000


def test_deposit_waits_as_unapplied_cash(desk: Desk) -> None:
    answer = desk.done("record_cash_receipt", **deposit())
    assert (answer["Status"], answer["UnappliedAmount"]) == ("UNAPPLIED", "60.00")
    assert (desk.balance("1010"), desk.balance("2150")) == (6000, -6000)
    (effect,) = desk.effects("erp.cash_receipt")
    assert (effect.key, effect.amount_minor) == ("TRN-1", 6000)


def test_no_more_is_applied_than_was_deposited(desk: Desk) -> None:
    number = desk.done("record_cash_receipt", **deposit())["CashReceiptId"]
    assert desk.done("apply_cash", **application(number, "60.00"))["Status"] == "APPLIED"
    outcome = desk.refused("apply_cash", **application(number, "0.01"))
    assert outcome.code == "EXCEEDS_UNAPPLIED"
    assert desk.effects("erp.cash_application")[0].key == "835-1"


def test_deposit_that_bounced_is_taken_back_unless_applied(desk: Desk) -> None:
    body = {"AccountingDate": "2026-04-22", "ReasonCode": "NSF"}
    first = desk.done("record_cash_receipt", **deposit())["CashReceiptId"]
    second = desk.done("record_cash_receipt", **deposit())["CashReceiptId"]
    desk.done("apply_cash", **application(second, "1.00"))
    assert desk.refused("reverse_cash_receipt", CashReceiptId=second, **body).code == (
        "ALREADY_APPLIED"
    )
    desk.done("reverse_cash_receipt", CashReceiptId=first, **body)
    assert desk.refused("apply_cash", **application(first, "1.00")).code == "REVERSED"
    assert (desk.balance("1010"), desk.balance("2150")) == (6000, -5900)
    found = desk.done("find_cash_receipts", DepositTrace="TRN-1")["items"]
    assert [receipt["Status"] for receipt in found] == ["REVERSED", "UNAPPLIED"]


def test_bad_postings_are_refused(desk: Desk) -> None:
    for changes, code in (
        ({"Amount": "0.00"}, "INVALID_AMOUNT"),
        ({"BusinessUnit": "BU9"}, "UNKNOWN_BUSINESS_UNIT"),
        ({"AccountingDate": "2026-03-31"}, "PERIOD_CLOSED"),
    ):
        assert desk.refused("post_receivable", **{**entry("CHARGE", "1"), **changes}).code == code
        assert desk.refused("record_cash_receipt", **deposit(**changes)).code == code
    assert desk.refused("apply_cash", **application(7, "1.00")).status == 404
