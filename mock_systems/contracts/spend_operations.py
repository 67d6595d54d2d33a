"""The operations on spend under contract of the platform (S03).

P08 books every payment of a contracted invoice here. A payment reference is not unique: sent
twice it counts twice, which is the trap that an integration has to avoid.
"""

from __future__ import annotations

from typing import Any

from mock_systems.contracts.commitment_operations import count_spend
from mock_systems.contracts.documents import Platform, Spend
from mock_systems.contracts.lookup import require_contract
from mock_systems.contracts.wire import Amount, Code, Day, Message, MoneyAnswer, money_on_wire
from mock_systems.service import Effect, Operation, Work


class RecordSpend(Message):
    contract_number: Code
    payment_reference: Code
    amount: Amount
    paid_on: Day


class FindSpend(Message):
    contract_number: Code
    payment_reference: Code


class SpendAnswer(Message):
    entry_id: int
    payment_reference: str
    amount: MoneyAnswer
    paid_on: str
    reversed_for: str


class SpendFound(Message):
    entries: list[SpendAnswer]


def record_spend(platform: Platform, request: RecordSpend, work: Work) -> dict[str, Any]:
    documents = platform.documents
    contract = require_contract(documents, request.contract_number)
    documents.spend_entries += 1
    spend = Spend(
        entry_id=documents.spend_entries,
        payment_reference=request.payment_reference,
        amount_minor=request.amount,
        paid_on=request.paid_on,
    )
    contract.spend.append(spend)
    contract.spend_by_reference.setdefault(spend.payment_reference, []).append(spend)
    work.effect(Effect("contracts.spend", spend.payment_reference, amount_minor=spend.amount_minor))
    count_spend(contract, spend, work)
    return spend_on_wire(spend)


def find_spend(platform: Platform, request: FindSpend, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    found = contract.spend_by_reference.get(request.payment_reference, [])
    return {"entries": [spend_on_wire(spend) for spend in found]}


def spend_on_wire(spend: Spend) -> dict[str, Any]:
    """An entry as JSON."""
    return {
        "entryId": spend.entry_id,
        "paymentReference": spend.payment_reference,
        "amount": money_on_wire(spend.amount_minor),
        "paidOn": spend.paid_on.isoformat(),
        "reversedFor": spend.reversed_for,
    }


OPERATIONS = (
    Operation(
        name="record_spend",
        method="POST",
        path="/contracts/{contractNumber}/spend",
        scope="contracts.spend.write",
        request=RecordSpend,
        response=SpendAnswer,
        handler=record_spend,
        key=("paymentReference",),
        summary="Books a payment as spend under a contract; the reference may repeat.",
        status=201,
    ),
    Operation(
        name="find_spend",
        method="GET",
        path="/contracts/{contractNumber}/spend",
        scope="contracts.spend.read",
        request=FindSpend,
        response=SpendFound,
        handler=find_spend,
        key=("contractNumber", "paymentReference"),
        summary="Finds every entry booked under one payment reference.",
    ),
)
