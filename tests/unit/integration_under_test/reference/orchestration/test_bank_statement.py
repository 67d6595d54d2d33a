"""A statement is booked once, transaction by transaction; the file goes out as the ERP wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from integration_under_test.boundary import Document, Event, OutcomeUnknown
from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import FakeHost, refusal
from tests.unit.integration_under_test.reference.mediation.protocols.test_bai2 import STATEMENT

PAYMENTS = "find_payments"


@dataclass
class Bank:
    failures: list[Exception] = field(default_factory=list)
    got: list[Document] = field(default_factory=list)

    async def send(self, document: Document) -> None:
        self.got.append(document)
        if self.failures:
            raise self.failures.pop(0)


@pytest.fixture
def bank() -> Bank:
    return Bank()


@pytest.fixture
def reference(host: FakeHost, bank: Bank) -> Reference:
    made = Reference()
    host.clock.run(made.start(replace(host.ports(), partners={"BANK": bank})))
    return made


def statement(text: str = STATEMENT, sender: str = "BANK") -> Document:
    content = text.encode("ascii")
    return Document("BAI2-20260414", sender, "text/plain;layout=bai2", content)


def take(host: FakeHost, reference: Reference, *documents: Document, wait_s: float = 60) -> None:
    for document in documents:
        host.clock.run(reference.on_document(document))
    host.clock.run_until(host.clock.now_s() + wait_s)


def tell(host: FakeHost, reference: Reference, type_: str, data: dict[str, Any]) -> None:
    event = Event(f"erp-{type_}", "/erp", type_, "2026-04-14T15:00:00+00:00", "S", data)
    host.clock.run(reference.on_event(event))
    host.clock.run_until(host.clock.now_s() + 600)


def bodies(host: FakeHost, system: str, operation: str) -> list[Any]:
    return [body for name, body, _ in host.systems[system].calls if name == operation]


def test_each_transaction_is_booked_once(host: FakeHost, reference: Reference) -> None:
    take(host, reference, statement(), statement())
    cleared = bodies(host, "erp", "confirm_cleared")
    assert [body["PaymentNumber"] for body in cleared] == ["PAY-00000012", "PAY-00000013"]
    assert [body["StatementReference"] for body in cleared] == ["2026-04-15-3/4", "2026-04-15-3/5"]
    assert len(bodies(host, "erp", "reject_payment")) == 1
    assert len(bodies(host, "erp", "record_cash_receipt")) == 1
    assert host.items == {}
    assert host.storage.keys("outbox") == []


def test_a_deposit_that_is_there_is_not_booked_again(host: FakeHost, reference: Reference) -> None:
    host.systems["erp"].plan("find_cash_receipts", {"items": [{"Amount": "100.00"}]})
    take(host, reference, statement())
    assert bodies(host, "erp", "record_cash_receipt") == []


def test_a_return_that_overtakes_its_payment_waits_for_it(
    host: FakeHost, reference: Reference
) -> None:
    erp = host.systems["erp"]
    erp.plan(PAYMENTS, *[{"items": [{"Status": "ISSUED", "StatementReference": ""}]}] * 3)
    erp.plan(PAYMENTS, {"items": [{"Status": "CLEARED", "StatementReference": "X"}]})
    take(host, reference, statement(), wait_s=600)
    assert len(bodies(host, "erp", "reject_payment")) == 1
    assert erp.called(PAYMENTS) == 4


def test_a_payment_that_is_debited_twice_is_for_a_person(
    host: FakeHost, reference: Reference
) -> None:
    erp = host.systems["erp"]
    erp.plan("confirm_cleared", refusal("NOT_ISSUED", 409), {})
    erp.plan(PAYMENTS, {"items": [{"Status": "CLEARED", "StatementReference": "2026-04-14-2/4"}]})
    erp.plan(PAYMENTS, {"items": [{"Status": "CLEARED", "StatementReference": "2026-04-14-2/4"}]})
    take(host, reference, statement())
    (item,) = host.items.values()
    assert (item.type, item.owner, item.flow) == ("refused", "AP desk", "P08")


def test_what_nobody_can_explain_does_not_hold_the_rest(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, statement(STATEMENT.replace("16,475,", "16,455,")))
    (item,) = host.items.values()
    assert (item.owner, item.keys) == ("AP desk", ("entry/2026-04-15-3/5",))
    assert "transaction 455 of 50000 cents" in item.reason
    assert len(bodies(host, "erp", "confirm_cleared")) == 1


@pytest.mark.parametrize(
    "document",
    [
        statement(STATEMENT.replace("015,390000", "015,390001")),
        statement(STATEMENT[:-20]),
        statement(STATEMENT.replace("4000117", "4000118")),
        statement(sender="STRANGER"),
    ],
)
def test_a_statement_that_cannot_be_trusted_is_for_a_person(
    host: FakeHost, reference: Reference, document: Document
) -> None:
    take(host, reference, document)
    (item,) = host.items.values()
    assert item.type == "unreadable_document"
    assert host.systems["erp"].called("confirm_cleared") == 0


def test_another_statement_under_the_same_number_is_for_a_person(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, statement(), statement(STATEMENT.replace("CHEQUE", "CHECK")))
    (item,) = host.items.values()
    assert (item.type, item.owner) == ("conflicting_document", "AP desk")
    assert len(bodies(host, "erp", "confirm_cleared")) == 2


def test_a_file_goes_to_the_bank_as_the_erp_wrote_it(
    host: FakeHost, reference: Reference, bank: Bank
) -> None:
    host.systems["erp"].plan(
        "export_payment_file", {"Content": "101 07\n"}, {"Content": "101 07\n"}
    )
    bank.failures.append(OutcomeUnknown())
    tell(host, reference, "erp.payment_file.ready", {"PaymentFile": "PF-000001"})
    first, second = bank.got
    assert first == second
    assert first == Document("PF-000001", "HOSPITAL GROUP", "text/plain;layout=nacha", b"101 07\n")


def test_what_the_erp_took_back_is_taken_back_where_it_was_shown(
    host: FakeHost, reference: Reference
) -> None:
    row = {"payment-number": "PAY-00000009", "returned": ""}
    found = {"invoices": [{"id": 7, "payments": [row]}]}
    host.systems["procurement"].plan("find_invoices", {"invoices": []}, found)
    host.systems["contracts"].plan("reverse_spend", refusal("UNKNOWN_SPEND", 404), {})
    rejected = {
        "PaymentNumber": "PAY-00000009",
        "SupplierNumber": "300",
        "InvoiceNumber": "INV-1",
        "InvoiceType": "STANDARD",
        "ContractNumber": "CT-1",
        "ReasonCode": "R02",
    }
    tell(host, reference, "erp.payment.rejected", rejected)
    expected = {"id": 7, "payment-number": "PAY-00000009", "reason": "R02"}
    assert bodies(host, "procurement", "return_payment") == [expected]
    assert len(bodies(host, "contracts", "reverse_spend")) == 2
    assert host.items == {}


def test_an_expense_without_contract_is_shown_nowhere(host: FakeHost, reference: Reference) -> None:
    rejected = {
        "PaymentNumber": "PAY-00000009",
        "SupplierNumber": "300",
        "InvoiceNumber": "SV000001",
        "InvoiceType": "EXPENSE",
        "ContractNumber": "",
        "ReasonCode": "R02",
    }
    tell(host, reference, "erp.payment.rejected", rejected)
    assert bodies(host, "procurement", "return_payment") == []
    assert bodies(host, "contracts", "reverse_spend") == []
