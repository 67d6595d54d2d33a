"""Invoices under contract that the ERP holds (S03), so that the contract's owner hears of it (P07).

A price that differs from the contract is the owner's to explain; the hold itself stays the ERP's.
"""

from __future__ import annotations

from typing import Any

from mock_systems.contracts.documents import Contract, InvoiceHold, Platform
from mock_systems.contracts.lookup import require_contract
from mock_systems.contracts.wire import Amount, Code, Message, MoneyAnswer, money_on_wire
from mock_systems.service import Effect, Operation, Refusal, Work


class RecordInvoiceHold(Message):
    """The invoice is named by the ERP: supplier number, slash, the supplier's own number."""

    contract_number: Code
    invoice_reference: Code
    hold_code: Code
    amount: Amount


class LiftInvoiceHold(Message):
    contract_number: Code
    invoice_reference: Code
    hold_code: Code


class FindInvoiceHolds(Message):
    contract_number: Code
    invoice_reference: Code


class InvoiceHoldAnswer(Message):
    contract_number: str
    invoice_reference: str
    hold_code: str
    amount: MoneyAnswer
    active: bool


class InvoiceHoldsFound(Message):
    holds: list[InvoiceHoldAnswer]


def record_invoice_hold(
    platform: Platform, request: RecordInvoiceHold, work: Work
) -> dict[str, Any]:
    """Once for each code of an invoice."""
    contract = require_contract(platform.documents, request.contract_number)
    key = (request.invoice_reference, request.hold_code)
    if key in contract.invoice_holds:
        raise Refusal(
            409,
            "DUPLICATE_HOLD",
            f"{request.invoice_reference} is known to be held for {request.hold_code}",
            field="holdCode",
        )
    hold = InvoiceHold(*key, request.amount)
    contract.invoice_holds[key] = hold
    work.effect(_effect("contracts.invoice_hold", hold))
    return _on_wire(contract, hold)


def lift_invoice_hold(platform: Platform, request: LiftInvoiceHold, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    hold = contract.invoice_holds.get((request.invoice_reference, request.hold_code))
    if hold is None:
        raise Refusal(
            404, "UNKNOWN_HOLD", f"{request.invoice_reference} has no such hold", field="holdCode"
        )
    if not hold.active:
        raise Refusal(409, "ALREADY_LIFTED", "the hold was lifted before", field="holdCode")
    hold.active = False
    work.effect(_effect("contracts.invoice_hold_lift", hold))
    return _on_wire(contract, hold)


def find_invoice_holds(platform: Platform, request: FindInvoiceHolds, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    rows = [
        _on_wire(contract, hold)
        for hold in contract.invoice_holds.values()
        if hold.invoice == request.invoice_reference
    ]
    return {"holds": rows}


def _effect(kind: str, hold: InvoiceHold) -> Effect:
    return Effect(kind, f"{hold.invoice}/{hold.code}", amount_minor=hold.amount_minor)


def _on_wire(contract: Contract, hold: InvoiceHold) -> dict[str, Any]:
    return {
        "contractNumber": contract.contract_number,
        "invoiceReference": hold.invoice,
        "holdCode": hold.code,
        "amount": money_on_wire(hold.amount_minor),
        "active": hold.active,
    }


OPERATIONS = (
    Operation(
        name="record_invoice_hold",
        method="POST",
        path="/contracts/{contractNumber}/invoice-holds",
        scope="contracts.holds.write",
        request=RecordInvoiceHold,
        response=InvoiceHoldAnswer,
        handler=record_invoice_hold,
        key=("invoiceReference", "holdCode"),
        summary="Tells a contract's owner that an invoice under it is held.",
        status=201,
    ),
    Operation(
        name="lift_invoice_hold",
        method="POST",
        path="/contracts/{contractNumber}/invoice-holds/lifts",
        scope="contracts.holds.write",
        request=LiftInvoiceHold,
        response=InvoiceHoldAnswer,
        handler=lift_invoice_hold,
        key=("invoiceReference", "holdCode"),
        summary="Tells that a held invoice was released.",
        status=201,
    ),
    Operation(
        name="find_invoice_holds",
        method="GET",
        path="/contracts/{contractNumber}/invoice-holds",
        scope="contracts.holds.read",
        request=FindInvoiceHolds,
        response=InvoiceHoldsFound,
        handler=find_invoice_holds,
        key=("contractNumber", "invoiceReference"),
        summary="Reads the holds that were told of an invoice, lifted ones too.",
    ),
)
