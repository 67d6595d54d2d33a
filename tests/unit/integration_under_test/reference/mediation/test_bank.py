"""Transactions of the bank in the ERP's terms."""

from __future__ import annotations

import pytest

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.bank import statements
from integration_under_test.reference.mediation.canonical.bank_entries import (
    BankDeposit,
    BankEntry,
    BankReturn,
    Clearing,
)
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.canonical.payments import RejectedPayment
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.contracts import spend
from integration_under_test.reference.mediation.erp import bank_deposits, payments
from integration_under_test.reference.mediation.procurement import payments as shown
from integration_under_test.reference.mediation.protocols.bai2 import Account, Entry, Statement
from tests.unit.integration_under_test.reference.fakes import crosswalk

RETURNED = BankReturn("PAY-00000009", "R02", "2026-04-14")
REJECTED = RejectedPayment("PAY-00000009", "300", "INV-1", "CT-1", "R02")


def entry(code: str, reference: str, text: str, number: str = "4000117") -> object:
    read = Entry(5, code, 30000, "", reference, text)
    account = Account(number, "2026-04-14", (read,))
    statement = Statement("071990424", "1362170000", "2026-04-15", "3", (account,))
    found = statements.read(statement, account, read)
    assert from_json(to_json(found)) == found
    return found


@pytest.mark.parametrize("code", ["451", "475"])
def test_what_left_the_account_clears_its_payment(code: str) -> None:
    expected = Clearing("PAY-00000012", "2026-04-15-3/5", 30000, "2026-04-14")
    assert entry(code, "PAY-00000012", "ACME") == expected


def test_what_came_back_names_the_reason_of_the_network() -> None:
    assert entry("257", "PAY-00000009", "RETURN R02 ACCOUNT CLOSED") == RETURNED


def test_a_deposit_names_its_payer() -> None:
    expected = BankDeposit("TRC-77", "PAYER1", "BU100", 30000, "2026-04-14")
    assert entry("142", "TRC-77", "PAYER1 CLAIM PAYMENT") == expected


@pytest.mark.parametrize(
    ("code", "reference", "text"),
    [
        ("698", "FEE", "SERVICE CHARGE"),
        ("451", "", "NO REFERENCE"),
        ("257", "PAY-00000009", "ACCOUNT CLOSED"),
        ("142", "TRC-77", ""),
    ],
)
def test_what_means_nothing_here_stays_as_it_is(code: str, reference: str, text: str) -> None:
    assert entry(code, reference, text) == BankEntry("2026-04-15-3/5", code, 30000, reference, text)


def test_the_account_of_somebody_else_is_not_booked() -> None:
    with pytest.raises(LookupError, match="4000118"):
        entry("451", "PAY-00000012", "ACME", number="4000118")


def test_the_erp_is_told_of_a_clearing() -> None:
    clearing = Clearing("PAY-00000012", "2026-04-15-3/5", 30005, "2026-04-14")
    assert payments.write_clearing(clearing, Context(crosswalk())) == {
        "PaymentNumber": "PAY-00000012",
        "StatementReference": "2026-04-15-3/5",
        "ClearedDate": "2026-04-14",
        "Amount": "300.05",
    }
    own = {"items": [{"StatementReference": "2026-04-15-3/5"}]}
    another = {"items": [{"StatementReference": "2026-04-16-4/5"}]}
    assert payments.is_cleared(clearing, own)
    assert not payments.is_cleared(clearing, another), "debited twice"
    assert not payments.is_cleared(clearing, {})


def test_a_return_waits_for_the_statement_that_shows_the_payment() -> None:
    issued = Context(crosswalk(), {"items": [{"Status": "ISSUED"}]}, posting_on="2026-05-01")
    with pytest.raises(NotYet, match="PAY-00000009"):
        payments.write_return(RETURNED, issued)
    cleared = Context(crosswalk(), {"items": [{"Status": "CLEARED"}]}, posting_on="2026-05-01")
    assert payments.write_return(RETURNED, cleared) == {
        "PaymentNumber": "PAY-00000009",
        "ReasonCode": "R02",
        "AccountingDate": "2026-05-01",
    }
    assert payments.is_rejected(RETURNED, {"items": [{"Status": "REJECTED"}]})


def test_a_deposit_is_booked_where_the_treasury_is() -> None:
    deposit = BankDeposit("TRC-77", "PAYER1", "BU100", 30000, "2026-04-14")
    body = bank_deposits.write(deposit, Context(crosswalk(), posting_on="2026-04-14"))
    assert body == {
        "DepositTrace": "TRC-77",
        "BusinessUnit": "BU100",
        "Payer": "PAYER1",
        "AccountingDate": "2026-04-14",
        "Amount": "300.00",
    }
    assert bank_deposits.is_booked(deposit, {"items": [{"Amount": "300.00"}]})
    assert not bank_deposits.is_booked(deposit, {"items": [{"Amount": "300.01"}]})


def test_a_payment_is_taken_back_where_it_was_shown() -> None:
    def found(*numbers: str) -> Context:
        rows = [{"payment-number": number, "returned": ""} for number in numbers]
        return Context(crosswalk(), {"invoices": [{"id": 7, "payments": rows}]})

    with pytest.raises(NotYet, match="PAY-00000009"):
        shown.write_return(REJECTED, found("PAY-00000008"))
    body = shown.write_return(REJECTED, found("PAY-00000008", "PAY-00000009"))
    assert body == {"id": 7, "payment-number": "PAY-00000009", "reason": "R02"}
    row = {"payment-number": "PAY-00000009", "returned": "R02"}
    assert shown.is_returned(REJECTED, {"invoices": [{"payments": [row]}]})
    assert spend.write_reversal(REJECTED, Context(crosswalk())) == {
        "contractNumber": "CT-1",
        "paymentReference": "PAY-00000009",
        "reason": "R02",
    }
