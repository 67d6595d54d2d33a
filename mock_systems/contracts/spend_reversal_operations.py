"""Takes spend back (S03) whose payment the bank returned (P08)."""

from __future__ import annotations

from typing import Any

from mock_systems.contracts.documents import Platform
from mock_systems.contracts.lookup import require_contract
from mock_systems.contracts.spend_operations import SpendAnswer, spend_on_wire
from mock_systems.contracts.wire import Code, Message
from mock_systems.service import Effect, Operation, Refusal, Work


class ReverseSpend(Message):
    contract_number: Code
    payment_reference: Code
    reason: Code


def reverse_spend(platform: Platform, request: ReverseSpend, work: Work) -> dict[str, Any]:
    """Once for each entry. A tier that was reached stays open: prices are not taken back."""
    contract = require_contract(platform.documents, request.contract_number)
    booked = contract.spend_by_reference.get(request.payment_reference, ())
    spend = next((entry for entry in booked if not entry.reversed_for), None)
    if spend is None:
        raise Refusal(
            409 if booked else 404,
            "ALREADY_REVERSED" if booked else "UNKNOWN_SPEND",
            f"{contract.contract_number} has no spend {request.payment_reference!r} that stands",
            field="paymentReference",
        )
    spend.reversed_for = request.reason
    for commitment in contract.commitments.values():
        if commitment.covers(spend.paid_on):
            commitment.spent_minor -= spend.amount_minor
    work.effect(
        Effect("contracts.spend_reversal", spend.payment_reference, amount_minor=spend.amount_minor)
    )
    return spend_on_wire(spend)


OPERATIONS = (
    Operation(
        name="reverse_spend",
        method="POST",
        path="/contracts/{contractNumber}/spend/reversals",
        scope="contracts.spend.write",
        request=ReverseSpend,
        response=SpendAnswer,
        handler=reverse_spend,
        key=("paymentReference",),
        summary="Takes back the spend of a payment that the bank returned.",
        status=201,
    ),
)
